"""``--self-test``: the report of what works on this computer."""

import platform
from collections.abc import Callable

from app import __version__
from app.base.paths import Paths
from app.cli.statuses import DONE, PARTLY
from app.office.self_test import self_test


def run_self_test(try_window: Callable[[Paths], str]) -> int:
    """Try everything and tell it line by line; the exit status is 1 where something vital does not work."""
    _tell(f"Konwerter KSeF {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}")
    failed = 0
    for step in self_test(try_window):
        mark = "dobrze" if step.works else "ŹLE" if step.vital else "uwaga"
        failed += not step.works and step.vital
        _tell(f"{mark:7} {step.name}: {step.seen}")
    _tell("Wszystko działa." if not failed else f"Nie działa: {failed}.")
    return PARTLY if failed else DONE


def _tell(line: str) -> None:
    """A line of the report, at once: whoever waits sees how far it is."""
    print(line, flush=True)
