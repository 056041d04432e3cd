"""The whole month in the training environment, by clicking: access, download, look, convert. And what may go wrong on the way."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.base.environments import Environment
from app.office import companies, listing
from app.office.access import AccessKind
from app.office.diary import SyncState
from app.office.listing import Query
from app.sandbox.faults import Fault, FaultKind
from app.sandbox.server import Sandbox
from app.ui.conversion.dialog import ConversionDialog
from app.ui.ksef.board_model import ACCESS, PROBLEMS, RESULT, RUN
from app.ui.ksef.completeness_dialog import CompletenessDialog
from app.ui.main_window import MainWindow
from app.ui.widgets.lane import SHARE_ROLE
from tests.cast import CARPENTRY, GRAIN
from tests.ui.conftest import settle
from tests.ui.ksef.conftest import download


def _cell(window: MainWindow, nip: str, column: int) -> str:
    model = window.desk.ksef.page.model
    return str(model.data(model.index(model.row_of(nip), column)))


def _numbers(window: MainWindow, nip: str) -> set[str]:
    archive = window.workspace.archive
    return {row.ksef_number for row in listing.rows(archive, listing.ordered_ids(archive, Query(client=nip)))}


def test_the_first_month_of_a_new_user(training: MainWindow, sandbox: Sandbox, qtbot: QtBot, tmp_path: Path):
    window = training
    assert window.workspace.environment is Environment.TRAINING
    assert "SZKOLENIOWE" in window.badge.text()
    assert {row.access for row in window.desk.ksef.page.model.rows} == {AccessKind.TOKEN}

    download(window, qtbot)
    page = window.desk.ksef.page
    assert "Kompletne: 3 z 3" in page.summary.text()
    assert all(row.last is not None and row.last.state is SyncState.COMPLETE for row in page.model.rows)
    assert all(row.complete_to is not None for row in page.model.rows)
    held = {nip: _numbers(window, nip) for nip in (CARPENTRY.nip, GRAIN.nip)}
    assert held == {nip: set(sandbox.complete_documents(nip)) for nip in held}
    assert page.diary.tree.topLevelItemCount() == 1

    page.client_wanted.emit(CARPENTRY.nip)
    settle(window, qtbot)
    assert not window.desk.on_board
    assert window.desk.documents.model.rowCount() == len(held[CARPENTRY.nip])
    assert "SZKOLENIOWE" in window.desk.preview.invoice.toPlainText()

    window.actions_by_name["convert"].trigger()
    settle(window, qtbot)
    dialog = window.findChild(ConversionDialog)
    assert dialog is not None
    dialog.program.setCurrentIndex(dialog.program.findData("epp"))
    settle(window, qtbot)
    dialog.write_to(tmp_path / "pliki")
    settle(window, qtbot)
    assert list((tmp_path / "pliki").rglob("*.epp"))
    dialog.close()


def test_one_clients_failure_is_one_red_row_and_the_others_go_on(training: MainWindow, sandbox: Sandbox, qtbot: QtBot):
    sandbox.revoke_token(GRAIN.nip)
    download(training, qtbot)
    page = training.desk.ksef.page
    states = {row.nip: row.last.state for row in page.model.rows if row.last is not None}
    assert states.pop(GRAIN.nip) is SyncState.FAILED
    assert set(states.values()) == {SyncState.COMPLETE}
    assert _cell(training, GRAIN.nip, RUN) == "niepowodzenie"
    assert "token" in _cell(training, GRAIN.nip, RESULT).lower()
    assert "odmowa" in _cell(training, GRAIN.nip, ACCESS)
    assert "Niepowodzenie: 1" in page.summary.text()
    assert page.detail.isVisible()
    assert page.detail.text().startswith(GRAIN.name)
    model = page.model
    grounds = [model.data(model.index(row, RESULT), Qt.ItemDataRole.BackgroundRole) is not None for row in range(3)]
    assert grounds == [row.nip == GRAIN.nip for row in model.rows]
    assert not _cell(training, GRAIN.nip, PROBLEMS)


def test_progress_is_in_each_clients_row_and_cancel_gives_control_back(training: MainWindow, sandbox: Sandbox, qtbot: QtBot):
    sandbox.inject(Fault(FaultKind.EXPORT_STUCK, count=None))
    training.actions_by_name["download_all"].trigger()
    model = training.desk.ksef.page.model
    qtbot.waitUntil(lambda: model.data(model.index(0, RESULT), SHARE_ROLE) is not None, timeout=20_000)
    assert _cell(training, CARPENTRY.nip, RUN) == "w toku"
    assert not training.actions_by_name["download"].isEnabled()
    training.strip.cancel_button.click()
    qtbot.waitUntil(lambda: not training.desk.ksef.busy, timeout=5_000)
    settle(training, qtbot)
    assert _cell(training, CARPENTRY.nip, RUN) == "przerwane"
    assert "Przerwane: 3" in training.desk.ksef.page.summary.text()
    sandbox.clear_faults()


def test_closing_the_window_while_downloading_loses_nothing(
    training: MainWindow, sandbox: Sandbox, qtbot: QtBot, reopened: Callable[[Path], MainWindow], tmp_path: Path
):
    sandbox.inject(Fault(FaultKind.EXPORT_STUCK, count=None))
    training.actions_by_name["download_all"].trigger()
    qtbot.waitUntil(lambda: bool(training.desk.ksef._lanes.latest()), timeout=20_000)
    training.close()
    window = reopened(tmp_path / "new")
    assert window.workspace.environment is Environment.TRAINING
    download(window, qtbot)
    assert "Kompletne: 3 z 3" in window.desk.ksef.page.summary.text()


def test_the_clock_is_shown_while_ksef_asks_to_wait(training: MainWindow, sandbox: Sandbox, qtbot: QtBot):
    sandbox.inject(Fault(FaultKind.RATE_LIMIT, path="/invoices", count=None, value=300))
    training.actions_by_name["download_all"].trigger()
    qtbot.waitUntil(lambda: "KSeF prosi o przerwę do" in training.strip._note.text(), timeout=20_000)
    assert "KSeF prosi o przerwę do" in _cell(training, CARPENTRY.nip, RESULT)
    training.strip.cancel_button.click()
    qtbot.waitUntil(lambda: not training.desk.ksef.busy, timeout=5_000)


def test_f5_downloads_the_client_in_focus_only(training: MainWindow, qtbot: QtBot):
    assert training.actions_by_name["download"].shortcut() == QKeySequence("F5")
    assert training.actions_by_name["download_all"].shortcut() == QKeySequence("Shift+F5")
    assert training.actions_by_name["refresh"].shortcut() == QKeySequence("Ctrl+R")
    page = training.desk.ksef.page
    page.table.selectRow(page.model.row_of(CARPENTRY.nip))
    training.actions_by_name["download"].trigger()
    qtbot.waitUntil(lambda: not training.desk.ksef.busy, timeout=60_000)
    settle(training, qtbot)
    assert {row.nip for row in page.model.rows if row.last is not None} == {CARPENTRY.nip}
    training.desk.show_documents("")
    settle(training, qtbot)
    training.actions_by_name["download"].trigger()
    box = training.findChild(QMessageBox)
    assert box is not None
    assert "Którego klienta" in box.text()


def test_completeness_is_proved_on_demand_and_what_is_missing_can_be_fetched(training: MainWindow, qtbot: QtBot):
    window = training
    window.desk.ksef.page.check_wanted.emit(CARPENTRY.nip)
    dialog = window.findChild(CompletenessDialog)
    assert dialog is not None
    dialog.start.setDate(QDate(2026, 11, 1))
    dialog.end.setDate(QDate(2026, 11, 30))
    dialog.compare_button.click()
    settle(window, qtbot)
    lacking = dialog.table.rowCount()
    assert lacking > 0
    assert dialog.sentence.text().startswith("⚠")
    dialog.fetch_button.click()
    settle(window, qtbot)
    assert f"{lacking} dokument" in dialog.sentence.text()
    dialog.compare_button.click()
    settle(window, qtbot)
    assert dialog.sentence.text().startswith("✓"), dialog.sentence.text()
    row = next(row for row in companies.clients(window.workspace.archive) if row.client.nip == CARPENTRY.nip)
    assert row.documents == lacking
    dialog.close()


def test_an_access_is_removed_after_asking(training: MainWindow, qtbot: QtBot):
    page = training.desk.ksef.page
    row = next(row for row in page.model.rows if row.nip == GRAIN.nip)
    page.remove_wanted.emit(row)
    box = training.findChild(QMessageBox)
    assert box is not None
    assert GRAIN.name in box.text()
    next(button for button in box.buttons() if button.text() == "Usuń dostęp").click()
    settle(training, qtbot)
    assert {row.access for row in page.model.rows if row.nip == GRAIN.nip} == {AccessKind.NONE}
    assert _cell(training, GRAIN.nip, ACCESS) == "brak dostępu"
