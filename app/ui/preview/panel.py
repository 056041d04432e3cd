"""The right side: tabs *Faktura*, *Księgowanie*, *Uwagi*, *XML*, *Historia* of the document in focus."""

from dataclasses import dataclass

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QStackedLayout, QTabWidget, QVBoxLayout, QWidget

from app.base.errors import KonwerterError
from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.booking.entry import Direction
from app.booking.questions import VAT_PERIOD, Question
from app.booking.rules import Rule
from app.booking.treatment import Treatment
from app.office import listing
from app.office.archives import Archive
from app.office.checks import is_acknowledged
from app.office.hand_edits import used_values
from app.office.listing import Details
from app.ui.preview.booking_page import BookingPage
from app.ui.preview.copying import copyables
from app.ui.preview.findings_page import FindingsPage
from app.ui.preview.foot import Foot
from app.ui.preview.history_page import HistoryPage
from app.ui.preview.invoice_page import InvoicePage
from app.ui.preview.xml_page import XmlPage
from app.ui.tasks import Task, TaskRunner
from app.ui.theme import Colours
from app.ui.widgets.empty_state import EmptyState

_LANE = "podgląd"


@dataclass(frozen=True, slots=True)
class _Loaded:
    details: Details
    html: str
    used: dict[str, tuple[str, ...]]


class PreviewPanel(QWidget):
    """Loads a document off the main thread; a later choice overtakes an earlier one."""

    decided = Signal(int, str, str)
    """Id of the document, code of the question, answer (empty: taken back)."""
    acknowledged = Signal(int, str)
    """Id of the document, code of the note that was seen."""
    reopened = Signal(int, str)
    """Id of the document, code of the note whose acknowledgement is taken back."""
    edited = Signal(int, object, object)
    """Id of the document, the `Treatment` that was set by hand, the `Direction` of the entry."""
    taken_back = Signal(int, str, object)
    """Id of the document, the field whose edit is taken back, the `Direction` of the entry."""
    rule_wanted = Signal(str, object)
    """NIP of the client and a `Rule` to be looked at."""
    file_wanted = Signal(object)
    """A `WrittenFile` of a conversion that somebody wants to see."""
    print_wanted = Signal(int)
    """Id of the document."""
    save_wanted = Signal(int)
    """Id of the document."""
    failed = Signal(object)
    loaded = Signal()

    def __init__(
        self,
        archive: Archive,
        runner: TaskRunner,
        colours: Colours,
        questions: tuple[Question, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._runner = runner
        self._questions = {question.code: question for question in questions}
        self._task: Task | None = None
        self._shown: Details | None = None
        self._used: dict[str, tuple[str, ...]] = {}
        self._empty = EmptyState(_("Podgląd"), _("Wybierz dokument, aby zobaczyć fakturę, księgowanie i uwagi."))
        self.tabs = QTabWidget()
        self.foot = Foot()
        self._place()
        self.invoice = InvoicePage()
        self.booking = BookingPage(colours)
        self.findings = FindingsPage(colours)
        self.xml = XmlPage(colours)
        self.history = HistoryPage(colours)
        for page, title in (
            (self.invoice, _("Faktura")),
            (self.booking, _("Księgowanie")),
            (self.findings, _("Uwagi")),
            (self.xml, "XML"),
            (self.history, _("Historia")),
        ):
            self.tabs.addTab(page, title)
        self.foot.zoom_wanted.connect(self.invoice.zoom)
        self.invoice.zoomed.connect(self.foot.show_zoom)
        self.invoice.copied.connect(self.foot.say_copied)
        self.invoice.print_wanted.connect(lambda: self._pass_on(self.print_wanted))
        self.invoice.save_wanted.connect(lambda: self._pass_on(self.save_wanted))
        self.tabs.currentChanged.connect(lambda _tab: self.foot.let_zoom(possible=self.tabs.currentWidget() is self.invoice))
        self.findings.decided.connect(self._decide)
        self.findings.acknowledged.connect(self._acknowledge)
        self.findings.reopened.connect(self._reopen)
        self.history.file_wanted.connect(self.file_wanted)
        self.booking.month_chosen.connect(lambda month: self._decide(VAT_PERIOD.code, month))
        self.booking.edited.connect(self._edit)
        self.booking.taken_back.connect(self._take_back)
        self.booking.rule_wanted.connect(self._want_rule)
        self.set_colours(colours)

    @property
    def details(self) -> Details | None:
        """The document shown now."""
        return self._shown

    def use_archive(self, archive: Archive) -> None:
        """Preview documents of another environment."""
        self._shown = None
        self._archive = archive
        self.show_document(None)

    def show_document(self, document_id: int | None) -> None:
        """Show a document; None: nothing. What is being typed about the one before is kept first."""
        if self._shown is not None and self._shown.row.id != document_id:
            self.booking.finish()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if document_id is None:
            self._shown = None
            self._pile.setCurrentWidget(self._empty)
            return
        archive = self._archive

        def job(_report: Report, cancel: CancelToken) -> _Loaded:
            from app.office import pages  # noqa: PLC0415 - brings the templates, which the first window does not need

            details = listing.details(archive, document_id)
            cancel.check()
            html = pages.page_of(archive, document_id) if details.document is not None else ""
            return _Loaded(details, html, used_values(archive, details.row.client_nip))

        task = self._runner.start(job, title=_("Wczytywanie dokumentu"), lane=_LANE)
        self._task = task
        task.succeeded.connect(lambda loaded: self._show(loaded) if self._task is task else None)
        task.failed.connect(self._fail)

    def set_colours(self, colours: Colours) -> None:
        """Follow a change of theme."""
        for page in (self.foot, self.booking, self.findings, self.xml, self.history):
            page.set_colours(colours)
        if self._shown is not None:
            self._fill(self._shown, anew=True)

    def _place(self) -> None:
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs, stretch=1)
        column.addWidget(self.foot)
        self.setMinimumWidth(380)
        self._pile = QStackedLayout(self)
        self._pile.addWidget(self._empty)
        self._pile.addWidget(content)

    def _show(self, loaded: _Loaded) -> None:
        anew = self._shown is not None and self._shown.row.id == loaded.details.row.id
        self._shown = loaded.details
        self._used = loaded.used
        self.invoice.show_page(loaded.html)
        self.xml.show_xml(loaded.details.xml)
        self._fill(loaded.details, anew=anew)
        self._pile.setCurrentIndex(1)
        self.loaded.emit()

    def _fill(self, details: Details, *, anew: bool) -> None:
        self.booking.show_entries(details.entries, self._used, anew=anew)
        self.findings.show_findings(details.findings, self._questions, details.answers, details.acknowledged)
        self.history.show_conversions(details.conversions)
        count = sum(not is_acknowledged(finding, details.acknowledged) for finding in details.findings)
        self.tabs.setTabText(self.tabs.indexOf(self.findings), _("Uwagi ({n})").format(n=count) if count else _("Uwagi"))
        self.foot.show_fields(details.row.ksef_number, copyables(details))

    def _pass_on(self, wanted: SignalInstance) -> None:
        if self._shown is not None:
            wanted.emit(self._shown.row.id)

    def _acknowledge(self, code: str) -> None:
        if self._shown is not None:
            self.acknowledged.emit(self._shown.row.id, code)

    def _reopen(self, code: str) -> None:
        if self._shown is not None:
            self.reopened.emit(self._shown.row.id, code)

    def _decide(self, code: str, value: str) -> None:
        if self._shown is not None:
            self.decided.emit(self._shown.row.id, code, value)

    def _edit(self, treatment: Treatment, direction: Direction) -> None:
        if self._shown is not None:
            self.edited.emit(self._shown.row.id, treatment, direction)

    def _take_back(self, field: str, direction: Direction) -> None:
        if self._shown is not None:
            self.taken_back.emit(self._shown.row.id, field, direction)

    def _want_rule(self, rule: Rule) -> None:
        if self._shown is not None:
            self.rule_wanted.emit(self._shown.row.client_nip, rule)

    def _fail(self, error: KonwerterError) -> None:
        self.failed.emit(error)
