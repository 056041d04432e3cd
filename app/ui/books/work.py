"""Work on a client's books asked for from the main window: edits by hand with their undo, the profile, the rules."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.base.errors import KonwerterError
from app.base.nip import format_nip
from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.booking.entry import Direction
from app.booking.rules import Rule
from app.booking.treatment import LABELS, Treatment
from app.office import companies, hand_edits
from app.office.hand_edits import HandEdits
from app.office.rebooking import rebook
from app.ui.tasks import CHANGES_LANE, TaskRunner
from app.ui.undo import UndoStack
from app.ui.wording import documents
from app.ui.work import Work
from app.ui.workspace import Workspace


class BooksWork(Work):
    """Asks, does, and tells that entries may look different now."""

    entries_changed = Signal()
    """Entries are treated otherwise now; lists show the same."""
    archive_changed = Signal()
    """Lists show something else too."""

    def __init__(self, window: QWidget, workspace: Workspace, runner: TaskRunner, undo: UndoStack) -> None:
        super().__init__(window, runner)
        self._window = window
        self._workspace = workspace
        self._undo = undo

    def edit(self, document_id: int, treatment: Treatment, direction: Direction) -> None:
        """Set something on a document by hand."""
        self._remembering(
            _words(treatment), lambda: hand_edits.edit(self._workspace.archive, [document_id], treatment, direction)
        )

    def edit_all(self, ids: Sequence[int], treatment: Treatment) -> None:
        """Set something on many documents by hand."""
        what, archive = f"{_words(treatment)}: {documents(len(ids))}", self._workspace.archive

        def job(_report: Report, _cancel: CancelToken) -> HandEdits:
            return hand_edits.edit(archive, ids, treatment)

        task = self._start(job, _("Zmiana księgowania"), CHANGES_LANE)
        task.succeeded.connect(lambda before: self._remember(what, before))

    def take_back(self, document_id: int, field: str, direction: Direction) -> None:
        """Leave a field to the rules again."""
        what = _("oddanie regułom: {field}").format(field=LABELS[field])
        self._remembering(what, lambda: hand_edits.take_back(self._workspace.archive, [document_id], [field], direction))

    def ask_treatment(self, ids: Sequence[int]) -> None:
        """Ask what to set on many documents, and set it."""
        from app.ui.books.bulk_dialog import BulkDialog  # noqa: PLC0415 - the list does not need it

        dialog = BulkDialog(self._window, len(ids))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.edit_all(ids, dialog.form.treatment()))
        dialog.open()

    def open_rules(self, nip: str, new: Rule | None = None) -> None:
        """Show the client's rules; `new` at once as one still to be kept."""
        from app.ui.books.rules_dialog import RulesDialog  # noqa: PLC0415 - the list does not need it

        name = companies.client(self._workspace.archive, nip).name or format_nip(nip)
        dialog = RulesDialog(self._window, self._workspace.archive, self._runner, nip=nip, name=name, new=new)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.changed.connect(self.entries_changed)
        dialog.open()

    def open_profile(self, nip: str) -> None:
        """Show the client's profile."""
        from app.ui.books.profile_dialog import ProfileDialog  # noqa: PLC0415 - brings all targets, which the list does not need

        dialog = ProfileDialog(self._window, self._workspace.archive, nip, self._workspace.folder("profile"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(self._rebook)
        dialog.rules_wanted.connect(lambda: self.open_rules(nip))
        dialog.open()

    def _remembering(self, what: str, change: Callable[[], HandEdits]) -> None:
        try:
            before = change()
        except KonwerterError as error:
            self.failed.emit(error)
            return
        self._remember(what, before)

    def _remember(self, what: str, before: HandEdits) -> None:
        if before:
            self._undo.push(what, lambda: hand_edits.restore(self._workspace.archive, before))
            self.entries_changed.emit()

    def _rebook(self, nips: tuple[str, ...]) -> None:
        """Book the documents of clients with another profile anew for the lists."""
        archive = self._workspace.archive

        def job(report: Report, cancel: CancelToken) -> None:
            for nip in nips:
                rebook(archive, nip, report=report, cancel=cancel)

        task = self._start(job, _("Aktualizowanie list"), "profile")
        task.succeeded.connect(lambda _nothing: self.archive_changed.emit())


def _words(treatment: Treatment) -> str:
    return ", ".join(LABELS[field] for field, _value in treatment.given())
