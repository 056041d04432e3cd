"""What lists show of a document, from what booking made of it."""

from decimal import Decimal

from app.archive.records import Summary
from app.base.findings import Level
from app.base.money import round_money, total
from app.booking.book import Booked
from app.booking.direction import find_standing
from app.booking.entry import Direction, Entry
from app.invoice.document import Document
from app.invoice.model import Invoice
from app.invoice.parties import Party


def summarise(document: Document, booked: Booked, nip: str, level: Level | None) -> Summary:
    """The summary of a document for the client `nip`: of its entry, or of the invoice itself while there is none.

    `level` is what lists show of its findings (`app.office.checks.level_of`).
    """
    invoice = document.invoice
    entry = booked.entries[0] if booked.entries else None
    counterparty, counterparty_nip = _counterparty(invoice, entry, nip)
    net, tax, gross = _amounts(invoice, entry)
    return Summary(
        direction=_direction(invoice, nip) if entry is None else entry.direction,
        kind=invoice.kind,
        number=invoice.number,
        seller_nip=invoice.seller.nip,
        issue_date=invoice.issue_date,
        supply_date=invoice.supply_date if entry is None else entry.supply_date,
        receipt_date=document.received if entry is None else entry.receipt_date,
        vat_period=None if entry is None else entry.vat_period,
        counterparty=counterparty,
        counterparty_nip=counterparty_nip,
        currency=invoice.currency,
        net=round_money(net),
        tax=round_money(tax),
        gross=round_money(gross),
        level=level,
        account="" if entry is None else entry.settlement.account,
    )


def _direction(invoice: Invoice, nip: str) -> Direction | None:
    """The side of a document that is refused for another reason; None where the side itself is in question."""
    directions = find_standing(invoice, nip, {}, wanted=None, found=[]).directions
    return directions[0] if len(directions) == 1 else None


def _counterparty(invoice: Invoice, entry: Entry | None, nip: str) -> tuple[str, str]:
    if entry is not None:
        party = entry.counterparty
        return party.name, party.nip or f"{party.tax_country}{party.tax_number}"
    other = invoice.buyer if invoice.seller.nip == nip else invoice.seller
    return party_name(other), other.nip or other.eu_code + other.eu_number or other.id_number


def party_name(party: Party) -> str:
    """What a party is called: by its name, a person by theirs, at least by its trade name."""
    return party.name or f"{party.first_name} {party.last_name}".strip() or party.trade_name


def _amounts(invoice: Invoice, entry: Entry | None) -> tuple[Decimal, Decimal, Decimal]:
    if entry is not None:
        return entry.net, entry.tax, entry.settlement.gross
    net = total(sums.net for sums in invoice.totals)
    tax = total(sums.tax for sums in invoice.totals if sums.tax is not None)
    return net, tax, net + tax if invoice.total_due is None else invoice.total_due
