"""The untouched originals of documents out of the archive."""

from collections.abc import Sequence
from pathlib import Path

from app.archive.documents import stream
from app.archive.store import Archive
from app.base.files import write_whole
from app.base.progress import CancelToken, Progress, Report, silent
from app.base.texts import _
from app.office.companies import client_names
from app.office.file_names import FileNames, NamePattern
from app.office.placing import make_folder


def save_originals(
    archive: Archive,
    ids: Sequence[int],
    folder: Path,
    *,
    pattern: NamePattern | None = None,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> tuple[Path, ...]:
    """Write the original XML of documents into `folder`, byte for byte, called as `pattern` says: by default ``KSEFNUMBER.xml``.

    A file that is there already with the same content is left alone, another one is kept beside. Raises `StorageError`, `Cancelled`.
    """
    token = cancel or CancelToken()
    names = FileNames(pattern, client_names(archive), folder)
    written: list[Path] = []
    make_folder(folder)
    for document in stream(archive, ids):
        token.check()
        place = folder / names.name(document.row, ".xml", document.xml)
        if not place.exists():
            write_whole(place, [document.xml])
        written.append(place)
        report(
            Progress(len(written), len(ids), _("Zapisano {done} z {total} plików XML").format(done=len(written), total=len(ids)))
        )
    return tuple(written)
