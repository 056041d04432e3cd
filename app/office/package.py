"""A month of one client as one ZIP: the original XML, a PDF page of each, and a report of what may be missing."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from app.archive.documents import known_numbers, stream
from app.archive.lists import ordered_ids
from app.archive.records import DocumentRow, Period, Query
from app.archive.store import Archive
from app.base.dates import Month
from app.base.errors import StorageError, UnreadableDocument
from app.base.files import write_whole
from app.base.nip import format_nip
from app.base.progress import CancelToken, Progress, Report, silent
from app.base.texts import _
from app.booking.client import Client
from app.booking.entry import Direction
from app.invoice.document import Document
from app.office.companies import client
from app.office.file_names import FileNames, NamePattern
from app.office.gaps import document_gaps
from app.office.listing import read_stored
from app.office.pages import write_document_pdf
from app.office.placing import make_folder

_FOLDERS: Final = {Direction.SALE: "sprzedaz", Direction.PURCHASE: "zakup", None: "inne"}
_BLOCK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Package:
    """What was packed: the file, the number of documents, and sentences about what may be missing."""

    path: Path
    documents: int
    gaps: tuple[str, ...]


def save_package(
    archive: Archive,
    nip: str,
    month: Month,
    out: Path,
    *,
    by: Period = Period.VAT,
    pattern: NamePattern | None = None,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> Package:
    """Write the ZIP of a month, whole or not at all: ``zakup/``, ``sprzedaz/``, ``raport.txt``; the documents called as `pattern` says.

    In another environment than production the name bears its mark. Raises `UnusableArgument` for an unknown client, `StorageError`, `Cancelled`.
    """
    found = client(archive, nip)
    ids = ordered_ids(archive, Query(client=found.nip, month=month, by=by))
    mark = archive.environment.mark
    if mark and mark not in out.name.upper():
        out = out.with_name(f"{out.stem}-{mark}{out.suffix}")
    make_folder(out.parent)
    with TemporaryDirectory(prefix="konwerter-ksef-") as scratch:
        packed = Path(scratch, "paczka.zip")
        contents = _Contents(archive, Path(scratch, "strona.pdf"), pattern, {found.nip: found.name})
        with _disk(), zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
            _pack(package, contents, ids, report, cancel or CancelToken())
            gaps = (*contents.problems, *document_gaps(contents.rows, contents.corrected, known_numbers(archive, found.nip)))
            package.writestr(_member("raport.txt"), _report(found, month, contents.rows, gaps, mark))
        with packed.open("rb") as file:
            write_whole(out, iter(lambda: file.read(_BLOCK), b""))
    return Package(out, len(contents.rows), gaps)


class _Contents:
    """What has been packed so far, and what was noticed on the way."""

    def __init__(self, archive: Archive, page: Path, pattern: NamePattern | None, clients: Mapping[str, str]) -> None:
        self.archive = archive
        self.page = page
        self._pattern = pattern
        self._clients = clients
        self.rows: list[DocumentRow] = []
        self.corrected: dict[str, tuple[str, ...]] = {}
        self.problems: list[str] = []
        self._names: dict[str, FileNames] = {}

    def name(self, row: DocumentRow, suffix: str) -> str:
        """The member's name: a folder by direction, and in it the name that the pattern makes."""
        folder = _FOLDERS[row.summary.direction]
        names = self._names.setdefault(folder + suffix, FileNames(self._pattern, self._clients))
        return f"{folder}/{names.name(row, suffix)}"


def _pack(package: zipfile.ZipFile, contents: _Contents, ids: Sequence[int], report: Report, cancel: CancelToken) -> None:
    from app.pdf.render import drawing  # noqa: PLC0415 - brings Qt, which nothing else here needs

    with drawing():
        for found in stream(contents.archive, ids):
            cancel.check()
            contents.rows.append(found.row)
            package.writestr(_member(contents.name(found.row, ".xml")), found.xml, zipfile.ZIP_DEFLATED)
            try:
                document = read_stored(found)
            except UnreadableDocument as error:
                contents.problems.append(f"Dokumentu {found.row.summary.number} nie można odczytać: {error.title}")
                continue
            contents.corrected[found.row.source] = _originals(document)
            write_document_pdf(document, contents.page, contents.archive.environment)
            package.writestr(_member(contents.name(found.row, ".pdf")), contents.page.read_bytes())
            done = len(contents.rows)
            report(Progress(done, len(ids), _("Spakowano {done} z {total} dokumentów").format(done=done, total=len(ids))))


def _originals(document: Document) -> tuple[str, ...]:
    """The documents a correction names, by KSeF number where it gives one; those made outside KSeF are not to be expected here."""
    correction = document.invoice.correction
    if correction is None:
        return ()
    return tuple(one.ksef_number or one.number for one in correction.corrected if not one.outside_ksef)


def _member(name: str) -> zipfile.ZipInfo:
    """A member without a time: the same month gives the same package."""
    member = zipfile.ZipInfo(name)
    member.external_attr = 0o644 << 16
    return member


def _report(found: Client, month: Month, rows: Sequence[DocumentRow], gaps: Sequence[str], mark: str) -> str:
    sales = sum(1 for row in rows if row.summary.direction is Direction.SALE)
    purchases = sum(1 for row in rows if row.summary.direction is Direction.PURCHASE)
    lines = [
        *((f"{mark} – dokumenty nie pochodzą z produkcyjnego KSeF.", "") if mark else ()),
        f"{found.name} (NIP {format_nip(found.nip)}), okres {month}",
        f"Dokumentów: {len(rows)}, w tym sprzedaż {sales}, zakup {purchases}, bez kierunku {len(rows) - sales - purchases}.",
        "",
        *(gaps or ("Nie zauważono braków.",)),
    ]
    return "\r\n".join(lines) + "\r\n"


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        advice = _("Zwolnij miejsce na dysku z plikami tymczasowymi i spróbuj ponownie.")
        raise StorageError(_("Nie można przygotować paczki."), advice=advice, detail=str(error)) from error
