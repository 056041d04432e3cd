"""*Tablica*: every client with what is complete, what is new and how the last download went; and the *Dziennik* beside it."""

import datetime as dt
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QStackedLayout,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.base.progress import Progress
from app.base.texts import _
from app.office.access import AccessKind
from app.office.board import BoardRow
from app.office.diary import ClientResult, RunRow, SyncState
from app.ui.ksef.board_model import ACCESS, CLIENT, CONVERTED, FROM, NEW, NIP, PROBLEMS, RESULT, RUN, TO, UNTIL, BoardModel
from app.ui.ksef.diary_view import DiaryView
from app.ui.ksef.words import result_text, run_summary
from app.ui.theme import Colours, fit_table
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.lane import LaneDelegate
from app.ui.widgets.pill import PillDelegate
from app.ui.wording import clock, context_name

_ROW_HEIGHT: Final = 32
_TROUBLE: Final = frozenset({SyncState.FAILED, SyncState.WAITING})
_MOST_EXPLAINED: Final = 3
_WIDTHS: Final = {
    CLIENT: 230, NIP: 112, ACCESS: 140, UNTIL: 96, FROM: 100, TO: 140, NEW: 56, PROBLEMS: 108, CONVERTED: 140, RUN: 126,
}  # fmt: skip


class BoardPage(QWidget):
    """Shows what it is given and tells what somebody wants; it asks nobody."""

    download_wanted = Signal(object)
    """A tuple of contexts; None for every client."""
    access_wanted = Signal(str)
    """The context to give access to; empty for a new one."""
    office_wanted = Signal()
    check_wanted = Signal(str)
    """The context whose completeness is to be checked."""
    remove_wanted = Signal(object)
    """The `BoardRow` whose access is to be removed."""
    revoke_wanted = Signal(object)
    """The `BoardRow` whose token is to be revoked in KSeF."""
    client_wanted = Signal(str)
    """The NIP whose documents somebody wants to see."""
    month_wanted = Signal(str)
    """The NIP whose last month is to be converted."""
    left = Signal()

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = BoardModel(colours)
        self.table = self._make_table()
        self._text_height = fit_table(self.table, _ROW_HEIGHT)
        self.diary = DiaryView(colours)
        self.summary = QLabel()
        self.summary.setProperty("role", "muted")
        self.summary.setWordWrap(True)
        self.detail = QLabel()
        self.detail.setWordWrap(True)
        self.detail.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.detail.hide()
        self.empty = EmptyState(
            _("Tu będzie stan każdego klienta"),
            _("Dodaj klienta i daj programowi dostęp do jego faktur w KSeF."),
            _("Dodaj dostęp…"),
        )
        self.empty.acted.connect(lambda: self.access_wanted.emit(""))
        self.back = QPushButton(_("Faktury"))
        self.access = QPushButton(_("Dostęp…"))
        self.office = QPushButton(_("Certyfikat biura…"))
        self.check = QPushButton(_("Sprawdź kompletność…"))
        self.month = QPushButton(_("Konwertuj miesiąc…"))
        self.month.setToolTip(_("Faktury ostatniego miesiąca tego klienta, które czekają na przekazanie"))
        self.one = QPushButton(_("Pobierz (F5)"))
        self.all = QPushButton(_("Pobierz wszystkich"))
        self.all.setProperty("primary", "true")
        self.tabs = QTabWidget()
        self._place()
        self._connect()
        self._enable()

    @property
    def current(self) -> BoardRow | None:
        """The row in focus."""
        index = self.table.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def set_colours(self, colours: Colours) -> None:
        """Follow a change of theme and of the size of text."""
        self.model.set_colours(colours)
        self._text_height = fit_table(self.table, _ROW_HEIGHT, self._text_height)
        self.diary.set_colours(colours)

    def show_rows(self, rows: tuple[BoardRow, ...], runs: tuple[RunRow, ...], nip: str = "") -> None:
        """Show clients and diary anew; the focus stays with its context, or goes to the client `nip`."""
        before = self.current
        self.model.show_rows(rows)
        rows = self.model.rows
        wanted = next((number for number, row in enumerate(rows) if before is not None and row.context == before.context), -1)
        if nip and (before is None or before.nip != nip):
            wanted = self.model.row_of(nip)
        if rows:
            self.table.selectRow(max(wanted, 0))
        self.diary.show_runs(runs, {row.nip: row.name for row in rows})
        if not self.summary.text() and runs:
            self.show_result(runs[0].clients, runs[0].started_at)
        self._pile.setCurrentIndex(0 if rows else 1)
        self._enable()

    def show_progress(self, lanes: dict[str, Progress]) -> None:
        """Show how far the downloads are."""
        self.model.show_lanes(lanes)

    def show_result(self, results: tuple[ClientResult, ...], when: dt.datetime) -> None:
        """Say how the latest run ended; it stays readable until the next."""
        if results:
            self.summary.setText(f"{clock(when, dt.datetime.now(dt.UTC))}  {run_summary(results)}")

    def set_busy(self, *, busy: bool) -> None:
        """While a download goes on no second one begins."""
        self._busy = busy
        if busy:
            self.summary.setText(_("Pobieranie trwa. Można pracować dalej; wyniki zostaną na tej stronie."))
        self._enable()

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName(_("Tablica klientów"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._menu)
        table.verticalHeader().hide()
        for column in (ACCESS, RUN):
            table.setItemDelegateForColumn(column, PillDelegate(table))
        table.setItemDelegateForColumn(RESULT, LaneDelegate(table))
        for column, width in _WIDTHS.items():
            table.setColumnWidth(column, width)
        table.horizontalHeader().setSectionResizeMode(RESULT, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setSortIndicator(CLIENT, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        return table

    def _place(self) -> None:
        self._busy = False
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 8, 12, 8)
        buttons.setSpacing(8)
        buttons.addWidget(self.back)
        buttons.addStretch()
        for button in (self.access, self.office, self.check, self.month, self.one, self.all):
            buttons.addWidget(button)
        board = QWidget()
        self._pile = QStackedLayout(board)
        self._pile.addWidget(self.table)
        self._pile.addWidget(self.empty)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(board, _("Tablica"))
        self.tabs.addTab(self.diary, _("Dziennik"))
        self.summary.setContentsMargins(16, 8, 16, 8)
        self.detail.setContentsMargins(16, 8, 16, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(buttons)
        layout.addWidget(self.tabs, stretch=1)
        layout.addWidget(self.detail)
        layout.addWidget(self.summary)

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.access.clicked.connect(lambda: self.access_wanted.emit(self.current.context if self.current else ""))
        self.office.clicked.connect(self.office_wanted)
        self.check.clicked.connect(lambda: self.check_wanted.emit(self.current.context) if self.current else None)
        self.one.clicked.connect(self._download_selected)
        self.month.clicked.connect(lambda: self.month_wanted.emit(self.current.nip) if self.current else None)
        self.all.clicked.connect(lambda: self.download_wanted.emit(None))
        self.table.doubleClicked.connect(lambda index: self.client_wanted.emit(self.model.rows[index.row()].nip))
        self.table.selectionModel().selectionChanged.connect(self._enable)

    def _enable(self) -> None:
        row = self.current
        reachable = row is not None and row.access is not AccessKind.NONE
        self.one.setEnabled(reachable and not self._busy)
        self.check.setEnabled(reachable and not self._busy)
        self.month.setEnabled(row is not None and row.documents > 0)
        self.all.setEnabled(not self._busy and any(each.access is not AccessKind.NONE for each in self.model.rows))
        self.access.setEnabled(not self._busy)
        self._explain()
        self.office.setEnabled(not self._busy)

    def _explain(self) -> None:
        """Say in full what the rows have room for only in part: why clients failed, and what to do."""
        troubled = [row for row in self.model.rows if row.last is not None and row.last.state in _TROUBLE]
        shown = [row for row in troubled if row is self.current] or troubled[:_MOST_EXPLAINED]
        now = dt.datetime.now(dt.UTC)
        lines = [
            f"{row.name or context_name(row.context)}: {result_text(row.last, now)}" for row in shown if row.last is not None
        ]
        self.detail.setText("\n".join(lines))
        self.detail.setVisible(bool(lines) and not self._busy)

    def _download_selected(self) -> None:
        chosen = tuple(self.model.rows[index.row()].context for index in self.table.selectionModel().selectedRows())
        if chosen:
            self.download_wanted.emit(chosen)

    def _menu(self, place: QPoint) -> None:
        row = self.current
        if row is None or not self.table.indexAt(place).isValid():
            return
        own = row.access in {AccessKind.TOKEN, AccessKind.CERTIFICATE}
        menu = QMenu(self.table)
        for title, signal, value, possible in (
            (_("Pokaż faktury"), self.client_wanted, row.nip, True),
            (_("Konwertuj ostatni miesiąc…"), self.month_wanted, row.nip, row.documents > 0),
            (_("Pobierz"), self.download_wanted, (row.context,), self.one.isEnabled()),
            (_("Sprawdź kompletność…"), self.check_wanted, row.context, self.check.isEnabled()),
            (_("Dostęp…"), self.access_wanted, row.context, not self._busy),
            (_("Usuń dostęp…"), self.remove_wanted, row, own and not self._busy),
            (_("Unieważnij token w KSeF…"), self.revoke_wanted, row, row.access is AccessKind.TOKEN and not self._busy),
        ):
            action = QAction(title, menu)
            action.setEnabled(possible)
            action.triggered.connect(lambda _checked=False, signal=signal, value=value: signal.emit(value))
            menu.addAction(action)
        menu.popup(self.table.viewport().mapToGlobal(place))
