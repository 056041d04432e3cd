"""What a page is made of: a few kinds of blocks that the templates know how to lay out. Plain text only; the templates escape."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar, Final

# Widths in digits of the body size: what fits on a line of an A4 page, and what a column may ask for.
_LINE: Final = 118
_PADDING: Final = 2.6
_LONGEST_FIGURE: Final = 24
_LONGEST_TEXT: Final = 40
_HEADING_SCALE: Final = 1.0
_LETTER_SCALE: Final = 1.2
_NARROW_SHARE: Final = 0.8
_SHORT: Final = 9.0


class Tone(StrEnum):
    """What a row of a table stands for."""

    PLAIN = ""
    BEFORE = "before"
    AFTER = "after"
    DIFFERENCE = "difference"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading; whether figures stand in it (aligned right, never broken); whether it takes the width the others leave.

    `width`, in percent of the table, is worked out by `table`.
    """

    title: str
    figures: bool = False
    wide: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell and, smaller beneath it, what belongs to it."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row; as many cells as its table has columns."""

    cells: tuple[Cell, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a heading; the column titles are repeated on every page it runs over. `small` is for what few will read."""

    kind: ClassVar[str] = "table"
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    small: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a label and its value."""

    kind: ClassVar[str] = "facts"
    title: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """Paragraphs."""

    kind: ClassVar[str] = "texts"
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A party: its role, its name, lines of its description, and the pairs beneath."""

    role: str
    name: str
    lines: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Panels:
    """Parties side by side, two in a row."""

    kind: ClassVar[str] = "panels"
    title: str
    panels: tuple[Panel, ...]

    @property
    def rows(self) -> tuple[tuple[Panel, ...], ...]:
        """The panels in rows of two."""
        return tuple(self.panels[place : place + 2] for place in range(0, len(self.panels), 2))


@dataclass(frozen=True, slots=True)
class Total:
    """The figure everybody looks for: what it is called, the amount with its currency and in words, and the lines that explain it."""

    kind: ClassVar[str] = "total"
    title: ClassVar[str] = ""
    label: str
    figure: str
    lines: tuple[tuple[str, str], ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Halves:
    """Blocks on the left beside blocks on the right."""

    kind: ClassVar[str] = "halves"
    title: ClassVar[str] = ""
    left: "tuple[Block, ...]"
    right: "tuple[Block, ...]"


Block = Table | Facts | Texts | Panels | Total | Halves


def cell(text: str, *notes: str) -> Cell:
    """A cell of `text` with those of `notes` that say something."""
    return Cell(text, tuple(note for note in notes if note))


def pairs(*items: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Those of the (label, value) pairs that have a value."""
    return tuple((label, value) for label, value in items if value)


def table(
    title: str,
    columns: tuple[Column, ...],
    rows: tuple[Row, ...],
    *,
    notes: tuple[str, ...] = (),
    small: bool = False,
) -> tuple[Table, ...]:
    """The table without the columns in which no row says anything; nothing where there are no rows and no notes."""
    kept = [place for place in range(len(columns)) if any(row.cells[place].text or row.cells[place].notes for row in rows)]
    if not kept:
        return (Table(title, (), (), notes),) if notes else ()
    chosen = tuple(Row(tuple(row.cells[place] for place in kept), row.tone) for row in rows)
    return (Table(title, _measured(tuple(columns[place] for place in kept), chosen), chosen, notes, small),)


def _measured(columns: tuple[Column, ...], rows: tuple[Row, ...]) -> tuple[Column, ...]:
    """The columns with widths: as wide as the longest text, within reason, and the wide ones share what is left.

    Qt would break a figure rather than a name; so the widths are settled here.
    """
    needs = [_need(column, [row.cells[place].text for row in rows]) for place, column in enumerate(columns)]
    wide = [column.wide for column in columns]
    narrow = sum(need for need, is_wide in zip(needs, wide, strict=True) if not is_wide)
    if any(wide) and narrow < _LINE * _NARROW_SHARE:
        share = (_LINE - narrow) / sum(wide)
        needs = [share if is_wide else need for need, is_wide in zip(needs, wide, strict=True)]
    if sum(needs) > _LINE:
        needs = _squeezed(needs)
    widths = [max(1, int(100 * need / sum(needs))) for need in needs]
    widths[widths.index(max(widths))] += 100 - sum(widths)
    return tuple(replace(column, width=width) for column, width in zip(columns, widths, strict=True))


def _squeezed(needs: list[float]) -> list[float]:
    """Widths that fit on the line: what is short keeps its width, what is long gives way."""
    kept = [min(need, _SHORT) for need in needs]
    excess = [need - keep for need, keep in zip(needs, kept, strict=True)]
    share = max(0.0, (_LINE - sum(kept)) / sum(excess)) if any(excess) else 0.0
    return [keep + over * share for keep, over in zip(kept, excess, strict=True)]


def _need(column: Column, shown: list[str]) -> float:
    """The width a column wants, in digits of the body size, with its padding."""
    heading = max((len(word) for word in column.title.split()), default=0)
    longest = max((len(line) for text in shown for line in text.splitlines()), default=0)
    wanted = min(longest, _LONGEST_FIGURE) if column.figures else min(longest, _LONGEST_TEXT) * _LETTER_SCALE
    return max(heading * _HEADING_SCALE, wanted) + _PADDING


def facts(title: str, *items: tuple[str, str]) -> tuple[Facts, ...]:
    """The pairs that have a value; nothing where none has."""
    kept = pairs(*items)
    return (Facts(title, kept),) if kept else ()


def texts(title: str, *paragraphs: str) -> tuple[Texts, ...]:
    """The paragraphs that say something; nothing where none does."""
    kept = tuple(paragraph for paragraph in paragraphs if paragraph)
    return (Texts(title, kept),) if kept else ()


def halves(left: tuple[Block, ...], right: tuple[Block, ...]) -> tuple[Block, ...]:
    """Both side by side; only one of them over the whole width where the other has nothing."""
    return (Halves(left, right),) if left and right else left + right
