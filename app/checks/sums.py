"""The sums of the header: tax against rate, signs, P_15, Rozliczenie (invoice guide §4.3, §4.4, §10.4, §14.10-16)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from app.base.findings import Finding, notes
from app.base.money import ZERO, format_amount, format_money, round_money
from app.booking.groups import GROUP_OF_CODE, lines_by_group, percent_text
from app.booking.line_sums import net_and_tax, percent_of
from app.booking.rates import rates_of
from app.booking.supply import supply_date
from app.checks.case import Case, has_margin_in_due_only
from app.invoice.amounts import ChargeOrDeduction, VatTotal
from app.invoice.codes import group_words
from app.invoice.forms import Kind, VatGroup
from app.invoice.lines import Line
from app.invoice.model import Invoice

_HUNDRED: Final = Decimal(100)
_LEAST_TOLERANCE: Final = Decimal("0.02")
_TOLERANCE_PER_LINE: Final = Decimal("0.01")
_ROUNDED_DUE: Final = Decimal("0.05")
_VERY_LARGE: Final = Decimal(10_000_000)
_TAXED: Final = frozenset(
    {VatGroup.P_13_1, VatGroup.P_13_2, VatGroup.P_13_3, VatGroup.P_13_4, VatGroup.P_13_5, VatGroup.FLAT_RATE}
)
_NEVER_NEGATIVE: Final = frozenset({Kind.VAT, Kind.UPR, Kind.ZAL, Kind.VAT_RR})
_OF_VALUE: Final = frozenset({Kind.VAT, Kind.UPR, Kind.VAT_RR, Kind.VAT_PEF, Kind.VAT_PEF_SP})


def check_sums(case: Case) -> Iterator[Finding]:
    """What is odd about the header's amounts."""
    invoice = case.invoice
    yield from _taxes(case)
    for total in case.sums.values():
        if total.tax and total.net * total.tax < 0:
            yield notes(
                "signs_differ",
                f"Netto {format_amount(total.net)} i podatek {format_amount(total.tax)} sumy {group_words(total.group)} mają różne znaki."
                " Zapisano kwoty z faktury; poproś wystawcę o korektę.",
                total.group,
            )
    yield from _due(case)
    if invoice.settlement is not None:
        yield from _settlement(invoice)


def tolerance(count: int) -> Decimal:
    """How much sums of so many rounded amounts may lawfully differ (guide §4.3)."""
    return max(_LEAST_TOLERANCE, _TOLERANCE_PER_LINE * count)


def _taxes(case: Case) -> Iterator[Finding]:
    taxed = [total for group, total in case.sums.items() if group in _TAXED and total.tax is not None]
    if not taxed or _by_the_only_rate(case, taxed):
        return
    lines = lines_by_group(case.invoice, case.invoice.totals)
    # Every advance taken off and every corrected invoice was rounded by itself, and a correction is the difference of two states.
    others = len(case.invoice.advance_invoices) + len(case.invoice.partial_advances)
    if case.invoice.correction is not None:
        others += len(case.invoice.correction.corrected)
    for total in taxed:
        own = lines.get(total.group, [])
        allowed = tolerance(len(own) + others) * (2 if case.corrects else 1)
        expected, rate = _expected_tax(case.invoice, total, own)
        if expected is not None and total.tax is not None and abs(total.tax - expected) > allowed:
            field = total.group.replace("P_13", "P_14") if total.group is not VatGroup.FLAT_RATE else "P_11_2"
            yield notes(
                "tax_differs_from_rate",
                f"Podatek {format_amount(total.tax)} ({field}) nie wynika z netto {format_amount(total.net)} i stawki {rate}: byłoby"
                f" {format_amount(expected)}. Zapisano kwotę z faktury; poproś wystawcę o korektę.",
                field,
            )


def _by_the_only_rate(case: Case, taxed: list[VatTotal]) -> bool:
    """Whether all lines and the one taxed sum have one rate, and the tax is it to the grosz: so it is nearly always."""
    if len(taxed) != 1 or len(case.codes) != 1:
        return False
    code = next(iter(case.codes))
    percent = percent_of(code)
    return GROUP_OF_CODE.get(code) is taxed[0].group and taxed[0].tax == round_money(taxed[0].net * percent / _HUNDRED)


def _expected_tax(invoice: Invoice, total: VatTotal, lines: list[Line]) -> tuple[Decimal | None, str]:
    """The tax by the rate of the sum, and the rate in words; None where no rate is known or the lines do not divide the sum."""
    if total.group is VatGroup.FLAT_RATE:
        rates: Sequence[str] = tuple(dict.fromkeys(line.rate_code for line in lines if line.rate_code))
    elif total.group is VatGroup.P_13_5 and total.rate is None:
        rates = tuple(dict.fromkeys(percent_text(line.oss_rate) for line in lines if line.oss_rate is not None))
    else:
        rates = rates_of(total, lines, supply_date(invoice))
    if not rates or not all(percent_of(rate) for rate in rates):
        return None, ""
    if len(rates) == 1:
        return round_money(total.net * percent_of(rates[0]) / _HUNDRED), f"{rates[0].replace('.', ',')}%"
    net = tax = ZERO
    for rate in rates:
        part = [line for line in lines if rate in {line.rate_code, _oss_text(line)}]
        own_net, own_tax = net_and_tax(part, percent_of(rate))
        net, tax = net + own_net, tax + own_tax
    return (tax if net == total.net else None), " i ".join(f"{rate.replace('.', ',')}%" for rate in rates)


def _oss_text(line: Line) -> str:
    return "" if line.oss_rate is None else percent_text(line.oss_rate)


def _due(case: Case) -> Iterator[Finding]:
    invoice, due = case.invoice, case.gross
    if due is None:
        return
    gross = sum((total.net + (total.tax or ZERO) for total in invoice.totals), ZERO)
    rounded = abs(gross - due)
    if invoice.form.is_fa and invoice.totals and 0 < rounded <= _ROUNDED_DUE and not has_margin_in_due_only(invoice):
        yield notes(
            "due_rounded",
            f"Należność P_15 {format_amount(due)} jest zaokrąglona: suma netto i podatku to {format_amount(gross)}. Rejestr VAT bierze sumy,"
            " a rozrachunki P_15.",
            "P_15",
        )
    if invoice.kind in _NEVER_NEGATIVE and (due < 0 or any(total.net < 0 for total in invoice.totals)):
        yield notes(
            "negative_amounts",
            f"Faktura {invoice.number} nie jest korektą, a ma kwoty ujemne (P_15: {format_money(due, invoice.currency)}). Zmniejszenie"
            " dokumentuje faktura korygująca; wyjaśnij z wystawcą, co ona rozlicza.",
            "P_15",
        )
    if invoice.kind in _OF_VALUE and not due and not case.sums:
        yield notes(
            "zero_invoice",
            f"Faktura {invoice.number} jest na 0,00 i nie ma wpływu na rejestr. Sprawdź, czy wystawca nie pominął kwot.",
            "P_15",
        )
    in_pln = case.gross_pln
    if in_pln is not None and abs(in_pln) > _VERY_LARGE:
        yield notes(
            "amount_very_large",
            f"Faktura opiewa na {format_money(due, invoice.currency)}. Potwierdź, że kwota nie zawiera pomyłki.",
            "P_15",
        )


def _settlement(invoice: Invoice) -> Iterator[Finding]:
    settled = invoice.settlement
    if settled is None:
        return
    charges = _sum_of(settled.charges, settled.charges_total)
    deductions = _sum_of(settled.deductions, settled.deductions_total)
    for stated, items, name in (
        (settled.charges_total, settled.charges, "SumaObciazen"),
        (settled.deductions_total, settled.deductions, "SumaOdliczen"),
    ):
        added = sum((item.amount for item in items), ZERO)
        if stated is not None and items and stated != added:
            yield notes(
                "settlement_sums_differ",
                f"{name} {format_amount(stated)} nie jest sumą swoich pozycji ({format_amount(added)}). Wyjaśnij z wystawcą, ile trzeba"
                " zapłacić.",
                name,
            )
    if invoice.total_due is None or (settled.to_pay is None and not settled.to_settle):
        return
    left = invoice.total_due + charges - deductions
    stated, name = (settled.to_pay, "DoZaplaty") if settled.to_pay is not None else (settled.to_settle, "DoRozliczenia")
    expected = left if name == "DoZaplaty" else -left
    if stated is not None and stated != expected:
        yield notes(
            "settlement_differs",
            f"{name} {format_amount(stated)} nie wynika z P_15 {format_amount(invoice.total_due)}, obciążeń {format_amount(charges)}"
            f" i odliczeń {format_amount(deductions)}: byłoby {format_amount(expected)}. Wyjaśnij z wystawcą, ile trzeba zapłacić.",
            name,
        )


def _sum_of(items: Sequence[ChargeOrDeduction], stated: Decimal | None) -> Decimal:
    return sum((item.amount for item in items), ZERO) if stated is None else stated
