"""The middle of the window: filter bar, table of documents, totals of what is shown and selected."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStackedLayout, QTableView, QVBoxLayout, QWidget

from app.base.dates import Month
from app.base.errors import KonwerterError
from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.office import listing
from app.office.archives import Archive
from app.office.listing import CurrencyTotal, Query
from app.office.marks import tags
from app.ui import wording
from app.ui.documents.filter_bar import FilterBar
from app.ui.documents.menus import SelectionDeeds, columns_menu, selection_menu
from app.ui.documents.model import COLUMNS, LEVEL_COLUMN, STATE_COLUMN, DocumentsModel
from app.ui.tasks import Task, TaskRunner
from app.ui.theme import Colours, fit_table
from app.ui.widgets.cells import TO_THE_LEFT
from app.ui.widgets.elided_label import ElidedLabel
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.pill import PillDelegate

_ROW_HEIGHT: Final = 28
_LANE: Final = "lista"
_SUMS_LANE: Final = "suma zaznaczonych"
_TYPING_PAUSE_MS: Final = 150
_MOST_LOOKED_AT: Final = 500
"""Of so many selected documents the tags are compared, so that the menu opens at once."""


@dataclass(frozen=True, slots=True)
class _Listed:
    ids: Sequence[int]
    totals: tuple[CurrencyTotal, ...]
    months: Sequence[Month]
    currencies: Sequence[str]
    tags: Sequence[str]


class DocumentsView(QWidget):
    """Lists one client's documents (or everybody's). All asking of the archive happens off the main thread."""

    current_changed = Signal(object)
    """The id of the document in focus, or None."""
    selection_changed = Signal()
    listed = Signal()
    """A new list is shown."""
    failed = Signal(object)
    """A `KonwerterError` while listing."""
    import_wanted = Signal()
    state_wanted = Signal(object)
    """A `WorkState` for the selected documents."""
    convert_wanted = Signal()
    save_wanted = Signal()
    """The selected documents are to be saved as files."""
    print_wanted = Signal()
    tag_wanted = Signal(str)
    untag_wanted = Signal(str)
    new_tag_wanted = Signal()
    note_wanted = Signal()
    treat_wanted = Signal()
    """Somebody wants to set bookkeeping for the selected documents."""
    check_wanted = Signal()
    """The sellers of the selected documents are to be checked on the white list."""
    opened = Signal()
    """Enter on a document: it is to be looked at."""

    def __init__(self, archive: Archive, runner: TaskRunner, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._archive = archive
        self._runner = runner
        self._query = Query(descending=True)
        self._task: Task | None = None
        self._adding: Task | None = None
        self.filters = FilterBar()
        self.model = DocumentsModel(lambda ids: listing.rows(self._archive, ids), colours)
        self.table = self._make_table()
        self._text_height = fit_table(self.table, _ROW_HEIGHT)
        self.empty = EmptyState("", "")
        self.empty.acted.connect(self._empty_action)
        self._shown = ElidedLabel()
        self._selected = ElidedLabel()
        self._selected.setProperty("role", "muted")
        self._selected.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._place()
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._typing.timeout.connect(self.reload)
        self.filters.changed.connect(self.reload)
        self.filters.view_chosen.connect(self.show_view)
        self.model.sort_wanted.connect(self._sort)
        self._connect_selection()

    @property
    def query(self) -> Query:
        """What is listed now."""
        return self._query

    def use_archive(self, archive: Archive) -> None:
        """List another environment's archive."""
        self._archive = archive
        self.model.show_ids(())
        self.show_client("")

    def show_client(self, nip: str) -> None:
        """List one client's documents; empty: everybody's."""
        self._query = replace(self._query, client=nip)
        self.reload()

    def search(self, text: str) -> None:
        """List what contains the words; waits for a pause in typing."""
        self._query = replace(self._query, text=text)
        self._typing.start()

    def show_view(self, query: Query) -> None:
        """List what a saved view says, for the client chosen now."""
        self._query = replace(query, client=self._query.client, text=self._query.text)
        header = self.table.horizontalHeader()
        with QSignalBlocker(header):
            header.setSortIndicator(
                _place_of(query.sort), Qt.SortOrder.DescendingOrder if query.descending else Qt.SortOrder.AscendingOrder
            )
        self.filters.show_query(query)

    def sort_by(self, column: listing.Column) -> None:
        """List in the order of a column, as a click on its heading does; once more: the other way round."""
        place, header = _place_of(column), self.table.horizontalHeader()
        again = header.sortIndicatorSection() == place and header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        self.table.sortByColumn(place, Qt.SortOrder.DescendingOrder if again else Qt.SortOrder.AscendingOrder)

    def selected_ids(self) -> list[int]:
        """Ids of the selected documents, in the order shown."""
        ids = self.model.ids
        chosen: list[int] = []
        spans = sorted((span.top(), span.bottom()) for span in self.table.selectionModel().selection().toList())
        for first, last in spans:
            chosen.extend(ids[first : last + 1])
        return chosen

    def reload(self) -> None:
        """List anew; an older listing still under way is dropped."""
        if self._task is not None:
            self._task.cancel()
        archive, query = self._archive, self.filters.apply_to(self._query)
        self._query = query

        def job(_report: Report, cancel: CancelToken) -> _Listed:
            ids = listing.ordered_ids(archive, query)
            cancel.check()
            totals = listing.totals(archive, query)
            months = listing.months(archive, query.client, query.by)
            currencies = listing.currencies(archive, query.client)
            return _Listed(ids, totals, months, currencies, tags(archive, query.client))

        task = self._runner.start(job, title=_("Wczytywanie listy"), lane=_LANE)
        self._task = task
        task.succeeded.connect(lambda listed: self._show(listed) if self._task is task else None)
        task.failed.connect(self._fail)

    def set_colours(self, colours: Colours) -> None:
        """Follow a change of theme and of the size of text."""
        self.model.set_colours(colours)
        self._text_height = fit_table(self.table, _ROW_HEIGHT, self._text_height)

    def select_all(self) -> None:
        """Select every document shown."""
        self.table.selectAll()

    def focus_first(self) -> None:
        """Put the cursor on the first document."""
        if self.model.rowCount():
            self.table.selectionModel().setCurrentIndex(
                self.model.index(0, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
            )

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setMinimumSectionSize(_ROW_HEIGHT)
        header = table.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        # One of its own, always empty: with the table's a header asks for every row, at each repaint, whether its column is selected.
        header.setSelectionModel(QItemSelectionModel(self.model, header))
        header.setDefaultAlignment(TO_THE_LEFT)
        header.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._choose_columns)
        table.setSortingEnabled(True)
        for number, column in enumerate(COLUMNS):
            table.setColumnWidth(number, column.width)
        pill = PillDelegate(table)
        table.setItemDelegateForColumn(STATE_COLUMN, pill)
        table.setItemDelegateForColumn(LEVEL_COLUMN, pill)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._menu)
        table.activated.connect(lambda _index: self.opened.emit())
        table.setAccessibleName(_("Dokumenty"))
        table.setTabKeyNavigation(False)
        return table

    def _place(self) -> None:
        self._pile = QStackedLayout()
        self._pile.addWidget(self.table)
        self._pile.addWidget(self.empty)
        totals = QHBoxLayout()
        totals.setContentsMargins(12, 8, 12, 8)
        totals.addWidget(self._shown, stretch=3)
        totals.addWidget(self._selected, stretch=2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addLayout(self._pile, stretch=1)
        layout.addLayout(totals)

    def _connect_selection(self) -> None:
        selection = self.table.selectionModel()
        selection.currentRowChanged.connect(lambda current, _previous: self._current(current.row() if current.isValid() else -1))
        selection.selectionChanged.connect(lambda _new, _old: self._selection())

    def _show(self, listed: _Listed) -> None:
        focused = self._focused_id()
        self.model.show_ids(listed.ids)
        self.filters.offer(listed.months, listed.currencies)
        self.filters.more.offer_tags(listed.tags)
        self._shown.setText(wording.totals_text(listed.totals, _("Pokazane")))
        self._show_empty()
        if focused is not None and focused in listed.ids:
            self.table.selectRow(listed.ids.index(focused))
        else:
            self.focus_first()
        if not listed.ids:
            self.current_changed.emit(None)
        self._selection()
        self.listed.emit()

    def _show_empty(self) -> None:
        if self.model.rowCount():
            self._pile.setCurrentWidget(self.table)
            return
        if self.filters.filters or self._query.text:
            self.empty.show_text(
                _("Nic nie pasuje do filtrów"), _("Zmień miesiąc, stan albo szukany tekst."), _("Wyczyść filtry")
            )
        else:
            self.empty.show_text(
                _("Nie ma tu jeszcze dokumentów"),
                _("Upuść na okno pliki XML, ZIP albo cały folder faktur zapisanych z Aplikacji Podatnika."),
                _("Importuj pliki…"),
            )
        self._pile.setCurrentWidget(self.empty)

    def _empty_action(self) -> None:
        if self.filters.filters or self._query.text:
            self._query = replace(self._query, text="")
            self.filters.clear()
        else:
            self.import_wanted.emit()

    def _sort(self, column: listing.Column, descending: bool) -> None:  # noqa: FBT001 - a slot takes what the signal gives
        self._query = replace(self._query, sort=column, descending=descending)
        self.reload()

    def _focused_id(self) -> int | None:
        row = self.table.currentIndex().row()
        return self.model.ids[row] if 0 <= row < len(self.model.ids) else None

    def _current(self, row: int) -> None:
        self.current_changed.emit(self.model.ids[row] if 0 <= row < len(self.model.ids) else None)

    def _selection(self) -> None:
        if self._adding is not None:
            self._adding.cancel()
            self._adding = None
        ids = self.selected_ids()
        if len(ids) > 1:
            self._add_up(ids)
        else:
            self._selected.hide()
        self.selection_changed.emit()

    def _add_up(self, ids: Sequence[int]) -> None:
        """Show the totals of the selection as soon as they are known."""
        archive = self._archive
        task = self._runner.start(
            lambda _report, _cancel: listing.totals_of(archive, ids), title=_("Sumowanie zaznaczonych"), lane=_SUMS_LANE
        )
        self._adding = task
        task.succeeded.connect(lambda totals: self._show_sums(totals) if self._adding is task else None)
        task.failed.connect(self._fail)

    def _show_sums(self, totals: tuple[CurrencyTotal, ...]) -> None:
        self._selected.setText(wording.totals_text(totals, _("Zaznaczone")))
        self._selected.show()

    def _menu(self, place: QPoint) -> None:
        ids = self.selected_ids()
        if not ids:
            return
        chosen = [set(row.tags) for row in listing.rows(self._archive, ids[:_MOST_LOOKED_AT])]
        worn = sorted(set.intersection(*chosen)) if chosen else []
        deeds = SelectionDeeds(
            convert=self.convert_wanted.emit,
            save=self.save_wanted.emit,
            print=self.print_wanted.emit,
            set_state=self.state_wanted.emit,
            tag=self.tag_wanted.emit,
            untag=self.untag_wanted.emit,
            new_tag=self.new_tag_wanted.emit,
            note=self.note_wanted.emit,
            treat=self.treat_wanted.emit,
            check_sellers=self.check_wanted.emit,
        )
        menu = selection_menu(self.table, deeds, tags(self._archive, self._query.client), worn)
        menu.popup(self.table.viewport().mapToGlobal(place))

    def _choose_columns(self, place: QPoint) -> None:
        header = self.table.horizontalHeader()
        columns_menu(header, header).popup(header.mapToGlobal(place))

    def _fail(self, error: KonwerterError) -> None:
        self.failed.emit(error)


def _place_of(column: listing.Column) -> int:
    return next(number for number, shown in enumerate(COLUMNS) if shown.sort is column)
