"""Files onto the disk, whole or not at all, and nothing that lies there is lost."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from types import TracebackType
from typing import Final, Self

from app.base.errors import StorageError, UnusableArgument
from app.base.safe_names import name_key, safe_name, unique_name
from app.base.texts import Later, _
from app.targets.contract import OutputFile

_ADVICE: Final[Later] = "Sprawdź, czy folder istnieje, można w nim zapisywać i jest w nim miejsce."
_BLOCK: Final = 1024 * 1024
_FILE_SUFFIX: Final = re.compile(r"\.[A-Za-z]{2,5}")


class Placing:
    """Files being written beside their final places; `place` moves them there, all or none.

    A context manager: what has not been placed at its end is removed. A file that lies in a final place with another content is kept
    as ``NAME.poprzedni-1``, ``-2``…: a script that repeats a month needs no prompt, and a file not imported yet is not lost. Raises
    `StorageError`.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[Path, Path]] = []
        self._moved: list[tuple[Path, Path]] = []
        self._placed: list[Path] = []

    def write(self, final: Path, chunks: Iterable[bytes]) -> str:
        """Write a file for the place `final` (its folder is made); gives the SHA-256."""
        digest = hashlib.sha256()
        with _disk(final):
            final.parent.mkdir(parents=True, exist_ok=True)
            temporary = final.with_name(f".konwerter-{secrets.token_hex(8)}.part")
            self._waiting.append((temporary, final))
            file = temporary.open("xb")
        with file:
            for chunk in chunks:
                digest.update(chunk)
                with _disk(final):
                    file.write(chunk)
            with _disk(final):
                file.flush()
                os.fsync(file.fileno())
        return digest.hexdigest()

    @property
    def waiting(self) -> tuple[Path, ...]:
        """The files as they lie now, before they are placed, in the order in which they were written."""
        return tuple(temporary for temporary, _final in self._waiting)

    def place(self) -> None:
        """Move every file to its place; when one cannot be moved, those before it go back."""
        try:
            for temporary, final in self._waiting:
                with _disk(final):
                    self._keep_earlier(temporary, final)
                    temporary.replace(final)
                self._placed.append(final)
        except StorageError:
            self.take_back()
            raise
        self._waiting.clear()

    def take_back(self) -> None:
        """Undo `place`: the new files go, the earlier ones return. For the case that what belongs to the files could not be kept."""
        for final in self._placed:
            with suppress(OSError):
                final.unlink()
        for earlier, final in reversed(self._moved):
            with suppress(OSError):
                earlier.replace(final)
        self._placed.clear()
        self._moved.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for temporary, _final in self._waiting:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _keep_earlier(self, temporary: Path, final: Path) -> None:
        if not final.exists() or _same_content(temporary, final):
            return
        number = 1
        while (earlier := final.with_name(f"{final.name}.poprzedni-{number}")).exists():
            number += 1
        final.rename(earlier)
        self._moved.append((earlier, final))


def make_folder(folder: Path) -> Path:
    """The folder, made with its parents where it is missing. Raises `StorageError`."""
    with _disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _same_content(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        return all(block == second.read(_BLOCK) for block in iter(lambda: first.read(_BLOCK), b""))


@contextmanager
def _disk(final: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            _("Nie można zapisać pliku „{final}”.").format(final=final), advice=_(_ADVICE), detail=str(error)
        ) from error


def places(outputs: Iterator[OutputFile], out: Path, *, suffix: str, mark: str) -> Iterator[tuple[Path, OutputFile]]:
    """Where each written file goes: `out` itself, or names made safe and different in the folder `out`; `mark` is the environment's.

    `out` is a file where it has the target's `suffix`, another one of letters, or is a file already. Raises `UnusableArgument` at the
    second file for `out` that is one file.
    """
    if not _is_file(out, suffix):
        taken: set[str] = set()
        for output in outputs:
            named = PurePath(output.name)
            name = unique_name(_marked(safe_name(named.stem, named.suffix), mark), taken)
            taken.add(name_key(name))
            yield out / name, output
        return
    for count, output in enumerate(outputs):
        if count:
            raise UnusableArgument(
                _("Ta konwersja tworzy kilka plików, a „{out}” to jeden plik.").format(out=out),
                advice=_("Wskaż folder zamiast nazwy pliku."),
            )
        yield out.with_name(_marked(out.name, mark)), output


def _is_file(out: Path, suffix: str) -> bool:
    if out.is_dir():
        return False
    return out.is_file() or out.suffix.lower() == suffix.lower() or _FILE_SUFFIX.fullmatch(out.suffix) is not None


def _marked(name: str, mark: str) -> str:
    """The name with the environment's mark before its suffix, unless it bears it already."""
    if not mark or mark in name.upper():
        return name
    path = PurePath(name)
    return f"{path.stem}-{mark}{path.suffix}"
