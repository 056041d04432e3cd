"""Every check of a document, in one call."""

from collections.abc import Callable, Iterator
from typing import Final

from app.base.findings import Finding
from app.booking.entry import Entry
from app.checks.case import Case, case_of
from app.checks.contents import check_contents
from app.checks.context import Context
from app.checks.dates import check_dates
from app.checks.habits import check_habits
from app.checks.kinds import check_kind
from app.checks.lines import check_lines
from app.checks.marks import check_marks
from app.checks.parties import check_parties
from app.checks.payments import check_payments
from app.checks.rates import check_rates
from app.checks.sums import check_sums
from app.invoice.document import Document

_CHECKS: Final[tuple[Callable[[Case], Iterator[Finding]], ...]] = (
    check_parties,
    check_sums,
    check_lines,
    check_marks,
    check_kind,
    check_rates,
    check_dates,
    check_payments,
    check_habits,
    check_contents,
)

INFORMATION: Final = frozenset(
    {
        "additional_descriptions",
        "attachment",
        "due_rounded",
        "gtu_on_purchase",
        "many_lines",
        "several_accounts",
        "supply_after_issue",
    }
)
"""Codes that only inform: they are shown with a document and raise nothing in lists (guide §14, marked I)."""


def check_document(document: Document, entry: Entry | None, context: Context) -> tuple[Finding, ...]:
    """What the checks have to say about a document; `entry` is its (first) entry, None where it cannot be booked.

    Nothing that booking or reading says already. All of it only notes: no check stops a conversion.
    """
    case = case_of(document, entry, context)
    return (*(finding for check in _CHECKS for finding in check(case)), *context.public_registers)
