"""The income-tax side: revenue or cost, its date and amount in PLN, or why there is none (invoice guide §5, §6.4, §8.4, §13.3)."""

import datetime as dt
from decimal import Decimal
from typing import Final

from app.base.findings import Finding, notes
from app.base.money import ZERO, round_money
from app.booking.client import Client, IncomeMethod
from app.booking.corrections import LineStyle, line_style, original_date
from app.booking.entry import Direction, ExchangeRate, Income, VatBox
from app.booking.exchange import Rates, nbp_text, rate_text
from app.booking.line_sums import net_and_tax, net_of, percent_of
from app.booking.supply import supply_date
from app.invoice.forms import Form, VatGroup
from app.invoice.lines import Line
from app.invoice.model import Invoice

_PLN: Final = "PLN"
_SALE_COLUMN: Final = "K_7"
_PROPOSED_COST_COLUMN: Final = "K_13"
_AVERAGES: Final = frozenset({"lines", "partial"})


def income(
    invoice: Invoice,
    direction: Direction,
    client: Client,
    *,
    boxes: tuple[VatBox, ...],
    rate: ExchangeRate | None,
    rates: Rates,
    found: list[Finding],
) -> Income:
    """The revenue (sale) or cost (purchase) of a document whose sums are `boxes`, converted for VAT at `rate`.

    In a currency the income tax has a rate of its own: the NBP's of the last working day before the day of the revenue or cost (PIT
    art. 11a, CIT art. 12(2), 15(1)). A correction keeps the rate of its original, which no table tells.
    """
    none = _why_none(invoice, direction, client)
    if none:
        return Income(none=none)
    day = _income_date(invoice, direction)
    own = None if invoice.currency == _PLN or invoice.kind.is_correction else rates.before(invoice.currency, day)
    same = own is not None and rate is not None and own.rate == rate.rate and rate.source not in _AVERAGES
    if invoice.kind.is_final and line_style(invoice.lines) is not LineStyle.NONE:
        net = _full_value(invoice, rate, own, gross=client.vat_exempt)
    else:
        if invoice.kind.is_final:
            found.append(_header_only(invoice))
        net = _of_boxes(boxes, None if same else own, gross=client.vat_exempt)
    if invoice.currency != _PLN and net is not None and not same:
        found.extend(_rate_notes(direction, day, own, rate))
    column = ""
    if client.income_method is IncomeMethod.KPIR:
        column = _SALE_COLUMN if direction is Direction.SALE else _PROPOSED_COST_COLUMN
    return Income(date=day, net_pln=net, column=column, exchange_rate=own)


def _rate_notes(direction: Direction, day: dt.date, own: ExchangeRate | None, rate: ExchangeRate | None) -> tuple[Finding, ...]:
    """With which rate the revenue or cost was converted, where that is not the rate of VAT or is not known to be right."""
    if own is not None:
        what = "Przychód" if direction is Direction.SALE else "Koszt"
        for_vat = f"; VAT kursem {rate_text(rate.rate)}" if rate is not None else ""
        message = f"{what} z {day} przeliczono kursem NBP {nbp_text(own)}{for_vat}."
        return (notes("income_rate_nbp", message, "KursWaluty"),)
    if rate is None:
        return ()
    message = (
        "Przychód lub koszt przeliczono kursem VAT; podatek dochodowy może wymagać innego kursu NBP"
        " (z dnia roboczego przed dniem przychodu lub kosztu)."
    )
    return (notes("income_rate_of_vat", message, "KursWaluty"),)


def _why_none(invoice: Invoice, direction: Direction, client: Client) -> str:
    if invoice.kind.is_advance:
        return "Zaliczka nie jest przychodem ani kosztem; rozlicza ją faktura końcowa."
    if direction is Direction.SALE:
        if invoice.receipt_invoice:
            return "Faktura do paragonu: przychód jest już w raporcie kasy."
        if invoice.form is Form.FA_RR_1:
            return "Sprzedaż rolnika ryczałtowego nie jest przychodem księgi."
    elif client.income_method is IncomeMethod.LUMP_SUM:
        return "Klient na ryczałcie nie ewidencjonuje kosztów."
    return ""


def no_income() -> Income:
    """The income of a correction of data."""
    return Income(none="Korekta danych nie zmienia kwot.")


def _header_only(invoice: Invoice) -> Finding:
    return notes(
        "final_without_lines",
        f"Faktura końcowa {invoice.number} nie ma pozycji z kwotami: za przychód lub koszt przyjęto samą dopłatę z nagłówka."
        " Dodaj wartość zafakturowanych zaliczek.",
        "FaWiersz",
    )


def _of_boxes(boxes: tuple[VatBox, ...], own: ExchangeRate | None, *, gross: bool) -> Decimal | None:
    """Net of all groups; margin counts with tax, since its tax is not on the invoice. Foreign OSS tax is never revenue.

    In PLN as VAT has them, or by the income tax's `own` rate.
    """
    value = ZERO
    for box in boxes:
        if own is not None:
            value += round_money((box.gross if gross and box.box is not VatGroup.P_13_5 else box.net) * own.rate)
            continue
        if box.net_pln is None or box.tax_pln is None:
            return None
        value += box.net_pln + box.tax_pln if gross and box.box is not VatGroup.P_13_5 else box.net_pln
    return value


def _full_value(invoice: Invoice, rate: ExchangeRate | None, own: ExchangeRate | None, *, gross: bool) -> Decimal | None:
    """A final invoice counts with all its lines, not with what the advances left over (guide §5).

    All of them by the income tax's `own` rate where it is known: the revenue arises on one day.
    """
    by_code: dict[str, list[Line]] = {}
    for line in invoice.lines:
        by_code.setdefault(line.rate_code, []).append(line)
    value = ZERO
    for code, lines in by_code.items():
        percent = percent_of(code)
        if invoice.currency == _PLN:
            net, tax = net_and_tax(lines, percent)
        else:
            in_pln = _lines_in_pln(lines, percent, rate, own)
            if in_pln is None:
                return None
            net, tax = in_pln
        value += net + tax if gross else net
    return value


def _lines_in_pln(
    lines: list[Line], percent: Decimal, rate: ExchangeRate | None, own: ExchangeRate | None
) -> tuple[Decimal, Decimal] | None:
    if any(line.exchange_rate is None for line in lines) and rate is None and own is None:
        return None
    net, tax = ZERO, ZERO
    for line in lines:
        amount = net_of(line, percent)
        used = own.rate if own is not None else line.exchange_rate or (rate.rate if rate is not None else None)
        if amount is None or used is None:
            continue
        pln = round_money(amount * used)
        in_tax = round_money(pln * percent / 100)
        net, tax = (net - pln, tax - in_tax) if line.before else (net + pln, tax + in_tax)
    return net, tax


def _income_date(invoice: Invoice, direction: Direction) -> dt.date:
    """Sale: the supply, not later than issue or payment (PIT art. 14(1c)), or the end of the period (14(1e)). Cost: P_1.

    A correction counts in its own period unless the seller points at the original's (TypKorekty 1; PIT art. 14(1m), 22(7c)).
    """
    if invoice.kind.is_correction:
        back = invoice.correction is not None and invoice.correction.type == "1"
        return (original_date(invoice) if back else None) or invoice.issue_date
    if direction is Direction.PURCHASE:
        return invoice.issue_date
    if invoice.supply_date is None and invoice.supply_period is not None:
        return invoice.supply_period[1]
    day = min(supply_date(invoice), invoice.issue_date)
    payment = None if invoice.kind.is_final else invoice.payment  # what was paid before a final invoice were advances
    if payment is not None and payment.paid and payment.paid_date is not None:
        return min(day, payment.paid_date)
    return day
