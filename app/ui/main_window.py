"""The main window's frame: it appears at once, and the desk is furnished behind it.

Nothing here may import the archive or the targets: they take longer to load than Qt takes to show a window. `app.ui.desk` brings
them, after the first paint.
"""
# ruff: noqa: PLW0108 - the lambdas ask for the desk when they are called: it comes later than the actions

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.base.environments import Environment
from app.base.errors import KonwerterError
from app.base.paths import Paths
from app.base.progress import CancelToken, Report
from app.base.settings import Settings
from app.base.texts import _
from app.ui.actions import make_actions, recolour
from app.ui.closing import close_dialogs
from app.ui.error_box import show_error
from app.ui.forward import bring_forward
from app.ui.preferences import Preferences
from app.ui.settings import DATA
from app.ui.switching import Switching
from app.ui.tasks import TaskRunner
from app.ui.theme import Colours, ThemeChoice, apply_theme, is_dark
from app.ui.toolbar import make_toolbar
from app.ui.updates import UpdateNotice
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.environment_badge import EnvironmentBadge, EnvironmentBand
from app.ui.widgets.progress_strip import ProgressStrip

if TYPE_CHECKING:
    from app.office.archives import Archive
    from app.ui.background import Background
    from app.ui.desk import Desk
    from app.ui.help.window import HelpWindow
    from app.ui.workspace import Opened, Workspace

_WINDOW: Final = "window"
_LANE: Final = "archiwum"
_NEXT_TURN_MS: Final = 1
"""So that clicks and painting come between; what is posted with none follows in the same turn."""
_NEEDS_DESK: Final = (
    "import", "import_folder", "convert", "pdf", "print", "package", "undo", "history", "search", "add_client", "refresh",
    "download", "download_all", "board", "diary", "access", "import_clients", "profile", "rules", "undo_edit",
)  # fmt: skip


class MainWindow(QMainWindow):
    """One window on one environment's archive. `desk` is there once `furnished` has been emitted."""

    furnished = Signal()

    def __init__(self, paths: Paths, settings: Settings, colours: Colours) -> None:
        super().__init__()
        self._paths = paths
        self.preferences = Preferences(paths, settings)
        self.background: Background | None = None
        self._colours = colours
        self._desk: Desk | None = None
        self._opened: Opened | None = None
        self._help: HelpWindow | None = None
        self.runner = TaskRunner(self)
        self.switching = Switching(self)
        self.setWindowTitle("Konwerter KSeF")
        self.setAcceptDrops(True)
        self.resize(1500, 900)
        self.badge = EnvironmentBadge()
        self.band = EnvironmentBand()
        self.search = QLineEdit()
        self.strip = ProgressStrip()
        self.updates = UpdateNotice(self, self.runner, colours)
        self.opening = EmptyState(_("Otwieranie archiwum…"), "")
        self.opening.acted.connect(self.open_archive)
        self.opening.acted_otherwise.connect(lambda: self.show_settings(DATA))
        self.actions_by_name = make_actions(self, self._handlers(), colours)
        self._place()
        self.show_environment(settings.environment)
        self.badge.clicked.connect(self.switching.choose)
        for name in _NEEDS_DESK:
            self.actions_by_name[name].setEnabled(False)
        if _WINDOW in settings.layout:
            self.restoreGeometry(QByteArray.fromBase64(settings.layout[_WINDOW].encode()))
        QApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._painted = False

    @property
    def desk(self) -> "Desk":
        """The furnished window's contents; asking earlier is a bug."""
        if self._desk is None:
            raise RuntimeError("the window is not furnished yet")
        return self._desk

    @property
    def furnished_already(self) -> bool:
        """Whether there is a desk."""
        return self._desk is not None

    @property
    def colours(self) -> Colours:
        """The colours in force."""
        return self._colours

    @property
    def workspace(self) -> "Workspace":
        """The archive and the settings in use."""
        return self.desk.workspace

    def open_archive(self) -> None:
        """Open the archive off the main thread and furnish the window with it; says so where it cannot be opened."""
        self.opening.show_text(_("Otwieranie archiwum…"), "")
        preferences = self.preferences

        def job(_report: Report, _cancel: CancelToken) -> "Opened":
            import app.ui.desk  # noqa: F401, PLC0415 - see the module's docstring; here loading it keeps nobody waiting
            from app.ui.workspace import open_workspace  # noqa: PLC0415 - see the module's docstring

            return open_workspace(preferences)

        task = self.runner.start(job, title=_("Otwieranie archiwum"), lane=_LANE)
        task.succeeded.connect(self._furnish)
        task.failed.connect(self._cannot_open)

    def switch_theme(self) -> None:
        """Light to dark and back."""
        dark = is_dark(ThemeChoice(self.preferences.settings.theme))
        self.preferences.remember(theme=(ThemeChoice.LIGHT if dark else ThemeChoice.DARK).value)
        self.apply_look()

    def apply_look(self) -> None:
        """Look as the settings say now."""
        application, settings = QApplication.instance(), self.preferences.settings
        assert isinstance(application, QApplication)  # noqa: S101 - a window cannot exist without one
        self._colours = apply_theme(application, ThemeChoice(settings.theme), settings.text_percent)
        recolour(self.actions_by_name, self._colours)
        self.updates.banner.set_colours(self._colours)
        if self._desk is not None:
            self.desk.set_colours(self._colours)
        if self._help is not None:
            self._help.set_colours(self._colours)

    def show_settings(self, page: int | None = None) -> None:
        """Open the settings, on a page or on the one shown last; they need no archive."""
        from app.ui.settings.work import SettingsWork  # noqa: PLC0415 - see the module's docstring

        SettingsWork(self).open_settings(page)

    def hide_desk(self, title: str) -> None:
        """Show only that something is done with the archive, which nobody may use meanwhile."""
        self.opening.show_text(title, "")
        self.pages.setCurrentWidget(self.opening)
        for name in (*_NEEDS_DESK, "settings"):
            self.actions_by_name[name].setEnabled(False)

    def show_desk(self, archive: "Archive | None" = None) -> None:
        """Go on with the archive there was, or with this one in its place."""
        self.actions_by_name["settings"].setEnabled(True)
        if self._desk is None:
            self.open_archive()
            return
        client = self.desk.clients.current
        if archive is not None:
            self.switching.take(archive)
            self.desk.reload_clients(client)
        self.pages.setCurrentWidget(self.desk)
        self._enable()

    def show_environment(self, environment: Environment) -> None:
        """Say which environment this is."""
        self.badge.show_environment(environment)
        self.band.show_environment(environment)

    def show_help(self, topic: str) -> None:
        """Open the help on a page, beside whatever is open."""
        from app.ui.help.window import HelpWindow  # noqa: PLC0415 - see the module's docstring

        if self._help is None:
            self._help = HelpWindow(self.runner, self._colours)
        self._help.show_topic(topic)
        self._help.show()
        self._help.activateWindow()

    def show_palette(self) -> None:
        """Let somebody type what they want to do."""
        from app.ui.palette import Command, Palette  # noqa: PLC0415 - see the module's docstring
        from app.ui.places import places  # noqa: PLC0415 - see the module's docstring

        commands = [
            Command(action.text().rstrip("…"), action.trigger, action.shortcut().toString())
            for name, action in self.actions_by_name.items()
            if action.isEnabled() and name != "palette"
        ]
        if self._desk is not None:
            commands += places(self.desk)
        palette = Palette(self, commands)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.move(self.mapToGlobal(self.rect().center()) - palette.rect().center())
        palette.open()
        palette.line.setFocus()

    def event(self, event: QEvent) -> bool:
        """Begin to furnish when the frame has been painted for the first time."""
        handled = super().event(event)
        if event.type() == QEvent.Type.Paint and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.open_archive)
        return handled

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files and folders from this computer."""
        if self._desk is not None and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Import what was dropped."""
        self.import_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stay beside the clock where that is wanted; otherwise stop the work, remember the window, close the archive.

        A dialog that holds something unsaved keeps the window open until somebody has decided about it.
        """
        if self.background is not None and self.background.stays:
            event.ignore()
            self.background.retire()
            return
        if self._desk is not None:
            self.desk.preview.booking.finish()
        if not close_dialogs(self):
            event.ignore()
            return
        if self._help is not None:
            self._help.close()
        if self.background is not None:
            self.background.stop()
        self.runner.shut_down()
        if self._desk is not None:
            from app.ui.desk_layout import desk_layout  # noqa: PLC0415 - see the module's docstring

            self.desk.ksef.close()
            layout = {_WINDOW: self.saveGeometry(), **desk_layout(self.desk)}
            texts = {name: bytes(state.toBase64().data()).decode() for name, state in layout.items()}
            known = self.preferences.settings.layout
            self.workspace.remember(client=self.desk.clients.current, layout={**known, **texts})
            self.workspace.close()
        elif self._opened is not None:
            self._opened.workspace.close()
            self._opened = None
        super().closeEvent(event)

    def leave(self) -> None:
        """End the program, and do not stay beside the clock; what is not saved is asked about."""
        if self.background is None:
            self.close()
        else:
            self.background.leave()

    def come_forward(self, paths: Sequence[Path]) -> None:
        """The program was started once more, with these files."""
        if self.background is None:
            bring_forward(self)
        else:
            self.background.come_forward()
        self.open_files(paths)

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import files and folders for the chosen client."""
        self.desk.import_paths(paths)

    def open_files(self, paths: Sequence[Path]) -> None:
        """Show or import files that somebody opened from outside, as soon as the window is furnished."""
        if self._desk is None:
            self.furnished.connect(lambda: self.open_files(paths))
        elif paths:
            from app.ui.opened_dialog import open_from_outside  # noqa: PLC0415 - see the module's docstring

            open_from_outside(self.desk, self.runner, paths)

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "download": lambda: self.desk.download(),
            "download_all": lambda: self.desk.download_all(),
            "board": lambda: self.desk.show_documents() if self.desk.on_board else self.desk.show_board(),
            "diary": lambda: self.desk.show_board(diary=True),
            "import_clients": lambda: self.desk.files.import_clients(),
            "access": lambda: self.desk.give_access(),
            "import": lambda: self.desk.import_files(),
            "import_folder": lambda: self.desk.import_folder(),
            "convert": lambda: self.desk.convert_selection(),
            "pdf": lambda: self.desk.save_papers(),
            "print": lambda: self.desk.print_papers(),
            "package": lambda: self.desk.save_package(),
            "undo": lambda: self.desk.undo_conversion(),
            "history": lambda: self.desk.open_history(),
            "profile": lambda: self.desk.open_profile(),
            "rules": lambda: self.desk.open_rules(),
            "undo_edit": lambda: self.desk.undo.undo(),
            "palette": self.show_palette,
            "search": self._focus_search,
            "add_client": lambda: self.desk.add_client(),
            "refresh": lambda: self.desk.refresh(),
            "theme": self.switch_theme,
            "settings": self.show_settings,
            "help": lambda: self.show_help("start" if self._desk is None else self.desk.help_topic),
            "about": self._show_about,
        }

    def _place(self) -> None:
        self.addToolBar(make_toolbar(self, self.actions_by_name, self.badge, self.search))
        self.pages = QStackedWidget()
        self.pages.addWidget(self.opening)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.band)
        layout.addWidget(self.updates.banner)
        layout.addWidget(self.pages, stretch=1)
        layout.addWidget(self.strip)
        self.setCentralWidget(centre)

    def _furnish(self, opened: "Opened") -> None:
        self._opened = opened
        self._go_on(self._parts(opened))

    def _go_on(self, parts: Iterator[None]) -> None:
        """One part in each turn of the event loop, as long as the window is open: all at once is a pause that is noticed."""
        if self._opened is not None and next(parts, self) is None:
            QTimer.singleShot(_NEXT_TURN_MS, self, lambda: self._go_on(parts))

    def _parts(self, opened: "Opened") -> Iterator[None]:
        from app.office.programs import every_question  # noqa: PLC0415 - see the module's docstring
        from app.ui.desk import Desk  # noqa: PLC0415 - see the module's docstring
        from app.ui.preview.panel import PreviewPanel  # noqa: PLC0415 - see the module's docstring

        workspace = opened.workspace
        preview = PreviewPanel(workspace.archive, self.runner, self._colours, every_question())
        yield
        desk = Desk(workspace, self.runner, self._colours, self.strip, preview=preview, parent=self.pages)
        yield
        self._desk, self._opened = desk, None
        desk.failed.connect(self._show_error)
        desk.changed.connect(self._enable)
        desk.training_wanted.connect(self.switching.begin_training)
        self.search.textChanged.connect(desk.documents.search)
        self.search.returnPressed.connect(desk.documents.table.setFocus)
        self.pages.addWidget(desk)
        self.pages.setCurrentWidget(desk)
        desk.show_clients(opened.clients, workspace.settings.client)
        desk.ksef.reload(workspace.settings.client)
        self.updates.use(workspace)
        self._go_on_without_window(desk)
        self.furnished.emit()

    def _go_on_without_window(self, desk: "Desk") -> None:
        from app.ui.automation import Automation  # noqa: PLC0415 - see the module's docstring
        from app.ui.background import Background  # noqa: PLC0415 - see the module's docstring
        from app.ui.tray import Tray  # noqa: PLC0415 - see the module's docstring

        automation = Automation(self, desk.workspace, self.runner, desk.ksef)
        self.background = Background(self, self.preferences, automation, Tray(self))
        self.background.board_wanted.connect(desk.show_board)

    def _cannot_open(self, error: KonwerterError) -> None:
        self.opening.show_text(error.title, error.advice, _("Spróbuj ponownie"), _("Przywróć z kopii zapasowej…"))

    def _show_error(self, error: KonwerterError) -> None:
        show_error(self, error)

    def _follow_system(self) -> None:
        if self.preferences.settings.theme == ThemeChoice.SYSTEM.value:
            self.apply_look()

    def _show_about(self) -> None:
        from app.ui.about import AboutDialog  # noqa: PLC0415 - see the module's docstring

        AboutDialog(self, self._paths, self.runner, self.updates).open()

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _enable(self) -> None:
        possible = self.desk.possible()
        self.search.setEnabled("search" in possible)
        for name in _NEEDS_DESK:
            self.actions_by_name[name].setEnabled(name in possible)
        self.actions_by_name["board"].setChecked(self.desk.on_board)
        last = self.desk.undo.next
        self.actions_by_name["undo_edit"].setText(_("Cofnij: {what}").format(what=last) if last else _("Cofnij ostatnią zmianę"))
