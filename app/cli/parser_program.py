"""The options of the program itself, without a command: its version, a test of itself, its end, files to open in the window."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app import __version__

_DROPPED: Final = frozenset({".xml", ".zip"})


def add_program_options(parser: argparse.ArgumentParser) -> None:
    """Add the options; `opened` of the result are the files of ``--open``."""
    parser.add_argument("--version", action="version", version=f"{parser.prog} {__version__}", help="pokaż wersję i zakończ")
    parser.add_argument("--self-test", action="store_true", help="sprawdź, czy program działa na tym komputerze, i zakończ")
    parser.add_argument("--quit", action="store_true", help="zamknij otwarty program, także działający przy zegarze, i zakończ")
    parser.add_argument(
        "--open", dest="opened", type=Path, nargs="*", default=[], metavar="PLIK", help="otwórz okno i pokaż w nim te pliki"
    )
    parser.add_argument(
        "--data-dir", type=Path, metavar="FOLDER", help="folder danych programu (albo zmienna KONWERTER_KSEF_DATA)"
    )


def spelled_out(arguments: Sequence[str]) -> list[str]:
    """The arguments with ``--open`` before bare files: files dropped on the program's icon come without any option."""
    dropped = all(Path(text).suffix.lower() in _DROPPED and Path(text).is_file() for text in arguments)
    return ["--open", *arguments] if arguments and dropped else list(arguments)
