"""What is unlike the client's other documents (issue of the checks; invoice guide §14.8)."""

from collections.abc import Iterator
from decimal import Decimal
from statistics import median
from typing import Final

from app.base.accounts import usable_account
from app.base.findings import Finding, notes
from app.base.money import format_money
from app.checks.case import Case
from app.checks.context import Related

_ENOUGH: Final = 5
"""How many amounts make a habit."""
_MANY_TIMES: Final = 10
_LEAST_UNUSUAL: Final = Decimal(1000)


def check_habits(case: Case) -> Iterator[Finding]:
    """A new seller, another account than before, an unusual amount, a document that looks like another one."""
    context = case.context
    for twin in context.twins[:1]:
        yield notes(
            "possible_duplicate",
            f"W archiwum jest podobny dokument tego sprzedawcy: {twin.number} z {twin.issue_date} na tę samą kwotę ({_source(twin)}). Sprawdź,"
            " czy to nie ta sama faktura.",
            "P_2",
        )
    if not case.purchase:
        return
    seller = case.invoice.seller
    name = f"„{seller.name or seller.nip}”"
    if context.seller_known is False:
        yield notes(
            "new_seller",
            f"To pierwsza faktura od sprzedawcy {name}. Sprawdź, czy klient zna tę dostawę, a rachunek porównaj z białą listą.",
            "Podmiot1",
        )
    yield from _account_changed(case, name)
    gross = case.gross
    if gross is not None and len(context.usual_amounts) >= _ENOUGH:
        usual = median(context.usual_amounts)
        if gross > max(usual * _MANY_TIMES, _LEAST_UNUSUAL) and gross > max(context.usual_amounts):
            currency = case.invoice.currency
            yield notes(
                "amount_unusual",
                f"Kwota {format_money(gross, currency)} jest ponad {_MANY_TIMES} razy większa niż zwykle u sprzedawcy {name}"
                f" (zwykle około {format_money(usual, currency)}). Sprawdź, czy klient zna tę dostawę.",
                "P_15",
            )


def _account_changed(case: Case, name: str) -> Iterator[Finding]:
    payment, before = case.invoice.payment, case.context.accounts
    if payment is None or payment.paid or not before:
        return
    numbers = [account.number for account in payment.factor_accounts or payment.accounts]
    if numbers and not any((usable_account(number) or number) in before for number in numbers):
        yield notes(
            "account_changed",
            f"Sprzedawca {name} podał inny rachunek niż dotąd: {numbers[0]}. Zanim zapłacisz, potwierdź go u sprzedawcy i na białej liście.",
            "NrRB",
        )


def _source(twin: Related) -> str:
    return f"numer KSeF {twin.ksef_number}" if twin.ksef_number else "z pliku, bez numeru KSeF"
