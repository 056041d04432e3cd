"""From one environment's archive to another's."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer

from app.base.environments import Environment
from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.ui.error_box import show_error
from app.ui.message import tell
from app.ui.tasks import QUIET_LANES

if TYPE_CHECKING:
    from app.office.archives import Archive
    from app.ui.main_window import MainWindow

_LANE: Final = "archiwum"
_SOON_MS: Final = 50


class Switching(QObject):
    """Works once the window is furnished; before that nothing happens."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._training_begins = False

    def choose(self) -> None:
        """Ask which environment to work in."""
        from app.ui.ksef.environment_dialog import EnvironmentDialog  # noqa: PLC0415 - see app.ui.main_window

        window = self._window
        if not window.furnished_already:
            return
        dialog = EnvironmentDialog(window, window.workspace.environment, window.colours)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self.switch)
        dialog.open()

    def switch(self, environment: Environment) -> None:
        """Work on the archive of another environment; not while something goes on."""
        window = self._window
        if not window.furnished_already or environment is window.workspace.environment:
            return
        if window.desk.ksef.busy or any(task.lane not in QUIET_LANES for task in window.runner.tasks):
            self._training_begins = False
            tell(window, _("Trwa praca"), _("Poczekaj, aż skończy się bieżąca operacja, albo ją anuluj. Potem zmień środowisko."))
            return
        window.search.clear()
        paths = window.preferences.paths

        def job(_report: Report, _cancel: CancelToken) -> "Archive":
            from app.office.archives import open_archive  # noqa: PLC0415 - see app.ui.main_window

            return open_archive(paths, environment)

        task = window.runner.start(job, title=_("Otwieranie archiwum"), lane=_LANE)
        task.succeeded.connect(self.take)
        task.failed.connect(lambda error: show_error(window, error))

    def begin_training(self) -> None:
        """Go to the training environment and add its fictional clients."""
        if self._window.workspace.environment is Environment.TRAINING:
            self._window.desk.ksef.add_training_clients()
            return
        self._training_begins = True
        self.switch(Environment.TRAINING)

    def take(self, archive: "Archive") -> None:
        """Show an archive that is open, when nobody reads from the one before any more."""
        window = self._window
        if window.runner.tasks:
            QTimer.singleShot(_SOON_MS, lambda: self.take(archive))
            return
        window.desk.use_archive(archive)
        window.show_environment(archive.environment)
        if self._training_begins:
            self._training_begins = False
            window.desk.ksef.add_training_clients()
