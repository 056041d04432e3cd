"""The window goes on living while thousands of documents are imported and converted behind it."""

import sys
import zipfile
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.office import companies
from app.office.convert import Outcome
from app.ui.conversion.dialog import ConversionDialog
from app.ui.imported_dialog import ImportedDialog
from app.ui.main_window import MainWindow
from tests.cast import CARPENTRY
from tests.ui.watch import Watcher

_BLOCKED_SECONDS = 1.0
"""Of the window's own work. Far above what anybody would call a pause: only a loop that really stands still takes that long."""
_PATIENCE_MS = 300_000


def _many(invoices: Path, count: int, folder: Path) -> Path:
    """So many invoices that differ in their numbers, as one ZIP."""
    text = (invoices / "fa3-vat.xml").read_text(encoding="utf-8")
    start = text.index("<P_2>")
    end = text.index("</P_2>", start)
    path = folder / "faktury.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            archive.writestr(f"{number}.xml", f"{text[:start]}<P_2>FV/{number}/2026{text[end:]}")
    return path


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.heavy)])
def test_the_window_lives_while_documents_are_imported_and_converted(
    empty_window: MainWindow, qtbot: QtBot, invoices: Path, tmp_path: Path, count: int
):
    window = empty_window
    companies.add_client(window.workspace.archive, CARPENTRY)
    window.desk.reload_clients(CARPENTRY.nip)
    _wait(window, qtbot)
    source = _many(invoices, count, tmp_path)
    watcher = Watcher(window)
    pauses: dict[str, float] = {}

    window.desk.import_paths([source])
    _wait(window, qtbot)
    pauses["import"] = _said("import", count, watcher)
    window.findChild(ImportedDialog).close()
    assert len(window.desk.documents.model.ids) == count

    watcher.take()
    window.desk.documents.select_all()
    qtbot.wait(50)
    pauses["zaznaczenie"] = _said("zaznaczenie wszystkich", count, watcher)

    window.actions_by_name["convert"].trigger()
    _wait(window, qtbot)
    dialog = window.findChild(ConversionDialog)
    pauses["sprawdzanie"] = _said("sprawdzanie", count, watcher)
    assert dialog.plan.counts[Outcome.WRITTEN] == count

    dialog.write_to(tmp_path / "wynik")
    _wait(window, qtbot)
    pauses["zapis"] = _said("zapis", count, watcher)
    assert list((tmp_path / "wynik").iterdir())
    dialog.close()
    assert {what for what, pause in pauses.items() if pause > _BLOCKED_SECONDS} == set()


def _wait(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.runner.tasks, timeout=_PATIENCE_MS)


def _said(what: str, count: int, watcher: Watcher) -> float:
    pause = watcher.take()
    sys.stdout.write(f"\n{count} dokumentów, {what}: najdłuższa przerwa okna {pause}\n")
    return pause.own / 1000  # what a busy computer gives to others is no fault of the window
