"""Documents into files and onto paper: what is chosen comes out, as it was asked for, and nothing else is touched."""

import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QKeySequence
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from app.base.settings import load_settings
from app.office import listing
from app.ui.main_window import MainWindow
from app.ui.palette import Palette
from app.ui.papers import work
from app.ui.papers.save_dialog import SaveDialog
from app.ui.papers.work import _can_be_asked
from tests.cast import CARPENTRY
from tests.ui.conftest import settle

NAME = "fa3-vat.xml"


@pytest.fixture
def one(window: MainWindow, qtbot: QtBot) -> listing.DocumentRow:
    """An invoice of the carpenter, the only one selected."""
    window.desk.clients.choose(CARPENTRY.nip)
    settle(window, qtbot)
    model = window.desk.documents.model
    rows = [model.row_at(number) for number in range(model.rowCount())]
    number = next(number for number, row in enumerate(rows) if row is not None and NAME in row.source)
    window.desk.documents.table.selectRow(number)
    settle(window, qtbot)
    chosen = rows[number]
    assert chosen is not None
    return chosen


def _dialog(window: MainWindow) -> SaveDialog:
    window.actions_by_name["pdf"].trigger()
    (dialog,) = [one for one in window.findChildren(SaveDialog) if one.isVisible()]
    return dialog


def _box(window: MainWindow) -> QMessageBox:
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    return box


def test_the_selected_document_is_saved_under_the_name_of_the_pattern(
    window: MainWindow, qtbot: QtBot, one: listing.DocumentRow, tmp_path: Path
):
    dialog = _dialog(window)
    assert "1 dokument" in dialog.save_button.text()
    dialog.names.line.setText("{data} {numer} {sprzedawca}")
    expected = f"{one.summary.issue_date}_{one.summary.number.replace('/', '_')}_"
    assert expected in dialog.names.shown.text()
    dialog.folder.setText(str(tmp_path / "faktury"))
    dialog.xml.setChecked(True)
    dialog.accept()
    settle(window, qtbot)
    saved = sorted(path.name for path in (tmp_path / "faktury").iterdir())
    assert [Path(name).suffix for name in saved] == [".pdf", ".xml"]
    assert all(name.startswith(expected) for name in saved)
    assert "Zapisane pliki: 2" in _box(window).text()
    _box(window).done(0)
    kept = load_settings(window.preferences.paths.settings)
    assert kept.file_names == "{data} {numer} {sprzedawca}"
    assert _dialog(window).names.line.text() == kept.file_names


def test_all_that_is_listed_is_saved_and_what_lies_there_stays(
    window: MainWindow, qtbot: QtBot, one: listing.DocumentRow, tmp_path: Path
):
    own = tmp_path / f"{one.ksef_number or one.summary.number.replace('/', '_')}.xml"
    own.write_bytes(b"mine")
    dialog = _dialog(window)
    dialog.all_listed.setChecked(True)
    dialog.pdf.setChecked(False)
    assert not dialog.save_button.isEnabled(), "neither PDF nor XML"
    dialog.xml.setChecked(True)
    assert dialog.names.shown.text().endswith(".xml")
    dialog.folder.setText(str(tmp_path))
    dialog.accept()
    settle(window, qtbot)
    assert own.read_bytes() == b"mine"
    assert len(list(tmp_path.glob("*.xml"))) == window.desk.documents.model.rowCount() + 1
    _box(window).done(0)


@pytest.mark.parametrize("pattern", ["{kwota} {numer}", "faktura", "{numer"])
def test_a_pattern_that_cannot_be_used_says_why_and_saves_nothing(window: MainWindow, one: listing.DocumentRow, pattern: str):
    dialog = _dialog(window)
    dialog.names.line.setText(pattern)
    assert not dialog.save_button.isEnabled()
    assert "{numer_ksef}" in dialog.names.shown.text()
    assert dialog.names.line.accessibleDescription() == dialog.names.shown.text()
    dialog.names.line.clear()
    menu = dialog.names.insert.menu()
    next(action for action in menu.actions() if action.text().startswith("{numer}")).trigger()
    assert dialog.names.line.text() == "{numer}"
    assert dialog.save_button.isEnabled()
    dialog.reject()
    assert load_settings(window.preferences.paths.settings).file_names == "{numer_ksef}"
    assert one.id in window.desk.documents.selected_ids()


def test_selected_documents_are_printed_as_their_pdf_is(
    window: MainWindow, qtbot: QtBot, one: listing.DocumentRow, tmp_path: Path
):
    paper = tmp_path / "wydruk.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(paper))
    others = [each for each in window.desk.documents.model.ids if each != one.id][:2]
    window.desk.papers.print_on(printer, [one.id, *others])
    assert window.strip.isVisible()
    settle(window, qtbot)
    texts = [page.extract_text() for page in PdfReader(paper).pages]
    assert one.summary.number in texts[0]
    assert sum("strona 1 z" in text for text in texts) == 3
    assert "do pliku" in _box(window).text()
    _box(window).done(0)


def test_printing_asks_for_a_printer_and_can_be_called_off(window: MainWindow, qtbot: QtBot, one: listing.DocumentRow):
    assert window.actions_by_name["print"].shortcut() == QKeySequence("Ctrl+P")
    window.actions_by_name["print"].trigger()
    (dialog,) = window.findChildren(QPrintDialog)
    assert dialog.isVisible() or sys.platform == "win32"
    assert "1 dokument" in dialog.windowTitle()
    QDialog.reject(dialog)
    settle(window, qtbot)
    assert not window.strip.isVisible()
    assert one.id in window.desk.documents.selected_ids()


@pytest.mark.usefixtures("one")
def test_where_windows_has_no_printer_that_is_said(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(work, "_can_be_asked", _can_be_asked)
    monkeypatch.setattr(QPrinter, "outputFormat", lambda _printer: QPrinter.OutputFormat.PdfFormat)
    with monkeypatch.context() as windows:
        windows.setattr(sys, "platform", "win32")
        window.actions_by_name["print"].trigger()
    assert window.findChildren(QPrintDialog) == []
    box = _box(window)
    assert box.text() == "Na tym komputerze nie ma drukarki."
    box.reject()


def test_printing_is_stopped_by_the_strip(window: MainWindow, qtbot: QtBot, one: listing.DocumentRow, tmp_path: Path):
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "wydruk.pdf"))
    window.desk.papers.print_on(printer, [one.id] * 400)
    (task,) = [task for task in window.runner.tasks if task.title == "Drukowanie"]
    with qtbot.waitSignal(task.cancelled, timeout=20_000), qtbot.waitSignal(task.progressed, timeout=20_000):
        task.progressed.connect(lambda _progress: window.strip.cancel_button.click())
    settle(window, qtbot)
    assert not [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def test_printing_is_found_in_the_palette_and_in_the_menu_of_the_list(
    window: MainWindow, one: listing.DocumentRow, monkeypatch: pytest.MonkeyPatch
):
    window.actions_by_name["palette"].trigger()
    palette = window.findChild(Palette)
    assert palette is not None
    palette.line.setText("drukuj")
    assert palette.list.item(0).text().startswith("Drukuj")
    palette.reject()
    monkeypatch.setattr(QMenu, "popup", lambda *_args: None)  # menus grab the keyboard, which an off-screen platform has not
    table = window.desk.documents.table
    table.customContextMenuRequested.emit(table.visualRect(table.currentIndex()).center())
    actions = [action for menu in table.findChildren(QMenu) for action in menu.actions()]
    next(action for action in actions if action.text().startswith("Drukuj")).trigger()
    (dialog,) = window.findChildren(QPrintDialog)
    QDialog.reject(dialog)
    assert one.id in window.desk.documents.selected_ids()
