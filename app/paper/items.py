"""The table of lines: of an invoice, of an order, of a correction."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from app.invoice import codes
from app.invoice.forms import Form
from app.invoice.lines import Line
from app.paper import figures
from app.paper.blocks import Cell, Column, Row, Table, Tone, cell, table
from app.paper.changes import Change, changes, has_states

_COLUMNS: Final = (
    Column("Lp."),
    Column("Stan"),
    Column("Nazwa towaru lub usługi", wide=True),
    Column("Ilość", figures=True),
    Column("J.m."),
    Column("Cena netto", figures=True),
    Column("Cena brutto", figures=True),
    Column("Rabat", figures=True),
    Column("Stawka", figures=True),
    Column("Netto", figures=True),
    Column("VAT", figures=True),
    Column("Brutto", figures=True),
)

# FA_RR: value, refund and both together stand where net, tax and gross stand elsewhere (guide §11).
_FLAT_RATE_TITLES: Final = {
    "Nazwa towaru lub usługi": "Produkt rolny lub usługa rolnicza",
    "Cena netto": "Cena",
    "Netto": "Wartość",
    "VAT": "Zwrot",
    "Brutto": "Razem",
}


def items(title: str, lines: Sequence[Line], form: Form) -> tuple[Table, ...]:
    """The lines as a table; where there are states before a correction, each item as before, after and difference.

    Columns that no line fills are left out; those of FA_RR have names of their own.
    """
    titles = _FLAT_RATE_TITLES if form is Form.FA_RR_1 else {}
    columns = tuple(Column(titles.get(one.title, one.title), one.figures, one.wide) for one in _COLUMNS)
    return table(title, columns, _compared(lines, form) if has_states(lines) else tuple(_row(line, form) for line in lines))


def _compared(lines: Sequence[Line], form: Form) -> tuple[Row, ...]:
    rows: list[Row] = []
    for change in changes(lines):
        if change.before is not None:
            rows.append(_row(change.before, form, "przed", Tone.BEFORE))
        if change.after is not None:
            known = _description(change.before) if change.before is not None else None
            rows.append(_row(change.after, form, "po", Tone.AFTER, known))
        rows.append(_difference(change))
    return tuple(rows)


def _row(line: Line, form: Form, state: str = "", tone: Tone = Tone.PLAIN, known: Cell | None = None) -> Row:
    """A line; `known` is the description just printed for the same item, which is not printed twice."""
    description = _description(line)
    return Row(
        (
            cell(line.line_number or str(line.position)),
            cell(state),
            cell("") if description == known else description,
            cell(figures.number(line.quantity)),
            cell(codes.unit(form, line.unit)),
            cell(figures.amount(line.unit_price_net)),
            cell(figures.amount(line.unit_price_gross)),
            cell(figures.amount(line.discount)),
            cell(_rate(line)),
            cell(figures.amount(line.net)),
            cell(figures.amount(line.tax)),
            cell(figures.amount(line.gross)),
        ),
        tone,
    )


def _difference(change: Change) -> Row:
    same_unit = None in {change.before, change.after} or _unit(change.before) == _unit(change.after)
    quantity = change.difference(lambda line: line.quantity) if same_unit else None
    return Row(
        (
            cell(""),
            cell("różnica"),
            cell(_outcome(change)),
            cell(_changed(quantity, figures.number(quantity))),
            cell(""),
            cell(_price(change, net=True)),
            cell(_price(change, net=False)),
            cell(""),
            cell(""),
            cell(figures.signed(change.difference(lambda line: line.net))),
            cell(figures.signed(change.difference(lambda line: line.tax))),
            cell(figures.signed(change.difference(lambda line: line.gross))),
        ),
        Tone.DIFFERENCE,
    )


def _outcome(change: Change) -> str:
    if change.before is None:
        return "pozycja dodana"
    return "pozycja usunięta" if change.after is None else ""


def _price(change: Change, *, net: bool) -> str:
    """The change of a price, where there is one on both sides."""
    if change.before is None or change.after is None:
        return ""
    value = change.difference(lambda line: line.unit_price_net if net else line.unit_price_gross)
    return _changed(value, figures.amount(value))


def _changed(value: Decimal | None, shown: str) -> str:
    if not value:
        return ""
    return f"+{shown}" if value > 0 else shown


def _unit(line: Line | None) -> str:
    return "" if line is None else line.unit


def _rate(line: Line) -> str:
    if line.oss_rate is not None:
        return f"{figures.number(line.oss_rate)}% OSS"
    return codes.rate_name(line.rate_code) if line.rate_code else ""


def _description(line: Line) -> Cell:
    return cell(line.name, " · ".join(part for part in (_codes(line), _marks(line)) if part))


def _codes(line: Line) -> str:
    pairs = (
        ("indeks", line.index),
        ("GTIN", line.gtin),
        ("PKWiU", line.pkwiu),
        ("CN", line.cn),
        ("PKOB", line.pkob),
        ("klasa lub jakość:", line.quality_class),
    )
    return " · ".join(f"{label} {value}" for label, value in pairs if value)


def _marks(line: Line) -> str:
    procedure = codes.RATE_PROCEDURES.get(line.rate_procedure, line.rate_procedure)
    stated = (
        f"data: {figures.day(line.date)}" if line.date else "",
        procedure,
        " ".join(line.gtu),
        f"procedura: {', '.join(line.procedures)}" if line.procedures else "",
        "towar lub usługa z załącznika nr 15" if line.annex_15 else "",
        f"akcyza w cenie: {figures.amount(line.excise)}" if line.excise is not None else "",
        f"kurs {figures.rate(line.exchange_rate)}" if line.exchange_rate is not None else "",
        f"UU_ID {line.uuid}" if line.uuid else "",
    )
    return " · ".join(mark for mark in stated if mark)
