"""One window for one data folder, with real sockets and, at the end, two real processes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from pytestqt.qtbot import QtBot

from app.base.errors import WorldError
from app.ui import single_instance
from app.ui.single_instance import SingleInstance, _name, ask_to_leave, take_place

ROOT = Path(__file__).resolve().parents[2]
_SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.base.errors import WorldError
from app.ui.single_instance import take_place

application = QCoreApplication([])
try:
    place = take_place(Path(sys.argv[1]), [Path(path) for path in sys.argv[2:]])
except WorldError as error:
    print("silent:", error.title)
else:
    print("told" if place is None else "first", flush=True)
    if place is not None and len(sys.argv) == 2:
        place.leave_wanted.connect(application.quit)
        application.exec()
        place.close()
"""
_STUBBORN = _SECOND.replace("application.quit", "lambda: print('asked', flush=True)")


@pytest.fixture
def place(tmp_path: Path, qtbot: QtBot):  # noqa: ARG001 - there must be an application
    made = take_place(tmp_path, [])
    assert made is not None
    yield made
    made.close()


def _start(folder: Path, *paths: Path, program: str = _SECOND) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", program, str(folder), *map(str, paths)]
    # Windows' own encoding has no Polish letters everywhere.
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=surroundings)  # noqa: S603 - our own program


def test_a_second_start_hands_its_files_to_the_first(tmp_path: Path, place: SingleInstance, qtbot: QtBot):
    files = [tmp_path / "faktura ł.xml", tmp_path / "paczka.zip"]
    with qtbot.waitSignal(place.started_again, timeout=30_000) as told:
        second = _start(tmp_path, *files)
    assert told.args == [files]
    assert second.communicate(timeout=30)[0].strip() == "told"


def test_a_second_start_without_files_only_knocks(tmp_path: Path, place: SingleInstance, qtbot: QtBot):
    with qtbot.waitSignal(place.started_again, timeout=30_000) as told:
        second = _start(tmp_path)
    assert told.args == [[]]
    assert second.communicate(timeout=30)[0].strip() == "told"


def test_relative_paths_arrive_whole(tmp_path: Path, place: SingleInstance, qtbot: QtBot):
    with qtbot.waitSignal(place.started_again, timeout=30_000) as told:
        second = _start(tmp_path, Path("README.md"))
    assert told.args == [[ROOT / "README.md"]]
    second.communicate(timeout=30)


def test_another_data_folder_has_a_window_of_its_own(tmp_path: Path, place: SingleInstance):  # noqa: ARG001 - it is the other one
    other = tmp_path / "inne"
    other.mkdir()
    second = take_place(other, [])
    assert second is not None
    second.close()


def test_the_place_of_a_killed_program_is_taken_over(tmp_path: Path):
    first = _start(tmp_path)
    assert first.stdout is not None
    assert first.stdout.readline().strip() == "first"
    os.kill(first.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    first.communicate(timeout=30)
    second = take_place(tmp_path, [])
    assert second is not None
    knocking = QLocalSocket()
    knocking.connectToServer(_name(tmp_path))
    assert knocking.waitForConnected(5_000), "the new one listens"
    second.close()


def test_a_place_given_up_is_free(tmp_path: Path, place: SingleInstance):
    place.close()
    second = take_place(tmp_path, [])
    assert second is not None
    second.close()


def test_a_window_that_does_not_answer_is_said(tmp_path: Path, qtbot: QtBot):  # noqa: ARG001 - there must be an application
    deaf = QLocalServer()
    assert deaf.listen(_name(tmp_path))
    second = _start(tmp_path)  # this process runs no event loop meanwhile
    assert second.communicate(timeout=60)[0].startswith("silent: Program jest już otwarty")
    deaf.close()


@pytest.mark.usefixtures("qapp")
def test_a_program_that_is_asked_to_leave_has_ended_when_that_is_said(tmp_path: Path):
    first = _start(tmp_path)
    assert first.stdout is not None
    assert first.stdout.readline().strip() == "first"
    assert ask_to_leave(tmp_path)
    assert first.communicate(timeout=30) == ("", "")
    assert first.returncode == 0, "it ended by itself"
    assert not ask_to_leave(tmp_path), "nobody is there any more"


@pytest.mark.usefixtures("qapp")
def test_where_none_is_open_nobody_is_asked_and_nothing_is_made(tmp_path: Path):
    assert not ask_to_leave(tmp_path / "nie ma")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("qapp")
def test_a_program_that_stays_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    first = _start(tmp_path, program=_STUBBORN)
    assert first.stdout is not None
    assert first.stdout.readline().strip() == "first"
    monkeypatch.setattr(single_instance, "_LEAVING_MS", 100)
    with pytest.raises(WorldError, match="nie zamknął się"):
        ask_to_leave(tmp_path)
    assert first.stdout.readline().strip() == "asked"
    first.kill()
    first.communicate(timeout=30)


@pytest.mark.parametrize("message", [b"to nie jest lista\n", b'{"a": 1}\n', b"[1, 2]\n", b"\xff\xfe\n"])
def test_strangers_are_not_heard(tmp_path: Path, place: SingleInstance, qtbot: QtBot, message: bytes):
    told: list[object] = []
    place.started_again.connect(told.append)
    stranger = QLocalSocket()
    stranger.connectToServer(_name(tmp_path))
    assert stranger.waitForConnected(5_000)
    stranger.write(message)
    stranger.flush()
    qtbot.wait(100)
    stranger.abort()
    with qtbot.waitSignal(place.started_again, timeout=30_000):
        second = _start(tmp_path)
    assert second.communicate(timeout=30)[0].strip() == "told"
    assert told == [[]], "what came in between was nobody's message"
