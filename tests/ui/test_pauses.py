"""What the program asks of Python, so that its window stands still as little as possible; the walk measures what comes of it."""

import gc
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.base.paths import Paths
from app.ui import main

_USUAL_S = 0.005


def test_the_window_has_its_turn_soon_and_what_is_loaded_is_never_searched_again(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
):
    assert not gc.get_freeze_count()
    window = main.open_window(Paths(tmp_path / "dane"), qapp)
    qtbot.addWidget(window)
    assert sys.getswitchinterval() < _USUAL_S
    before = gc.get_freeze_count()
    assert before
    qtbot.waitUntil(lambda: window.furnished_already, timeout=20_000)
    assert gc.get_freeze_count() > before, "the archive and the formats came with the desk"
    assert window.close()
