"""The wizard's first question: who gives access."""

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from app.base.environments import Environment
from app.base.texts import _
from app.office.access import AccessKind
from app.office.environments import described
from app.ui.theme import ENVIRONMENT_COLOURS

_KINDS = (
    (
        AccessKind.TOKEN,
        "Token klienta",
        "Klient generuje w Aplikacji Podatnika ciąg znaków i przekazuje go biuru. Jeden token, jedna firma.",
    ),
    (
        AccessKind.OFFICE,
        "Certyfikat biura",
        "Jeden certyfikat KSeF biura dla wszystkich klientów, którzy nadali biuru prawo przeglądania faktur. Najlepszy na lata.",
    ),
    (AccessKind.CERTIFICATE, "Plik z certyfikatem klienta", "Klient daje plik z certyfikatem i hasło. Dotyczy tylko jego firmy."),
)


class KindPage(QWidget):
    """Three ways of equal rank, and the environment they are for."""

    changed = Signal()

    def __init__(self, environment: Environment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        about = described(environment)
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        title = QLabel(_("Kto daje dostęp do faktur?"))
        title.setProperty("role", "title")
        layout.addWidget(title)
        layout.addSpacing(8)
        for kind, name, text in _KINDS:
            layout.addWidget(self._choice(kind, _(name), _(text)))
        layout.addStretch()
        layout.addWidget(_environment_frame(environment, about.purpose, about.signing_in, about.warning))
        self.application = QPushButton(_("Otwórz Aplikację Podatnika"))
        self.application.setToolTip(about.application)
        self.application.setVisible(bool(about.application))
        self.application.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(about.application)))
        foot = QHBoxLayout()
        foot.addWidget(self.application)
        foot.addStretch()
        layout.addLayout(foot)
        self._group.buttons()[0].setChecked(True)
        self._group.idToggled.connect(self.changed)

    @property
    def kind(self) -> AccessKind:
        """What was chosen."""
        return _KINDS[self._group.checkedId()][0]

    def choose(self, kind: AccessKind) -> None:
        """Choose for somebody."""
        number = [each for each, _name, _text in _KINDS].index(kind)
        self._group.button(number).setChecked(True)

    def _choice(self, kind: AccessKind, name: str, text: str) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        button = QRadioButton(name)
        button.setAccessibleDescription(text)
        button.setStyleSheet("font-weight: 600;")
        self._group.addButton(button, [each for each, _name, _text in _KINDS].index(kind))
        body = QLabel(text)
        body.setWordWrap(True)
        body.setProperty("role", "muted")
        body.setContentsMargins(24, 0, 0, 0)
        column.addWidget(button)
        column.addWidget(body)
        return row


def _environment_frame(environment: Environment, purpose: str, signing_in: str, warning: str) -> QFrame:
    frame = QFrame()
    frame.setObjectName("environment")
    frame.setStyleSheet(f"#environment {{ border-left: 4px solid {ENVIRONMENT_COLOURS[environment]}; }}")
    column = QVBoxLayout(frame)
    column.setContentsMargins(12, 4, 0, 4)
    column.setSpacing(4)
    for text, role in (
        (_("Środowisko {name}. {purpose}").format(name=environment.label, purpose=purpose), ""),
        (_("Logowanie: {how}").format(how=signing_in), "muted"),
        (warning, "muted"),
    ):
        label = QLabel(text)
        label.setWordWrap(True)
        label.setProperty("role", role)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(label)
    return frame
