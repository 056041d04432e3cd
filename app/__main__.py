"""Composition: the window where no command is given, the command line otherwise."""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.base.errors import WorldError
from app.base.paths import find_paths
from app.cli.main import main as run_command_line

_DISPLAYS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
_ADVICE: Final = "Wszystko można zrobić z wiersza poleceń: konwerter-ksef --help."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and give its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # absent in a windowed program on Windows
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return run_command_line(sys.argv[1:] if arguments is None else arguments, _open_window)


def _open_window(data_dir: Path | None) -> int:
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in _DISPLAYS):
        raise WorldError("Na tym komputerze nie ma ekranu, więc okna nie da się otworzyć.", advice=_ADVICE)
    try:
        from app.ui.main import run  # noqa: PLC0415 - the command line works without Qt
    except ImportError as error:
        raise WorldError(
            "Nie można otworzyć okna: brakuje bibliotek graficznych.",
            advice=_ADVICE,
            detail=str(error),
        ) from error
    return run(find_paths(data_dir, os.environ))


if __name__ == "__main__":
    sys.exit(main())
