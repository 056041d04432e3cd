"""The history of conversions: what was written for a client, whether the files are still what was written, and back."""

import hashlib
from enum import StrEnum
from pathlib import Path
from typing import Final

from app.archive import conversions as stored
from app.archive import documents
from app.archive.records import ConversionRow, DocumentRow, WrittenFile, WrittenTotal
from app.archive.store import Archive
from app.base.progress import CancelToken
from app.office.companies import client
from app.office.convert import conversions, undo

__all__ = [
    "ConversionRow",
    "DocumentRow",
    "FileState",
    "WrittenFile",
    "WrittenTotal",
    "conversions",
    "documents_in",
    "file_state",
    "history",
    "undo",
]

_BLOCK: Final = 1024 * 1024


class FileState(StrEnum):
    """What has become of a written file."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    UNREADABLE = "unreadable"


def history(archive: Archive, nip: str) -> tuple[ConversionRow, ...]:
    """The conversions of a client, newest first, the undone ones too. Raises `UnusableArgument` for an unknown client."""
    return conversions(archive, client(archive, nip).nip)


def documents_in(archive: Archive, conversion_id: int) -> list[DocumentRow]:
    """The documents of a conversion that are still in the archive, in the order in which they came there."""
    return documents.rows(archive, stored.document_ids(archive, conversion_id))


def file_state(file: WrittenFile, cancel: CancelToken | None = None) -> FileState:
    """Whether a file still is what was written, by its SHA-256. Raises `Cancelled`."""
    digest = hashlib.sha256()
    try:
        with Path(file.path).open("rb") as opened:
            while block := opened.read(_BLOCK):
                digest.update(block)
                if cancel is not None:
                    cancel.check()
    except FileNotFoundError:
        return FileState.GONE
    except OSError:
        return FileState.UNREADABLE
    return FileState.SAME if digest.hexdigest() == file.sha256 else FileState.CHANGED
