"""*Notatka*: the note of one document or of many."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from app.base.texts import _
from app.ui.closing import ask_to_discard
from app.ui.wording import documents


class NoteDialog(QDialog):
    """What was written is thrown away only when somebody says so."""

    def __init__(self, parent: QWidget, count: int, note: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Notatka"))
        self.resize(460, 260)
        self._note = note
        self.text = QPlainTextEdit(note)
        self.text.setAccessibleName(_("Notatka"))
        self.text.setTabChangesFocus(True)
        buttons = QDialogButtonBox()
        save = buttons.addButton(_("Zapisz notatkę"), QDialogButtonBox.ButtonRole.AcceptRole)
        save.setProperty("primary", "true")
        buttons.addButton(_("Anuluj"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(_("Notatka dla: {documents}").format(documents=documents(count))))
        layout.addWidget(self.text, stretch=1)
        layout.addWidget(buttons)
        self.text.setFocus()

    def reject(self) -> None:
        """Close; what was written and not kept is asked about."""
        if self.text.toPlainText() == self._note:
            super().reject()
            return
        ask_to_discard(self, super().reject)
