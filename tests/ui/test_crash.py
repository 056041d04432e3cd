"""A crash is told once, redacted, and the program goes on."""

import sys
import threading
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.base.errors import StorageError
from app.base.log import logging_to
from app.base.paths import Paths
from app.ui.crash import CrashDialog, CrashWatch, trace_text

SECRET = "20261120-SO-1234567890-ABCDEF1234-7F|nip-9992014701|0f3b2c1d4e5f60718293a4b5c6d7e8f90f3b2c1d4e5f60718293a4b5c6d7e8f9"  # noqa: S105 - nobody's


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = Paths(tmp_path / "data")
    made.prepare()
    return made


@pytest.fixture
def watch(paths: Paths, qtbot: QtBot):  # noqa: ARG001 - there must be an application
    made = CrashWatch(paths)
    yield made
    made.remove()
    if made.shown is not None:
        made.shown.done(0)


def _fail(text: str = "Jan Kowalski, " + SECRET) -> None:
    raise ValueError(text)


def _crash(watch: CrashWatch, text: str = SECRET) -> None:
    try:
        _fail(text)
    except ValueError as error:
        watch.take(type(error), error, error.__traceback__)


def test_a_crash_is_shown_with_its_place_and_without_what_it_was_about(watch: CrashWatch, qtbot: QtBot):
    _crash(watch, f"Jan Kowalski {SECRET}")
    qtbot.waitUntil(lambda: watch.shown is not None)
    dialog = watch.shown
    assert isinstance(dialog, CrashDialog)
    report = dialog.details.toPlainText()
    assert "ValueError" in report
    assert "test_crash.py" in report
    assert "python:" in report
    assert "Kowalski" not in report
    assert SECRET not in report
    assert str(Path(__file__).parent) not in report, "whose computer it is is nobody's business"
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == report
    dialog.go_on_button.click()
    assert watch.shown is None


def test_whoever_has_had_enough_may_leave(watch: CrashWatch, qtbot: QtBot):
    _crash(watch)
    qtbot.waitUntil(lambda: watch.shown is not None)
    dialog = watch.shown
    assert isinstance(dialog, CrashDialog)
    with qtbot.waitSignal(watch.quit_wanted):
        dialog.quit_button.click()
    assert watch.shown is None


def test_the_cause_is_told_too():
    try:
        try:
            _fail()
        except ValueError as error:
            raise KeyError("9992014701") from error
    except KeyError as error:
        text = trace_text(error)
    assert text.index("builtins.ValueError") < text.index("builtins.KeyError")
    assert "9992014701" not in text


def test_one_window_at_a_time_and_the_same_bug_not_for_ever(watch: CrashWatch, qtbot: QtBot):
    for _again in range(20):
        _crash(watch)
    qtbot.waitUntil(lambda: watch.shown is not None)
    qtbot.wait(50)
    shown = 0
    while watch.shown is not None:
        shown += 1
        watch.shown.done(0)
        _crash(watch)
        qtbot.wait(50)
    assert shown <= 3


def test_a_crash_of_another_thread_comes_to_the_main_one(watch: CrashWatch, qtbot: QtBot):
    watch.install()
    thread = threading.Thread(target=_fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: watch.shown is not None)
    assert isinstance(watch.shown, CrashDialog)


def test_a_crash_in_a_slot_lets_the_program_go_on(watch: CrashWatch, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "excepthook", watch.take)
    went_on: list[bool] = []
    with qtbot.captureExceptions():  # otherwise the test's own hook would have it
        monkeypatch.setattr(sys, "excepthook", watch.take)
        QTimer.singleShot(0, _fail)
        QTimer.singleShot(10, lambda: went_on.append(True))
        qtbot.waitUntil(lambda: bool(went_on))
    qtbot.waitUntil(lambda: watch.shown is not None)
    assert isinstance(watch.shown, CrashDialog)


def test_an_error_of_the_world_is_told_in_its_own_words(watch: CrashWatch, qtbot: QtBot):
    error = StorageError("Na dysku zabrakło miejsca.", advice="Zwolnij miejsce.")
    watch.take(type(error), error, None)
    qtbot.waitUntil(lambda: watch.shown is not None)
    assert isinstance(watch.shown, QMessageBox)
    assert watch.shown.text() == "Na dysku zabrakło miejsca."


def test_the_hooks_are_given_back(watch: CrashWatch):
    before = sys.excepthook, threading.excepthook
    watch.install()
    assert sys.excepthook == watch.take
    watch.remove()
    assert (sys.excepthook, threading.excepthook) == before


def test_a_crash_while_reporting_does_not_go_in_circles(
    watch: CrashWatch, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def broken(*_given: object) -> str:
        raise OSError("no report")

    monkeypatch.setattr("app.ui.crash.crash_report", broken)
    _crash(watch)
    assert "ValueError" in capsys.readouterr().err
    assert watch.shown is None


def test_stopping_with_the_keyboard_is_no_crash(watch: CrashWatch, capsys: pytest.CaptureFixture[str], qtbot: QtBot):
    watch.take(KeyboardInterrupt, KeyboardInterrupt(), None)
    qtbot.wait(20)
    assert watch.shown is None
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_diagnostics_carry_the_report_and_the_log(watch: CrashWatch, paths: Paths, tmp_path: Path, qtbot: QtBot):
    with logging_to(paths.log):
        _crash(watch)
    qtbot.waitUntil(lambda: watch.shown is not None)
    dialog = watch.shown
    assert isinstance(dialog, CrashDialog)
    dialog.save_to(tmp_path / "diagnostyka.zip")
    assert "diagnostyka.zip" in dialog.said.text()
    with zipfile.ZipFile(tmp_path / "diagnostyka.zip") as opened:
        assert "ValueError" in opened.read("blad.txt").decode()
        assert "ValueError" in opened.read(f"dziennik/{paths.log.name}").decode()
        assert not any(SECRET.encode() in opened.read(name) for name in opened.namelist())
    dialog.save_to(tmp_path)
    assert "Error" in dialog.said.text(), "a disk that refuses is said in the dialog itself"
