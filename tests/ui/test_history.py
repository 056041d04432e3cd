"""The history as a person sees it: the dialog of a client, the tab of a document, a file that is not as it was."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.office import convert, history, listing
from app.office.answers import Decisions
from app.office.listing import Query
from app.ui.conversion.history_dialog import HistoryDialog
from app.ui.main_window import MainWindow
from tests.cast import CARPENTRY
from tests.ui.conftest import settle

ANSWERS = Decisions({"receipt_date": "issue"})


@pytest.fixture
def opened_folders(monkeypatch: pytest.MonkeyPatch) -> list[QUrl]:
    """The folders that would be opened in the system's file manager."""
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened.append(url)) or True)
    return opened


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> HistoryDialog:
    """The history of a client with one conversion."""
    archive = window.workspace.archive
    ids = list(listing.ordered_ids(archive, Query(client=CARPENTRY.nip)))[:12]
    with convert.preflight_archive(archive, CARPENTRY.nip, "optima", ids=ids, decisions=ANSWERS) as plan:
        convert.write(plan, tmp_path / "wynik")
    window.desk.clients.choose(CARPENTRY.nip)
    settle(window, qtbot)
    window.actions_by_name["history"].trigger()
    settle(window, qtbot)
    found = window.findChild(HistoryDialog)
    assert found is not None
    return found


def messages(dialog: HistoryDialog) -> list[str]:
    return [box.text() for box in dialog.findChildren(QMessageBox)]


def test_the_dialog_tells_who_what_and_when(dialog: HistoryDialog, tmp_path: Path):
    row = dialog.chosen
    assert row is not None
    assert dialog.table.rowCount() == 1
    cells = [dialog.table.item(0, column).text() for column in range(dialog.table.columnCount())]
    assert cells[0] == "przekazana"
    assert row.made_by in cells[1]
    assert cells[2].startswith("Comarch ERP Optima")
    assert cells[4] == str(row.documents) == str(dialog.list.count())
    assert str(tmp_path / "wynik") in dialog.files.text()
    assert row.files[0].sha256 in dialog.files.text()
    assert "taki, jak zapisał program" in dialog.files.text()
    assert dialog.sums.rowCount() == len(row.totals) > 0


def test_undoing_asks_once_and_gives_the_documents_back(dialog: HistoryDialog, window: MainWindow, qtbot: QtBot):
    dialog.undo_button.click()
    (box,) = dialog.findChildren(QMessageBox)
    next(button for button in box.buttons() if button.text() == "Cofnij konwersję").click()
    settle(window, qtbot)
    assert dialog.table.item(0, 0).text() == "cofnięta"
    assert not dialog.undo_button.isEnabled()
    assert history.history(window.workspace.archive, CARPENTRY.nip)[0].undone_at is not None


def test_a_file_as_it_was_opens_its_folder_without_a_word(
    dialog: HistoryDialog, window: MainWindow, qtbot: QtBot, tmp_path: Path, opened_folders: list[QUrl]
):
    dialog.show_button.click()
    settle(window, qtbot)
    assert [Path(url.toLocalFile()) for url in opened_folders] == [tmp_path / "wynik"]
    assert messages(dialog) == []


def test_a_changed_file_and_a_lost_one_are_told(
    dialog: HistoryDialog, window: MainWindow, qtbot: QtBot, tmp_path: Path, opened_folders: list[QUrl]
):
    (path,) = (tmp_path / "wynik").iterdir()
    path.write_bytes(b"inne")
    dialog.show_button.click()
    settle(window, qtbot)
    assert messages(dialog) == ["Plik jest inny niż zapisany"]
    path.unlink()
    dialog.show_button.click()
    settle(window, qtbot)
    assert messages(dialog)[-1] == "Pliku już tu nie ma"
    dialog.load()
    settle(window, qtbot)
    assert "nie ma go już w tym folderze" in dialog.files.text()
    assert len(opened_folders) == 2


def test_the_tab_of_a_document_tells_its_conversions(
    dialog: HistoryDialog, window: MainWindow, qtbot: QtBot, tmp_path: Path, opened_folders: list[QUrl]
):
    row = dialog.chosen
    converted = history.documents_in(window.workspace.archive, row.id)[0].id
    dialog.close()
    window.desk.preview.show_document(converted)
    settle(window, qtbot)
    page = window.desk.preview.history
    (button,) = page.findChildren(QPushButton)
    button.click()
    settle(window, qtbot)
    assert [Path(url.toLocalFile()) for url in opened_folders] == [tmp_path / "wynik"]
    other = list(listing.ordered_ids(window.workspace.archive, Query(client=CARPENTRY.nip)))[-1]
    window.desk.preview.show_document(other)
    settle(window, qtbot)
    assert page.findChildren(QPushButton) == []


def test_a_client_without_conversions_has_an_empty_history(window: MainWindow, qtbot: QtBot):
    window.desk.clients.choose(CARPENTRY.nip)
    settle(window, qtbot)
    window.actions_by_name["history"].trigger()
    dialog = window.findChild(HistoryDialog)
    assert dialog is not None
    assert dialog.chosen is None
    assert not dialog.show_button.isEnabled()
    assert not dialog.undo_button.isEnabled()
