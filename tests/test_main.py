"""The composition: where the portable variant keeps its data, and how the program is ended from outside."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import __main__ as composition
from app.base.paths import DATA_VARIABLE, PORTABLE_MARKER, find_paths

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A frozen program in a folder of its own."""
    folder = tmp_path / "Pendrive Żółty"
    folder.mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "konwerter-ksef"))
    monkeypatch.setenv(DATA_VARIABLE, "")
    monkeypatch.delenv(DATA_VARIABLE)
    return folder


def _data() -> Path:
    composition.keep_data_beside_portable()
    return find_paths(None, os.environ).data


def test_with_the_marker_the_data_lie_beside_the_program(program: Path):
    (program / PORTABLE_MARKER).touch()
    assert _data() == program / "dane"


def test_without_the_marker_they_lie_with_the_user(program: Path):
    assert program not in _data().parents


def test_whoever_says_where_goes_before_the_marker(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (program / PORTABLE_MARKER).touch()
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "gdzie indziej"))
    assert _data() == tmp_path / "gdzie indziej"


def test_a_marker_beside_python_itself_means_nothing(program: Path, monkeypatch: pytest.MonkeyPatch):
    (program / PORTABLE_MARKER).touch()
    monkeypatch.delattr(sys, "frozen")
    assert program not in _data().parents


def test_the_program_that_is_open_ends_when_it_is_told_to(tmp_path: Path):
    folder = tmp_path / "Dane Żółte"
    command = [sys.executable, "-P", "-m", "app", "--data-dir", str(folder)]
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    program = subprocess.Popen(command, env=surroundings, stderr=subprocess.DEVNULL)  # noqa: S603 - our own program
    try:
        said = ""
        while "został zamknięty" not in said:  # until it listens, none is open
            assert program.poll() is None, "it ended before it was asked"
            told = subprocess.run([*command, "--quit"], env=surroundings, capture_output=True, encoding="utf-8", check=True)  # noqa: S603
            said = told.stderr
        assert program.wait(timeout=60) == 0
    finally:
        program.kill()
