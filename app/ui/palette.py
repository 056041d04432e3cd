"""The command palette (Ctrl+K): whatever can be done or gone to, by typing a few letters of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.base.folding import fold
from app.base.texts import _

_MOST_SHOWN = 200
_PLACE = Qt.ItemDataRole.UserRole
_MOVING = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do or a place to go: how it is called, its key, and what happens."""

    title: str
    do: Callable[[], None]
    keys: str = ""


def _moves(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() in _MOVING


class Palette(QDialog):
    """A line to type in and what fits it; every word typed must occur, without regard to letter size and Polish marks."""

    def __init__(self, parent: QWidget, commands: Sequence[Command]) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._commands = commands
        self._folded = [fold(command.title) for command in commands]
        self.setAccessibleName(_("Polecenia"))
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Wpisz polecenie, klienta albo widok"))
        self.line.setAccessibleName(_("Polecenie"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Pasujące polecenia"))
        self.list.setStyleSheet("QListWidget::item { padding: 5px 4px; }")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = QLabel(_("Nic takiego nie ma. Spróbuj innego słowa."))
        self.nothing.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self.line)
        layout.addWidget(self.list, stretch=1)
        layout.addWidget(self.nothing)
        self.resize(620, 420)
        self.line.textChanged.connect(self._show)
        self.line.returnPressed.connect(self._run)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self._run())
        self._show("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Arrows typed in the line move in the list."""
        if watched is self.line and event.type() == QEvent.Type.KeyPress and _moves(event):
            QCoreApplication.sendEvent(self.list, event)
            return True
        return super().eventFilter(watched, event)

    def _show(self, text: str) -> None:
        words = fold(text).split()
        fitting = [place for place, title in enumerate(self._folded) if all(word in title for word in words)]
        if words:  # what begins with the first word comes first
            fitting.sort(key=lambda place: not self._folded[place].startswith(words[0]))
        self.list.clear()
        for place in fitting[:_MOST_SHOWN]:
            command = self._commands[place]
            item = QListWidgetItem(f"{command.title}    {command.keys}" if command.keys else command.title)
            item.setData(_PLACE, place)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.nothing.setVisible(not fitting)

    def _run(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        command = self._commands[item.data(_PLACE)]
        self.accept()
        command.do()
