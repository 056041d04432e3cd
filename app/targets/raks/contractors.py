"""Contractors: KONTAKTY, and the party's data as a document repeats them (spec, DOKUMENT and KONTAKT)."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from app.base.countries import country_name
from app.booking.entry import Counterparty, Direction
from app.targets.raks.conversion import Conversion
from app.targets.raks.markup import END, attribute, fit
from app.targets.raks.options import SHORT_NAME_LENGTH

NUMBER_LENGTH: Final = 25
_NO_NAME: Final = "BRAK"


class PartyField(NamedTuple):
    """One attribute with a text of the party: its name, what it is called in a note, its length, and where it comes from."""

    name: str
    label: str
    limit: int
    text: Callable[[Counterparty], str]


def _street(party: Counterparty) -> str:
    """The street; the address as it stands where it could not be taken apart."""
    return party.street or ("" if party.city or party.house else party.address)


DOCUMENT_FIELDS: Final = (
    PartyField("KONTR_NAZWA_PELNA", "Nazwa kontrahenta", 200, lambda party: party.name),
    PartyField("KONTR_KODPOCZ", "Kod pocztowy", 10, lambda party: party.postal_code),
    PartyField("KONTR_KRAJ", "Kraj", 20, lambda party: country_name(party.country or "PL")),
    PartyField("KONTR_MIEJSCOWOSC", "Miejscowość", 40, lambda party: party.city),
    PartyField("KONTR_ADRES", "Ulica", 60, _street),
    PartyField("KONTR_NRDOMU", "Numer domu", 10, lambda party: party.house),
    PartyField("KONTR_NRMIESZK", "Numer lokalu", 10, lambda party: party.flat),
)
CARD_FIELDS: Final = (
    PartyField("NAZWA_PELNA", "Nazwa kontrahenta", 200, lambda party: party.name),
    PartyField("NR_MIESZKANIA", "Numer lokalu", 10, lambda party: party.flat),
    PartyField("ULICA", "Ulica w kartotece", 40, _street),
    PartyField("MIEJSCOWOSC", "Miejscowość", 60, lambda party: party.city),
    PartyField("NR_DOMU", "Numer domu", 10, lambda party: party.house),
    PartyField("KOD_POCZTOWY", "Kod pocztowy", 10, lambda party: party.postal_code),
    PartyField("KRAJ", "Kraj", 40, lambda party: country_name(party.country or "PL")),
)


def tax_number(party: Counterparty) -> str:
    """The number without a country's code."""
    return party.nip or party.tax_number


def number_country(party: Counterparty) -> str:
    """The code of the state the number is from; empty for a Polish one, as RAKS exports it."""
    return "" if party.nip else party.tax_country


def contractor_key(party: Counterparty) -> str:
    """What makes one contractor of a file; empty for a party without a number, who can have no card (NIP is required there)."""
    number = tax_number(party)
    return f"{party.tax_country}{number}" if number and not party.nip else number


def short_name(party: Counterparty, scope: Conversion) -> str:
    """NAZWA_SKROCONA: the office's own, else the beginning of the name."""
    own = scope.tables.short_names.get(contractor_key(party))
    return fit(own or party.name, SHORT_NAME_LENGTH, scope.options.encoding) or _NO_NAME


@lru_cache(maxsize=512)  # the same contractors in thousands of documents
def party_markup(party: Counterparty, short: str, encoding: str) -> str:
    """The attributes KONTR_ of a document."""
    name, postal_code, *rest = _texts(DOCUMENT_FIELDS, party, encoding)
    return "".join(
        (
            attribute("KONTR_NAZWA_SKROCONA", short),
            name,
            attribute("KONTR_NIP", tax_number(party)),
            postal_code,
            attribute("KONTR_KODKRAJU", number_country(party)),
            *rest,
        )
    )


def card(party: Counterparty, identifier: int, direction: Direction, scope: Conversion) -> str:
    """KONTAKT, from the first document of the file that names the contractor."""
    supplier = direction is Direction.PURCHASE
    return "".join(
        (
            "<KONTAKT",
            attribute("ID", str(identifier)),
            attribute("NAZWA_SKROC", short_name(party, scope)),
            *_texts(CARD_FIELDS, party, scope.options.encoding),
            attribute("NIP", tax_number(party)),
            attribute("KOD_KRAJU", "PL" if party.nip else party.tax_country or party.country or "PL"),
            attribute("TYP_KONTAKTU", "0"),
            attribute("DOSTAWCA", str(supplier)),
            attribute("ODBIORCA", str(not supplier)),
            attribute("AKWIZYTOR", "False"),
            f"/>{END}",
        )
    )


def _texts(fields: tuple[PartyField, ...], party: Counterparty, encoding: str) -> list[str]:
    return [attribute(field.name, fit(field.text(party), field.limit, encoding)) for field in fields]
