"""Work with files asked for from the main window: importing, the package of a month."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.base.dates import Month
from app.base.progress import CancelToken, Report
from app.base.texts import Later, _
from app.office.file_names import NamePattern
from app.office.imports import Imported, import_files
from app.office.listing import Period
from app.ui.imported_dialog import ImportedDialog
from app.ui.message import tell
from app.ui.saved import tell_saved
from app.ui.tasks import TaskRunner
from app.ui.wording import documents, month_name, shortened
from app.ui.work import Work
from app.ui.workspace import Workspace

if TYPE_CHECKING:
    from app.office.client_tables import ImportedClients
    from app.office.package import Package

_TABLES: Final[Later] = "Listy klientów (*.csv *.xlsx *.txt);;Wszystkie pliki (*)"
_FILES: Final[Later] = "Faktury (*.xml *.zip);;Wszystkie pliki (*)"


class FilesWork(Work):
    """Asks where, starts the work, shows what came of it."""

    archive_changed = Signal()

    def __init__(self, window: QWidget, workspace: Workspace, runner: TaskRunner) -> None:
        super().__init__(window, runner)
        self._window = window
        self._workspace = workspace

    def ask_files(self) -> list[Path]:
        """The files somebody picks; none when they change their mind."""
        names, _kind = QFileDialog.getOpenFileNames(
            self._window, _("Które pliki wczytać?"), str(self._workspace.folder("import")), _(_FILES)
        )
        return [Path(name) for name in names]

    def ask_folder(self) -> list[Path]:
        """The folder somebody picks."""
        name = QFileDialog.getExistingDirectory(self._window, _("Który folder wczytać?"), str(self._workspace.folder("import")))
        return [Path(name)] if name else []

    def import_paths(self, nip: str, paths: Sequence[Path]) -> None:
        """Import into one client's archive and show the account of it."""
        archive = self._workspace.archive
        self._workspace.remember_folder("import", paths[0] if paths[0].is_dir() else paths[0].parent)

        def job(report: Report, cancel: CancelToken) -> Imported:
            return import_files(archive, nip, paths, report=report, cancel=cancel)

        task = self._start(job, _("Import plików"), nip)
        task.succeeded.connect(self._show_imported)
        task.cancelled.connect(self.archive_changed)

    def import_clients(self) -> None:
        """Add the clients of a table somebody picks."""
        name, _kind = QFileDialog.getOpenFileName(
            self._window, _("Który plik z listą klientów?"), str(self._workspace.folder("import")), _(_TABLES)
        )
        if not name:
            return
        archive, file = self._workspace.archive, Path(name)
        self._workspace.remember_folder("import", file.parent)

        def job(_report: Report, _cancel: CancelToken) -> "ImportedClients":
            from app.office.client_tables import import_clients  # noqa: PLC0415 - brings the reader of workbooks

            return import_clients(archive, file)

        self._start(job, _("Lista klientów"), "klienci").succeeded.connect(self._show_clients)

    def save_package(self, nip: str, month: Month | None, by: Period, pattern: NamePattern | None) -> None:
        """Write the ZIP of a month: originals, pages and the gap report; `pattern` is of the names in it."""
        if month is None:
            tell(self._window, _("Wybierz miesiąc"), _("Paczka obejmuje jeden miesiąc. Wybierz go na pasku filtrów nad listą."))
            return
        suggested = self._workspace.folder("package") / f"{nip}-{month}.zip"
        name, _kind = QFileDialog.getSaveFileName(self._window, _("Gdzie zapisać paczkę?"), str(suggested), "ZIP (*.zip)")
        if not name:
            return
        out, archive = Path(name), self._workspace.archive
        self._workspace.remember_folder("package", out.parent)

        def job(report: Report, cancel: CancelToken) -> "Package":
            from app.office.package import save_package  # noqa: PLC0415 - brings paper and PDF, which the list does not need

            return save_package(archive, nip, month, out, by=by, pattern=pattern, report=report, cancel=cancel)

        task = self._start(job, _("Paczka: {month}").format(month=month_name(month)), nip)
        task.succeeded.connect(
            lambda package: tell_saved(
                self._window,
                _("Paczka gotowa: {documents}").format(documents=documents(package.documents)),
                shortened(package.gaps, _("Wszystkie są w pliku raport.txt w paczce.")),
                out.parent,
            )
        )

    def _show_clients(self, imported: "ImportedClients") -> None:
        self.archive_changed.emit()
        known = _("Już byli: {n}.").format(n=imported.known)
        tell(
            self._window,
            _("Dodano klientów: {n}").format(n=len(imported.added)),
            "\n".join([known, shortened(imported.problems)]),
        )

    def _show_imported(self, imported: Imported) -> None:
        self.archive_changed.emit()
        dialog = ImportedDialog(self._window, imported)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
