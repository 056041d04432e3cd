"""The bridge: results and errors on the main thread, lanes in order, cancel within a second."""

import threading
import time

from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from app.base.errors import ProgramError, StorageError
from app.base.progress import CancelToken, Progress, Report
from app.ui.tasks import TaskRunner


def test_the_result_arrives_on_the_main_thread(qtbot: QtBot):
    runner = TaskRunner()
    places: list[bool] = []
    main = QThread.currentThread()
    worker: list[bool] = []

    def job(_report: Report, _cancel: CancelToken) -> int:
        worker.append(QThread.currentThread() is main)
        return 42

    results: list[object] = []
    task = runner.start(job, title="praca", lane="a")
    task.succeeded.connect(lambda result: (results.append(result), places.append(QThread.currentThread() is main)))
    qtbot.waitUntil(lambda: not runner.tasks)
    assert results == [42]
    assert places == [True]
    assert worker == [False]


def test_jobs_of_a_lane_run_one_after_another_and_lanes_side_by_side(qtbot: QtBot):
    runner = TaskRunner()
    order: list[str] = []
    other_ran = threading.Event()

    def first(_report: Report, _cancel: CancelToken) -> None:
        assert other_ran.wait(5), "the other lane waited for this one"
        order.append("first")

    runner.start(first, title="", lane="a")
    runner.start(lambda _report, _cancel: order.append("second"), title="", lane="a")
    runner.start(lambda _report, _cancel: other_ran.set(), title="", lane="b")
    qtbot.waitUntil(lambda: not runner.tasks)
    assert order == ["first", "second"]


def test_our_errors_pass_and_foreign_ones_become_a_bug_without_their_text(qtbot: QtBot):
    runner = TaskRunner()
    errors: list[object] = []

    def ours(_report: Report, _cancel: CancelToken) -> None:
        raise StorageError("Dysk jest pełny.")

    def foreign(_report: Report, _cancel: CancelToken) -> None:
        raise ValueError("sekret")

    for job in (ours, foreign):
        runner.start(job, title="", lane="a").failed.connect(errors.append)
    qtbot.waitUntil(lambda: not runner.tasks)
    assert isinstance(errors[0], StorageError)
    assert isinstance(errors[1], ProgramError)
    assert "ValueError" in errors[1].detail
    assert "sekret" not in f"{errors[1]}{errors[1].detail}"


def test_cancel_ends_a_wait_at_once_and_what_waits_never_starts(qtbot: QtBot):
    runner = TaskRunner()
    started = threading.Event()
    second_ran: list[int] = []

    def waits(_report: Report, cancel: CancelToken) -> None:
        started.set()
        cancel.sleep(60)

    task = runner.start(waits, title="", lane="a")
    runner.start(lambda _report, _cancel: second_ran.append(1), title="", lane="a")
    with qtbot.waitSignal(task.cancelled, timeout=5_000):
        assert started.wait(5)
        runner.cancel_all()
    qtbot.waitUntil(lambda: not runner.tasks)
    assert not second_ran


def test_progress_is_merged_but_the_last_one_always_arrives(qtbot: QtBot):
    runner = TaskRunner()
    seen: list[Progress] = []

    def job(report: Report, _cancel: CancelToken) -> None:
        end = time.monotonic() + 0.35
        while time.monotonic() < end:
            report(Progress(1, 10_000))
        report(Progress(10_000, 10_000))

    task = runner.start(job, title="", lane="a")
    task.progressed.connect(seen.append)
    qtbot.waitUntil(lambda: not runner.tasks)
    assert seen[-1].done == 10_000
    assert len(seen) <= 8
