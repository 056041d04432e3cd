"""INPUT: a file, a folder or a ZIP, as documents one by one. What cannot be read is told, the others go on."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from app.base import archives, ksef_number
from app.base.errors import StorageError, UnreadableDocument, UnusableArgument
from app.base.findings import Finding, blocks, notes
from app.base.safe_xml import MAX_BYTES
from app.base.texts import _
from app.invoice.document import Document
from app.invoice.read import read_document

_DOCUMENTS: Final = (".xml",)
_ARCHIVES: Final = (".zip", ".tar.gz", ".tgz")
_MAGIC_BYTES: Final = 4


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file of the input: a name for people, unique among the inputs, its own name, and its bytes or why there are none.

    `other` marks a file that was found beside invoices and is none by its name (a PDF, a list): it is left alone.
    """

    source: str
    name: str
    data: bytes = b""
    problem: Finding | None = None
    other: bool = False


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A `RawFile` as read: the document, or the finding that says why there is none."""

    raw: RawFile
    document: Document | None
    findings: tuple[Finding, ...] = ()


def check_inputs(inputs: Sequence[Path]) -> None:
    """Raise `UnusableArgument` for an input that does not exist."""
    for path in inputs:
        if not path.exists():
            raise UnusableArgument(_("Nie ma pliku ani folderu „{path}”.").format(path=path), advice=_("Sprawdź ścieżkę."))


def raw_files(inputs: Sequence[Path]) -> Iterator[RawFile]:
    """Every file of the inputs, folders in the order of names, one in memory at a time.

    An input named itself is read whatever its name; in folders and archives documents are those called ``.xml``. Links to folders are
    not followed.
    """
    seen: set[Path] = set()
    for path in inputs:
        found = _walk(path) if path.is_dir() else iter(((path, True),))
        for file, named in found:
            resolved = file.resolve()
            if resolved in seen:
                continue
            seen.add(resolved)
            yield from _files(file, named=named)


def read_files(inputs: Sequence[Path]) -> Iterator[ReadFile]:
    """Every file of the inputs, read as an invoice; files left alone have neither a document nor a blocking finding."""
    for raw in raw_files(inputs):
        yield read_raw(raw)


def read_raw(raw: RawFile) -> ReadFile:
    """Read one file. A KSeF number in its name is taken as the document's."""
    if raw.problem is not None:
        return ReadFile(raw, None, (raw.problem,))
    number = ksef_number.find(raw.name)
    try:
        document = read_document(raw.data, source=raw.source, ksef_number=number)
    except UnreadableDocument as error:
        return ReadFile(raw, None, (_refused(error),))
    return ReadFile(raw, document, document.findings)


def read_one(path: Path) -> Document:
    """The one document in a file, folder or archive. Raises `UnreadableDocument`, or `UnusableArgument` where there is none or several."""
    check_inputs([path])
    candidates = list(islice((raw for raw in raw_files([path]) if not raw.other), 2))
    if len(candidates) != 1:
        title = _("„{path}” zawiera kilka dokumentów.") if candidates else _("„{path}” nie zawiera żadnego dokumentu XML.")
        raise UnusableArgument(title.format(path=path), advice=_("Wskaż jeden plik XML faktury."))
    raw = candidates[0]
    if raw.problem is not None:
        raise UnreadableDocument(raw.problem.message, code=raw.problem.code, source=raw.source)
    return read_document(raw.data, source=raw.source, ksef_number=ksef_number.find(raw.name))


def _walk(folder: Path) -> Iterator[tuple[Path, bool]]:
    for place, folders, names in os.walk(folder, onerror=_unreadable_folder):
        folders.sort()
        for name in sorted(names):
            yield Path(place, name), False


def _unreadable_folder(error: OSError) -> None:
    raise StorageError(
        _("Nie można odczytać folderu „{folder}”.").format(folder=error.filename),
        advice=_("Sprawdź uprawnienia."),
        detail=str(error),
    )


def _files(path: Path, *, named: bool) -> Iterator[RawFile]:
    source, name = _printable(str(path)), _printable(path.name)
    lower = name.lower()
    if not named and (name.startswith(".") or not lower.endswith(_DOCUMENTS + _ARCHIVES)):
        yield _other(source, name)
        return
    if not named and path.exists() and not path.is_file():  # a pipe or a device would keep the program waiting for ever
        yield RawFile(source, name, problem=blocks("unreadable_file", "To nie jest zwykły plik: nie można go odczytać."))
        return
    try:
        with path.open("rb") as file:
            start = file.read(_MAGIC_BYTES)
            packed = lower.endswith(_ARCHIVES) or (not lower.endswith(_DOCUMENTS) and archives.is_archive(start))
            data = b"" if packed else start + file.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"Nie można odczytać pliku: {error.strerror}. Sprawdź, czy nie jest otwarty w innym programie."
        yield RawFile(source, name, problem=blocks("unreadable_file", message))
        return
    if packed:
        yield from _members(path, source)
    else:
        yield RawFile(source, name, data)


def _members(path: Path, source: str) -> Iterator[RawFile]:
    """The files in an archive, named ``archive.zip/member.xml``; a name that occurs twice gets its count behind it."""
    counts: dict[str, int] = {}
    unread = "Dalszych plików tego archiwum nie odczytano."
    try:
        for name, data in archives.iter_members(path, source=source):
            printable = _printable(name)
            counts[printable] = counts.get(printable, 0) + 1
            again = f" ({counts[printable]})" if counts[printable] > 1 else ""
            own_name = printable.replace("\\", "/").rpartition("/")[2]
            inside = f"{source}/{printable}{again}"
            if own_name.startswith(".") or not own_name.lower().endswith(_DOCUMENTS):
                yield _other(inside, own_name)
            else:
                yield RawFile(inside, own_name, data)
    except UnreadableDocument as error:
        problem = _refused(error)
        if counts:
            problem = msgspec.structs.replace(problem, message=f"{problem.message} {unread}")
        yield RawFile(source, _printable(path.name), problem=problem)
    except StorageError as error:
        yield RawFile(source, _printable(path.name), problem=blocks("unreadable_file", f"{error} {unread}"))


def _other(source: str, name: str) -> RawFile:
    message = "To nie jest plik XML ani archiwum ZIP; pominięto go."
    return RawFile(source, name, problem=notes("other_file", message), other=True)


def _refused(error: UnreadableDocument) -> Finding:
    place = "" if error.line is None else f"Wiersz {error.line}: "
    return blocks(error.code, place + f"{error.title} {error.advice}".strip(), error.field)


def _printable(name: str) -> str:
    """A name that can be shown and written as UTF-8, whatever bytes it came in."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
