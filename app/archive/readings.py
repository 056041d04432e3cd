"""Documents that came from KSeF and wait for being read and booked for the lists."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import bindparam, delete, func, select, update

from app.archive.documents import search_text, summary_columns
from app.archive.ksef_schema import ksef_links, to_read
from app.archive.records import Summary
from app.archive.schema import documents
from app.archive.store import Archive

_MOST: Final = 100


def waiting_to_be_read(archive: Archive, nip: str) -> tuple[int, ...]:
    """Ids of the client's documents to read next, a hundred at most."""
    statement = select(to_read.c.document_id).join(documents).where(documents.c.client_nip == nip)
    with archive.reading() as connection:
        return tuple(connection.execute(statement.order_by(to_read.c.document_id).limit(_MOST)).scalars())


def count_to_read(archive: Archive, nip: str) -> int:
    """How many of the client's documents wait."""
    statement = select(func.count()).select_from(to_read).join(documents).where(documents.c.client_nip == nip)
    with archive.reading() as connection:
        return connection.execute(statement).scalar_one()


def keep_readings(archive: Archive, summaries: Mapping[int, tuple[str, Summary]]) -> None:
    """Keep what reading made of documents, by id: the KSeF number and the summary. They wait no more."""
    rows = [
        {**summary_columns(summary), "search": search_text(summary, number), "row_id": document_id}
        for document_id, (number, summary) in summaries.items()
    ]
    if not rows:
        return
    changed: dict[str, object] = {name: bindparam(name) for name in rows[0] if name != "row_id"}
    with archive.writing() as connection:
        connection.execute(update(documents).where(documents.c.id == bindparam("row_id")).values(changed), rows)
        connection.execute(delete(to_read).where(to_read.c.document_id.in_(summaries)))


def linked_numbers(archive: Archive, context: str, roles: Sequence[str], start: int, end: int) -> dict[str, str]:
    """SHA-256 (hexadecimal) by number of the documents KSeF showed to a context in any of `roles`, stored from `start` to `end` (ticks)."""
    statement = (
        select(documents.c.ksef_number, documents.c.sha256)
        .join(ksef_links)
        .where(ksef_links.c.context == context, ksef_links.c.role.in_(roles), ksef_links.c.stored_ticks.between(start, end))
    )
    with archive.reading() as connection:
        return {row.ksef_number: row.sha256 for row in connection.execute(statement)}


def held_numbers(archive: Archive, nip: str, numbers: Sequence[str]) -> dict[str, str]:
    """SHA-256 (hexadecimal) of the client's documents among `numbers`, by number, however they came."""
    found: dict[str, str] = {}
    with archive.reading() as connection:
        for start in range(0, len(numbers), 5000):
            statement = select(documents.c.ksef_number, documents.c.sha256).where(
                documents.c.client_nip == nip, documents.c.ksef_number.in_(numbers[start : start + 5000])
            )
            found.update({row.ksef_number: row.sha256 for row in connection.execute(statement)})
    return found
