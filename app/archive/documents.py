"""Documents in the archive: added once, kept untouched, read back, their state and answers changed."""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, insert, select, update

from app.archive.acknowledgements import acknowledged_in
from app.archive.clients import LEVEL_NUMBERS
from app.archive.hand_edits import edits_in
from app.archive.numbers import sort_key
from app.archive.records import Added, Addition, DocumentRow, NewDocument, StoredDocument, Summary, WorkState
from app.archive.schema import contents, document_answers, documents
from app.archive.store import Archive, aware, new_id, utc_now
from app.base.dates import Month
from app.base.folding import fold
from app.base.money import from_grosze, to_grosze
from app.booking.entry import Direction
from app.invoice.forms import Kind

MOST_IDS: Final = 5000
"""How many ids one statement carries; SQLite takes 32,766 variables."""

_SUMMARIES: Final = 500
_LEVELS: Final = {number: level for level, number in LEVEL_NUMBERS.items()}


def add_documents(archive: Archive, new: Iterable[NewDocument]) -> list[Addition]:
    """Put documents into the archive, all or none, each answered in order; their client must exist.

    Same KSeF number with the same bytes, or the same bytes without a number: known, nothing changes. The same bytes with a number
    where none was known: the number is added. Other bytes under a KSeF number, or under a seller's number of the same kind while
    one of the two has no KSeF number, are a duplicate (guide §14.8): nothing changes.
    """
    with archive.writing() as connection:
        return [_add(connection, document) for document in new]


def rows(archive: Archive, ids: Sequence[int]) -> list[DocumentRow]:
    """Documents in the order of `ids`; those no longer there are left out."""
    found: dict[int, DocumentRow] = {}
    with archive.reading() as connection:
        for part in parts(ids):
            for row in connection.execute(select(documents).where(documents.c.id.in_(part))):
                found[row.id] = _row(row)
    return [found[id_] for id_ in ids if id_ in found]


def stored(archive: Archive, document_id: int) -> StoredDocument | None:
    """One document with its bytes and answers."""
    return next(stream(archive, (document_id,)), None)


def stream(archive: Archive, ids: Sequence[int]) -> Iterator[StoredDocument]:
    """Documents with their bytes and answers, in the order of `ids`, a few at a time in memory; those no longer there are left out."""
    for part in parts(ids, 100):
        with archive.reading() as connection:
            answers, edits, seen = _answers(connection, part), edits_in(connection, part), acknowledged_in(connection, part)
            statement = select(documents, contents.c.xml).join(contents).where(documents.c.id.in_(part))
            found = {
                row.id: StoredDocument(
                    row=_row(row),
                    xml=zlib.decompress(row.xml),
                    received=row.received,
                    answers=answers.get(row.id, {}),
                    hand=edits.get(row.id, {}),
                    acknowledged=seen.get(row.id, frozenset()),
                )
                for row in connection.execute(statement)
            }
        yield from (found[id_] for id_ in part if id_ in found)


def set_state(archive: Archive, ids: Sequence[int], state: WorkState) -> int:
    """Give documents a state; how many there were."""
    changed = 0
    with archive.writing() as connection:
        for part in parts(ids):
            changed += connection.execute(update(documents).where(documents.c.id.in_(part)).values(state=state.value)).rowcount
    return changed


def keep_answers(archive: Archive, answers: Mapping[int, Mapping[str, str]], summaries: Mapping[int, Summary]) -> None:
    """Keep answers by document and code (an empty value takes one back), together with the summaries that result."""
    with archive.writing() as connection:
        write_answers(connection, answers, summaries)


def write_answers(connection: Connection, answers: Mapping[int, Mapping[str, str]], summaries: Mapping[int, Summary]) -> None:
    """The part of `keep_answers` that conversions share; a few hundred documents at a time in memory."""
    given = [
        {"document_id": document_id, "code": code, "value": value}
        for document_id, own in answers.items()
        for code, value in own.items()
    ]
    if given:
        earlier = and_(document_answers.c.document_id == bindparam("of"), document_answers.c.code == bindparam("asked"))
        connection.execute(
            delete(document_answers).where(earlier), [{"of": one["document_id"], "asked": one["code"]} for one in given]
        )
    kept = [one for one in given if one["value"]]
    if kept:
        connection.execute(insert(document_answers), kept)
    for part in parts(tuple(summaries), _SUMMARIES):
        numbers = connection.execute(select(documents.c.id, documents.c.ksef_number).where(documents.c.id.in_(part)))
        values = [
            {"of": row.id, **summary_columns(summary), "search": search_text(summary, row.ksef_number)}
            for row in numbers
            for summary in (summaries[row.id],)
        ]
        if values:
            connection.execute(update(documents).where(documents.c.id == bindparam("of")), values)


def same_invoices(archive: Archive, row: DocumentRow) -> tuple[int, ...]:
    """Ids of the client's other documents with the same seller, kind and number, or the same bytes (guide §14.8)."""
    summary = row.summary
    same = and_(
        documents.c.client_nip == row.client_nip,
        documents.c.seller_nip == summary.seller_nip,
        documents.c.kind == summary.kind.value,
        documents.c.number == summary.number,
        documents.c.id != row.id,
    )
    with archive.reading() as connection:
        return tuple(connection.execute(select(documents.c.id).where(same).order_by(documents.c.id)).scalars())


def find_invoice(archive: Archive, nip: str, ksef_number: str, seller_nip: str, numbers: Sequence[str]) -> int | None:
    """The client's one document with this KSeF number, else the one of this seller with the first of `numbers` that is there.

    None where there is no such document, and where several share a number.
    """
    own = documents.c.client_nip == nip
    of_seller = [and_(documents.c.seller_nip == seller_nip, documents.c.number == number) for number in numbers if seller_nip]
    conditions = ([documents.c.ksef_number == ksef_number] if ksef_number else []) + of_seller
    with archive.reading() as connection:
        for condition in conditions:
            found = connection.execute(select(documents.c.id).where(own, condition).limit(2)).scalars().all()
            if found:
                return found[0] if len(found) == 1 else None
    return None


def known_numbers(archive: Archive, nip: str) -> frozenset[str]:
    """The numbers and KSeF numbers of all documents of a client."""
    statement = select(documents.c.number, documents.c.ksef_number).where(documents.c.client_nip == nip)
    with archive.reading() as connection:
        return frozenset(text for row in connection.execute(statement) for text in row if text)


def remove_documents(archive: Archive, ids: Sequence[int]) -> int:
    """Remove documents with their bytes, answers and edits; how many there were. Conversions stay, without them."""
    removed = 0
    with archive.writing() as connection:
        for part in parts(ids):
            removed += connection.execute(delete(documents).where(documents.c.id.in_(part))).rowcount
    return removed


def parts(ids: Sequence[Any], size: int = MOST_IDS) -> Iterator[list[Any]]:
    """`ids` (or other values) in lists that one statement can carry."""
    for start in range(0, len(ids), size):
        yield list(ids[start : start + size])


def _add(connection: Connection, document: NewDocument) -> Addition:
    known = _known(connection, document)
    if known is not None:
        return known
    summary = document.summary
    inserted = connection.execute(
        insert(documents).values(
            client_nip=document.client_nip,
            ksef_number=document.ksef_number,
            name=document.name,
            sha256=document.sha256,
            received=document.received,
            added_at=utc_now(),
            state=WorkState.NEW.value,
            search=search_text(summary, document.ksef_number),
            **summary_columns(summary),
        )
    )
    document_id = new_id(inserted)
    connection.execute(insert(contents).values(document_id=document_id, xml=zlib.compress(document.xml)))
    return Addition(Added.NEW, document_id)


def _known(connection: Connection, document: NewDocument) -> Addition | None:
    number = document.ksef_number
    same_number = _first(connection, document, documents.c.ksef_number == number) if number else None
    if same_number is not None:
        return Addition(Added.KNOWN if same_number.sha256 == document.sha256 else Added.DUPLICATE, same_number.id)
    same_bytes = documents.c.sha256 == document.sha256
    if not number:
        found = _first(connection, document, same_bytes)
        if found is not None:
            return Addition(Added.KNOWN, found.id)
    else:
        found = _first(connection, document, and_(same_bytes, documents.c.ksef_number == ""))
        if found is not None:
            return _give_number(connection, document, found.id)
    summary = document.summary
    same_invoice = and_(
        documents.c.seller_nip == summary.seller_nip,
        documents.c.kind == summary.kind.value,
        documents.c.number == summary.number,
    )
    if number:
        same_invoice = and_(same_invoice, documents.c.ksef_number == "")
    found = _first(connection, document, same_invoice) if summary.seller_nip else None
    return None if found is None else Addition(Added.DUPLICATE, found.id)


def _first(connection: Connection, document: NewDocument, condition: ColumnElement[bool]) -> Any:  # noqa: ANN401 - a row
    statement = select(documents.c.id, documents.c.sha256).where(documents.c.client_nip == document.client_nip, condition)
    return connection.execute(statement.order_by(documents.c.id).limit(1)).one_or_none()


def _give_number(connection: Connection, document: NewDocument, document_id: int) -> Addition:
    values = {
        "ksef_number": document.ksef_number,
        "received": document.received,
        "search": search_text(document.summary, document.ksef_number),
        **summary_columns(document.summary),
    }
    connection.execute(update(documents).where(documents.c.id == document_id).values(**values))
    return Addition(Added.NUMBERED, document_id)


def _answers(connection: Connection, ids: list[int]) -> dict[int, dict[str, str]]:
    answers: dict[int, dict[str, str]] = {}
    for row in connection.execute(select(document_answers).where(document_answers.c.document_id.in_(ids))):
        answers.setdefault(row.document_id, {})[row.code] = row.value
    return answers


def summary_columns(summary: Summary) -> dict[str, Any]:
    """The columns of `documents` that a summary fills."""
    return {
        "direction": "" if summary.direction is None else summary.direction.value,
        "kind": summary.kind.value,
        "number": summary.number,
        "number_key": sort_key(summary.number),
        "seller_nip": summary.seller_nip,
        "issue_date": summary.issue_date,
        "supply_date": summary.supply_date,
        "receipt_date": summary.receipt_date,
        "vat_period": summary.vat_period or "",
        "counterparty": summary.counterparty,
        "counterparty_key": fold(summary.counterparty),
        "counterparty_nip": summary.counterparty_nip,
        "currency": summary.currency,
        "net": to_grosze(summary.net),
        "tax": to_grosze(summary.tax),
        "gross": to_grosze(summary.gross),
        "level": LEVEL_NUMBERS[summary.level],
        "account": summary.account,
    }


def search_text(summary: Summary, ksef_number: str) -> str:
    """What the search finds a document by, folded."""
    return fold(f"{summary.number} {summary.counterparty} {summary.counterparty_nip} {ksef_number}")


def _row(row: Any) -> DocumentRow:  # noqa: ANN401 - a row of SQLAlchemy has no static type
    return DocumentRow(
        id=row.id,
        client_nip=row.client_nip,
        source=row.ksef_number or f"{row.name} (nr {row.id})",
        ksef_number=row.ksef_number,
        state=WorkState(row.state),
        sha256=row.sha256,
        added_at=aware(row.added_at),
        tags=tuple(filter(None, row.tags.split("|"))),
        note=row.note,
        summary=Summary(
            direction=Direction(row.direction) if row.direction else None,
            kind=Kind(row.kind),
            number=row.number,
            seller_nip=row.seller_nip,
            issue_date=row.issue_date,
            supply_date=row.supply_date,
            receipt_date=row.receipt_date,
            vat_period=Month(row.vat_period) if row.vat_period else None,
            counterparty=row.counterparty,
            counterparty_nip=row.counterparty_nip,
            currency=row.currency,
            net=from_grosze(row.net),
            tax=from_grosze(row.tax),
            gross=from_grosze(row.gross),
            level=_LEVELS[row.level],
            account=row.account,
        ),
    )
