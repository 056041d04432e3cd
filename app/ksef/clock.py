"""The clock that every wait of this room goes by; tests put another in its place."""

import time
from typing import Protocol

from app.base.progress import CancelToken


class Clock(Protocol):
    """Tells the time and lets it pass."""

    def now(self) -> float:
        """Seconds since 1970, by this computer."""
        ...

    def sleep(self, seconds: float, cancel: CancelToken) -> None:
        """Wait; raises `Cancelled` at once when somebody asks to stop."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float, cancel: CancelToken) -> None:
        """Wait; raises `Cancelled` at once when somebody asks to stop."""
        cancel.sleep(seconds)
