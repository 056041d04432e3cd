"""Dates that cannot be right, or that call for a look (invoice guide §8, §14.35-39)."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from app.base.dates import month_of
from app.base.findings import Finding, notes
from app.booking.supply import supply_date
from app.checks.case import Case

_EARLIEST_BEFORE_SUPPLY: Final = dt.timedelta(days=60)
"""How long before the supply an invoice may be issued (art. 106i(7))."""
_LONG: Final = dt.timedelta(days=90)
_YEAR: Final = dt.timedelta(days=366)


def check_dates(case: Case) -> Iterator[Finding]:
    """What is odd about the dates."""
    invoice, today = case.invoice, case.context.today
    issued = invoice.issue_date
    if issued > today:
        yield notes(
            "issued_in_future",
            f"Data wystawienia {issued} jest późniejsza niż dzisiaj ({today}). Sprawdź datę w komputerze i na fakturze.",
            "P_1",
        )
    received = _received(case)
    if received is not None and received - issued > _LONG:
        yield notes(
            "issued_long_ago",
            f"Fakturę z {issued} otrzymano {received}, ponad 90 dni później. Sprawdź, czy nie jest już w księgach pod inną postacią.",
            "P_1",
        )
    if not case.corrects:
        yield from _supply(case, issued)
    yield from _payment(case, issued, today)
    yield from _period(case, today)


def _received(case: Case) -> dt.date | None:
    """When the document came: with its KSeF number; a purchase without one is taken to come today."""
    entry = case.entry
    if entry is None:
        return None
    return entry.receipt_date or entry.ksef_date or (case.context.today if case.purchase else None)


def _supply(case: Case, issued: dt.date) -> Iterator[Finding]:
    supplied = supply_date(case.invoice)
    if supplied - issued > _EARLIEST_BEFORE_SUPPLY:
        yield notes(
            "issued_too_early",
            f"Fakturę wystawiono {issued}, ponad 60 dni przed dostawą lub zapłatą {supplied} (art. 106i ust. 7). Sprawdź daty"
            " z wystawcą.",
            "P_6",
        )
    elif supplied > issued:
        yield notes("supply_after_issue", f"Fakturę wystawiono {issued}, przed dostawą lub zapłatą {supplied}.", "P_6")
    elif issued - supplied > _LONG:
        yield notes(
            "issued_long_after_supply",
            f"Fakturę wystawiono {issued}, ponad 90 dni po dostawie {supplied}. Sprawdź, do którego okresu należy podatek.",
            "P_6",
        )


def _payment(case: Case, issued: dt.date, today: dt.date) -> Iterator[Finding]:
    payment = case.invoice.payment
    if payment is None:
        return
    paid = [day for day in (payment.paid_date, *(part.date for part in payment.partial)) if day is not None]
    if paid and max(paid) > max(today, issued):
        yield notes(
            "paid_in_future",
            f"Data zapłaty {max(paid)} jest późniejsza niż dzisiaj ({today}). Sprawdź ją na wyciągu bankowym.",
            "DataZaplaty",
        )
    if paid and issued - min(paid) > _YEAR:
        yield notes(
            "paid_long_before_issue",
            f"Data zapłaty {min(paid)} jest ponad rok wcześniejsza niż wystawienie {issued}. Sprawdź ją na wyciągu bankowym.",
            "DataZaplaty",
        )
    due = [term.date for term in payment.due if term.date is not None]
    if due and min(due) < issued and not payment.paid:
        yield notes(
            "due_before_issue",
            f"Termin płatności {min(due)} jest wcześniejszy niż wystawienie {issued}. Ustal z wystawcą właściwy termin.",
            "Termin",
        )


def _period(case: Case, today: dt.date) -> Iterator[Finding]:
    entry, closed = case.entry, case.context.closed_until
    if entry is None or entry.no_effect:
        return
    if entry.vat_period > max(month_of(today), month_of(case.invoice.issue_date)):
        yield notes(
            "period_in_future",
            f"Dokument należy do okresu VAT {entry.vat_period}, który jeszcze się nie zaczął. Zostaw go do tego miesiąca albo wskaż inny okres.",
            "vat_period",
        )
    if closed is not None and entry.vat_period < closed:
        yield notes(
            "period_closed",
            f"Dokument należy do okresu VAT {entry.vat_period}, a przekazano już dokumenty za {closed}. Jeżeli {entry.vat_period} jest"
            " rozliczony, potrzebna jest korekta JPK albo późniejszy okres odliczenia.",
            "vat_period",
        )
