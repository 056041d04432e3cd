"""Files into the archive, for one client. What is not his is refused with a reason; what is there already changes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Final

from app.archive.clients import add_client, answers_of_client, find_client
from app.archive.documents import add_documents
from app.archive.records import Added, NewDocument, Summary
from app.archive.store import Archive
from app.base.errors import UnusableArgument
from app.base.findings import Finding, Level, blocks
from app.base.money import to_grosze
from app.base.progress import CancelToken, Progress, Report, silent
from app.base.texts import _
from app.booking.book import book
from app.booking.client import Client
from app.invoice.document import Document
from app.office.checks import NOT_THE_CLIENTS, Known, checked, known_of, level_of
from app.office.companies import checked_nip
from app.office.sources import RawFile, ReadFile, check_inputs, raw_files, read_raw
from app.office.summaries import summarise

_BATCH: Final = 200
_LARGEST: Final = 2**63 - 1


class Fate(StrEnum):
    """What became of a file."""

    NEW = "new"
    KNOWN = "known"
    NUMBERED = "numbered"
    REFUSED = "refused"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ImportedDocument:
    """One file of an import: what became of it and why; its id in the archive where it is there."""

    source: str
    fate: Fate
    findings: tuple[Finding, ...] = ()
    document_id: int | None = None
    number: str = ""


@dataclass(slots=True)
class Imported:
    """What became of all files of an import."""

    documents: list[ImportedDocument] = field(default_factory=list)

    def count(self, fate: Fate) -> int:
        """How many files had this fate."""
        return sum(1 for document in self.documents if document.fate is fate)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A file between reading and the archive."""

    file: ReadFile
    new: NewDocument | None = None
    refusal: tuple[Finding, ...] = ()


def import_files(
    archive: Archive, nip: str, inputs: Sequence[Path], *, report: Report = silent, cancel: CancelToken | None = None
) -> Imported:
    """Read the inputs and keep the client's documents, 200 in a transaction; importing again changes nothing.

    A client that is not in the archive is added, with the name his documents give him, together with the first of them. Raises
    `UnusableArgument` for a wrong NIP, a missing input and inputs without any document; `Cancelled`, after which finished transactions stay.
    """
    nip = checked_nip(nip)
    check_inputs(inputs)
    token = cancel or CancelToken()
    imported = Imported()
    ready = _prepare(archive, nip, raw_files(inputs), token)
    while batch := list(islice(ready, _BATCH)):
        token.check()
        _keep(archive, nip, batch, imported)
        report(
            Progress(
                len(imported.documents), None, _("Zaimportowano {count} nowych dokumentów").format(count=imported.count(Fate.NEW))
            )
        )
    if not any(document.fate is not Fate.OTHER for document in imported.documents):
        raise UnusableArgument(
            _("We wskazanych plikach nie ma żadnego dokumentu XML."), advice=_("Wskaż pliki XML, folder albo archiwum ZIP.")
        )
    return imported


def _prepare(archive: Archive, nip: str, files: Iterator[RawFile], cancel: CancelToken) -> Iterator[_Ready]:
    client = find_client(archive, nip) or Client(nip=nip)
    answers = answers_of_client(archive, nip)
    known = known_of(archive, client)
    for raw in files:
        cancel.check()
        file = read_raw(raw)
        if file.document is None:
            yield _Ready(file)
        else:
            yield _checked(file, file.document, client, answers, known)


def _checked(file: ReadFile, document: Document, client: Client, answers: dict[str, str], known: Known) -> _Ready:
    booked = book(document, client, answers, rates=known.rates)
    refusal = tuple(finding for finding in booked.findings if finding.code == NOT_THE_CLIENTS and finding.level is Level.BLOCKS)
    checks = checked(document, booked, known.surroundings.context(document, booked))
    summary = summarise(document, booked, client.nip, level_of((*booked.findings, *checks), frozenset()))
    if not _storable(summary):
        refusal += (blocks("amount_out_of_range", "Kwota faktury jest większa, niż mieści archiwum. Sprawdź dokument.", "P_15"),)
    if refusal:
        return _Ready(file, refusal=refusal)
    known.surroundings.add(document, summary)
    new = NewDocument(
        client_nip=client.nip,
        xml=file.raw.data,
        sha256=document.sha256,
        name=file.raw.name,
        summary=summary,
        ksef_number=document.ksef_number,
        received=document.received,
    )
    return _Ready(file, new)


def _storable(summary: Summary) -> bool:
    return all(abs(to_grosze(amount)) <= _LARGEST for amount in (summary.net, summary.tax, summary.gross))


def _keep(archive: Archive, nip: str, batch: Sequence[_Ready], imported: Imported) -> None:
    new = [ready.new for ready in batch if ready.new is not None]
    if new and find_client(archive, nip) is None:
        add_client(archive, Client(nip=nip, name=_own_name(batch, nip)))
    additions = iter(add_documents(archive, new))
    for ready in batch:
        source = ready.file.raw.source
        if ready.new is None:
            fate = Fate.OTHER if ready.file.raw.other else Fate.REFUSED
            number = "" if ready.file.document is None else ready.file.document.invoice.number
            imported.documents.append(ImportedDocument(source, fate, ready.refusal or ready.file.findings, number=number))
            continue
        addition = next(additions)
        findings = (_duplicate(ready.new),) if addition.outcome is Added.DUPLICATE else ready.file.findings
        fate = Fate.REFUSED if addition.outcome is Added.DUPLICATE else Fate(addition.outcome.value)
        number = ready.new.summary.number
        imported.documents.append(ImportedDocument(source, fate, findings, addition.document_id, number))


def _duplicate(new: NewDocument) -> Finding:
    return blocks(
        "duplicate",
        f"W archiwum jest już dokument {new.summary.number} tego sprzedawcy o innej treści. Porównaj oba pliki; zapisany pozostał bez zmian.",
        "P_2",
    )


def _own_name(batch: Sequence[_Ready], nip: str) -> str:
    """The client's name as the first of his documents writes it."""
    for ready in batch:
        if ready.new is not None and ready.file.document is not None:
            invoice = ready.file.document.invoice
            for party in (invoice.seller, invoice.buyer, *invoice.third_parties):
                if party.nip == nip and party.name:
                    return party.name
    return ""
