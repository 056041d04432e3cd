"""When the running program does something by itself. Pure: everything that matters is given, nobody looks at a clock."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from app.base.dates import WARSAW
from app.base.settings import Scheduled
from app.office.diary import ClientResult, SyncState

__all__ = ["SHORTEST", "Scheduled", "held_until", "next_backup", "next_run"]

SHORTEST: Final = 15
"""Minutes that must lie between two downloads of one client (KSeF API guide §6.3)."""
_WEEK: Final = dt.timedelta(days=7)


def next_run(
    scheduled: Scheduled, last: dt.datetime | None, now: dt.datetime, *, held: dt.datetime | None = None
) -> dt.datetime | None:
    """The moment of the next download (aware, UTC); None: there is none. One that is not after `now` is due, and a missed one stays due.

    `last` is when a download of all clients ended last, `held` the moment before which KSeF asked not to come back. A night has one
    download also where the clock changes: an hour that is missing is taken as the one after it, one that comes twice as the first.
    """
    if scheduled.mode == "off":
        return None
    known = [moment for moment in (last, scheduled.since) if moment is not None]
    if not known:
        due = now
    else:
        before = min(max(known), now)  # a clock that went wrong must not hold the download up
        due = _after(scheduled, before)
    return max(due, held or due).astimezone(dt.UTC)


def held_until(results: Sequence[ClientResult]) -> dt.datetime | None:
    """The moment before which a download is of no use because KSeF asked every client to wait; None: there is none."""
    moments = [result.resumes_at for result in results if result.state is SyncState.WAITING and result.resumes_at is not None]
    return min(moments) if moments and len(moments) == len(results) else None


def next_backup(last: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """The moment of the next weekly backup: a week after the last, at once where there is none."""
    return now if last is None else min(last, now) + _WEEK


def _after(scheduled: Scheduled, before: dt.datetime) -> dt.datetime:
    """The first moment of the schedule after another."""
    if scheduled.mode == "interval":
        return before.astimezone(dt.UTC) + dt.timedelta(minutes=max(scheduled.minutes, SHORTEST))
    day = before.astimezone(WARSAW).date()
    nights = (dt.datetime.combine(day + dt.timedelta(days=later), scheduled.at, WARSAW).astimezone(dt.UTC) for later in (0, 1, 2))
    return next(night for night in nights if night > before)
