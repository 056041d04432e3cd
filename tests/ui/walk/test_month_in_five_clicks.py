"""A month's work by mouse only and by keyboard only; the large office prints how long the window stands still."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.base.environments import Environment
from app.base.paths import Paths
from app.base.settings import Settings, save_settings
from app.ui.main_window import MainWindow
from app.ui.pauses import keep_what_is_loaded, share_interpreter
from tests.ui.conftest import opened
from tests.ui.walk.keyboard import Keyboard
from tests.ui.walk.month import Walk
from tests.ui.walk.mouse import Mouse
from tests.ui.walk.office import Size, make_office
from tests.ui.watch import Pause, Watcher

SIZES = [
    pytest.param(Size(clients=6, documents=330, busy=150), id="6 klientów"),
    pytest.param(Size(clients=150, documents=100_000, busy=5_500), id="150 klientów", marks=pytest.mark.heavy),
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, invoices: Path) -> Callable[[Size], Path]:
    """The data folder of an office of a size, made once."""
    made: dict[Size, Path] = {}

    def folder(size: Size) -> Path:
        if size not in made:
            made[size] = tmp_path_factory.mktemp("office")
            make_office(made[size], invoices, size)
        return made[size]

    return folder


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> Size:
    """How large the office is."""
    return request.param


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the person keeps files."""
    path = tmp_path / "pliki"
    path.mkdir()
    return path


@pytest.fixture
def paths(office: Callable[[Size], Path], size: Size, tmp_path: Path, folder: Path) -> Paths:
    """The office's data as somebody left them who keeps files in one folder."""
    paths = Paths(Path(shutil.copytree(office(size), tmp_path / "data")))
    paths.prepare()
    folders = dict.fromkeys(("convert", "package", "pdf"), str(folder))
    save_settings(paths.settings, Settings(environment=Environment.TRAINING, nbp_rates=False, folders=folders))
    return paths


@pytest.fixture
def calm(interpreter_as_before: None) -> None:  # noqa: ARG001 - a fixture
    """Python pauses as little as in the program, which begins so (`app.ui.main.open_window`)."""
    share_interpreter()
    keep_what_is_loaded()


@pytest.fixture
def opening(calm: None, paths: Paths, qtbot: QtBot, qapp: QApplication) -> Iterator[tuple[MainWindow, Pause]]:  # noqa: ARG001 - a fixture
    """The window on the office, and how long it stood still while it opened."""
    watcher = Watcher(qapp)
    for window in opened(paths, qtbot, qapp):
        keep_what_is_loaded()
        pause = watcher.take()
        watcher.deleteLater()
        window.activateWindow()
        yield window, pause


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize("hands", [Mouse, Keyboard], ids=["mysz", "klawiatura"])
def test_the_month_in_five_clicks(
    opening: tuple[MainWindow, Pause], qtbot: QtBot, size: Size, folder: Path, hands: type[Mouse] | type[Keyboard]
):
    window, start = opening
    walk = Walk(hands(window, qtbot), size, folder, start)
    walk.go()
    walk.say()
