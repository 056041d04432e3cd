"""What is complete, stretch by stretch, and which exports are on their way."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from app.archive.ksef_records import Landing, Mark, PendingExport, Reach, Segment
from app.archive.ksef_schema import coverage, pending_exports
from app.archive.store import Archive, aware

_TICKS: Final = 10_000_000
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def open_segments(archive: Archive, nip: str, context: str, roles: Sequence[str], since: Mark, *, earlier: bool) -> None:
    """Give every role a segment that begins at `since` where it has none yet or, with `earlier`, where all of its own begin later."""
    with archive.writing() as connection:
        for role in roles:
            known = _segments(connection, context, role)
            if not known or (earlier and since < known[0].start):
                values = {"start_ticks": since.ticks, "start_text": since.text, "until_ticks": since.ticks}
                connection.execute(
                    insert(coverage).values(
                        client_nip=nip, context=context, role=role, until_text=since.text, counted=0, **values
                    )
                )


def segments(archive: Archive, context: str, role: str) -> tuple[Segment, ...]:
    """The segments of one role, oldest first."""
    with archive.reading() as connection:
        return _segments(connection, context, role)


def advance(connection: Connection, landing: Landing) -> None:
    """Move the segment's end to where the landing reaches, never back, and join it with the next one where they touch."""
    known = _segments(connection, landing.context, landing.role)
    mine = next((segment for segment in known if segment.start.ticks == landing.segment_ticks), None)
    if landing.until is None or mine is None:
        return
    until = max(mine.until, landing.until)
    own = (coverage.c.context == landing.context) & (coverage.c.role == landing.role)
    for other in known:
        if mine.start < other.start <= until:
            connection.execute(delete(coverage).where(own, coverage.c.start_ticks == other.start.ticks))
            until = max(until, other.until)
    values = {"until_ticks": until.ticks, "until_text": until.text, "counted": landing.counted}
    connection.execute(update(coverage).where(own, coverage.c.start_ticks == mine.start.ticks).values(**values))


def reaches(archive: Archive, roles: Sequence[str]) -> dict[str, Reach]:
    """For every context that was ever downloaded: from when to when the newest segments of all `roles` leave no gap."""
    newest: dict[str, dict[str, Segment]] = {}
    with archive.reading() as connection:
        for row in connection.execute(select(coverage).order_by(coverage.c.start_ticks)):
            newest.setdefault(row.context, {})[row.role] = _segment(row)
    return {context: _reach([of_role.get(role) for role in roles]) for context, of_role in newest.items()}


def keep_pending(archive: Archive, export: PendingExport) -> None:
    """Remember an export before the first wait for it."""
    values = {name: getattr(export, name) for name in PendingExport.__slots__}
    values["started_at"] = export.started_at.astimezone(dt.UTC).replace(tzinfo=None)
    with archive.writing() as connection:
        connection.execute(insert(pending_exports).values(**values, done=False))


def pending(archive: Archive, context: str, role: str = "") -> tuple[PendingExport, ...]:
    """The exports of a context (and role) that were not committed yet, oldest first."""
    statement = select(pending_exports).where(pending_exports.c.context == context, ~pending_exports.c.done)
    if role:
        statement = statement.where(pending_exports.c.role == role)
    with archive.reading() as connection:
        return tuple(_pending(row) for row in connection.execute(statement.order_by(pending_exports.c.started_at)))


def spent(archive: Archive, context: str) -> tuple[str, ...]:
    """References of exports whose key may still lie in the keyring though nobody needs it."""
    statement = select(pending_exports.c.reference).where(pending_exports.c.context == context, pending_exports.c.done)
    with archive.reading() as connection:
        return tuple(connection.execute(statement).scalars())


def finish_pending(connection: Connection, reference: str) -> None:
    """Say, in the transaction that made it so, that an export is needed no more; its key is deleted after."""
    connection.execute(update(pending_exports).where(pending_exports.c.reference == reference).values(done=True))


def give_up_pending(archive: Archive, reference: str) -> None:
    """Say that an export will not come."""
    with archive.writing() as connection:
        finish_pending(connection, reference)


def forget_pending(archive: Archive, reference: str) -> None:
    """Forget an export whose key is gone."""
    with archive.writing() as connection:
        connection.execute(delete(pending_exports).where(pending_exports.c.reference == reference))


def count_pending(archive: Archive) -> dict[str, int]:
    """How many exports each context waits for."""
    counts: dict[str, int] = {}
    with archive.reading() as connection:
        for context in connection.execute(select(pending_exports.c.context).where(~pending_exports.c.done)).scalars():
            counts[context] = counts.get(context, 0) + 1
    return counts


def _segments(connection: Connection, context: str, role: str) -> tuple[Segment, ...]:
    own = (coverage.c.context == context) & (coverage.c.role == role)
    return tuple(_segment(row) for row in connection.execute(select(coverage).where(own).order_by(coverage.c.start_ticks)))


def _segment(row: Any) -> Segment:  # noqa: ANN401 - a row of SQLAlchemy has no static type
    return Segment(Mark(row.start_ticks, row.start_text), Mark(row.until_ticks, row.until_text), row.counted)


def _reach(newest: Sequence[Segment | None]) -> Reach:
    """The stretch common to all roles; nothing where one of them has not begun."""
    begun = [segment for segment in newest if segment is not None and segment.begun]
    if len(begun) < len(newest):
        return Reach()
    start, until = max(segment.start for segment in begun), min(segment.until for segment in begun)
    # Inwards, to whole seconds: what is said to be complete must be. Of documents stored at the very last tick some may yet come.
    first, final = -(-start.ticks // _TICKS), (until.ticks - 1) // _TICKS
    return Reach(_moment(first), _moment(final)) if first <= final else Reach()


def _moment(seconds: int) -> dt.datetime:
    return _EPOCH + dt.timedelta(seconds=seconds)


def _pending(row: Any) -> PendingExport:  # noqa: ANN401 - see _segment
    values = {name: getattr(row, name) for name in PendingExport.__slots__}
    return PendingExport(**{**values, "started_at": aware(row.started_at)})
