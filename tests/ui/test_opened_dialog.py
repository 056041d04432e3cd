"""A file opened from outside: shown first, kept for the right client only when asked."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.office import companies
from app.office.inspect import read_one
from app.office.listing import Query, ordered_ids
from app.ui.client_dialog import ClientDialog
from app.ui.imported_dialog import ImportedDialog
from app.ui.main_window import MainWindow
from app.ui.opened_dialog import OpenedDialog
from tests.ui.conftest import settle

OWN = "fa3-vat.xml"


@pytest.fixture
def opened(qtbot: QtBot) -> Callable[[MainWindow, Path], OpenedDialog]:
    def show(window: MainWindow, file: Path) -> OpenedDialog:
        window.open_files([file])
        settle(window, qtbot)
        dialog = window.findChild(OpenedDialog)
        assert dialog is not None
        return dialog

    return show


def _count(window: MainWindow) -> int:
    return len(ordered_ids(window.workspace.archive, Query()))


def test_the_invoice_is_shown_and_nothing_is_kept(window: MainWindow, invoices: Path, opened):
    before = _count(window)
    dialog = opened(window, invoices / OWN)
    assert dialog.title.text() in dialog.page.toPlainText()
    assert dialog.owner.count() == 1
    dialog.close_button.click()
    assert _count(window) == before


def test_it_is_imported_for_the_client_who_is_a_party(
    empty_window: MainWindow, invoices: Path, tmp_path: Path, opened, qtbot: QtBot
):
    seller = read_one(invoices / OWN).invoice.seller.nip
    companies.add_client(empty_window.workspace.archive, companies.Client(nip="5265877635", name="Obcy"))
    companies.add_client(empty_window.workspace.archive, companies.Client(nip=seller, name="Swój"))
    empty_window.desk.refresh()
    dialog = opened(empty_window, Path(shutil.copy(invoices / OWN, tmp_path / "Zażółć gęślą.xml")))
    assert [dialog.owner.itemText(at) for at in range(dialog.owner.count())] == ["Swój"]
    dialog.import_button.click()
    settle(empty_window, qtbot)
    assert len(ordered_ids(empty_window.workspace.archive, Query(client=seller))) == 1
    result = empty_window.findChild(ImportedDialog)
    assert result is not None
    result.accept()


def test_without_a_fitting_client_one_may_be_added(empty_window: MainWindow, invoices: Path, opened):
    dialog = opened(empty_window, invoices / OWN)
    assert not dialog.owner.count()
    assert "Żaden z klientów" in dialog.hint.text()
    dialog.import_button.click()
    asked = empty_window.findChild(ClientDialog)
    assert asked is not None
    asked.reject()


def test_a_file_that_is_no_invoice_is_told_about(window: MainWindow, invoices: Path, qtbot: QtBot):
    window.open_files([invoices / "bad" / "upo.xml"])
    settle(window, qtbot)
    box = window.findChild(QMessageBox)
    assert box is not None
    assert box.text()
    box.close()
    assert all(not dialog.isVisible() for dialog in window.findChildren(OpenedDialog))


def test_several_files_are_imported(window: MainWindow, invoices: Path, qtbot: QtBot):
    window.desk.clients.choose(read_one(invoices / OWN).invoice.seller.nip)
    window.open_files([invoices / OWN, invoices / "fa3-kor-pary.xml"])
    settle(window, qtbot)
    result = window.findChild(ImportedDialog)
    assert result is not None
    result.accept()
