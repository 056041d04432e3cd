"""The sliding-window limiter: one for all threads and, through its log, for all processes of this computer (§6.2, §6.3)."""

import datetime as dt
import random
import threading
from collections.abc import Callable
from typing import Final, Protocol

from app.base.progress import Progress
from app.base.texts import _
from app.ksef.clock import Clock
from app.ksef.endpoints import Endpoint
from app.ksef.errand import Errand
from app.ksef.errors import Blocked, LimitReached, clock_text
from app.ksef.limits import HOUR, MINUTE, SECOND, Limit, Limits
from app.ksef.moments import from_seconds

Step = Callable[[tuple[float, ...], float], tuple[tuple[float, ...], float]]
"""From the times of a lane's calls and the time until which it is blocked, to what they are afterwards."""

# KSeF counts when a call arrives, we when it leaves: the windows are taken a little longer than they are.
_LONGER: Final = {SECOND: 1.5, MINUTE: 61.0, HOUR: 3605.0}
_MACHINE_LANE: Final = "machine"
_FIREWALL_SECONDS: Final = 15 * MINUTE
_PROBE_SECONDS: Final = 90.0  # longer than a request can take: meanwhile nobody else tries
_FIRST_PENALTY: Final = MINUTE
_LONGEST_PENALTY: Final = HOUR
_SHORTEST_WAIT: Final = 0.05


class CallLog(Protocol):
    """Remembers the calls of one environment. `app.archive` satisfies it with a table, `MemoryCallLog` for one process."""

    def change(self, context: str, group: str, step: Step) -> None:
        """Atomically among threads and processes: hand the lane's times and block to `step` and keep what it returns.

        Seconds since 1970; a lane never seen before is ``((), 0.0)``.
        """
        ...


class MemoryCallLog:
    """The calls of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lanes: dict[tuple[str, str], tuple[tuple[float, ...], float]] = {}

    def change(self, context: str, group: str, step: Step) -> None:
        """Atomically change what is known of a lane."""
        with self._lock:
            self._lanes[context, group] = step(*self._lanes.get((context, group), ((), 0.0)))


class Limiter:
    """Lets calls through no faster than the limits of each (context, group) allow, and not at all while KSeF asks to wait."""

    def __init__(self, log: CallLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._limits: dict[str, Limits] = {}
        self._learned: dict[str, float] = {}
        self._penalties: dict[tuple[str, str], float] = {}
        self._random = random.Random()  # noqa: S311 – spreads waits, guards nothing

    def learn(self, context: str, limits: Limits) -> None:
        """Go by `limits` in this context from now on."""
        self._limits[context] = limits
        self._learned[context] = self._clock.now()

    def knows(self, context: str) -> bool:
        """Whether this context's limits have been asked for within the last day."""
        return context in self._learned and 0 <= self._clock.now() - self._learned[context] < 24 * HOUR

    def enter(self, context: str, endpoint: Endpoint, errand: Errand) -> None:
        """Return when one call may be made now, and count it.

        Raises `LimitReached` where the wait would be longer than the errand's patience, `Blocked` while the firewall's ban lasts,
        and `Cancelled`.
        """
        limits = self._limits.get(context) or Limits.of_table()
        self._pass("", _MACHINE_LANE, limits.machine, errand)
        if self._pass(context, endpoint.lane, limits.of(endpoint, interactive=errand.interactive), errand):
            self._pass("", _MACHINE_LANE, limits.machine, errand)  # much may have happened in the meantime

    def refused(self, context: str, endpoint: Endpoint, retry_after: float | None) -> None:
        """KSeF answered 429: nothing more of this lane until it says so, or ever longer where it does not say (§6.2)."""
        lane = (context, endpoint.lane)
        penalty = min(self._penalties.get(lane, _FIRST_PENALTY / 2) * 2, _LONGEST_PENALTY)
        self._penalties[lane] = penalty
        wait = penalty if retry_after is None else retry_after
        self._block(*lane, self._clock.now() + wait + self._random.uniform(1.0, 5.0))

    def banned(self) -> dt.datetime:
        """KSeF's firewall refused us: no call of this computer for a quarter of an hour, then one to try (§9.3). The hour it ends."""
        until = self._clock.now() + _FIREWALL_SECONDS + self._random.uniform(1.0, 30.0)
        self._block("", _MACHINE_LANE, until)
        return from_seconds(until)

    def answered(self, context: str, endpoint: Endpoint) -> None:
        """KSeF answered normally: earlier refusals and the ban are over."""
        self._penalties.pop((context, endpoint.lane), None)
        if self._penalties.pop(("", _MACHINE_LANE), None) is not None:
            self._block("", _MACHINE_LANE, 0.0)

    def _block(self, context: str, group: str, until: float) -> None:
        self._log.change(context, group, lambda times, blocked: (times, max(blocked, until) if until else 0.0))

    def _pass(self, context: str, group: str, limit: Limit, errand: Errand) -> bool:
        """Return when a call of this lane has been counted; whether that took a wait."""
        waited = False
        while True:
            errand.cancel.check()
            wait = self._try(context, group, limit)
            if wait <= 0:
                return waited
            waited = True
            self._wait(wait, errand, firewall=group == _MACHINE_LANE and wait > MINUTE)

    def _try(self, context: str, group: str, limit: Limit) -> float:
        """Count a call now where the windows allow it; else how many seconds to wait before asking again."""
        now = self._clock.now()
        windows = limit.windows()
        memory = max((_LONGER[length] for length, _count in windows), default=0.0)
        free = 0.0
        probing = False

        def step(times: tuple[float, ...], blocked: float) -> tuple[tuple[float, ...], float]:
            nonlocal free, probing
            # What lies far ahead was counted by a clock that has been set back since.
            recent = tuple(at for at in times if -HOUR < now - at < memory)
            free = max([blocked, *(_free_at(recent, length, count) for length, count in windows)])
            if free > now:
                return recent, blocked
            probing = group == _MACHINE_LANE and blocked > 0
            return (*recent, now), now + _PROBE_SECONDS if probing else 0.0

        self._log.change(context, group, step)
        if probing:
            self._penalties["", _MACHINE_LANE] = _PROBE_SECONDS
        return free - now

    def _wait(self, seconds: float, errand: Errand, *, firewall: bool) -> None:
        resumes = from_seconds(self._clock.now() + seconds)
        hour = clock_text(resumes)
        if seconds > errand.patience:
            if firewall:
                raise blocked_by_firewall(resumes)
            raise LimitReached(
                _("Limit zapytań KSeF – wznowienie możliwe o {hour}.").format(hour=hour),
                advice=_("Pobieranie można dokończyć po tej godzinie; to, co już pobrano, zostaje."),
                resumes_at=resumes,
            )
        if seconds > SECOND * 2:
            errand.report(Progress(0, text=_("Limit KSeF – wznowienie o {hour}").format(hour=hour), until=resumes))
        self._clock.sleep(max(seconds, _SHORTEST_WAIT), errand.cancel)


def blocked_by_firewall(resumes: dt.datetime, detail: str = "") -> Blocked:
    """The error that says so."""
    return Blocked(
        _("Zabezpieczenia KSeF zablokowały żądanie z tego komputera."),
        advice=_(
            "Program spróbuje ponownie nie wcześniej niż o {hour}. Nie uruchamiaj w tym czasie innych programów KSeF."
        ).format(hour=clock_text(resumes)),
        resumes_at=resumes,
        detail=detail,
    )


def _free_at(times: tuple[float, ...], length: float, count: int) -> float:
    """When the window has room for one more call; `times` need not be in order."""
    if len(times) < count:
        return 0.0
    return sorted(times)[-max(count, 1)] + _LONGER[length]
