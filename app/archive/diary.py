"""The diary: one report per run."""

import datetime as dt
from typing import Any

from sqlalchemy import insert, select, update

from app.archive.ksef_records import ClientResult, RunRow, SyncState
from app.archive.ksef_schema import run_results, runs
from app.archive.store import Archive, aware, new_id, utc_now

_TIMES = ("complete_from", "complete_to", "resumes_at", "finished_at")


def begin_run(archive: Archive) -> int:
    """Open a page of the diary; its id."""
    with archive.writing() as connection:
        return new_id(connection.execute(insert(runs).values(started_at=utc_now())))


def keep_result(archive: Archive, run_id: int, result: ClientResult) -> None:
    """Write how the run ended for one client."""
    values = {name: getattr(result, name) for name in ClientResult.__slots__ if name != "nip"}
    values |= {name: _bare(values[name]) for name in _TIMES}
    values |= {"state": result.state.value, "client_nip": result.nip, "finished_at": values["finished_at"] or utc_now()}
    with archive.writing() as connection:
        connection.execute(insert(run_results).values(run_id=run_id, **values))


def end_run(archive: Archive, run_id: int) -> None:
    """Close the page."""
    with archive.writing() as connection:
        connection.execute(update(runs).where(runs.c.id == run_id).values(finished_at=utc_now()))


def list_runs(archive: Archive, nip: str = "", limit: int = 100) -> tuple[RunRow, ...]:
    """The latest runs, newest first; with `nip` those in which this client was, and of them only its results."""
    wanted = select(runs).order_by(runs.c.id.desc()).limit(limit)
    if nip:
        wanted = wanted.where(runs.c.id.in_(select(run_results.c.run_id).where(run_results.c.client_nip == nip)))
    with archive.reading() as connection:
        found = connection.execute(wanted).all()
        results: dict[int, list[ClientResult]] = {row.id: [] for row in found}
        statement = select(run_results).where(run_results.c.run_id.in_(results)).order_by(run_results.c.finished_at)
        for row in connection.execute(statement.where(run_results.c.client_nip == nip) if nip else statement):
            results[row.run_id].append(_result(row))
    return tuple(
        RunRow(row.id, aware(row.started_at), None if row.finished_at is None else aware(row.finished_at), tuple(results[row.id]))
        for row in found
    )


def last_results(archive: Archive) -> dict[str, ClientResult]:
    """The latest result of each context."""
    with archive.reading() as connection:
        return {row.context: _result(row) for row in connection.execute(select(run_results).order_by(run_results.c.run_id))}


def _result(row: Any) -> ClientResult:  # noqa: ANN401 - a row of SQLAlchemy has no static type
    values = {name: getattr(row, name) for name in ClientResult.__slots__ if name != "nip"}
    values |= {name: None if values[name] is None else aware(values[name]) for name in _TIMES}
    return ClientResult(**{**values, "nip": row.client_nip, "state": SyncState(row.state)})


def _bare(moment: dt.datetime | None) -> dt.datetime | None:
    return None if moment is None else moment.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
