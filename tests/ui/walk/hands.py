"""What mouse and keyboard share: whose turn it is, what waits in front, and when something has come up."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.ui.main_window import MainWindow

PATIENCE_MS = 60_000
_LOOK_MS = 15
WidgetT = TypeVar("WidgetT", bound=QWidget)


class Front(QObject):
    """Sends real events to real windows of Qt; they find their widgets as those of a person do."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        super().__init__()
        self.window = window
        self.qtbot = qtbot

    def settle(self) -> None:
        """Wait until nothing goes on in the background, and what came of it is shown."""
        self.qtbot.wait(2 * _LOOK_MS)
        self.qtbot.waitUntil(lambda: not self.window.runner.tasks, timeout=PATIENCE_MS)
        self.qtbot.wait(2 * _LOOK_MS)

    def shown(self, kind: type[WidgetT]) -> WidgetT:
        """The widget of a kind that comes up in front."""
        found: list[WidgetT] = []

        def look() -> bool:
            front = in_front()
            found[:] = [front] if isinstance(front, kind) else []
            return bool(found)

        self.qtbot.waitUntil(look, timeout=PATIENCE_MS)
        return found[0]

    def gone(self, widget: QDialog) -> None:
        """Wait until a dialog is closed."""
        self.qtbot.waitUntil(lambda: in_front() is not widget, timeout=PATIENCE_MS)
        self.settle()

    def then(self, kind: type[WidgetT], act: Callable[[WidgetT], None]) -> None:
        """Do something as soon as a window of a kind is in front: for windows that are waited for where they are opened."""
        timer = QTimer(self, interval=_LOOK_MS)

        def look() -> None:
            front = in_front()
            if isinstance(front, kind) and (front.isActiveWindow() or isinstance(front, QMenu)):
                timer.stop()
                timer.deleteLater()
                act(front)

        timer.timeout.connect(look)
        timer.start()


def in_front() -> QWidget | None:
    """What takes clicks and keys now."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return popup
    main = next((each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow) and each.isVisible()), None)
    front = QApplication.activeModalWidget() or QApplication.activeWindow() or main
    if front is not None and not front.isActiveWindow():
        front.activateWindow()  # a system does so when a window opens, and when the one above it is closed; the off-screen one does not
    return front


def click(
    widget: QWidget,
    place: QPoint | None = None,
    button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Click on a widget where it is seen, in its middle or at a place of its own."""
    assert widget.isVisible(), f"{widget} is not to be seen"
    assert widget.isEnabled(), f"{widget} takes no clicks"
    inside = widget.rect().center() if place is None else place
    assert widget.visibleRegion().contains(inside), f"{widget} is hidden at {inside}"
    top = widget.window()
    QTest.mouseClick(top.windowHandle(), button, modifiers, widget.mapTo(top, inside))


def pick(menu: QMenu, title: str) -> None:
    """Click the line of an open menu that begins so."""
    action = next(action for action in menu.actions() if action.text().startswith(title))
    assert action.isEnabled(), title
    click(menu, menu.actionGeometry(action).center())


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key in the window that is in front."""
    front = in_front()
    assert front is not None
    QTest.keyClick(front.window().windowHandle(), key, modifiers)


def press_menu_key() -> None:
    """Press the key for the context menu: the plug-in of a real screen makes this event of it, the off-screen one does not."""
    front = in_front()
    assert front is not None
    QApplication.sendEvent(
        front.window().windowHandle(), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    )


def write(text: str) -> None:
    """Type a text. Letters that not every keyboard has, such as those of a Polish user's folder, come as a Polish keyboard sends them."""
    for letter in text:
        front = in_front()
        assert front is not None
        window = front.window().windowHandle()
        if letter.isascii():
            QTest.keyClick(window, letter)
            continue
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(window, QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter))
