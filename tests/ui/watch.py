"""Watches the event loop of the window: how long nobody could have clicked or typed."""

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 5


@dataclass(frozen=True, slots=True)
class Pause:
    """The longest pauses since the last time, in milliseconds: by the clock, and by the processor time of the window's own thread."""

    clock: float
    own: float
    ticks: int

    def __str__(self) -> str:
        return f"{self.clock:.0f} ms (własna praca wątku {self.own:.0f} ms), {self.ticks} taktów"


class Watcher(QObject):
    """Ticks on the event loop and remembers its longest pause.

    The clock counts what other programs take of the processor and how long the thread waits for others; the thread's own processor
    time does not.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._begin()
        timer = QTimer(self, interval=_INTERVAL_MS)
        timer.timeout.connect(self._tick)
        timer.start()

    def take(self) -> Pause:
        """The longest pauses since the last time; counting begins anew."""
        self._tick()
        taken = Pause(self._clock * 1000, self._own * 1000, self._ticks)
        self._begin()
        return taken

    def _begin(self) -> None:
        self._at, self._spent = time.perf_counter(), time.thread_time()
        self._clock = self._own = 0.0
        self._ticks = 0

    def _tick(self) -> None:
        at, spent = time.perf_counter(), time.thread_time()
        self._clock = max(self._clock, at - self._at)
        self._own = max(self._own, spent - self._spent)
        self._at, self._spent = at, spent
        self._ticks += 1
