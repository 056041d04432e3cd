"""Composition: the window where no command is given, the command line otherwise."""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.base.errors import WorldError
from app.base.paths import DATA_VARIABLE, PORTABLE_MARKER, Paths, find_paths
from app.cli.main import main as run_command_line

_DISPLAYS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
_ADVICE: Final = "Wszystko można zrobić z wiersza poleceń: konwerter-ksef --help."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and give its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # absent in a windowed program on Windows
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    keep_data_beside_portable()
    return run_command_line(sys.argv[1:] if arguments is None else arguments, _open_window, _try_window, _close_window)


def keep_data_beside_portable() -> None:
    """The portable variant has a marker beside the program, and keeps its data there unless told otherwise."""
    if not getattr(sys, "frozen", False):
        return
    folder = Path(sys.executable).parent
    if (folder / PORTABLE_MARKER).is_file():
        os.environ.setdefault(DATA_VARIABLE, str(folder / "dane"))


def _try_window(paths: Paths) -> str:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from app.ui.main import try_window  # noqa: PLC0415 - see `_open_window`

    return try_window(paths)


def _close_window(data_dir: Path | None) -> bool:
    from app.ui.single_instance import ask_to_leave  # noqa: PLC0415 - see `_open_window`

    return ask_to_leave(find_paths(data_dir, os.environ).data)


def _open_window(data_dir: Path | None, *files: Path) -> int:
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
    return run(find_paths(data_dir, os.environ), files)


if __name__ == "__main__":
    sys.exit(main())
