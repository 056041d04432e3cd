"""Kontrahent: numbers, codes and cards of contractors (spec §4), and the party as a document repeats it."""

import hashlib
from typing import Final, NamedTuple

from app.base.accounts import usable_account
from app.base.countries import country_name
from app.base.nip import is_valid_nip
from app.booking.entry import Counterparty, Direction, Entry
from app.invoice.forms import Kind
from app.targets.contractor_code import made_code
from app.targets.symfonia.scope import Scope
from app.targets.symfonia.texts import END, fit
from app.targets.wording import flatten

OFFSET: Final = 65535
"""The FK template takes it from ``id`` to have the contractor's number in FK."""
_NIP_DIGITS: Final = 9
_FIRST_DERIVED: Final = 1_000_000_000
_LAST_ID: Final = 2**31 - 1
_DIGEST_BYTES: Final = 8
_NO_NAME: Final = "BRAK"
_PRIVATE_CARD: Final = "Nabywcy bez numeru identyfikacyjnego"


class Contractor(NamedTuple):
    """A contractor of one batch. `number` is the one in FK (``{K}``), given by the office where `listed`; `key` tells it from others."""

    key: str
    code: str
    number: int
    listed: bool
    shared_card: bool

    @property
    def id(self) -> int:
        """``id`` and ``khid``."""
        return self.number + OFFSET


def tax_number(party: Counterparty) -> str:
    """``nip``: ten digits, or the number after the code of its country."""
    return party.nip or party.tax_country + party.tax_number


def derived_number(key: str) -> int:
    """The number in FK of a contractor whom the office gave none: the same in every file.

    The first nine digits of a NIP, which tell it from every other (the tenth is their check digit); for all others a number above those, from
    a digest, below the largest ``id`` of four bytes.
    """
    if is_valid_nip(key):
        return int(key[:_NIP_DIGITS])
    digest = int.from_bytes(hashlib.sha256(key.encode()).digest()[:_DIGEST_BYTES], "big")
    return _FIRST_DERIVED + digest % (_LAST_ID - OFFSET - _FIRST_DERIVED)


class Contractors:
    """The contractors of one batch: the first document of each gives its code and card."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._known: dict[str, Contractor] = {}
        self._owners: dict[str | int, str] = {}

    def find(self, entry: Entry) -> tuple[Contractor, bool]:
        """The contractor of a document, and whether the batch had not named it yet."""
        party, options = entry.counterparty, self._scope.options
        number = tax_number(party)
        shared_card = not number and options.consumers == "card" and entry.direction is Direction.SALE
        key = options.consumer_code if shared_card else number or flatten(party.name)
        known = self._known.get(key)
        if known is not None:
            return known, False
        code = key if shared_card else self._scope.codes.get(number) or made_code(party, number, options.contractor_code)
        given = self._scope.numbers.get(number)
        found = Contractor(key, code, given or derived_number(key), given is not None, shared_card)
        self._known[key] = found
        self._owners.setdefault(found.code.upper(), key)
        self._owners.setdefault(found.number, key)
        return found, True

    def owner(self, mark: str | int) -> str:
        """The first contractor of the batch who got the code or number."""
        return self._owners[mark.upper() if isinstance(mark, str) else mark]


def card(entry: Entry, found: Contractor) -> str:
    """Kontrahent, from the first document of the batch that names the contractor."""
    party = entry.counterparty
    consumer = party.without_number and entry.direction is Direction.SALE
    payer = (bool(party.nip) or party.eu) and entry.kind not in {Kind.VAT_RR, Kind.KOR_VAT_RR}
    account = usable_account(party.account) if entry.direction is Direction.PURCHASE else ""
    name = _PRIVATE_CARD if found.shared_card else fit(party.name) or _NO_NAME
    country = "PL" if found.shared_card else fit(party.country) or "PL"
    lines = [
        "Kontrahent{",
        f"\tid ={found.id}",
        f"\tkod ={fit(found.code)}",
        f"\tnazwa ={name}",
        *("" if found.shared_card else f"\t{field} ={value}" for field, value in _address(party)),
        f"\tnip ={fit(tax_number(party))}",
        f"\tstatusUE ={party.eu:d}",
        f"\tosfiz ={consumer:d}",
        "" if found.shared_card or not party.phone else f"\ttel1 ={fit(party.phone)}",
        "" if found.shared_card or not party.email else f"\temail ={fit(party.email)}",
        f"\tbkonto ={account}" if account else "",
        f"\tkhfk ={found.number}" if found.listed else "",
        f"\tkrajKod ={country}",
        f"\tkrajNazwa ={fit(country_name(country))}",
        f"\tpodatnikVAT ={payer:d}",
        "\taktywny =1",
        "\tNazwaKatalogu =\\@Kontrahenci",
        "}",
        "",
    ]
    return END.join(line for line in lines if line) + END


def _address(party: Counterparty) -> tuple[tuple[str, str], ...]:
    """The address; the free lines in the street's place where they could not be taken apart."""
    street = party.street or ("" if party.city or party.house else party.address)
    return (
        ("miejscowosc", fit(party.city)),
        ("ulica", fit(street)),
        ("dom", fit(party.house)),
        ("lokal", fit(party.flat)),
        ("kodpocz", fit(party.postal_code)),
    )


_PARTY_FIELDS: Final = {"miejscowosc": "khmiasto", "ulica": "khadres", "dom": "khdom", "lokal": "khlokal", "kodpocz": "khkodpocz"}


def party_section(party: Counterparty, found: Contractor, section: str) -> str:
    """``Dane Nabywcy`` or ``Dane sprzedawcy`` of a document."""
    country = fit(party.country) or "PL"
    lines = [
        f"\t{section}{{",
        f"\t\tkhid ={found.id}",
        f"\t\tkhkod ={fit(found.code)}",
        f"\t\tkhnazwa ={fit(party.name) or _NO_NAME}",
        *(f"\t\t{_PARTY_FIELDS[field]} ={value}" for field, value in _address(party) if value),
        f"\t\tkhnip ={fit(tax_number(party))}",
        f"\t\tkhKrajKod ={country}",
        f"\t\tkhKrajNazwa ={fit(country_name(country))}",
        "\t}",
    ]
    return END.join(lines) + END
