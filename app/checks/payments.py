"""Payments and bank accounts (invoice guide §10, §14.40-42, §15.4)."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from app.base.accounts import usable_account
from app.base.findings import Finding, notes
from app.base.money import ZERO, format_money
from app.booking.entry import PaymentForm
from app.checks.case import Case
from app.invoice.codes import OWN_ACCOUNTS
from app.invoice.payment import BankAccount, Payment

_SEPARATORS: Final = re.compile(r"[\s-]+")
_IBAN: Final = re.compile(r"[A-Z]{2}\d{2}[0-9A-Z]{10,30}", re.ASCII)
_POLISH_LENGTH: Final = 26
_IN_FULL: Final = "2"
_usable: Final = lru_cache(maxsize=4096)(usable_account)  # the same few accounts in thousands of documents


def check_payments(case: Case) -> Iterator[Finding]:
    """What is odd about payment."""
    payment = case.invoice.payment
    if payment is None:
        return
    yield from _instalments(case, payment)
    accounts = (*payment.accounts, *payment.factor_accounts)
    form = PaymentForm.UNKNOWN if case.entry is None else case.entry.settlement.form
    if form is PaymentForm.TRANSFER and not accounts and not payment.paid and not case.corrects:
        yield notes(
            "transfer_without_account",
            "Płatność przelewem, a faktura nie podaje rachunku bankowego. Ustal rachunek u sprzedawcy i sprawdź go na białej liście.",
            "RachunekBankowy",
        )
    for account in accounts:
        yield from _account(account, case.invoice.currency)
    if len(payment.accounts) > 1:
        yield notes(
            "several_accounts",
            f"Faktura podaje {len(payment.accounts)} rachunki; do przelewu wybrano pierwszy odpowiedni dla waluty"
            f" {case.invoice.currency}.",
            "RachunekBankowy",
        )
    if case.invoice.annotations.split_payment and form is PaymentForm.CASH:
        yield notes(
            "split_payment_cash",
            "Adnotacja „mechanizm podzielonej płatności” (P_18A), a zapłata gotówką. W podzielonej płatności płaci się przelewem;"
            " wyjaśnij to z wystawcą.",
            "FormaPlatnosci",
        )


def _instalments(case: Case, payment: Payment) -> Iterator[Finding]:
    if not payment.partial:
        return
    due = _to_pay(case)
    parts = sum((part.amount for part in payment.partial), ZERO)
    if due is not None and parts > due:
        yield notes(
            "parts_above_due",
            f"Zapłaty częściowe {format_money(parts, case.invoice.currency)} przewyższają należność"
            f" {format_money(due, case.invoice.currency)}. Wyjaśnij nadpłatę.",
            "ZaplataCzesciowa",
        )
    elif due is not None and payment.part_paid == _IN_FULL and parts < due:
        yield notes(
            "parts_below_due",
            f"Faktura jest oznaczona jako zapłacona w całości w częściach, a zapłaty {format_money(parts, case.invoice.currency)} są mniejsze"
            f" niż należność {format_money(due, case.invoice.currency)}. Sprawdź, czy reszta jest zapłacona.",
            "ZaplataCzesciowa",
        )


def _to_pay(case: Case) -> Decimal | None:
    settled = case.invoice.settlement
    return settled.to_pay if settled is not None and settled.to_pay is not None else case.gross


def _account(account: BankAccount, currency: str) -> Iterator[Finding]:
    if not _usable(account.number) and _is_meant_as_checked(account, currency):
        yield notes(
            "account_unsound",
            f"Rachunek {account.number} ma niewłaściwą długość albo cyfry kontrolne. Nie płać na niego; ustal numer u sprzedawcy.",
            "NrRB",
        )
    if account.own:
        yield notes(
            "bank_own_account",
            f"Rachunek {account.number} należy do banku, nie do sprzedawcy ({OWN_ACCOUNTS.get(account.own, account.own)}). Na białej liście"
            " go nie ma; sprawdź podstawę tej zapłaty.",
            "RachunekWlasnyBanku",
        )


def _is_meant_as_checked(account: BankAccount, currency: str) -> bool:
    """Whether the number should have check digits: a Polish account or an IBAN. Accounts of some other countries have none."""
    bare = _SEPARATORS.sub("", account.number).upper()
    if _IBAN.fullmatch(bare):
        return True
    digits = bare.removeprefix("PL")
    return digits.isdecimal() and (len(digits) == _POLISH_LENGTH or (currency == "PLN" and not account.swift))
