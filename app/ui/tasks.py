"""The only bridge between the working side and the window.

A job is a plain function of a report callback and a cancel token. It runs in a lane: jobs of one lane (one client, for
instance) run one after another, lanes run side by side on a thread pool. Progress is merged to ten signals a second; the result or
the error arrives on the main thread.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final, TypeVar, cast

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from app.base.errors import Cancelled, KonwerterError, ProgramError
from app.base.progress import CancelToken, Progress, Report

_PROGRESS_INTERVAL: Final = 0.1
_SHUTDOWN_WAIT_MS: Final = 5_000

ResultT = TypeVar("ResultT")
Job = Callable[[Report, CancelToken], ResultT]


class Task(QObject):
    """One job as the window sees it. Exactly one of `succeeded`, `failed` and `cancelled` is emitted, then `finished`."""

    progressed = Signal(object)
    """A `Progress`."""
    succeeded = Signal(object)
    """What the job returned."""
    failed = Signal(object)
    """A `KonwerterError`; a foreign exception arrives as `ProgramError` with its kind and place in the detail."""
    cancelled = Signal()
    finished = Signal()

    def __init__(self, job: Job[object], title: str, lane: str) -> None:
        super().__init__()
        self.title = title
        self.lane = lane
        self.token = CancelToken()
        self._job = job
        self._last_report = 0.0

    def cancel(self) -> None:
        """Ask the job to stop."""
        self.token.cancel()

    def run(self) -> None:
        """Do the job; called once, on a worker thread."""
        try:
            self.token.check()
            result = self._job(self._report, self.token)
        except Cancelled:
            self.cancelled.emit()
        except KonwerterError as error:
            self.failed.emit(error)
        except Exception as error:  # noqa: BLE001 - the last gate before the event loop: nothing may be lost silently
            self.failed.emit(_bug(error))
        else:
            self.succeeded.emit(result)
        self.finished.emit()

    def _report(self, progress: Progress) -> None:
        now = time.monotonic()
        last = progress.total is not None and progress.done >= progress.total
        if last or now - self._last_report >= _PROGRESS_INTERVAL:
            self._last_report = now
            self.progressed.emit(progress)


class TaskRunner(QObject):
    """Starts jobs in their lanes and knows which are under way. Lives on the main thread."""

    started = Signal(object)
    """The `Task` that has been accepted (it may still wait for its lane)."""
    idle = Signal()
    """Nothing is under way any more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._lanes: dict[str, deque[Task]] = {}
        self._lock = threading.Lock()

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All jobs that run or wait, lane by lane."""
        with self._lock:
            return tuple(task for lane in self._lanes.values() for task in lane)

    def start(self, job: Job[ResultT], *, title: str, lane: str) -> Task:
        """Queue a job in its lane; connect to the task's signals before returning to the event loop."""
        task = Task(cast("Job[object]", job), title, lane)
        task.setParent(self)
        task.finished.connect(lambda: self._done(task))
        with self._lock:
            queue = self._lanes.setdefault(lane, deque())
            queue.append(task)
            first = len(queue) == 1
        if first:
            self._pool.start(_Run(task))
        self.started.emit(task)
        return task

    def cancel_all(self) -> None:
        """Ask everything to stop: what waits never starts."""
        for task in self.tasks:
            task.cancel()

    def shut_down(self) -> None:
        """Cancel everything and wait until the workers are out of the way."""
        self.cancel_all()
        self._pool.waitForDone(_SHUTDOWN_WAIT_MS)

    def _done(self, task: Task) -> None:
        with self._lock:
            queue = self._lanes[task.lane]
            queue.remove(task)
            following = queue[0] if queue else None
            if following is None:
                del self._lanes[task.lane]
            nothing_left = not self._lanes
        if following is not None:
            self._pool.start(_Run(following))
        task.deleteLater()
        if nothing_left:
            self.idle.emit()


class _Run(QRunnable):
    """Carries one task into the pool."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.run()


def _bug(error: Exception) -> ProgramError:
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "" if place is None else f"{place.tb_frame.f_code.co_name}:{place.tb_lineno}"
    return ProgramError(
        "Wystąpił błąd programu.",
        advice="Skopiuj szczegóły i zgłoś je autorom; dane w archiwum nie zostały zmienione.",
        detail=f"{type(error).__name__} ({where})",
    )
