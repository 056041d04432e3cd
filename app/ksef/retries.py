"""Asking again after a failure that may pass (§9.3)."""

import random
from collections.abc import Callable
from typing import Final, TypeVar

from app.base.errors import WorldError
from app.base.progress import Progress
from app.base.texts import _
from app.ksef.clock import Clock
from app.ksef.errand import Errand
from app.ksef.errors import Unavailable, Unreachable, clock_text
from app.ksef.moments import from_seconds

T = TypeVar("T")

WAITS: Final = (1.0, 3.0, 10.0, 30.0, 60.0)
"""Seconds before each further try, give or take three tenths."""

_JITTER: Final = 0.3
_RANDOM: Final = random.Random()  # noqa: S311 – spreads waits, guards nothing


def may_pass(error: WorldError) -> bool:
    """Whether the failure is one that asking again may cure; the question must be one that may be asked twice."""
    return isinstance(error, (Unreachable, Unavailable))


def was_not_sent(error: WorldError) -> bool:
    """Whether KSeF cannot have got the question: then even one that may be asked only once is asked again."""
    return isinstance(error, Unreachable) and not error.sent


def retrying(
    attempt: Callable[[], T],
    clock: Clock,
    errand: Errand,
    again: Callable[[WorldError], bool] = may_pass,
    waits: tuple[float, ...] = WAITS,
) -> T:
    """What `attempt` returns, after as many tries as `waits` allows; the last failure is raised."""
    for wait in waits:
        try:
            return attempt()
        except WorldError as error:
            if not again(error):
                raise
            asked = error.retry_after if isinstance(error, Unavailable) else 0.0
            if asked > errand.patience:
                raise
            seconds = max(asked, wait * _RANDOM.uniform(1 - _JITTER, 1 + _JITTER))
            resumes = from_seconds(clock.now() + seconds)
            text = _("{problem} Kolejna próba o {hour}.").format(problem=error.title, hour=clock_text(resumes))
            errand.report(Progress(0, text=text, until=resumes))
            clock.sleep(seconds, errand.cancel)
    return attempt()
