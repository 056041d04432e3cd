"""What an office sets for JPK_PKPIR."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from app.base.money import round_money
from app.targets.jpk.markup import LARGEST
from app.targets.jpk.taxpayer import PersonOptions, unusable
from app.targets.office_words import word_lines
from app.targets.options import option


@dataclass(frozen=True, slots=True)
class PkpirOptions(PersonOptions):
    """Whose book it is, and what no invoice says: the inventories."""

    purpose: str = option(
        "0",
        label="Cel złożenia",
        choices={"0": "na żądanie organu", "1": "złożenie po raz pierwszy", "2": "korekta"},
    )
    inventories: str = option(
        "",
        label="Spisy z natury",
        help=(
            "Po jednym w wierszu: DATA=WARTOŚĆ, np. 2026-01-01=12500,00. Spis z 1 stycznia (albo 31 grudnia roku poprzedniego) otwiera rok, "
            "z 31 grudnia go zamyka; inne trafiają do pliku jako spisy w ciągu roku."
        ),
        lines=True,
    )
    cash_basis: bool = option(default=False, label="Kasowy PIT", help="Podatnik rozlicza podatek dochodowy metodą kasową.")

    def __post_init__(self) -> None:
        PersonOptions.__post_init__(self)
        self.stock()

    def stock(self) -> Mapping[dt.date, Decimal]:
        """The inventories by day, in PLN; raises `UnusableArgument` for a line that cannot be read."""
        return _stock(self.inventories)


@lru_cache(maxsize=32)
def _stock(text: str) -> Mapping[dt.date, Decimal]:
    found: dict[dt.date, Decimal] = {}
    for line, word, value in word_lines(text):
        try:
            day = dt.date.fromisoformat(word)
            amount = Decimal(value.replace(" ", "").replace("\u00a0", "").replace(",", "."))
        except (ValueError, InvalidOperation):
            raise _wrong(line) from None
        if day in found or not amount.is_finite() or not 0 <= amount < LARGEST or amount != round_money(amount):
            raise _wrong(line)
        found[day] = round_money(amount)
    return dict(sorted(found.items()))


class YearStock(NamedTuple):
    """The inventories of a year: at its beginning and end (None where not given), and those within it by day."""

    opening: Decimal | None
    closing: Decimal | None
    within: tuple[tuple[dt.date, Decimal], ...]


def year_stock(stock: Mapping[dt.date, Decimal], year: int) -> YearStock:
    """What of `stock` belongs to a year. The closing of one year opens the next."""
    first, last, before = dt.date(year, 1, 1), dt.date(year, 12, 31), dt.date(year - 1, 12, 31)
    within = tuple((day, value) for day, value in stock.items() if first < day < last)
    return YearStock(stock.get(first, stock.get(before)), stock.get(last), within)


def _wrong(line: str) -> Exception:
    return unusable("Spisy z natury", line, "wiersze DATA=WARTOŚĆ, jeden na dzień, np. 2026-01-01=12500,00")
