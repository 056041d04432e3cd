"""The notice of a newer version: off until somebody asks for it, quiet when there is one, silent when the question fails."""

import datetime as dt
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from app import __version__
from app.base.errors import KonwerterError
from app.base.progress import CancelToken, Report
from app.base.releases import Release
from app.base.texts import _
from app.office.updates import newer_release, updates_url
from app.ui.tasks import Task, TaskRunner
from app.ui.theme import Colours
from app.ui.widgets.banner import Banner

if TYPE_CHECKING:  # the archive loads after the window has appeared
    from app.ui.workspace import Workspace

LANE: Final = "o programie"


class UpdateNotice(QObject):
    """Knows whether to look, looks, and keeps a banner for what was found."""

    found = Signal(object)
    """The newer `Release`, or None where this one is the newest."""
    failed = Signal(object)
    """A `KonwerterError`."""

    def __init__(self, window: QWidget, runner: TaskRunner, colours: Colours) -> None:
        super().__init__(window)
        self._window = window
        self._runner = runner
        self._workspace: Workspace | None = None
        self._release: Release | None = None
        self.banner = Banner(colours)
        self.banner.acted.connect(self.show_changes)

    @property
    def url(self) -> str:
        """Whom to ask; empty where this copy of the program does not know."""
        try:
            return updates_url()
        except KonwerterError:
            return ""

    @property
    def ready(self) -> bool:
        """Whether there is somebody to ask and a place to remember it."""
        return self._workspace is not None and bool(self.url)

    @property
    def wanted(self) -> bool:
        """Whether somebody has asked for a look once a day."""
        return self._workspace is not None and self._workspace.settings.updates

    def use(self, workspace: "Workspace") -> None:
        """Look, where that is wanted and was not done today."""
        self._workspace = workspace
        if self.wanted and self.url and workspace.settings.updates_asked != _today():
            self.look()

    def want(self, *, wanted: bool) -> None:
        """Remember whether to look once a day."""
        if self._workspace is not None:
            self._workspace.remember(updates=wanted)

    def look(self) -> None:
        """Ask now; `found` or `failed` tells what came of it."""
        url = self.url
        if self._workspace is not None:
            self._workspace.remember(updates_asked=_today())

        def job(_report: Report, cancel: CancelToken) -> Release | None:
            return newer_release(url, cancel)

        task: Task = self._runner.start(job, title=_("Sprawdzanie, czy jest nowsza wersja"), lane=LANE)
        task.succeeded.connect(self._take)
        task.failed.connect(self.failed)

    def show_changes(self) -> None:
        """Show what is new in the release that was found."""
        if self._release is not None:
            UpdateDialog(self._window, self._release).open()

    def _take(self, release: Release | None) -> None:
        self._release = release
        text = (
            _("Jest nowsza wersja programu: {version}. Masz {own}.").format(version=release.version, own=__version__)
            if release
            else ""
        )
        self.banner.show_text(text, _("Co nowego"))
        self.found.emit(release)


class UpdateDialog(QDialog):
    """What is new, and the page to get it from. The program downloads and installs nothing itself."""

    def __init__(self, parent: QWidget, release: Release) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Nowsza wersja"))
        self.resize(640, 520)
        title = QLabel(_("Konwerter KSeF {version}").format(version=release.version))
        title.setProperty("role", "title")
        self.text = QTextBrowser()
        self.text.setAccessibleName(_("Co nowego"))
        self.text.setOpenLinks(False)
        self.text.setMarkdown(release.changes or _("Wydawca nie opisał zmian."))
        hint = QLabel(_("Pobierz instalator ze strony i uruchom: zastąpi tę wersję, a dane zostaną."))
        hint.setWordWrap(True)
        hint.setProperty("role", "muted")
        self.page_button = QPushButton(_("Otwórz stronę"))
        self.page_button.setVisible(bool(release.page))
        self.page_button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(release.page)))
        close = QPushButton(_("Zamknij"))
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.page_button)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        for part in (title, self.text, hint):
            layout.addWidget(part)
        layout.addLayout(foot)


def _today() -> str:
    return dt.datetime.now().astimezone().date().isoformat()
