"""The part of the gallery that shows how an office keeps its books: rules, the profile, many documents at once, files that were opened."""

import time
from pathlib import Path

from PySide6.QtWidgets import QDialog

from app.booking.entry import Direction
from app.booking.rules import Conditions, Rule
from app.booking.treatment import Treatment
from app.office.rules import add_rule
from app.ui.about import AboutDialog
from app.ui.books.bulk_dialog import BulkDialog
from app.ui.books.profile_dialog import ProfileDialog
from app.ui.books.rules_dialog import RulesDialog
from app.ui.client_dialog import ClientDialog
from app.ui.documents.note_dialog import NoteDialog
from app.ui.imported_dialog import ImportedDialog
from app.ui.main_window import MainWindow
from app.ui.opened_dialog import OpenedDialog
from app.ui.palette import Palette
from tests.cast import CARPENTRY
from tests.ui.shots import Shots

BOOKS_SCREENS = (
    "korekta",
    "xml",
    "reguly-puste",
    "reguly",
    "profil",
    "klient",
    "wiele-dokumentow",
    "notatka",
    "polecenia",
    "otwarta-faktura",
    "po-imporcie",
    "o-programie",
)


def put_cursor_on(shots: Shots, window: MainWindow, source: str) -> None:
    """Choose the document that came from a file of this name."""
    model = window.desk.documents.model
    for number in range(model.rowCount()):
        row = model.row_at(number)
        if row is not None and source in row.source:
            window.desk.documents.table.selectRow(number)
            break
    shots.settle(window)


def show_books(shots: Shots, window: MainWindow) -> None:
    """Every screen of booking, on the carpenter's documents."""
    window.desk.documents.filters.clear()
    window.desk.clients.choose(CARPENTRY.nip)
    shots.settle(window)
    _preview(shots, window)
    _rules(shots, window)
    for name, kind, screen in (("profile", ProfileDialog, "profil"), ("about", AboutDialog, "o-programie")):
        window.actions_by_name[name].trigger()
        _take(shots, window, kind, screen)
    window.desk.clients.edit_wanted.emit(CARPENTRY.nip)
    _take(shots, window, ClientDialog, "klient")
    _many(shots, window)
    window.actions_by_name["palette"].trigger()
    palette = shots.dialog(window, Palette)
    palette.line.setText("kon")
    shots.settle(window)
    shots.take(palette, "polecenia")
    palette.close()
    _opened(shots, window)


def _preview(shots: Shots, window: MainWindow) -> None:
    tabs = window.desk.preview.tabs
    tabs.setCurrentIndex(0)
    put_cursor_on(shots, window, "fa3-kor-pary.xml")
    shots.take(window, "korekta")
    tabs.setCurrentIndex(3)
    shots.settle(window)
    shots.take(window, "xml")
    tabs.setCurrentIndex(0)


def _rules(shots: Shots, window: MainWindow) -> None:
    window.actions_by_name["rules"].trigger()
    _take(shots, window, RulesDialog, "reguly-puste")
    archive = window.workspace.archive
    for name, text in (("Paliwo", "olej"), ("Drewno", "deska"), ("Narzędzia", "wiertarka")):
        conditions = Conditions(line=text, direction=Direction.PURCHASE)
        add_rule(archive, CARPENTRY.nip, Rule(name=name, conditions=conditions, treatment=Treatment(category=name)))
    window.actions_by_name["rules"].trigger()
    dialog = shots.dialog(window, RulesDialog)
    dialog.list.setCurrentRow(0)
    dialog.try_button.click()
    shots.settle(window)
    shots.take(dialog, "reguly")
    dialog.close()


def _many(shots: Shots, window: MainWindow) -> None:
    window.desk.documents.select_all()
    shots.settle(window)
    window.desk.documents.treat_wanted.emit()
    _take(shots, window, BulkDialog, "wiele-dokumentow")
    window.desk.documents.note_wanted.emit()
    _take(shots, window, NoteDialog, "notatka")


def _opened(shots: Shots, window: MainWindow) -> None:
    folder = Path(__file__).resolve().parents[1] / "invoices"
    window.open_files([folder / "fa3-kor-roznice.xml"])
    _take(shots, window, OpenedDialog, "otwarta-faktura")
    window.open_files([folder / "fa3-vat.xml", folder / "fa3-np.xml", *sorted((folder / "bad").glob("*.xml"))[:2]])
    _take(shots, window, ImportedDialog, "po-imporcie")


def _take(shots: Shots, window: MainWindow, kind: type[QDialog], name: str) -> None:
    dialog = shots.dialog(window, kind)
    end = time.monotonic() + 0.1
    shots.until(lambda: time.monotonic() > end)
    shots.settle(window)
    shots.take(dialog, name)
    dialog.done(0)
