"""How many requests a piece of work cost, counted where every request passes: at the limiter's log."""

import threading
from collections.abc import Callable
from typing import Final

from app.ksef.limiter import CallLog

_EVERY_CALL: Final = ("", "machine")
"""The limiter's lane that each request of this computer enters, whatever its own."""

Lane = tuple[tuple[float, ...], float]


class CountedCalls:
    """A log of calls that counts, for each thread, the requests let through."""

    def __init__(self, log: CallLog) -> None:
        self._log = log
        self._mine = threading.local()

    @property
    def count(self) -> int:
        """The requests of the asking thread so far."""
        return getattr(self._mine, "count", 0)

    def change(self, context: str, group: str, step: Callable[[tuple[float, ...], float], Lane]) -> None:
        """Change a lane of the log, and count where that lets a request through."""
        let_through = False

        def watched(times: tuple[float, ...], blocked: float) -> Lane:
            nonlocal let_through
            after = step(times, blocked)
            let_through = after[0][-1:] != times[-1:] and bool(after[0])
            return after

        self._log.change(context, group, watched)
        if let_through and (context, group) == _EVERY_CALL:
            self._mine.count = self.count + 1
