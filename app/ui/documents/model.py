"""The table's model: ids in order from SQL, rows fetched by pages as they come into sight."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from app.base.findings import Level
from app.base.money import format_amount
from app.base.nip import format_nip
from app.base.texts import Later, _
from app.office.listing import Column, DocumentRow, WorkState
from app.ui import wording
from app.ui.theme import Colours
from app.ui.widgets.cells import TO_THE_LEFT, TO_THE_RIGHT, role_numbers
from app.ui.widgets.pill import PILL_COLOURS_ROLE

_PAGE: Final = 64
_PAGES_KEPT: Final = 64
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT: Final = QModelIndex()

Fetch = Callable[[Sequence[int]], list[DocumentRow]]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: its heading, what it sorts by, how wide it starts, and whether it holds figures."""

    title: Later
    sort: Column
    width: int
    text: Callable[[DocumentRow], str]
    figures: bool = False


def _day(value: object) -> str:
    return "" if value is None else str(value)


def _level_text(row: DocumentRow) -> str:
    level = row.summary.level
    return "" if level is None or level is Level.NOTES else wording.LEVELS[level]


def _direction(row: DocumentRow) -> str:
    return wording.DIRECTIONS[row.summary.direction] if row.summary.direction else "?"


COLUMNS: Final = (
    TableColumn("Data", Column.ISSUE_DATE, 92, lambda row: _day(row.summary.issue_date)),
    TableColumn("Numer", Column.NUMBER, 136, lambda row: row.summary.number),
    TableColumn("Kontrahent", Column.COUNTERPARTY, 196, lambda row: row.summary.counterparty),
    TableColumn("Netto", Column.NET, 96, lambda row: format_amount(row.summary.net), figures=True),
    TableColumn("VAT", Column.TAX, 88, lambda row: format_amount(row.summary.tax), figures=True),
    TableColumn("Stan", Column.STATE, 116, lambda row: wording.STATES[row.state]),
    TableColumn("Uwagi", Column.LEVEL, 128, _level_text),
    TableColumn("Rodzaj", Column.KIND, 84, lambda row: row.summary.kind.value),
    TableColumn("Kierunek", Column.DIRECTION, 84, _direction),
    TableColumn("Brutto", Column.GROSS, 100, lambda row: format_amount(row.summary.gross), figures=True),
    TableColumn("Waluta", Column.CURRENCY, 64, lambda row: row.summary.currency),
    TableColumn("Wpływ", Column.RECEIPT_DATE, 92, lambda row: _day(row.summary.receipt_date)),
    TableColumn("Okres VAT", Column.VAT_PERIOD, 84, lambda row: row.summary.vat_period or ""),
    TableColumn("Etykiety", Column.TAGS, 120, lambda row: ", ".join(row.tags)),
    TableColumn("Notatka", Column.NOTE, 160, lambda row: " ".join(row.note.split())),
)
STATE_COLUMN: Final = next(number for number, column in enumerate(COLUMNS) if column.sort is Column.STATE)
LEVEL_COLUMN: Final = next(number for number, column in enumerate(COLUMNS) if column.sort is Column.LEVEL)


class DocumentsModel(QAbstractTableModel):
    """Shows the documents whose ids it was given. Sorting is asked of the owner, who asks SQL."""

    sort_wanted = Signal(object, bool)
    """A `Column` and whether descending."""

    def __init__(self, fetch: Fetch, colours: Colours) -> None:
        super().__init__()
        self._fetch = fetch
        self._colours = colours
        self._ids: Sequence[int] = ()
        self._pages: OrderedDict[int, list[DocumentRow | None]] = OrderedDict()

    @property
    def ids(self) -> Sequence[int]:
        """All ids in the order shown."""
        return self._ids

    def show_ids(self, ids: Sequence[int]) -> None:
        """Show these documents in this order."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    def refresh(self) -> None:
        """Fetch the rows anew: something about them has changed, but not their order."""
        self._pages.clear()
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(COLUMNS) - 1))

    def set_colours(self, colours: Colours) -> None:
        """Follow a change of theme."""
        self._colours = colours
        self.refresh()

    def row_at(self, row: int) -> DocumentRow | None:
        """The document in a row; None where it has gone from the archive meanwhile."""
        page, offset = divmod(row, _PAGE)
        if page not in self._pages:
            ids = self._ids[page * _PAGE : (page + 1) * _PAGE]
            found = {document.id: document for document in self._fetch(ids)}
            self._pages[page] = [found.get(each) for each in ids]
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        return self._pages[page][offset]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """How many documents are listed."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask the owner for another order."""
        if column >= 0:
            self.sort_wanted.emit(COLUMNS[column].sort, order == Qt.SortOrder.DescendingOrder)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        """Headings, aligned like their columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(COLUMNS[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole and COLUMNS[section].figures:
            return TO_THE_RIGHT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text, alignment, colours, and what a screen reader says."""
        if role not in _ROLES:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return TO_THE_RIGHT if COLUMNS[index.column()].figures else TO_THE_LEFT
        row = self.row_at(index.row())
        if row is None:
            return None
        return self._cell(row, index.column(), role)

    def _cell(self, row: DocumentRow, number: int, role: int) -> object:
        column = COLUMNS[number]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{_(column.title)}: {column.text(row) or _('brak')}"
            case Qt.ItemDataRole.ToolTipRole:
                return _tooltip(row)
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(self._colours.wrong) if column.figures and row.summary.net < 0 else None
            case _:
                return self._pill(row, number)

    def _pill(self, row: DocumentRow, column: int) -> tuple[str, str] | None:
        colours = self._colours
        if column == STATE_COLUMN:
            return {
                WorkState.NEW: (colours.accent, colours.accent_soft),
                WorkState.TO_CONVERT: (colours.attention, colours.attention_soft),
                WorkState.CONVERTED: (colours.ok, colours.ok_soft),
                WorkState.SKIPPED: (colours.muted, colours.window),
            }[row.state]
        if column == LEVEL_COLUMN and row.summary.level is Level.BLOCKS:
            return colours.wrong, colours.wrong_soft
        if column == LEVEL_COLUMN and row.summary.level is Level.ASKS:
            return colours.attention, colours.attention_soft
        return None


_ROLES: Final = role_numbers(
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.ForegroundRole,
    Qt.ItemDataRole.TextAlignmentRole,
    PILL_COLOURS_ROLE,
)


def _tooltip(row: DocumentRow) -> str:
    nip = format_nip(row.summary.counterparty_nip) if row.summary.counterparty_nip else ""
    return "\n".join(part for part in (row.summary.number, row.summary.counterparty, nip, row.ksef_number, row.note) if part)
