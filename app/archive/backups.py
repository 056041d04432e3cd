"""The archive's file as a whole: copied while it is in use, looked over for damage, its emptied space given back."""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from app.archive.store import Archive, gate
from app.base.progress import CancelToken, Progress, Report, silent
from app.base.texts import _

_PAGES_AT_ONCE: Final = 2000
_REPORT_EVERY: Final = 200


def copy_archive(archive: Archive, place: Path, *, report: Report = silent, cancel: CancelToken | None = None) -> None:
    """Copy the archive to the new file `place`, one consistent state of it, while others may read and write.

    Raises `StorageError` and `Cancelled`; what was written of the copy stays for the caller to remove.
    """
    token = cancel or CancelToken()

    def each(_status: int, remaining: int, total: int) -> None:
        token.check()
        report(Progress(total - remaining, total, _("Kopiowanie archiwum")))

    with gate(archive.path), closing(sqlite3.connect(archive.path)) as source, closing(sqlite3.connect(place)) as target:
        source.backup(target, pages=_PAGES_AT_ONCE, progress=each)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it


def damage(path: Path, *, report: Report = silent, cancel: CancelToken | None = None) -> Iterator[str]:
    """A sentence for each thing that is wrong with an archive's file; nothing is changed.

    SQLite's own check, references that lead nowhere, and the SHA-256 of every document against its bytes. Raises `StorageError` for a file
    that is no database at all, and `Cancelled`.
    """
    token = cancel or CancelToken()
    with gate(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as opened:
        for (said,) in opened.execute("PRAGMA integrity_check(20)"):
            if said != "ok":
                yield _("Plik bazy danych jest uszkodzony: {said}.").format(said=said)
        for table, _row, parent, _number in opened.execute("PRAGMA foreign_key_check"):
            yield _("Wpis w tabeli {table} wskazuje na nieistniejący wpis w {parent}.").format(table=table, parent=parent)
        (total,) = opened.execute("SELECT count(*) FROM documents").fetchone()
        rows = opened.execute(
            "SELECT d.ksef_number, d.number, d.sha256, c.xml FROM documents d LEFT JOIN contents c ON c.document_id = d.id"
        )
        for done, (ksef_number, number, sha256, packed) in enumerate(rows, 1):
            if not _is_whole(packed, sha256):
                yield _("Dokument {number} ({ksef_number}) nie zgadza się ze swoim skrótem SHA-256.").format(
                    number=number, ksef_number=ksef_number or _("bez numeru KSeF")
                )
            if done % _REPORT_EVERY == 0:
                token.check()
                report(Progress(done, total, _("Sprawdzono {done} z {total} dokumentów").format(done=done, total=total)))


def is_in_use(path: Path) -> bool:
    """Whether somebody has an archive's file open; where nobody has, what SQLite keeps beside it is brought into it.

    A file that is damaged is in nobody's use. Raises `StorageError` where the disk refuses.
    """
    with gate(path), closing(sqlite3.connect(path, timeout=0)) as opened:
        try:
            # Only who is alone may leave the write-ahead log.
            opened.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.DatabaseError as error:
            return (error.sqlite_errorcode & 0xFF) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    return False


def about_file(path: Path) -> tuple[int, str, int, int]:
    """Version, environment, number of clients and of documents of an archive's file. Raises `StorageError` where it is none."""
    with gate(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as opened:
        version, environment = opened.execute("SELECT version, environment FROM about").fetchone()
        (clients,) = opened.execute("SELECT count(*) FROM clients").fetchone()
        (documents,) = opened.execute("SELECT count(*) FROM documents").fetchone()
    return version, environment, clients, documents


def erase_emptied_space(archive: Archive) -> None:
    """Write the file anew without what was deleted from it: after this no byte of a removed document is left in it."""
    with gate(archive.path), closing(sqlite3.connect(archive.path)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        opened.execute("VACUUM")
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _is_whole(packed: bytes | None, sha256: str) -> bool:
    if packed is None:
        return False
    try:
        return hashlib.sha256(zlib.decompress(packed)).hexdigest() == sha256
    except zlib.error:
        return False
