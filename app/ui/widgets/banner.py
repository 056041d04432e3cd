"""A quiet line above the work: something worth knowing, until somebody puts it away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from app.base.texts import _
from app.ui.icons import icon
from app.ui.theme import Colours


class Banner(QFrame):
    """Shows one text at a time, with or without a button for the next step. What was put away does not come back in this session."""

    acted = Signal()
    help_wanted = Signal()

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._dismissed: set[str] = set()
        self._symbol = QLabel()
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton()
        self.button.clicked.connect(self.acted)
        self.button.hide()
        self.help_button = QPushButton(_("Co to znaczy?"))
        self.help_button.clicked.connect(self.help_wanted)
        self.help_button.hide()
        self.close_button = QToolButton()
        self.close_button.setAccessibleName(_("Schowaj komunikat"))
        self.close_button.setToolTip(_("Schowaj komunikat"))
        self.close_button.clicked.connect(self._dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 8, 4)
        layout.setSpacing(12)
        layout.addWidget(self._symbol, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.text, stretch=1)
        layout.addWidget(self.help_button)
        layout.addWidget(self.button)
        layout.addWidget(self.close_button)
        self.set_colours(colours)
        self.hide()

    def set_colours(self, colours: Colours) -> None:
        """Follow a change of theme."""
        self.setStyleSheet(
            f"#banner {{ background: {colours.attention_soft}; border: 0; border-bottom: 1px solid {colours.separator}; }}"
            f"#banner QLabel {{ color: {colours.text}; }}"
        )
        self._symbol.setPixmap(icon("attention", colours.attention).pixmap(18, 18))
        self.close_button.setIcon(icon("close", colours.text))

    def show_text(self, text: str, action: str = "", *, explained: bool = False) -> None:
        """Show a text, unless there is none or it was put away. `explained`: the help says more of it."""
        self.text.setText(text)
        self.setAccessibleName(text)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.help_button.setVisible(explained)
        self.setVisible(bool(text) and text not in self._dismissed)

    def _dismiss(self) -> None:
        self._dismissed.add(self.text.text())
        self.hide()
