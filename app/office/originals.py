"""The untouched originals of a client out of the archive, and how such a file is called."""

from collections.abc import Sequence
from pathlib import Path

from app.archive.documents import stream
from app.archive.lists import ordered_ids
from app.archive.records import DocumentRow, Query
from app.archive.store import Archive
from app.base.files import write_whole
from app.base.progress import CancelToken, Progress, Report, silent
from app.base.safe_names import name_key, safe_name, unique_name
from app.base.texts import _
from app.office.companies import client
from app.office.placing import make_folder


def save_originals(
    archive: Archive,
    nip: str,
    folder: Path,
    *,
    ids: Sequence[int] | None = None,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> tuple[Path, ...]:
    """Write the original XML of all the client's documents (or those of `ids`) into `folder`, byte for byte, called ``KSEFNUMBER.xml``.

    A document without a KSeF number is called by its own. Raises `UnusableArgument` for an unknown client, `StorageError`, `Cancelled`.
    """
    found = client(archive, nip)
    chosen = ordered_ids(archive, Query(client=found.nip)) if ids is None else ids
    token = cancel or CancelToken()
    names = FileNames()
    written: list[Path] = []
    make_folder(folder)
    for document in stream(archive, chosen):
        token.check()
        place = folder / names.name(document.row, ".xml")
        write_whole(place, [document.xml])
        written.append(place)
        report(
            Progress(
                len(written), len(chosen), _("Zapisano {done} z {total} plików").format(done=len(written), total=len(chosen))
            )
        )
    return tuple(written)


class FileNames:
    """Names for the files of one folder, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, row: DocumentRow, suffix: str) -> str:
        """The KSeF number, else the document's own number, else the same with a count."""
        wished = row.ksef_number + suffix if row.ksef_number else safe_name(row.summary.number, suffix)
        name = unique_name(wished, self._taken)
        self._taken.add(name_key(name))
        return name
