"""How long it takes until the window can be seen, against an empty window of PySide6 in the same run (aim: 2×)."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.benchmark

_ROUNDS = 7
_KEPT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Nobody compiles the program anew at each start."""
_EMPTY = """
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication([])
window = QWidget()
window.show()
application.processEvents()
"""
_OURS = """
import os, sys
from pathlib import Path
from app.base.paths import find_paths
from app.ui.main import make_application, open_window
application = make_application()
window = open_window(find_paths(Path(sys.argv[1]), {}), application)
furnished = []
window.furnished.connect(lambda: furnished.append(1))
application.processEvents()
if sys.argv[2] == "list":
    while not furnished or window.runner.tasks:
        application.processEvents()
os._exit(0)
"""


def _best(program: str, *arguments: str) -> float:
    times = []
    for _round in range(_ROUNDS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", program, *arguments], env=_KEPT, check=True)  # noqa: S603 - our own program
        times.append(time.perf_counter() - start)
    return min(times)


def test_time_to_the_first_window(tmp_path: Path):
    _best(_OURS, str(tmp_path), "list")  # makes the archive; starting is measured on one that is there
    empty = _best(_EMPTY)
    for what, aim in (("window", " (aim 2)"), ("list", "")):
        ours = _best(_OURS, str(tmp_path), what)
        sys.stdout.write(
            f"\nfirst {what}: {ours * 1000:.0f} ms, empty PySide6 window: {empty * 1000:.0f} ms, ratio {ours / empty:.2f}{aim}\n"
        )
