"""Completeness on demand: a period compared with KSeF's own list, said in a sentence, with what is missing."""

import datetime as dt
from typing import Final

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import KonwerterError
from app.base.progress import CancelToken, Report
from app.base.texts import Later, _
from app.office.completeness import Comparison, compare, fetch_missing
from app.ui.error_box import show_error
from app.ui.help.key import attach_help
from app.ui.ksef.link import KsefLink
from app.ui.tasks import Job, Task, TaskRunner
from app.ui.widgets.cells import TO_THE_LEFT
from app.ui.widgets.progress_strip import ProgressStrip
from app.ui.wording import context_name, documents

_HEADINGS: Final[tuple[Later, ...]] = ("Numer KSeF", "Numer faktury", "Data", "Sprzedawca")


class CompletenessDialog(QDialog):
    """Compares, shows, fetches."""

    fetched = Signal()

    def __init__(self, parent: QWidget, link: KsefLink, runner: TaskRunner, *, context: str, name: str) -> None:
        super().__init__(parent)
        self._link = link
        self._runner = runner
        self._context = context
        self._comparison: Comparison | None = None
        self._task: Task | None = None
        self.setWindowTitle(_("Kompletność – {name}").format(name=name or context_name(context)))
        self.resize(820, 520)
        today = dt.date.today()  # noqa: DTZ011 - a first proposal on this computer's calendar
        first = today.replace(day=1)
        self.start = self._day(first, _("Od dnia"))
        self.end = self._day(today, _("Do dnia"))
        self.compare_button = QPushButton(_("Porównaj z KSeF"))
        self.compare_button.setProperty("primary", "true")
        self.sentence = QLabel(_("Program zapyta KSeF o listę dokumentów z tych dni i porówna ją z archiwum."))
        self.sentence.setWordWrap(True)
        self.sentence.setMinimumHeight(40)
        self.table = QTableWidget(0, len(_HEADINGS))
        self.table.setTabKeyNavigation(False)
        self.fetch_button = QPushButton()
        self.fetch_button.setProperty("primary", "true")
        self.close_button = QPushButton(_("Zamknij"))
        self.strip = ProgressStrip()
        self._place()
        self.compare_button.clicked.connect(self.compare)
        self.fetch_button.clicked.connect(self.fetch)
        self.close_button.clicked.connect(self.reject)
        attach_help(self, "pobieranie")

    def done(self, result: int) -> None:
        """Close; stop what goes on."""
        if self._task is not None:
            self._task.cancel()
        super().done(result)

    def compare(self) -> None:
        """Compare the period chosen."""
        link, context = self._link, self._context
        start, end = _as_date(self.start.date()), _as_date(self.end.date())

        def job(report: Report, cancel: CancelToken) -> Comparison:
            return compare(link.connection(), context, start, end, report=report, cancel=cancel)

        self._start(job, _("Porównywanie z KSeF")).succeeded.connect(self._show)

    def fetch(self) -> None:
        """Fetch what is missing."""
        link, comparison = self._link, self._comparison
        if comparison is None:
            return

        def job(report: Report, cancel: CancelToken) -> int:
            return fetch_missing(link.connection(), comparison, report=report, cancel=cancel)

        self._start(job, _("Pobieranie brakujących")).succeeded.connect(self._show_fetched)

    def _show(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self.sentence.setText(("✓ " if comparison.complete else "⚠ ") + comparison.sentence)
        missing = comparison.missing
        self.table.setRowCount(len(missing))
        for number, lacking in enumerate(missing):
            said = lacking.metadata
            texts = (lacking.number, said.invoice_number, said.issue_date, said.seller.name or said.seller.identifier)
            for column, text in enumerate(texts):
                self.table.setItem(number, column, QTableWidgetItem(text))
        self.table.setVisible(bool(missing))
        self.fetch_button.setText(_("Pobierz {documents}").format(documents=documents(len(missing))))
        self.fetch_button.setVisible(bool(missing))

    def _show_fetched(self, count: int) -> None:
        self.sentence.setText(
            _("Pobrano {documents}. Porównaj jeszcze raz, żeby mieć pewność.").format(documents=documents(count))
        )
        self.table.hide()
        self.fetch_button.hide()
        self.fetched.emit()

    def _start(self, job: Job[object], title: str) -> Task:
        task = self._runner.start(job, title=title, lane=self._context)
        self._task = task
        self.compare_button.setEnabled(False)
        self.fetch_button.setEnabled(False)
        self.strip.follow(task)
        task.failed.connect(self._fail)
        task.finished.connect(self._ended)
        return task

    def _fail(self, error: KonwerterError) -> None:
        show_error(self, error)

    def _ended(self) -> None:
        self._task = None
        self.compare_button.setEnabled(True)
        self.fetch_button.setEnabled(True)

    def _place(self) -> None:
        self.table.setAccessibleName(_("Brakujące dokumenty"))
        self.table.setHorizontalHeaderLabels([_(heading) for heading in _HEADINGS])
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setDefaultAlignment(TO_THE_LEFT)
        for column, width in enumerate((300, 140, 100)):
            self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().setSectionResizeMode(len(_HEADINGS) - 1, QHeaderView.ResizeMode.Stretch)
        self.table.hide()
        self.fetch_button.hide()
        period = QHBoxLayout()
        for label, field in ((_("Przechowane w KSeF od"), self.start), (_("do"), self.end)):
            period.addWidget(QLabel(label))
            period.addWidget(field)
        period.addStretch()
        period.addWidget(self.compare_button)
        foot = QHBoxLayout()
        foot.addWidget(self.strip, stretch=1)
        foot.addStretch()
        foot.addWidget(self.close_button)
        foot.addWidget(self.fetch_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(period)
        layout.addWidget(self.sentence)
        layout.addWidget(self.table, stretch=1)
        layout.addStretch()
        layout.addLayout(foot)

    @staticmethod
    def _day(day: dt.date, name: str) -> QDateEdit:
        field = QDateEdit(QDate(day.year, day.month, day.day))
        field.setDisplayFormat("yyyy-MM-dd")
        field.setCalendarPopup(True)
        field.calendarWidget().setLocale(QLocale(_("pl_PL")))  # months in the language of the window
        field.setAccessibleName(name)
        return field


def _as_date(day: QDate) -> dt.date:
    return dt.date(day.year(), day.month(), day.day())
