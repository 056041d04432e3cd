"""*Historia konwersji* of one client: who wrote what and when, whether the files still are the same, and the way back."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QPushButton,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import KonwerterError
from app.base.progress import CancelToken, Report
from app.base.texts import Later, _
from app.office import history
from app.office.archives import Archive
from app.office.history import ConversionRow, DocumentRow, FileState, WrittenFile
from app.office.programs import programs
from app.ui.conversion.history_words import STANDING, UNDONE, file_line, file_names, made, period, total_cells
from app.ui.error_box import show_error
from app.ui.help.key import attach_help
from app.ui.message import ask
from app.ui.tasks import Task, TaskRunner
from app.ui.theme import Colours
from app.ui.widgets.cells import TO_THE_LEFT, TO_THE_RIGHT
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.pill import PILL_COLOURS_ROLE, PillDelegate
from app.ui.wording import documents

_HEADINGS: Final[tuple[Later, ...]] = ("Stan", "Kiedy i kto", "Program", "Okres VAT", "Dokumenty", "Plik")
_WIDTHS: Final = (116, 210, 230, 120, 110)
_DOCUMENTS: Final = 4
_SUMS: Final[tuple[Later, ...]] = ("Kierunek", "Stawka", "Netto zł", "VAT zł")
_MOST_DOCUMENTS: Final = 500


class HistoryDialog(QDialog):
    """The conversions above, the chosen one in full below."""

    changed = Signal()
    """A conversion was undone: documents have another state."""
    file_wanted = Signal(object)
    """The `WrittenFile` that somebody wants to see."""

    def __init__(self, parent: QWidget, archive: Archive, runner: TaskRunner, colours: Colours, *, nip: str, name: str) -> None:
        super().__init__(parent)
        self._archive = archive
        self._runner = runner
        self._colours = colours
        self._nip = nip
        self._rows: Sequence[ConversionRow] = ()
        self._task: Task | None = None
        self._titles = {program.id: program.title for program in programs()}
        self.setWindowTitle(_("Historia konwersji: {client}").format(client=name))
        self.resize(1080, 720)
        self.table = _table(_HEADINGS, _("Konwersje"))
        self.files = QLabel()
        self.sums = _table(_SUMS, _("Sumy według stawek"))
        self.list = QListWidget()
        self.show_button = QPushButton(_("Pokaż plik"))
        self.undo_button = QPushButton(_("Cofnij konwersję…"))
        self.close_button = QPushButton(_("Zamknij"))
        self._place()
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.show_button.clicked.connect(self._want_file)
        self.undo_button.clicked.connect(self._ask_undo)
        self.close_button.clicked.connect(self.close)
        attach_help(self, "konwersja")
        self.load()

    @property
    def chosen(self) -> ConversionRow | None:
        """The conversion shown below."""
        row = self.table.currentRow()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def load(self) -> None:
        """Read the history anew; the same conversion stays chosen."""
        before = self.table.currentRow()
        try:
            self._rows = history.history(self._archive, self._nip)
        except KonwerterError as error:
            show_error(self, error)
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(self._rows))
            for number, row in enumerate(self._rows):
                self._fill(number, row)
            if self._rows:
                self.table.selectRow(max(before, 0))
        self._pile.setCurrentIndex(1 if self._rows else 0)
        self._show_chosen()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stop reading files."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        super().closeEvent(event)

    def _fill(self, number: int, row: ConversionRow) -> None:
        undone = row.undone_at is not None
        title = self._titles.get(row.profile.target, row.profile.target)
        cells = (_(UNDONE if undone else STANDING), made(row), title, period(row), str(row.documents), file_names(row))
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if column == _DOCUMENTS:
                item.setTextAlignment(TO_THE_RIGHT)
            if column == 0:
                colours = (self._colours.muted, self._colours.alternate) if undone else (self._colours.ok, self._colours.ok_soft)
                item.setData(PILL_COLOURS_ROLE, colours)
            self.table.setItem(number, column, item)

    def _show_chosen(self) -> None:
        row = self.chosen
        self.show_button.setEnabled(row is not None and bool(row.files))
        self.undo_button.setEnabled(row is not None and row.undone_at is None)
        self.list.clear()
        self.sums.setRowCount(0)
        if row is None:
            self.files.clear()
            return
        self._show_files(row, [None] * len(row.files))
        self.sums.setRowCount(len(row.totals))
        for number, total in enumerate(row.totals):
            for column, text in enumerate(total_cells(total)):
                item = QTableWidgetItem(text)
                if column > 1:
                    item.setTextAlignment(TO_THE_RIGHT)
                self.sums.setItem(number, column, item)
        self._look(row)

    def _look(self, row: ConversionRow) -> None:
        """Find out off the main thread what has become of the files, and which documents there were."""
        archive = self._archive
        if self._task is not None:
            self._task.cancel()

        def job(_report: Report, cancel: CancelToken) -> tuple[list[DocumentRow], list[FileState]]:
            return history.documents_in(archive, row.id), [history.file_state(file, cancel) for file in row.files]

        task = self._runner.start(job, title=_("Sprawdzanie plików"), lane="podgląd")
        self._task = task
        task.succeeded.connect(lambda found: self._show_found(row, *found) if self._task is task else None)
        task.failed.connect(lambda error: show_error(self, error))

    def _show_found(self, row: ConversionRow, rows: list[DocumentRow], states: list[FileState]) -> None:
        self._task = None
        self._show_files(row, states)
        for document in rows[:_MOST_DOCUMENTS]:
            told = document.summary
            self.list.addItem(f"{told.number}  ·  {told.issue_date.isoformat()}  ·  {told.counterparty}")
        if len(rows) > _MOST_DOCUMENTS:
            self.list.addItem(_("… i jeszcze {documents}").format(documents=documents(len(rows) - _MOST_DOCUMENTS)))

    def _show_files(self, row: ConversionRow, states: Sequence[FileState | None]) -> None:
        lines = [file_line(file, state) for file, state in zip(row.files, states, strict=True)]
        self.files.setText("\n\n".join(lines) or _("Konwersja nie zapisała żadnego pliku."))

    def _want_file(self) -> None:
        row = self.chosen
        if row is not None and row.files:
            first: WrittenFile = row.files[0]
            self.file_wanted.emit(first)

    def _ask_undo(self) -> None:
        row = self.chosen
        if row is None:
            return
        ask(
            self,
            _("Cofnąć konwersję z {when}?").format(when=made(row)),
            _("Dokumenty ({count}) wrócą do poprzedniego stanu. Zapisanych plików program nie usuwa.").format(
                count=row.documents
            ),
            _("Cofnij konwersję"),
            lambda: self._undo(row.id),
        )

    def _undo(self, conversion_id: int) -> None:
        try:
            history.undo(self._archive, conversion_id)
        except KonwerterError as error:
            show_error(self, error)
        self.load()
        self.changed.emit()

    def _place(self) -> None:
        self.table.setItemDelegateForColumn(0, PillDelegate(self.table))
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().setSectionResizeMode(len(_HEADINGS) - 1, QHeaderView.ResizeMode.Stretch)
        self.sums.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for table, column in ((self.table, _DOCUMENTS), (self.sums, 2), (self.sums, 3)):
            heading = table.horizontalHeaderItem(column)
            if heading is not None:
                heading.setTextAlignment(TO_THE_RIGHT)
        self.list.setAccessibleName(_("Dokumenty konwersji"))
        self.list.setStyleSheet("QListWidget::item { height: 26px; padding-left: 6px; }")
        self.files.setWordWrap(True)
        self.files.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.files.setAccessibleName(_("Pliki konwersji"))
        empty = EmptyState(
            _("Historia jest jeszcze pusta"), _("Po każdej konwersji zostaje tu zapis: kto, kiedy, jaki plik i jakie dokumenty.")
        )
        full = QWidget()
        below = QHBoxLayout()
        below.setSpacing(16)
        left = QVBoxLayout()
        left.addWidget(_heading(_("Plik")))
        left.addWidget(self.files)
        left.addWidget(_heading(_("Sumy według stawek")))
        left.addWidget(self.sums, stretch=1)
        right = QVBoxLayout()
        right.addWidget(_heading(_("Dokumenty")))
        right.addWidget(self.list, stretch=1)
        below.addLayout(left, stretch=1)
        below.addLayout(right, stretch=1)
        whole = QVBoxLayout(full)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.table, stretch=3)
        whole.addLayout(below, stretch=4)
        pages = QWidget()
        self._pile = QStackedLayout(pages)
        self._pile.addWidget(empty)
        self._pile.addWidget(full)
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (self.close_button, self.undo_button, self.show_button):
            buttons.addWidget(button)
        self.show_button.setProperty("primary", "true")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(pages, stretch=1)
        layout.addLayout(buttons)


def _table(headings: Sequence[str], name: str) -> QTableWidget:
    table = QTableWidget(0, len(headings))
    table.setTabKeyNavigation(False)
    table.setHorizontalHeaderLabels([_(heading) for heading in headings])
    table.setAccessibleName(name)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(28)
    table.horizontalHeader().setDefaultAlignment(TO_THE_LEFT)
    return table


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setStyleSheet("font-weight: 600;")
    return label
