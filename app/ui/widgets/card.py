"""A quiet frame that holds one choice or one statement together, with a coloured edge on its left."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.ui.theme import Colours


class Card(QFrame):
    """Put what belongs together into `column`."""

    def __init__(self, colours: Colours, edge: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        left = f"border-top-left-radius: 0; border-bottom-left-radius: 0; border-left: 5px solid {edge};" if edge else ""
        self.setStyleSheet(
            f"#card {{ background: {colours.surface}; border: 1px solid {colours.separator}; border-radius: 8px; {left} }}"
        )
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 10, 16, 10)
        self.column.setSpacing(4)
