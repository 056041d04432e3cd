"""Which invoices each format writes: the generated matrix, for the help and for resources/docs/targets.md."""

from collections.abc import Iterable
from importlib.resources import files
from typing import Final

import msgspec

_STATES: Final = {"written": "zapisywane", "asks": "pyta", "refused": "odmawia", "skipped": "pomija"}
_NONE: Final = "nie dotyczy"
_SIDES: Final = (("sale", "Sprzedaż"), ("purchase", "Zakup"))


class Cell(msgspec.Struct, frozen=True):
    """What becomes of one kind in one format.

    `state` is ``written``, ``asks`` (written once the questions of `codes` are answered), ``refused`` or ``skipped`` (for the reasons of
    `codes`). `set_up`: only in an office that has filled in the tables of the format's settings. `otherwise`: the file states an amount
    otherwise than the register.
    """

    state: str
    codes: tuple[str, ...] = ()
    set_up: bool = False
    otherwise: bool = False


class Side(msgspec.Struct, frozen=True):
    """One kind as a sale or as a purchase: the invoice of our own that shows it and the cells by format, or why there is `none`."""

    none: str = ""
    invoice: str = ""
    cells: dict[str, Cell] = {}


class Kind(msgspec.Struct, frozen=True):
    """One kind of invoice."""

    name: str
    sale: Side
    purchase: Side


class Format(msgspec.Struct, frozen=True):
    """A target: its id and title."""

    id: str
    title: str


class Reason(msgspec.Struct, frozen=True):
    """Why a kind is refused, and where that is written."""

    reason: str
    source: str


class Matrix(msgspec.Struct, frozen=True):
    """The whole matrix; `questions` and `reasons` explain the codes."""

    targets: tuple[Format, ...]
    kinds: tuple[Kind, ...]
    questions: dict[str, str]
    reasons: dict[str, Reason]


def load_matrix() -> Matrix:
    """The matrix as it was generated for this version of the program."""
    return msgspec.json.decode((files("app.ui.help") / "matrix.json").read_bytes(), type=Matrix)


def overview(matrix: Matrix) -> str:
    """All formats in one table, as Markdown."""
    titles = [target.title.partition(" (")[0] for target in matrix.targets]
    head = _row(["Rodzaj faktury", "", *titles])
    lines = [head, _row(["---"] * (len(titles) + 2))]
    for kind in matrix.kinds:
        for side, label in ((kind.sale, _SIDES[0][1]), (kind.purchase, _SIDES[1][1])):
            lines.append(_row([kind.name, label.lower(), *(_cell(side, target.id) for target in matrix.targets)]))
    return "\n".join(["\n".join(lines), "", _explained(matrix, {target.id for target in matrix.targets})])


def of_target(matrix: Matrix, target_id: str) -> str:
    """The table of one format, as Markdown; empty for a format that the matrix does not have."""
    if target_id not in {target.id for target in matrix.targets}:
        return ""
    lines = [_row(["Rodzaj faktury", "Sprzedaż", "Zakup"]), _row(["---"] * 3)]
    lines += [_row([kind.name, _cell(kind.sale, target_id), _cell(kind.purchase, target_id)]) for kind in matrix.kinds]
    return "\n".join(["\n".join(lines), "", _explained(matrix, {target_id})])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(side: Side, target_id: str) -> str:
    if side.none:
        return f"{_NONE}: {side.none}"
    cell = side.cells[target_id]
    text = _STATES[cell.state]
    if cell.codes:
        text += ": " + ", ".join(f"`{code}`" for code in cell.codes)
    notes = [
        note for note, holds in (("po uzupełnieniu ustawień", cell.set_up), ("inaczej niż rejestr", cell.otherwise)) if holds
    ]
    return f"{text} ({', '.join(notes)})" if notes else text


def _explained(matrix: Matrix, targets: set[str]) -> str:
    """What the words and codes of a table mean, those that occur in it."""
    cells = [
        side.cells[one] for kind in matrix.kinds for side in (kind.sale, kind.purchase) for one in side.cells if one in targets
    ]
    used = {code for cell in cells for code in cell.codes}
    parts = []
    if any(cell.set_up for cell in cells):
        parts.append(
            "*Po uzupełnieniu ustawień*: gdy biuro wpisze w ustawieniach formatu identyfikatory albo nazwy ze swojego programu."
        )
    if any(cell.otherwise for cell in cells):
        parts.append(
            "*Inaczej niż rejestr*: dokument jest w pliku, ale kwota nie stoi w jego rejestrze VAT albo stoi z podatkiem nabywcy."
        )
    questions = [f"- `{code}`: {title}" for code, title in matrix.questions.items() if code in used]
    if questions:
        parts.append("\n".join(["**O co pyta**", "", *questions]))
    reasons = [f"- `{code}`: {one.reason} *{one.source}*" for code, one in matrix.reasons.items() if code in used]
    if reasons:
        parts.append("\n".join(["**Dlaczego odmawia albo pomija**", "", *reasons]))
    return "\n\n".join(parts) + "\n"
