"""States, tags, notes and bookkeeping for the selected documents, each undoable; lists saved under a name."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from app.base.errors import KonwerterError
from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.office import listing, marks
from app.office.listing import Query, WorkState
from app.office.marks import Marks
from app.ui import wording
from app.ui.documents.note_dialog import NoteDialog
from app.ui.tasks import CHANGES_LANE, TaskRunner
from app.ui.undo import UndoStack
from app.ui.wording import documents
from app.ui.work import Work
from app.ui.workspace import Workspace


class MarksWork(Work):
    """Asks where something must be asked, does it, remembers how to undo it."""

    changed = Signal()
    """Lists show something else."""
    views_changed = Signal()

    def __init__(self, window: QWidget, workspace: Workspace, runner: TaskRunner, undo: UndoStack) -> None:
        super().__init__(window, runner)
        self._window = window
        self._workspace = workspace
        self._undo = undo

    def set_state(self, ids: Sequence[int], state: WorkState) -> None:
        """Give documents a state."""
        what = _("stan „{state}”: {documents}").format(state=wording.STATES[state], documents=documents(len(ids)))
        self._do(what, lambda: marks.set_state(self._workspace.archive, ids, state))

    def tag(self, ids: Sequence[int], name: str) -> None:
        """Put a tag on documents."""
        what = _("etykieta „{tag}”: {documents}").format(tag=name, documents=documents(len(ids)))
        self._do(what, lambda: marks.tag(self._workspace.archive, ids, name))

    def untag(self, ids: Sequence[int], name: str) -> None:
        """Take a tag off documents."""
        what = _("zdjęcie etykiety „{tag}”: {documents}").format(tag=name, documents=documents(len(ids)))
        self._do(what, lambda: marks.untag(self._workspace.archive, ids, name))

    def ask_tag(self, ids: Sequence[int]) -> None:
        """Ask for a new tag and put it on documents."""
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(_("Nowa etykieta"))
        dialog.setLabelText(_("Etykieta dla: {documents}").format(documents=documents(len(ids))))
        dialog.setOkButtonText(_("Dodaj etykietę"))
        dialog.setCancelButtonText(_("Anuluj"))
        dialog.textValueSelected.connect(lambda text: self.tag(ids, text))
        dialog.open()

    def ask_note(self, ids: Sequence[int]) -> None:
        """Show the note of documents for writing."""
        rows = listing.rows(self._workspace.archive, ids)
        notes = {row.note for row in rows}
        dialog = NoteDialog(self._window, len(ids), notes.pop() if len(notes) == 1 else "")
        what = _("notatka: {documents}").format(documents=documents(len(ids)))
        dialog.accepted.connect(lambda: self._note(what, ids, dialog.text.toPlainText()))  # read before another thread writes it
        dialog.open()

    def _note(self, what: str, ids: Sequence[int], text: str) -> None:
        self._do(what, lambda: marks.set_note(self._workspace.archive, ids, text))

    def views(self) -> dict[str, Query]:
        """The lists saved under a name."""
        return marks.views(self._workspace.archive)

    def ask_view(self, query: Query) -> None:
        """Ask for a name and save the list under it."""
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(_("Zapisz widok"))
        dialog.setLabelText(_("Nazwa dla tych filtrów i kolejności:"))
        dialog.setOkButtonText(_("Zapisz widok"))
        dialog.setCancelButtonText(_("Anuluj"))
        dialog.textValueSelected.connect(lambda text: self._keep_view(text, query))
        dialog.open()

    def forget_view(self, name: str) -> None:
        """Remove a saved list."""
        marks.forget_view(self._workspace.archive, name)
        self.views_changed.emit()

    def _keep_view(self, name: str, query: Query) -> None:
        try:
            marks.save_view(self._workspace.archive, name, query)
        except KonwerterError as error:
            self.failed.emit(error)
            return
        self.views_changed.emit()

    def _do(self, what: str, change: Callable[[], dict[int, Marks]]) -> None:
        def job(_report: Report, _cancel: CancelToken) -> dict[int, Marks]:
            return change()

        task = self._start(job, _("Oznaczanie dokumentów"), CHANGES_LANE)
        task.succeeded.connect(lambda before: self._done(what, before))

    def _done(self, what: str, before: dict[int, Marks]) -> None:
        if before:
            self._undo.push(what, lambda: marks.restore(self._workspace.archive, before))
            self.changed.emit()
