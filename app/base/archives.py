"""Bounded reading of ZIP and tar.gz archives: names are only names, sizes are counted while unpacking.

Codes of the `UnreadableDocument` raised here: ``broken_archive``, ``encrypted_archive``, ``archive_too_large``.
"""

import gzip
import io
import lzma
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from app.base.errors import StorageError, UnreadableDocument
from app.base.texts import _

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MEGABYTE: Final = 1024 * 1024
_GZIP_MAGIC: Final = b"\x1f\x8b"
_ENCRYPTED_FLAG: Final = 0x1
# Tens of small files compress a hundredfold by themselves; the ratio counts only above a size that could hurt.
_RATIO_MATTERS_FROM: Final = 100 * _MEGABYTE
_ADVICE: Final = "Sprawdź, skąd pochodzi archiwum, i pobierz je ponownie."

_BROKEN: Final = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,  # a compression zipfile does not know
    RuntimeError,  # zipfile's word for an encrypted member without the flag
    ValueError,  # impossible sizes and undecodable names
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How much an archive may hold: files, bytes of one file and of all, and how many times unpacking may grow it."""

    members: int = 200_000
    member_bytes: int = 64 * _MEGABYTE
    total_bytes: int = 8192 * _MEGABYTE
    ratio: int = 200


DEFAULT_LIMITS: Final = ArchiveLimits()
"""A KSeF package holds at most 10,000 documents; an archive of a large office's whole year fits."""


def is_archive(start: bytes) -> bool:
    """Whether the first bytes of a file (four are enough) are those of a ZIP or gzip archive."""
    return start.startswith((b"PK\x03\x04", b"PK\x05\x06", _GZIP_MAGIC))


def any_name(_name: str) -> bool:
    """The choice of somebody who wants every file of an archive."""
    return True


def iter_members(
    file: Path | IO[bytes],
    *,
    source: str = "",
    wanted: Callable[[str], bool] = any_name,
    limits: ArchiveLimits = DEFAULT_LIMITS,
) -> Iterator[tuple[str, bytes]]:
    """Name and content of each `wanted` file in a ZIP or tar.gz archive (seekable), in its order, one in memory at a time.

    Folders, links and devices are passed over; an archive inside the archive is a file like any other and is never opened. Names are as
    written in the archive: they serve for messages and for a KSeF number in them, never as paths. Raises `UnreadableDocument` for what is
    broken, encrypted or larger than `limits` (`source` names the archive), `StorageError` when the disk cannot be read.
    """
    if not isinstance(file, Path):
        yield from _members(file, source, wanted, limits)
        return
    name = source or file.name
    try:
        opened = file.open("rb")
    except OSError as error:
        raise _unreadable_disk(name, error) from error
    with opened:
        yield from _members(opened, name, wanted, limits)


def _members(file: IO[bytes], source: str, wanted: Callable[[str], bool], limits: ArchiveLimits) -> Iterator[tuple[str, bytes]]:
    with _gate(source):
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        magic = file.read(len(_GZIP_MAGIC))
        file.seek(0)
    budget = _Budget(limits, source, size)
    unpacked = _tar_members if magic == _GZIP_MAGIC else _zip_members
    yield from unpacked(file, wanted, budget)


def _zip_members(file: IO[bytes], wanted: Callable[[str], bool], budget: "_Budget") -> Iterator[tuple[str, bytes]]:
    with _gate(budget.source):
        archive = zipfile.ZipFile(file)
    with archive:
        for member in archive.infolist():
            budget.count_member()
            # Not `is_dir`: up to Python 3.11.4 it fails on an empty name, which a damaged archive may hold.
            if not member.filename or member.filename.endswith("/") or not wanted(member.filename):
                continue
            if member.flag_bits & _ENCRYPTED_FLAG:
                title = f"Plik „{member.filename}” w archiwum jest zaszyfrowany."
                raise _refusal(
                    "encrypted_archive", title, budget.source, "Wypakuj archiwum, podając hasło, i wskaż wypakowane pliki."
                )
            budget.check_size(member.filename, member.file_size)
            with _gate(budget.source), archive.open(member) as stream:
                # A number makes zipfile unpack no more than that, whatever the member holds; one beyond its end checks the CRC.
                content = stream.read(member.file_size + 1)
            budget.count_bytes(len(content))
            yield member.filename, content


def _tar_members(file: IO[bytes], wanted: Callable[[str], bool], budget: "_Budget") -> Iterator[tuple[str, bytes]]:
    unpacked = io.BufferedReader(_Counted(gzip.GzipFile(fileobj=file), budget))
    with _gate(budget.source):
        archive = tarfile.open(fileobj=unpacked, mode="r|")  # noqa: SIM115 – closed below
    with archive:
        while True:
            with _gate(budget.source):
                member = archive.next()
            if member is None:
                return
            archive.members.clear()  # type: ignore[attr-defined]  # tarfile would remember every header; typeshed does not show the list
            budget.count_member()
            if not member.isreg() or not wanted(member.name):
                continue
            budget.check_size(member.name, member.size)
            with _gate(budget.source):
                stream = archive.extractfile(member)
                content = stream.read() if stream else b""
            yield member.name, content


class _Budget:
    """Counts what comes out of one archive of `size` bytes and refuses the byte too many."""

    def __init__(self, limits: ArchiveLimits, source: str, size: int) -> None:
        self.source = source
        self._limits = limits
        self._bytes_left = min(limits.total_bytes, max(_RATIO_MATTERS_FROM, size * limits.ratio))
        self._members_left = limits.members

    def count_member(self) -> None:
        self._members_left -= 1
        if self._members_left < 0:
            raise _refusal("archive_too_large", f"Archiwum zawiera ponad {self._limits.members} plików.", self.source)

    def count_bytes(self, count: int) -> None:
        self._bytes_left -= count
        if self._bytes_left < 0:
            raise _refusal("archive_too_large", "Archiwum po rozpakowaniu jest podejrzanie duże.", self.source)

    def check_size(self, name: str, size: int) -> None:
        if size > self._limits.member_bytes:
            raise _refusal("archive_too_large", f"Plik „{name}” w archiwum po rozpakowaniu jest za duży.", self.source)


class _Counted(io.RawIOBase):
    """A stream whose every byte is taken from the budget: in a tar the headers too are unpacked into memory."""

    def __init__(self, stream: gzip.GzipFile, budget: _Budget) -> None:
        super().__init__()
        self._stream = stream
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        count = self._stream.readinto(buffer)
        self._budget.count_bytes(count)
        return count


@contextmanager
def _gate(source: str) -> Iterator[None]:
    """Every exception of the unpackers becomes one of ours here."""
    try:
        yield
    except _BROKEN as error:
        raise _refusal("broken_archive", "Archiwum jest uszkodzone.", source, detail=str(error)) from error
    except OSError as error:
        if error.errno is None:  # gzip and bz2 report broken data so
            raise _refusal("broken_archive", "Archiwum jest uszkodzone.", source, detail=str(error)) from error
        raise _unreadable_disk(source, error) from error


def _unreadable_disk(source: str, error: OSError) -> StorageError:
    return StorageError(
        _("Nie można odczytać pliku „{source}”.").format(source=source),
        advice=_("Sprawdź, czy plik istnieje i nie jest otwarty w innym programie."),
        detail=str(error),
    )


def _refusal(code: str, title: str, source: str, advice: str = _ADVICE, detail: str = "") -> UnreadableDocument:
    return UnreadableDocument(title, code=code, source=source, advice=advice, detail=detail)
