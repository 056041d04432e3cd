"""The pattern of file names: a line to type in, the places that can stand in it, and how a file would be called."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from app.base.errors import UnusableArgument
from app.base.texts import _
from app.office.file_names import PLACES, Named, NamePattern
from app.ui.theme import Colours


class NameField(QWidget):
    """`pattern` is None as long as what is typed cannot be used; the reason stands below instead of the example."""

    changed = Signal()

    def __init__(self, text: str, example: Named, suffix: Callable[[], str], colours: Colours) -> None:
        super().__init__()
        self._example = example
        self._suffix = suffix
        self._colours = colours
        self.pattern: NamePattern | None = None
        self.line = QLineEdit(text)
        self.line.setAccessibleName(_("Wzorzec nazw plików"))
        self.insert = QPushButton(_("Wstaw"))
        self.insert.setAccessibleName(_("Wstaw miejsce do nazwy pliku"))
        self.insert.setMenu(self._places())
        self.shown = QLabel()
        self.shown.setWordWrap(True)
        self.shown.setMinimumHeight(self.shown.fontMetrics().lineSpacing() * 2)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, stretch=1)
        row.addWidget(self.insert)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.shown)
        self.line.textChanged.connect(lambda _text: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Show the example anew."""
        try:
            self.pattern = NamePattern(self.line.text())
        except UnusableArgument as error:
            self.pattern = None
            self._say(f"{error.title} {error.advice}", self._colours.wrong)
        else:
            name = self.pattern.name(self._example, self._suffix())
            self._say(_("Przykład: {name}").format(name=name), self._colours.muted)
        self.changed.emit()

    def _say(self, text: str, colour: str) -> None:
        self.shown.setText(text)
        self.shown.setStyleSheet(f"color: {colour};")
        self.line.setAccessibleDescription(text)

    def _places(self) -> QMenu:
        menu = QMenu(self)
        for place in PLACES:
            action = QAction(f"{{{place.name}}}  {_(place.meaning)}", menu)
            action.triggered.connect(partial(self._put, place.name))
            menu.addAction(action)
        return menu

    def _put(self, name: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - what `triggered` gives
        self.line.insert(f"{{{name}}}")
        self.line.setFocus()
