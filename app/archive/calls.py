"""The log of calls from which the limiter of `app.ksef` knows what it may do: shared by all threads and processes."""

import json
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from app.archive.ksef_schema import calls
from app.archive.store import Archive

Lane = tuple[tuple[float, ...], float]
"""Times of calls (seconds since 1970) and until when none may be made."""


class ArchivedCalls:
    """The calls of one environment, in its archive (satisfies `app.ksef.limits.CallLog`)."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def change(self, context: str, group: str, step: Callable[[tuple[float, ...], float], Lane]) -> None:
        """Read a lane, apply `step`, keep its result, so that nobody else can do so between."""
        own = (calls.c.context == context) & (calls.c.lane == group)
        with self._archive.writing() as connection:
            row = connection.execute(select(calls.c.times, calls.c.blocked_until).where(own)).one_or_none()
            times, until = step(*(((), 0.0) if row is None else (tuple(json.loads(row.times)), row.blocked_until)))
            values = {"times": json.dumps(times), "blocked_until": until}
            statement = insert(calls).values(context=context, lane=group, **values)
            connection.execute(statement.on_conflict_do_update(index_elements=["context", "lane"], set_=values))
