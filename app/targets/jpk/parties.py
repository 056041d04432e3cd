"""The other side of a row: its tax number as a register wants it, and its name."""

from typing import Final, NamedTuple

from app.base.countries import NAMES
from app.booking.entry import Counterparty
from app.targets.jpk.markup import MISSING

NUMBER_LENGTH: Final = 50
_KEPT: Final = frozenset("+*")
"""Characters beside letters and digits that VAT-EU numbers of Ireland and the Netherlands may hold."""
_COUNTRIES: Final = (frozenset(NAMES) | {"EL"}) - {"GR"}


class TaxNumber(NamedTuple):
    """Country code (EL for Greece; empty for Poland, and for a code that the schema does not know) and number without separators."""

    country: str
    number: str


def tax_number(party: Counterparty) -> TaxNumber:
    """The number of a party; ``BRAK`` for one that has none."""
    if party.nip:
        return TaxNumber("", party.nip)
    number = "".join([char for char in party.tax_number if (char.isalnum() and char.isascii()) or char in _KEPT])
    if not number:
        return TaxNumber("", MISSING)
    return TaxNumber(party.tax_country if party.tax_country in _COUNTRIES else "", number)


def plain_number(party: Counterparty) -> str:
    """Country and number in letters and digits, as the two-way check compares them; empty for a party without a number."""
    country, number = tax_number(party)
    return "" if number == MISSING else country + "".join([char for char in number if char.isalnum()])
