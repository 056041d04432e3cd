"""A document as a page to read, to keep or to print: HTML or PDF."""

from collections.abc import Sequence
from pathlib import Path

from app.archive.documents import stored, stream
from app.archive.store import Archive
from app.base.environments import Environment
from app.base.errors import UnreadableDocument, UnusableArgument
from app.base.files import write_whole
from app.base.progress import CancelToken, Progress, Report, silent
from app.base.texts import _
from app.invoice.document import Document
from app.office.companies import client_names
from app.office.file_names import FileNames, NamePattern, named_document
from app.office.listing import read_stored
from app.office.placing import make_folder
from app.office.sources import check_inputs, read_files, read_one
from app.paper.page import page_html


def page_of_file(path: Path, environment: Environment = Environment.PRODUCTION) -> str:
    """The HTML page of the document in a file. Raises `UnreadableDocument`, `UnusableArgument`."""
    return page_html(read_one(path), environment)


def page_of(archive: Archive, document_id: int) -> str:
    """The HTML page of an archived document. Raises `UnreadableDocument`, or `UnusableArgument` where it is no longer there."""
    found = stored(archive, document_id)
    if found is None:
        raise UnusableArgument(_("Tego dokumentu nie ma już w archiwum."), advice=_("Odśwież listę."))
    return page_html(read_stored(found), archive.environment)


def save_page(path: Path, out: Path, environment: Environment = Environment.PRODUCTION) -> Path:
    """Write the page of the document in `path` to `out`, as its suffix says (``.pdf``, ``.html``).

    Raises `UnusableArgument` for another suffix, `UnreadableDocument`, `StorageError`.
    """
    suffix = out.suffix.lower()
    if suffix not in {".pdf", ".html"}:
        raise UnusableArgument(
            _("„{out}” nie kończy się na .pdf ani .html.").format(out=out), advice=_("Podaj nazwę pliku PDF albo HTML.")
        )
    document = read_one(path)
    make_folder(out.parent)
    if suffix == ".html":
        write_whole(out, [page_html(document, environment).encode()])
    else:
        write_document_pdf(document, out, environment)
    return out


def save_pages(
    archive: Archive,
    ids: Sequence[int],
    folder: Path,
    *,
    pattern: NamePattern | None = None,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Write the PDF pages of documents into `folder`, called as `pattern` says, by default ``KSEFNUMBER.pdf``; nothing there is replaced.

    Gives the files, and sentences about documents that could not be read any more. Raises `StorageError`, and `Cancelled` (pages written
    so far stay, each whole).
    """
    token = cancel or CancelToken()
    names = FileNames(pattern, client_names(archive), folder)
    written: list[Path] = []
    problems: list[str] = []
    make_folder(folder)
    for found in stream(archive, ids):
        token.check()
        try:
            document = read_stored(found)
        except UnreadableDocument as error:
            problems.append(str(error))
        else:
            place = folder / names.name(found.row, ".pdf")
            write_document_pdf(document, place, archive.environment)
            written.append(place)
        report(
            Progress(
                len(written) + len(problems),
                len(ids),
                _("Zapisano {done} z {total} plików PDF").format(done=len(written), total=len(ids)),
            )
        )
    return tuple(written), tuple(problems)


def save_pages_of_files(
    inputs: Sequence[Path], folder: Path, *, pattern: NamePattern | None = None, environment: Environment = Environment.PRODUCTION
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The same for the documents of files, folders and archives, one by one. Raises `UnusableArgument` for an input that is not there."""
    check_inputs(inputs)
    names = FileNames(pattern, folder=folder)
    written: list[Path] = []
    problems: list[str] = []
    make_folder(folder)
    for read in read_files(inputs):
        if read.document is not None:
            place = folder / names.free(named_document(read.document), ".pdf")
            write_document_pdf(read.document, place, environment)
            written.append(place)
        elif read.findings and not read.raw.other:
            problems.append(f"{read.raw.source}: {' '.join(finding.message for finding in read.findings)}")
    return tuple(written), tuple(problems)


def write_document_pdf(document: Document, out: Path, environment: Environment) -> None:
    """Write the page of a document as PDF, whole or not at all, marked across where the environment is not production."""
    from app.pdf.render import write_pdf  # noqa: PLC0415 - brings Qt, which nothing else here needs

    write_pdf(page_html(document, environment), out, watermark=environment.mark)
