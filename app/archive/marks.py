"""What the office sets on documents to find its way: work states, tags, notes; and the lists saved under a name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from app.archive.books_schema import saved_views
from app.archive.documents import parts
from app.archive.records import Query, WorkState
from app.archive.schema import documents
from app.archive.store import Archive
from app.base.folding import fold

SEPARATOR: Final = "|"

_QUERY: Final = msgspec.json.Decoder(Query)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is set on one document."""

    state: WorkState
    tags: tuple[str, ...] = ()
    note: str = ""


def marks_of(archive: Archive, ids: Sequence[int]) -> dict[int, Marks]:
    """What is set on documents; those no longer there are left out."""
    found: dict[int, Marks] = {}
    columns = (documents.c.id, documents.c.state, documents.c.tags, documents.c.note)
    with archive.reading() as connection:
        for part in parts(ids):
            for row in connection.execute(select(*columns).where(documents.c.id.in_(part))):
                found[row.id] = Marks(WorkState(row.state), tuple(filter(None, row.tags.split(SEPARATOR))), row.note)
    return found


def keep_marks(archive: Archive, marks: Mapping[int, Marks]) -> None:
    """Set marks, all or none. Equal ones are written together, so that ten thousand documents take a moment."""
    alike: dict[Marks, list[int]] = {}
    for id_, one in marks.items():
        alike.setdefault(one, []).append(id_)
    with archive.writing() as connection:
        for one, ids in alike.items():
            for part in parts(ids):
                connection.execute(update(documents).where(documents.c.id.in_(part)).values(**_columns(one)))


def tags_in_use(archive: Archive, nip: str) -> tuple[str, ...]:
    """The tags of a client's documents (of all where `nip` is empty), in alphabetical order."""
    statement = select(documents.c.tags).distinct().where(documents.c.tags != "")
    if nip:
        statement = statement.where(documents.c.client_nip == nip)
    with archive.reading() as connection:
        found = {tag for text in connection.execute(statement).scalars() for tag in text.split(SEPARATOR) if tag}
    return tuple(sorted(found, key=fold))


def saved(archive: Archive) -> dict[str, Query]:
    """The lists saved under a name, in alphabetical order."""
    with archive.reading() as connection:
        rows = connection.execute(select(saved_views)).all()
    return {row.name: _QUERY.decode(row.query) for row in sorted(rows, key=lambda row: fold(row.name))}


def save(archive: Archive, name: str, query: Query) -> None:
    """Save a list under a name, in place of one of the same name."""
    with archive.writing() as connection:
        _forget(connection, name)
        connection.execute(insert(saved_views).values(name=name, query=msgspec.json.encode(query).decode()))


def forget(archive: Archive, name: str) -> None:
    """Remove a saved list."""
    with archive.writing() as connection:
        _forget(connection, name)


def _forget(connection: Connection, name: str) -> None:
    connection.execute(delete(saved_views).where(saved_views.c.name == name))


def _columns(marks: Marks) -> dict[str, str]:
    return {
        "state": marks.state.value,
        "tags": _joined(marks.tags),
        "note": marks.note,
        "marks": fold(" ".join([*marks.tags, marks.note])),
    }


def _joined(tags: Iterable[str]) -> str:
    kept = list(dict.fromkeys(tags))
    return f"{SEPARATOR}{SEPARATOR.join(kept)}{SEPARATOR}" if kept else ""
