"""What an office decides about an entry that no invoice says: category, accounts, ledger column, deduction, description."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import msgspec

from app.base.money import ZERO
from app.booking.client import Client
from app.booking.deduction import WHOLE, lost_tax
from app.booking.entry import Direction, Entry, Explanation, Income

SHARES: Final = (WHOLE, Decimal(50), ZERO)
"""The deductible shares an office chooses from (art. 86a: vehicles 50 %)."""

_PLACE: Final = re.compile(r"\{([a-z_]+)\}")


class Treatment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A set of decisions; what is empty or None is left to the next in line (hand, rules in their order, the client's defaults).

    `column` is a KPiR column (``K_10``), `lump_sum_rate` a percent as written (``8.5``). `deductible_share` concerns purchases only.
    `skip` keeps the document out of conversions. `description` is a pattern with the places of `PLACES` in braces.
    """

    category: str = ""
    account: str = ""
    vat_account: str = ""
    settlement_account: str = ""
    register: str = ""
    cost_type: str = ""
    column: str = ""
    lump_sum_rate: str = ""
    deductible_share: Decimal | None = None
    fixed_asset: bool | None = None
    skip: bool | None = None
    description: str = ""

    def given(self) -> Iterator[tuple[str, Any]]:
        """The fields that decide something, with their values."""
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if value is not None and value != "":
                yield name, value


LABELS: Final[Mapping[str, str]] = {
    "category": "kategoria",
    "account": "konto",
    "vat_account": "konto VAT",
    "settlement_account": "konto rozrachunków",
    "register": "rejestr VAT",
    "cost_type": "rodzaj kosztu",
    "column": "kolumna KPiR",
    "lump_sum_rate": "stawka ryczałtu",
    "deductible_share": "odliczenie VAT",
    "fixed_asset": "środek trwały",
    "skip": "pomijanie",
    "description": "opis",
}
"""What each field of a `Treatment` is called."""

PLACES: Final[Mapping[str, str]] = {
    "opis": "opis z dokumentu",
    "numer": "numer dokumentu",
    "kontrahent": "nazwa kontrahenta",
    "nip": "NIP kontrahenta",
    "kategoria": "kategoria",
    "data": "data wystawienia",
    "okres": "okres VAT",
}
"""What may stand in braces in a pattern of a description, and what it stands for."""


class Decided(msgspec.Struct, frozen=True):
    """A `Treatment` with the words for where it comes from (``reguła: Paliwo``)."""

    treatment: Treatment
    source: str


def treat(entry: Entry, client: Client, decided: Iterable[Decided]) -> Entry:
    """The entry with the first decision on each field; each one is explained.

    The tax that may not be deducted is added to the cost (guide §13.3), a fixed asset is no direct cost, and neither a column nor a
    rate is given to a document that is no income. Raises nothing: a place in a pattern that is not known stays as it stands.
    """
    chosen: dict[str, tuple[Any, str]] = {}
    for one in decided:
        for name, value in one.treatment.given():
            chosen.setdefault(name, (value, one.source))
    if entry.direction is Direction.SALE:
        chosen.pop("deductible_share", None)
        chosen.pop("fixed_asset", None)
    if not chosen:
        return entry
    values = {name: value for name, (value, _source) in chosen.items()}
    explanations = tuple(Explanation(name, value_words(name, value), source) for name, (value, source) in chosen.items())
    changes = {name: values[name] for name in _PLAIN if name in values}
    treated = msgspec.structs.replace(entry, **changes, explanations=explanations)
    treated = msgspec.structs.replace(treated, income=_income(treated, client, values))
    if "description" in values:
        treated = msgspec.structs.replace(treated, description=filled(values["description"], treated))
    return treated


_PLAIN: Final = (
    "category", "account", "vat_account", "settlement_account", "register", "cost_type", "deductible_share", "fixed_asset",
)  # fmt: skip


def skips(entry: Entry) -> str:
    """The source of the decision that keeps the entry out of conversions; empty where there is none."""
    return next((one.source for one in entry.explanations if one.field == "skip" and one.value == _YES), "")


def filled(pattern: str, entry: Entry) -> str:
    """A pattern of a description with its places filled from the entry; unknown places stay."""
    known = {
        "opis": entry.description,
        "numer": entry.number,
        "kontrahent": entry.counterparty.name,
        "nip": entry.counterparty.nip or entry.counterparty.tax_country + entry.counterparty.tax_number,
        "kategoria": entry.category,
        "data": entry.issue_date.isoformat(),
        "okres": entry.vat_period,
    }
    return _PLACE.sub(lambda place: known.get(place[1], place[0]), pattern)


_YES: Final = "tak"


def value_words(field: str, value: object) -> str:
    """A value of a `Treatment` as a person reads it."""
    if isinstance(value, bool):
        return _YES if value else "nie"
    if field == "deductible_share" and isinstance(value, Decimal):
        return f"{value.normalize():f}%"
    return str(value)


def _income(entry: Entry, client: Client, values: Mapping[str, Any]) -> Income:
    income = entry.income
    if income.none:
        return income
    if values.get("fixed_asset"):
        return Income(none="Środek trwały: kosztem są odpisy amortyzacyjne.")
    if "column" in values:
        income = msgspec.structs.replace(income, column=values["column"])
    if "lump_sum_rate" in values and entry.direction is Direction.SALE:
        income = msgspec.structs.replace(income, rate=values["lump_sum_rate"])
    lost = ZERO if client.vat_exempt else lost_tax(entry)
    if lost and income.net_pln is not None:
        income = msgspec.structs.replace(income, net_pln=income.net_pln + lost)
    return income
