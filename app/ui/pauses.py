"""Pauses that Python itself would make in the window: waiting for a thread that computes, and looking through all memory for garbage."""

import gc
import sys
from typing import Final

_TURN_S: Final = 0.001 if sys.platform == "win32" else 0.0001
"""Windows counts the wait in whole milliseconds: less than one would be none, and the waiting thread would turn without a rest."""


def share_interpreter() -> None:
    """Let the window's thread have its turn soon.

    It lends the interpreter to others with every call of Qt that may take long, a thousand times while a table is painted; with the usual
    5 ms it could wait as long each time to get it back from a thread that computes.
    """
    sys.setswitchinterval(_TURN_S)


def keep_what_is_loaded() -> None:
    """Never again look for garbage among what exists now, modules above all: they stay, and to look through them takes a tenth of a second."""
    gc.freeze()
