"""The part of the gallery that shows KSeF: the training environment from the first door to the documents."""

import time
from typing import TypeVar

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDialog

from app.base.paths import Paths
from app.office.access import remove_access
from app.ui.ksef.access.dialog import AccessDialog
from app.ui.ksef.completeness_dialog import CompletenessDialog
from app.ui.ksef.environment_dialog import EnvironmentDialog
from app.ui.main_window import MainWindow
from app.ui.theme import ThemeChoice
from tests.cast import CARPENTRY, DESIGNER, GRAIN
from tests.ui.shots import Shots

DialogT = TypeVar("DialogT", bound=QDialog)


def show_ksef(shots: Shots) -> None:
    """Every screen of downloading, light and dark."""
    window = shots.open(Paths(shots.folder / "dane-szkoleniowe"), ThemeChoice.LIGHT)
    window.badge.click()
    _take(shots, window, EnvironmentDialog, "srodowiska")
    window.desk.welcome.training_button.click()
    shots.until(lambda: window.desk.on_board and len(window.desk.ksef.page.model.rows) == 3)
    shots.settle(window)
    _access(shots, window)
    _board(shots, window)
    _help(shots, window)
    window.close()


def _access(shots: Shots, window: MainWindow) -> None:
    ksef = window.desk.ksef
    ksef.give_access()
    shots.settle(window)
    dialog = _dialog(window, AccessDialog)
    shots.take(dialog, "dostep")
    dialog.next_button.click()
    dialog.token_page.training_button.click()
    shots.settle(window)
    shots.take(dialog, "dostep-token")
    dialog.next_button.click()
    shots.settle(window)
    shots.take(dialog, "dostep-wynik")
    dialog.back_button.click()
    token = dialog.token_page.token.text()
    dialog.token_page.put(token[:-4] + "0000")
    dialog.next_button.click()
    shots.settle(window)
    shots.take(dialog, "dostep-odmowa")
    dialog.reject()
    window.switch_theme()
    for client in (CARPENTRY, DESIGNER, GRAIN):
        remove_access(ksef.link.connection(), client.nip)
    ksef.give_access(office=True)
    shots.settle(window)
    dialog = _dialog(window, AccessDialog)
    dialog.office_page.training_button.click()
    shots.settle(window)
    shots.take(dialog, "dostep-biuro")
    dialog.reject()
    window.switch_theme()
    ksef.add_training_clients()
    shots.settle(window)


def _board(shots: Shots, window: MainWindow) -> None:
    page = window.desk.ksef.page
    connection = window.desk.ksef.link.connection()
    assert connection.training is not None
    connection.training._sandbox.revoke_token(GRAIN.nip)
    window.actions_by_name["download_all"].trigger()
    end = time.monotonic() + 1.5
    shots.until(lambda: time.monotonic() > end or not window.desk.ksef.busy)
    shots.take(window, "tablica-praca")
    shots.until(lambda: not window.desk.ksef.busy)
    shots.settle(window)
    shots.take(window, "tablica")
    window.switch_theme()
    shots.settle(window)
    shots.take(window, "tablica-ciemna")
    window.actions_by_name["diary"].trigger()
    shots.settle(window)
    shots.take(window, "dziennik-ciemny")
    window.switch_theme()
    shots.settle(window)
    shots.take(window, "dziennik")
    page.check_wanted.emit(DESIGNER.nip)
    dialog = _dialog(window, CompletenessDialog)
    dialog.start.setDate(QDate(2026, 10, 1))
    dialog.end.setDate(QDate(2026, 11, 30))
    dialog.compare_button.click()
    shots.settle(window)
    shots.take(dialog, "kompletnosc")
    dialog.close()
    page.client_wanted.emit(CARPENTRY.nip)
    shots.settle(window)
    shots.take(window, "szkolenie-faktury")
    window.desk.ksef.notices.banner.show_text(
        "Token klienta traci ważność za 14 dni. Poproś o nowy albo przejdź na certyfikat biura.", "Certyfikat biura…"
    )
    shots.settle(window)
    shots.take(window, "komunikat")


def _help(shots: Shots, window: MainWindow) -> None:
    window.show_help("srodowiska")
    shots.settle(window)
    assert window._help is not None
    shots.take(window._help, "pomoc")
    window.switch_theme()
    window._help.show_topic("token")
    shots.settle(window)
    shots.take(window._help, "pomoc-ciemna")


def _take(shots: Shots, window: MainWindow, kind: type[QDialog], name: str) -> None:
    shots.settle(window)
    dialog = _dialog(window, kind)
    shots.take(dialog, name)
    dialog.reject()


def _dialog(window: MainWindow, kind: type[DialogT]) -> DialogT:
    return next(dialog for dialog in window.findChildren(kind) if dialog.isVisible())
