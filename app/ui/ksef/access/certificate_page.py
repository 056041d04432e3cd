"""The wizard's page of the certificate: the file, the password, and whose it is."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.base.nip import clean, is_valid_nip
from app.base.texts import Later, _
from app.ui.ksef.access.remember_box import RememberBox
from app.ui.ksef.access.trial import CertificateFiles, Grounds

_FILES: Final[Later] = "Certyfikaty (*.p12 *.pfx *.pem *.crt *.cer);;Wszystkie pliki (*)"
_KEYS: Final[Later] = "Klucze (*.key *.pem);;Wszystkie pliki (*)"


class CertificatePage(QWidget):
    """A certificate of the office, or of one client (`context` empty until typed)."""

    changed = Signal()
    training_wanted = Signal()

    def __init__(self, *, office: bool, context: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._grounds: Grounds | None = None
        self.nip = QLineEdit(context)
        self.nip.setReadOnly(bool(context))
        self.nip.setAccessibleName(_("NIP klienta"))
        self.nip.setPlaceholderText("123-456-32-18")
        self.file = self._path_field(_("Plik z certyfikatem"), _("plik .p12, .pfx albo certyfikat .crt, .pem"))
        self.key = self._path_field(_("Plik z kluczem"), _("tylko gdy klucz jest w osobnym pliku"))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(_("Hasło pliku"))
        self.training_button = QPushButton(_("Użyj certyfikatu szkoleniowego"))
        self.training_button.setVisible(False)
        self.remember = RememberBox()
        self._place()
        for field in (self.nip, self.file, self.key, self.password):
            field.textChanged.connect(self.changed)
        self.training_button.clicked.connect(self.training_wanted)

    @property
    def context(self) -> str:
        """Whose certificate it is; empty for the office's."""
        text = self.nip.text().strip()
        nip, dash, unit = text.replace(" ", "").rpartition("-")
        unit_given = bool(dash) and len(unit) == 5 and len(clean(nip)) == 10  # noqa: PLR2004 - NIP-00000
        return "" if self._office else f"{clean(nip)}-{unit}" if unit_given else clean(text)

    @property
    def files(self) -> CertificateFiles:
        """Where the certificate and its key are."""
        key = self.key.text().strip()
        return CertificateFiles(Path(self.file.text().strip()), Path(key) if key else None)

    @property
    def complete(self) -> bool:
        """Whether it can be tried."""
        return bool(self.file.text().strip()) and (self._office or is_valid_nip(self.context[:10]))

    def show_grounds(self, grounds: Grounds) -> None:
        """Show what depends on the environment."""
        self._grounds = grounds
        self.remember.show_state(grounds.vault, training=bool(grounds.training))
        self.training_button.setVisible(bool(grounds.training) and self._office)

    def take_password(self) -> str:
        """The password, which is in the field no longer."""
        password = self.password.text()
        self.clear()
        return password

    def clear(self) -> None:
        """Leave no secret behind, not even to be brought back by undoing."""
        self.password.setText("")

    @staticmethod
    def _path_field(name: str, hint: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setPlaceholderText(hint)
        return field

    def _place(self) -> None:
        title = QLabel(_("Certyfikat biura") if self._office else _("Plik z certyfikatem klienta"))
        title.setProperty("role", "title")
        text = QLabel(
            _(
                "Certyfikat KSeF do uwierzytelniania (typ 1) pobiera się w Aplikacji Podatnika: Certyfikaty → Wnioskuj o certyfikat, "
                "w kontekście biura. Każdy klient nadaje biuru prawo: Uprawnienia → Nadaj uprawnienia → NIP biura, przeglądanie faktur."
            )
            if self._office
            else _("Certyfikat do uwierzytelniania (typ 1), który klient pobrał w Aplikacji Podatnika, i hasło jego klucza.")
        )
        text.setWordWrap(True)
        form = QFormLayout()
        form.setSpacing(8)
        if not self._office:
            form.addRow(_("NIP klienta"), self.nip)
        form.addRow(_("Certyfikat"), self._with_button(self.file, _(_FILES)))
        form.addRow(_("Klucz"), self._with_button(self.key, _(_KEYS)))
        form.addRow(_("Hasło"), self.password)
        note = QLabel(
            _(
                "Klucz zostanie zapisany zaszyfrowany nowym hasłem, które zna tylko magazyn haseł. Podane hasło nie zostaje nigdzie."
            )
        )
        note.setWordWrap(True)
        note.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(title)
        layout.addWidget(text)
        row = QHBoxLayout()
        row.addWidget(self.training_button)
        row.addStretch()
        layout.addLayout(row)
        layout.addLayout(form)
        layout.addWidget(self.remember)
        layout.addStretch()
        layout.addWidget(note)

    def _with_button(self, field: QLineEdit, kinds: str) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        button = QPushButton(_("Wybierz…"))
        button.setAccessibleName(_("Wybierz: {what}").format(what=field.accessibleName()))
        button.clicked.connect(lambda: self._pick(field, kinds))
        layout.addWidget(field, stretch=1)
        layout.addWidget(button)
        return row

    def _pick(self, field: QLineEdit, kinds: str) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, field.accessibleName(), str(Path.home()), kinds)
        if name:
            field.setText(name)
