"""The parties of an invoice."""

from collections.abc import Sequence

from app.base.countries import country_name
from app.base.nip import format_nip
from app.invoice import codes
from app.invoice.forms import Kind
from app.invoice.model import Invoice
from app.invoice.parties import Address, Party
from app.paper.blocks import Panel, Panels, pairs


def main_parties(invoice: Invoice) -> tuple[Panels, ...]:
    """Seller and buyer side by side (FA_RR: the farmer and the buyer, who issues the invoice)."""
    flat_rate = invoice.kind in {Kind.VAT_RR, Kind.KOR_VAT_RR}
    seller = "Dostawca – rolnik ryczałtowy" if flat_rate else "Sprzedawca"
    buyer = "Nabywca – wystawca faktury" if flat_rate else "Nabywca"
    return (Panels("", (panel(seller, invoice.seller), panel(buyer, invoice.buyer))),)


def further_parties(invoice: Invoice) -> tuple[Panels, ...]:
    """Third parties with their roles, and the authorised party."""
    found = [panel(_role(party), party) for party in invoice.third_parties]
    if invoice.authorised is not None:
        role = codes.AUTHORITY_ROLES.get(invoice.authorised.authority_role, invoice.authorised.authority_role)
        found.append(panel(role or "Podmiot upoważniony", invoice.authorised))
    return _panels("Inne podmioty", found)


def parties_before(invoice: Invoice) -> tuple[Panels, ...]:
    """The parties as they stood before a correction of their data."""
    correction = invoice.correction
    if correction is None:
        return ()
    found = [] if correction.seller_before is None else [panel("Sprzedawca przed korektą", correction.seller_before)]
    found += [panel("Nabywca przed korektą", party) for party in correction.buyers_before]
    return _panels("Dane stron przed korektą", found)


def panel(role: str, party: Party) -> Panel:
    """Everything the document says of a party."""
    person = f"{party.first_name} {party.last_name}".strip()
    name, *others = [one for one in (party.name, person, party.trade_name) if one] or [""]
    address = _address(party.address)
    return Panel(
        role,
        name,
        (*others, *address),
        pairs(
            *_identifiers(party),
            ("EORI", party.eori),
            ("GLN", party.address.gln if party.address is not None else ""),
            ("Adres do korespondencji", address_line(party.correspondence)),
            ("GLN adresu do korespondencji", party.correspondence.gln if party.correspondence is not None else ""),
            *(("E-mail", contact.email) for contact in party.contacts),
            *(("Telefon", contact.phone) for contact in party.contacts),
            ("Numer klienta", party.customer_number),
            ("Klucz nabywcy", party.buyer_id),
            ("Udział", f"{party.share.replace('.', ',')}%" if party.share else ""),
            ("Status", codes.TAXPAYER_STATUSES.get(party.taxpayer_status, party.taxpayer_status)),
            ("Jednostka podrzędna JST", _answer(party.jst)),
            ("Członek grupy VAT", _answer(party.vat_group)),
        ),
    )


def in_one_line(party: Party) -> str:
    """The same as `panel`, for a party that is only mentioned."""
    said = panel("", party)
    parts = (said.name, *said.lines, *(f"{label} {value}" for label, value in said.pairs))
    return ", ".join(part for part in parts if part)


def _identifiers(party: Party) -> tuple[tuple[str, str], ...]:
    """The party's identifier under its name."""
    nip = format_nip(party.nip)
    return pairs(
        ("NIP", f"{party.prefix} {nip}".strip() if nip else ""),
        ("Identyfikator wewnętrzny", party.internal_id),
        ("NIP UE", f"{party.eu_code} {party.eu_number}".strip()),
        (
            "Identyfikator podatkowy",
            f"{party.id_number} ({_country(party.id_country)})" if party.id_country else party.id_number,
        ),
        ("Identyfikator", "brak" if party.no_id else ""),
    )


def address_line(address: Address | None) -> str:
    """An address in one line."""
    return ", ".join(_address(address))


def _address(address: Address | None) -> tuple[str, ...]:
    """The lines of an address; the parts of a structured one which its lines do not say follow them."""
    if address is None:
        return ()
    lines = [line for line in (address.line1, address.line2) if line]
    said = " ".join(lines)
    parts = (
        ("", address.street),
        ("", " ".join(part for part in (address.house, address.flat) if part)),
        ("", address.postal_code),
        ("", address.city),
        ("poczta ", address.post_office),
        ("gmina ", address.commune),
        ("powiat ", address.county),
        ("woj. ", address.province),
    )
    rest = ", ".join(label + part for label, part in parts if part and not all(word in said for word in part.split()))
    country = _country(address.country)
    return tuple(line for line in (*lines, rest, country) if line)


def _country(code: str) -> str:
    """``"Niemcy (DE)"``, ``"Polska"``; an unknown code as it is."""
    name = country_name(code)
    return name if code in {"PL", name} else f"{name} ({code})"


def _role(party: Party) -> str:
    if party.role is None:
        return party.role_description or "Inny podmiot"
    role = codes.ROLES[party.role]
    return f"{role}: {party.role_description}" if party.role_description else role


def _answer(flag: bool | None) -> str:  # noqa: FBT001 (a value of the document, not a switch)
    """A flag that the form obliges to state: only "yes" says something to the reader."""
    return "tak" if flag else ""


def _panels(title: str, found: Sequence[Panel]) -> tuple[Panels, ...]:
    return (Panels(title, tuple(found)),) if found else ()
