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
from app.office.listing import read_stored
from app.office.originals import FileNames
from app.office.placing import make_folder
from app.office.sources import read_one
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
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Write the PDF pages of documents into `folder`; the files, and sentences about documents that could not be read any more.

    Raises `StorageError`, and `Cancelled` (pages written so far stay, each whole).
    """
    token = cancel or CancelToken()
    names = FileNames()
    written: list[Path] = []
    problems: list[str] = []
    make_folder(folder)
    for found in stream(archive, ids):
        token.check()
        place = folder / names.name(found.row, ".pdf")
        try:
            write_document_pdf(read_stored(found), place, archive.environment)
            written.append(place)
        except UnreadableDocument as error:
            problems.append(str(error))
        report(
            Progress(
                len(written) + len(problems),
                len(ids),
                _("Zapisano {done} z {total} stron").format(done=len(written), total=len(ids)),
            )
        )
    return tuple(written), tuple(problems)


def write_document_pdf(document: Document, out: Path, environment: Environment) -> None:
    """Write the page of a document as PDF, whole or not at all, marked across where the environment is not production."""
    from app.pdf.render import write_pdf  # noqa: PLC0415 - brings Qt, which nothing else here needs

    write_pdf(page_html(document, environment), out, watermark=environment.mark)
