"""Screenshots of the window on a filled archive: ``python -m tests.ui.gallery FOLDER DATA``.

Run as a program it uses whatever platform Qt is told to (a real X server under Xvfb); `resources/screenshots.sh` does that. The
data folder is the one the tests fill with our own invoices.
"""

import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.base.paths import Paths
from app.booking.entry import Direction
from app.ui.conversion.dialog import ConversionDialog
from app.ui.conversion.history_dialog import HistoryDialog
from app.ui.main import make_application
from app.ui.main_window import MainWindow
from app.ui.theme import ThemeChoice
from tests.cast import CARPENTRY
from tests.ui.gallery_ksef import show_ksef
from tests.ui.gallery_settings import SETTINGS_SCREENS, show_settings
from tests.ui.shots import Shots

SCREENS = (
    "pusty",
    "okno",
    "okno-ciemne",
    "ksiegowanie",
    "uwagi",
    "brak-wynikow",
    "konwersja",
    "konwersja-odmowy",
    "wynik",
    "wynik-ciemny",
    "historia",
    "historia-dokumentu",
    "srodowiska",
    "dostep",
    "dostep-token",
    "dostep-wynik",
    "dostep-odmowa",
    "dostep-biuro",
    "tablica-praca",
    "tablica",
    "tablica-ciemna",
    "dziennik",
    "dziennik-ciemny",
    "kompletnosc",
    "szkolenie-faktury",
    "komunikat",
    "pomoc",
    "pomoc-ciemna",
    *SETTINGS_SCREENS,
)


def make_gallery(application: QApplication, folder: Path, data: Path, rest: float = 0.3) -> list[Path]:
    """Make every screenshot in `SCREENS`; `data` is a filled data folder of which nothing else makes use. `rest`: see `Shots`."""
    folder.mkdir(parents=True, exist_ok=True)
    shots = Shots(application, folder, rest)
    _empty(shots)
    _full(shots, Paths(data))
    show_ksef(shots)
    show_settings(shots, Paths(data))
    return shots.made


def _empty(shots: Shots) -> None:
    window = shots.open(Paths(shots.folder / "dane-puste"), ThemeChoice.LIGHT)
    shots.take(window, "pusty")
    window.close()


def _full(shots: Shots, paths: Paths) -> None:
    window = shots.open(paths, ThemeChoice.LIGHT)
    window.desk.clients.choose(CARPENTRY.nip)
    shots.settle(window)
    _put_cursor_on(shots, window, "fa3-vat.xml")
    shots.take(window, "okno")
    window.switch_theme()
    shots.settle(window)
    shots.take(window, "okno-ciemne")
    window.switch_theme()
    window.desk.preview.tabs.setCurrentIndex(1)
    shots.settle(window)
    shots.take(window, "ksiegowanie")
    window.desk.preview.tabs.setCurrentIndex(2)
    _put_cursor_on(shots, window, "fa3-eksport-usd-bez-kursu")
    shots.take(window, "uwagi")
    window.desk.preview.tabs.setCurrentIndex(0)
    window.search.setText("nie ma takiej faktury")
    end = time.monotonic() + 0.4
    shots.until(lambda: time.monotonic() > end)
    shots.settle(window)
    shots.take(window, "brak-wynikow")
    window.search.clear()
    window.desk.documents.filters.side_button(Direction.SALE).click()
    shots.until(lambda: time.monotonic() > end + 0.4)
    shots.settle(window)
    _convert(shots, window)
    window.close()


def _convert(shots: Shots, window: MainWindow) -> None:
    window.desk.documents.select_all()
    window.actions_by_name["convert"].trigger()
    shots.settle(window)
    dialog = window.findChild(ConversionDialog)
    assert dialog is not None
    shots.take(dialog, "konwersja")
    next(button for button in dialog._tabs.buttons() if button.text().startswith("Niemożliwe")).click()
    shots.settle(window)
    shots.take(dialog, "konwersja-odmowy")
    dialog.write_to(shots.folder / "pliki")
    shots.settle(window)
    shots.take(dialog, "wynik")
    window.switch_theme()
    shots.settle(window)
    shots.take(dialog, "wynik-ciemny")
    dialog.close()
    window.switch_theme()
    shots.settle(window)
    window.actions_by_name["history"].trigger()
    shots.settle(window)
    history = window.findChild(HistoryDialog)
    assert history is not None
    shots.take(history, "historia")
    history.close()
    window.desk.preview.tabs.setCurrentWidget(window.desk.preview.history)
    shots.take(window, "historia-dokumentu")


def _put_cursor_on(shots: Shots, window: MainWindow, source: str) -> None:
    model = window.desk.documents.model
    for number in range(model.rowCount()):
        row = model.row_at(number)
        if row is not None and source in row.source:
            window.desk.documents.table.selectRow(number)
            break
    shots.settle(window)


if __name__ == "__main__":
    for made in make_gallery(make_application(), Path(sys.argv[1]), Path(sys.argv[2])):
        print(made)  # noqa: T201 - the program's answer
