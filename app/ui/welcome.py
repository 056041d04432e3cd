"""The first thing a new user sees: the doors in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.base.texts import _
from app.ui.icons import program_icon
from app.ui.theme import Colours


class WelcomePage(QWidget):
    """Shown while the environment's archive has no client."""

    training_wanted = Signal()
    client_wanted = Signal()
    files_wanted = Signal()

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        logo = QLabel()
        logo.setPixmap(program_icon().pixmap(72, 72))
        title = QLabel(_("Konwerter KSeF"))
        title.setProperty("role", "title")
        text = QLabel(
            _("Faktury z KSeF do plików importu programów księgowych.\nProgram tylko czyta: niczego nie wystawia ani nie wysyła.")
        )
        text.setProperty("role", "muted")
        doors = QHBoxLayout()
        doors.setSpacing(24)
        self._cards: list[QFrame] = []
        self.training_button = self._door(
            doors,
            _("Wypróbuj na danych szkoleniowych"),
            _("Mały KSeF na tym komputerze: trzy zmyślone firmy, faktury każdego rodzaju. Bez konta i bez Internetu."),
            _("Zacznij szkolenie"),
        )
        self.client_button = self._door(
            doors,
            _("Dodaj pierwszego klienta"),
            _("Kreator przeprowadzi przez token albo certyfikat i sprawdzi, czy dostęp do KSeF działa."),
            _("Daj dostęp do KSeF…"),
        )
        self.files_button = self._door(
            doors,
            _("Otwórz pliki XML"),
            _("Faktury zapisane z Aplikacji Podatnika: pliki XML, ZIP albo cały folder."),
            _("Wybierz pliki…"),
        )
        self.training_button.clicked.connect(self.training_wanted)
        self.files_button.clicked.connect(self.files_wanted)
        self.client_button.clicked.connect(self.client_wanted)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint = QLabel(_("Pliki można też po prostu upuścić na to okno."))
        hint.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(48, 48, 48, 48)
        layout.setSpacing(16)
        layout.addStretch()
        for widget in (logo, title, text):
            layout.addWidget(widget, alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addSpacing(16)
        layout.addLayout(doors)
        layout.addWidget(hint, alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addStretch()
        self.set_colours(colours)

    def set_colours(self, colours: Colours) -> None:
        """Follow a change of theme."""
        for card in self._cards:
            card.setStyleSheet(
                f"#card {{ background: {colours.surface}; border: 1px solid {colours.separator}; border-radius: 10px; }}"
            )

    def _door(self, row: QHBoxLayout, title: str, text: str, verb: str) -> QPushButton:
        card = QFrame()
        card.setObjectName("card")
        card.setFixedSize(320, 210)
        heading = QLabel(title)
        heading.setProperty("role", "heading")
        heading.setWordWrap(True)
        body = QLabel(text)
        body.setWordWrap(True)
        button = QPushButton(verb)
        button.setProperty("primary", "true" if not self._cards else "false")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.addWidget(heading)
        layout.addWidget(body, stretch=1, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addWidget(button)
        if not self._cards:
            row.addStretch()
        row.insertWidget(row.count() if not self._cards else row.count() - 1, card)
        if not self._cards:
            row.addStretch()
        self._cards.append(card)
        return button
