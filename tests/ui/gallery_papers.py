"""The part of the gallery that shows invoices of every kind as on paper, and the way of them into files."""

from app.base.paths import Paths
from app.office.listing import Query
from app.ui.main_window import MainWindow
from app.ui.papers.save_dialog import SaveDialog
from tests.ui.gallery_books import put_cursor_on
from tests.ui.shots import Shots

_INVOICES = {
    "faktura-korekta": "fa3-kor-pary.xml",
    "faktura-waluta": "fa3-eur-kurs.xml",
    "faktura-zalacznik": "fa3-zalacznik.xml",
    "faktura-rr": "fa-rr.xml",
    "faktura-pef": "pef.xml",
}
_PATTERN = "{data} {numer} {kontrahent}"
PAPER_SCREENS = (*_INVOICES, "zapis", "zapis-odmowa")


def show_papers(shots: Shots, paths: Paths) -> None:
    """Show the invoices of all clients, and the dialog that saves them."""
    window = shots.open(paths)
    window.desk.clients.choose("")
    window.desk.documents.show_view(Query())
    window.desk.preview.tabs.setCurrentIndex(0)
    shots.settle(window)
    window.desk.work.setSizes([160, 460, 880])
    for name, source in _INVOICES.items():
        put_cursor_on(shots, window, source)
        shots.take(window.desk.preview, name)
    _save(shots, window, "zapis", _PATTERN)
    _save(shots, window, "zapis-odmowa", "{data} {kwota}")
    window.close()


def _save(shots: Shots, window: MainWindow, name: str, pattern: str) -> None:
    window.actions_by_name["pdf"].trigger()
    shots.settle(window)
    dialog = shots.dialog(window, SaveDialog)
    dialog.names.line.setText(pattern)
    dialog.folder.setText("faktury")
    shots.settle(window)
    shots.take(dialog, name)
    dialog.reject()
    shots.settle(window)
