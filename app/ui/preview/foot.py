"""The foot of the preview: the KSeF number, the fields to copy, the size of the page."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from app.base.texts import _
from app.ui.icons import icon
from app.ui.preview.copying import Copyable
from app.ui.theme import Colours

_SAID_MS = 3_000


class Foot(QWidget):
    """What was copied is said for a while in the place of the number."""

    zoom_wanted = Signal(int)
    """1: larger, -1: smaller, 0: the width of the panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = ""
        self.number = QLabel()
        self.number.setProperty("role", "muted")
        self.copy_button = QToolButton()
        self.copy_button.setText(_("Kopiuj"))
        self.copy_button.setToolTip(_("Kopiuj numer KSeF, NIP, rachunek albo kwotę"))
        self.copy_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.copy_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.fields = QMenu(self)
        self.copy_button.setMenu(self.fields)
        self._zooms = [
            self._zoom("zoom-out", _("Pomniejsz"), "Ctrl+-", -1),
            self._zoom("", _("Dopasuj do szerokości"), "Ctrl+0", 0),
            self._zoom("zoom-in", _("Powiększ"), "Ctrl++", 1),
        ]
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self.number, stretch=1)
        row.addWidget(self.copy_button)
        for _name, button in self._zooms:
            row.addWidget(button)
        self._back = QTimer(self, singleShot=True, interval=_SAID_MS)
        self._back.timeout.connect(self._show_number)

    def set_colours(self, colours: Colours) -> None:
        """Follow a change of theme."""
        self.copy_button.setIcon(icon("copy", colours.text))
        for name, button in self._zooms:
            if name:
                button.setIcon(icon(name, colours.text))

    def show_fields(self, ksef_number: str, fields: Sequence[Copyable]) -> None:
        """Show a document's number and offer its fields."""
        self._number = ksef_number
        self._show_number()
        self.fields.clear()
        for field in fields:
            action = QAction(f"{field.name}:  {field.shown}", self.fields)
            action.triggered.connect(partial(self.copy, field.text))
            self.fields.addAction(action)

    def show_zoom(self, scale: float) -> None:
        """Say how large the page is."""
        self._zooms[1][1].setText(f"{round(scale * 100)}%")

    def let_zoom(self, *, possible: bool) -> None:
        """Only the page of the invoice can be enlarged."""
        for _name, button in self._zooms:
            button.setVisible(possible)

    def copy(self, text: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - what `triggered` gives
        """Put a text on the clipboard and say so."""
        QGuiApplication.clipboard().setText(text)
        self.say_copied(text)

    def say_copied(self, text: str) -> None:
        """Say what was put on the clipboard."""
        self.number.setText(_("Skopiowano: {text}").format(text=" ".join(text.split())[:60]))
        self._back.start()

    def _show_number(self) -> None:
        self.number.setText(self._number or _("bez numeru KSeF"))

    def _zoom(self, name: str, text: str, keys: str, step: int) -> tuple[str, QToolButton]:
        button = QToolButton()
        button.setAccessibleName(text)
        button.setToolTip(f"{text} ({keys})")
        button.clicked.connect(lambda _checked=False: self.zoom_wanted.emit(step))
        return name, button
