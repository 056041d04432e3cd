"""The main window's frame: it appears at once, and the desk is furnished behind it.

Nothing here may import the archive or the targets: they take longer to load than Qt takes to show a window. `app.ui.desk` brings
them, after the first paint.
"""
# ruff: noqa: PLW0108 - the lambdas ask for the desk when they are called: it comes later than the actions

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QMainWindow,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.base.environments import Environment
from app.base.errors import KonwerterError
from app.base.paths import Paths
from app.base.progress import CancelToken, Report
from app.base.settings import Settings
from app.base.texts import _
from app.ui.actions import make_actions, recolour
from app.ui.error_box import show_error
from app.ui.message import tell
from app.ui.tasks import TaskRunner
from app.ui.theme import Colours, ThemeChoice, apply_theme, is_dark
from app.ui.updates import UpdateNotice
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.environment_badge import EnvironmentBadge, EnvironmentBand
from app.ui.widgets.progress_strip import ProgressStrip

if TYPE_CHECKING:
    from app.office.archives import Archive
    from app.ui.desk import Desk
    from app.ui.help.window import HelpWindow
    from app.ui.workspace import Workspace

_WINDOW: Final = "window"
_LANE: Final = "archiwum"
_SOON_MS: Final = 50
_QUIET_LANES: Final = frozenset({"lista", "tablica", "komunikaty", "pomoc", "podgląd", "o programie"})
"""Lanes of short reading that a change of environment need not wait for."""
_NEEDS_DESK: Final = (
    "import", "import_folder", "convert", "pdf", "package", "undo", "history", "search", "add_client", "refresh",
    "download", "download_all", "board", "diary", "access", "import_clients", "profile", "rules", "undo_edit",
)  # fmt: skip


class MainWindow(QMainWindow):
    """One window on one environment's archive. `desk` is there once `furnished` has been emitted."""

    furnished = Signal()

    def __init__(self, paths: Paths, settings: Settings, colours: Colours) -> None:
        super().__init__()
        self._paths = paths
        self._settings = settings
        self._colours = colours
        self._desk: Desk | None = None
        self._help: HelpWindow | None = None
        self._training_begins = False
        self.runner = TaskRunner(self)
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
        self.actions_by_name = make_actions(self, self._handlers(), colours)
        self._place()
        self._show_environment(settings.environment)
        self.badge.clicked.connect(self.choose_environment)
        for name in _NEEDS_DESK:
            self.actions_by_name[name].setEnabled(False)
        if _WINDOW in settings.layout:
            self.restoreGeometry(QByteArray.fromBase64(settings.layout[_WINDOW].encode()))
        self._painted = False

    @property
    def desk(self) -> "Desk":
        """The furnished window's contents; asking earlier is a bug."""
        if self._desk is None:
            raise RuntimeError("the window is not furnished yet")
        return self._desk

    @property
    def workspace(self) -> "Workspace":
        """The archive and the settings in use."""
        return self.desk.workspace

    def open_archive(self) -> None:
        """Open the archive off the main thread and furnish the window with it; says so where it cannot be opened."""
        self.opening.show_text(_("Otwieranie archiwum…"), "")
        paths, settings = self._paths, self._settings

        def job(_report: Report, _cancel: CancelToken) -> "Workspace":
            import app.ui.desk  # noqa: F401, PLC0415 - see the module's docstring; here loading it keeps nobody waiting
            from app.ui.workspace import Workspace  # noqa: PLC0415 - see the module's docstring

            return Workspace(paths, settings)

        task = self.runner.start(job, title=_("Otwieranie archiwum"), lane=_LANE)
        task.succeeded.connect(self._furnish)
        task.failed.connect(self._cannot_open)

    def switch_theme(self) -> None:
        """Light to dark and back."""
        choice = ThemeChoice.LIGHT if is_dark(ThemeChoice(self.workspace.settings.theme)) else ThemeChoice.DARK
        self.workspace.remember(theme=choice.value)
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # noqa: S101 - a window cannot exist without one
        self._colours = apply_theme(application, choice)
        recolour(self.actions_by_name, self._colours)
        self.updates.banner.set_colours(self._colours)
        self.desk.set_colours(self._colours)
        if self._help is not None:
            self._help.set_colours(self._colours)

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

    def choose_environment(self) -> None:
        """Ask which environment to work in."""
        from app.ui.ksef.environment_dialog import EnvironmentDialog  # noqa: PLC0415 - see the module's docstring

        if self._desk is None:
            return
        dialog = EnvironmentDialog(self, self.workspace.environment, self._colours)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self.switch_environment)
        dialog.open()

    def event(self, event: QEvent) -> bool:
        """Begin to furnish when the frame has been painted for the first time."""
        handled = super().event(event)
        if event.type() == QEvent.Type.Paint and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.open_archive)
        return handled

    def switch_environment(self, environment: Environment) -> None:
        """Work on the archive of another environment; not while something goes on."""
        if self._desk is None or environment is self.workspace.environment:
            return
        if self.desk.ksef.busy or any(task.lane not in _QUIET_LANES for task in self.runner.tasks):
            self._training_begins = False
            tell(self, _("Trwa praca"), _("Poczekaj, aż skończy się bieżąca operacja, albo ją anuluj. Potem zmień środowisko."))
            return
        self.search.clear()
        paths = self._paths

        def job(_report: Report, _cancel: CancelToken) -> "Archive":
            from app.office.archives import open_archive  # noqa: PLC0415 - see the module's docstring

            return open_archive(paths, environment)

        task = self.runner.start(job, title=_("Otwieranie archiwum"), lane=_LANE)
        task.succeeded.connect(self._take)
        task.failed.connect(self._show_error)

    def begin_training(self) -> None:
        """Go to the training environment and add its fictional clients."""
        if self.workspace.environment is Environment.TRAINING:
            self.desk.ksef.add_training_clients()
            return
        self._training_begins = True
        self.switch_environment(Environment.TRAINING)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files and folders from this computer."""
        if self._desk is not None and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Import what was dropped."""
        self.import_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stop the work, remember the window, close the archive."""
        for dialog in self.findChildren(QDialog):
            dialog.close()
        if self._help is not None:
            self._help.close()
        self.runner.shut_down()
        if self._desk is not None:
            self.desk.ksef.close()
            layout = {_WINDOW: self.saveGeometry(), **self.desk.layout_state()}
            texts = {name: bytes(state.toBase64().data()).decode() for name, state in layout.items()}
            self.workspace.remember(client=self.desk.clients.current, layout=texts)
            self.workspace.close()
        super().closeEvent(event)

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
            "pdf": lambda: self.desk.save_pdfs(),
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
            "help": lambda: self.show_help("start" if self._desk is None else self.desk.help_topic),
            "about": self._show_about,
        }

    def _place(self) -> None:
        toolbar = QToolBar(_("Narzędzia"))
        toolbar.setMovable(False)
        toolbar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        toolbar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        toolbar.addWidget(self.badge)
        toolbar.addSeparator()
        toolbar.addWidget(
            self._menu_button("download_all", ("download_all", "download", "", "board", "diary", "", "access", "import_clients"))
        )
        self.actions_by_name["board"].setCheckable(True)
        for name in ("board", "import"):
            toolbar.addAction(self.actions_by_name[name])
        toolbar.addWidget(self._menu_button("convert", ("convert", "history", "undo", "", "profile", "rules", "", "undo_edit")))
        for name in ("pdf", "package"):
            toolbar.addAction(self.actions_by_name[name])
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        toolbar.addWidget(spacer)
        self.search.setPlaceholderText(_("Szukaj (Ctrl+F)"))
        self.search.setAccessibleName(_("Szukaj dokumentów"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(320)
        self.search.setEnabled(False)
        toolbar.addWidget(self.search)
        toolbar.addAction(self.actions_by_name["theme"])
        symbols = [toolbar.widgetForAction(self.actions_by_name["theme"]), self._menu_button("help", ("help", "about"))]
        toolbar.addWidget(symbols[1])
        for symbol in symbols:
            if isinstance(symbol, QToolButton):
                symbol.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.addToolBar(toolbar)
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

    def _menu_button(self, main: str, names: Sequence[str]) -> QToolButton:
        """A button for an action, with others below it."""
        menu = QMenu(self)
        for name in names:
            if name:
                menu.addAction(self.actions_by_name[name])
            else:
                menu.addSeparator()
        button = QToolButton()
        button.setDefaultAction(self.actions_by_name[main])
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAccessibleName(self.actions_by_name[main].text())
        return button

    def _furnish(self, workspace: "Workspace") -> None:
        from app.ui.desk import Desk  # noqa: PLC0415 - see the module's docstring

        desk = Desk(workspace, self.runner, self._colours, self.strip)
        self._desk = desk
        desk.failed.connect(self._show_error)
        desk.changed.connect(self._enable)
        desk.training_wanted.connect(self.begin_training)
        self.search.textChanged.connect(desk.documents.search)
        self.search.returnPressed.connect(desk.documents.table.setFocus)
        self.pages.addWidget(desk)
        self.pages.setCurrentWidget(desk)
        desk.reload_clients(workspace.settings.client)
        desk.ksef.reload(workspace.settings.client)
        self.updates.use(workspace)
        self.furnished.emit()

    def _cannot_open(self, error: KonwerterError) -> None:
        self.opening.show_text(error.title, error.advice, _("Spróbuj ponownie"))

    def _show_error(self, error: KonwerterError) -> None:
        show_error(self, error)

    def _show_environment(self, environment: Environment) -> None:
        self.badge.show_environment(environment)
        self.band.show_environment(environment)

    def _take(self, archive: "Archive") -> None:
        if self.runner.tasks:  # somebody still reads from the archive that is about to be closed
            QTimer.singleShot(_SOON_MS, lambda: self._take(archive))
            return
        self.desk.use_archive(archive)
        self._show_environment(archive.environment)
        if self._training_begins:
            self._training_begins = False
            self.desk.ksef.add_training_clients()

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
