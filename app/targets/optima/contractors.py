"""Contractors: their codes (AKRONIM), their cards, and the party's data as a document repeats them (spec §4, §5)."""

from typing import Final, NamedTuple

from app.base.accounts import usable_account
from app.base.countries import country_name
from app.booking.entry import Counterparty, Direction, Entry
from app.targets.contractor_code import made_code
from app.targets.optima.identity import derived
from app.targets.optima.markup import block, element, flag
from app.targets.optima.options import OptimaOptions
from app.targets.wording import flatten, shorten

_PIECE: Final = 50
NAME_LENGTH: Final = 350
"""NAZWA1 and NAZWA2 of 50 characters and NAZWA3 of 250."""
SMALL_FIELD: Final = 20
"""NR_DOMU, NR_LOKALU, KOD_POCZTOWY."""
NUMBER_LENGTH: Final = 20
PHONE_LENGTH: Final = 50

_PRIVATE_CARD: Final = "Nabywcy bez numeru identyfikacyjnego"


class Contractor(NamedTuple):
    """A contractor of one batch: its code in Optima and what tells it from others."""

    code: str
    key: str


def tax_country(party: Counterparty) -> str:
    """NIP_KRAJ: ``PL`` for a Polish taxpayer, else the country of the number; FA(1) names none, then that of the address."""
    if party.nip:
        return "PL"
    return party.tax_country or (party.country if party.tax_number else "")


def tax_number(party: Counterparty) -> str:
    """NIP without a country's code."""
    return party.nip or party.tax_number


class Contractors:
    """The contractors of one batch: the first document of each gives its code, so that a name written otherwise makes no second card."""

    def __init__(self, options: OptimaOptions) -> None:
        self._options = options
        self._own_codes = options.own_codes()
        self._codes: dict[str, str] = {}
        self._owners: dict[str, str] = {}

    def find(self, entry: Entry) -> tuple[Contractor, bool]:
        """The contractor of a document, and whether the batch had not named it yet.

        The code is empty where the office wants Optima to match by NIP; nobody is new then.
        """
        party = entry.counterparty
        number = tax_number(party)
        prefixed = number if party.nip or not number else party.tax_country + number
        shared_card = not number and self._options.consumers == "card" and entry.direction is Direction.SALE
        key = self._options.consumer_code if shared_card else prefixed or flatten(party.name)
        if self._options.contractor_code == "none":
            return Contractor("", key), False
        if key in self._codes:
            return Contractor(self._codes[key], key), False
        code = key if shared_card else self._own_codes.get(prefixed) or made_code(party, prefixed, self._options.contractor_code)
        self._codes[key] = code
        self._owners.setdefault(code.upper(), key)
        return Contractor(code, key), True

    def owner(self, code: str) -> str:
        """The first contractor of the batch who got the code."""
        return self._owners.get(code.upper(), "")


def card(entry: Entry, found: Contractor, options: OptimaOptions) -> str:
    """KONTRAHENT, from the first document of the batch that names the contractor."""
    party = entry.counterparty
    shared_card = found.key == options.consumer_code and party.without_number
    consumer = party.without_number and entry.direction is Direction.SALE
    identity = found.code if party.without_number else tax_number(party)
    return block(
        "KONTRAHENT",
        element("ID_ZRODLA", derived("contractor", tax_country(party), identity)),
        element("AKRONIM", found.code),
        element("RODZAJ", "odbiorca dostawca"),
        element("EKSPORT", _status(party)),
        flag("FINALNY", yes=consumer),
        flag("PLATNIK_VAT", yes=bool(party.nip) or party.eu),
        "" if shared_card else element("KRAJ_ISO", party.country or "PL"),
        block("ADRESY", block("ADRES", element("STATUS", "aktualny"), _card_address(party, shared_card=shared_card))),
        _accounts(entry),
    )


def _status(party: Counterparty) -> str:
    if party.eu:
        return "wewnątrzunijny"
    return "krajowy" if party.nip or party.country in {"", "PL"} else "pozaunijny"


def _card_address(party: Counterparty, *, shared_card: bool) -> str:
    if shared_card:
        return names(_PRIVATE_CARD) + element("KRAJ", "Polska")
    return (
        names(party.name)
        + address(party)
        + number(party)
        + element("TELEFON1", shorten(flatten(party.phone), PHONE_LENGTH))
        + element("EMAIL", party.email)
    )


def _accounts(entry: Entry) -> str:
    account = usable_account(entry.counterparty.account) if entry.direction is Direction.PURCHASE else ""
    if not account:
        return ""
    return block(
        "KNT_RACHUNKI",
        block("KNT_RACHUNEK", element("LP", "1"), flag("DOMYSLNY", yes=True), element("RACHUNEK_NUMER", account)),
    )


def names(name: str) -> str:
    """NAZWA1, NAZWA2 and NAZWA3: pieces which the reader puts together again, so that a word may be split."""
    first, rest = _cut(shorten(flatten(name), NAME_LENGTH))
    second, third = _cut(rest)
    return element("NAZWA1", first or "BRAK") + element("NAZWA2", second) + element("NAZWA3", third)


def _cut(text: str) -> tuple[str, str]:
    """The first piece and the rest, with no blank at either side of the cut: a blank there would be lost."""
    end = _PIECE
    while 0 < end < len(text) and " " in text[end - 1 : end + 1]:
        end -= 1
    return text[:end], text[end:]


def number(party: Counterparty) -> str:
    """NIP_KRAJ and NIP."""
    return element("NIP_KRAJ", tax_country(party)) + element("NIP", tax_number(party))


def address(party: Counterparty) -> str:
    """The address; the free lines as they stand where they could not be taken apart."""
    free = "" if party.street or party.city else party.address
    return "".join(
        (
            element("KRAJ", country_name(party.country or "PL")),
            element("ULICA", party.street),
            element("NR_DOMU", shorten(flatten(party.house), SMALL_FIELD)),
            element("NR_LOKALU", shorten(flatten(party.flat), SMALL_FIELD)),
            element("MIASTO", party.city),
            element("KOD_POCZTOWY", shorten(flatten(party.postal_code), SMALL_FIELD)),
            element("POCZTA", party.city if party.country in {"", "PL"} else ""),
            element("DODATKOWE", free),
        )
    )
