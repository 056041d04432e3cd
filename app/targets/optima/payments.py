"""PLATNOSC: the payment of a document (spec §9)."""

import datetime as dt
from typing import Final

from app.base.accounts import usable_account
from app.base.money import round_money, round_to, total
from app.booking.entry import Direction, Entry, PaymentForm
from app.targets.office_words import payment_name
from app.targets.optima.contractors import tax_number
from app.targets.optima.identity import derived
from app.targets.optima.markup import amount, block, day, element, flag
from app.targets.optima.options import OptimaOptions
from app.targets.optima.rows import Row

RATE_TYPE: Final = "NBP"
_RATE_PLACES: Final = 8

_NO_PAYMENTS: Final = block("PLATNOSCI")
_RATE_OF_ONE: Final = element("NOTOWANIE_WALUTY_ZA_ILE_PLAT", "1")


def payment_form(entry: Entry) -> PaymentForm:
    """The form stated for the document, else the one in which all its payments were made."""
    forms = {payment.form for payment in entry.settlement.payments}
    if entry.settlement.form is PaymentForm.UNKNOWN and len(forms) == 1:
        return forms.pop()
    return entry.settlement.form


def payment_due(entry: Entry) -> dt.date:
    """TERMIN_PLAT, which must be given: the day of issue where the invoice states no date that can be computed."""
    return entry.settlement.due or entry.issue_date


def rate_text(entry: Entry) -> str:
    """NOTOWANIE_WALUTY_ILE: 1 for PLN; an average of several rates with all the decimals the field takes."""
    if entry.exchange_rate is None:
        return "1"
    rate = round_to(entry.exchange_rate.rate, _RATE_PLACES).normalize()
    return f"{rate:f}"


def payments_markup(
    entry: Entry, rows: tuple[Row, ...], *, document_id: str, code: str, number: str, options: OptimaOptions
) -> str:
    """PLATNOSCI: one payment of the sum of the rows, as the format wants it; none for a document of nought.

    A decrease is a payment in the opposite direction. What the invoice adds or takes beside VAT is not in the sum: the check notes it.
    """
    gross = total([row.net + row.tax for row in rows])
    if not gross:
        return _NO_PAYMENTS
    incoming = (entry.direction is Direction.SALE) == (gross > 0)
    payable = abs(gross)
    rate = entry.exchange_rate
    return (
        f"<PLATNOSCI>\n<PLATNOSC>\n<ID_ZRODLA_PLAT>{derived('payment', document_id, '1')}</ID_ZRODLA_PLAT>\n"
        f"<TERMIN_PLAT>{payment_due(entry)}</TERMIN_PLAT>\n"
        f"{element('FORMA_PLATNOSCI_PLAT', payment_name(options, payment_form(entry)))}{amount('KWOTA_PLAT', payable)}"
        f"{element('WALUTA_PLAT', entry.currency)}{_rate(entry)}"
        f"{amount('KWOTA_PLN_PLAT', round_money(payable * rate.rate) if rate else payable)}"
        f"<KIERUNEK>{'przychód' if incoming else 'rozchód'}</KIERUNEK>\n<PODLEGA_ROZLICZENIU>Tak</PODLEGA_ROZLICZENIU>\n"
        f"{day('DATA_KURSU_PLAT', rate.date if rate else None)}{element('WALUTA_DOK', entry.currency)}"
        f"<PLATNOSC_TYP_PODMIOTU>kontrahent</PLATNOSC_TYP_PODMIOTU>\n{element('PLATNOSC_PODMIOT', code)}"
        f"{element('PLATNOSC_PODMIOT_NIP', tax_number(entry.counterparty))}{_supplier_account(entry, incoming=incoming)}"
        f"{_split_payment(entry, rows, number)}</PLATNOSC>\n</PLATNOSCI>\n"
    )


def _rate(entry: Entry) -> str:
    kind = element("KURS_WALUTY_PLAT", RATE_TYPE if entry.exchange_rate else "")
    return f"{kind}{element('NOTOWANIE_WALUTY_ILE_PLAT', rate_text(entry))}{_RATE_OF_ONE}"


def _supplier_account(entry: Entry, *, incoming: bool) -> str:
    """The account to pay a purchase to. On a sale the account is the client's own: a refund must not go there."""
    if incoming or entry.direction is Direction.SALE:
        return ""
    return element("PLATNOSC_PODMIOT_RACHUNEK_NR", usable_account(entry.settlement.account))


def _split_payment(entry: Entry, rows: tuple[Row, ...], number: str) -> str:
    tax_pln = abs(total([row.tax_pln for row in rows]))
    if not entry.split_payment or not tax_pln:
        return ""
    return (
        flag("PLAT_SPLIT_PAYMENT", yes=True)
        + amount("PLAT_SPLIT_KWOTA_VAT", tax_pln)
        + element("PLAT_SPLIT_NIP", tax_number(entry.counterparty))
        + element("PLAT_SPLIT_NR_DOKUMENTU", number)
    )
