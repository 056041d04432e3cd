"""The sandbox's time: every expiry, window and mark looks here, and tests move it."""

import datetime as dt
import threading


class Clock:
    """Real time that can be pushed forward; with `start`, a time that stands still until it is pushed.

    `skew` falsifies nothing but the ``Date`` header of the answers, as a server or a proxy with a wrong clock would.
    """

    def __init__(self, start: dt.datetime | None = None) -> None:
        self._start = start
        self._pushed = dt.timedelta()
        self._lock = threading.Lock()
        self.skew = dt.timedelta()

    def now(self) -> dt.datetime:
        """The present moment, aware, in UTC."""
        with self._lock:
            return (self._start or dt.datetime.now(dt.UTC)).astimezone(dt.UTC) + self._pushed

    def advance(self, seconds: float) -> None:
        """Push the time forward."""
        with self._lock:
            self._pushed += dt.timedelta(seconds=seconds)
