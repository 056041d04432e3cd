"""KARTOTEKA_KONTRAHENTOW: one card for a country and number, with both roles where it has both (spec, KONTRAHENT)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.base.nip import clean
from app.booking.entry import Counterparty, Direction, Entry
from app.invoice.forms import Kind
from app.targets.wapro.identity import Numbers
from app.targets.wapro.markup import flag
from app.targets.wapro.options import WaproOptions
from app.targets.wording import flatten, shorten, xml_text

NAME_LENGTH: Final = 50
FULL_NAME_LENGTH: Final = 200
NUMBER_LENGTH: Final = 30
STREET_LENGTH: Final = 60
CITY_LENGTH: Final = 50
POSTAL_CODE_LENGTH: Final = 10
ADDRESS_LENGTH: Final = 50
_CODE_LENGTH: Final = 20

_SHARED: Final = "|konsumenci"
_SHARED_NAME: Final = "Nabywcy bez numeru identyfikacyjnego"
_FARMERS: Final = frozenset({Kind.VAT_RR, Kind.KOR_VAT_RR})
_COUNTRY_LENGTH: Final = 2


def tax_number(party: Counterparty) -> str:
    """NIP without country and separators."""
    return party.nip or clean(party.tax_number)


def tax_country(party: Counterparty) -> str:
    """SYMBOL_KRAJU_KONTRAHENTA: the country of the number as VAT-EU numbers have it, without a number that of the address."""
    country = "PL" if party.nip else party.tax_country or party.country
    return country if len(country) == _COUNTRY_LENGTH and country.isascii() and country.isalpha() and country.isupper() else ""


def street(party: Counterparty) -> str:
    """ULICA_LOKAL in full."""
    house = f"{party.house}/{party.flat}" if party.flat else party.house
    return flatten(f"{party.street} {house}")


def address(party: Counterparty) -> str:
    """ADRES in full: the parts in one line, the free lines where they could not be taken apart."""
    city = flatten(f"{party.postal_code} {party.city}")
    parts = ", ".join(filter(None, (city, street(party))))
    return parts or flatten(party.address)


def shares_card(entry: Entry, options: WaproOptions) -> bool:
    """Whether a buyer without a number goes to the common card."""
    return options.consumers == "card" and entry.direction is Direction.SALE and entry.counterparty.without_number


@dataclass(slots=True)
class _Card:
    number: int
    party: Counterparty
    shared: bool
    vat_payer: bool
    buyer: bool = False
    supplier: bool = False


class Contractors:
    """The cards of one file; the first document of each gives its data."""

    def __init__(self, options: WaproOptions, numbers: Numbers) -> None:
        self._options = options
        self._codes = options.tables().contractor_codes
        self._numbers = numbers
        self._cards: dict[str, _Card] = {}

    def number(self, entry: Entry) -> int:
        """ID_KONTRAHENTA of a document's contractor; its role is remembered."""
        party = entry.counterparty
        shared = shares_card(entry, self._options)
        key = _SHARED if shared else _key(party)
        card = self._cards.get(key)
        if card is None:
            vat_payer = (bool(party.nip) or party.eu) and entry.kind not in _FARMERS
            card = _Card(self._numbers.contractor(party.nip, key), party, shared, vat_payer)
            self._cards[key] = card
        if entry.direction is Direction.SALE:
            card.buyer = True
        else:
            card.supplier = True
        return card.number

    def markup(self) -> Iterator[str]:
        """The cards, in the order in which documents name them."""
        return map(self._card, self._cards.values())

    def _card(self, card: _Card) -> str:
        party = Counterparty(name=_SHARED_NAME, country="PL") if card.shared else card.party
        number = tax_number(party)
        name = flatten(party.name) or "BRAK"
        group = self._group()
        return (
            f"<KONTRAHENT>\n<ID_KONTRAHENTA>{card.number}</ID_KONTRAHENTA>\n"
            f"<KOD_KONTRAHENTA>{xml_text(self._code(card, number))}</KOD_KONTRAHENTA>\n"
            f"<NAZWA>{xml_text(shorten(name, NAME_LENGTH))}</NAZWA>\n<NIP>{xml_text(number)}</NIP>\n<PESEL></PESEL>\n"
            f"<RODZAJ_EWIDENCJI>{flag(yes=bool(number))}</RODZAJ_EWIDENCJI>\n<VAT_CZYNNY>{flag(yes=card.vat_payer)}</VAT_CZYNNY>\n"
            f"<KOD_POCZTOWY>{xml_text(shorten(flatten(party.postal_code), POSTAL_CODE_LENGTH))}</KOD_POCZTOWY>\n"
            f"<MIEJSCOWOSC>{xml_text(shorten(flatten(party.city), CITY_LENGTH))}</MIEJSCOWOSC>\n"
            f"<ULICA_LOKAL>{xml_text(shorten(street(party), STREET_LENGTH))}</ULICA_LOKAL>\n"
            f"<NAZWA_PELNA>{xml_text(shorten(name, FULL_NAME_LENGTH))}</NAZWA_PELNA>\n"
            f"<ADRES>{xml_text(shorten(address(party), ADDRESS_LENGTH))}</ADRES>\n"
            f"<SYMBOL_KRAJU_KONTRAHENTA>{tax_country(party)}</SYMBOL_KRAJU_KONTRAHENTA>\n{group}"
            f"<ODBIORCA>{flag(yes=card.buyer)}</ODBIORCA>\n<DOSTAWCA>{flag(yes=card.supplier)}</DOSTAWCA>\n"
            f"<CZY_KONTRAHENT_UE>{flag(yes=party.eu)}</CZY_KONTRAHENT_UE>\n</KONTRAHENT>\n"
        )

    def _group(self) -> str:
        name = xml_text(self._options.contractor_group)
        return f"<NAZWA_KLASYFIKACJI>{name}</NAZWA_KLASYFIKACJI>\n<NAZWA_GRUPY>{name}</NAZWA_GRUPY>\n" if name else ""

    def _code(self, card: _Card, number: str) -> str:
        """The office's own code, else the number, else (without one, or one too long) a code of the card's own."""
        if card.shared or not number:
            return f"K{card.number}"
        prefixed = number if card.party.nip else f"{card.party.tax_country}{number}"
        code = self._codes.get(prefixed) or prefixed
        return code if prefixed in self._codes or len(code) <= _CODE_LENGTH else f"K{card.number}"


def _key(party: Counterparty) -> str:
    """Country and number; name and address of a party without a number."""
    number = tax_number(party)
    return f"{tax_country(party)}{number}" if number else f"{flatten(party.name)}|{address(party)}"
