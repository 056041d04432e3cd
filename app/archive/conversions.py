"""Conversions: recorded together with the files they wrote, listed, undone."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, func, insert, select, update

from app.archive.clients import write_client_answer, write_profile
from app.archive.documents import parts, write_answers
from app.archive.records import ConversionRow, NewConversion, Profile, WorkState, WrittenFile, WrittenTotal
from app.archive.schema import conversion_documents, conversions, documents
from app.archive.store import Archive, aware, new_id, utc_now
from app.base.dates import Month
from app.base.errors import StorageError, UnusableArgument
from app.base.texts import _


def record(archive: Archive, new: NewConversion, place: Callable[[], Sequence[WrittenFile]]) -> int:
    """Record a conversion and give its id: documents become converted, answers are kept, the client's profile is the one used.

    `place` puts the files where they belong and is called last, inside the transaction: when it fails nothing is recorded. Raises
    `StorageError` when a document that was not converted at the pre-flight has been converted or removed meanwhile.
    """
    with archive.writing() as connection:
        states = _states(connection, new.document_ids)
        _refuse_changed(new, states)
        conversion_id = _insert(connection, new, states)
        for part in parts(new.document_ids):
            converted = update(documents).where(documents.c.id.in_(part)).values(state=WorkState.CONVERTED.value)
            connection.execute(converted)
        for part in parts(new.left_out_ids):
            skipped = update(documents).where(documents.c.id.in_(part), documents.c.state != WorkState.CONVERTED.value)
            connection.execute(skipped.values(state=WorkState.SKIPPED.value))
        write_answers(connection, new.answers, new.summaries)
        for code, value in new.client_answers.items():
            write_client_answer(connection, new.client_nip, code, value)
        write_profile(connection, new.client_nip, new.profile)
        files = json.dumps([[file.path, file.sha256, file.documents] for file in place()])
        connection.execute(update(conversions).where(conversions.c.id == conversion_id).values(files=files))
    return conversion_id


def list_conversions(archive: Archive, nip: str) -> tuple[ConversionRow, ...]:
    """The conversions of a client (of all where `nip` is empty), newest first."""
    statement = _rows().order_by(conversions.c.id.desc())
    if nip:
        statement = statement.where(conversions.c.client_nip == nip)
    with archive.reading() as connection:
        return tuple(_row(row) for row in connection.execute(statement))


def conversions_of(archive: Archive, document_id: int) -> tuple[ConversionRow, ...]:
    """The conversions a document was in, newest first."""
    of_document = select(conversion_documents.c.conversion_id).where(conversion_documents.c.document_id == document_id)
    statement = _rows().where(conversions.c.id.in_(of_document)).order_by(conversions.c.id.desc())
    with archive.reading() as connection:
        return tuple(_row(row) for row in connection.execute(statement))


def last_conversions(archive: Archive) -> dict[str, dt.datetime]:
    """When each client's documents were converted last, by NIP; undone conversions do not count."""
    last = func.max(conversions.c.made_at)
    statement = select(conversions.c.client_nip, last).where(conversions.c.undone_at.is_(None)).group_by(conversions.c.client_nip)
    with archive.reading() as connection:
        return {nip: aware(made_at) for nip, made_at in connection.execute(statement)}


def document_ids(archive: Archive, conversion_id: int) -> tuple[int, ...]:
    """The documents of a conversion, in the order in which they came into the archive."""
    held = conversion_documents.c.document_id
    statement = select(held).where(conversion_documents.c.conversion_id == conversion_id).order_by(held)
    with archive.reading() as connection:
        return tuple(connection.execute(statement).scalars())


def undo(archive: Archive, conversion_id: int) -> int:
    """Put the documents of a conversion back to the state they had before it; how many there were.

    Those that another standing conversion holds stay converted. Raises `UnusableArgument` where there is no such conversion, or it is
    undone already.
    """
    with archive.writing() as connection:
        found = connection.execute(select(conversions.c.undone_at).where(conversions.c.id == conversion_id)).one_or_none()
        if found is None or found.undone_at is not None:
            raise UnusableArgument(_("Tej konwersji nie ma w archiwum albo została już cofnięta."))
        connection.execute(update(conversions).where(conversions.c.id == conversion_id).values(undone_at=utc_now()))
        before = _states_to_return_to(connection, conversion_id)
        for document_id, state in before.items():
            connection.execute(update(documents).where(documents.c.id == document_id).values(state=state))
    return len(before)


def _states_to_return_to(connection: Connection, conversion_id: int) -> dict[int, str]:
    """For the converted documents of a conversion: what they were before it and before the undone ones that precede it.

    Documents that a standing conversion still holds are left out: they stay converted.
    """
    converted = WorkState.CONVERTED.value
    mine = select(conversion_documents.c.document_id).where(conversion_documents.c.conversion_id == conversion_id)
    statement = (
        select(conversion_documents.c.document_id, conversion_documents.c.state_before, conversions.c.undone_at)
        .join(conversions)
        .join(documents)
        .where(conversion_documents.c.document_id.in_(mine), documents.c.state == converted)
        .order_by(conversions.c.id.desc())
    )
    found: dict[int, str] = {}
    held: set[int] = set()
    for document_id, state_before, undone_at in connection.execute(statement):
        if undone_at is None:
            held.add(document_id)
        elif found.get(document_id, converted) == converted:
            found[document_id] = state_before
    return {document_id: state for document_id, state in found.items() if document_id not in held}


def _states(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    states: dict[int, str] = {}
    for part in parts(ids):
        statement = select(documents.c.id, documents.c.state).where(documents.c.id.in_(part))
        states.update({row.id: row.state for row in connection.execute(statement)})
    return states


def _refuse_changed(new: NewConversion, states: dict[int, str]) -> None:
    taken = [
        id_
        for id_ in new.document_ids
        if id_ not in states or (states[id_] == WorkState.CONVERTED.value and id_ not in new.repeated)
    ]
    if taken:
        raise StorageError(
            _("W trakcie pracy {taken} z {total} dokumentów zostało już przekazanych albo usuniętych.").format(
                taken=len(taken), total=len(new.document_ids)
            ),
            advice=_("Nic nie zapisano. Odśwież listę i przygotuj konwersję ponownie."),
        )


def _insert(connection: Connection, new: NewConversion, states: dict[int, str]) -> int:
    inserted = connection.execute(
        insert(conversions).values(
            client_nip=new.client_nip,
            target=new.profile.target,
            options=json.dumps(new.profile.options, sort_keys=True),
            month=new.month or "",
            made_at=new.made_at.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0),
            files="[]",
            made_by=new.made_by,
            totals=json.dumps([list(total) for total in new.totals]),
        )
    )
    conversion_id = new_id(inserted)
    rows = [{"conversion_id": conversion_id, "document_id": id_, "state_before": states[id_]} for id_ in new.document_ids]
    if rows:
        connection.execute(insert(conversion_documents), rows)
    return conversion_id


def _rows() -> Select[Any]:
    held = conversion_documents.c.conversion_id == conversions.c.id
    return select(conversions, select(func.count()).where(and_(held)).scalar_subquery().label("documents"))


def _row(row: Any) -> ConversionRow:  # noqa: ANN401 - a row of SQLAlchemy has no static type
    return ConversionRow(
        id=row.id,
        client_nip=row.client_nip,
        profile=Profile(row.target, json.loads(row.options)),
        month=Month(row.month) if row.month else None,
        made_at=aware(row.made_at),
        undone_at=None if row.undone_at is None else aware(row.undone_at),
        documents=row.documents,
        files=tuple(WrittenFile(path, sha256, count) for path, sha256, count in json.loads(row.files)),
        made_by=row.made_by,
        totals=tuple(WrittenTotal(*total) for total in json.loads(row.totals)),
    )
