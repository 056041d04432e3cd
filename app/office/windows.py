"""Which stretch of time to ask KSeF for next, and how far an answer proves completeness (API guide §3.4, §3.5)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.archive.ksef_records import Mark, Segment
from app.base.dates import WARSAW
from app.ksef import moments

LONGEST_DAYS: Final = 99
"""KSeF takes 100 days, counted in UTC; one is the margin."""

FIRST_DAY: Final = dt.date(2026, 2, 1)
"""From when KSeF 2.0 has documents: where a client's first download begins unless told otherwise."""

KSEF_CAP: Final = 10_000
"""As many documents an answer can hold. A full one is taken for cut whatever its flag says: the flag was wrong just there (#165, #816)."""

_MICROSECOND: Final = 10


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch to ask for, both ends included. `segment_ticks`: the segment it prolongs; `last`: it reaches the present."""

    segment_ticks: int
    start: Mark
    end: Mark
    last: bool


def mark(text: str) -> Mark:
    """A moment as KSeF wrote it. Raises `ValueError` for what is none."""
    return Mark(moments.ticks(text), text)


def mark_of(moment: dt.datetime) -> Mark:
    """A moment of ours."""
    return mark(moments.text(moment))


def ticks_of(length: dt.timedelta) -> int:
    """A length of time as marks count it."""
    return length // dt.timedelta(microseconds=1) * _MICROSECOND


def first_mark(day: dt.date) -> Mark:
    """The first moment of a day in Poland."""
    return mark_of(dt.datetime.combine(day, dt.time(), WARSAW))


def next_window(segments: Sequence[Segment], now: Mark) -> Window | None:
    """The window that prolongs the earliest segment which does not reach the next one, or the present; None where nothing is left."""
    for segment, following in zip(segments, [*segments[1:], None], strict=True):
        goal = now if following is None else min(following.start, now)
        if segment.until < goal:
            end = _later(segment.until, goal)
            return Window(segment.start.ticks, segment.until, end, last=following is None and end == goal)
    return None


def reached(window: Window, *, hwm: str, cut: bool, last: Mark | None) -> Mark | None:
    """Up to where the answer to a window is complete; None where it proves nothing.

    `cut`: the answer holds only the first documents of the window; then, and where KSeF names no high-water mark, `last`, the latest
    document in it, is as far as one may go. A mark beyond the window's end proves nothing beyond it.
    """
    until = last if cut or not hwm else mark(hwm)
    return None if until is None else min(until, window.end)


def _later(start: Mark, goal: Mark) -> Mark:
    """The end of the longest allowed window from `start`, `goal` at the latest."""
    if goal.ticks - start.ticks <= ticks_of(dt.timedelta(days=LONGEST_DAYS)):
        return goal
    return mark_of(moments.parse(start.text) + dt.timedelta(days=LONGEST_DAYS))
