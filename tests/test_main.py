"""The composition: where the portable variant keeps its data."""

import sys
from pathlib import Path

import pytest

from app import __main__ as composition
from app.base.paths import DATA_VARIABLE, PORTABLE_MARKER, find_paths


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
    import os  # noqa: PLC0415 - the variables as the composition left them

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
