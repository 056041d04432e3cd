"""What support needs to know, in one ZIP without a secret and without a document."""

import platform
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import msgspec

from app import __version__
from app.base.environments import Environment
from app.base.errors import KonwerterError, StorageError
from app.base.files import write_whole
from app.base.log import redact
from app.base.paths import Paths
from app.base.texts import _

_MOST_OF_A_LOG: Final = 4 * 1024 * 1024


def save_diagnostics(paths: Paths, out: Path, *, problem: str = "") -> Path:
    """Write the ZIP: versions, settings, sizes and counts of the archives, logs, and `problem` (a report of a crash), all redacted.

    Raises `StorageError`.
    """
    packed = BytesIO()
    with _disk(), zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("program.json", _json(_program(paths)))
        if paths.settings.exists():
            made.writestr("ustawienia.json", redact(paths.settings.read_text(encoding="utf-8", errors="replace")))
        for log in sorted(paths.logs.glob("*.log*")):
            made.writestr(f"dziennik/{log.name}", redact(log.read_bytes()[-_MOST_OF_A_LOG:].decode("utf-8", "replace")))
        if problem:
            made.writestr("blad.txt", redact(problem))
    write_whole(out, [packed.getvalue()], private=True)
    return out


def crash_report(kind: str, trace: str) -> str:
    """What a person may send to support after a crash: versions and the redacted trace."""
    facts = "\n".join(f"{name}: {value}" for name, value in _versions().items())
    return f"{facts}\n\n{redact(kind)}\n{redact(trace)}"


def _program(paths: Paths) -> dict[str, Any]:
    archives: dict[str, Any] = {}
    for environment in Environment:
        file = paths.archive(environment)
        if file.exists():
            archives[environment.value] = _archive(file)
    return {**_versions(), "archives": archives}


def _archive(file: Path) -> dict[str, Any]:
    from app.archive.backups import about_file  # noqa: PLC0415 - the window, which reports crashes, shows before the database has loaded

    try:
        version, _environment, clients, documents = about_file(file)
    except KonwerterError as error:
        return {"bytes": file.stat().st_size, "problem": redact(str(error))}
    return {"bytes": file.stat().st_size, "version": version, "clients": clients, "documents": documents}


def _versions() -> Mapping[str, str]:
    return {
        "program": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "frozen": "tak" if getattr(sys, "frozen", False) else "nie",
    }


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2)


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(_("Nie można przygotować diagnostyki."), detail=str(error)) from error
