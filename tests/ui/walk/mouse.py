"""The month by mouse alone. What has to be typed is pasted from the clipboard, as people do with names and numbers."""

from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QScrollBar,
    QStyle,
    QStyleOptionSlider,
    QTableView,
    QToolBar,
    QToolButton,
    QWidget,
)

from app.ui.conversion.dialog import ConversionDialog
from app.ui.documents.model import COLUMNS
from app.ui.papers.save_dialog import SaveDialog
from tests.ui.walk.hands import Front, click, pick

_NOTCH = 120
_MOST_NOTCHES = 2000


class Mouse(Front):
    """Clicks, the wheel, menus."""

    name = "mysz"

    def download_all(self) -> None:
        click(self._tool("Pobierz wszystkich"))

    def to_documents(self) -> None:
        click(self.window.desk.ksef.page.back)

    def to_board(self) -> None:
        click(self._tool("Tablica"))

    def choose_client(self, name: str) -> None:
        clients = self.window.desk.clients.list
        item = clients.findItems(name, Qt.MatchFlag.MatchExactly)[0]
        self._into_sight(clients, item.listWidget().row(item))
        click(clients.viewport(), clients.visualItemRect(item).center())

    def choose_month(self, title: str) -> None:
        self._choose(self.window.desk.documents.filters.month, title)

    def search(self, text: str) -> None:
        self._paste(self.window.search, text)

    def clear_search(self) -> None:
        click(self.window.search.findChild(QToolButton))

    def sort_by_net(self) -> None:
        header = self.window.desk.documents.table.horizontalHeader()
        column = next(number for number, each in enumerate(COLUMNS) if each.title == "Netto")
        click(header.viewport(), QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2))

    def scroll(self) -> None:
        table = self.window.desk.documents.table
        for notches in (-3, -3, -30, -300, 3, 30):
            _wheel(table.viewport(), notches)
            self.qtbot.wait(20)
        bar = table.verticalScrollBar()
        click(bar, QPoint(bar.width() // 2, bar.height() - 30))
        self.qtbot.wait(20)
        click(bar, QPoint(bar.width() // 2, bar.height() // 2))
        self.qtbot.wait(20)
        while bar.value() > bar.minimum():
            _wheel(table.viewport(), 3000)

    def select_all(self) -> None:
        table = self.window.desk.documents.table
        self._row(0)
        self.qtbot.wait(20)
        self._drag_to_the_end(table.verticalScrollBar())
        self._row(table.model().rowCount() - 1, Qt.KeyboardModifier.ShiftModifier)

    def open_row(self, row: int) -> None:
        while self.window.desk.documents.table.verticalScrollBar().value() > row:
            _wheel(self.window.desk.documents.table.viewport(), 3000)
            self.qtbot.wait(1)
        self._row(row)

    def show_tab(self, place: int) -> None:
        bar = self.window.desk.preview.tabs.tabBar()
        click(bar, bar.tabRect(place).center())

    def set_category(self, text: str) -> None:
        form = next(form for form in self.window.desk.preview.booking.forms.values() if form.isVisible())
        editor = form.editor("category")
        assert isinstance(editor, QComboBox)
        self._paste(editor.lineEdit(), text)
        self.open_row(1)

    def undo_edit(self) -> None:
        self._below("Konwertuj", "Cofnij: ")

    def mark_skipped(self, first: int, last: int) -> None:
        self._row(first)
        self._row(last, Qt.KeyboardModifier.ShiftModifier)
        self.settle()
        table = self.window.desk.documents.table
        self._open_menu(table.viewport(), table.visualRect(table.model().index(first, 1)).center())
        pick(self.shown(QMenu), "Oznacz: pominięta")

    def convert(self) -> None:
        click(self._tool("Konwertuj"))

    def choose_program(self, title: str) -> None:
        self._choose(self.shown(ConversionDialog).program, title)

    def answer(self) -> None:
        questions = self.shown(ConversionDialog).questions
        box = next(
            box for box in questions.findChildren(QComboBox) if box.isVisible() and not str(box.itemData(0)).startswith("<")
        )
        row = box.parentWidget()
        self._choose(box, box.itemText(0))
        click(next(button for button in row.findChildren(QPushButton) if button.text() == "Zastosuj"))

    def write_file(self, _folder: Path) -> None:
        self.then(QFileDialog, _accept)
        click(self.shown(ConversionDialog).write_button)

    def close_result(self) -> None:
        page = self.shown(ConversionDialog).result_page
        click(next(button for button in page.findChildren(QPushButton) if button.text() == "Zamknij"))

    def undo_conversion(self) -> None:
        self._below("Konwertuj", "Cofnij konwersję")
        box = self.shown(QMessageBox)
        click(next(button for button in box.buttons() if button.text() == "Cofnij konwersję"))
        self.gone(box)

    def save_package(self, _file: Path) -> None:
        self.then(QFileDialog, _accept)
        click(self._tool("Paczka miesiąca"))

    def save_pdfs(self, rows: int, _folder: Path) -> None:
        self.open_row(0)
        self._row(rows - 1, Qt.KeyboardModifier.ShiftModifier)
        self.settle()
        click(self._tool("Zapisz PDF"))
        click(self.shown(SaveDialog).save_button)

    def close_message(self) -> None:
        box = self.shown(QMessageBox)
        click(next(button for button in box.buttons() if button.text() == "Zamknij"))
        self.gone(box)

    def _drag_to_the_end(self, bar: QScrollBar) -> None:
        """Take the slider and pull it below the bar."""
        window, left = bar.window(), Qt.MouseButton.LeftButton
        option = QStyleOptionSlider()
        bar.initStyleOption(option)
        part = QStyle.SubControl.SC_ScrollBarSlider
        slider = bar.style().subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, part, bar)
        handle, end = window.windowHandle(), QPoint(bar.width() // 2, bar.height() + slider.height())
        QTest.mousePress(handle, left, Qt.KeyboardModifier.NoModifier, bar.mapTo(window, slider.center()))
        for place in (bar.rect().center(), end):
            QTest.mouseMove(handle, bar.mapTo(window, place))
            self.qtbot.wait(20)
        QTest.mouseRelease(handle, left, Qt.KeyboardModifier.NoModifier, bar.mapTo(window, end))
        assert bar.value() == bar.maximum()

    def _tool(self, title: str) -> QToolButton:
        buttons = self.window.findChild(QToolBar).findChildren(QToolButton)
        return next(button for button in buttons if button.text().startswith(title))

    def _below(self, button: str, title: str) -> None:
        """Choose in the menu below a button of the toolbar."""
        tool = self._tool(button)
        self.then(QMenu, lambda menu: pick(menu, title))
        click(tool, QPoint(tool.width() - 8, tool.height() // 2))
        self.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)

    def _choose(self, box: QComboBox, title: str) -> None:
        click(box, QPoint(box.width() - 10, box.height() // 2))
        self.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        self.qtbot.wait(
            QApplication.doubleClickInterval() + 50
        )  # a list that has just opened takes the end of the opening click only
        place = box.findText(title)
        assert place >= 0, title
        view = box.view()
        self._into_sight(view, place)
        click(view.viewport(), view.visualRect(box.model().index(place, 0)).center())

    def _into_sight(self, view: QAbstractItemView, row: int) -> None:
        for _notch in range(_MOST_NOTCHES):
            rect = view.visualRect(view.model().index(row, 0))
            if view.viewport().rect().contains(rect.center()):
                return
            _wheel(view.viewport(), -1 if rect.center().y() > 0 else 1)
        raise AssertionError(row)

    def _row(self, row: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        table: QTableView = self.window.desk.documents.table
        click(table.viewport(), table.visualRect(table.model().index(row, 1)).center(), modifiers=modifiers)

    def _paste(self, line: QLineEdit, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        click(line, QPoint(30, line.height() // 2))
        self._open_menu(line, QPoint(30, line.height() // 2))
        menu = self.shown(QMenu)
        click(menu, menu.actionGeometry(next(each for each in menu.actions() if each.objectName() == "edit-paste")).center())

    def _open_menu(self, widget: QWidget, place: QPoint) -> None:
        click(widget, place, Qt.MouseButton.RightButton)


def _accept(dialog: QFileDialog) -> None:
    buttons = dialog.findChild(QDialogButtonBox).buttons()
    click(next(button for button in buttons if dialog.findChild(QDialogButtonBox).buttonRole(button) is _YES))


_YES = QDialogButtonBox.ButtonRole.AcceptRole


def _wheel(widget: QWidget, notches: int) -> None:
    """Turn the wheel over a widget; Qt's tests have no wheel of their own."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle, QPointF(widget.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, notches * _NOTCH),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003 - Qt's order
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
