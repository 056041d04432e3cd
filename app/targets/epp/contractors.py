"""Contractors: their fields in a document's header, their codes and cards (spec 7.1)."""

import hashlib
from typing import Any, Final, NamedTuple

from app.base.countries import country_name, vat_prefix
from app.base.findings import Finding
from app.booking.entry import Counterparty
from app.targets.epp.layout import CARD, HEADER
from app.targets.epp.options import EppOptions, symbols_of
from app.targets.epp.texts import Texts
from app.targets.wording import shorten, transliterate

_BEGINNING: Final = 8
_DIGEST: Final = 10
_LETTERS_READ: Final = 40
_REMEMBERED: Final = 500
NAMELESS: Final = "BRAK"
"""What stands for the name of a party without one, as in JPK."""


class PartyFields(NamedTuple):
    """A contractor as the fields of the format; `spare` is a number that fits none of them."""

    whole_name: str
    name: str
    city: str
    postal_code: str
    street: str
    nip: str
    country: str
    eu_prefix: str
    eu: bool
    spare: str = ""

    def header(self, code: str) -> dict[str, Any]:
        """Fields 12-18 and 60-62 of a document's header."""
        return {
            "party_code": code,
            "party_short_name": shorten(self.name, HEADER.limit("party_short_name")),
            "party_name": self.name,
            "party_city": self.city,
            "party_postal_code": self.postal_code,
            "party_street": self.street,
            "party_nip": self.nip,
            "party_country": self.country,
            "party_eu_prefix": self.eu_prefix,
            "party_eu": self.eu,
        }


def party_fields(party: Counterparty, texts: Texts) -> PartyFields:
    """The contractor of one document. A number that the field cannot hold is not shortened but left to the notes."""
    postal_code = texts.plain(party.postal_code, "Kod pocztowy")
    city = texts.plain(party.city, "Miejscowość")
    if len(postal_code) > HEADER.limit("party_postal_code"):  # foreign codes; a code is not cut
        postal_code, city = "", f"{postal_code} {city}".strip()
    number = _number(party)
    fits = _fits(number)
    country = "PL" if party.nip else party.tax_country if party.eu else party.country
    prefix = vat_prefix(country)
    name = texts.plain(party.name, "Nazwa kontrahenta") or NAMELESS
    return PartyFields(
        whole_name=name,
        name=texts.fit(name, HEADER.limit("party_name"), "Nazwa kontrahenta"),
        city=texts.fit(city, HEADER.limit("party_city"), "Miejscowość kontrahenta"),
        postal_code=postal_code,
        street=texts.fit(_street(party), HEADER.limit("party_street"), "Adres kontrahenta"),
        nip=number if fits else "",
        country=country_name(party.country or country),
        eu_prefix=prefix,
        eu=bool(prefix) and prefix != "PL",
        spare="" if fits else f"Nr kontrahenta: {party.tax_country} {number}",
    )


def written_number(party: Counterparty) -> str:
    """Field 18: the tax number, with its country where it is a VAT-EU number; nothing where it does not fit."""
    number = _number(party)
    return number if _fits(number) else ""


def _number(party: Counterparty) -> str:
    return party.nip or (f"{party.tax_country}{party.tax_number}" if party.eu else party.tax_number)


def _fits(number: str) -> bool:
    return len(number) <= HEADER.limit("party_nip") and number.isascii()


def _street(party: Counterparty) -> str:
    if not (party.street or party.city):
        return party.address
    house = f"{party.house}/{party.flat}" if party.flat else party.house
    return f"{party.street} {house}".strip()


class Contractor(NamedTuple):
    """The contractor of one document: its code, its fields, the header's part, and the values of its card the first time."""

    code: str
    fields: PartyFields
    header: dict[str, Any]
    card: dict[str, Any] | None = None


class Contractors:
    """The contractors of one file: the office's own symbols first, then one stable code per number (spec 7.1)."""

    def __init__(self, options: EppOptions, texts: Texts) -> None:
        self._texts = texts
        self._recent: dict[Counterparty, tuple[Contractor, list[Finding]]] = {}
        self._symbols = symbols_of(options)
        self._by_name = options.contractor_code == "name"
        self._codes: dict[str, str] = {}
        self._taken: set[str] = set(self._symbols.values())

    def contractor(self, party: Counterparty) -> Contractor:
        """The contractor of a document; its notes go to the document at hand."""
        known = self._recent.get(party)
        if known is not None:
            self._texts.found += known[1]
            return known[0]
        before = len(self._texts.found)
        fields = party_fields(party, self._texts)
        findings = self._texts.found[before:]
        code, new = self._code(party)
        contractor = Contractor(code, fields, fields.header(code))
        if len(self._recent) >= _REMEMBERED:  # most documents of a month are of a few contractors
            self._recent.clear()
        self._recent[party] = contractor, findings
        return contractor._replace(card=_card(party, fields, code, self._texts)) if new else contractor

    def _code(self, party: Counterparty) -> tuple[str, bool]:
        """The contractor's code and whether it is the first time in this file."""
        known = self._codes.get(party.key)
        if known is not None:
            return known, False
        code = self._symbols.get(party.nip or f"{party.tax_country}{party.tax_number}") or self._new_code(party)
        self._codes[party.key] = code
        return code, True

    def _new_code(self, party: Counterparty) -> str:
        name = _letters(party.name[:_LETTERS_READ])[:_BEGINNING] or NAMELESS
        number = party.nip or _letters(f"{party.tax_country}{party.tax_number}")
        if party.nip and self._by_name:
            code = name + number
        elif party.nip or (party.tax_number and len(number) <= CARD.limit("code")):
            code = number
        else:
            code = name + _digest(party.key)
        if code in self._taken:
            code = name + _digest(party.key)
        self._taken.add(code)
        return code


def _letters(text: str) -> str:
    return "".join(char for char in transliterate(text, "ascii").upper() if char.isalnum())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST].upper()


def _card(party: Counterparty, fields: PartyFields, code: str, texts: Texts) -> dict[str, Any]:
    """The contractor's card, from the first document that names it."""
    return {
        "code": code,
        "short_name": shorten(fields.name, CARD.limit("short_name")),
        "name": texts.fit(fields.whole_name, CARD.limit("name"), "Nazwa na karcie kontrahenta"),
        "city": fields.city,
        "postal_code": fields.postal_code,
        "street": fields.street,
        "nip": fields.nip,
        "phone": texts.whole(party.phone, CARD.limit("phone"), "Telefon kontrahenta"),
        "email": texts.whole(party.email, CARD.limit("email"), "E-mail kontrahenta"),
        "country": fields.country,
        "eu_prefix": fields.eu_prefix,
        "eu": fields.eu,
    }
