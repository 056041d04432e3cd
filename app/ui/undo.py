"""What was done to documents last and can be undone, in one row for the whole window."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.ui.tasks import CHANGES_LANE, TaskRunner

_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class _Done:
    what: str
    undo: Callable[[], None]


class UndoStack(QObject):
    """The last fifty changes; the newest is undone first, off the main thread: it may have been about very many documents."""

    changed = Signal()
    undone = Signal()
    """Something was undone: what shows documents must be read anew."""
    failed = Signal(object)
    """A `KonwerterError`."""

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._done: list[_Done] = []

    @property
    def next(self) -> str:
        """What would be undone, in words; empty where there is nothing."""
        return self._done[-1].what if self._done else ""

    def push(self, what: str, undo: Callable[[], None]) -> None:
        """Remember a change: what it was, and how to undo it."""
        self._done.append(_Done(what, undo))
        del self._done[:-_MOST]
        self.changed.emit()

    def undo(self) -> None:
        """Undo the last change; one that cannot be undone is told and forgotten."""
        if not self._done:
            return
        last = self._done.pop()

        def job(_report: Report, _cancel: CancelToken) -> None:
            last.undo()

        task = self._runner.start(job, title=_("Cofanie zmiany"), lane=CHANGES_LANE)
        task.failed.connect(self.failed)
        task.finished.connect(self.undone)
        self.changed.emit()

    def clear(self) -> None:
        """Another archive is in use: its documents have a past of their own."""
        self._done.clear()
        self.changed.emit()
