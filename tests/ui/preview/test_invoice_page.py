"""*Faktura*: any field can be copied, the page is as large as somebody wants it, and looks as the PDF does."""

import re

import pytest
from PySide6.QtCore import QPoint, QPointF, QRegularExpression, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QTextCursor, QWheelEvent
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.base.paths import Paths
from app.invoice.read import read_document
from app.paper.page import page_html
from app.ui.main_window import MainWindow
from app.ui.papers.save_dialog import SaveDialog
from app.ui.preview.copying import plain
from app.ui.preview.invoice_page import InvoicePage
from tests.cast import CARPENTRY
from tests.ui.conftest import opened, settle

KSEF = "9992014701-20260304-0A12B3C4D5E6-02"


@pytest.fixture
def page(qtbot: QtBot, invoices) -> InvoicePage:
    shown = InvoicePage()
    qtbot.addWidget(shown)
    shown.resize(760, 1000)
    document = read_document((invoices / "fa3-vat.xml").read_bytes(), source="fa3-vat.xml", ksef_number=KSEF)
    shown.show_page(page_html(document))
    shown.show()
    return shown


def place_of(page: InvoicePage, text: str) -> QPoint:
    """Where the middle of a text is drawn in the view."""
    item = page._item
    cursor = item.document().find(QRegularExpression(re.sub(r"\\ ", "[ \u00a0]", re.escape(text))))
    assert not cursor.isNull(), text
    middle = (cursor.selectionStart() + cursor.selectionEnd()) // 2
    block = item.document().findBlock(middle)
    line = block.layout().lineForTextPosition(middle - block.position())
    x, _position = line.cursorToX(middle - block.position())
    corner = item.document().documentLayout().blockBoundingRect(block).topLeft()
    within = corner + QPointF(x + 1, line.y() + line.height() / 2)
    return page.mapFromScene(item.mapToScene(within))


@pytest.mark.parametrize(
    ("said", "bare"),
    [
        ("FS/12/03/2026", "FS/12/03/2026"),
        (KSEF, KSEF),
        ("999-201-47-01", "9992014701"),
        ("47 9990 0001 0000 0000 1110 0111", "47999000010000000011100111"),
        ("5 350,50 PLN", "5350,50"),
        ("Krzesło dębowe tapicerowane", "Krzesło dębowe tapicerowane"),
        ("2026-03-18", "2026-03-18"),
    ],
)
def test_any_field_is_copied_as_it_stands_and_as_programs_take_it(page: InvoicePage, said: str, bare: str):
    assert page.field_at(place_of(page, said)) == said
    assert plain(said) == bare
    wanted: list[str] = []
    page.copied.connect(wanted.append)
    for action in page.menu_at(place_of(page, said)).actions():
        if action.text().startswith("Kopiuj") and "całą" not in action.text():
            action.trigger()
    assert wanted == list(dict.fromkeys([said, bare]))


def test_beside_the_text_only_the_whole_page_can_be_copied(page: InvoicePage):
    texts = [action.text() for action in page.menu_at(QPoint(2, 2)).actions() if "Kopiuj" in action.text()]
    assert texts == ["Kopiuj całą fakturę"]


def test_a_page_that_is_in_no_archive_offers_neither_printing_nor_saving(qtbot: QtBot):
    page = InvoicePage(kept=False)
    qtbot.addWidget(page)
    assert [action.text() for action in page.menu_at(QPoint(2, 2)).actions()] == ["Kopiuj całą fakturę"]


def test_what_is_selected_is_copied(page: InvoicePage):
    cursor = QTextCursor(page._item.document())
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    page._item.setTextCursor(cursor)
    wanted: list[str] = []
    page.copied.connect(wanted.append)
    next(one for one in page.menu_at(QPoint(2, 2)).actions() if "zaznaczenie" in one.text()).trigger()
    assert "Pensjonat Trzy Źródła" in wanted[0]


def test_the_page_is_set_in_the_letters_of_the_pdf(page: InvoicePage):
    assert "Roboto" in QFontDatabase.families()
    assert page._item.font().family() == "Roboto"


def test_keys_and_wheel_zoom_and_ctrl_0_fits_again(page: InvoicePage, qtbot: QtBot):
    page.setFocus()
    qtbot.waitExposed(page)
    fitting = page.scale_now
    assert page.zoom_kept == 0
    QTest.keyClick(page, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    larger = page.scale_now
    assert larger > fitting
    _wheel(page, -120)
    _wheel(page, -120)
    assert page.scale_now < fitting
    QTest.keyClick(page, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert page.scale_now == pytest.approx(fitting)
    page.zoom_to(99)
    assert page.scale_now < 10


def _wheel(page: InvoicePage, angle: int) -> None:
    none = Qt.MouseButton.NoButton
    at, turned = QPointF(50, 50), QPoint(0, angle)
    control, phase = Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase
    page.wheelEvent(QWheelEvent(at, at, QPoint(), turned, none, control, phase, False))  # noqa: FBT003 - Qt takes it by place only


@pytest.fixture
def shown(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window on an invoice of the carpenter."""
    window.desk.clients.choose(CARPENTRY.nip)
    settle(window, qtbot)
    model = window.desk.documents.model
    rows = [model.row_at(number) for number in range(model.rowCount())]
    window.desk.documents.table.selectRow(
        next(n for n, row in enumerate(rows) if row is not None and "fa3-vat.xml" in row.source)
    )
    settle(window, qtbot)
    return window


def test_the_foot_offers_the_fields_and_says_what_was_copied(shown: MainWindow):
    foot = shown.desk.preview.foot
    offered = {action.text().partition(":")[0]: action for action in foot.fields.actions()}
    assert {"Numer faktury", "NIP sprzedawcy", "NIP nabywcy", "Brutto", "Netto", "VAT", "Rachunek"} <= set(offered)
    assert "Numer KSeF" not in offered, "a file has none"
    for name, text in (("Rachunek", "47999000010000000011100111"), ("Brutto", "5350,50"), ("NIP nabywcy", "9992054706")):
        offered[name].trigger()
        assert QGuiApplication.clipboard().text() == text
        assert foot.number.text() == f"Skopiowano: {text}"


def test_what_the_page_offers_reaches_the_clipboard_the_printer_and_the_disk(shown: MainWindow):
    page = shown.desk.preview.invoice
    next(one for one in page.menu_at(QPoint(2, 2)).actions() if "całą" in one.text()).trigger()
    assert "Pensjonat Trzy Źródła" in QGuiApplication.clipboard().text()
    assert shown.desk.preview.foot.number.text().startswith("Skopiowano: Faktura VAT")
    page.print_wanted.emit()
    (dialog,) = shown.findChildren(QPrintDialog)
    QDialog.reject(dialog)
    page.save_wanted.emit()
    (save,) = shown.findChildren(SaveDialog)
    assert "1 dokument" in save.save_button.text()
    save.reject()


def test_the_buttons_zoom_only_the_invoice_and_the_size_is_remembered(shown: MainWindow, data: Paths, qtbot: QtBot, qapp):
    preview = shown.desk.preview
    smaller, fit, larger = (button for _name, button in preview.foot._zooms)
    preview.tabs.setCurrentWidget(preview.booking)
    assert not larger.isVisible()
    preview.tabs.setCurrentWidget(preview.invoice)
    larger.click()
    larger.click()
    wanted = preview.invoice.scale_now
    assert fit.text() == f"{round(wanted * 100)}%"
    shown.close()
    again = next(opened(data, qtbot, qapp))
    assert again.desk.preview.invoice.scale_now == pytest.approx(wanted, abs=0.001)
    again.desk.preview.foot.zoom_wanted.emit(0)
    assert again.desk.preview.invoice.zoom_kept == 0
    assert smaller is not larger
    settle(again, qtbot)
    again.close()
