"""Every screen by the tree that a reader of screens walks, and by Tab: names, reachability, visible focus, cells in words."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.ui.about import AboutDialog
from app.ui.books.profile_dialog import ProfileDialog
from app.ui.books.rules_dialog import RulesDialog
from app.ui.conversion.dialog import ConversionDialog
from app.ui.conversion.history_dialog import HistoryDialog
from app.ui.ksef.access.dialog import AccessDialog
from app.ui.main_window import MainWindow
from app.ui.palette import Palette
from app.ui.settings.dialog import SettingsDialog
from tests.cast import CARPENTRY
from tests.ui.conftest import settle

_Role = QAccessible.Role
_SPOKEN = {
    _Role.Button, _Role.ButtonMenu, _Role.ButtonDropDown, _Role.CheckBox, _Role.RadioButton, _Role.ComboBox, _Role.EditableText,
    _Role.SpinBox, _Role.Slider, _Role.Table, _Role.Tree, _Role.List, _Role.PageTab, _Role.MenuItem, _Role.ProgressBar,
}  # fmt: skip
_SPOKEN_BY_THEIR_CELLS = {_Role.Table, _Role.Tree, _Role.List}
_USED = QAbstractButton | QComboBox | QLineEdit | QAbstractSpinBox | QAbstractItemView | QTextEdit | QTabBar
_FAR = 150
_ROWS = 5


def _dialog(kind: type[QDialog], action: str) -> Callable[[MainWindow], QWidget]:
    def open_it(window: MainWindow) -> QWidget:
        window.actions_by_name[action].trigger()
        return window.findChild(kind)

    return open_it


def _board(window: MainWindow) -> QWidget:
    window.desk.show_board()
    return window


def _tab(place: int) -> Callable[[MainWindow], QWidget]:
    def show_it(window: MainWindow) -> QWidget:
        window.desk.preview.tabs.setCurrentIndex(place)
        return window

    return show_it


def _help(window: MainWindow) -> QWidget:
    window.actions_by_name["help"].trigger()
    return window._help


def _token(window: MainWindow) -> QWidget:
    dialog = _dialog(AccessDialog, "access")(window)
    dialog.next_button.click()
    return dialog


def _settings_page(place: int) -> Callable[[MainWindow], QWidget]:
    def show_it(window: MainWindow) -> QWidget:
        window.show_settings(place)
        return window.findChild(SettingsDialog)

    return show_it


SCREENS: dict[str, Callable[[MainWindow], QWidget]] = {
    "faktura": _tab(0),
    "księgowanie": _tab(1),
    "uwagi": _tab(2),
    "xml": _tab(3),
    "historia": _tab(4),
    "tablica": _board,
    "konwersja": _dialog(ConversionDialog, "convert"),
    "historia konwersji": _dialog(HistoryDialog, "history"),
    "dostęp": _dialog(AccessDialog, "access"),
    "token": _token,
    "profil": _dialog(ProfileDialog, "profile"),
    "reguły": _dialog(RulesDialog, "rules"),
    "polecenia": _dialog(Palette, "palette"),
    "wygląd": _settings_page(0),
    "pobieranie": _settings_page(1),
    "dane": _settings_page(2),
    "prywatność": _settings_page(3),
    "pomoc": _help,
    "o programie": _dialog(AboutDialog, "about"),
}


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest, window: MainWindow, qtbot: QtBot) -> QWidget:
    """One screen, in front and settled."""
    window.desk.clients.choose(CARPENTRY.nip)
    settle(window, qtbot)
    shown = SCREENS[request.param](window)
    settle(window, qtbot)
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    return shown


def test_everybody_can_use_it(screen: QWidget):
    """One window serves all questions: opening it takes longer than asking them."""
    nameless = [_where(place) for place in _tree(screen) if _speaks(place) and not _name(place)]
    assert not nameless, "without a name"
    assert not _silent_cells(screen), "cells that say nothing of what they show"
    reached, unseen = _tab_round(screen)
    assert reached
    assert not {_told(each) for each in _unreached(screen, reached)}, "reached neither by Tab nor by a shortcut"
    assert not unseen, "the focus is not seen"


def _tree(widget: QWidget) -> Iterator[QAccessibleInterface]:
    """All that a reader of screens meets, without the cells of tables."""
    waiting = [QAccessible.queryAccessibleInterface(widget)]
    while waiting:
        place = waiting.pop()
        if place is None or not place.isValid() or place.state().invisible:
            continue
        yield place
        if place.role() not in _SPOKEN_BY_THEIR_CELLS:
            waiting += [place.child(number) for number in range(place.childCount())]


def _speaks(place: QAccessibleInterface) -> bool:
    thing = place.object()
    inner = isinstance(thing, QWidget) and (thing.objectName().startswith("qt_") or isinstance(thing, QHeaderView))
    return place.role() in _SPOKEN and not place.state().disabled and not inner and not _part_of_another(thing)


def _part_of_another(thing: object) -> bool:
    """The line of an editable list, the button that clears a line, the arrows of a row of tabs: used with what they are part of."""
    parent = thing.parent() if isinstance(thing, QWidget) else None
    return isinstance(parent, QComboBox | QLineEdit | QAbstractSpinBox | QTabBar)


def _name(place: QAccessibleInterface) -> str:
    return place.text(QAccessible.Text.Name).strip()


def _where(place: QAccessibleInterface) -> str:
    return f"{place.role().name}: {_told(place.object())}"


def _told(thing: object) -> str:
    if not isinstance(thing, QWidget):
        return repr(thing)
    words = thing.accessibleName() or getattr(thing, "text", str)()
    return f"{type(thing).__name__} „{words}” in {type(thing.parent()).__name__}"


def _silent_cells(screen: QWidget) -> list[str]:
    return [
        f"{_told(view)}: {index.row()}, {index.column()}"
        for view in screen.findChildren(QAbstractItemView)
        if view.isVisible() and not isinstance(view, QHeaderView)
        for index in _cells(view.model())
        if not (index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole))
        and any(index.data(role) is not None for role in (Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.CheckStateRole))
    ]


def _cells(model: QAbstractItemModel) -> Iterator[QModelIndex]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for row in range(min(model.rowCount(), _ROWS)):
        for column in range(columns):
            yield model.index(row, column)


def _tab_round(screen: QWidget) -> tuple[list[QWidget], set[str]]:
    """Press Tab until the focus is where it began: where it was, and where it could not be seen."""
    reached: list[QWidget] = []
    unseen: set[str] = set()
    for _step in range(_FAR):
        focus = QApplication.focusWidget()
        if focus in reached[:-1]:
            return reached, unseen
        before = None if focus is None else _picture(screen, focus)
        QTest.keyClick(screen.windowHandle(), Qt.Key.Key_Tab)
        if focus is None:
            continue
        if focus not in reached:
            reached.append(focus)
        if focus.hasFocus() and before == _picture(screen, focus):  # no link of it that Tab went to: the only place there is
            focus.clearFocus()
            return reached, unseen | ({_told(focus)} if before == _picture(screen, focus) else set())
        if focus.isVisible() and before == _picture(screen, focus):
            unseen.add(_told(focus))
    raise AssertionError(f"Tab goes no round: {[_told(each) for each in reached[-3:]]}")


def _picture(screen: QWidget, widget: QWidget) -> QImage:
    area = QRect(widget.mapTo(screen, widget.rect().topLeft()), widget.size())
    return screen.grab(area.adjusted(-3, -3, 3, 3)).toImage()


def _unreached(screen: QWidget, reached: list[QWidget]) -> Iterator[QWidget]:
    for widget in screen.findChildren(QWidget):
        if not isinstance(widget, _USED) or not widget.isVisible() or not widget.isEnabled() or widget.window() is not screen:
            continue
        if _part_of_another(widget) or isinstance(widget, QHeaderView) or widget.objectName().startswith("qt_"):
            continue
        if not any(each is widget or widget.isAncestorOf(each) for each in reached) and not _otherwise(widget, reached):
            yield widget


def _otherwise(widget: QWidget, reached: list[QWidget]) -> bool:
    """By a shortcut, or by the arrows from another of its group."""
    if isinstance(widget, QToolButton) and any(not action.shortcut().isEmpty() for action in widget.actions()):
        return True
    if isinstance(widget.parent(), Palette):
        return True  # the arrows pressed in its line move in its list
    if not isinstance(widget, QAbstractButton):
        return False
    group = widget.group()
    together = (
        group.buttons() if group is not None else widget.parent().findChildren(type(widget)) if widget.autoExclusive() else []
    )
    return not widget.shortcut().isEmpty() or any(each in reached for each in together)
