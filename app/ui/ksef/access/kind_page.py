"""The wizard's first question: who gives access."""

from typing import Final

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from app.base.environments import Environment
from app.base.texts import Later, _
from app.office.access import AccessKind
from app.office.environments import described
from app.ui.theme import ENVIRONMENT_COLOURS, Colours
from app.ui.widgets.card import Card

_KINDS: Final[tuple[tuple[AccessKind, Later, Later], ...]] = (
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

    def __init__(self, environment: Environment, colours: Colours, parent: QWidget | None = None) -> None:
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
        for number in range(len(_KINDS)):
            layout.addWidget(self._choice(number, colours))
        layout.addSpacing(16)
        layout.addWidget(_environment_card(environment, colours))
        self.application = QPushButton(_("Otwórz Aplikację Podatnika"))
        self.application.setToolTip(about.application)
        self.application.setVisible(bool(about.application))
        self.application.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(about.application)))
        foot = QHBoxLayout()
        foot.addWidget(self.application)
        foot.addStretch()
        layout.addLayout(foot)
        layout.addStretch()
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

    def _choice(self, number: int, colours: Colours) -> Card:
        _kind, name, text = _KINDS[number]
        card = Card(colours)
        button = QRadioButton(_(name))
        button.setAccessibleDescription(_(text))
        button.setStyleSheet("font-weight: 600;")
        self._group.addButton(button, number)
        card.column.addWidget(button)
        card.column.addWidget(_body(_(text), "muted", indent=24))
        return card


def _environment_card(environment: Environment, colours: Colours) -> Card:
    about = described(environment)
    card = Card(colours, ENVIRONMENT_COLOURS[environment])
    card.column.addWidget(_body(_("Środowisko {name}. {purpose}").format(name=environment.label, purpose=about.purpose)))
    card.column.addWidget(_body(_("Logowanie: {how}").format(how=about.signing_in), "muted"))
    card.column.addWidget(_body(about.warning, "muted"))
    return card


def _body(text: str, role: str = "", *, indent: int = 0) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setContentsMargins(indent, 0, 0, 0)
    return label
