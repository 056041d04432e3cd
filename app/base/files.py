"""Writing a file whole or not at all."""

import contextlib
import os
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from app.base.errors import StorageError
from app.base.texts import _

# Windows would turn line feeds into pairs without it.
_BINARY: Final = getattr(os, "O_BINARY", 0)


def write_whole(path: Path, chunks: Iterable[bytes], *, private: bool = False) -> None:
    """Write `chunks` to `path` so that after a crash the old or the new file is there, never a part; raises `StorageError`.

    The folder must exist. A `private` file can be read by its owner only. What `chunks` raises passes through and leaves the old file.
    """
    # A short name of its own: the target's may already be as long as the file system takes.
    temporary = path.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600 if private else 0o666)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(chunks)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):  # the error that matters is already on its way
                temporary.unlink()
            raise
    except OSError as error:
        raise StorageError(
            _("Nie można zapisać pliku „{path}”.").format(path=path),
            advice=_("Sprawdź uprawnienia, wolne miejsce i czy plik nie jest otwarty w innym programie."),
            detail=str(error),
        ) from error
