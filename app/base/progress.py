"""Progress of a long operation and the token that cancels it. No Qt here."""

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass

from app.base.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an operation is: `done` of `total` (None: not known), with a Polish `text` of what goes on.

    While the operation waits, for KSeF's limits for example, `until` is the aware moment when it goes on.
    """

    done: int
    total: int | None = None
    text: str = ""
    until: dt.datetime | None = None


Report = Callable[[Progress], None]
"""What a use case calls to tell how far it is; may be called from any thread."""


def silent(_progress: Progress) -> None:
    """The report of somebody who does not care."""


class CancelToken:
    """Asked by the working side, set by the user's side; safe across threads."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the operation to stop."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise `Cancelled` when somebody asked to stop."""
        if self._event.is_set():
            raise Cancelled

    def sleep(self, seconds: float) -> None:
        """Wait; raise `Cancelled` at once when somebody asks to stop."""
        if self._event.wait(seconds):
            raise Cancelled
