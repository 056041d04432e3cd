"""Screenshots of every screen on a filled archive: ``python -m tests.ui.gallery FOLDER DATA light|dark``.

Run as a program it uses whatever platform and scale Qt is told to (a real X server under Xvfb, 100 and 150 %); `resources/screenshots.sh`
does that. The data folder is the one the tests fill with our own invoices.
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
from tests.ui.gallery_books import BOOKS_SCREENS, put_cursor_on, show_books
from tests.ui.gallery_ksef import KSEF_SCREENS, show_ksef
from tests.ui.gallery_papers import PAPER_SCREENS, show_papers
from tests.ui.gallery_settings import SETTINGS_SCREENS, show_settings
from tests.ui.shots import Shots

SCREENS = (
    "pusty",
    "okno",
    "ksiegowanie",
    "uwagi",
    "brak-wynikow",
    "konwersja",
    "konwersja-odmowy",
    "wynik",
    "historia",
    "historia-dokumentu",
    *BOOKS_SCREENS,
    *KSEF_SCREENS,
    *PAPER_SCREENS,
    *SETTINGS_SCREENS,
)


def make_gallery(application: QApplication, folder: Path, data: Path, theme: ThemeChoice, rest: float = 0.3) -> list[Path]:
    """Make every screenshot in `SCREENS`; `data` is a filled data folder of which nothing else makes use. `rest`: see `Shots`."""
    folder.mkdir(parents=True, exist_ok=True)
    shots = Shots(application, folder, theme, rest)
    _empty(shots)
    _full(shots, Paths(data))
    show_ksef(shots)
    show_papers(shots, Paths(data))
    show_settings(shots, Paths(data))
    return shots.made


def _empty(shots: Shots) -> None:
    window = shots.open(Paths(shots.folder / "dane-puste"))
    shots.take(window, "pusty")
    window.close()


def _full(shots: Shots, paths: Paths) -> None:
    window = shots.open(paths)
    window.desk.clients.choose(CARPENTRY.nip)
    shots.settle(window)
    put_cursor_on(shots, window, "fa3-vat.xml")
    shots.take(window, "okno")
    window.desk.preview.tabs.setCurrentIndex(1)
    shots.settle(window)
    shots.take(window, "ksiegowanie")
    window.desk.preview.tabs.setCurrentIndex(2)
    put_cursor_on(shots, window, "fa3-eksport-usd-bez-kursu")
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
    show_books(shots, window)
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
    dialog.close()
    shots.settle(window)
    window.actions_by_name["history"].trigger()
    shots.settle(window)
    history = window.findChild(HistoryDialog)
    assert history is not None
    shots.take(history, "historia")
    history.close()
    window.desk.preview.tabs.setCurrentWidget(window.desk.preview.history)
    shots.take(window, "historia-dokumentu")


if __name__ == "__main__":
    for made in make_gallery(make_application(), Path(sys.argv[1]), Path(sys.argv[2]), ThemeChoice(sys.argv[3])):
        print(made)  # noqa: T201 - the program's answer
