"""The settings opened from the main window, and what must happen to the window because of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer

from app.base.errors import KonwerterError
from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.ui.error_box import show_error
from app.ui.message import tell
from app.ui.saved import tell_saved
from app.ui.settings.data_work import content
from app.ui.settings.dialog import SettingsDialog
from app.ui.tasks import QUIET_LANES

if TYPE_CHECKING:
    from app.office.archives import Archive
    from app.office.backups import Restored
    from app.ui.main_window import MainWindow

_LANE: Final = "archiwum"
_SOON_MS: Final = 50


class SettingsWork(QObject):
    """Lives as long as the window; a backup is restored with the archive closed and the desk out of sight."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def open_settings(self, page: int | None) -> None:
        """Open the settings on a page; without an archive only what needs none can be used."""
        window, background = self._window, self._window.background
        archive = None if background is None else window.workspace.archive
        dialog = SettingsDialog(
            window, window.preferences, window.runner, archive=archive, updates=window.updates,
            automation=None if background is None else background.automation,
            tray=background is not None and background.tray.available,
        )  # fmt: skip
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if page is not None:
            dialog.list.setCurrentRow(page)
        dialog.look_changed.connect(window.apply_look)
        dialog.restore_wanted.connect(lambda file: self._leave_and_restore(dialog, file))
        if background is not None:
            dialog.schedule_changed.connect(background.refresh)
            dialog.documents_removed.connect(window.desk.refresh)
        dialog.open()

    def restore(self, file: Path) -> None:
        """Put a backup in the place of the archive; not while something goes on."""
        window = self._window
        if any(task.lane not in QUIET_LANES for task in window.runner.tasks):
            text = _("Poczekaj, aż skończy się bieżąca operacja, i przywróć kopię jeszcze raz.")
            tell(window, _("Trwa praca"), text)
            return
        window.hide_desk(_("Przywracanie kopii…"))
        for reading in window.runner.tasks:
            reading.cancel()
        self._restore_when_alone(file)

    def _leave_and_restore(self, dialog: SettingsDialog, file: Path) -> None:
        dialog.close()
        self.restore(file)

    def _restore_when_alone(self, file: Path) -> None:
        window = self._window
        if window.runner.tasks:  # somebody still reads
            QTimer.singleShot(_SOON_MS, lambda: self._restore_when_alone(file))
            return
        if window.background is not None:
            window.desk.ksef.link.close()
            window.workspace.archive.close()
        paths, environment = window.preferences.paths, window.preferences.settings.environment

        def job(report: Report, cancel: CancelToken) -> "tuple[Restored, Archive]":
            from app.office.archives import open_archive  # noqa: PLC0415 - the settings must open at once
            from app.office.backups import restore_backup  # noqa: PLC0415 - see above

            restored = restore_backup(paths, environment, file, report=report, cancel=cancel)
            return restored, open_archive(paths, environment)

        task = window.runner.start(job, title=_("Przywracanie kopii"), lane=_LANE)
        window.strip.follow(task)
        task.succeeded.connect(self._take)
        task.failed.connect(self._fail)
        task.cancelled.connect(window.show_desk)

    def _take(self, done: "tuple[Restored, Archive]") -> None:
        restored, archive = done
        self._window.show_desk(archive)
        earlier = restored.earlier
        aside = "" if earlier is None else _("Poprzednie archiwum leży obok jako {file}.").format(file=earlier.name)
        tell_saved(
            self._window,
            _("Kopia przywrócona"),
            _("W archiwum jest teraz: {what}. {aside}").format(what=content(restored.backup), aside=aside),
            self._window.preferences.paths.archives,
        )

    def _fail(self, error: KonwerterError) -> None:
        self._window.show_desk()
        show_error(self._window, error)
