"""The desk: clients, documents, preview, and what a person does with them. It puts the parts together and passes on what people want."""

import getpass
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSplitter, QStackedLayout, QVBoxLayout, QWidget

from app.base.errors import KonwerterError
from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.office import acknowledging, companies, listing
from app.office.archives import Archive
from app.ui.books.work import BooksWork
from app.ui.clients_panel import ClientsPanel
from app.ui.clients_work import ClientsWork
from app.ui.conversion.work import ConversionWork
from app.ui.desk_layout import restore_layout
from app.ui.documents.marks_work import MarksWork
from app.ui.documents.view import DocumentsView
from app.ui.files_work import FilesWork
from app.ui.ksef.work import KsefWork
from app.ui.lookups_work import LookupsWork
from app.ui.message import tell
from app.ui.papers.work import PaperWork
from app.ui.preview.panel import PreviewPanel
from app.ui.tasks import Task, TaskRunner
from app.ui.theme import Colours
from app.ui.undo import UndoStack
from app.ui.welcome import WelcomePage
from app.ui.widgets.progress_strip import ProgressStrip
from app.ui.workspace import Workspace

_LIST_LANE = "lista"


class Desk(QWidget):
    """Works on one environment's archive at a time; without a client it shows the welcome page."""

    failed = Signal(object)
    """A `KonwerterError` that somebody should see."""
    changed = Signal()
    """What is possible may have changed."""
    training_wanted = Signal()
    """Somebody wants to try the program on training data."""

    def __init__(
        self,
        workspace: Workspace,
        runner: TaskRunner,
        colours: Colours,
        strip: ProgressStrip,
        *,
        preview: PreviewPanel,
        parent: QWidget,
    ) -> None:
        """`preview` is made before, since it takes as long as all the rest, which is made in its place: a move styles all in it anew."""
        super().__init__(parent)
        self.workspace = workspace
        self._runner = runner
        self._colours = colours
        self._strip = strip
        self._only_client = ""
        self._reading: Task | None = None
        self.files = FilesWork(self, workspace, runner)
        self.papers = PaperWork(self, workspace, runner, lambda: self._colours)
        self.undo = UndoStack(runner, self)
        self.books = BooksWork(self, workspace, runner, self.undo)
        self.marks = MarksWork(self, workspace, runner, self.undo)
        self.lookups = LookupsWork(self, workspace, runner)
        self.conversion = ConversionWork(self, workspace, runner, lambda: self._colours)
        self.ksef = KsefWork(self, workspace.archive, runner, colours, strip)
        self.companies = ClientsWork(self, workspace, runner, self.ksef)
        front = QWidget(self)
        self.work = QSplitter(front)
        self.clients = ClientsPanel(colours, self.work)
        self.documents = DocumentsView(workspace.archive, runner, colours, self.work)
        self.preview = preview
        self.welcome = WelcomePage(colours, front)
        self._place(front)
        restore_layout(self, workspace.settings.layout)
        self._connect()

    def set_colours(self, colours: Colours) -> None:
        """Follow a change of theme."""
        self._colours = colours
        for part in (self.clients, self.documents, self.preview, self.welcome, self.ksef):
            part.set_colours(colours)

    def use_archive(self, archive: Archive) -> None:
        """Work on another environment."""
        self.preview.booking.finish()
        self.workspace.take(archive)
        self.documents.use_archive(archive)
        self.preview.use_archive(archive)
        self.undo.clear()
        self.documents.filters.show_views(self.marks.views())
        self.ksef.use_archive(archive)
        self._pile.setCurrentWidget(self.work)
        self.reload_clients("")
        self.ksef.reload("")

    def possible(self) -> set[str]:
        """Names of the actions that make sense now."""
        names = {"import", "import_folder", "add_client", "refresh", "access", "import_clients"}
        if not self._welcoming:
            names |= {"search", "board", "diary"} | (set() if self.ksef.busy else {"download", "download_all"})
        if self.documents.model.rowCount() and not self._welcoming:
            names |= {"convert", "pdf", "print"}
            if self._client_or_only():
                names |= {"package", "undo"}
        if self._client_or_only() and not self._welcoming:
            names |= {"profile", "rules", "history"}
        if self.undo.next:
            names.add("undo_edit")
        return names

    def reload_clients(self, chosen: str | None = None) -> None:
        """Show the clients anew; without any, the welcome page."""
        self.show_clients(companies.clients(self.workspace.archive), self.clients.current if chosen is None else chosen)

    def show_clients(self, rows: tuple[companies.ClientRow, ...], nip: str) -> None:
        """Show these clients, and the documents of the one with this NIP; without any client the welcome page."""
        self._reading = None  # what is still being read is older than this
        self._only_client = rows[0].client.nip if len(rows) == 1 else ""
        self.clients.show_clients(rows, nip)
        if not (rows and self.on_board):
            self._pile.setCurrentWidget(self.work if rows else self.welcome)
        if rows:
            self.documents.show_client(self.clients.current)
        else:
            self.preview.show_document(None)
        self.changed.emit()

    def refresh(self) -> None:
        """Read everything shown anew; the counts of the clients, which take longest, off the main thread as well."""
        if self._welcoming:  # without clients there is nothing to count, and the first ones are to be seen at once
            self.reload_clients()
        else:
            self._read_clients()
        self.ksef.reload()

    def _read_clients(self) -> None:
        archive = self.workspace.archive

        def job(_report: Report, _cancel: CancelToken) -> tuple[companies.ClientRow, ...]:
            return companies.clients(archive)

        task = self._runner.start(job, title=_("Wczytywanie klientów"), lane=_LIST_LANE)
        self._reading = task
        task.succeeded.connect(lambda rows: self.show_clients(rows, self.clients.current) if task is self._reading else None)
        task.failed.connect(self.failed)

    def download(self) -> None:
        """Download for the rows chosen on the board, or for the client chosen on the list."""
        nip = self._client_or_only()
        if self.on_board:
            self.ksef.page.one.click()
        elif nip:
            self.ksef.download((nip,))
        else:
            tell(
                self, _("Którego klienta pobrać?"), _("Wybierz go na liście po lewej stronie albo pobierz wszystkich (Shift+F5).")
            )

    def download_all(self) -> None:
        """Show the board and download for every client with access."""
        self.show_board()
        self.ksef.download(None)

    def give_access(self) -> None:
        """Open the access wizard for the client in focus, or for a new one."""
        row = self.ksef.page.current if self.on_board else None
        self.ksef.give_access(row.context if row is not None else self.clients.current)

    def show_board(self, *, diary: bool = False) -> None:
        """Show the board of clients, or the diary beside it; without clients there is none."""
        if self._welcoming:
            return
        if not self.on_board:
            self.ksef.reload(self.clients.current)
        self._pile.setCurrentWidget(self.ksef.page)
        self.ksef.page.tabs.setCurrentIndex(1 if diary else 0)
        (self.ksef.page.diary.tree if diary else self.ksef.page.table).setFocus()
        self.changed.emit()

    def show_documents(self, nip: str | None = None) -> None:
        """Go back from the board to the documents; with `nip` to those of that client."""
        self._pile.setCurrentWidget(self.work)
        if nip is not None:
            self.clients.choose(nip)
        self.documents.table.setFocus()
        self.changed.emit()

    @property
    def on_board(self) -> bool:
        """Whether the board is in front."""
        return self._pile.currentWidget() is self.ksef.page

    @property
    def help_topic(self) -> str:
        """The page of the help that fits what is in front."""
        if self._welcoming:
            return "start"
        return "pobieranie" if self.on_board else "przegladanie"

    def import_files(self) -> None:
        """Ask which files, then import them."""
        self.import_paths(self.files.ask_files())

    def import_folder(self) -> None:
        """Ask which folder, then import it."""
        self.import_paths(self.files.ask_folder())

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import files and folders for the chosen client; asks whose they are where none is chosen."""
        if not paths:
            return
        nip = self._client_or_only()
        if nip:
            self.files.import_paths(nip, paths)
        elif companies.clients(self.workspace.archive):
            tell(self, _("Czyje to faktury?"), _("Wybierz klienta na liście po lewej stronie i wczytaj pliki jeszcze raz."))
        else:
            self.add_client(then=lambda added: self.files.import_paths(added, paths))

    def convert_selection(self) -> None:
        """Open the conversion dialog on the selection; with one row only, on everything shown."""
        ids: Sequence[int] = self.documents.selected_ids()
        if len(ids) < 2:  # noqa: PLR2004 - one row is always selected: it is where the cursor stands
            ids = list(self.documents.model.ids)
        self.conversion.convert(self._client_or_only(), ids)

    def open_profile(self) -> None:
        """Show the profile of the chosen client."""
        self.books.open_profile(self._client_or_only())

    def open_rules(self) -> None:
        """Show the rules of the chosen client."""
        self.books.open_rules(self._client_or_only())

    def save_papers(self) -> None:
        """Save the selected documents, or all listed, as PDF or XML."""
        self.papers.ask_to_save(self.documents.selected_ids(), self.documents.model.ids)

    def print_papers(self) -> None:
        """Print the selected documents."""
        self.papers.ask_to_print(self.documents.selected_ids())

    def save_package(self) -> None:
        """Write the package of the month chosen on the filter bar."""
        query = self.documents.query
        self.files.save_package(self._client_or_only(), query.month, query.by, self.papers.pattern)

    def open_history(self) -> None:
        """Show the conversions of the chosen client."""
        self.conversion.open_history(self._client_or_only())

    def undo_conversion(self) -> None:
        """Put the documents of the client's last conversion back, after asking."""
        self.conversion.undo_last(self._client_or_only())

    def add_client(self, then: Callable[[str], None] | None = None) -> None:
        """Ask for a new client's data; `then` is called with the NIP when the client is there."""
        self.companies.add(then)

    @property
    def _welcoming(self) -> bool:
        return self._pile.currentWidget() is self.welcome

    def _place(self, front: QWidget) -> None:
        self.work.setHandleWidth(1)
        self.work.setChildrenCollapsible(False)
        for widget in (self.clients, self.documents, self.preview):
            self.work.addWidget(widget)
        self.work.setSizes([210, 740, 550])
        self.work.setStretchFactor(1, 1)
        self._pile = QStackedLayout(front)
        for page in (self.work, self.welcome, self.ksef.page):
            self._pile.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.ksef.notices.banner)
        column.addWidget(front, stretch=1)

    def _connect(self) -> None:
        self.clients.chosen.connect(self.documents.show_client)
        self.clients.add_wanted.connect(self.add_client)
        self.clients.edit_wanted.connect(self.companies.edit)
        self.clients.export_wanted.connect(self.companies.export)
        self.clients.remove_wanted.connect(self.companies.remove)
        self.companies.clients_changed.connect(self._show_changed)
        self.companies.started.connect(self._strip.follow)
        self.clients.profile_wanted.connect(self.books.open_profile)
        self.clients.rules_wanted.connect(self.books.open_rules)
        self.documents.current_changed.connect(self.preview.show_document)
        self.documents.selection_changed.connect(self.changed)
        self.documents.listed.connect(self.changed)
        self.documents.import_wanted.connect(self.import_files)
        self.documents.convert_wanted.connect(self.convert_selection)
        self.documents.save_wanted.connect(self.save_papers)
        self.documents.print_wanted.connect(self.print_papers)
        self.papers.started.connect(self._strip.follow)
        self._connect_marks()
        self.preview.print_wanted.connect(lambda shown: self.papers.ask_to_print([shown]))
        self.preview.save_wanted.connect(lambda shown: self.papers.ask_to_save([shown], self.documents.model.ids))
        self.preview.file_wanted.connect(self.conversion.show_file)
        self.preview.decided.connect(self._decide)
        self.preview.acknowledged.connect(self._acknowledge)
        self.preview.reopened.connect(self._reopen)
        self.preview.edited.connect(self.books.edit)
        self.preview.taken_back.connect(self.books.take_back)
        self.preview.rule_wanted.connect(self.books.open_rules)
        self.books.entries_changed.connect(self._show_entry_anew)
        self.books.archive_changed.connect(self._show_entry_anew)
        self.books.archive_changed.connect(self.refresh)
        self.books.started.connect(self._strip.follow)
        self.welcome.client_wanted.connect(self.ksef.give_access)
        self.welcome.training_wanted.connect(self.training_wanted)
        self.ksef.archive_changed.connect(self.refresh)
        self.ksef.client_wanted.connect(self.show_documents)
        self.ksef.month_wanted.connect(self.conversion.convert_month)
        self.conversion.changed.connect(self.refresh)
        self.ksef.board_wanted.connect(self.show_board)
        self.ksef.left.connect(self.show_documents)
        self.ksef.changed.connect(self.changed)
        self.welcome.files_wanted.connect(self.import_files)
        self.files.started.connect(self._strip.follow)
        self.files.archive_changed.connect(self.refresh)
        for source in (self.files.archive_changed, self.ksef.archive_changed):
            source.connect(self.lookups.learn)
        self.lookups.changed.connect(self.refresh)
        self.lookups.changed.connect(self._show_entry_anew)
        self.lookups.started.connect(self._strip.follow)
        for part in (
            self.documents, self.preview, self.files, self.papers, self.ksef, self.books, self.conversion, self.lookups, self.companies,
        ):  # fmt: skip
            part.failed.connect(self.failed)

    def _client_or_only(self) -> str:
        """The chosen client; where none is chosen, the only one there is."""
        return self.clients.current or self._only_client

    def _do(self, action: Callable[[], object]) -> None:
        """Do something to the archive and show the result, or the error."""
        try:
            action()
        except KonwerterError as error:
            self.failed.emit(error)
            return
        self.refresh()

    def _show_changed(self, nip: str) -> None:
        self.reload_clients(nip)
        self.ksef.reload()

    def _show_entry_anew(self) -> None:
        shown = self.preview.details
        if shown is not None:
            self.preview.show_document(shown.row.id)
        self.changed.emit()

    def _connect_marks(self) -> None:
        """What can be done with the selected documents."""
        chosen, marks, bar = self.documents.selected_ids, self.marks, self.documents.filters
        self.documents.state_wanted.connect(lambda state: marks.set_state(chosen(), state))
        self.documents.tag_wanted.connect(lambda tag: marks.tag(chosen(), tag))
        self.documents.untag_wanted.connect(lambda tag: marks.untag(chosen(), tag))
        self.documents.new_tag_wanted.connect(lambda: marks.ask_tag(chosen()))
        self.documents.note_wanted.connect(lambda: marks.ask_note(chosen()))
        self.documents.treat_wanted.connect(lambda: self.books.ask_treatment(chosen()))
        self.documents.check_wanted.connect(lambda: self.lookups.check_sellers(self._client_or_only(), chosen()))
        self.documents.opened.connect(self.preview.tabs.setFocus)
        marks.started.connect(self._strip.follow)
        bar.save_view_wanted.connect(lambda: marks.ask_view(self.documents.query))
        bar.forget_view_wanted.connect(marks.forget_view)
        marks.views_changed.connect(lambda: bar.show_views(marks.views()))
        marks.changed.connect(self.refresh)
        marks.failed.connect(self.failed)
        self.undo.undone.connect(self.refresh)
        self.undo.undone.connect(self._show_entry_anew)
        self.undo.changed.connect(self.changed)
        self.undo.failed.connect(self.failed)
        bar.show_views(marks.views())

    def _acknowledge(self, document_id: int, code: str) -> None:
        archive = self.workspace.archive
        self._do(lambda: acknowledging.acknowledge(archive, [document_id], code, getpass.getuser()))
        self.undo.push(_("przyjęcie uwagi do wiadomości"), lambda: acknowledging.take_back(archive, [document_id], code))
        self.preview.show_document(document_id)

    def _reopen(self, document_id: int, code: str) -> None:
        self._do(lambda: acknowledging.take_back(self.workspace.archive, [document_id], code))
        self.preview.show_document(document_id)

    def _decide(self, document_id: int, code: str, value: str) -> None:
        self._do(lambda: listing.decide(self.workspace.archive, [document_id], code, value))
        self.preview.show_document(document_id)
