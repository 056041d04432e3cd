"""Booking: what a document means for one client's books. Composes the questions this room answers one by one."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

import msgspec

from app.base.findings import Finding, Level, notes
from app.booking.client import Client
from app.booking.codes import codes, ksef_mark
from app.booking.corrections import has_no_effect, reference
from app.booking.counterparty import counterparty
from app.booking.currency import Conversion, convert
from app.booking.dates import Dates, find_dates
from app.booking.direction import Standing, find_standing
from app.booking.entry import Direction, Entry, ExchangeRate, Income, Settlement, VatBox
from app.booking.exchange import NO_RATES, Rates
from app.booking.groups import lines_by_group
from app.booking.header_lines import compare_header
from app.booking.income import income, no_income
from app.booking.rate_days import rate_days
from app.booking.remarks import remark
from app.booking.settlement import settlement
from app.booking.shares import Share, note_share, shared_boxes, shared_income, shared_settlement
from app.booking.totals import header_totals
from app.booking.vat import vat_boxes
from app.invoice.amounts import VatTotal
from app.invoice.document import Document
from app.invoice.model import Invoice

_WHOLE: Final = Decimal(100)
_NO_DECISIONS: Final[Mapping[str, str]] = MappingProxyType({})


class Booked(msgspec.Struct, frozen=True):
    """What booking made of a document.

    `entries` is empty where the document is refused, or where even its direction waits for a decision; two for one document that is
    sale and purchase of the same client. `findings` are all of the document, those of the entries among them.
    """

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]


def book(
    document: Document,
    client: Client,
    decisions: Mapping[str, str] = _NO_DECISIONS,
    *,
    direction: Direction | None = None,
    rates: Rates = NO_RATES,
) -> Booked:
    """Book `document` for `client`.

    `decisions` answer the findings that ask, by code (`app.booking.questions`); answers nobody asked for stay with the entry for its
    targets. `direction` decides only where both sides are possible. `rates` is asked only for documents in a currency.

    Never raises for what a document says: a document that cannot be booked has a finding that blocks; one that waits for a decision
    has a finding that asks, beside the entry as far as it goes.
    """
    found = list(document.findings)
    standing = find_standing(document.invoice, client.nip, decisions, wanted=direction, found=found)
    if not standing.directions:
        return Booked((), tuple(found))
    entries = tuple(
        _entry(document, client, decisions, standing, direction=side, rates=rates, found=list(found))
        for side in standing.directions
    )
    findings = (
        entries[0].findings
        if len(entries) == 1
        else tuple(dict.fromkeys(finding for entry in entries for finding in entry.findings))
    )
    if any(finding.level is Level.BLOCKS for finding in findings):
        return Booked((), findings)
    return Booked(entries, findings)


class _Amounts(msgspec.Struct, frozen=True):
    """The money of an entry: register rows, settlement and income, with the sums they come from."""

    totals: tuple[VatTotal, ...]
    boxes: tuple[VatBox, ...]
    rate: ExchangeRate | None
    settled: Settlement
    earned: Income
    no_effect: bool


def _entry(
    document: Document,
    client: Client,
    decisions: Mapping[str, str],
    standing: Standing,
    *,
    direction: Direction,
    rates: Rates,
    found: list[Finding],
) -> Entry:
    invoice = document.invoice
    totals = header_totals(invoice, decisions, found)
    of_dates: list[Finding] = []
    dates = find_dates(document, direction, client, totals, decisions=decisions, found=of_dates)
    amounts = _amounts(invoice, client, direction, totals, dates, decisions=decisions, rates=rates, found=found)
    remark(invoice, direction, amounts.totals, found)
    share = standing.share if direction is Direction.PURCHASE else None
    if share is not None:
        amounts = _shared(invoice, amounts, share, found)
    corrected = reference(invoice, found)
    if amounts.no_effect:
        found.append(_without_effect(invoice))
    found += of_dates
    sale = direction is Direction.SALE
    other = counterparty(invoice.buyer if sale else invoice.seller, "" if sale else amounts.settled.account, found)
    mark = ksef_mark(document, decisions, found)
    row_codes = codes(invoice, direction, found)
    annotations = invoice.annotations
    return Entry(
        source=document.source,
        invoice=invoice,
        direction=direction,
        kind=invoice.kind,
        number=invoice.number,
        issue_date=invoice.issue_date,
        supply_date=dates.supply,
        tax_point=dates.tax_point,
        receipt_date=dates.receipt,
        vat_period=dates.period,
        counterparty=other,
        currency=invoice.currency,
        vat=amounts.boxes,
        settlement=amounts.settled,
        income=amounts.earned,
        ksef_number=document.ksef_number,
        ksef_date=dates.ksef,
        ksef_mark=mark,
        exchange_rate=amounts.rate,
        codes=row_codes,
        split_payment=annotations.split_payment,
        cash_method=annotations.cash_method,
        triangular=annotations.triangular,
        correction=corrected,
        no_effect=amounts.no_effect,
        description=_description(invoice),
        unit=standing.unit,
        share=_WHOLE if share is None else share.percent,
        decisions=dict(decisions),
        findings=tuple(found),
    )


def _amounts(
    invoice: Invoice,
    client: Client,
    direction: Direction,
    totals: tuple[VatTotal, ...],
    dates: Dates,
    *,
    decisions: Mapping[str, str],
    rates: Rates,
    found: list[Finding],
) -> _Amounts:
    lines = lines_by_group(invoice, totals)
    no_effect = has_no_effect(invoice, totals)
    conversion: Conversion | None = None
    if invoice.currency != "PLN":
        needs_rate = invoice.kind.is_final and not no_effect and any(line.net or line.gross for line in invoice.lines)
        days = rate_days(invoice, totals, dates.tax_point, dates.supply)
        conversion = convert(
            invoice, totals, lines, decisions=decisions, rates=rates, days=days, found=found, needs_rate=needs_rate
        )
    rate = None if conversion is None else conversion.rate
    boxes = vat_boxes(totals, lines, dates.supply, conversion, found)
    compare_header(invoice, totals, lines, found)
    settled = settlement(invoice, boxes, found)
    earned = no_income() if no_effect else income(invoice, direction, client, boxes=boxes, rate=rate, rates=rates, found=found)
    return _Amounts(totals, boxes, rate, settled, earned, no_effect)


def _shared(invoice: Invoice, whole: _Amounts, share: Share, found: list[Finding]) -> _Amounts:
    """The client's part of a purchase that several buyers share."""
    found.append(note_share(invoice, share, whole.settled.gross))
    return _Amounts(
        whole.totals,
        shared_boxes(whole.boxes, share),
        whole.rate,
        shared_settlement(whole.settled, share),
        shared_income(whole.earned, share),
        whole.no_effect,
    )


def _without_effect(invoice: Invoice) -> Finding:
    return notes(
        "correction_without_effect",
        f"Korekta {invoice.number} nie zmienia kwot (poprawia dane): nie trafia do rejestru ani do księgi. Sprawdź kartę kontrahenta.",
        "P_15",
    )


def _description(invoice: Invoice) -> str:
    """What the document is for: the reason of a correction, else the first line's name."""
    if invoice.correction is not None and invoice.correction.reason:
        return invoice.correction.reason
    for line in invoice.all_lines:
        if line.name:
            return line.name
    return ""
