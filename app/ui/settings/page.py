"""A page of the settings: sections one under another, each with a heading and a sentence; it scrolls where it does not fit."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget


class Page(QScrollArea):
    """Whatever is changed on a page holds at once: there is nothing to save."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(title)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(28, 20, 28, 20)
        self._column.setSpacing(8)
        heading = QLabel(title)
        heading.setProperty("role", "title")
        self._column.addWidget(heading)
        self._column.addStretch()
        self.setWidget(body)

    def section(self, heading: str, *parts: QWidget | QLayout) -> None:
        """Add a section under the others."""
        label = QLabel(heading)
        label.setProperty("role", "heading")
        self._add(label, above=16)
        for part in parts:
            self._add(part)

    def _add(self, part: QWidget | QLayout, above: int = 0) -> None:
        place = self._column.count() - 1  # before the stretch
        if above:
            self._column.insertSpacing(place, above)
            place += 1
        if isinstance(part, QLayout):
            self._column.insertLayout(place, part)
        else:
            self._column.insertWidget(place, part)


def note(text: str) -> QLabel:
    """A muted sentence."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", "muted")
    return label


def row(*widgets: QWidget) -> QHBoxLayout:
    """Widgets side by side, as narrow as they are."""
    made = QHBoxLayout()
    made.setSpacing(8)
    for widget in widgets:
        made.addWidget(widget)
    made.addStretch()
    return made
