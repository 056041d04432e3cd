"""What people set by hand on single documents: it wins over every rule and is kept."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from sqlalchemy import Connection, Select, delete, insert, select

from app.archive.books_schema import hand_edits
from app.archive.schema import documents
from app.archive.store import Archive, utc_now
from app.booking.entry import Direction
from app.booking.treatment import Treatment

HandEdits = dict[int, dict[Direction, Treatment]]
"""Treatments by document id and direction."""

_ENCODER: Final = msgspec.json.Encoder(order="sorted")
_DECODER: Final = msgspec.json.Decoder(Treatment)


def edits_in(connection: Connection, ids: Sequence[int]) -> HandEdits:
    """What was set by hand on documents; `ids` are as many as one statement carries."""
    return _found(connection, select(hand_edits).where(hand_edits.c.document_id.in_(ids)))


def edits_of_client(archive: Archive, nip: str) -> HandEdits:
    """Everything that was set by hand on a client's documents."""
    statement = select(hand_edits).join(documents).where(documents.c.client_nip == nip).order_by(hand_edits.c.document_id)
    with archive.reading() as connection:
        return _found(connection, statement)


def keep_edits(archive: Archive, edits: Mapping[int, Mapping[Direction, Treatment]]) -> None:
    """Replace what was set by hand on documents; an empty `Treatment` takes it back."""
    with archive.writing() as connection:
        for document_id, by_direction in edits.items():
            for direction, treatment in by_direction.items():
                _write(connection, document_id, direction, treatment)


def _found(connection: Connection, statement: "Select[tuple[int, str, str]]") -> HandEdits:
    found: HandEdits = {}
    for row in connection.execute(statement):
        found.setdefault(row.document_id, {})[Direction(row.direction)] = _DECODER.decode(row.treatment)
    return found


def _write(connection: Connection, document_id: int, direction: Direction, treatment: Treatment) -> None:
    same = (hand_edits.c.document_id == document_id, hand_edits.c.direction == direction.value)
    connection.execute(delete(hand_edits).where(*same))
    if treatment != Treatment():
        values = {"document_id": document_id, "direction": direction.value, "edited_at": utc_now()}
        connection.execute(insert(hand_edits).values(**values, treatment=_ENCODER.encode(treatment).decode()))
