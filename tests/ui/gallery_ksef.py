"""The part of the gallery that shows KSeF: the training environment from the first door to the documents."""

import time

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDialog, QWidget

from app.base.environments import Environment
from app.base.paths import Paths
from app.office.access import remove_access
from app.office.archives import open_archive
from app.office.connection import connect
from app.ui.ksef.access.dialog import AccessDialog
from app.ui.ksef.completeness_dialog import CompletenessDialog
from app.ui.ksef.environment_dialog import EnvironmentDialog
from app.ui.ksef.link import KsefLink
from app.ui.main_window import MainWindow
from app.ui.tasks import TaskRunner
from app.ui.theme import DARK, LIGHT, is_dark
from app.vault.session import SessionVault
from tests.cast import CARPENTRY, DESIGNER, GRAIN
from tests.ui.shots import Shots
from tests.vault.no_keyring import NoKeyring

KSEF_SCREENS = (
    "srodowiska",
    "dostep",
    "dostep-token",
    "dostep-wynik",
    "dostep-odmowa",
    "dostep-biuro",
    "dostep-bez-sieci",
    "dostep-bez-peku",
    "tablica-praca",
    "tablica",
    "tablica-bez-sieci",
    "dziennik",
    "kompletnosc",
    "szkolenie-faktury",
    "komunikat",
    "pomoc",
    "pomoc-tabela",
)


def show_ksef(shots: Shots) -> None:
    """Every screen of downloading, light and dark."""
    window = shots.open(Paths(shots.folder / "dane-szkoleniowe"))
    window.badge.click()
    _take(shots, window, EnvironmentDialog, "srodowiska")
    shots.click(window.desk.welcome.training_button)
    shots.until(lambda: window.desk.on_board and len(window.desk.ksef.page.model.rows) == 3)
    shots.settle(window)
    _access(shots, window)
    _board(shots, window)
    _help(shots, window)
    _without_network(shots, window)
    window.close()
    _without_keyring(shots)


def _access(shots: Shots, window: MainWindow) -> None:
    ksef = window.desk.ksef
    ksef.give_access()
    shots.settle(window)
    dialog = shots.dialog(window, AccessDialog)
    shots.take(dialog, "dostep")
    shots.click(dialog.next_button)
    shots.click(dialog.token_page.training_button)
    shots.settle(window)
    shots.take(dialog, "dostep-token")
    shots.click(dialog.next_button)
    shots.settle(window)
    shots.take(dialog, "dostep-wynik")
    shots.click(dialog.back_button)
    token = dialog.token_page.token.text()
    dialog.token_page.put(token[:-4] + "0000")
    shots.click(dialog.next_button)
    shots.settle(window)
    shots.take(dialog, "dostep-odmowa")
    dialog.reject()
    for client in (CARPENTRY, DESIGNER, GRAIN):
        remove_access(ksef.link.connection(), client.nip)
    ksef.give_access(office=True)
    shots.settle(window)
    dialog = shots.dialog(window, AccessDialog)
    shots.click(dialog.office_page.training_button)
    shots.settle(window)
    shots.take(dialog, "dostep-biuro")
    dialog.reject()
    shots.settle(window)
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
    window.actions_by_name["diary"].trigger()
    shots.settle(window)
    shots.take(window, "dziennik")
    shots.settle(window)
    page.check_wanted.emit(DESIGNER.nip)
    dialog = shots.dialog(window, CompletenessDialog)
    dialog.start.setDate(QDate(2026, 10, 1))
    dialog.end.setDate(QDate(2026, 11, 30))
    shots.click(dialog.compare_button)
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
    window._help.show_topic("import-optima")
    shots.settle(window)
    shots.take(window._help, "pomoc-tabela")


def _without_network(shots: Shots, window: MainWindow) -> None:
    connection = window.desk.ksef.link.connection()
    assert connection.training is not None
    connection.training._sandbox.stop()
    window.actions_by_name["download_all"].trigger()
    shots.until(lambda: not window.desk.ksef.busy)
    shots.settle(window)
    shots.take(window, "tablica-bez-sieci")
    window.desk.ksef.give_access(DESIGNER.nip)
    dialog = shots.dialog(window, AccessDialog)
    shots.click(dialog.next_button)
    dialog.token_page.put(connection.training._sandbox.training_token(DESIGNER.nip))
    shots.click(dialog.next_button)
    shots.settle(window)
    shots.take(dialog, "dostep-bez-sieci")
    dialog.reject()


def _without_keyring(shots: Shots) -> None:
    archive = open_archive(Paths(shots.folder / "dane-bez-peku"), Environment.DEMO)
    link = KsefLink(archive)
    vault = SessionVault(NoKeyring(Environment.DEMO))
    link._connection = connect(archive, api_url="https://127.0.0.1", vault=vault)  # nobody is asked
    parent = QWidget()
    runner = TaskRunner(parent)
    dialog = AccessDialog(parent, link, runner, DARK if is_dark(shots.theme) else LIGHT)
    dialog.open()
    shots.click(dialog.next_button)
    shots.until(lambda: not runner.tasks)
    shots.take(dialog, "dostep-bez-peku")
    dialog.reject()
    runner.shut_down()
    link.close()
    archive.close()


def _take(shots: Shots, window: MainWindow, kind: type[QDialog], name: str) -> None:
    dialog = shots.dialog(window, kind)
    shots.settle(window)
    shots.take(dialog, name)
    dialog.reject()
