"""How far each client's download is: written by its threads, read by the window ten times a second."""

import threading

from app.base.progress import Progress


class Lanes:
    """The latest progress of every context; nothing queues up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: dict[str, Progress] = {}

    def note(self, context: str, progress: Progress) -> None:
        """Keep the latest; may be called from any thread."""
        with self._lock:
            self._latest[context] = progress

    def latest(self) -> dict[str, Progress]:
        """A copy of what is known."""
        with self._lock:
            return dict(self._latest)
