"""The part of the gallery that shows the settings, a client's removal, and what is shown when the program fails."""

import datetime as dt
from pathlib import Path

from PySide6.QtWidgets import QMessageBox

from app.base.paths import Paths
from app.base.settings import Scheduled
from app.office.diagnostics import crash_report
from app.office.leaving import expired
from app.ui.client_removal import RemovalDialog
from app.ui.crash import CrashDialog, trace_text
from app.ui.main_window import MainWindow
from app.ui.settings.dialog import SettingsDialog
from app.ui.settings.retention_dialog import RetentionDialog
from tests.cast import CARPENTRY, DESIGNER
from tests.ui.shots import Shots

SETTINGS_SCREENS = (
    "ustawienia-wyglad",
    "ustawienia-pobieranie",
    "ustawienia-dane",
    "ustawienia-prywatnosc",
    "przywracanie",
    "po-terminie",
    "usuniecie-klienta",
    "blad-programu",
    "okno-duzy-tekst",
    "ustawienia-duzy-tekst",
    "archiwum-uszkodzone",
)


def show_settings(shots: Shots, paths: Paths) -> None:
    """Every page of the settings and what belongs to safety."""
    window = shots.open(paths)
    window.desk.documents.filters.clear()
    window.desk.clients.choose(CARPENTRY.nip)
    shots.settle(window)
    window.preferences.remember(scheduled=Scheduled("nightly", since=dt.datetime.now(dt.UTC)))
    dialog = _settings(window)
    for number, name in enumerate(("wyglad", "pobieranie", "dane", "prywatnosc")):
        dialog.list.setCurrentRow(number)
        shots.settle(window)
        if name == "dane":
            _data(shots, window, dialog)
        shots.take(dialog, f"ustawienia-{name}")
    dialog.close()
    _removal(shots, window)
    _crash(shots, window)
    _large(shots, window)
    window.preferences.remember(scheduled=Scheduled())
    window.close()
    paths.archive(window.preferences.settings.environment).write_bytes(b"zepsuty " * 4000)
    broken = MainWindow(paths, window.preferences.settings, window.colours)
    broken.resize(1100, 640)
    broken.show()
    shots.until(broken.opening.button.isVisible)
    shots.take(broken, "archiwum-uszkodzone")
    broken.close()


def _settings(window: MainWindow) -> SettingsDialog:
    window.actions_by_name["settings"].trigger()
    return next(one for one in window.findChildren(SettingsDialog) if one.isVisible())


def _data(shots: Shots, window: MainWindow, dialog: SettingsDialog) -> None:
    dialog.data.set_backup_folder(shots.folder / "kopie")
    dialog.data.backup_button.click()
    shots.settle(window)
    dialog.data.check_button.click()
    shots.settle(window)
    dialog.data.work.inspect(next((shots.folder / "kopie").glob("*.zip")))
    shots.settle(window)
    box = next(box for box in dialog.findChildren(QMessageBox) if box.isVisible())
    shots.take(box, "przywracanie")
    box.done(0)
    dialog.data._show_expired(expired(window.workspace.archive, dt.date(2045, 1, 1)))
    chooser = dialog.findChild(RetentionDialog)
    assert chooser is not None
    shots.settle(window)
    shots.take(chooser, "po-terminie")
    chooser.reject()


def _removal(shots: Shots, window: MainWindow) -> None:
    window.workspace.remember_folder("leaving", Path.home() / "Dokumenty")
    window.desk.clients.remove_wanted.emit(DESIGNER.nip)
    dialog = window.findChild(RemovalDialog)
    assert dialog is not None
    shots.settle(window)
    shots.take(dialog, "usuniecie-klienta")
    dialog.reject()


def _crash(shots: Shots, window: MainWindow) -> None:
    try:
        window.desk.documents.model.ids[10**9]
    except IndexError as error:
        report = crash_report("IndexError", trace_text(error))
    dialog = CrashDialog(window.preferences.paths, report)
    dialog.show()
    shots.settle(window)
    shots.take(dialog, "blad-programu")
    dialog.done(0)


def _large(shots: Shots, window: MainWindow) -> None:
    dialog = _settings(window)
    dialog.list.setCurrentRow(0)
    dialog.look.resize_text(150)
    shots.settle(window)
    shots.take(dialog, "ustawienia-duzy-tekst")
    dialog.close()
    shots.settle(window)
    shots.take(window, "okno-duzy-tekst")
    window.preferences.remember(text_percent=100)
    window.apply_look()
