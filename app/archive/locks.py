"""One download of a context at a time, among all threads and processes. A lock dies with the process that holds it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.archive.store import Archive, gate
from app.base.errors import StorageError
from app.base.texts import _

if os.name == "nt":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # typeshed has it for Windows only
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def only_one(archive: Archive, context: str) -> Iterator[None]:
    """Hold the lock of a context for the time of the block. Raises `StorageError` where another download holds it."""
    path = _place(archive, context)
    with gate(path):
        path.parent.mkdir(exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _take(descriptor)
        except OSError as error:
            raise StorageError(
                _("Dokumenty {context} pobiera już inne okno programu albo zaplanowane zadanie.").format(context=context),
                advice=_("Poczekaj, aż skończy, i spróbuj ponownie."),
                detail=str(error),
            ) from error
        yield
    finally:
        os.close(descriptor)


def _place(archive: Archive, context: str) -> Path:
    return archive.path.parent / f"{archive.path.stem}-locks" / f"{context}.lock"
