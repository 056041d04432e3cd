"""The program beside the clock. The off-screen platform has no such place, so its answer is the one thing that is put on here."""

import datetime as dt

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.base.settings import Scheduled
from app.ui.background import Background
from app.ui.main_window import MainWindow
from app.ui.tray import Tray
from tests.cast import CARPENTRY
from tests.ui.conftest import settle


class PresentTray(Tray):
    """A tray on a system that has a place for it; what it tells is kept."""

    def __init__(self, parent: MainWindow) -> None:
        super().__init__(parent)
        self.told: list[tuple[str, str]] = []
        self.shown = False

    @property
    def available(self) -> bool:
        return True

    def show(self, *, shown: bool) -> None:
        self.shown = shown

    def tell(self, title: str, text: str) -> None:
        self.told.append((title, text))


@pytest.fixture
def background(window: MainWindow):
    assert window.background is not None
    made = Background(window, window.preferences, window.background.automation, PresentTray(window))
    made.board_wanted.connect(window.desk.show_board)
    window.background = made
    yield made
    made._leaving = True
    QApplication.setQuitOnLastWindowClosed(True)


def _schedule(window: MainWindow) -> None:
    window.preferences.remember(scheduled=Scheduled("nightly", since=dt.datetime.now(dt.UTC)))


def test_without_a_schedule_closing_the_window_ends_the_program(window: MainWindow, background: Background):
    assert not background.stays
    assert isinstance(background.tray, PresentTray)
    assert not background.tray.shown
    assert window.close()


def test_without_a_place_beside_the_clock_closing_the_window_ends_the_program(window: MainWindow):
    _schedule(window)
    assert window.background is not None
    assert not window.background.tray.available
    assert not window.background.stays
    assert window.close()


def test_with_a_schedule_the_window_goes_beside_the_clock_and_says_so_once(
    window: MainWindow, background: Background, qtbot: QtBot
):
    tray = background.tray
    assert isinstance(tray, PresentTray)
    _schedule(window)
    assert not window.close()
    assert not window.isVisible()
    assert [title for title, _text in tray.told] == ["Konwerter KSeF działa dalej"]
    background.come_forward()
    assert window.isVisible()
    settle(window, qtbot)
    window.desk.clients.choose(CARPENTRY.nip)  # the archive is still open
    settle(window, qtbot)
    assert window.desk.documents.model.rowCount() > 0
    assert not window.close()
    assert len(tray.told) == 1, "once is enough"


def test_whoever_switches_the_tray_off_ends_the_program_as_ever(window: MainWindow, background: Background):
    _schedule(window)
    window.preferences.remember(tray=False)
    assert not background.stays
    assert window.close()


def test_the_menu_ends_the_program_for_good(window: MainWindow, background: Background):
    _schedule(window)
    window.close()
    background.tray.quit_action.trigger()
    assert not background.automation._timer.isActive()
    assert not window.isVisible()


def test_the_end_of_the_session_is_not_held_up(window: MainWindow, background: Background):
    _schedule(window)
    assert background.stays
    background._let_go()
    assert not background.stays


def test_news_is_told_once_and_leads_to_the_board(window: MainWindow, background: Background, qtbot: QtBot):
    tray = background.tray
    assert isinstance(tray, PresentTray)
    _schedule(window)
    window.close()
    tray.told.clear()
    background.automation.told.emit("Pobieranie z KSeF", "Nowe: 3 dokumenty.")
    assert tray.told == [("Pobieranie z KSeF", "Nowe: 3 dokumenty.")]
    tray.open_action.trigger()
    settle(window, qtbot)
    assert window.desk.on_board
    window.desk.show_documents()
    tray.open_action.trigger()
    assert not window.desk.on_board, "nothing new: the window comes as it was"


def test_notifications_can_be_switched_off(window: MainWindow, background: Background):
    tray = background.tray
    assert isinstance(tray, PresentTray)
    window.hide()
    window.preferences.remember(notify=False)
    background.automation.told.emit("Pobieranie z KSeF", "Nowe: 3 dokumenty.")
    assert tray.told == []


def test_the_menu_pauses_the_schedule(window: MainWindow, background: Background):
    _schedule(window)
    background.refresh()
    assert isinstance(background.tray, PresentTray)
    assert background.tray.shown
    background.tray.pause_action.setChecked(True)
    assert background.automation.paused
    background.automation.pause(paused=False)
    assert not background.tray.pause_action.isChecked()
