"""Conversions asked for from the main window: of documents, of a client's last month, and taken back."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.base.dates import month_of, next_month, polish_day
from app.base.nip import format_nip
from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.office import companies, convert, listing
from app.office.history import FileState, WrittenFile, file_state
from app.office.listing import Query, WorkState
from app.ui.conversion.history_words import warning
from app.ui.message import ask, tell
from app.ui.tasks import CHANGES_LANE, TaskRunner
from app.ui.theme import Colours
from app.ui.wording import documents, month_name
from app.ui.workspace import Workspace

_TO_DO = frozenset({WorkState.NEW, WorkState.TO_CONVERT})


class ConversionWork(QObject):
    """Opens the dialog, and tells when documents have changed."""

    changed = Signal()
    failed = Signal(object)
    """A `KonwerterError`."""

    def __init__(self, window: QWidget, workspace: Workspace, runner: TaskRunner, colours: Callable[[], Colours]) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._runner = runner
        self._colours = colours

    def convert(self, nip: str, ids: Sequence[int]) -> None:
        """Open the conversion dialog on documents of one client; without a client or documents say what lacks."""
        from app.ui.conversion.dialog import ConversionDialog  # noqa: PLC0415 - brings all targets, which the list does not need

        if not nip:
            text = _("Plik importu dotyczy jednej firmy. Wybierz ją na liście po lewej stronie.")
            tell(self._window, _("Najpierw wybierz klienta"), text)
            return
        if not ids:
            return
        dialog = ConversionDialog(
            self._window, self._workspace.archive, self._runner, self._colours(),
            nip=nip, name=self._name(nip), ids=ids, folder=self._workspace.folder("convert"),
            nbp_rates=self._workspace.settings.nbp_rates,
        )  # fmt: skip
        dialog.nbp_rates_chosen.connect(lambda nbp: self._workspace.remember(nbp_rates=nbp))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.written_to.connect(lambda folder: self._workspace.remember_folder("convert", folder))
        dialog.converted.connect(self.changed)
        dialog.open()

    def convert_month(self, nip: str) -> None:
        """Open the dialog on what still waits in the client's last full VAT month."""
        month = next_month(month_of(polish_day(dt.datetime.now(dt.UTC))), -1)
        ids = listing.ordered_ids(self._workspace.archive, Query(client=nip, month=month, states=_TO_DO))
        if not ids:
            text = _("{client}: w okresie {month} nie ma dokumentów do przekazania.")
            tell(self._window, _("Nic nie czeka"), text.format(client=self._name(nip), month=month_name(month)))
            return
        self.convert(nip, ids)

    def open_history(self, nip: str) -> None:
        """Show the conversions of a client."""
        from app.ui.conversion.history_dialog import HistoryDialog  # noqa: PLC0415 - the list does not need it

        archive = self._workspace.archive
        dialog = HistoryDialog(self._window, archive, self._runner, self._colours(), nip=nip, name=self._name(nip))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.changed.connect(self.changed)
        dialog.file_wanted.connect(lambda file: self.show_file(file, dialog))
        dialog.open()

    def show_file(self, file: WrittenFile, window: QWidget | None = None) -> None:
        """Open the folder of a written file; say so where the file is not any more what was written."""

        def job(_report: Report, cancel: CancelToken) -> FileState:
            return file_state(file, cancel)

        task = self._runner.start(job, title=_("Sprawdzanie pliku"), lane="podgląd")
        task.succeeded.connect(lambda state: self._show_folder(file, state, window or self._window))
        task.failed.connect(self.failed)

    def undo_last(self, nip: str) -> None:
        """Put the documents of the client's last conversion back, after asking."""
        made = convert.conversions(self._workspace.archive, nip) if nip else ()
        last = next((row for row in made if row.undone_at is None), None)
        if last is None:
            tell(self._window, _("Nie ma czego cofnąć"), _("Wybierz klienta, którego dokumenty były już konwertowane."))
            return
        ask(
            self._window,
            _("Cofnąć konwersję z {when}?").format(when=f"{last.made_at.astimezone():%Y-%m-%d %H:%M}"),
            _("{documents} wróci do poprzedniego stanu. Zapisanych plików program nie usuwa.").format(
                documents=documents(last.documents)
            ),
            _("Cofnij konwersję"),
            lambda: self._undo(last.id),
        )

    @staticmethod
    def _show_folder(file: WrittenFile, state: FileState, window: QWidget) -> None:
        title, text = warning(file, state)
        if title:
            tell(window, title, text)
        folder = Path(file.path).parent
        if folder.is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _undo(self, conversion_id: int) -> None:
        archive = self._workspace.archive

        def job(_report: Report, _cancel: CancelToken) -> None:
            convert.undo(archive, conversion_id)

        task = self._runner.start(job, title=_("Cofanie konwersji"), lane=CHANGES_LANE)
        task.succeeded.connect(lambda _nothing: self.changed.emit())
        task.failed.connect(self.failed)

    def _name(self, nip: str) -> str:
        return companies.client(self._workspace.archive, nip).name or format_nip(nip)
