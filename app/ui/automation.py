"""What the running program does by itself: the scheduled download and the weekly backup. It asks nothing and interrupts nobody."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from app.base.environments import Environment
from app.base.errors import KonwerterError
from app.base.progress import CancelToken, Report
from app.base.texts import _, plural
from app.office.diary import SyncState
from app.office.schedule import held_until, next_backup, next_run
from app.ui.ksef.work import KsefWork
from app.ui.tasks import QUIET_LANES, TaskRunner
from app.ui.wording import clock, documents
from app.ui.workspace import Workspace

if TYPE_CHECKING:
    from app.office.sync import SyncReport

_LOOK_MS: Final = 20_000
_BACKUP_LANE: Final = "kopia zapasowa"
_PATIENCE: Final = dt.timedelta(hours=1)
"""How long a backup that failed is not tried again."""


def utc_now() -> dt.datetime:
    """The present moment."""
    return dt.datetime.now(dt.UTC)


class Automation(QObject):
    """Looks three times a minute whether something is due, and begins it when nobody works on the archive in a dialog or a task."""

    told = Signal(str, str)
    """A title and a text that somebody may want to know: new documents, problems. At most one for each download."""
    changed = Signal()
    """The schedule, its pause or the last download is another."""

    def __init__(
        self, window: QWidget, workspace: Workspace, runner: TaskRunner, ksef: KsefWork, now: Callable[[], dt.datetime] = utc_now
    ) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._runner = runner
        self._ksef = ksef
        self._now = now
        self._unattended = False
        self._held: dict[str, dt.datetime | None] = {}
        self._backup_failed: dt.datetime | None = None
        self._paused = False
        ksef.downloaded.connect(self._take)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @property
    def paused(self) -> bool:
        """Whether nothing begins until somebody says so, or the program is started again."""
        return self._paused

    def pause(self, *, paused: bool) -> None:
        """Begin nothing any more, or go on."""
        self._paused = paused
        self.changed.emit()

    @property
    def next_moment(self) -> dt.datetime | None:
        """When the next download begins (UTC); None where none is scheduled."""
        settings = self._workspace.settings
        held = self._held.get(self._workspace.environment.value)
        return next_run(settings.scheduled, settings.ran.get(self._name("download")), self._now(), held=held)

    @property
    def sentence(self) -> str:
        """What will happen, in words."""
        moment, now = self.next_moment, self._now()
        if moment is None:
            return _("Pobieranie według planu jest wyłączone.")
        if self._paused:
            return _("Pobieranie według planu jest wstrzymane.")
        if moment <= now:
            return _("Pobieranie zacznie się, gdy nic innego nie będzie otwarte.")
        return _("Następne pobieranie: {when}.").format(when=clock(moment, now))

    def look(self) -> None:
        """Begin what is due, unless somebody works."""
        if self._paused or self._busy():
            return
        moment, now = self.next_moment, self._now()
        if moment is not None and moment <= now:
            self.download()
            return
        folder = self._workspace.settings.folders.get("backup", "")
        if self._workspace.settings.weekly_backup and folder and self._backup_due(now):
            self._back_up(Path(folder))

    def download(self) -> None:
        """Download now, unless a download goes on; what it brings is told."""
        if not self._ksef.busy:
            self._unattended = True
            self._note("download")  # also where the program does not live to see the end
            self._ksef.download_unattended()

    def stop(self) -> None:
        """Begin nothing any more: the window closes."""
        self._timer.stop()

    def _busy(self) -> bool:
        """Whether a download, another task or a dialog works on the archive."""
        dialogs = (dialog for dialog in self._window.window().findChildren(QDialog) if not isinstance(dialog, QMessageBox))
        return (
            self._ksef.busy
            or any(task.lane not in QUIET_LANES for task in self._runner.tasks)
            or any(dialog.isVisible() for dialog in dialogs)
        )

    def _backup_due(self, now: dt.datetime) -> bool:
        put_off = self._backup_failed is not None and now < self._backup_failed + _PATIENCE
        if put_off or self._workspace.environment is Environment.TRAINING:
            return False
        return next_backup(self._workspace.settings.ran.get(self._name("backup")), now) <= now

    def _back_up(self, folder: Path) -> None:
        archive = self._workspace.archive

        def job(report: Report, cancel: CancelToken) -> Path:
            from app.office.backups import make_weekly_backup  # noqa: PLC0415 - once a week

            return make_weekly_backup(archive, folder, report=report, cancel=cancel)[0]

        task = self._runner.start(job, title=_("Cotygodniowa kopia zapasowa"), lane=_BACKUP_LANE)
        task.succeeded.connect(lambda _file: self._note("backup"))
        task.failed.connect(self._say_no_backup)
        task.cancelled.connect(self._put_off_backup)

    def _say_no_backup(self, error: KonwerterError) -> None:
        self._put_off_backup()
        self.told.emit(_("Kopia zapasowa się nie udała"), str(error))

    def _put_off_backup(self) -> None:
        self._backup_failed = self._now()

    def _take(self, contexts: tuple[str, ...] | None, outcome: object) -> None:
        """After a download: one of all clients counts as the scheduled one, whoever began it."""
        unattended, self._unattended = self._unattended, False
        if contexts is not None:
            return
        self._note("download")
        held = None
        if isinstance(outcome, KonwerterError):
            if unattended:
                self.told.emit(_("Pobieranie się nie udało"), str(outcome))
        elif outcome is not None:
            report: SyncReport = outcome  # type: ignore[assignment]  # the signal carries objects
            held = held_until(report.clients)
            text = news(report)
            if unattended and text:
                self.told.emit(_("Pobieranie z KSeF"), text)
        self._held[self._workspace.environment.value] = held
        self.changed.emit()

    def _note(self, what: str) -> None:
        ran = {**self._workspace.settings.ran, self._name(what): self._now().replace(microsecond=0)}
        self._workspace.remember(ran=ran)
        self.changed.emit()

    def _name(self, what: str) -> str:
        return f"{what} {self._workspace.environment.value}"


def news(report: "SyncReport") -> str:
    """What of a download is worth a notification: new documents, unclear ones, clients that failed; empty where there is nothing."""
    new = sum(result.new for result in report.clients)
    failed = sum(result.state is SyncState.FAILED for result in report.clients)
    unclear = sum(result.problems for result in report.clients)
    parts = []
    if new:
        parts.append(_("Nowe: {documents}.").format(documents=documents(new)))
    if unclear:
        parts.append(_("Do wyjaśnienia: {documents}.").format(documents=documents(unclear)))
    if failed:
        noun = plural(failed, "klientem", "klientami", "klientami")
        parts.append(_("Kłopot z {n} {clients}; powód jest na tablicy.").format(n=failed, clients=noun))
    return " ".join(parts)
