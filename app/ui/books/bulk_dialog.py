"""*Zmień księgowanie zaznaczonych*: the same decisions for many documents."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.base.texts import _
from app.booking.treatment import Treatment
from app.ui.books.treatment_form import TreatmentForm
from app.ui.closing import ask_to_discard
from app.ui.help.key import attach_help
from app.ui.wording import documents


class BulkDialog(QDialog):
    """What is left empty stays as it is on each document."""

    def __init__(self, parent: QWidget, count: int) -> None:
        super().__init__(parent)
        attach_help(self, "ksiegowanie")
        self.setWindowTitle(_("Księgowanie: {documents}").format(documents=documents(count)))
        self.resize(480, 620)
        self.form = TreatmentForm()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(self.form)
        note = QLabel(_("Puste pola zostaną bez zmian. Ręczna zmiana ma pierwszeństwo przed regułami; można ją cofnąć (Ctrl+Z)."))
        note.setWordWrap(True)
        note.setProperty("role", "muted")
        buttons = QDialogButtonBox()
        self.save_button = buttons.addButton(
            _("Zmień {documents}").format(documents=documents(count)), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.save_button.setProperty("primary", "true")
        buttons.addButton(_("Anuluj"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(note)
        layout.addWidget(area, stretch=1)
        layout.addWidget(buttons)
        self.form.edited.connect(lambda _name: self._allow())
        self._allow()

    def reject(self) -> None:
        """Close; what was chosen and not set is asked about."""
        if self.form.treatment() == Treatment():
            super().reject()
            return
        ask_to_discard(self, super().reject)

    def _allow(self) -> None:
        self.save_button.setEnabled(self.form.treatment() != Treatment())
