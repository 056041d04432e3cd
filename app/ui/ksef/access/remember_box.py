"""Where the secret goes: the system's keyring, or memory only."""

from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from app.base.texts import _
from app.office.connection import VaultState


class RememberBox(QWidget):
    """The choice "nie zapamiętuj"; the only way where the system has no keyring."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.forget = QCheckBox(_("Nie zapamiętuj: tylko do zamknięcia programu"))
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.forget)
        layout.addWidget(self.note)

    @property
    def remember(self) -> bool:
        """Whether the keyring keeps it."""
        return not self.forget.isChecked()

    def show_state(self, state: VaultState, *, training: bool) -> None:
        """Say where the secret will be kept, or why it cannot be."""
        missing = state is VaultState.MISSING
        self.forget.setVisible(not training)
        self.forget.setChecked(missing)
        self.forget.setEnabled(not missing)
        self.note.setText(_note(state, training=training))


def _note(state: VaultState, *, training: bool) -> str:
    if training:
        return _("Szkolenie: to nie są prawdziwe tajemnice, program podaje je sam przy każdym uruchomieniu.")
    return {
        VaultState.READY: _("Bez zaznaczenia tajemnica trafi do systemowego magazynu haseł, nigdzie indziej."),
        VaultState.LOCKED: _("Magazyn haseł jest zablokowany: przy zapisie system poprosi o jego odblokowanie."),
        VaultState.MISSING: _(
            "Ten system nie ma magazynu haseł, więc program nie może niczego zapamiętać. Na Linuksie: GNOME Keyring lub KWallet."
        ),
    }[state]
