"""What is to be paid, when, how, and what has been paid (invoice guide §10). Amounts in the document's currency."""

import datetime as dt
from decimal import Decimal
from typing import Final

from app.base.dates import first_day, last_day, month_of, next_month
from app.base.findings import Finding, notes
from app.base.money import ZERO, format_money, total
from app.booking.entry import Paid, PaymentForm, Settlement, VatBox
from app.invoice.forms import Form
from app.invoice.model import Invoice
from app.invoice.payment import BankAccount, DueTerm, Payment

_FA_FORMS: Final = {
    "1": PaymentForm.CASH,
    "2": PaymentForm.CARD,
    "3": PaymentForm.VOUCHER,
    "4": PaymentForm.CHEQUE,
    "5": PaymentForm.CREDIT,
    "6": PaymentForm.TRANSFER,
    "7": PaymentForm.MOBILE,
}
_FLAT_RATE_FORMS: Final = {"1": PaymentForm.TRANSFER}
# UNCL4461, as far as PEF uses it.
_PEF_FORMS: Final = {
    "10": PaymentForm.CASH,
    "20": PaymentForm.CHEQUE,
    "30": PaymentForm.TRANSFER,
    "31": PaymentForm.TRANSFER,
    "42": PaymentForm.TRANSFER,
    "48": PaymentForm.CARD,
    "49": PaymentForm.TRANSFER,
    "54": PaymentForm.CARD,
    "55": PaymentForm.CARD,
    "57": PaymentForm.TRANSFER,
    "58": PaymentForm.TRANSFER,
    "59": PaymentForm.TRANSFER,
    "97": PaymentForm.COMPENSATION,
}
_POLISH_ACCOUNT_DIGITS: Final = 26


def settlement(invoice: Invoice, boxes: tuple[VatBox, ...], found: list[Finding]) -> Settlement:
    """The settlements side. The sum of the register rows stands in for P_15 where a document lacks it (PEF)."""
    gross = invoice.total_due + ZERO if invoice.total_due is not None else total(box.gross for box in boxes)
    open_item = gross
    settled = invoice.settlement
    if settled is not None:
        if settled.to_pay is not None:
            open_item = settled.to_pay + ZERO
        if settled.to_settle:
            found.append(
                notes(
                    "overpaid",
                    "Odliczenia przewyższają fakturę: do rozliczenia z kontrahentem pozostaje"
                    f" {format_money(settled.to_settle, invoice.currency)} (DoRozliczenia). Należność zapisano w kwocie faktury.",
                    "DoRozliczenia",
                )
            )
    payment = invoice.payment
    if payment is None:
        return Settlement(gross=gross, open_item=open_item, outside_vat=open_item - gross)
    form, text = _payment_form(invoice.form, payment.form, payment.other_form)
    dates = _due_dates(payment.due, invoice.issue_date)
    due = dates[0] if dates else None
    if due is None and payment.paid:
        due = payment.paid_date or invoice.issue_date
    account = _account(payment, invoice.currency)
    return Settlement(
        gross=gross,
        open_item=open_item,
        outside_vat=open_item - gross,
        form=form,
        form_text=text,
        due=due,
        due_dates=dates,
        payments=_payments(invoice, payment, open_item, form),
        account="" if account is None else _bare(account.number),
        swift="" if account is None else account.swift,
    )


def _payment_form(document_form: Form, code: str, other: str) -> tuple[PaymentForm, str]:
    if not code:
        return (PaymentForm.OTHER, other) if other else (PaymentForm.UNKNOWN, "")
    if document_form.is_fa:
        table = _FA_FORMS
    elif document_form is Form.FA_RR_1:
        table = _FLAT_RATE_FORMS
    else:
        table = _PEF_FORMS
    return table.get(code, PaymentForm.OTHER), other


def _payments(invoice: Invoice, payment: Payment, open_item: Decimal, form: PaymentForm) -> tuple[Paid, ...]:
    """What the document says has been paid; a cash form alone is no payment (guide §10.1)."""
    if payment.partial:
        return tuple(
            Paid(part.amount, part.date, _payment_form(invoice.form, part.form, part.other_form)[0] or form)
            for part in payment.partial
        )
    return (Paid(open_item, payment.paid_date, form),) if payment.paid and open_item else ()


def _due_dates(terms: tuple[DueTerm, ...], issued: dt.date) -> tuple[dt.date, ...]:
    """All due dates, the earliest first."""
    if not terms:
        return ()
    if len(terms) == 1:
        day = terms[0].date or _computed(terms[0], issued)
        return () if day is None else (day,)
    days = {term.date or _computed(term, issued) for term in terms}
    return tuple(sorted(day for day in days if day is not None))


def _computed(term: DueTerm, issued: dt.date) -> dt.date | None:
    """A term counted from the issue of the invoice in days, weeks or months; None for anything else."""
    if "wystaw" not in term.event.lower() or not term.count.isdigit():
        return None
    count, unit = int(term.count), term.unit.strip().lower()
    try:
        if unit.startswith(("dzie", "dni")):
            return issued + dt.timedelta(days=count)
        if unit.startswith(("tydzie", "tygod")):
            return issued + dt.timedelta(weeks=count)
        if unit.startswith("miesi"):
            month = next_month(month_of(issued), count)
            return min(first_day(month) + dt.timedelta(days=issued.day - 1), last_day(month))
    except (OverflowError, ValueError):  # a count of thousands of years
        return None
    return None


def _account(payment: Payment, currency: str) -> BankAccount | None:
    """The account to pay to: the factor's where there is one; the first that suits the currency, else the first."""
    accounts = payment.factor_accounts or payment.accounts
    if len(accounts) < 2:  # noqa: PLR2004 - nothing to choose from
        return accounts[0] if accounts else None
    for account in accounts:
        if currency in account.description.upper().split():
            return account
    if currency == "PLN":
        for account in accounts:
            if _is_polish(account.number):
                return account
    return accounts[0]


def _bare(number: str) -> str:
    return number.replace(" ", "").replace("-", "")


def _is_polish(number: str) -> bool:
    bare = _bare(number)
    return len(bare.removeprefix("PL")) == _POLISH_ACCOUNT_DIGITS
