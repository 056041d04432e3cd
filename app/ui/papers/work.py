"""Documents into files and onto paper, asked for from the main window."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from app.base.errors import KonwerterError, WorldError
from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.office import companies, listing
from app.office.file_names import NamePattern, named_row
from app.ui.message import tell
from app.ui.papers.save_dialog import SaveDialog, Wish
from app.ui.saved import tell_saved
from app.ui.tasks import TaskRunner
from app.ui.theme import Colours
from app.ui.wording import documents, shortened
from app.ui.work import Work
from app.ui.workspace import Workspace

_LANE = "papier"
_FOLDER = "pdf"


class PaperWork(Work):
    """Asks how, works in the background, says what came of it."""

    def __init__(self, window: QWidget, workspace: Workspace, runner: TaskRunner, colours: Callable[[], Colours]) -> None:
        super().__init__(window, runner)
        self._window = window
        self._workspace = workspace
        self._colours = colours

    @property
    def pattern(self) -> NamePattern | None:
        """How files are called; None where the pattern that is kept cannot be used any more."""
        try:
            return NamePattern(self._workspace.settings.file_names)
        except KonwerterError:
            return None

    def ask_to_save(self, chosen: Sequence[int], listed: Sequence[int]) -> None:
        """Ask how the chosen documents (or all listed) are to be saved, then save them."""
        archive = self._workspace.archive
        example = next(iter(listing.rows(archive, list(chosen[:1]))), None)
        if example is None:
            return
        dialog = SaveDialog(
            self._window,
            self._colours(),
            chosen=chosen,
            listed=listed,
            example=named_row(example, companies.client(archive, example.client_nip).name),
            folder=self._workspace.folder(_FOLDER),
            pattern=self._workspace.settings.file_names,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._save_as_wished(dialog.wish))
        dialog.open()

    def save(self, wish: Wish) -> None:
        """Save documents as wished, and remember where and how."""
        archive = self._workspace.archive
        self._workspace.remember_folder(_FOLDER, wish.folder)
        self._workspace.remember(file_names=wish.pattern.text)

        def job(report: Report, cancel: CancelToken) -> tuple[int, tuple[str, ...]]:
            from app.office.originals import save_originals  # noqa: PLC0415 - see below
            from app.office.pages import save_pages  # noqa: PLC0415 - brings paper and PDF, which the list does not need

            saved, problems = 0, tuple[str, ...]()
            if wish.xml:
                saved = len(save_originals(archive, wish.ids, wish.folder, pattern=wish.pattern, report=report, cancel=cancel))
            if wish.pdf:
                pages, problems = save_pages(archive, wish.ids, wish.folder, pattern=wish.pattern, report=report, cancel=cancel)
                saved += len(pages)
            return saved, problems

        task = self._start(job, _("Zapisywanie dokumentów"), _LANE)
        task.succeeded.connect(lambda done: self._tell_saved(done[0], done[1], wish.folder))

    def ask_to_print(self, ids: Sequence[int]) -> None:
        """Ask on which printer, then print."""
        from app.office.printing import prepare  # noqa: PLC0415 - see `save`

        if not ids:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        prepare(printer)
        if not _can_be_asked(printer):
            self.failed.emit(
                WorldError(_("Na tym komputerze nie ma drukarki."), advice=_("Dodaj ją w ustawieniach systemu albo zapisz PDF."))
            )
            return
        printer.setDocName(_("Faktury: {documents}").format(documents=documents(len(ids))))
        dialog = QPrintDialog(printer, self._window)
        dialog.setWindowTitle(_("Drukuj: {documents}").format(documents=documents(len(ids))))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for option in (
            QAbstractPrintDialog.PrintDialogOption.PrintPageRange,
            QAbstractPrintDialog.PrintDialogOption.PrintSelection,
            QAbstractPrintDialog.PrintDialogOption.PrintCurrentPage,
        ):
            dialog.setOption(option, on=False)
        dialog.finished.connect(lambda result: self.print_on(printer, ids) if result == QDialog.DialogCode.Accepted else None)
        QDialog.open(dialog)

    def print_on(self, printer: QPrinter, ids: Sequence[int]) -> None:
        """Print documents, the same sheets as in their PDF, off the main thread; stopping it leaves what is printed already."""
        archive = self._workspace.archive

        def job(report: Report, cancel: CancelToken) -> tuple[str, ...]:
            from app.office.printing import print_documents  # noqa: PLC0415 - see `save`

            both_sides = printer.duplex() != QPrinter.DuplexMode.DuplexNone
            try:
                return print_documents(archive, ids, printer, both_sides=both_sides, report=report, cancel=cancel)
            except KonwerterError:
                printer.abort()
                raise

        task = self._start(job, _("Drukowanie"), _LANE)
        task.succeeded.connect(lambda problems: self._tell_printed(problems, printer.outputFileName()))

    def _save_as_wished(self, wish: Wish | None) -> None:
        if wish is not None:
            self.save(wish)

    def _tell_saved(self, saved: int, problems: Sequence[str], folder: Path) -> None:
        tell_saved(self._window, _("Zapisane pliki: {n}").format(n=saved), shortened(problems), folder)

    def _tell_printed(self, problems: Sequence[str], file: str) -> None:
        if file:
            tell_saved(self._window, _("Wydruk zapisano do pliku"), shortened(problems), Path(file).parent)
        elif problems:
            tell(self._window, _("Nie wszystko dało się wydrukować"), shortened(problems))


def _can_be_asked(printer: QPrinter) -> bool:
    """Whether a dialog can be shown: that of Windows knows real printers only, and says nothing where there is none."""
    return sys.platform != "win32" or printer.outputFormat() == QPrinter.OutputFormat.NativeFormat
