"""Several jobs done in turns by a few threads: whoever must wait lets the others go first."""

import heapq
import threading
from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

from app.base.errors import Cancelled
from app.base.progress import CancelToken
from app.ksef.clock import Clock

Job = TypeVar("Job")

_SLICE: Final = 0.25


class Turns(Generic[Job]):
    """Jobs and the moments before which they need not be asked. `turn` gives a job a turn and answers with the moment of the next (any
    moment that has passed: at once, after the others), or None when it is finished.
    """

    def __init__(self, jobs: Sequence[Job], turn: Callable[[Job], float | None], clock: Clock, cancel: CancelToken) -> None:
        self._turn = turn
        self._clock = clock
        self._cancel = cancel
        self._waiting = [(0.0, place, job) for place, job in enumerate(jobs)]  # a heap: sorted as it is
        self._placed = len(jobs)
        self._busy = 0
        self._changed = threading.Condition()
        self.failure: BaseException | None = None

    def work(self) -> None:
        """Give turns until no job is left, the work is cancelled, or `turn` raises (kept in `failure`)."""
        try:
            while (taken := self._take()) is not None:
                self._give_turn(taken)
        except BaseException as error:  # noqa: BLE001 - raised again by whoever waits for these threads
            self.failure = error

    @property
    def left(self) -> list[Job]:
        """The jobs that wait for a turn."""
        with self._changed:
            return [job for _ready_at, _place, job in self._waiting]

    def _give_turn(self, job: Job) -> None:
        again: float | None = None
        try:
            again = self._turn(job)
        finally:
            with self._changed:
                self._busy -= 1
                if again is not None:
                    heapq.heappush(self._waiting, (max(again, self._clock.now()), self._placed, job))
                    self._placed += 1
                self._changed.notify_all()

    def _take(self) -> Job | None:
        while True:
            with self._changed:
                if self._over():
                    return None
                ready_at = self._waiting[0][0] if self._waiting else None
                if ready_at is None:
                    self._changed.wait(_SLICE)
                    continue
                wait = ready_at - self._clock.now()
                if wait <= 0:
                    self._busy += 1
                    return heapq.heappop(self._waiting)[2]
            try:
                self._clock.sleep(min(wait, _SLICE), self._cancel)
            except Cancelled:
                return None

    def _over(self) -> bool:
        return self._cancel.cancelled or self.failure is not None or not (self._waiting or self._busy)
