"""F1 in any window: the page that fits the place."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@runtime_checkable
class HelpGiver(Protocol):
    """The window that owns the help."""

    def show_help(self, topic: str) -> None:
        """Open the help on a page."""
        ...


def attach_help(window: QWidget, topic: str) -> None:
    """Let F1 in `window` open the page `topic`."""
    window.setProperty(_TOPIC, topic)
    shortcut = QShortcut(QKeySequence(Qt.Key.Key_F1), window)
    shortcut.activated.connect(lambda: give_help(window, str(window.property(_TOPIC))))


def change_help(window: QWidget, topic: str) -> None:
    """From now on F1 in `window` opens another page."""
    window.setProperty(_TOPIC, topic)


def give_help(widget: QWidget, topic: str) -> None:
    """Ask the window that owns the help, some ancestor of `widget`, for a page."""
    ancestor: QWidget | None = widget
    while ancestor is not None and not isinstance(ancestor, HelpGiver):
        ancestor = ancestor.parentWidget()
    if isinstance(ancestor, HelpGiver):
        ancestor.show_help(topic)


_TOPIC = "helpTopic"
