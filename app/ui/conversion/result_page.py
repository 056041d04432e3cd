"""What a conversion made: the files, where they are, and where to import them."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.base.texts import _
from app.office.convert import Conversion, Outcome, Plan
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

    def show_conversion(self, conversion: Conversion, plan: Plan) -> None:
        """Show what was written, and of what the plan left out how much."""
        self._folder = conversion.folder or Path()
        self.open_button.setEnabled(bool(conversion.files))
        self.title.setText(_("Zapisano: {documents}").format(documents=documents(plan.counts[Outcome.WRITTEN])))
        files = [
            _("{name}: {documents}").format(name=file.name, documents=documents(file.documents)) for file in conversion.files
        ]
        left = [
            f"{OUTCOMES[outcome].capitalize()}: {count}"
            for outcome in (Outcome.ASKS, Outcome.REFUSED, Outcome.SKIPPED)
            if (count := plan.counts[outcome])
        ]
        parts = [_("Folder: {folder}").format(folder=self._folder), "\n".join(files)]
        if left:
            parts.append(_("Nie zapisano.") + "\n" + "\n".join(left))
        if conversion.verification is not None:
            parts.append(conversion.verification.said)
        target = plan.order.target
        parts.append(_("Co dalej") + "\n" + target.import_steps)
        parts.append(target.unproven)
        self.text.setText("\n\n".join(part for part in parts if part))
