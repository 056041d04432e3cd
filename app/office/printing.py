"""Documents of the archive onto paper: the same sheets as in their PDF."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from app.archive.documents import stream
from app.archive.store import Archive
from app.base.errors import UnreadableDocument
from app.base.progress import CancelToken, Progress, Report, silent
from app.base.texts import _
from app.office.listing import read_stored
from app.paper.page import page_html

if TYPE_CHECKING:
    from app.pdf.sheets import Device


def prepare(device: "Device") -> None:
    """Give the device the paper and the margins of our pages, before somebody chooses others."""
    from app.pdf.sheets import set_up  # noqa: PLC0415 - brings Qt, which nothing else here needs

    set_up(device)


def print_documents(
    archive: Archive,
    ids: Sequence[int],
    device: "Device",
    *,
    both_sides: bool = False,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> tuple[str, ...]:
    """Draw the pages of documents on a printer, marked across where the environment is not production.

    Gives sentences about documents that could not be read any more. `both_sides`: each begins on a new sheet of paper. Any thread may call
    where there is a `QGuiApplication`. Raises `StorageError` where the printer refuses, and `Cancelled` between two documents.
    """
    from app.pdf.sheets import print_pages  # noqa: PLC0415 - brings Qt, which nothing else here needs

    problems: list[str] = []
    pages = _pages(archive, ids, problems, report, cancel or CancelToken())
    print_pages(device, pages, watermark=archive.environment.mark, both_sides=both_sides)
    return tuple(problems)


def _pages(archive: Archive, ids: Sequence[int], problems: list[str], report: Report, cancel: CancelToken) -> Iterator[str]:
    for count, found in enumerate(stream(archive, ids), 1):
        cancel.check()
        report(Progress(count, len(ids), _("Drukowanie")))
        try:
            html = page_html(read_stored(found), archive.environment)
        except UnreadableDocument as error:
            problems.append(str(error))
        else:
            yield html
