"""Documents checked without converting them: files, or those that lie in the archive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.archive.clients import answers_of_client
from app.archive.documents import stream
from app.archive.lists import ordered_ids
from app.archive.records import Query, StoredDocument, WorkState
from app.archive.store import Archive
from app.base.errors import UnreadableDocument
from app.base.findings import Finding, Level, blocks
from app.booking.book import Booked, book
from app.booking.client import Client
from app.booking.entry import Direction
from app.invoice.document import Document
from app.office.books import Books, books_of
from app.office.checks import Known, checked, known_of, level_of
from app.office.companies import checked_nip, client
from app.office.report import findings_json
from app.office.sources import check_inputs, read_files
from app.office.stored import read_stored
from app.office.summaries import summarise
from app.office.surroundings import Surroundings

__all__ = ["Examined", "Query", "examine_archive", "examine_files", "examined_json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A document with everything there is to say about it. `acknowledged` are the codes that a person has seen; `level` is what remains."""

    source: str
    number: str = ""
    ksef_number: str = ""
    direction: Direction | None = None
    document_id: int | None = None
    findings: tuple[Finding, ...] = ()
    acknowledged: frozenset[str] = frozenset()

    @property
    def level(self) -> Level | None:
        """The worst finding that counts; None where none does."""
        return level_of(self.findings, self.acknowledged)


def examine_files(inputs: Sequence[Path], nip: str) -> Iterator[Examined]:
    """Every document among the inputs as the client's, one in memory at a time; each is compared with those before it.

    Raises `UnusableArgument` at once for a wrong NIP or a missing input.
    """
    whose = Client(nip=checked_nip(nip))
    check_inputs(inputs)
    return _files(inputs, whose)


def examine_archive(archive: Archive, nip: str, query: Query) -> Iterator[Examined]:
    """The client's documents that `query` means, in its order. Raises `UnusableArgument` at once for an unknown client."""
    books = books_of(archive, client(archive, nip).nip)
    ids = ordered_ids(archive, query)
    known = known_of(archive, books.client)
    answers = answers_of_client(archive, books.client.nip)
    return (_stored(found, books, answers, known) for found in stream(archive, ids))


def examined_json(examined: Examined) -> dict[str, Any]:
    """A document as scripts rely on it."""
    level = examined.level
    return {
        "source": examined.source,
        "number": examined.number,
        "ksef_number": examined.ksef_number,
        "direction": None if examined.direction is None else examined.direction.value,
        "level": None if level is None else level.value,
        "findings": findings_json(examined.findings, examined.acknowledged),
    }


def _files(inputs: Sequence[Path], whose: Client) -> Iterator[Examined]:
    surroundings = Surroundings(whose)
    for file in read_files(inputs):
        document = file.document
        if document is None:
            if not file.raw.other:
                yield Examined(source=file.raw.source, findings=file.findings)
            continue
        booked = book(document, whose)
        checks = checked(document, booked, surroundings.context(document, booked))
        surroundings.add(document, summarise(document, booked, whose.nip, None))
        yield _examined(document, booked, (*booked.findings, *checks))


def _stored(found: StoredDocument, books: Books, answers: dict[str, str], known: Known) -> Examined:
    row = found.row
    try:
        document = read_stored(found)
    except UnreadableDocument as error:
        reason = (blocks(error.code, str(error), error.field),)
        return Examined(source=row.source, number=row.summary.number, ksef_number=row.ksef_number, findings=reason)
    booked = books.treat(book(document, books.client, answers | found.answers, rates=known.rates), found.hand)
    context = known.surroundings.context(document, booked, document_id=row.id, converted=row.state is WorkState.CONVERTED)
    findings = (*booked.findings, *checked(document, booked, context))
    return _examined(document, booked, findings, row.id, found.acknowledged)


def _examined(
    document: Document,
    booked: Booked,
    findings: tuple[Finding, ...],
    document_id: int | None = None,
    acknowledged: frozenset[str] = frozenset(),
) -> Examined:
    return Examined(
        source=document.source,
        number=document.invoice.number,
        ksef_number=document.ksef_number,
        direction=booked.entries[0].direction if booked.entries else None,
        document_id=document_id,
        findings=findings,
        acknowledged=acknowledged,
    )
