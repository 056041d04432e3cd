"""*Prywatność*: with whom the program talks, and where secrets are."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton

from app.base.texts import _
from app.ui.preferences import Preferences
from app.ui.settings.page import Page, note, row
from app.ui.updates import UpdateNotice


class PrivacyPage(Page):
    """Says plainly what leaves this computer."""

    help_wanted = Signal(str)

    def __init__(self, preferences: Preferences, updates: UpdateNotice) -> None:
        super().__init__(_("Prywatność"))
        self.nbp_rates = QCheckBox(_("Pobieraj kursy walut z tabeli A NBP, gdy faktura nie podaje kursu"))
        self.nbp_rates.setChecked(preferences.settings.nbp_rates)
        self.nbp_rates.toggled.connect(lambda nbp: preferences.remember(nbp_rates=nbp))
        self.updates = QCheckBox(_("Raz dziennie sprawdzaj, czy jest nowsza wersja programu"))
        self.updates.setChecked(updates.wanted)
        self.updates.setEnabled(updates.ready)
        self.updates.toggled.connect(lambda wanted: updates.want(wanted=wanted))
        self.secrets_button = QPushButton(_("Więcej o hasłach i tokenach"))
        self.secrets_button.clicked.connect(lambda: self.help_wanted.emit("tajemnice"))
        self.section(
            _("Z kim program się łączy"),
            note(
                _(
                    "Z KSeF: żeby pobrać faktury. Niczego tam nie wystawia ani nie wysyła.\n"
                    "Z wykazem podatników VAT (białą listą): tylko wtedy, gdy ktoś o to poprosi.\n"
                    "Program nie wysyła statystyk ani raportów o błędach; diagnostykę zapisuje się i przesyła samemu."
                )
            ),
        )
        self.section(
            _("Kursy walut"),
            self.nbp_rates,
            note(_("Do NBP idzie tylko waluta i data. Bez tego program zapyta o kurs przy konwersji.")),
        )
        self.section(
            _("Nowsze wersje"),
            self.updates,
            note(_("Program tylko o tym powie. Niczego sam nie pobiera ani nie instaluje.")),
        )
        self.section(
            _("Tokeny, certyfikaty i hasła"),
            note(
                _(
                    "Są w magazynie haseł systemu. Nie ma ich w archiwum, w kopiach zapasowych, w eksporcie klienta, w dzienniku ani w "
                    "diagnostyce. Po przywróceniu kopii na innym komputerze dostęp do KSeF trzeba podać od nowa."
                )
            ),
            row(self.secrets_button),
        )
