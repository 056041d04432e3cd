"""The window comes back as it was left."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.base.paths import Paths
from app.booking.entry import Direction
from app.office.listing import Column
from app.ui.documents.model import COLUMNS
from app.ui.main_window import MainWindow
from tests.cast import CARPENTRY
from tests.ui.conftest import opened, settle


def test_client_filters_order_columns_and_tab_are_there_again(data: Paths, qtbot: QtBot, qapp: QApplication):
    first = opened(data, qtbot, qapp)
    window = next(first)
    window.desk.clients.choose(CARPENTRY.nip)
    settle(window, qtbot)
    window.desk.documents.filters.side_button(Direction.PURCHASE).click()
    window.desk.documents.filters.month.setCurrentIndex(1)
    gross = next(number for number, column in enumerate(COLUMNS) if column.sort is Column.GROSS)
    window.desk.documents.table.sortByColumn(gross, Qt.SortOrder.AscendingOrder)
    window.desk.documents.table.setColumnWidth(gross, 177)
    window.desk.preview.tabs.setCurrentIndex(2)
    window.desk.ksef.page.table.setColumnWidth(1, 188)
    settle(window, qtbot)
    shown = list(window.desk.documents.model.ids)
    month = window.desk.documents.filters.month.currentData()
    next(first, None)

    second = opened(data, qtbot, qapp)
    window = next(second)
    assert window.desk.clients.current == CARPENTRY.nip
    assert window.desk.documents.filters.month.currentData() == month
    assert window.desk.documents.query.direction is Direction.PURCHASE
    assert list(window.desk.documents.model.ids) == shown
    assert window.desk.documents.table.columnWidth(gross) == 177
    assert window.desk.preview.tabs.currentIndex() == 2
    assert window.desk.ksef.page.table.columnWidth(1) == 188
    next(second, None)


def test_what_another_version_remembered_does_not_matter(data: Paths, qtbot: QtBot, qapp: QApplication):
    data.prepare()
    data.settings.write_text('{"layout": {"filters": "bm9uc2Vuc2U=", "tab": "OTk5", "split": "eA=="}}', encoding="utf-8")
    running = opened(data, qtbot, qapp)
    window = next(running)
    assert isinstance(window, MainWindow)
    assert window.desk.documents.model.rowCount() > 0
    next(running, None)


def test_the_program_starts_twice_and_the_second_start_is_the_first_ones_guest(data: Paths, invoices: Path):
    """Two real processes of the whole program: the second hands its file over and ends."""
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "KONWERTER_KSEF_DATA": str(data.data), "QT_QPA_PLATFORM": "offscreen"}
    first = subprocess.Popen([sys.executable, "-m", "app"], cwd=root, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        for _again in range(60):
            second = subprocess.run(  # noqa: S603 - our own program
                [sys.executable, "-c", _KNOCK, str(data.data), str(invoices / "fa3-vat.xml")],
                cwd=root, env=environment, check=False, capture_output=True, text=True, timeout=60,
            )  # fmt: skip
            if second.stdout.strip() == "told":
                break
        assert second.stdout.strip() == "told", second.stderr
        whole = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "app", "--open", str(invoices / "fa3-vat.xml")],
            cwd=root, env=environment, check=False, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert whole.returncode == 0, whole.stderr
        assert first.poll() is None, "the first one goes on"
    finally:
        first.terminate()
        first.communicate(timeout=30)


_KNOCK = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.ui.single_instance import take_place
application = QCoreApplication([])
place = take_place(Path(sys.argv[1]), [])
print("told" if place is None else "first")
if place is not None:
    place.close()
"""
