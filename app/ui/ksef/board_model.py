"""The board of clients as a table."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from app.base.folding import fold
from app.base.progress import Progress
from app.base.texts import Later, _
from app.office.board import BoardRow
from app.office.diary import SyncState
from app.ui.ksef.words import access_colours, access_text, result_text, run_colours, run_text
from app.ui.theme import Colours
from app.ui.widgets.cells import TO_THE_LEFT, TO_THE_RIGHT, role_numbers
from app.ui.widgets.lane import SHARE_ROLE
from app.ui.widgets.pill import PILL_COLOURS_ROLE
from app.ui.wording import clock, context_name, moment

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT: Final = QModelIndex()
HEADINGS: Final[tuple[Later, ...]] = (
    "Klient", "NIP", "Dostęp", "Dostęp do", "Kompletne od", "Kompletne do", "Nowe", "Do wyjaśnienia", "Konwersja", "Ostatnie pobranie", "Wynik",
)  # fmt: skip
CLIENT, NIP, ACCESS, UNTIL, FROM, TO, NEW, PROBLEMS, CONVERTED, RUN, RESULT = range(len(HEADINGS))
_MIDNIGHT: Final = " 00:00"
"""A whole day needs no hour."""
_FIGURES: Final = {NEW, PROBLEMS}
_TOLD: Final = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
_ROLES: Final = role_numbers(
    *_TOLD,
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.TextAlignmentRole,
    Qt.ItemDataRole.BackgroundRole,
    PILL_COLOURS_ROLE,
    SHARE_ROLE,
)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A row under way, as it is shown."""

    text: str
    share: float


class BoardModel(QAbstractTableModel):
    """One row per context of a client; while a download goes on, its progress stands in the last column."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._rows: tuple[BoardRow, ...] = ()
        self._order = (CLIENT, False)
        self._lanes: dict[str, _Cell] = {}

    @property
    def rows(self) -> tuple[BoardRow, ...]:
        """What is shown."""
        return self._rows

    def set_colours(self, colours: Colours) -> None:
        """Follow a change of theme."""
        self._colours = colours
        self._tell_all()

    def show_rows(self, rows: tuple[BoardRow, ...]) -> None:
        """Show these clients."""
        self.beginResetModel()
        self._rows = _sorted(rows, *self._order)
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in another order; what is missing comes last."""
        if column < 0:
            return
        self._order = (column, order == Qt.SortOrder.DescendingOrder)
        self.show_rows(self._rows)

    def show_lanes(self, lanes: Mapping[str, Progress]) -> None:
        """Show how far the downloads are, by context; only rows of which there is news are painted anew."""
        now = dt.datetime.now(dt.UTC)
        before, self._lanes = self._lanes, {context: _cell(progress, now) for context, progress in lanes.items()}
        changed = {context for context in before.keys() | self._lanes.keys() if before.get(context) != self._lanes.get(context)}
        for number, row in enumerate(self._rows):
            if row.context in changed:
                self._tell(number, number)

    def row_of(self, nip: str) -> int:
        """The first row of a client; -1 where there is none."""
        return next((number for number, row in enumerate(self._rows) if row.nip == nip), -1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        """Headings, over their figures."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(HEADINGS[section])
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text, place, pill, progress, and the ground of a row that failed."""
        if role not in _ROLES:
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == PILL_COLOURS_ROLE:
            return self._pill(row, column)
        return self._told(row, column) if role in _TOLD else self._drawn(row, column, role)

    def _told(self, row: BoardRow, column: int) -> str:
        """What is said beside the table: by the pointer, by a reader of screens."""
        text = self._text(row, column)
        return f"{text}\n{row.message}".strip() if column == ACCESS else f"{_(HEADINGS[column])}: {text or _('brak')}"

    def _drawn(self, row: BoardRow, column: int, role: int) -> object:
        if role == SHARE_ROLE and column == RESULT and row.context in self._lanes:
            return self._lanes[row.context].share
        return QColor(self._colours.wrong_soft) if role == Qt.ItemDataRole.BackgroundRole and self._failed(row) else None

    def _failed(self, row: BoardRow) -> bool:
        return row.context not in self._lanes and row.last is not None and row.last.state is SyncState.FAILED

    def _pill(self, row: BoardRow, column: int) -> tuple[str, str] | None:
        if column == ACCESS:
            return access_colours(row.access, row.access_state, self._colours)
        if column == RUN and row.context in self._lanes:
            return self._colours.accent, self._colours.accent_soft
        return run_colours(row.last.state, self._colours) if column == RUN and row.last is not None else None

    def _text(self, row: BoardRow, column: int) -> str:
        lane = self._lanes.get(row.context)
        if lane is not None and column in {RUN, RESULT}:
            return _("w toku") if column == RUN else lane.text
        return _CELLS[column](row)

    def _tell_all(self) -> None:
        if self._rows:
            self._tell(0, len(self._rows) - 1)

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(HEADINGS) - 1))


def _side(column: int) -> Qt.AlignmentFlag:
    return TO_THE_RIGHT if column in _FIGURES else TO_THE_LEFT


def _cell(progress: Progress, now: dt.datetime) -> _Cell:
    share = progress.done / progress.total if progress.total else -1.0
    text = progress.text
    if progress.until is not None:
        text = _("KSeF prosi o przerwę do {when}").format(when=clock(progress.until, now))
    return _Cell(text, share)


def _outcome(row: BoardRow) -> str:
    if row.last is None:
        return "" if row.complete_to is not None else _("jeszcze nie pobierano")
    when = f"{moment(row.last.finished_at)}: " if row.last.finished_at is not None else ""
    return when + result_text(row.last, dt.datetime.now(dt.UTC))


def _sorted(rows: Sequence[BoardRow], column: int, descending: bool) -> tuple[BoardRow, ...]:  # noqa: FBT001 - as Qt gives it
    key = _KEYS[column]
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return (*sorted(known, key=key, reverse=descending), *unknown)


# Values of one column compare with each other; None is unknown.
_KEYS: Final[tuple[Callable[[BoardRow], Any], ...]] = (
    lambda row: fold(row.name or row.context),
    lambda row: row.context,
    lambda row: (row.access.value, row.access_state.value),
    lambda row: row.access_until,
    lambda row: row.complete_from,
    lambda row: row.complete_to,
    lambda row: row.new,
    lambda row: row.problems,
    lambda row: row.converted_at,
    lambda row: None if row.last is None else row.last.state.value,
    lambda row: None if row.last is None else row.last.finished_at,
)
_CELLS: Final[tuple[Callable[[BoardRow], str], ...]] = (
    lambda row: row.name or context_name(row.context),
    lambda row: context_name(row.context),
    lambda row: access_text(row.access, row.access_state),
    lambda row: "" if row.access_until is None else str(row.access_until),
    lambda row: "" if row.complete_from is None else moment(row.complete_from).removesuffix(_MIDNIGHT),
    lambda row: "" if row.complete_to is None else moment(row.complete_to),
    lambda row: str(row.new),
    lambda row: str(row.problems) if row.problems else "",
    lambda row: "" if row.converted_at is None else moment(row.converted_at),
    lambda row: "" if row.last is None else run_text(row.last),
    _outcome,
)
