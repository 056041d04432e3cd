"""What is done with clients from the main window: added, changed, exported whole, removed with a proof."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.base.dates import WARSAW
from app.base.errors import KonwerterError
from app.base.nip import format_nip
from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.booking.client import Client
from app.office import companies
from app.office.access import forget_accesses, has_access
from app.ui.client_dialog import ClientDialog
from app.ui.client_removal import Removal, RemovalDialog
from app.ui.ksef.work import KsefWork
from app.ui.message import ask, tell
from app.ui.saved import tell_saved
from app.ui.tasks import TaskRunner
from app.ui.wording import documents
from app.ui.work import Work
from app.ui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Gone:
    documents: int
    folder: Path


class ClientsWork(Work):
    """Asks, does, and tells that there are other clients now."""

    clients_changed = Signal(str)
    """The NIP of the client to be chosen now; empty: everybody."""

    def __init__(self, window: QWidget, workspace: Workspace, runner: TaskRunner, ksef: KsefWork) -> None:
        super().__init__(window, runner)
        self._window = window
        self._workspace = workspace
        self._ksef = ksef

    def add(self, then: Callable[[str], None] | None = None) -> None:
        """Ask for a new client's data; `then` is called with the NIP when the client is there."""

        def keep(client: Client) -> None:
            companies.add_client(self._workspace.archive, client)
            self.clients_changed.emit(client.nip)

        dialog = ClientDialog(self._window, keep)
        if then is not None:
            dialog.accepted.connect(lambda: then(dialog.client().nip))
        _open(dialog)

    def edit(self, nip: str) -> None:
        """Show a client's data for changing."""

        def keep(client: Client) -> None:
            companies.change_client(self._workspace.archive, client)
            self.clients_changed.emit(nip)

        _open(ClientDialog(self._window, keep, companies.client(self._workspace.archive, nip)))

    def export(self, nip: str) -> None:
        """Ask where, and write everything of a client into one file."""
        suggested = self._workspace.folder("leaving") / f"klient-{nip}-{dt.datetime.now(WARSAW):%Y-%m-%d}.zip"
        name, _kind = QFileDialog.getSaveFileName(
            self._window, _("Gdzie zapisać eksport klienta?"), str(suggested), "ZIP (*.zip)"
        )
        if name:
            self.export_to(nip, Path(name))

    def export_to(self, nip: str, out: Path) -> None:
        """Write everything of a client into one file."""
        archive = self._workspace.archive
        self._workspace.remember_folder("leaving", out.parent)

        def job(report: Report, cancel: CancelToken) -> int:
            from app.office.leaving import export_client  # noqa: PLC0415 - few people need it, and rarely

            return export_client(archive, nip, out, report=report, cancel=cancel)

        task = self._start(job, _("Eksport klienta"), nip)
        task.succeeded.connect(
            lambda count: tell_saved(
                self._window,
                _("Eksport klienta gotowy"),
                _("{documents}, profil, reguły, decyzje i historia konwersji są w pliku {name}.").format(
                    documents=documents(count), name=out.name
                ),
                out.parent,
            )
        )

    def remove(self, nip: str) -> None:
        """Ask, then remove a client; with documents after a proof was written."""
        archive = self._workspace.archive
        row = next(row for row in companies.clients(archive) if row.client.nip == nip)
        if self._ksef.busy:
            tell(
                self._window, _("Trwa pobieranie"), _("Klienta można usunąć, gdy pobieranie się skończy albo zostanie anulowane.")
            )
            return
        access = has_access(archive, nip)
        if row.documents or access:
            dialog = RemovalDialog(
                self._window, row, self._workspace.folder("leaving"), access=access, now=dt.datetime.now(WARSAW)
            )
            dialog.decided.connect(lambda removal: self.remove_as(nip, removal))
            _open(dialog)
            return
        ask(
            self._window,
            _("Usunąć klienta {name}?").format(name=row.client.name or format_nip(nip)),
            _("Nie ma on jeszcze żadnych dokumentów. Znikną jego dane, profil i reguły."),
            _("Usuń klienta"),
            lambda: self._remove_empty(nip),
        )

    def remove_as(self, nip: str, removal: Removal) -> None:
        """Remove a client with everything of his, as it was decided."""
        archive, link = self._workspace.archive, self._ksef.link
        self._workspace.remember_folder("leaving", removal.proof.parent)

        def job(report: Report, cancel: CancelToken) -> _Gone:
            from app.office.leaving import delete_client, export_client  # noqa: PLC0415 - few people need it, and rarely

            if removal.export is not None:
                export_client(archive, nip, removal.export, report=report, cancel=cancel)
            cancel.check()
            if has_access(archive, nip) and not link.training:
                forget_accesses(link.connection(), nip)
            return _Gone(delete_client(archive, nip, removal.proof).documents, removal.proof.parent)

        task = self._start(job, _("Usuwanie klienta"), nip)
        task.succeeded.connect(self._show_gone)

    def _remove_empty(self, nip: str) -> None:
        try:
            companies.remove_client(self._workspace.archive, nip)
        except KonwerterError as error:
            self.failed.emit(error)
            return
        self.clients_changed.emit("")

    def _show_gone(self, gone: _Gone) -> None:
        self.clients_changed.emit("")
        tell_saved(
            self._window,
            _("Klient usunięty"),
            _("Usunięto {documents}. Protokół ze skrótami jest w wybranym folderze.").format(documents=documents(gone.documents)),
            gone.folder,
        )


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
