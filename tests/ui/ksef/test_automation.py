"""Downloads by the schedule in the training environment, with its real KSeF: begun when due, never twice, told once."""

import datetime as dt

import pytest
from pytestqt.qtbot import QtBot

from app.base.settings import Scheduled
from app.office.diary import runs
from app.sandbox.faults import Fault, FaultKind
from app.sandbox.server import Sandbox
from app.ui.automation import Automation
from app.ui.client_dialog import ClientDialog
from app.ui.main_window import MainWindow
from tests.ui.conftest import settle

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


class Clock:
    """The time by which the schedule goes in a test."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now

    def later(self, **by: float) -> None:
        self.now += dt.timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def automation(training: MainWindow, clock: Clock) -> Automation:
    """The window's own automation, by another clock and without its timer: the test looks when it wants to."""
    assert training.background is not None
    made = training.background.automation
    made._timer.stop()
    made._now = clock
    training.workspace.remember(scheduled=Scheduled("interval", minutes=60, since=NOW))
    return made


def _run_to_the_end(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.desk.ksef.busy, timeout=60_000)
    settle(window, qtbot)


def test_a_download_begins_when_it_is_due_and_is_told_once(
    training: MainWindow, automation: Automation, clock: Clock, qtbot: QtBot
):
    told: list[tuple[str, str]] = []
    automation.told.connect(lambda title, text: told.append((title, text)))
    automation.look()
    assert not training.desk.ksef.busy, "an hour has not passed"
    clock.later(minutes=61)
    automation.look()
    assert training.desk.ksef.busy
    automation.look()
    clock.later(minutes=200)
    automation.look()
    _run_to_the_end(training, qtbot)
    assert len(runs(training.workspace.archive)) == 1, "never two at once"
    assert [title for title, _text in told] == ["Pobieranie z KSeF"]
    assert told[0][1].startswith("Nowe: ")
    clock.later(minutes=30)
    automation.look()
    assert not training.desk.ksef.busy, "the hour counts from the end of the last one"
    clock.later(minutes=31)
    automation.look()
    _run_to_the_end(training, qtbot)
    assert len(runs(training.workspace.archive)) == 2
    assert len(told) == 1, "nothing new: nothing to tell"


def test_a_download_by_hand_counts_and_is_not_told(training: MainWindow, automation: Automation, clock: Clock, qtbot: QtBot):
    told: list[str] = []
    automation.told.connect(lambda title, _text: told.append(title))
    clock.later(minutes=61)
    training.desk.ksef.download(None)
    _run_to_the_end(training, qtbot)
    automation.look()
    assert not training.desk.ksef.busy
    assert told == []


def test_pobierz_teraz_of_the_tray_is_told(training: MainWindow, automation: Automation, qtbot: QtBot):
    told: list[str] = []
    automation.told.connect(lambda title, _text: told.append(title))
    assert training.background is not None
    training.background.tray.download_action.trigger()
    assert training.desk.ksef.busy
    training.background.tray.download_action.trigger()
    _run_to_the_end(training, qtbot)
    assert told == ["Pobieranie z KSeF"]
    assert len(runs(training.workspace.archive)) == 1


def test_it_waits_for_dialogs_and_for_its_pause(training: MainWindow, automation: Automation, clock: Clock, qtbot: QtBot):
    clock.later(minutes=61)
    training.desk.add_client()
    dialog = training.findChild(ClientDialog)
    assert dialog is not None
    automation.look()
    assert not training.desk.ksef.busy
    assert "nic innego" in automation.sentence
    dialog.done(0)
    automation.pause(paused=True)
    automation.look()
    assert not training.desk.ksef.busy
    assert "wstrzymane" in automation.sentence
    automation.pause(paused=False)
    automation.look()
    assert training.desk.ksef.busy
    _run_to_the_end(training, qtbot)


def test_a_client_that_fails_is_told(training: MainWindow, sandbox: Sandbox, automation: Automation, clock: Clock, qtbot: QtBot):
    told: list[str] = []
    automation.told.connect(lambda _title, text: told.append(text))
    sandbox.revoke_token(training.desk.ksef.page.model.rows[0].nip)
    clock.later(minutes=61)
    automation.look()
    _run_to_the_end(training, qtbot)
    assert len(told) == 1
    assert "Kłopot z 1 klientem" in told[0]


def test_where_ksef_asks_everybody_to_wait_it_is_not_asked_again_before(
    training: MainWindow, sandbox: Sandbox, automation: Automation, clock: Clock, qtbot: QtBot
):
    real = dt.datetime.now(dt.UTC)
    clock.now = real
    training.workspace.remember(scheduled=Scheduled("interval", minutes=15, since=real - dt.timedelta(hours=1)))
    sandbox.inject(Fault(FaultKind.RATE_LIMIT, path="/invoices/exports$", count=None, value=7200))
    automation.look()
    _run_to_the_end(training, qtbot)
    clock.later(minutes=20)
    moment = automation.next_moment
    assert moment is not None
    assert moment > real + dt.timedelta(minutes=60)


def test_another_environment_has_a_schedule_of_its_own(automation: Automation, training: MainWindow):
    automation._note("download")
    assert set(training.workspace.settings.ran) == {"download training"}
