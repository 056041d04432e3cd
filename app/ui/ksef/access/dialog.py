"""The access wizard: one question a page, the live test at the end. No secret outlives it."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.base.errors import KonwerterError
from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.office.access import AccessKind
from app.ui.help.key import attach_help, change_help
from app.ui.ksef.access import trial
from app.ui.ksef.access.certificate_page import CertificatePage
from app.ui.ksef.access.kind_page import KindPage
from app.ui.ksef.access.result_page import ResultPage
from app.ui.ksef.access.token_page import TokenPage
from app.ui.ksef.access.trial import Grounds, Tried
from app.ui.ksef.link import KsefLink
from app.ui.tasks import Job, Task, TaskRunner
from app.ui.theme import Colours

_LANE: Final = "dostęp"


class AccessDialog(QDialog):
    """For one context, or (empty) for whoever the token belongs to. `given` is emitted when an access has been kept."""

    given = Signal(str)
    """The context; empty for the office's certificate."""

    def __init__(
        self, parent: QWidget, link: KsefLink, runner: TaskRunner, colours: Colours, *, context: str = "", office: bool = False
    ) -> None:
        super().__init__(parent)
        self._link = link
        self._runner = runner
        self._task: Task | None = None
        self._tried: Tried | None = None
        self._storing = False
        self._stored = False
        self.kind_page = KindPage(link.archive.environment, colours)
        self.token_page = TokenPage(context)
        self.client_page = CertificatePage(office=False, context=context)
        self.office_page = CertificatePage(office=True)
        self.result_page = ResultPage(colours)
        self.pages = QStackedWidget()
        for page in (self.kind_page, self.token_page, self.client_page, self.office_page, self.result_page):
            self.pages.addWidget(page)
        self.back_button = QPushButton(_("Wstecz"))
        self.cancel_button = QPushButton(_("Anuluj"))
        self.cancel_button.setMinimumWidth(110)
        self.next_button = QPushButton()
        self.next_button.setMinimumWidth(130)
        self.next_button.setProperty("primary", "true")
        self.next_button.setDefault(True)
        self.setWindowTitle(_("Dostęp do KSeF"))
        self.resize(760, 580)
        self._place()
        self._connect()
        attach_help(self, "logowanie")
        if office:
            self.kind_page.choose(AccessKind.OFFICE)
            self._show(self.office_page)
        else:
            self._show(self.kind_page)
        self._start(partial(trial.look, link), _("Przygotowanie")).succeeded.connect(self._take_grounds)

    def done(self, result: int) -> None:
        """Close; stop what goes on and wipe the fields first."""
        if self._task is not None:
            self._task.cancel()
        for page in (self.token_page, self.client_page, self.office_page):
            page.clear()
        if result == QDialog.DialogCode.Rejected and self._stored and self._tried is not None:
            tried, link = self._tried, self._link
            self._stored = False
            self._runner.start(lambda _report, _cancel: trial.take_back(link, tried), title=_("Cofanie"), lane=_LANE)
        super().done(result)

    def _place(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.back_button)
        buttons.addStretch()
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.next_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 16)
        layout.setSpacing(16)
        layout.addWidget(self.pages, stretch=1)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self._go_back)
        self.next_button.clicked.connect(self._go_on)
        self.cancel_button.clicked.connect(self._cancel)
        for page in (self.token_page, self.client_page, self.office_page):
            page.changed.connect(self._enable)
        self.token_page.training_wanted.connect(self._fetch_training_token)
        self.office_page.training_wanted.connect(self._try_training_certificate)

    @property
    def _page(self) -> QWidget | None:
        return self.pages.currentWidget()

    def _asking_page(self) -> TokenPage | CertificatePage:
        if self.kind_page.kind is AccessKind.TOKEN:
            return self.token_page
        return self.client_page if self.kind_page.kind is AccessKind.CERTIFICATE else self.office_page

    def _show(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        change_help(self, "token" if page is self.token_page else "odmowa" if page is self.result_page else "certyfikat")
        if page is self.kind_page:
            change_help(self, "logowanie")
        for field in (self.token_page.token, self.office_page.file, self.client_page.file):
            if page.isAncestorOf(field):
                field.setFocus()
        self._enable()

    def _enable(self) -> None:
        page, busy = self._page, self._task is not None
        works = self._tried is not None and (self._tried.check is None or self._tried.check.works)
        self.back_button.setVisible(page is not self.kind_page)
        self.back_button.setEnabled(not (busy and page is self.result_page))
        self.cancel_button.setText(_("Nie zapisuj") if page is self.result_page and works and not busy else _("Anuluj"))
        if page is self.kind_page:
            self.next_button.setText(_("Dalej"))
            self.next_button.setEnabled(True)
        elif page is self.result_page:
            self.next_button.setText(_("Zapisz dostęp") if not self._stored else _("Gotowe"))
            self.next_button.setEnabled(works and not busy)
        else:
            self.next_button.setText(_("Sprawdź dostęp"))
            self.next_button.setEnabled(self._asking_page().complete and not busy)

    def _go_back(self) -> None:
        self._show(self._asking_page() if self._page is self.result_page else self.kind_page)

    def _go_on(self) -> None:
        if self._page is self.kind_page:
            self._show(self._asking_page())
        elif self._page is not self.result_page:
            self._try()
        elif self._stored:
            self._finish(None)
        else:
            self._keep_token()

    def _cancel(self) -> None:
        """Stop the test; a second time, leave."""
        if self._task is not None and self._page is self.result_page:
            self._task.cancel()
        else:
            self.reject()

    def _take_grounds(self, grounds: Grounds) -> None:
        for page in (self.token_page, self.client_page, self.office_page):
            page.show_grounds(grounds)

    def _fetch_training_token(self, nip: str) -> None:
        link = self._link
        task = self._start(lambda _report, _cancel: trial.training_token(link, nip), _("Token szkoleniowy"))
        task.succeeded.connect(self.token_page.put)

    def _try(self) -> None:
        """Try what the page in front gives. The job takes the secret; nothing else holds it."""
        link = self._link
        if self.kind_page.kind is AccessKind.TOKEN:
            page = self.token_page
            token, context, name = page.pasted.text, page.context, page.name.text().strip()

            def job(report: Report, cancel: CancelToken) -> Tried:
                return trial.try_token(link, context, token, name, report=report, cancel=cancel)

            self._begin(job, storing=False)
            return
        asking = self._asking_page()
        if not isinstance(asking, CertificatePage):
            return
        password, owner, files, remember = asking.take_password(), asking.context, asking.files, asking.remember.remember

        def give(report: Report, cancel: CancelToken) -> Tried:
            return trial.give_certificate(link, owner, files, password, "", remember=remember, report=report, cancel=cancel)

        self._begin(give, storing=True)

    def _try_training_certificate(self) -> None:
        link = self._link
        self._begin(lambda report, cancel: trial.give_training_certificate(link, report, cancel), storing=True)

    def _begin(self, job: Job[Tried], *, storing: bool) -> None:
        """Run a trial; one that keeps a certificate first is taken back when the wizard is left without finishing."""
        self._tried, self._storing, self._stored = None, storing, False
        self.result_page.show_waiting()
        task = self._start(job, _("Próbne logowanie do KSeF"))
        task.progressed.connect(self.result_page.show_progress)
        task.succeeded.connect(self._show_tried)
        task.cancelled.connect(self.result_page.show_cancelled)
        self._show(self.result_page)

    def _show_tried(self, tried: Tried) -> None:
        self._tried, self._stored = tried, self._storing
        asking = self._asking_page()
        name = self.token_page.name.text().strip() if asking is self.token_page else ""
        self.result_page.show_tried(tried, name, remember=asking.remember.remember, training=self._link.training)
        self._enable()

    def _keep_token(self) -> None:
        link, page, tried = self._link, self.token_page, self._tried
        if tried is None:
            return
        token, name = page.pasted.text, page.name.text().strip()
        remember, expires = page.remember.remember, page.expires

        def job(_report: Report, _cancel: CancelToken) -> None:
            trial.keep_token(link, tried, token, name, remember=remember, expires=expires)

        task = self._start(job, _("Zapisywanie dostępu"))
        task.succeeded.connect(self._finish)

    def _finish(self, _nothing: object) -> None:
        context = "" if self._tried is None else self._tried.context
        self._stored = False
        self.accept()
        self.given.emit(context)

    def _start(self, job: Job[object], title: str) -> Task:
        task = self._runner.start(job, title=title, lane=_LANE)
        self._task = task
        task.failed.connect(self._show_error)
        task.finished.connect(self._ended)
        self._enable()
        return task

    def _ended(self) -> None:
        if self._task is not None and self._task.done:
            self._task = None
            self._enable()

    def _show_error(self, error: KonwerterError) -> None:
        self._tried = None
        self.result_page.show_error(error)
        self._show(self.result_page)
