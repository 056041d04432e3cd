"""The days before which a rate is looked up (art. 31a of the VAT act; invoice guide §7.2)."""

import datetime as dt
from typing import Final

import msgspec

from app.base.dates import month_of
from app.booking.corrections import original_date
from app.booking.eu_supply import eu_supply_obligation
from app.invoice.amounts import VatTotal
from app.invoice.forms import VatGroup
from app.invoice.model import Invoice

_MOST_CANDIDATES: Final = 100


class RateDays(msgspec.Struct, frozen=True):
    """`reference`: the days before which art. 31a looks, oldest first; several where the day of the obligation is uncertain.

    `candidates`: every day before which an issuer may have looked; the reference days first.
    """

    reference: tuple[dt.date, ...]
    candidates: tuple[dt.date, ...]
    oss: bool = False
    """Whether a part is settled in the OSS return, which has a rate of its own."""


def rate_days(invoice: Invoice, totals: tuple[VatTotal, ...], tax_point: dt.date, supplied: dt.date) -> RateDays:
    """The days of a document whose tax point is taken to be `tax_point` and whose supply was on `supplied`.

    An invoice issued before the obligation arises takes the rate before its issue (art. 31a(2)), so a later obligation makes no difference.
    """
    issued = invoice.issue_date
    points = _obligations(invoice, totals, tax_point, supplied)
    reference = tuple(sorted({min(point, issued) for point in points}))
    oss = any(total.group is VatGroup.P_13_5 for total in totals)
    others = [tax_point, issued, supplied, *_own_days(invoice)]
    if invoice.correction is not None:
        others += [day for day in (original_date(invoice), *_original_days(invoice)) if day is not None]
    if invoice.payment is not None and invoice.payment.paid_date is not None:
        others.append(invoice.payment.paid_date)
    return RateDays(reference, tuple(dict.fromkeys([*reference, *others]))[:_MOST_CANDIDATES], oss)


def _obligations(
    invoice: Invoice, totals: tuple[VatTotal, ...], tax_point: dt.date, supplied: dt.date
) -> frozenset[dt.date] | set[dt.date]:
    """When the tax obligation may have arisen; several days where the document leaves it open."""
    issued = invoice.issue_date
    payment = invoice.payment
    if invoice.annotations.cash_method:  # the payment decides (art. 21(1)); one still to come is later than the invoice
        paid = payment.paid_date if payment is not None and payment.paid else None
        return {paid or issued}
    if invoice.tax_point_date is not None:
        return {invoice.tax_point_date}
    groups = {total.group for total in totals if total.net or total.tax}
    wdt = {eu_supply_obligation(issued, supplied)} if VatGroup.P_13_6_2 in groups and not invoice.kind.is_advance else set()
    if wdt and len(groups) == 1:
        return wdt
    points = set(_own_days(invoice)) or {tax_point}
    if any(month_of(point) != month_of(issued) for point in points):
        points.add(issued)  # media, lease, services of art. 19a(5): the issue decides
    return points | wdt


def _own_days(invoice: Invoice) -> list[dt.date]:
    """The days of single payments of an advance, or of single lines where the document has no day for all of them."""
    if invoice.kind.is_advance and invoice.partial_advances:
        return sorted({part.date for part in invoice.partial_advances})
    if invoice.supply_date is not None or invoice.supply_period is not None:
        return []
    return sorted({line.date for line in invoice.lines if line.date is not None and not line.before})


def _original_days(invoice: Invoice) -> list[dt.date]:
    corrected = () if invoice.correction is None else invoice.correction.corrected
    return [one.date for one in corrected[:_MOST_CANDIDATES] if one.date is not None]
