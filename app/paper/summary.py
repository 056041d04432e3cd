"""The VAT summary and the total."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from app.base.money import GROSZ, total
from app.invoice import codes
from app.invoice.amounts import Settlement, VatTotal
from app.invoice.forms import Kind, VatGroup
from app.invoice.lines import Line
from app.invoice.model import Invoice
from app.paper import figures
from app.paper.blocks import Column, Row, Table, Tone, Total, cell, pairs, table
from app.paper.changes import Reading, has_states, sums

# Which P_12 belongs to which sum (guide §4.2). Codes of FA(1) and FA(2) that may mean several sums are not here.
_CODES: Final[Mapping[VatGroup, frozenset[str]]] = {
    VatGroup.P_13_1: frozenset({"23", "22"}),
    VatGroup.P_13_2: frozenset({"8", "7"}),
    VatGroup.P_13_3: frozenset({"5"}),
    VatGroup.P_13_4: frozenset({"4", "3"}),
    VatGroup.P_13_6_1: frozenset({"0 KR"}),
    VatGroup.P_13_6_2: frozenset({"0 WDT"}),
    VatGroup.P_13_6_3: frozenset({"0 EX"}),
    VatGroup.P_13_7: frozenset({"zw"}),
    VatGroup.P_13_8: frozenset({"np I"}),
    VatGroup.P_13_9: frozenset({"np II"}),
    VatGroup.P_13_10: frozenset({"oo"}),
    VatGroup.FA1_P_13_6: frozenset({"0"}),
}


def vat_summary(invoice: Invoice) -> tuple[Table, ...]:
    """The sums by rate and together; of a correction the differences, beside the states before and after where the lines give them."""
    flat_rate = invoice.kind in {Kind.VAT_RR, Kind.KOR_VAT_RR}
    title = "Podsumowanie wartości i zwrotu podatku" if flat_rate else "Podsumowanie VAT"
    net, tax = ("wartość", "zwrot podatku") if flat_rate else ("netto", "VAT")
    rows = [_row(one, invoice) for one in invoice.totals]
    if len(rows) > 1:
        rows.append(_sum_row(invoice))
    correction = invoice.kind.is_correction
    columns = (
        Column("Stawka", wide=True),
        Column(f"{net} przed", figures=True),
        Column(f"{net} po", figures=True),
        Column("brutto przed", figures=True),
        Column("brutto po", figures=True),
        *(
            Column(f"różnica: {name}" if correction else name, figures=True)
            for name in (net, f"{net} w PLN", tax, f"{tax} w PLN", "razem" if flat_rate else "brutto")
        ),
    )
    capitals = tuple(Column(one.title[0].upper() + one.title[1:], one.figures, one.wide) for one in columns)
    return table(title, capitals, tuple(rows), notes=_doubts(invoice))


def totals(invoice: Invoice) -> tuple[Total, ...]:
    """The total due under the name it has for this kind of invoice (guide §4.4), with what explains it."""
    if invoice.total_due is None:
        return ()
    label = _TOTAL_NAMES.get(invoice.kind, "Kwota należności ogółem")
    due = _money(invoice.total_due, invoice)
    explained = _explained(invoice)
    found = invoice.settlement or Settlement()
    if found.to_pay is None and found.to_settle is None:
        return (Total(label, due, explained, invoice.total_in_words),)
    lines = ((label, due), *pairs(("Słownie", invoice.total_in_words)), *explained)
    overpaid = ("Nadpłata do rozliczenia", _plain(found.to_settle, invoice))
    if found.to_pay is None:
        return (Total(*overpaid, lines),)
    return (Total("Do zapłaty", _plain(found.to_pay, invoice), lines if found.to_settle is None else (*lines, overpaid)),)


def _explained(invoice: Invoice) -> tuple[tuple[str, str], ...]:
    """The lines above the total."""
    settlement = invoice.settlement or Settlement()
    before = invoice.correction.amount_before if invoice.correction is not None else None
    after = None if before is None or invoice.total_due is None else before + invoice.total_due
    deductions = settlement.deductions_total
    return pairs(
        ("W przeliczeniu na złote", f"{figures.amount(invoice.total_due_pln)} PLN" if invoice.total_due_pln is not None else ""),
        ("Podatek razem w złotych", f"{figures.amount(invoice.tax_total_pln)} PLN" if invoice.tax_total_pln is not None else ""),
        ("Przed korektą", _plain(before, invoice)),
        ("Po korekcie", _plain(after, invoice)),
        ("Obciążenia", figures.signed(settlement.charges_total)),
        ("Odliczenia", figures.signed(None if deductions is None else -deductions)),
    )


_TOTAL_NAMES: Final[Mapping[Kind, str]] = {
    Kind.ZAL: "Otrzymana zapłata",
    Kind.ROZ: "Pozostało do zapłaty",
    Kind.KOR: "Zmiana kwoty należności",
    Kind.KOR_PEF: "Zmiana kwoty należności",
    Kind.KOR_ZAL: "Zmiana otrzymanej zapłaty",
    Kind.KOR_ROZ: "Zmiana kwoty pozostałej do zapłaty",
    Kind.KOR_VAT_RR: "Zmiana kwoty należności",
}


def group_name(one: VatTotal, invoice: Invoice) -> str:
    """What a sum is called: its rate where the sum, its lines or its tax leave no doubt, otherwise both candidates."""
    name = codes.GROUPS[one.group]
    if one.group not in _RATED:
        return name
    rate = _rate(one, invoice)
    if not rate:
        return name
    return f"{rate} – {name}" if one.group in _EXPLAINED else rate


def _rate(one: VatTotal, invoice: Invoice) -> str:
    if one.rate is not None:
        return f"{figures.number(one.rate)}%"
    found = {codes.plain_rate(line.rate_code) for line in _lines_of(one.group, invoice.all_lines) if line.rate_code}
    if found:
        return codes.rate_name(found.pop()) if len(found) == 1 else ""
    fitting = [percent for percent in _PERCENTS.get(one.group, ()) if _fits(one, Decimal(percent))]
    return f"{fitting[0]}%" if len(fitting) == 1 else ""


# Sums with a rate of their own; the names of the others say everything.
_EXPLAINED: Final = frozenset({VatGroup.P_13_4, VatGroup.FA1_P_13_4, VatGroup.FLAT_RATE, VatGroup.FOREIGN})
_RATED: Final = _EXPLAINED | {VatGroup.P_13_1, VatGroup.P_13_2, VatGroup.P_13_3}
_PERCENTS: Final[Mapping[VatGroup, tuple[str, ...]]] = {VatGroup.P_13_1: ("23", "22"), VatGroup.P_13_2: ("8", "7")}


def _fits(one: VatTotal, percent: Decimal) -> bool:
    """Whether the tax is that rate of the net, to a grosz."""
    return one.tax is not None and one.net != 0 and abs(one.tax - one.net * percent / 100) <= GROSZ


def _row(one: VatTotal, invoice: Invoice) -> Row:
    show = figures.signed if invoice.kind.is_correction else figures.amount
    net_before, net_after = _states(one, invoice, lambda line: line.net, one.net)
    gross_before, gross_after = ("", "") if net_before else _states(one, invoice, lambda line: line.gross, _gross(one))
    return Row(
        (
            cell(group_name(one, invoice), one.reason),
            cell(net_before),
            cell(net_after),
            cell(gross_before),
            cell(gross_after),
            cell("" if _is_margin(one) else show(one.net)),
            cell(show(one.net_pln)),
            cell(show(one.tax)),
            cell(show(one.tax_pln)),
            cell(show(_gross(one))),
        )
    )


def _sum_row(invoice: Invoice) -> Row:
    show = figures.signed if invoice.kind.is_correction else figures.amount
    nets = [one.net for one in invoice.totals if not _is_margin(one)]
    columns: tuple[list[Decimal], ...] = (
        nets,
        [one.net_pln for one in invoice.totals if one.net_pln is not None],
        [one.tax for one in invoice.totals if one.tax is not None],
        [one.tax_pln for one in invoice.totals if one.tax_pln is not None],
        [_gross(one) for one in invoice.totals],
    )
    shown = tuple(cell(show(total(values)) if values else "") for values in columns)
    return Row((cell("Razem"), cell(""), cell(""), cell(""), cell(""), *shown), Tone.SUM)


def _states(one: VatTotal, invoice: Invoice, read: Reading, difference: Decimal) -> tuple[str, str]:
    """What the lines of one sum came to before and after; empty unless they are states and give the difference of the summary."""
    lines = _lines_of(one.group, invoice.lines)
    found = sums(lines, read) if lines and has_states(invoice.lines) else None
    if found is None or found[1] - found[0] != difference:
        return "", ""
    return figures.amount(found[0]), figures.amount(found[1])


def _lines_of(group: VatGroup, lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines that belong to a sum for certain."""
    if group is VatGroup.FLAT_RATE:  # the one sum of an FA_RR invoice
        return tuple(lines)
    wanted = _CODES.get(group, frozenset())
    return tuple(line for line in lines if codes.plain_rate(line.rate_code) in wanted)


def _doubts(invoice: Invoice) -> tuple[str, ...]:
    """Where the lines of a correction with states do not give the differences of the summary, which counts (guide §4.3)."""
    if not has_states(invoice.lines):
        return ()
    notes = []
    for one in invoice.totals:
        lines = _lines_of(one.group, invoice.lines)
        found = sums(lines, lambda line: line.net) if lines else None
        if found is not None and found[1] - found[0] != one.net:
            notes.append(
                f"{group_name(one, invoice)}: różnica netto z pozycji to {figures.amount(found[1] - found[0])}, "
                f"a w podsumowaniu {figures.amount(one.net)}. Rozstrzyga podsumowanie."
            )
    return tuple(notes)


def _is_margin(one: VatTotal) -> bool:
    return one.group is VatGroup.P_13_11


def _gross(one: VatTotal) -> Decimal:
    return one.net if one.tax is None else one.net + one.tax


def _money(value: Decimal, invoice: Invoice) -> str:
    """An amount with its currency; a difference in a correction with its sign."""
    shown = figures.signed(value) if invoice.kind.is_correction else figures.amount(value)
    return f"{shown}\u00a0{invoice.currency}"


def _plain(value: Decimal | None, invoice: Invoice) -> str:
    """An amount that is no difference even in a correction; empty where there is none."""
    return "" if value is None else f"{figures.amount(value)}\u00a0{invoice.currency}"
