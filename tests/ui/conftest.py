"""A window on a real archive in a temporary folder."""

import gc
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.base.environments import Environment
from app.base.paths import Paths
from app.base.settings import load_settings
from app.office import companies
from app.office.archives import open_archive
from app.office.imports import import_files
from app.ui.main_window import MainWindow
from app.ui.papers import work
from app.ui.theme import ThemeChoice, apply_theme
from tests.cast import CLIENTS


class UnseenPrintDialog(QPrintDialog):
    """Windows asks for a printer with a dialog of its own, which would wait for somebody: here it is made, and not shown."""

    def setVisible(self, visible: bool) -> None:  # noqa: N802, FBT001 - Qt's name and way
        """Nothing is shown."""


@pytest.fixture(autouse=sys.platform == "win32")
def print_dialogs_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a dialog for printing waits for nobody, whether the computer has a printer or not."""
    monkeypatch.setattr(work, "QPrintDialog", UnseenPrintDialog)
    monkeypatch.setattr(work, "_can_be_asked", lambda _printer: True)


@pytest.fixture(autouse=True)
def interpreter_as_before() -> Iterator[None]:
    """What the program asks of Python for the sake of its window (`app.ui.pauses`) ends with the test."""
    interval = sys.getswitchinterval()
    yield
    gc.unfreeze()
    sys.setswitchinterval(interval)


@pytest.fixture(scope="session")
def filled_data(tmp_path_factory: pytest.TempPathFactory, invoices: Path) -> Path:
    """A data folder whose production archive holds the office's clients and all invoices of our own that are theirs."""
    folder = tmp_path_factory.mktemp("data")
    archive = open_archive(Paths(folder), Environment.PRODUCTION)
    for client in CLIENTS.values():
        companies.add_client(archive, client)
        import_files(archive, client.nip, sorted(invoices.glob("*.xml")))
    archive.close()
    return folder


@pytest.fixture
def data(tmp_path: Path, filled_data: Path) -> Paths:
    """A copy of the filled data folder, free to be changed."""
    return Paths(Path(shutil.copytree(filled_data, tmp_path / "data")))


@pytest.fixture
def window(data: Paths, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The main window on the filled archive, listed and ready."""
    yield from opened(data, qtbot, qapp)


@pytest.fixture
def empty_window(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The main window of a new user."""
    yield from opened(Paths(tmp_path / "new"), qtbot, qapp)


def opened(paths: Paths, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """Open the window and wait until what it loads is there; close it afterwards."""
    paths.prepare()
    window = MainWindow(paths, load_settings(paths.settings), apply_theme(qapp, ThemeChoice.LIGHT))
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.furnished, timeout=20_000):
        window.show()
    settle(window, qtbot)
    yield window
    for dialog in window.findChildren(QDialog):
        QDialog.done(dialog, 0)  # a window does not close over what is not saved
    settle(window, qtbot)
    assert window.close()


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until nothing goes on in the background."""
    qtbot.waitUntil(lambda: not window.runner.tasks, timeout=20_000)
