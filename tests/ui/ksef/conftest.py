"""A window in the training environment, with the KSeF of the training inside the process."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.base.paths import Paths
from app.sandbox.server import Sandbox
from app.ui.main_window import MainWindow
from tests.ui.conftest import opened, settle


@pytest.fixture(autouse=True)
def in_a_hurry(hurry: None):
    """Every test of this folder asks KSeF for packages."""


@pytest.fixture
def training(empty_window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A new user's window after the first door: three fictional clients with access, nothing downloaded."""
    enter_training(empty_window, qtbot)
    return empty_window


@pytest.fixture
def sandbox(training: MainWindow) -> Sandbox:
    """The KSeF behind the window."""
    connection = training.desk.ksef.link.connection()
    assert connection.training is not None
    return connection.training._sandbox


@pytest.fixture
def reopened(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[Path], MainWindow]]:
    """Opens the program again on a data folder, as often as asked."""
    running: list[Iterator[MainWindow]] = []

    def reopen(folder: Path) -> MainWindow:
        running.append(opened(Paths(folder), qtbot, qapp))
        return next(running[-1])

    yield reopen
    for window in running:
        next(window, None)


def enter_training(window: MainWindow, qtbot: QtBot) -> None:
    """Go through the first door."""
    window.desk.welcome.training_button.click()
    qtbot.waitUntil(lambda: window.desk.on_board and len(window.desk.ksef.page.model.rows) == 3, timeout=30_000)
    settle(window, qtbot)


def download(window: MainWindow, qtbot: QtBot) -> None:
    """Download for everybody, to the end."""
    window.actions_by_name["download_all"].trigger()
    assert window.desk.ksef.busy
    qtbot.waitUntil(lambda: not window.desk.ksef.busy, timeout=60_000)
    settle(window, qtbot)
