"""*Wygląd*: theme, size of text, language."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLabel, QPushButton, QRadioButton

from app.base.texts import SOURCE_LANGUAGE, Later, _, languages
from app.ui.preferences import Preferences
from app.ui.settings.page import Page, note, row
from app.ui.theme import ThemeChoice

_THEMES: Final[tuple[tuple[ThemeChoice, Later], ...]] = (
    (ThemeChoice.SYSTEM, "Jak w systemie"),
    (ThemeChoice.LIGHT, "Jasny"),
    (ThemeChoice.DARK, "Ciemny"),
)
_NAMES: Final = {"pl": "Polski", "en": "English"}
_STEP: Final = 10
SMALLEST, LARGEST = 80, 200


class LookPage(Page):
    """Announces each change; whoever owns the window applies it."""

    changed = Signal()

    def __init__(self, preferences: Preferences) -> None:
        super().__init__(_("Wygląd"))
        self._preferences = preferences
        settings = preferences.settings
        self.themes = QButtonGroup(self)
        buttons = []
        for number, (choice, title) in enumerate(_THEMES):
            button = QRadioButton(_(title))
            button.setChecked(choice.value == settings.theme)
            self.themes.addButton(button, number)
            buttons.append(button)
        self.themes.idClicked.connect(self._choose_theme)
        self.smaller = QPushButton("−")
        self.smaller.setAccessibleName(_("Mniejszy tekst"))
        self.smaller.clicked.connect(lambda: self.resize_text(self._percent - _STEP))
        self.larger = QPushButton("+")
        self.larger.setAccessibleName(_("Większy tekst"))
        self.larger.clicked.connect(lambda: self.resize_text(self._percent + _STEP))
        self.size_label = QLabel()
        self.as_system = QPushButton(_("Jak w systemie"))
        self.as_system.clicked.connect(lambda: self.resize_text(100))
        self.language = QComboBox()
        self.language.setAccessibleName(_("Język / Language"))
        for code in languages():
            self.language.addItem(_NAMES.get(code, code), code)
        known = self.language.findData(settings.language)
        self.language.setCurrentIndex(max(0, known))
        self.language.activated.connect(self._choose_language)
        self.restart = note(_("Zmiana języka zadziała po ponownym uruchomieniu programu."))
        self.restart.hide()
        self.section(_("Motyw"), row(*buttons))
        self.section(
            _("Rozmiar tekstu"),
            note(_("Tekst ma rozmiar ustawiony w systemie. Tutaj można go powiększyć albo zmniejszyć w samym programie.")),
            row(self.smaller, self.size_label, self.larger, self.as_system),
        )
        self.section(
            _("Język / Language"),
            note(
                _(
                    "Uwagi i pytania do dokumentów, ustawienia programów księgowych, strony faktur i pomoc są zawsze po polsku: "
                    "to słowa przepisów i tych programów."
                )
            ),
            row(self.language),
            self.restart,
        )
        self._show_size()

    @property
    def _percent(self) -> int:
        return self._preferences.settings.text_percent

    def resize_text(self, percent: int) -> None:
        """Give the text another size."""
        self._preferences.remember(text_percent=min(max(percent, SMALLEST), LARGEST))
        self._show_size()
        self.changed.emit()

    def _show_size(self) -> None:
        percent = self._percent
        self.size_label.setText(f"{percent} %")
        self.smaller.setEnabled(percent > SMALLEST)
        self.larger.setEnabled(percent < LARGEST)
        self.as_system.setEnabled(percent != 100)  # noqa: PLR2004 - the whole

    def _choose_theme(self, number: int) -> None:
        self._preferences.remember(theme=_THEMES[number][0].value)
        self.changed.emit()

    def _choose_language(self, _place: int) -> None:
        chosen = self.language.currentData() or SOURCE_LANGUAGE
        self.restart.setVisible(chosen != self._preferences.settings.language or self.restart.isVisible())
        self._preferences.remember(language=chosen)
