"""ROZRACHUNKI: what a document adds to receivables or payables (spec, ROZRACHUNEK)."""

import datetime as dt
from decimal import Decimal

from app.base.money import ZERO, round_money, total
from app.booking.entry import Entry
from app.targets.raks.contractors import contractor_key
from app.targets.raks.conversion import Conversion
from app.targets.raks.registers import counting


def settlement_pln(entry: Entry) -> Decimal | None:
    """The open item in PLN: what the register holds, and what the invoice adds or takes beside VAT at the document's rate.

    None where there is such a difference in a currency and no rate.
    """
    boxes = counting(entry)
    beside = entry.settlement.open_item - total([box.gross for box in boxes])
    registered = total([(box.net_pln or ZERO) + (box.tax_pln or ZERO) for box in boxes])
    if not beside:
        return registered
    if entry.currency == "PLN":
        return registered + beside
    return None if entry.exchange_rate is None else registered + round_money(beside * entry.exchange_rate.rate)


def why_no_settlement(entry: Entry, scope: Conversion) -> str:
    """Why an open item gets no ROZRACHUNEK, as a Polish sentence; empty where it gets one, nothing is open, or nobody wants any."""
    if not scope.options.settlements or not entry.settlement.open_item:
        return ""
    if not contractor_key(entry.counterparty):
        return "Kontrahent nie ma numeru podatkowego, a kartoteka w RAKS go wymaga."
    if settlement_pln(entry) is None:
        return "Kwota do zapłaty jest inna niż suma netto i VAT, a kursu do przeliczenia różnicy nie ma."
    return ""


def has_settlement(entry: Entry, scope: Conversion) -> bool:
    """Whether a document gets a ROZRACHUNEK."""
    return scope.options.settlements and bool(entry.settlement.open_item) and not why_no_settlement(entry, scope)


def settlement_due(entry: Entry) -> dt.date:
    """DATA_PLAT, which must be given: the day of issue where the invoice states no date that can be computed."""
    return entry.settlement.due or entry.issue_date


def paid_on(entry: Entry) -> dt.date | None:
    """DATA_ZAPLATY: the day of the last payment of a document that is paid in full and says when."""
    payments = entry.settlement.payments
    dates = [payment.date for payment in payments if payment.date is not None]
    if not payments or len(dates) != len(payments) or entry.settlement.paid != entry.settlement.open_item:
        return None
    return max(dates)
