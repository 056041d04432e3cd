"""The month by keyboard alone: shortcuts, Tab, arrows, the palette."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QMenu, QMessageBox, QPushButton, QTabBar, QWidget

from app.base.folding import fold
from app.ui.conversion.dialog import ConversionDialog
from app.ui.palette import Palette
from app.ui.papers.save_dialog import SaveDialog
from tests.ui.walk.hands import Front, in_front, press, press_menu_key, write

_Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_FAR = 80


class Keyboard(Front):
    """Keys of a keyboard without a mouse beside it."""

    name = "klawiatura"

    def download_all(self) -> None:
        press(_Key.Key_F5, _SHIFT)

    def to_documents(self) -> None:
        press(_Key.Key_B, _CTRL)

    def to_board(self) -> None:
        press(_Key.Key_B, _CTRL)

    def choose_client(self, name: str) -> None:
        press(_Key.Key_K, _CTRL)
        self.shown(Palette)
        write(fold(name))
        press(_Key.Key_Return)

    def choose_month(self, title: str) -> None:
        month = self.window.desk.documents.filters.month
        self._to(lambda widget: widget is month, back=True)
        for _line in range(month.count()):
            if month.currentText() == title:
                return
            press(_Key.Key_Down)
        raise AssertionError(title)

    def search(self, text: str) -> None:
        press(_Key.Key_F, _CTRL)
        write(text)
        press(_Key.Key_Return)

    def clear_search(self) -> None:
        press(_Key.Key_F, _CTRL)
        press(_Key.Key_Delete)
        press(_Key.Key_Return)

    def sort_by_net(self) -> None:
        press(_Key.Key_K, _CTRL)
        self.shown(Palette)
        write("sortuj netto")
        press(_Key.Key_Return)

    def scroll(self) -> None:
        self._to_table()
        for key, times in (
            (_Key.Key_Down, 10),
            (_Key.Key_PageDown, 10),
            (_Key.Key_End, 1),
            (_Key.Key_PageUp, 5),
            (_Key.Key_Home, 1),
        ):
            for _time in range(times):
                press(key)
                self.qtbot.wait(20)

    def select_all(self) -> None:
        self._to_table()
        press(_Key.Key_A, _CTRL)

    def open_row(self, row: int) -> None:
        self._to_table()
        press(_Key.Key_Home, _CTRL)
        for _row in range(row):
            press(_Key.Key_Down)

    def show_tab(self, place: int) -> None:
        tabs = self.window.desk.preview.tabs
        if not isinstance(QApplication.focusWidget(), QTabBar):
            self._to_table()
            press(_Key.Key_Return)
            self._to(lambda widget: widget is tabs.tabBar())
        while tabs.currentIndex() != place:
            press(_Key.Key_Right if tabs.currentIndex() < place else _Key.Key_Left)

    def set_category(self, text: str) -> None:
        form = next(form for form in self.window.desk.preview.booking.forms.values() if form.isVisible())
        editor = form.editor("category")
        self._to(lambda widget: widget is editor)
        write(text)
        press(_Key.Key_Tab)

    def undo_edit(self) -> None:
        self._to_table()
        press(_Key.Key_Z, _CTRL)

    def mark_skipped(self, first: int, last: int) -> None:
        self.open_row(first)
        for _row in range(last - first):
            press(_Key.Key_Down, _SHIFT)
        self.settle()
        press_menu_key()
        menu = self.shown(QMenu)
        self._pick(menu, "Oznacz: pominięta")

    def convert(self) -> None:
        press(_Key.Key_E, _CTRL)

    def choose_program(self, title: str) -> None:
        program = self.shown(ConversionDialog).program
        self._to(lambda widget: widget is program)
        while program.currentText() != title:
            press(_Key.Key_Down)

    def answer(self) -> None:
        questions = self.shown(ConversionDialog).questions
        box = next(
            box for box in questions.findChildren(QComboBox) if box.isVisible() and not str(box.itemData(0)).startswith("<")
        )
        self._to(lambda widget: widget is box)
        row = box.parentWidget()
        self._to(lambda widget: isinstance(widget, QPushButton) and widget.parentWidget() is row)
        press(_Key.Key_Space)

    def write_file(self, folder: Path) -> None:
        button = self.shown(ConversionDialog).write_button
        self._to(lambda widget: widget is button)
        self.then(QFileDialog, lambda dialog: _name(dialog, folder))
        press(_Key.Key_Space)

    def close_result(self) -> None:
        page = self.shown(ConversionDialog).result_page
        self._to(lambda widget: isinstance(widget, QPushButton) and widget.text() == "Zamknij" and page.isAncestorOf(widget))
        press(_Key.Key_Space)

    def undo_conversion(self) -> None:
        press(_Key.Key_Z, _CTRL | _SHIFT)
        box = self.shown(QMessageBox)
        self._to(lambda widget: isinstance(widget, QPushButton) and widget.text() == "Cofnij konwersję")
        press(_Key.Key_Space)
        self.gone(box)

    def save_package(self, file: Path) -> None:
        self.then(QFileDialog, lambda dialog: _name(dialog, file))
        press(_Key.Key_P, _CTRL | _SHIFT)

    def save_pdfs(self, rows: int, folder: Path) -> None:
        self.open_row(0)
        for _row in range(rows - 1):
            press(_Key.Key_Down, _SHIFT)
        self.settle()
        press(_Key.Key_S, _CTRL)
        dialog = self.shown(SaveDialog)
        self._to(lambda widget: widget is dialog.folder)
        press(_Key.Key_A, _CTRL)
        write(str(folder))
        self._to(lambda widget: widget is dialog.save_button)
        press(_Key.Key_Space)

    def close_message(self) -> None:
        box = self.shown(QMessageBox)
        press(_Key.Key_Escape)
        self.gone(box)

    def _to_table(self) -> None:
        table = self.window.desk.documents.table
        self._to(lambda widget: widget is table)

    def _to(self, wanted: Callable[[QWidget], bool], *, back: bool = False) -> None:
        """Press Tab until the focus is where it is wanted."""
        for _step in range(_FAR):
            focus = QApplication.focusWidget()
            if focus is not None and wanted(focus):
                return
            press(_Key.Key_Backtab if back else _Key.Key_Tab, _SHIFT if back else Qt.KeyboardModifier.NoModifier)
        raise AssertionError(f"Tab does not come there; it stands on {QApplication.focusWidget()} in {in_front()}")

    def _pick(self, menu: QMenu, title: str) -> None:
        for _line in menu.actions():
            press(_Key.Key_Down)
            active = menu.activeAction()
            if active is not None and active.text().startswith(title):
                press(_Key.Key_Return)
                return
        raise AssertionError(title)


def _name(dialog: QFileDialog, path: Path) -> None:
    """Type a path over the one that is offered."""
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    try:
        assert line.hasFocus()
        press(_Key.Key_A, _CTRL)
        write(str(path))
        assert line.text() == str(path)
        QTest.keyClick(dialog.windowHandle(), _Key.Key_Return)
    except AssertionError:
        dialog.reject()  # who opened it waits for it, and would wait for ever
        raise
