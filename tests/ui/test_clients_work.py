"""A client exported whole, and removed with a proof, from the window."""

import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.booking.client import Client
from app.office import companies, listing
from app.office.access import has_access
from app.office.listing import Query, ordered_ids
from app.ui.client_removal import RemovalDialog
from app.ui.main_window import MainWindow
from tests.cast import CARPENTRY, DESIGNER
from tests.ui.conftest import settle


def _nips(window: MainWindow) -> list[str]:
    return [row.client.nip for row in companies.clients(window.workspace.archive)]


def _boxes(window: MainWindow) -> list[QMessageBox]:
    return [box for box in window.findChildren(QMessageBox) if box.isVisible()]


@pytest.fixture
def dialog(window: MainWindow) -> RemovalDialog:
    window.desk.clients.remove_wanted.emit(DESIGNER.nip)
    shown = window.findChild(RemovalDialog)
    assert shown is not None
    return shown


def test_everything_of_a_client_goes_into_one_file(window: MainWindow, qtbot: QtBot, tmp_path: Path):
    count = len(ordered_ids(window.workspace.archive, Query(client=DESIGNER.nip)))
    window.desk.companies.export_to(DESIGNER.nip, tmp_path / "klient.zip")
    settle(window, qtbot)
    with zipfile.ZipFile(tmp_path / "klient.zip") as opened:
        assert len([name for name in opened.namelist() if name.startswith("xml/")]) == count
    (box,) = _boxes(window)
    assert "klient.zip" in box.informativeText()
    assert window.workspace.folder("leaving") == tmp_path, "the folder is offered next time"


def test_the_question_names_what_will_be_lost_and_the_safe_answer_is_the_default(window: MainWindow, dialog: RemovalDialog):
    row = next(row for row in companies.clients(window.workspace.archive) if row.client.nip == DESIGNER.nip)
    assert DESIGNER.name in dialog.findChildren(type(dialog.lost))[0].text()
    assert str(row.documents) in dialog.lost.text()
    assert "token" not in dialog.lost.text()
    assert str(row.documents) in dialog.remove_button.text()
    assert dialog.keep_button.isDefault()
    dialog.keep_button.click()
    assert DESIGNER.nip in _nips(window)


def test_a_client_goes_with_a_proof_and_an_export_before(window: MainWindow, dialog: RemovalDialog, qtbot: QtBot, tmp_path: Path):
    archive = window.workspace.archive
    sums = [row.sha256 for row in listing.rows(archive, ordered_ids(archive, Query(client=DESIGNER.nip)))]
    folder = tmp_path / "odchodzący"
    folder.mkdir()
    dialog.set_folder(folder)
    dialog.remove_button.click()
    settle(window, qtbot)
    assert DESIGNER.nip not in _nips(window)
    (proof,) = folder.glob("protokol-*.txt")
    assert all(digest in proof.read_text(encoding="utf-8") for digest in sums)
    (export,) = folder.glob("klient-*.zip")
    with zipfile.ZipFile(export) as opened:
        assert len([name for name in opened.namelist() if name.startswith("xml/")]) == len(sums)
    assert "Klient usunięty" in _boxes(window)[0].text()
    assert window.desk.clients.current == ""


def test_without_a_place_for_the_proof_nothing_is_removed(
    window: MainWindow, dialog: RemovalDialog, qtbot: QtBot, tmp_path: Path
):
    (tmp_path / "plik").write_text("to nie jest folder")
    dialog.export_box.setChecked(False)
    dialog.set_folder(tmp_path / "plik")
    dialog.remove_button.click()
    settle(window, qtbot)
    assert DESIGNER.nip in _nips(window)
    assert _boxes(window), "the reason is said"


def test_a_client_without_documents_is_asked_about_in_a_sentence(window: MainWindow, qtbot: QtBot):
    companies.add_client(window.workspace.archive, Client(nip="5265877635", name="Zorza"))
    window.desk.reload_clients("5265877635")
    window.desk.companies.remove("5265877635")
    (box,) = _boxes(window)
    assert "Zorza" in box.text()
    next(button for button in box.buttons() if button.text() == "Usuń klienta").click()
    settle(window, qtbot)
    assert "5265877635" not in _nips(window)
    assert CARPENTRY.nip in _nips(window)


@pytest.mark.usefixtures("hurry")
def test_the_access_of_a_client_goes_with_him(empty_window: MainWindow, qtbot: QtBot, tmp_path: Path):
    window = empty_window
    window.desk.welcome.training_button.click()
    qtbot.waitUntil(lambda: window.desk.on_board and len(window.desk.ksef.page.model.rows) == 3, timeout=30_000)
    settle(window, qtbot)
    nip = window.desk.ksef.page.model.rows[0].nip
    assert has_access(window.workspace.archive, nip)
    window.desk.companies.remove(nip)
    dialog = window.findChild(RemovalDialog)
    assert dialog is not None
    assert "token" in dialog.lost.text()
    dialog.set_folder(tmp_path)
    dialog.remove_button.click()
    settle(window, qtbot)
    assert nip not in _nips(window)
    assert not has_access(window.workspace.archive, nip)
    qtbot.waitUntil(lambda: len(window.desk.ksef.page.model.rows) == 2)
