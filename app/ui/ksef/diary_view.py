"""*Dziennik*: the runs of downloading, newest first, each with what came of it for every client."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QStackedLayout, QTreeWidget, QTreeWidgetItem, QWidget

from app.base.texts import Later, _
from app.office.diary import ClientResult, RunRow, SyncState
from app.ui.ksef.words import result_text, run_colours, run_summary, run_text
from app.ui.theme import Colours
from app.ui.widgets.cells import TO_THE_RIGHT
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.pill import PILL_COLOURS_ROLE, PillDelegate
from app.ui.wording import context_name, moment

_HEADINGS: Final[tuple[Later, ...]] = ("Pobranie", "Stan", "Nowe", "Znane", "Problemy", "Zapytania", "Co się stało")
_STATE: Final = 1
_FIGURES: Final = (2, 3, 4, 5)


class DiaryView(QWidget):
    """A tree: runs, and under each its clients. The newest is open."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self._shown: list[tuple[QTreeWidgetItem, SyncState]] = []
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(_("Dziennik pobrań"))
        self.tree.setHeaderLabels([_(heading) for heading in _HEADINGS])
        self.tree.setAlternatingRowColors(True)
        self.tree.setStyleSheet("QTreeView::item { height: 30px; }")
        self.tree.setUniformRowHeights(True)
        self.tree.setItemDelegateForColumn(_STATE, PillDelegate(self.tree))
        for column, width in enumerate((400, 140, 70, 70, 84, 90)):
            self.tree.setColumnWidth(column, width)
        self.tree.header().setSectionResizeMode(len(_HEADINGS) - 1, QHeaderView.ResizeMode.Stretch)
        for column in _FIGURES:
            self.tree.headerItem().setTextAlignment(column, TO_THE_RIGHT)
        self.empty = EmptyState(
            _("Dziennik jest jeszcze pusty"), _("Po każdym pobraniu zostaje tu zapis: ile doszło, czego zabrakło i dlaczego.")
        )
        self._pile = QStackedLayout(self)
        self._pile.addWidget(self.empty)
        self._pile.addWidget(self.tree)

    def set_colours(self, colours: Colours) -> None:
        """Follow a change of theme."""
        self._colours = colours
        for item, state in self._shown:
            self._colour(item, state)

    def show_runs(self, runs: tuple[RunRow, ...], names: Mapping[str, str]) -> None:
        """Show these runs; `names` are the clients' by NIP."""
        self.tree.clear()
        self._shown = []
        now = dt.datetime.now(dt.UTC)
        for run in runs:
            top = QTreeWidgetItem([moment(run.started_at), "", *self._sums(run), _state(run)])
            self._align(top)
            for result in run.clients:
                top.addChild(self._client(result, names.get(result.nip, ""), now))
            self.tree.addTopLevelItem(top)
            top.setExpanded(run is runs[0])
        self._pile.setCurrentIndex(1 if runs else 0)

    def _client(self, result: ClientResult, name: str, now: dt.datetime) -> QTreeWidgetItem:
        label = f"{name}  {context_name(result.context)}".strip()
        figures = [str(number) for number in (result.new, result.known, result.problems, result.requests)]
        item = QTreeWidgetItem([label, run_text(result), *figures, result_text(result, now)])
        item.setToolTip(len(_HEADINGS) - 1, item.text(len(_HEADINGS) - 1))
        self._shown.append((item, result.state))
        self._colour(item, result.state)
        self._align(item)
        return item

    def _colour(self, item: QTreeWidgetItem, state: SyncState) -> None:
        item.setData(_STATE, PILL_COLOURS_ROLE, run_colours(state, self._colours))
        if state is SyncState.FAILED:
            item.setForeground(len(_HEADINGS) - 1, QColor(self._colours.wrong))

    @staticmethod
    def _sums(run: RunRow) -> list[str]:
        rows = run.clients
        return [
            str(sum(getter))
            for getter in (
                [row.new for row in rows],
                [row.known for row in rows],
                [row.problems for row in rows],
                [row.requests for row in rows],
            )
        ]

    @staticmethod
    def _align(item: QTreeWidgetItem) -> None:
        for column in _FIGURES:
            item.setTextAlignment(column, TO_THE_RIGHT)


def _state(run: RunRow) -> str:
    if run.finished_at is None:
        return _("Przerwane przez zamknięcie programu; następne pobranie rusza od tego miejsca.")
    return run_summary(run.clients)
