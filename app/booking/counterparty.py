"""The other side of an entry, ready for a contractor's card (invoice guide §3.3)."""

from app.base.countries import eu_code, iso_code
from app.base.findings import Finding, notes
from app.base.nip import EU_CODES, clean, clean_eu_number, is_valid_nip
from app.booking.addresses import split_address
from app.booking.entry import Counterparty
from app.invoice.parties import Address, Party


def counterparty(party: Party, account: str, found: list[Finding]) -> Counterparty:
    """A party as a contractor: name, tax number as JPK wants it, address in parts.

    `account` is the account to pay to, where the party is the one to be paid.
    """
    nip, country, number, eu = _tax_number(party, found)
    contact = party.contacts[0] if party.contacts else None
    name = party.name or f"{party.first_name} {party.last_name}".strip() or party.trade_name
    address = party.address or Address(country="PL" if nip else iso_code(country))
    parts = split_address(address)
    return Counterparty(
        name=name,
        nip=nip,
        tax_country=country,
        tax_number=number,
        eu=eu,
        country=address.country,
        street=parts.street,
        house=parts.house,
        flat=parts.flat,
        city=parts.city,
        postal_code=parts.postal_code,
        address=f"{address.line1}\n{address.line2}" if address.line2 else address.line1,
        email=contact.email if contact else "",
        phone=contact.phone if contact else "",
        account=account,
    )


def _tax_number(party: Party, found: list[Finding]) -> tuple[str, str, str, bool]:
    """NIP, country and number for JPK, and whether the number is a VAT-EU number of another state."""
    if party.nip:
        nip = party.nip if party.nip.isdigit() else clean(party.nip)
        return nip, "", nip, False
    if party.internal_id:
        nip = clean(party.internal_id[:10])
        return nip, "", nip, False
    code, number = party.eu_code, party.eu_number
    if not number and party.id_number and party.prefix in EU_CODES:
        code, number = party.prefix, party.id_number  # FA(1): the prefix stands beside NrID
    if number:
        return _eu_number(code, number, found)
    if party.id_number:
        digits = clean(party.id_number)
        if party.id_country in {"", "PL"} and is_valid_nip(digits):
            return digits, "", digits, False
        return "", eu_code(party.id_country), party.id_number, False
    return "", "", "", False


def _eu_number(code: str, number: str, found: list[Finding]) -> tuple[str, str, str, bool]:
    digits = clean(number)
    if code == "PL" and is_valid_nip(digits):
        return digits, "", digits, False
    code = eu_code(code)
    bare = clean_eu_number(code, number)
    if bare != number and number.upper().startswith(code) and not bare.startswith(code):
        found.append(
            notes(
                "eu_code_repeated",
                f"Numer VAT-UE „{number}” powtarza kod kraju {code}; do rejestru zapisano {code} i {bare}.",
                "NrVatUE",
            )
        )
    return "", code, bare, True
