"""What was done to documents last and can be undone, in one row for the whole window."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from app.base.errors import KonwerterError

_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class _Done:
    what: str
    undo: Callable[[], None]


class UndoStack(QObject):
    """The last fifty changes; the newest is undone first."""

    changed = Signal()
    undone = Signal()
    """Something was undone: what shows documents must be read anew."""
    failed = Signal(object)
    """A `KonwerterError`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
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
        try:
            last.undo()
        except KonwerterError as error:
            self.failed.emit(error)
        self.changed.emit()
        self.undone.emit()

    def clear(self) -> None:
        """Another archive is in use: its documents have a past of their own."""
        self._done.clear()
        self.changed.emit()
