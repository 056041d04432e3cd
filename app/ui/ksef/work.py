"""What a person does with KSeF from the main window: download, give access, check completeness; and what is shown of it."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.base.errors import KonwerterError
from app.base.progress import CancelToken, Progress, Report
from app.base.texts import _
from app.office.archives import Archive
from app.office.board import BoardRow, board
from app.office.diary import RunRow, runs
from app.ui.ksef.access.dialog import AccessDialog
from app.ui.ksef.board_page import BoardPage
from app.ui.ksef.lanes import Lanes
from app.ui.ksef.link import KsefLink
from app.ui.ksef.notices import Notices
from app.ui.message import ask
from app.ui.tasks import Job, Task, TaskRunner
from app.ui.theme import Colours
from app.ui.widgets.progress_strip import ProgressStrip
from app.ui.wording import clock, context_name

if TYPE_CHECKING:
    from app.office.sync import SyncReport

_LANE: Final = "pobieranie"
_BOARD_LANE: Final = "tablica"
_WATCH_MS: Final = 200


@dataclass(frozen=True, slots=True)
class _Shown:
    rows: tuple[BoardRow, ...]
    runs: tuple[RunRow, ...]


class KsefWork(QObject):
    """Owns the way to KSeF, the board page and the notices above the work."""

    archive_changed = Signal()
    """There may be new clients or documents."""
    client_wanted = Signal(str)
    month_wanted = Signal(str)
    """The NIP of a client whose last month is to be converted."""
    board_wanted = Signal()
    left = Signal()
    changed = Signal()
    """What is possible may have changed."""
    downloaded = Signal(object, object)
    """The contexts of a download (None: every client) and its end: a `SyncReport`, a `KonwerterError`, or None where no client has access."""
    failed = Signal(object)
    """A `KonwerterError`."""

    def __init__(self, window: QWidget, archive: Archive, runner: TaskRunner, colours: Colours, strip: ProgressStrip) -> None:
        super().__init__(window)
        self._window = window
        self._runner = runner
        self._colours = colours
        self._strip = strip
        self.link = KsefLink(archive)
        self.page = BoardPage(colours)
        self.notices = Notices(runner, self.link, colours)
        self._lanes = Lanes()
        self._began = dt.datetime.now(dt.UTC)
        self._download: Task | None = None
        self._nip = ""
        self._watch = QTimer(self, interval=_WATCH_MS)
        self._watch.timeout.connect(self._look)
        self._connect()

    @property
    def busy(self) -> bool:
        """Whether a download goes on."""
        return self._download is not None

    def set_colours(self, colours: Colours) -> None:
        """Follow a change of theme."""
        self._colours = colours
        self.page.set_colours(colours)
        self.notices.banner.set_colours(colours)

    def use_archive(self, archive: Archive) -> None:
        """Work on another environment; the way to the one before is closed off the main thread."""
        before, self.link = self.link, KsefLink(archive)
        self._runner.start(lambda _report, _cancel: before.close(), title=_("Zamykanie połączenia"), lane=_BOARD_LANE)
        self.page.summary.clear()
        self.notices.use_link(self.link)

    def reload(self, nip: str | None = None) -> None:
        """Show board, diary and reminders anew; the focus goes to the client `nip` where one is named."""
        self._nip = self._nip if nip is None else nip
        archive = self.link.archive

        def job(_report: Report, _cancel: CancelToken) -> _Shown:
            return _Shown(board(archive), runs(archive))

        task = self._runner.start(job, title=_("Wczytywanie tablicy"), lane=_BOARD_LANE)
        task.succeeded.connect(self._show)
        task.failed.connect(self.failed)

    def download(self, contexts: tuple[str, ...] | None) -> None:
        """Download for these contexts (a NIP: all of the client's), or for every client; only one download goes on at a time."""
        link, lanes = self.link, Lanes()

        def job(report: Report, cancel: CancelToken) -> "SyncReport | None":
            from app.office.sync import sync  # noqa: PLC0415 - brings the network, which the start must not wait for

            return sync(link.connection(), contexts, watch=lanes.note, report=report, cancel=cancel)

        task = self._download_by(job, lanes, contexts)
        if task is not None:
            task.failed.connect(self.failed)

    def download_unattended(self) -> None:
        """Download for every client while nobody may be looking: nothing is asked and nothing pops up."""
        link, lanes = self.link, Lanes()

        def job(report: Report, cancel: CancelToken) -> "SyncReport | None":
            from app.office.unattended import download_all  # noqa: PLC0415 - see download

            return download_all(link.connection(), watch=lanes.note, report=report, cancel=cancel)

        self._download_by(job, lanes, None)

    def _download_by(self, job: "Job[SyncReport | None]", lanes: Lanes, contexts: tuple[str, ...] | None) -> Task | None:
        if self.busy:
            return None
        self._lanes, self._began = lanes, dt.datetime.now(dt.UTC)
        task = self._runner.start(job, title=_("Pobieranie z KSeF"), lane=_LANE)
        self._download = task
        task.progressed.connect(self._count)
        task.succeeded.connect(self._show_report)
        task.failed.connect(self._fail)
        task.succeeded.connect(lambda report: self.downloaded.emit(contexts, report))
        task.failed.connect(lambda error: self.downloaded.emit(contexts, error))
        task.finished.connect(self._ended)
        self._strip.follow(task)
        self._watch.start()
        self.page.set_busy(busy=True)
        self.changed.emit()
        return task

    def give_access(self, context: str = "", *, office: bool = False) -> None:
        """Open the access wizard."""
        dialog = AccessDialog(self._window, self.link, self._runner, self._colours, context=context, office=office)
        dialog.given.connect(self._access_given)
        self._open(dialog)

    def add_training_clients(self) -> None:
        """Add the fictional clients of the training environment with their tokens."""
        from app.office.training_clients import add_training_clients  # noqa: PLC0415 - only a new user needs it

        link = self.link
        task = self._runner.start(
            lambda _report, _cancel: add_training_clients(link.connection()),
            title=_("Przygotowanie danych szkoleniowych"),
            lane=_LANE,
        )
        self._strip.follow(task)
        task.succeeded.connect(self._training_ready)
        task.failed.connect(self.failed)

    def close(self) -> None:
        """End the connection; the runner has been shut down before."""
        self._watch.stop()
        self.link.close()

    def _connect(self) -> None:
        page = self.page
        page.download_wanted.connect(self.download)
        page.access_wanted.connect(self.give_access)
        page.office_wanted.connect(lambda: self.give_access(office=True))
        page.check_wanted.connect(self._check)
        page.remove_wanted.connect(self._ask_remove)
        page.revoke_wanted.connect(self._ask_revoke)
        page.client_wanted.connect(self.client_wanted)
        page.month_wanted.connect(self.month_wanted)
        page.left.connect(self.left)
        self.notices.access_wanted.connect(lambda: self.give_access(office=True))

    def _show(self, shown: _Shown) -> None:
        self.page.show_rows(shown.rows, shown.runs, self._nip)
        if self.busy:
            finished = {
                row.context
                for row in shown.rows
                if row.last is not None and row.last.finished_at is not None and row.last.finished_at >= self._began
            }
            self._lanes.forget(finished)
            self._look()
        self.notices.remind()
        self.changed.emit()

    def _look(self) -> None:
        """Show how far each client is, and when KSeF lets the first of those who wait go on."""
        latest = self._lanes.latest()
        self.page.show_progress(latest)
        now = dt.datetime.now(dt.UTC)
        waits = [progress.until for progress in latest.values() if progress.until is not None and progress.until > now]
        waiting = bool(waits) and len(waits) == len(latest)
        self._strip.show_note(_("KSeF prosi o przerwę do {when}").format(when=clock(min(waits), now)) if waiting else "")

    def _count(self, progress: Progress) -> None:
        """One more client is done: show his row anew."""
        if progress.done:
            self.reload()

    def _show_report(self, report: "SyncReport | None") -> None:
        if report is None:
            self.page.summary.clear()
            return
        self.page.show_result(report.clients, dt.datetime.now(dt.UTC))
        self.notices.look_at(report.clients)

    def _fail(self, error: KonwerterError) -> None:
        self.page.summary.setText(str(error))

    def _ended(self) -> None:
        self._download = None
        self._watch.stop()
        self._strip.show_note("")
        self.page.show_progress({})
        self.page.set_busy(busy=False)
        self.archive_changed.emit()

    def _access_given(self, context: str) -> None:
        self._nip = context[:10]
        self.archive_changed.emit()
        self.board_wanted.emit()

    def _training_ready(self, _count: int) -> None:
        self.page.summary.setText(_("Trzy zmyślone firmy mają już dostęp. Teraz kliknij „Pobierz wszystkich” (Shift+F5)."))
        self.archive_changed.emit()
        self.board_wanted.emit()

    def _check(self, context: str) -> None:
        from app.ui.ksef.completeness_dialog import CompletenessDialog  # noqa: PLC0415 - brings the network

        name = next((row.name for row in self.page.model.rows if row.context == context), "")
        dialog = CompletenessDialog(self._window, self.link, self._runner, context=context, name=name)
        dialog.fetched.connect(self.archive_changed)
        self._open(dialog)

    def _ask_remove(self, row: BoardRow) -> None:
        ask(
            self._window,
            _("Usunąć dostęp: {name}?").format(name=row.name or context_name(row.context)),
            _(
                "Program zapomni token lub certyfikat. Pobrane faktury zostaną; w KSeF dostęp działa dalej, dopóki nie zostanie odebrany."
            ),
            _("Usuń dostęp"),
            lambda: self._take_away(row.context, revoke=False),
        )

    def _ask_revoke(self, row: BoardRow) -> None:
        ask(
            self._window,
            _("Unieważnić token: {name}?").format(name=row.name or context_name(row.context)),
            _("Token przestanie działać w KSeF na zawsze, także w innych programach. Pobrane faktury zostaną."),
            _("Unieważnij token"),
            lambda: self._take_away(row.context, revoke=True),
        )

    def _take_away(self, context: str, *, revoke: bool) -> None:
        link = self.link

        def job(_report: Report, cancel: CancelToken) -> None:
            from app.office.access import remove_access  # noqa: PLC0415 - see download
            from app.office.access_trials import revoke_token  # noqa: PLC0415 - see download

            if revoke:
                revoke_token(link.connection(), context, cancel=cancel)
            else:
                remove_access(link.connection(), context)

        task = self._runner.start(job, title=_("Usuwanie dostępu"), lane=_LANE)
        self._strip.follow(task)
        task.succeeded.connect(self.archive_changed)
        task.failed.connect(self.failed)

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
