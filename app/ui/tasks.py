"""The only bridge between the working side and the window.

A job is a plain function of a report callback and a cancel token. It runs in a lane: jobs of one lane (one client, for
instance) run one after another, lanes run side by side on a thread pool. Progress is merged to ten signals a second; the result or
the error arrives on the main thread.
"""

import itertools
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRunnable, Qt, QThreadPool, Signal

from app.base.errors import Cancelled, KonwerterError, ProgramError
from app.base.progress import CancelToken, Progress, Report
from app.base.texts import _

_PROGRESS_INTERVAL: Final = 0.1
_SHUTDOWN_WAIT_MS: Final = 5_000
_SIDE_BY_SIDE: Final = 8
"""Lanes that run at once at least, also with two cores: a list must not wait behind a download and a conversion."""

QUIET_LANES: Final = frozenset({"lista", "suma zaznaczonych", "tablica", "komunikaty", "pomoc", "podgląd", "o programie"})
"""Lanes of short reading, which nothing need wait for."""

CHANGES_LANE: Final = "zmiany"
"""Changes of documents and what undoes them: one after another, in the order in which they were asked for."""

ResultT = TypeVar("ResultT")
Job = Callable[[Report, CancelToken], ResultT]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How a job ended."""

    result: object = None
    error: KonwerterError | None = None


class Task(QObject):
    """One job as the window sees it: touched on the main thread only.

    Exactly one of `succeeded`, `failed` and `cancelled` is emitted, then `finished`.
    """

    progressed = Signal(object)
    """A `Progress`."""
    succeeded = Signal(object)
    """What the job returned."""
    failed = Signal(object)
    """A `KonwerterError`; a foreign exception arrives as `ProgramError` with its kind and place in the detail."""
    cancelled = Signal()
    finished = Signal()

    def __init__(self, title: str, lane: str, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.lane = lane
        self.token = CancelToken()
        self.done = False

    def cancel(self) -> None:
        """Ask the job to stop."""
        self.token.cancel()


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A job in its lane."""

    task: Task
    job: Job[object]


class TaskRunner(QObject):
    """Starts jobs in their lanes and knows which are under way. Lives on the main thread.

    Workers hold no Qt object but this one, and only emit its signals: a `Task` may come and go without a thread noticing.
    """

    started = Signal(object)
    """The `Task` that has been accepted (it may still wait for its lane)."""
    idle = Signal()
    """Nothing is under way any more."""
    _reported = Signal(int, object)
    _ended = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(max(_SIDE_BY_SIDE, self._pool.maxThreadCount()))
        self._lanes: dict[str, deque[int]] = {}
        self._waiting: dict[int, _Waiting] = {}
        self._numbers = itertools.count(1)
        self._reported.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All jobs that run or wait."""
        return tuple(waiting.task for waiting in self._waiting.values())

    def start(self, job: Job[ResultT], *, title: str, lane: str) -> Task:
        """Queue a job in its lane; connect to the task's signals before returning to the event loop."""
        number = next(self._numbers)
        task = Task(title, lane, self)
        self._waiting[number] = _Waiting(task, cast("Job[object]", job))
        queue = self._lanes.setdefault(lane, deque())
        queue.append(number)
        if len(queue) == 1:
            self._run(number)
        self.started.emit(task)
        return task

    def cancel_all(self) -> None:
        """Ask everything to stop: what waits never starts."""
        for task in self.tasks:
            task.cancel()

    def shut_down(self) -> None:
        """Cancel everything, wait until the workers are out of the way, and deliver what they ended with."""
        self.cancel_all()
        while self._waiting and self._pool.waitForDone(_SHUTDOWN_WAIT_MS):
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)

    def _run(self, number: int) -> None:
        waiting = self._waiting[number]
        report = _MergedReport(lambda progress: self._reported.emit(number, progress))
        self._pool.start(_Run(waiting.job, waiting.task.token, report, lambda outcome: self._ended.emit(number, outcome)))

    def _pass_on(self, number: int, progress: Progress) -> None:
        if number in self._waiting:
            self._waiting[number].task.progressed.emit(progress)

    def _finish(self, number: int, outcome: _Outcome) -> None:
        task = self._waiting.pop(number).task
        queue = self._lanes[task.lane]
        queue.remove(number)
        task.done = True
        if queue:
            self._run(queue[0])
        else:
            del self._lanes[task.lane]
        if isinstance(outcome.error, Cancelled):
            task.cancelled.emit()
        elif outcome.error is not None:
            task.failed.emit(outcome.error)
        else:
            task.succeeded.emit(outcome.result)
        task.finished.emit()
        task.deleteLater()
        if not self._waiting:
            self.idle.emit()


class _MergedReport:
    """Passes on at most ten reports a second, and always the last."""

    def __init__(self, send: Callable[[Progress], None]) -> None:
        self._send = send
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        complete = progress.total is not None and progress.done >= progress.total
        if complete or now - self._last >= _PROGRESS_INTERVAL:
            self._last = now
            self._send(progress)


class _Run(QRunnable):
    """Does one job on a worker thread."""

    def __init__(self, job: Job[object], token: CancelToken, report: Report, end: Callable[[_Outcome], None]) -> None:
        super().__init__()
        self._job = job
        self._token = token
        self._report = report
        self._end = end

    def run(self) -> None:
        try:
            self._token.check()
            outcome = _Outcome(result=self._job(self._report, self._token))
        except KonwerterError as error:
            outcome = _Outcome(error=error)
        except Exception as error:  # noqa: BLE001 - the last gate before the event loop: nothing may be lost silently
            outcome = _Outcome(error=_bug(error))
        self._end(outcome)


def _bug(error: Exception) -> ProgramError:
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "" if place is None else f"{place.tb_frame.f_code.co_name}:{place.tb_lineno}"
    return ProgramError(
        _("Wystąpił błąd programu."),
        advice=_("Skopiuj szczegóły i zgłoś je autorom; dane w archiwum nie zostały zmienione."),
        detail=f"{type(error).__name__} ({where})",
    )
