"""How far each client's download is: written by its threads, read by the window ten times a second."""

import threading
from collections.abc import Iterable

from app.base.progress import Progress


class Lanes:
    """The latest progress of every context; nothing queues up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: dict[str, Progress] = {}
        self._finished: set[str] = set()

    def note(self, context: str, progress: Progress) -> None:
        """Keep the latest; may be called from any thread."""
        with self._lock:
            if context not in self._finished:
                self._latest[context] = progress

    def forget(self, contexts: Iterable[str]) -> None:
        """These are done: what their threads still say is no news."""
        with self._lock:
            self._finished.update(contexts)
            for context in self._finished:
                self._latest.pop(context, None)

    def latest(self) -> dict[str, Progress]:
        """A copy of what is known."""
        with self._lock:
            return dict(self._latest)
