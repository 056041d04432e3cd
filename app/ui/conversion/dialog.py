"""*Konwertuj*: choose the program, look at the pre-flight list, write the file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import KonwerterError
from app.base.findings import Level
from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.office import convert, listing
from app.office.archives import Archive
from app.office.convert import Conversion, Decisions, DocumentReport, Outcome, Plan, RateMode
from app.office.programs import Program, programs
from app.ui.conversion.options_form import OptionsForm
from app.ui.conversion.questions_box import QuestionsBox
from app.ui.conversion.report_model import HEADINGS, OUTCOMES, ReportModel
from app.ui.conversion.result_page import ResultPage
from app.ui.error_box import show_error
from app.ui.help.key import attach_help, change_help
from app.ui.help.links import FindingLinks
from app.ui.help.pages import finding_topic
from app.ui.tasks import Task, TaskRunner
from app.ui.theme import Colours
from app.ui.widgets.cells import TO_THE_LEFT
from app.ui.widgets.pill import PillDelegate
from app.ui.widgets.progress_strip import ProgressStrip
from app.ui.wording import documents

_TOPIC: Final = "konwersja"
_MOST_EXPLAINED: Final = 4
_WIDEST_OPTIONS: Final = 420
_WIDTHS: Final = (124, 140, 170, 116, 78)


class ConversionDialog(QDialog):
    """Works on the documents of one client given by their ids."""

    converted = Signal()
    """Files were written; documents changed their state."""
    written_to = Signal(Path)
    """The folder they are in."""
    nbp_rates_chosen = Signal(bool)
    """Whether the NBP may be asked for rates from now on."""

    def __init__(
        self,
        parent: QWidget,
        archive: Archive,
        runner: TaskRunner,
        colours: Colours,
        *,
        nip: str,
        name: str,
        ids: Sequence[int],
        folder: Path,
        nbp_rates: bool,
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._runner = runner
        self._nip = nip
        self._ids = ids
        self._folder = folder
        self._plan: Plan | None = None
        self._task: Task | None = None
        self._answers: dict[str, str] = {}
        self._programs: dict[str, Program] = {program.id: program for program in programs()}
        self.setWindowTitle(_("Konwersja: {name}").format(name=name))
        self.resize(1220, 740)
        attach_help(self, _TOPIC)
        self.program = QComboBox()
        self.program.setAccessibleName(_("Program księgowy"))
        self.program.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for program in self._programs.values():
            self.program.addItem(program.title, program.id)
        self.options_area = QScrollArea()
        self.options_area.setWidgetResizable(True)
        self.options_area.setFrameShape(QFrame.Shape.NoFrame)
        self.options_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.model = ReportModel(colours)
        self.table = self._make_table()
        self.explained = FindingLinks(_MOST_EXPLAINED)
        self.table.selectionModel().currentRowChanged.connect(lambda index, _before: self._explain(index.row()))
        self.questions = QuestionsBox()
        self.questions.answered.connect(self._answer)
        self.strip = ProgressStrip()
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("role", "muted")
        self.write_button = QPushButton()
        self.write_button.setProperty("primary", "true")
        self.write_button.setDefault(True)
        self.write_button.clicked.connect(self._ask_where)
        self.close_button = QPushButton(_("Zamknij"))
        self.close_button.clicked.connect(self.close)
        self.result_page = ResultPage()
        self._tabs = self._make_tabs()
        self.nbp_rates = QCheckBox(_("Kursy NBP pobieraj automatycznie"))
        self.nbp_rates.setToolTip(
            _("Dla faktur w walucie bez kursu: tabela A z ostatniego dnia roboczego przed obowiązkiem podatkowym")
        )
        self.nbp_rates.setChecked(nbp_rates)
        self.nbp_rates.toggled.connect(self._choose_rates)
        self._place()
        self._use_profile()
        self.program.currentIndexChanged.connect(lambda _index: self._show_options({}))
        self.check()

    @property
    def plan(self) -> Plan | None:
        """The pre-flight shown now."""
        return self._plan

    def check(self) -> None:
        """Make the pre-flight list anew with the options and answers of now."""
        if self._task is not None:
            self._task.cancel()
        target, options, decisions = self.program.currentData(), self._options.values(), Decisions(general=dict(self._answers))
        archive, nip, ids = self._archive, self._nip, self._ids
        rates = RateMode.NBP if self.nbp_rates.isChecked() else RateMode.ASK

        def job(report: Report, cancel: CancelToken) -> Plan:
            return convert.preflight_archive(
                archive, nip, target, ids=ids, options=options, decisions=decisions, rates=rates, report=report, cancel=cancel
            )

        self.write_button.setEnabled(False)
        task = self._start(job, _("Sprawdzanie dokumentów"))
        task.succeeded.connect(lambda plan: self._show_plan(plan) if self._task is task else plan.close())

    def write_to(self, out: Path) -> None:
        """Write the files into a folder."""
        plan = self._plan
        if plan is None:
            return

        def job(report: Report, cancel: CancelToken) -> Conversion:
            return convert.write(plan, out, report=report, cancel=cancel)

        self.write_button.setEnabled(False)
        task = self._start(job, _("Zapisywanie pliku"))
        task.succeeded.connect(self._show_result)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stop what goes on and free the pre-flight."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._drop_plan()
        super().closeEvent(event)

    def _start(self, job: object, title: str) -> Task:
        task = self._runner.start(job, title=title, lane=f"konwersja {self._nip}")  # type: ignore[arg-type]
        self._task = task
        self.strip.follow(task)
        task.failed.connect(self._fail)
        return task

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setTabKeyNavigation(False)
        table.setModel(self.model)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(28)
        table.setItemDelegateForColumn(0, PillDelegate(table))
        table.setAccessibleName(_("Lista przed konwersją"))
        for number, width in enumerate(_WIDTHS):
            table.setColumnWidth(number, width)
        # Of its own, always empty: with the table's a header asks for every row, at each repaint, whether its column is selected.
        table.horizontalHeader().setSelectionModel(QItemSelectionModel(self.model, table.horizontalHeader()))
        table.horizontalHeader().setSectionResizeMode(len(HEADINGS) - 1, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(TO_THE_LEFT)
        return table

    def _make_tabs(self) -> QButtonGroup:
        group = QButtonGroup(self)
        for number in range(len(OUTCOMES) + 1):
            button = QToolButton()
            button.setCheckable(True)
            button.setChecked(number == 0)
            group.addButton(button, number)
        group.idClicked.connect(lambda _number: self._show_documents())
        return group

    def _place(self) -> None:
        left = QVBoxLayout()
        left.addWidget(QLabel(_("Program księgowy")))
        left.addWidget(self.program)
        left.addWidget(self.options_area, stretch=1)
        left.addWidget(self.nbp_rates)
        recheck = QPushButton(_("Sprawdź ponownie"))
        recheck.clicked.connect(self.check)
        left.addWidget(recheck)
        tabs = QHBoxLayout()
        for button in self._tabs.buttons():
            tabs.addWidget(button)
        tabs.addStretch()
        right = QVBoxLayout()
        right.addWidget(self.questions)
        right.addLayout(tabs)
        right.addWidget(self.table, stretch=1)
        right.addWidget(self.explained)
        right.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addWidget(self.strip, stretch=1)
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.write_button)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addLayout(left, stretch=2)
        columns.addLayout(right, stretch=6)
        work = QWidget()
        layout = QVBoxLayout(work)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.addLayout(columns, stretch=1)
        layout.addLayout(buttons)
        self.pages = QStackedWidget()
        self.pages.addWidget(work)
        self.pages.addWidget(self.result_page)
        self.result_page.closed.connect(self.close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)

    def _use_profile(self) -> None:
        profile = convert.profile(self._archive, self._nip)
        if profile is not None and profile.target in self._programs:
            self.program.setCurrentIndex(self.program.findData(profile.target))
            self._show_options(profile.options, again=False)
        else:
            self._show_options({}, again=False)

    def _show_options(self, values: dict[str, str], *, again: bool = True) -> None:
        program = self._programs[self.program.currentData()]
        self._options = OptionsForm(program.options, values)
        self.options_area.setWidget(self._options)
        bar = self.options_area.verticalScrollBar().sizeHint().width()
        self.options_area.setMinimumWidth(min(_WIDEST_OPTIONS, self._options.minimumSizeHint().width() + bar))
        if again:
            self.check()

    def _choose_rates(self, nbp: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.nbp_rates_chosen.emit(nbp)
        self.check()

    def _answer(self, code: str, value: str, remember: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._answers[code] = value
        if remember:
            try:
                listing.decide_for_client(self._archive, self._nip, code, value)
            except KonwerterError as error:
                self._fail(error)
        self.check()

    def _show_plan(self, plan: Plan) -> None:
        self._drop_plan()
        self._plan = plan
        total = sum(plan.counts.values())
        self._tabs.button(0).setText(_("Wszystkie {n}").format(n=total))
        for number, (outcome, title) in enumerate(OUTCOMES.items(), start=1):
            self._tabs.button(number).setText(f"{title.capitalize()} {plan.counts.get(outcome, 0)}")
        self.questions.show_questions(plan.questions)
        self.note.setText(" ".join(filter(None, [_rate_problem(plan), plan.order.target.unproven])))
        self._show_documents()
        ready = plan.counts.get(Outcome.WRITTEN, 0)
        self.write_button.setText(_("Konwertuj {documents}").format(documents=documents(ready)))
        self.write_button.setEnabled(ready > 0)

    def _show_documents(self) -> None:
        if self._plan is None:
            return
        number = self._tabs.checkedId()
        shown: Sequence[DocumentReport] = self._plan.documents
        if number > 0:
            outcome = list(OUTCOMES)[number - 1]
            shown = [document for document in shown if document.state is outcome]
        self.model.show_documents(shown)
        self.table.selectRow(0)
        self._explain(0)

    def _explain(self, row: int) -> None:
        """Say all there is to say about the document in focus; F1 goes to the first of it."""
        found = self.model.document_at(row).findings if 0 <= row < self.model.rowCount() else ()
        findings = sorted(found, key=lambda finding: list(Level).index(finding.level))
        self.explained.show_findings(findings)
        change_help(self, finding_topic(findings[0].code) if findings else _TOPIC)

    def _ask_where(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Gdzie zapisać plik?"), str(self._folder))
        if chosen:
            self.write_to(Path(chosen))

    def _show_result(self, conversion: Conversion) -> None:
        if self._plan is not None:
            self.result_page.show_conversion(conversion, self._plan)
        self.pages.setCurrentWidget(self.result_page)
        self._drop_plan()
        if conversion.folder is not None:
            self.written_to.emit(conversion.folder)
        self.converted.emit()

    def _drop_plan(self) -> None:
        if self._plan is not None:
            self._plan.close()
            self._plan = None

    def _fail(self, error: KonwerterError) -> None:
        self.write_button.setEnabled(self._plan is not None)
        show_error(self, error)


def _rate_problem(plan: Plan) -> str:
    """Why the NBP gave no rates, as the note below the list says it; empty where it did."""
    if plan.rate_problem is None:
        return ""
    return _("Kursów NBP nie pobrano: {problem} Dokumenty bez kursu czekają na jego podanie.").format(problem=plan.rate_problem)
