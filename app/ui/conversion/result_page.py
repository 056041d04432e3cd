"""What a conversion made: the files, where they are, and where to import them."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.base.texts import _
from app.office.convert import Conversion, Outcome
from app.ui.conversion.report_model import OUTCOMES
from app.ui.wording import documents


class ResultPage(QWidget):
    """Stays readable until it is closed."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = Path()
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.open_button = QPushButton(_("Otwórz folder"))
        self.open_button.setProperty("primary", "true")
        self.open_button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))))
        close = QPushButton(_("Zamknij"))
        close.clicked.connect(self.closed)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(close)
        buttons.addWidget(self.open_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(40, 40, 40, 24)
        layout.setSpacing(16)
        layout.addWidget(self.title)
        layout.addWidget(self.text, stretch=1, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addLayout(buttons)

    def show_conversion(self, conversion: Conversion) -> None:
        """Show what was written."""
        self._folder = conversion.folder
        written = sum(1 for document in conversion.documents if document.state is Outcome.WRITTEN)
        self.title.setText(_("Zapisano: {documents}").format(documents=documents(written)))
        files = [
            _("{name}: {documents}").format(name=file.name, documents=documents(file.documents)) for file in conversion.files
        ]
        left = [
            f"{OUTCOMES[outcome].capitalize()}: {count}"
            for outcome in (Outcome.ASKS, Outcome.REFUSED, Outcome.SKIPPED)
            if (count := sum(1 for document in conversion.documents if document.state is outcome))
        ]
        parts = [_("Folder: {folder}").format(folder=conversion.folder), "\n".join(files)]
        if left:
            parts.append(_("Nie zapisano.") + "\n" + "\n".join(left))
        parts.append(_("Co dalej") + "\n" + conversion.import_steps)
        parts.extend(conversion.notes)
        self.text.setText("\n\n".join(parts))
