"""The choice of an environment: what each is for, how one logs in there, and its warning."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from app.base.environments import Environment
from app.base.texts import _
from app.office.environments import described
from app.ui.help.key import attach_help
from app.ui.theme import ENVIRONMENT_COLOURS, Colours
from app.ui.widgets.card import Card

_ORDER: Final = (Environment.PRODUCTION, Environment.TRAINING, Environment.DEMO, Environment.TEST)


class EnvironmentDialog(QDialog):
    """Four cards; the button names where it leads."""

    chosen = Signal(object)
    """The `Environment` to go to."""

    def __init__(self, parent: QWidget, current: Environment, colours: Colours) -> None:
        super().__init__(parent)
        self._current = current
        self._group = QButtonGroup(self)
        self.setWindowTitle(_("Środowisko"))
        self.resize(780, 640)
        title = QLabel(_("W którym środowisku pracować?"))
        title.setProperty("role", "title")
        text = QLabel(_("Każde ma osobne archiwum i osobne hasła. Faktury jednego nigdy nie mieszają się z fakturami drugiego."))
        text.setProperty("role", "muted")
        text.setWordWrap(True)
        self.go_button = QPushButton()
        self.go_button.setProperty("primary", "true")
        self.go_button.setDefault(True)
        stay = QPushButton(_("Zostań"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 16)
        layout.setSpacing(12)
        layout.addWidget(title)
        layout.addWidget(text)
        for environment in _ORDER:
            layout.addWidget(self._card(environment, colours))
        layout.addStretch()
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(stay)
        foot.addWidget(self.go_button)
        layout.addLayout(foot)
        stay.clicked.connect(self.reject)
        self.go_button.clicked.connect(self._go)
        self._group.idToggled.connect(self._name_button)
        self.choose(current)
        attach_help(self, "srodowiska")

    @property
    def environment(self) -> Environment:
        """The one in focus."""
        return _ORDER[self._group.checkedId()]

    def choose(self, environment: Environment) -> None:
        """Put the choice on an environment."""
        self._group.button(_ORDER.index(environment)).setChecked(True)
        self._name_button()

    def _name_button(self) -> None:
        here = self.environment is self._current
        self.go_button.setText(
            _("To środowisko jest otwarte") if here else _("Przejdź: {name}").format(name=self.environment.label)
        )
        self.go_button.setEnabled(not here)

    def _go(self) -> None:
        environment = self.environment
        self.accept()
        self.chosen.emit(environment)

    def _card(self, environment: Environment, colours: Colours) -> Card:
        about = described(environment)
        card = Card(colours, ENVIRONMENT_COLOURS[environment])
        button = QRadioButton(environment.label + (_("  (otwarte teraz)") if environment is self._current else ""))
        button.setStyleSheet("font-weight: 600;")
        button.setAccessibleDescription(f"{about.purpose} {about.warning}")
        self._group.addButton(button, _ORDER.index(environment))
        card.column.addWidget(button)
        for text, role in (
            (about.purpose, ""),
            (_("Logowanie: {how}").format(how=about.signing_in), "muted"),
            (about.warning, "muted"),
        ):
            label = QLabel(text)
            label.setWordWrap(True)
            label.setProperty("role", role)
            label.setContentsMargins(24, 0, 0, 0)
            card.column.addWidget(label)
        return card
