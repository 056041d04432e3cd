"""Findings that a person has seen and acknowledged: they stay with the document and raise nothing in lists any more."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from app.archive.books_schema import acknowledgements
from app.archive.store import Archive, aware, utc_now


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Who acknowledged a finding, and when (UTC)."""

    by: str
    at: dt.datetime


def acknowledge(archive: Archive, document_ids: Sequence[int], code: str, by: str) -> None:
    """Mark the finding `code` of these documents as seen by `by`; what was acknowledged before keeps its first name and moment."""
    values = {"code": code, "acknowledged_at": utc_now(), "acknowledged_by": by}
    rows = [{"document_id": id_, **values} for id_ in document_ids]
    if rows:
        with archive.writing() as connection:
            connection.execute(insert(acknowledgements).on_conflict_do_nothing(), rows)


def take_back(archive: Archive, document_ids: Sequence[int], code: str) -> None:
    """Take the mark back."""
    same = (acknowledgements.c.document_id == bindparam("of"), acknowledgements.c.code == code)
    rows = [{"of": id_} for id_ in document_ids]
    if rows:
        with archive.writing() as connection:
            connection.execute(delete(acknowledgements).where(*same), rows)


def acknowledged_of(archive: Archive, document_id: int) -> dict[str, Acknowledged]:
    """The acknowledged codes of one document."""
    statement = select(acknowledgements).where(acknowledgements.c.document_id == document_id)
    with archive.reading() as connection:
        rows = connection.execute(statement).all()
    return {row.code: Acknowledged(row.acknowledged_by, aware(row.acknowledged_at)) for row in rows}


def acknowledged_in(connection: Connection, ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """The acknowledged codes by document; `ids` are as many as one statement carries."""
    statement = select(acknowledgements.c.document_id, acknowledgements.c.code).where(acknowledgements.c.document_id.in_(ids))
    found: dict[int, set[str]] = {}
    for row in connection.execute(statement):
        found.setdefault(row.document_id, set()).add(row.code)
    return {id_: frozenset(codes) for id_, codes in found.items()}
