"""One document as PKPIRWiersz."""

import datetime as dt
from decimal import Decimal
from typing import Final, NamedTuple

from app.base.countries import iso_code
from app.base.environments import Environment
from app.base.money import ZERO
from app.booking.entry import Direction, Entry
from app.targets.jpk.markup import MISSING, amount, element, field
from app.targets.jpk.notes import correction_words, currency_words, written_number
from app.targets.jpk.parties import tax_number
from app.targets.wording import flatten, marked, shorten

TEXT_LENGTH: Final = 256
COLUMNS: Final = ("K_7", "K_8", "K_10", "K_11", "K_12", "K_13", "K_15", "K_16")
"""The columns which a document's amount may stand in; K_9 and K_14 are sums of others."""
REVENUE: Final = ("K_7", "K_8")
EXPENSES: Final = ("K_12", "K_13")
COSTS: Final = ("K_10", "K_11", *EXPENSES)
"""What the year's costs are made of (P_3): the free column 15 and the R&D column 16 are not among it."""
_USUAL: Final = {Direction.SALE: "K_7", Direction.PURCHASE: "K_13"}
_SIDES: Final = {Direction.SALE: "Sprzedaż", Direction.PURCHASE: "Zakup"}


class Booked(NamedTuple):
    """What stands in the book: the day, the column and the amount in PLN."""

    day: dt.date
    column: str
    value: Decimal


def booked(entry: Entry) -> Booked | None:
    """The row of an entry; None for one that is no revenue and no cost, or waits for its exchange rate."""
    income = entry.income
    if income.none or income.net_pln is None:
        return None
    return Booked(income.date or entry.issue_date, income.column or _USUAL[entry.direction], income.net_pln)


def description(entry: Entry, environment: Environment) -> str:
    """K_6 in full."""
    return marked(flatten(entry.description) or _SIDES[entry.direction], environment)


def remarks(entry: Entry) -> str:
    """K_17 in full: what a correction corrects, and the amounts in another currency."""
    return "; ".join((*correction_words(entry), *currency_words(entry)))


def address(entry: Entry) -> str:
    """K_5B in full."""
    return flatten(entry.counterparty.address.replace("\n", ", "))


def row(entry: Entry, place: int, found: Booked, environment: Environment) -> str:
    """The row with the number `place`."""
    country, number = tax_number(entry.counterparty)
    country = iso_code(country) or ("PL" if entry.counterparty.nip else "")
    parts = (
        f"<PKPIRWiersz>\n<K_1>{place}</K_1><K_2>{found.day.isoformat()}</K_2>{element('K_3A', written_number(entry.number))}",
        element("K_3B", entry.ksef_number),
        "" if number == MISSING else element("K_4A", country) + element("K_4B", number),
        element("K_5A", field(entry.counterparty.name, TEXT_LENGTH)),
        element("K_5B", field(address(entry), TEXT_LENGTH)),
        element("K_6", field(description(entry, environment), TEXT_LENGTH)),
        *_amounts(found, description(entry, environment)),
        element("K_17", shorten(remarks(entry), TEXT_LENGTH)),
        "\n</PKPIRWiersz>\n",
    )
    return "".join(parts)


def _amounts(found: Booked, text: str) -> tuple[str, ...]:
    """The column, and the sum column it belongs to."""
    if found.column == "K_16":
        return (element("K_16A", field(text, TEXT_LENGTH)), amount("K_16B", found.value))
    own = amount(found.column, found.value)
    if found.column in REVENUE:
        return own, amount("K_9", found.value)
    return (own, amount("K_14", found.value)) if found.column in EXPENSES else (own,)


class Sums:
    """The sums of the book's rows."""

    def __init__(self) -> None:
        self.rows = 0
        self.revenue = ZERO
        self.costs = ZERO

    def add(self, found: Booked) -> int:
        """Count a row; its number."""
        self.rows += 1
        if found.column in REVENUE:
            self.revenue += found.value
        elif found.column in COSTS:
            self.costs += found.value
        return self.rows
