"""What an empty place shows: what it is for, and the next step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class EmptyState(QWidget):
    """A title, a sentence and, where there is a next step, a button for it; a second, quieter one where there are two."""

    acted = Signal()
    acted_otherwise = Signal()

    def __init__(self, title: str, text: str, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(title)
        self._title.setProperty("role", "title")
        self._text = QLabel(text)
        self._text.setProperty("role", "muted")
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        self.button = QPushButton(action)
        self.button.setProperty("primary", "true")
        self.button.clicked.connect(self.acted)
        self.other_button = QPushButton()
        self.other_button.clicked.connect(self.acted_otherwise)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 32, 32, 32)
        layout.setSpacing(12)
        layout.addStretch()
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self.other_button, alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addStretch()
        self.show_text(title, text, action)

    def show_text(self, title: str, text: str, action: str = "", other: str = "") -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(text)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.other_button.setText(other)
        self.other_button.setVisible(bool(other))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
