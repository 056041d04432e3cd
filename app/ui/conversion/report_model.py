"""The pre-flight list as a table: every document with what will become of it and why."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.base.findings import Level
from app.base.money import format_amount
from app.base.texts import Later, Words, _
from app.office.checks import is_acknowledged
from app.office.convert import DocumentReport, Outcome
from app.ui.theme import Colours
from app.ui.widgets.pill import PILL_COLOURS_ROLE
from app.ui.wording import DIRECTIONS

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT: Final = QModelIndex()
OUTCOMES: Final = Words(
    {
        Outcome.WRITTEN: "gotowe",
        Outcome.ASKS: "wymaga decyzji",
        Outcome.REFUSED: "niemożliwe",
        Outcome.SKIPPED: "pominięte",
    }
)
HEADINGS: Final[tuple[Later, ...]] = ("Wynik", "Numer", "Kontrahent", "Netto", "Kierunek", "Wyjaśnienie")
_FIGURES: Final = {3}


class ReportModel(QAbstractTableModel):
    """Shows document reports of one outcome (or all)."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._documents: Sequence[DocumentReport] = ()

    def show_documents(self, documents: Sequence[DocumentReport]) -> None:
        """Show these reports."""
        self.beginResetModel()
        self._documents = documents
        self.endResetModel()

    def document_at(self, row: int) -> DocumentReport:
        """The report in a row."""
        return self._documents[row]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """How many documents are listed."""
        return 0 if parent.isValid() else len(self._documents)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        """Headings."""
        shown = role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal
        return _(HEADINGS[section]) if shown else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text, alignment and pill."""
        document = self._documents[index.row()]
        column = index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(document, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{_(HEADINGS[column])}: {_text(document, column) or _('brak')}"
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(finding.message for finding in document.findings)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column in _FIGURES else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case _ if role == PILL_COLOURS_ROLE and column == 0:
                return self._pill(document.state)
            case _:
                return None

    def _pill(self, outcome: Outcome) -> tuple[str, str]:
        colours = self._colours
        return {
            Outcome.WRITTEN: (colours.ok, colours.ok_soft),
            Outcome.ASKS: (colours.attention, colours.attention_soft),
            Outcome.REFUSED: (colours.wrong, colours.wrong_soft),
            Outcome.SKIPPED: (colours.muted, colours.window),
        }[outcome]


def _text(document: DocumentReport, column: int) -> str:
    return _CELLS[column](document)


def reason(document: DocumentReport) -> str:
    """The sentence that explains the outcome: the first finding that blocks or asks, else all notes that were not acknowledged."""
    for level in (Level.BLOCKS, Level.ASKS):
        for finding in document.findings:
            if finding.level is level:
                return finding.message
    return " ".join(one.message for one in document.findings if not is_acknowledged(one, document.acknowledged))


_CELLS: Final[tuple[Callable[[DocumentReport], str], ...]] = (
    lambda document: OUTCOMES[document.state],
    lambda document: document.number or document.source,
    lambda document: document.counterparty,
    lambda document: "" if document.net is None else f"{format_amount(document.net)} {document.currency}",
    lambda document: DIRECTIONS[document.direction] if document.direction else "",
    reason,
)
