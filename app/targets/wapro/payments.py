"""Payment: form, date, account and the amount of the settlement (spec, NAGLOWEK_DOKUMENTU and WARTOSCI_NAGLOWKA)."""

import datetime as dt
from decimal import Decimal
from typing import Final

from app.base.accounts import usable_account
from app.base.money import round_money, total
from app.booking.entry import Direction, Entry, PaymentForm
from app.targets.office_words import payment_name
from app.targets.wapro.options import WaproOptions
from app.targets.wapro.rows import Row

_AT_ONCE: Final = frozenset({PaymentForm.CASH, PaymentForm.CARD, PaymentForm.MOBILE, PaymentForm.VOUCHER})
_NRB_DIGITS: Final = 26


def payment_form(entry: Entry, options: WaproOptions) -> str:
    """FORMA_PLATNOSCI: of the form stated for the document, else of the one in which all its payments were made."""
    forms = {payment.form for payment in entry.settlement.payments}
    form = entry.settlement.form
    if form is PaymentForm.UNKNOWN and len(forms) == 1:
        form = forms.pop()
    return payment_name(options, form)


def due_day(entry: Entry) -> dt.date | None:
    """TERMIN_PLATNOSCI: the earliest date of the document; the day of issue for a form that is paid at once; else unknown."""
    settlement = entry.settlement
    if settlement.due is None and (settlement.form in _AT_ONCE or settlement.payments):
        return entry.issue_date
    return settlement.due


def supplier_account(entry: Entry) -> str:
    """NUMER_RACHUNKU: the Polish account to pay a purchase to. On a sale the account is the client's own: a refund must not go there."""
    if entry.direction is Direction.SALE:
        return ""
    account = usable_account(entry.settlement.account)
    return account if len(account) == _NRB_DIGITS and account.isdigit() else ""


def open_item_pln(entry: Entry, rows: tuple[Row, ...]) -> Decimal:
    """KW_ROZRACH: the amount to settle in PLN. In a currency the sum of the rows where it is the document's, else by the exchange rate."""
    open_item = entry.settlement.open_item
    if entry.exchange_rate is None:
        return open_item
    if open_item == total([row.net + row.tax for row in rows]):
        return total([row.net_pln + row.tax_pln for row in rows])
    return round_money(open_item * entry.exchange_rate.rate)
