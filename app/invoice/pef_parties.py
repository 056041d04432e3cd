"""Parties of a PEF document (guide §12)."""

import re
from typing import Any, Final

from lxml import etree

from app.base.nip import EU_CODES, is_valid_nip
from app.invoice.forms import PartyRole
from app.invoice.parties import Address, Contact, Party
from app.invoice.ubl import Taking
from app.invoice.values import country as country_code

_NIP: Final = re.compile(r"(?:PL)?([1-9](?:[0-9][1-9]|[1-9][0-9])[0-9]{7})").fullmatch
_POLISH_VAT_SCHEME: Final = "9945"
_CODE_LENGTH: Final = 2


def read_party(ubl: Taking, party: etree._Element | None, role: PartyRole | None = None, authority_role: str = "") -> Party:
    """A party: its NIP without ``PL``; a number of another country; or no number at all."""
    registered = ubl.text(party, "cac:PartyLegalEntity/cbc:RegistrationName")
    used = ubl.text(party, "cac:PartyName/cbc:Name")
    name = registered or used
    contact = ubl.one(party, "cac:Contact")
    email, phone = ubl.text(contact, "cbc:ElectronicMail"), ubl.text(contact, "cbc:Telephone")
    address = read_address(ubl, ubl.one(party, "cac:PostalAddress"))
    return Party(
        name=name,
        trade_name=used if used != name else "",
        address=address,
        contacts=(Contact(email, phone),) if email or phone else (),
        role=role,
        authority_role=authority_role,
        **_identifier(ubl, party, address.country if address else ""),
    )


def _identifier(ubl: Taking, party: etree._Element | None, country: str) -> dict[str, Any]:
    """The tax number: of the tax scheme VAT; else a NIP among the electronic address and the other identifications."""
    for scheme in ubl.all(party, "cac:PartyTaxScheme"):
        element = ubl.one(scheme, "cbc:CompanyID")
        if element is not None and _plain(ubl.one(scheme, "cac:TaxScheme/cbc:ID")) in {"VAT", ""}:
            number = ubl.value(element, str, "")
            if match := _NIP(number):
                return {"nip": match[1]}
            code = number[:_CODE_LENGTH]
            if code in EU_CODES and code != "PL":
                return {"eu_code": code, "eu_number": number[_CODE_LENGTH:]}
            return {"id_country": country, "id_number": number}
    for element in (*ubl.all(party, "cbc:EndpointID"), *ubl.all(party, "cac:PartyIdentification/cbc:ID")):
        match = _NIP(_plain(element))
        if match and (element.get("schemeID") == _POLISH_VAT_SCHEME or is_valid_nip(match[1])):
            ubl.value(element, str, "")
            return {"nip": match[1]}
    return {}


def _plain(element: etree._Element | None) -> str:
    return "" if element is None else (element.text or "").strip()


def read_address(ubl: Taking, element: etree._Element | None) -> Address | None:
    """An address in parts, with the two lines a person would write."""
    if element is None:
        return None
    street = ubl.text(element, "cbc:StreetName")
    more = (ubl.text(element, "cbc:AdditionalStreetName"), *ubl.texts(element, "cac:AddressLine/cbc:Line"))
    city, postal_code = ubl.text(element, "cbc:CityName"), ubl.text(element, "cbc:PostalZone")
    return Address(
        country=ubl.value(ubl.one(element, "cac:Country/cbc:IdentificationCode"), country_code, ""),
        line1=", ".join(part for part in (street, *more) if part),
        line2=f"{postal_code} {city}".strip(),
        street=street,
        city=city,
        postal_code=postal_code,
        province=ubl.text(element, "cbc:CountrySubentity"),
    )
