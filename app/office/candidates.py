"""Documents on their way into a conversion: from files or from the archive, with what stands against each before it is booked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.archive.clients import answers_of_client
from app.archive.documents import same_invoices, stream
from app.archive.records import WorkState
from app.archive.store import Archive
from app.base.errors import UnreadableDocument
from app.base.findings import Finding, asks, blocks
from app.booking.entry import Direction
from app.booking.treatment import Treatment
from app.invoice.document import Document
from app.office.answers import DUPLICATE, REPEATED
from app.office.listing import read_stored
from app.office.sources import read_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One document, or what could not be read as one (`findings` say why).

    `answers` are those kept in the archive, `hand` what was set on its entries by hand, `acknowledged` the codes of findings seen before.
    `left_alone` marks what is no document by its name. `converted` tells that it was handed over before.
    """

    source: str
    document: Document | None
    findings: tuple[Finding, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    hand: Mapping[Direction, Treatment] = field(default_factory=dict)
    acknowledged: frozenset[str] = frozenset()
    document_id: int | None = None
    left_alone: bool = False
    converted: bool = False


def from_files(inputs: Sequence[Path]) -> Iterator[Candidate]:
    """The inputs in their order."""
    for file in read_files(inputs):
        findings = file.findings if file.document is None else ()
        yield Candidate(source=file.raw.source, document=file.document, findings=findings, left_alone=file.raw.other)


def from_archive(archive: Archive, nip: str, ids: Sequence[int]) -> Iterator[Candidate]:
    """Documents of one client in the order of `ids`, with the answers kept for him and for each; others are left out."""
    of_client = answers_of_client(archive, nip)
    for found in stream(archive, ids):
        row = found.row
        if row.client_nip != nip:
            continue
        findings: list[Finding] = []
        document: Document | None = None
        try:
            document = read_stored(found)
        except UnreadableDocument as error:
            findings.append(blocks(error.code, str(error), error.field))
        if any(other < row.id for other in same_invoices(archive, row)):
            findings.append(asks_duplicate(row.summary.number))
        if row.state is WorkState.CONVERTED:
            findings.append(
                asks(REPEATED.code, f"Dokument {row.summary.number} został już raz przekazany. Przekazać go ponownie?")
            )
        yield Candidate(
            source=row.source,
            document=document,
            findings=tuple(findings),
            answers=of_client | found.answers,
            hand=found.hand,
            acknowledged=found.acknowledged,
            document_id=row.id,
            converted=row.state is WorkState.CONVERTED,
        )


def asks_duplicate(number: str) -> Finding:
    """The question about a document whose seller, kind and number another one shares under another KSeF number."""
    return asks(DUPLICATE.code, f"Jest już dokument {number} tego sprzedawcy pod innym numerem KSeF. Zapisać także ten?", "P_2")
