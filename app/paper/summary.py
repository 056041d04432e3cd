"""The VAT summary and the total."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from app.base.money import GROSZ, total
from app.invoice.amounts import VatTotal
from app.invoice.forms import Kind, VatGroup
from app.invoice.lines import Line
from app.invoice.model import Invoice
from app.paper import figures, words
from app.paper.blocks import Column, Row, Table, Tone, Total, cell, table
from app.paper.changes import Reading, has_states, sums

_NAMES: Final[Mapping[VatGroup, str]] = {
    VatGroup.P_13_1: "23% lub 22%",
    VatGroup.P_13_2: "8% lub 7%",
    VatGroup.P_13_3: "5%",
    VatGroup.P_13_4: "ryczałt dla taksówek",
    VatGroup.P_13_5: "procedura OSS (podatek od wartości dodanej)",
    VatGroup.P_13_6_1: "0% – sprzedaż krajowa",
    VatGroup.P_13_6_2: "0% – wewnątrzwspólnotowa dostawa towarów",
    VatGroup.P_13_6_3: "0% – eksport towarów",
    VatGroup.P_13_7: "zwolnione od podatku (zw)",
    VatGroup.P_13_8: "niepodlegające opodatkowaniu (np) – poza terytorium kraju",
    VatGroup.P_13_9: "niepodlegające opodatkowaniu (np) – usługi z art. 100 ust. 1 pkt 4",
    VatGroup.P_13_10: "odwrotne obciążenie (oo)",
    VatGroup.P_13_11: "procedura marży",
    VatGroup.FLAT_RATE: "zryczałtowany zwrot podatku",
    VatGroup.FOREIGN: "stawka zagraniczna",
    VatGroup.FA1_P_13_4: "ryczałt dla taksówek lub odwrotne obciążenie",
    VatGroup.FA1_P_13_5: "poza terytorium kraju",
    VatGroup.FA1_P_13_6: "0%",
}

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

_RATES: Final[Mapping[VatGroup, tuple[str, str]]] = {
    VatGroup.P_13_1: ("23", "22"),
    VatGroup.P_13_2: ("8", "7"),
    VatGroup.P_13_3: ("5", "5"),
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
    settlement = invoice.settlement
    due = _money(invoice.total_due, invoice)
    lines: list[tuple[str, str]] = []
    if invoice.total_due_pln is not None:
        lines.append(("W przeliczeniu na złote", f"{figures.amount(invoice.total_due_pln)} PLN"))
    if invoice.total_in_words:
        lines.append(("Słownie", invoice.total_in_words))
    before = invoice.correction.amount_before if invoice.correction is not None else None
    if before is not None:
        lines.append(("Przed korektą", _money(before, invoice, plain=True)))
        lines.append(("Po korekcie", _money(before + invoice.total_due, invoice, plain=True)))
    label = _TOTAL_NAMES.get(invoice.kind, "Kwota należności ogółem")
    if settlement is None or (settlement.to_pay is None and settlement.to_settle is None):
        return (Total(label, due, tuple(lines)),)
    lines.insert(0, (label, due))
    if settlement.charges_total is not None:
        lines.append(("Obciążenia", figures.signed(settlement.charges_total)))
    if settlement.deductions_total is not None:
        lines.append(("Odliczenia", figures.signed(-settlement.deductions_total)))
    if settlement.to_pay is None:
        return (Total("Nadpłata do rozliczenia", _money(settlement.to_settle, invoice, plain=True), tuple(lines)),)
    if settlement.to_settle is not None:
        lines.append(("Nadpłata do rozliczenia", _money(settlement.to_settle, invoice, plain=True)))
    return (Total("Do zapłaty", _money(settlement.to_pay, invoice, plain=True), tuple(lines)),)


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
    """What a sum is called: its rate where the lines, the sum itself or its tax leave no doubt, otherwise both candidates."""
    if one.rate is not None:
        return f"{figures.number(one.rate)}%"
    codes = {line.rate_code for line in _lines_of(one.group, invoice.all_lines) if line.rate_code}
    if one.group is VatGroup.FLAT_RATE:
        codes = {line.rate_code for line in invoice.lines if line.rate_code}
    if one.group is VatGroup.P_13_5:
        return _NAMES[one.group]
    if len(codes) == 1 and not (one.group in _NAMES and next(iter(codes)) in _WORDED):
        rate = words.rate_code(next(iter(codes)))
        return f"{rate} – {_NAMES[one.group]}" if one.group in _EXPLAINED else rate
    fitting = [rate for rate in dict.fromkeys(_RATES.get(one.group, ())) if _fits(one, Decimal(rate))]
    return f"{fitting[0]}%" if len(fitting) == 1 and not codes else _NAMES[one.group]


_WORDED: Final = frozenset({"0", "0 KR", "0 WDT", "0 EX", "zw", "oo", "np", "np I", "np II"})
_EXPLAINED: Final = frozenset({VatGroup.P_13_4, VatGroup.FA1_P_13_4, VatGroup.FLAT_RATE})


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
    codes = _CODES.get(group, frozenset())
    return tuple(line for line in lines if line.rate_code in codes)


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


def _money(value: Decimal | None, invoice: Invoice, *, plain: bool = False) -> str:
    shown = figures.amount(value) if plain or not invoice.kind.is_correction else figures.signed(value)
    return f"{shown}\u00a0{invoice.currency}"
