"""One document as the element Faktura."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from app.base.countries import country_name
from app.base.nip import EU_CODES
from app.booking.client import Client
from app.booking.entry import Direction, Entry
from app.invoice.forms import MarginKind
from app.invoice.parties import Address, Party
from app.invoice.payment import Annotations
from app.targets.jpk.fa.sums import sums
from app.targets.jpk.markup import MISSING, amount, day, element, field, flag
from app.targets.jpk.notes import written_number
from app.targets.jpk.parties import tax_number
from app.targets.wording import flatten, shorten

TEXT_LENGTH: Final = 256
P_5A_CODES: Final = EU_CODES | {"GB"}
"""TKodyKrajowUE: the codes that P_4A and P_5A take."""
MARGIN_WORDS: Final = {
    MarginKind.USED_GOODS: "procedura marży - towary używane",
    MarginKind.ART: "procedura marży - dzieła sztuki",
    MarginKind.ANTIQUES: "procedura marży - przedmioty kolekcjonerskie i antyki",
}
_REPRESENTATIVE: Final = "3"
_EARLIEST, _LATEST = dt.date(1900, 1, 1), dt.date(2030, 12, 31)
"""What P_22A may hold."""


def party_name(party: Party) -> str:
    """A party's name, in one line."""
    return flatten(party.name or f"{party.first_name} {party.last_name}") or flatten(party.trade_name)


def party_address(party: Party) -> str:
    """A party's address in one line, with the country where it is another than Poland."""
    address = party.address or Address()
    parts = [address.line1, address.line2, "" if address.country in {"", "PL"} else country_name(address.country)]
    return ", ".join(filter(None, map(flatten, parts)))


def kind_word(entry: Entry) -> str:
    """RodzajFaktury."""
    if entry.kind.is_correction:
        return "KOREKTA"
    return "ZAL" if entry.kind.is_advance else "VAT"


def corrected_numbers(entry: Entry) -> str:
    """The numbers of the corrected invoices, in one text; empty where the document names none."""
    reference = entry.correction
    if reference is None:
        return ""
    several = ", ".join(flatten(number) for number in reference.numbers) if reference.collective else ""
    return several or flatten(reference.number)


def advance_numbers(entry: Entry) -> str:
    """The numbers of the earlier advance invoices; those made in KSeF are known by their KSeF numbers only."""
    return ", ".join(flatten(each.number or each.ksef_number) for each in entry.invoice.advance_invoices)


def invoice_markup(entry: Entry, client: Client) -> str:
    """Faktura. Amounts are in the document's currency but for P_14_xW."""
    supplied = entry.supply_date if entry.supply_date != entry.issue_date else None
    parts = (
        f"<Faktura>\n<KodWaluty>{entry.currency}</KodWaluty>{day('P_1', entry.issue_date)}",
        element("P_2A", written_number(entry.number)),
        *_parties(entry, client),
        f"{day('P_6', supplied)}\n",
        *_sums(entry),
        f"{amount('P_15', entry.settlement.gross)}\n",
        *_annotations(entry.invoice.annotations, entry.invoice.authorised),
        f"\n<RodzajFaktury>{kind_word(entry)}</RodzajFaktury>",
        _correction(entry),
        element("NrFaZaliczkowej", shorten(advance_numbers(entry), TEXT_LENGTH)),
        "\n</Faktura>\n",
    )
    return "".join(parts)


def _parties(entry: Entry, client: Client) -> Iterator[str]:
    seller, buyer = entry.invoice.seller, entry.invoice.buyer
    sale = entry.direction is Direction.SALE
    buyer_country, buyer_number = tax_number(entry.counterparty) if sale else ("", client.nip)
    yield element("P_3A", shorten(party_name(buyer), TEXT_LENGTH))
    yield element("P_3B", shorten(party_address(buyer), TEXT_LENGTH))
    yield element("P_3C", field(party_name(seller), TEXT_LENGTH))
    yield element("P_3D", field(party_address(seller), TEXT_LENGTH))
    yield element("P_4A", seller.prefix if seller.prefix in P_5A_CODES else "")
    seller_number = client.nip if sale else tax_number(entry.counterparty).number
    yield element("P_4B", "" if seller_number == MISSING else seller_number)
    if buyer_number != MISSING:
        yield element("P_5A", buyer_country if buyer_country in P_5A_CODES else "")
        yield element("P_5B", buyer_number)


def _sums(entry: Entry) -> Iterator[str]:
    for ending, (net, tax, tax_pln) in sums(entry).items():
        yield f"{amount(f'P_13_{ending}', net)}{amount(f'P_14_{ending}', tax)}{amount(f'P_14_{ending}W', tax_pln)}"


def _annotations(notes: Annotations, authorised: Party | None) -> Iterator[str]:
    yield flag("P_16", yes=notes.cash_method) + flag("P_17", yes=notes.self_billing)
    yield flag("P_18", yes=notes.reverse_charge) + flag("P_18A", yes=notes.split_payment)
    yield flag("P_19", yes=notes.exempt)
    for name, text in (("P_19A", notes.exempt_act), ("P_19B", notes.exempt_directive), ("P_19C", notes.exempt_other)):
        yield element(name, shorten(flatten(text), TEXT_LENGTH)) if notes.exempt else ""
    representative = authorised is not None and authorised.authority_role == _REPRESENTATIVE
    yield _authority("P_20", None if representative else authorised)
    yield _authority("P_21", authorised if representative else None, number=True)
    yield from _vehicle(notes)
    yield flag("P_23", yes=notes.triangular)
    yield flag("P_106E_2", yes=notes.margin is MarginKind.TRAVEL)
    words = MARGIN_WORDS.get(notes.margin, "") if notes.margin is not None else ""
    yield flag("P_106E_3", yes=bool(words)) + element("P_106E_3A", words)


def _authority(name: str, party: Party | None, *, number: bool = False) -> str:
    """An enforcement body or bailiff (P_20), or a tax representative (P_21): the flag, name, address and number."""
    if party is None:
        return flag(name, yes=False)
    who = element(f"{name}A", field(party_name(party), TEXT_LENGTH)) + element(
        f"{name}B", field(party_address(party), TEXT_LENGTH)
    )
    identifier = element(f"{name}C", field(party.nip or party.eu_code + party.eu_number or party.id_number, TEXT_LENGTH))
    return flag(name, yes=True) + who + (identifier if number else "")


def _vehicle(notes: Annotations) -> Iterator[str]:
    """The first new vehicle: JPK_FA has room for one."""
    yield flag("P_22", yes=notes.new_vehicles)
    first = next(
        (vehicle for vehicle in notes.vehicles if vehicle.first_use is not None and _EARLIEST <= vehicle.first_use <= _LATEST),
        None,
    )
    if not notes.new_vehicles or first is None:
        return
    details = dict(first.details)
    yield day("P_22A", first.first_use)
    yield element("P_22B", shorten(flatten(details.get("P_22B", "")), TEXT_LENGTH))
    yield element("P_22C", shorten(flatten(details.get("P_22C", "") or details.get("P_22D", "")), TEXT_LENGTH))


def _correction(entry: Entry) -> str:
    numbers = corrected_numbers(entry)
    if entry.correction is None or not numbers:
        return ""
    return (
        f"{element('PrzyczynaKorekty', shorten(flatten(entry.correction.reason), TEXT_LENGTH))}"
        f"{element('NrFaKorygowanej', shorten(numbers, TEXT_LENGTH))}"
        f"{element('OkresFaKorygowanej', shorten(flatten(entry.correction.period), TEXT_LENGTH))}"
    )
