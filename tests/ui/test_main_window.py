"""The main window as a person uses it: choose, filter, search, sort, look, decide, convert, add, remove."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.base.environments import Environment
from app.base.findings import Level
from app.booking.entry import Direction
from app.office import companies, listing
from app.office.listing import Column, Query, WorkState
from app.ui.client_dialog import ClientDialog
from app.ui.documents.model import COLUMNS
from app.ui.imported_dialog import ImportedDialog
from app.ui.ksef.environment_dialog import EnvironmentDialog
from app.ui.main_window import MainWindow
from tests.cast import CARPENTRY, DESIGNER
from tests.ui.conftest import settle


def _numbers(window: MainWindow) -> list[str]:
    rows = (window.desk.documents.model.row_at(number) for number in range(window.desk.documents.model.rowCount()))
    return [row.summary.number for row in rows if row is not None]


def _press(window: MainWindow, text: str) -> None:
    """Press a button of the message box that is open."""
    box = window.findChild(QMessageBox)
    assert box is not None
    next(button for button in box.buttons() if button.text() == text).click()


def _go_to(window: MainWindow, environment: Environment) -> None:
    """Choose an environment as a person does."""
    window.badge.click()
    dialog = window.findChild(EnvironmentDialog)
    assert dialog is not None
    dialog.choose(environment)
    assert environment.label in dialog.go_button.text()
    dialog.go_button.click()
    dialog.deleteLater()


def test_a_new_user_sees_the_doors_in(empty_window: MainWindow):
    assert empty_window.desk._pile.currentWidget() is empty_window.desk.welcome
    assert empty_window.desk.welcome.files_button.isVisible()
    assert not empty_window.actions_by_name["convert"].isEnabled()


def test_the_window_lists_everybodys_documents_and_previews_the_first(window: MainWindow):
    archive = window.workspace.archive
    assert window.desk.documents.model.rowCount() == len(listing.ordered_ids(archive, Query()))
    assert window.desk.preview.details is not None
    assert window.desk.preview.invoice.toPlainText().strip()
    assert window.desk.preview.foot.number.text()


def test_choosing_a_client_lists_his_documents_only(window: MainWindow, qtbot: QtBot):
    window.desk.clients.choose(DESIGNER.nip)
    settle(window, qtbot)
    rows = [window.desk.documents.model.row_at(number) for number in range(window.desk.documents.model.rowCount())]
    assert rows
    assert {row.client_nip for row in rows if row} == {DESIGNER.nip}


def test_filters_narrow_the_list_and_can_be_cleared(window: MainWindow, qtbot: QtBot):
    everything = window.desk.documents.model.rowCount()
    window.desk.documents.filters.side_button(Direction.PURCHASE).click()
    settle(window, qtbot)
    purchases = window.desk.documents.model.rowCount()
    assert 0 < purchases < everything
    assert all(
        row.summary.direction is Direction.PURCHASE
        for row in map(window.desk.documents.model.row_at, range(purchases))
        if row is not None
    )  # fmt: skip
    assert f"Pokazane {purchases}" in window.desk.documents._shown.text()
    window.desk.documents.filters.clear_button.click()
    settle(window, qtbot)
    assert window.desk.documents.model.rowCount() == everything


def test_the_month_chooser_offers_the_archives_months(window: MainWindow, qtbot: QtBot):
    month = window.desk.documents.filters.month
    assert month.count() == len(listing.months(window.workspace.archive)) + 1
    month.setCurrentIndex(1)
    settle(window, qtbot)
    chosen = month.currentData()
    rows = [window.desk.documents.model.row_at(number) for number in range(window.desk.documents.model.rowCount())]
    assert rows
    assert {row.summary.vat_period for row in rows if row} == {chosen}


def test_search_finds_without_polish_letters(window: MainWindow, qtbot: QtBot):
    row = next(
        row
        for row in map(window.desk.documents.model.row_at, range(window.desk.documents.model.rowCount()))
        if row is not None and "ł" in row.summary.counterparty.lower()
    )
    plain = row.summary.counterparty.lower().translate(str.maketrans("ąćęłńóśźż", "acelnoszz"))
    window.search.setText(plain)
    qtbot.waitUntil(lambda: window.desk.documents.query.text == plain)
    qtbot.wait(200)
    settle(window, qtbot)
    assert row.summary.number in _numbers(window)
    window.search.setText("nie ma takiego kontrahenta")
    qtbot.wait(200)
    settle(window, qtbot)
    assert window.desk.documents.model.rowCount() == 0
    assert window.desk.documents.empty.isVisible()


def test_a_click_on_a_heading_sorts_in_sql(window: MainWindow, qtbot: QtBot):
    column = next(number for number, column in enumerate(COLUMNS) if column.sort is Column.GROSS)
    window.desk.documents.table.sortByColumn(column, Qt.SortOrder.AscendingOrder)
    settle(window, qtbot)
    rows = [window.desk.documents.model.row_at(number) for number in range(window.desk.documents.model.rowCount())]
    amounts = [row.summary.gross for row in rows if row]
    assert amounts == sorted(amounts)


def test_totals_of_the_selection_are_shown(window: MainWindow, qtbot: QtBot):
    window.desk.documents.select_all()
    settle(window, qtbot)
    assert f"Zaznaczone {window.desk.documents.model.rowCount()}" in window.desk.documents._selected.text()


def test_the_arrow_keys_walk_and_the_preview_follows(window: MainWindow, qtbot: QtBot):
    first = window.desk.preview.details
    window.desk.documents.table.setFocus()
    QTest.keyClick(window.desk.documents.table, Qt.Key.Key_Down)
    settle(window, qtbot)
    assert first is not None
    assert window.desk.preview.details is not None
    assert window.desk.preview.details.row.id == window.desk.documents.model.ids[1] != first.row.id


def test_the_four_tabs_show_the_document(window: MainWindow):
    details = window.desk.preview.details
    assert details is not None
    assert details.row.summary.number in window.desk.preview.invoice.toPlainText()
    assert "Okres VAT" in window.desk.preview.booking.account.toPlainText()
    assert "<Faktura" in window.desk.preview.xml.toPlainText() or "Invoice" in window.desk.preview.xml.toPlainText()
    assert [window.desk.preview.tabs.tabText(number).split(" ")[0] for number in range(4)] == [
        "Faktura",
        "Księgowanie",
        "Uwagi",
        "XML",
    ]


def test_a_question_is_answered_in_the_preview_and_can_be_taken_back(window: MainWindow, qtbot: QtBot):
    archive = window.workspace.archive
    ids = listing.ordered_ids(archive, Query(levels=frozenset({Level.ASKS})))
    asking = next(
        row for row in listing.rows(archive, ids) if "rate" in {each.code for each in listing.details(archive, row.id).findings}
    )
    window.desk.preview.show_document(asking.id)
    settle(window, qtbot)
    assert any(finding.code == "rate" for finding in window.desk.preview.details.findings)
    window.desk.preview.findings.decided.emit("rate", "4.3100")
    settle(window, qtbot)
    assert listing.details(archive, asking.id).answers == {"rate": "4.3100"}
    window.desk.preview.show_document(asking.id)
    settle(window, qtbot)
    assert not any(finding.code == "rate" for finding in window.desk.preview.details.findings)
    window.desk.preview.findings.decided.emit("rate", "")
    settle(window, qtbot)
    assert listing.details(archive, asking.id).answers == {}


def test_a_note_is_acknowledged_in_the_preview_and_explained_in_the_help(window: MainWindow, qtbot: QtBot):
    archive = window.workspace.archive
    ids = listing.ordered_ids(archive, Query(levels=frozenset({Level.NOTES})))
    noted = next(
        row
        for row in listing.rows(archive, ids)
        if "original_not_in_archive" in {each.code for each in listing.details(archive, row.id).findings}
    )
    desk = window.desk

    def texts() -> list[str]:
        desk.preview.show_document(noted.id)
        settle(window, qtbot)
        return [label.text() for label in desk.preview.findings.findChildren(QLabel)]

    def links() -> QLabel:
        labels = desk.preview.findings.findChildren(QLabel)
        card = next(label for label in labels if "W archiwum nie ma faktury" in label.text()).parentWidget()
        return next(label for label in card.findChildren(QLabel) if "Przyjmij" in label.text())

    texts()
    links().linkActivated.emit("seen")
    settle(window, qtbot)
    assert set(listing.details(archive, noted.id).acknowledged) == {"original_not_in_archive"}
    assert any("Przyjęta do wiadomości" in text for text in texts())
    desk.undo.undo()
    settle(window, qtbot)
    assert not listing.details(archive, noted.id).acknowledged
    assert not any("Przyjęta do wiadomości" in text for text in texts())
    links().linkActivated.emit("explain")
    settle(window, qtbot)
    assert window._help is not None
    assert window._help.topic == "uwagi-checks#original_not_in_archive"


def test_marking_documents_changes_their_state(window: MainWindow, qtbot: QtBot):
    window.desk.documents.focus_first()
    chosen = window.desk.documents.selected_ids()
    window.desk.documents.state_wanted.emit(WorkState.SKIPPED)
    settle(window, qtbot)
    assert [row.state for row in listing.rows(window.workspace.archive, chosen)] == [WorkState.SKIPPED]


def test_a_client_is_added_with_a_checked_nip(empty_window: MainWindow, qtbot: QtBot):
    empty_window.actions_by_name["add_client"].trigger()
    dialog = empty_window.findChild(ClientDialog)
    assert dialog is not None
    dialog.nip.setText("999-201-47-02")
    assert not dialog._save.isEnabled()
    assert "cyfrę kontrolną" in dialog._problem.text()
    dialog.nip.setText("999-201-47-01")
    dialog.name.setText("Stolarnia")
    dialog.accept()
    settle(empty_window, qtbot)
    assert [row.client.nip for row in companies.clients(empty_window.workspace.archive)] == [CARPENTRY.nip]
    assert empty_window.desk._pile.currentWidget() is empty_window.desk.work
    assert empty_window.desk.documents.empty.isVisible()


def test_files_dropped_on_the_window_are_imported_and_accounted_for(
    empty_window: MainWindow, qtbot: QtBot, invoices: Path, tmp_path: Path
):
    companies.add_client(empty_window.workspace.archive, CARPENTRY)
    empty_window.desk.reload_clients(CARPENTRY.nip)
    broken = tmp_path / "zepsuty.xml"
    broken.write_text("<Faktura")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(invoices / "fa3-vat.xml")), QUrl.fromLocalFile(str(broken))])
    drop = QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    empty_window.dropEvent(drop)
    settle(empty_window, qtbot)
    report = empty_window.findChild(ImportedDialog)
    assert report is not None
    assert report.title.text() == "Wczytano: 1 dokument"
    assert report.table.item(0, 0).text().endswith("zepsuty.xml")
    assert report.table.item(0, 2).text()
    assert empty_window.desk.documents.model.rowCount() == 1
    report.accept()


def test_each_environment_has_an_archive_of_its_own(window: MainWindow, qtbot: QtBot):
    _go_to(window, Environment.TEST)
    qtbot.waitUntil(lambda: "TEST" in window.badge.text())
    settle(window, qtbot)
    assert "TEST" in window.badge.text()
    assert window.desk._pile.currentWidget() is window.desk.welcome
    _go_to(window, Environment.PRODUCTION)
    qtbot.waitUntil(lambda: "PRODUKCJA" in window.badge.text())
    settle(window, qtbot)
    assert window.desk.documents.model.rowCount() > 0


def test_the_theme_changes_and_is_remembered(window: MainWindow):
    window.switch_theme()
    assert window.workspace.settings.theme == "dark"
    window.switch_theme()
    assert window.workspace.settings.theme == "light"


def test_every_action_has_its_own_key(window: MainWindow):
    keys = [action.shortcut().toString() for action in window.actions_by_name.values() if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))
    assert window.actions_by_name["convert"].shortcut() == QKeySequence("Ctrl+E")
    assert window.actions_by_name["search"].shortcut() == QKeySequence("Ctrl+F")


def test_everything_that_takes_the_keyboard_has_a_name(window: MainWindow):
    nameless = [
        widget
        for widget in (*window.findChildren(QPushButton), window.search, window.desk.documents.table, window.desk.clients.list)
        if not widget.isHidden() and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert not nameless


def test_the_window_comes_back_where_it_was(window: MainWindow, qtbot: QtBot):
    window.desk.clients.choose(DESIGNER.nip)
    settle(window, qtbot)
    window.close()
    assert window.workspace.settings.client == DESIGNER.nip
    assert window.workspace.settings.layout["window"]


@pytest.mark.parametrize("action", ["pdf", "package"])
def test_what_needs_documents_is_off_without_any(empty_window: MainWindow, action: str):
    assert not empty_window.actions_by_name[action].isEnabled()


def test_a_list_of_clients_is_read_from_a_file(
    empty_window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    table = tmp_path / "klienci.csv"
    table.write_text(f"nazwa;NIP\nStolarnia;{CARPENTRY.nip}\nZłomex;1234567890\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(table), ""))
    empty_window.actions_by_name["import_clients"].trigger()
    settle(empty_window, qtbot)
    assert [row.client.nip for row in companies.clients(empty_window.workspace.archive)] == [CARPENTRY.nip]
    box = empty_window.findChild(QMessageBox)
    assert box is not None
    assert "Dodano klientów: 1" in box.text()
    assert "Wiersz 3" in box.informativeText()
    box.close()
