"""The main window: environment, clients, documents, preview. It puts the parts together and passes on what people want."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QMainWindow,
    QMessageBox,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.base.environments import Environment
from app.base.errors import KonwerterError
from app.base.texts import _
from app.office import companies, convert, listing
from app.office.listing import WorkState
from app.office.programs import every_question
from app.ui.about import show_about
from app.ui.actions import make_actions, recolour
from app.ui.client_dialog import ClientDialog
from app.ui.clients_panel import ClientsPanel
from app.ui.conversion.dialog import ConversionDialog
from app.ui.documents.view import DocumentsView
from app.ui.error_box import show_error
from app.ui.files_work import FilesWork
from app.ui.preview.panel import PreviewPanel
from app.ui.tasks import TaskRunner
from app.ui.theme import Colours, ThemeChoice, apply_theme, is_dark
from app.ui.welcome import WelcomePage
from app.ui.widgets.environment_badge import EnvironmentBadge, EnvironmentBand
from app.ui.widgets.progress_strip import ProgressStrip
from app.ui.wording import documents
from app.ui.workspace import Workspace

_WINDOW: Final = "window"
_SPLIT: Final = "split"
_TABLE: Final = "table"


class MainWindow(QMainWindow):
    """One window on one environment's archive."""

    def __init__(self, workspace: Workspace, colours: Colours) -> None:
        super().__init__()
        self.workspace = workspace
        self._colours = colours
        self.runner = TaskRunner(self)
        self.files = FilesWork(self, workspace, self.runner)
        self.setWindowTitle("Konwerter KSeF")
        self.setAcceptDrops(True)
        self.resize(1500, 900)
        self.badge = EnvironmentBadge()
        self.band = EnvironmentBand()
        self.search = QLineEdit()
        self.clients = ClientsPanel(colours)
        self.documents = DocumentsView(workspace.archive, self.runner, colours)
        self.preview = PreviewPanel(workspace.archive, self.runner, colours, every_question())
        self.welcome = WelcomePage(colours)
        self.strip = ProgressStrip()
        self.actions_by_name = make_actions(self, self._handlers(), colours)
        self._place()
        self._connect()
        self._restore()
        self._show_environment()
        self.reload_clients(workspace.settings.client)

    def reload_clients(self, chosen: str | None = None) -> None:
        """Show the clients anew; without any, the welcome page."""
        rows = companies.clients(self.workspace.archive)
        nip = self.clients.current if chosen is None else chosen
        self.clients.show_clients(rows, nip)
        self.pages.setCurrentWidget(self.work if rows else self.welcome)
        self.search.setEnabled(bool(rows))
        if rows:
            self._choose_client(self.clients.current)
        else:
            self.preview.show_document(None)
        self._enable()

    def convert_selection(self) -> None:
        """Open the conversion dialog on the selection; with less than two selected, on everything shown that is not yet passed on."""
        nip = self.clients.current
        ids: Sequence[int] = self.documents.selected_ids()
        if len(ids) < 2:  # noqa: PLR2004 - one row is always selected: it is where the cursor stands
            ids = self.documents.model.ids
        owners = {nip} if nip else {row.client_nip for row in listing.rows(self.workspace.archive, list(ids[:1]))}
        if not ids or not owners:
            return
        if not nip and len(companies.clients(self.workspace.archive)) > 1:
            self._tell(
                _("Najpierw wybierz klienta"), _("Plik importu dotyczy jednej firmy. Wybierz ją na liście po lewej stronie.")
            )
            return
        owner = owners.pop()
        dialog = ConversionDialog(
            self, self.workspace.archive, self.runner, self._colours,
            nip=owner, name=companies.client(self.workspace.archive, owner).name or owner,
            ids=list(ids), folder=self.workspace.folder("convert"),
        )  # fmt: skip
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.written_to.connect(lambda folder: self.workspace.remember_folder("convert", folder))
        dialog.converted.connect(self._refresh)
        dialog.open()

    def switch_theme(self) -> None:
        """Light to dark and back."""
        choice = ThemeChoice.LIGHT if is_dark(ThemeChoice(self.workspace.settings.theme)) else ThemeChoice.DARK
        self.workspace.remember(theme=choice.value)
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # noqa: S101 - a window cannot exist without one
        self._colours = apply_theme(application, choice)
        recolour(self.actions_by_name, self._colours)
        for part in (self.clients, self.documents, self.preview, self.welcome):
            part.set_colours(self._colours)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files and folders from this computer."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Import what was dropped."""
        self.import_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stop the work, remember the window, close the archive."""
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self.runner.shut_down()
        header = self.documents.table.horizontalHeader()
        layout = {_WINDOW: self.saveGeometry(), _SPLIT: self.split.saveState(), _TABLE: header.saveState()}
        self.workspace.remember(
            client=self.clients.current, layout={name: bytes(state.toBase64().data()).decode() for name, state in layout.items()}
        )
        self.workspace.close()
        super().closeEvent(event)

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import files and folders for the chosen client; asks whose they are where none is chosen."""
        if not paths:
            return
        nip = self.clients.current or self._only_client()
        if not nip:
            self._add_client(then=lambda added: self.files.import_paths(added, paths))
            return
        self.files.import_paths(nip, paths)

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "import": lambda: self.import_paths(self.files.ask_files()),
            "import_folder": lambda: self.import_paths(self.files.ask_folder()),
            "convert": self.convert_selection,
            "pdf": lambda: self.files.save_pdfs(self.documents.selected_ids()),
            "package": lambda: self.files.save_package(
                self._client_or_only(), self.documents.query.month, self.documents.query.by
            ),
            "undo": self._undo_conversion,
            "search": self._focus_search,
            "add_client": self._add_client,
            "refresh": self._refresh,
            "theme": self.switch_theme,
            "about": lambda: show_about(self),
        }

    def _place(self) -> None:
        toolbar = QToolBar(_("Narzędzia"))
        toolbar.setMovable(False)
        toolbar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        toolbar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        toolbar.addWidget(self.badge)
        toolbar.addSeparator()
        for name in ("import", "convert", "pdf", "package"):
            toolbar.addAction(self.actions_by_name[name])
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        toolbar.addWidget(spacer)
        self.search.setPlaceholderText(_("Szukaj (Ctrl+F)"))
        self.search.setAccessibleName(_("Szukaj dokumentów"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(320)
        toolbar.addWidget(self.search)
        for name in ("theme", "about"):
            toolbar.addAction(self.actions_by_name[name])
            button = toolbar.widgetForAction(self.actions_by_name[name])
            if isinstance(button, QToolButton):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
                button.setAccessibleName(self.actions_by_name[name].text())
        self.addToolBar(toolbar)
        self.split = QSplitter()
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        for widget in (self.clients, self.documents, self.preview):
            self.split.addWidget(widget)
        self.split.setSizes([210, 740, 550])
        self.split.setStretchFactor(1, 1)
        self.work = self.split
        self.pages = QStackedWidget()
        self.pages.addWidget(self.work)
        self.pages.addWidget(self.welcome)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.band)
        layout.addWidget(self.pages, stretch=1)
        layout.addWidget(self.strip)
        self.setCentralWidget(centre)

    def _connect(self) -> None:
        self.badge.chosen.connect(self._switch_environment)
        self.clients.chosen.connect(self._choose_client)
        self.clients.add_wanted.connect(self._add_client)
        self.clients.edit_wanted.connect(self._edit_client)
        self.clients.remove_wanted.connect(self._remove_client)
        self.search.textChanged.connect(self.documents.search)
        self.search.returnPressed.connect(self.documents.table.setFocus)
        self.documents.current_changed.connect(self.preview.show_document)
        self.documents.selection_changed.connect(self._enable)
        self.documents.listed.connect(self._enable)
        self.documents.import_wanted.connect(lambda: self.import_paths(self.files.ask_files()))
        self.documents.convert_wanted.connect(self.convert_selection)
        self.documents.state_wanted.connect(self._set_state)
        self.preview.decided.connect(self._decide)
        self.welcome.client_wanted.connect(self._add_client)
        self.welcome.files_wanted.connect(lambda: self.import_paths(self.files.ask_files()))
        self.files.started.connect(self.strip.follow)
        self.files.archive_changed.connect(self._refresh)
        for part in (self.documents, self.preview, self.files):
            part.failed.connect(lambda error: show_error(self, error))

    def _restore(self) -> None:
        layout = {name: QByteArray.fromBase64(text.encode()) for name, text in self.workspace.settings.layout.items()}
        if _WINDOW in layout:
            self.restoreGeometry(layout[_WINDOW])
        if _SPLIT in layout:
            self.split.restoreState(layout[_SPLIT])
        if _TABLE in layout:
            self.documents.table.horizontalHeader().restoreState(layout[_TABLE])

    def _show_environment(self) -> None:
        self.badge.show_environment(self.workspace.environment)
        self.band.show_environment(self.workspace.environment)

    def _switch_environment(self, environment: Environment) -> None:
        if environment is self.workspace.environment:
            return
        if self.runner.tasks:
            self._tell(_("Trwa praca"), _("Poczekaj, aż skończy się bieżąca operacja, albo ją anuluj. Potem zmień środowisko."))
            return
        try:
            self.workspace.switch(environment)
        except KonwerterError as error:
            show_error(self, error)
            return
        self.documents.use_archive(self.workspace.archive)
        self.preview.use_archive(self.workspace.archive)
        self._show_environment()
        self.reload_clients("")

    def _choose_client(self, nip: str) -> None:
        self.documents.show_client(nip)

    def _refresh(self) -> None:
        self.reload_clients()
        self.documents.model.refresh()

    def _only_client(self) -> str:
        rows = companies.clients(self.workspace.archive)
        return rows[0].client.nip if len(rows) == 1 else ""

    def _client_or_only(self) -> str:
        return self.clients.current or self._only_client()

    def _add_client(self, then: Callable[[str], None] | None = None) -> None:
        dialog = ClientDialog(self)
        dialog.accepted.connect(lambda: self._save_client(dialog, new=True, then=then))
        dialog.open()

    def _edit_client(self, nip: str) -> None:
        dialog = ClientDialog(self, companies.client(self.workspace.archive, nip))
        dialog.accepted.connect(lambda: self._save_client(dialog, new=False))
        dialog.open()

    def _save_client(self, dialog: ClientDialog, *, new: bool, then: Callable[[str], None] | None = None) -> None:
        client = dialog.client()
        try:
            (companies.add_client if new else companies.change_client)(self.workspace.archive, client)
        except KonwerterError as error:
            show_error(self, error)
            return
        self.reload_clients(client.nip)
        if then is not None:
            then(client.nip)

    def _remove_client(self, nip: str) -> None:
        row = next(row for row in companies.clients(self.workspace.archive) if row.client.nip == nip)
        self._ask(
            _("Usunąć klienta {name}?").format(name=row.client.name or nip),
            _("Z archiwum zniknie {documents} tego klienta razem z historią konwersji. Pliki zapisane na dysku zostaną.").format(
                documents=documents(row.documents)
            ),
            _("Usuń klienta"),
            lambda: self._do_remove(nip),
        )

    def _do_remove(self, nip: str) -> None:
        companies.remove_client(self.workspace.archive, nip, with_documents=True)
        self.reload_clients("")

    def _set_state(self, state: WorkState) -> None:
        try:
            listing.set_state(self.workspace.archive, self.documents.selected_ids(), state)
        except KonwerterError as error:
            show_error(self, error)
            return
        self._refresh()

    def _decide(self, document_id: int, code: str, value: str) -> None:
        try:
            listing.decide(self.workspace.archive, [document_id], code, value)
        except KonwerterError as error:
            show_error(self, error)
            return
        self.preview.show_document(document_id)
        self._refresh()

    def _undo_conversion(self) -> None:
        nip = self._client_or_only()
        last = (
            next((row for row in convert.conversions(self.workspace.archive, nip) if row.undone_at is None), None)
            if nip
            else None
        )
        if last is None:
            self._tell(_("Nie ma czego cofnąć"), _("Wybierz klienta, którego dokumenty były już konwertowane."))
            return
        self._ask(
            _("Cofnąć konwersję z {when}?").format(when=f"{last.made_at.astimezone():%Y-%m-%d %H:%M}"),
            _("{documents} wróci do poprzedniego stanu. Zapisanych plików program nie usuwa.").format(
                documents=documents(last.documents)
            ),
            _("Cofnij konwersję"),
            lambda: self._do_undo(last.id),
        )

    def _do_undo(self, conversion_id: int) -> None:
        convert.undo(self.workspace.archive, conversion_id)
        self._refresh()

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _enable(self) -> None:
        some = self.documents.model.rowCount() > 0 and self.pages.currentWidget() is self.work
        for name in ("convert", "pdf"):
            self.actions_by_name[name].setEnabled(some)
        for name in ("package", "undo"):
            self.actions_by_name[name].setEnabled(some and bool(self._client_or_only()))

    def _tell(self, title: str, text: str) -> None:
        box = QMessageBox(QMessageBox.Icon.Information, "Konwerter KSeF", title, parent=self)
        box.setInformativeText(text)
        box.addButton(_("Zamknij"), QMessageBox.ButtonRole.AcceptRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _ask(self, title: str, text: str, verb: str, action: Callable[[], None]) -> None:
        box = QMessageBox(QMessageBox.Icon.Question, "Konwerter KSeF", title, parent=self)
        box.setInformativeText(text)
        confirm = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(_("Zostaw"), QMessageBox.ButtonRole.RejectRole))
        confirm.clicked.connect(action)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
