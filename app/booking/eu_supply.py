"""When the tax obligation of an intra-Community supply arises (art. 20 of the VAT act)."""

import calendar
import datetime as dt
from collections.abc import Iterable
from typing import Final

from app.base.findings import Finding, notes
from app.invoice.amounts import VatTotal
from app.invoice.forms import VatGroup
from app.invoice.model import Invoice

_LATEST_DAY: Final = 15


def documents_eu_supply(totals: Iterable[VatTotal]) -> bool:
    """Whether all that the document has amounts for is intra-Community supply (P_13_6_2)."""
    return {total.group for total in totals if total.net or total.tax} == {VatGroup.P_13_6_2}


def eu_supply_obligation(issued: dt.date, supplied: dt.date) -> dt.date:
    """The day of issue, at the latest the 15th of the month after the supply (art. 20(1)); not before what was supplied was supplied."""
    after_month = supplied.replace(day=calendar.monthrange(supplied.year, supplied.month)[1]) + dt.timedelta(days=_LATEST_DAY)
    return max(supplied, min(issued, after_month))


def note_obligation(invoice: Invoice, supplied: dt.date, obligation: dt.date) -> Finding:
    """Why the period is not that of the supply."""
    if obligation == invoice.issue_date:
        why = f"fakturę wystawiono {invoice.issue_date}"
    elif obligation == supplied:
        why = f"fakturę z {invoice.issue_date} wystawiono przed dostawą"
    else:
        why = f"faktury z {invoice.issue_date} nie wystawiono do {obligation}, najpóźniejszego dnia"
    return notes(
        "eu_supply_period",
        f"WDT: dostawa {supplied}, {why}. Obowiązek podatkowy (art. 20 ust. 1) powstaje {obligation}.",
        "P_6",
    )
