"""The environment, always in sight: a button in its colour with its word, and the thin band under the toolbar."""

from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from app.base.environments import Environment
from app.base.texts import Words, _
from app.ui.theme import ENVIRONMENT_COLOURS


class EnvironmentBadge(QToolButton):
    """Shows the environment in force; a click asks for another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.show_environment(Environment.PRODUCTION)

    def show_environment(self, environment: Environment) -> None:
        """Show which environment's archive the window works with."""
        self.setText(f"●  {environment.label}  ▾")
        self.setToolTip(_PURPOSE[environment])
        self.setAccessibleName(_("Środowisko: {name}").format(name=environment.label))
        colour = ENVIRONMENT_COLOURS[environment]
        self.setStyleSheet(
            f"QToolButton {{ background: {colour}; color: #ffffff; font-weight: 600; padding: 6px 12px; }}"
            "QToolButton:focus { border: 2px solid #ffffff; padding: 4px 10px; }"
        )


class EnvironmentBand(QFrame):
    """A thin line in the environment's colour; nothing to click, nothing for the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(3)

    def show_environment(self, environment: Environment) -> None:
        """Take the environment's colour."""
        self.setStyleSheet(f"background: {ENVIRONMENT_COLOURS[environment]};")


_PURPOSE = Words(
    {
        Environment.PRODUCTION: "Prawdziwe dokumenty: wiążące prawnie i podatkowo.",
        Environment.DEMO: "Środowisko przedprodukcyjne: prawdziwe logowanie, dokumenty bez mocy prawnej.",
        Environment.TEST: "Środowisko testowe: dane wspólne dla wszystkich testujących, bez mocy prawnej.",
        Environment.TRAINING: "Środowisko szkoleniowe na tym komputerze: zmyślone firmy i faktury.",
    }
)
