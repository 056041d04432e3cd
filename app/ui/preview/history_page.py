"""*Historia*: the conversions a document was in."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.base.texts import _
from app.office.history import ConversionRow
from app.office.programs import programs
from app.ui.conversion.history_words import STANDING, UNDONE, file_names, made
from app.ui.theme import Colours
from app.ui.wording import moment


class HistoryPage(QScrollArea):
    """A card per conversion, the newest first."""

    file_wanted = Signal(object)
    """The `WrittenFile` that somebody wants to see."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Konwersje tego dokumentu"))
        self._colours = colours

    def set_colours(self, colours: Colours) -> None:
        """Follow a change of theme; the next document shown takes it."""
        self._colours = colours

    def show_conversions(self, rows: Sequence[ConversionRow]) -> None:
        """Show these conversions."""
        titles = {program.id: program.title for program in programs()} if rows else {}
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        for row in rows:
            layout.addWidget(self._card(row, titles.get(row.profile.target, row.profile.target)))
        if not rows:
            text = QLabel(_("Tego dokumentu jeszcze nie przekazano do programu księgowego."))
            text.setProperty("role", "muted")
            text.setWordWrap(True)
            layout.addWidget(text)
        layout.addStretch()
        self.setWidget(body)

    def _card(self, row: ConversionRow, title: str) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        ground = self._colours.ok_soft if row.undone_at is None else self._colours.alternate
        card.setStyleSheet(f"#card {{ background: {ground}; border-radius: 8px; }}")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(12, 10, 12, 10)
        ink = self._colours.ok if row.undone_at is None else self._colours.muted
        heading = QLabel(f"{_(STANDING if row.undone_at is None else UNDONE).capitalize()} · {made(row)}")
        heading.setStyleSheet(f"color: {ink}; font-weight: 600;")
        lines = [title, file_names(row)]
        if row.undone_at is not None:
            lines.append(_("Cofnięto {when}").format(when=moment(row.undone_at)))
        text = QLabel("\n".join(line for line in lines if line))
        text.setWordWrap(True)
        layout.addWidget(heading)
        layout.addWidget(text)
        if row.files:
            show = QPushButton(_("Pokaż plik"))
            first = row.files[0]
            show.clicked.connect(lambda: self.file_wanted.emit(first))
            buttons = QHBoxLayout()
            buttons.addWidget(show)
            buttons.addStretch()
            layout.addLayout(buttons)
        return card
