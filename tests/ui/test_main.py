"""The start of the window by itself: the self-test's try of it, and what is said where it cannot start."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.base.errors import ProgramError, StorageError
from app.base.paths import Paths
from app.ui import main

ROOT = Path(__file__).resolve().parents[2]
_LOADED = """
import sys
import app.ui.main

late = ("sqlalchemy", "lxml", "requests", "app.archive", "app.invoice", "app.ksef", "app.targets")
print(*sorted(name for name in sys.modules if name.startswith(late)))
"""


def test_the_window_waits_neither_for_the_database_nor_for_the_formats():
    command = [sys.executable, "-c", _LOADED]
    loaded = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout  # noqa: S603 - our own program
    assert loaded.split() == [], "these load after the window has appeared"


@pytest.mark.usefixtures("qapp")
def test_the_window_is_tried_until_it_is_furnished(tmp_path: Path):
    assert "gotowe" in main.try_window(Paths(tmp_path / "dane"))
    assert list((tmp_path / "dane" / "archives").glob("*.sqlite"))


@pytest.mark.usefixtures("qapp")
def test_a_window_that_never_gets_ready_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(main, "_READY_WITHIN_MS", 1)
    monkeypatch.setattr(main.MainWindow, "open_archive", lambda _window: None)
    with pytest.raises(ProgramError, match="nie jest gotowe"):
        main.try_window(Paths(tmp_path / "dane"))


def test_a_window_closed_before_it_is_furnished_gives_its_archive_back(tmp_path: Path, qapp: QApplication, qtbot: QtBot):
    window = main.open_window(Paths(tmp_path / "dane"), qapp)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window._opened is not None, timeout=20_000)
    pool = window._opened.workspace.archive._engine.pool
    assert window.close()
    qtbot.wait(50)
    assert not window.furnished_already
    assert window._opened is None
    assert pool.checkedin() == 0, "nothing holds the file"


@pytest.mark.usefixtures("qapp")
def test_a_data_folder_that_cannot_be_used_is_shown_in_a_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "dane").write_text("plik zamiast folderu", encoding="utf-8")
    shown: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: shown.append(box.text()))
    with pytest.raises(StorageError):
        main.run(Paths(tmp_path / "dane"))
    assert shown
    assert "dane" in shown[0]


def test_where_a_system_has_no_letters_the_program_brings_them(qapp: QApplication, monkeypatch: pytest.MonkeyPatch):
    from app.ui.theme import ThemeChoice, apply_theme  # noqa: PLC0415 - beside its use

    before = qapp.font()
    monkeypatch.setattr(QFontDatabase, "families", list)
    try:
        apply_theme(qapp, ThemeChoice.LIGHT)
        assert qapp.font().family() == "Roboto"
    finally:
        qapp.setFont(before)
