"""*Pobieranie*: when the running program downloads by itself, and whether it stays beside the clock."""

import datetime as dt
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QTime, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QLabel, QLineEdit, QPushButton, QRadioButton, QSpinBox, QTimeEdit

from app.base.texts import _
from app.office.schedule import SHORTEST
from app.ui.automation import Automation, utc_now
from app.ui.preferences import Preferences
from app.ui.settings.page import Page, note, row

_DAY: Final = 24 * 60
_MODES: Final = ("off", "interval", "nightly")


class DownloadPage(Page):
    """Without an open archive there is no `automation` to tell what comes next."""

    changed = Signal()

    def __init__(self, preferences: Preferences, automation: Automation | None, *, tray: bool) -> None:
        """`tray`: whether the system has a place for the icon."""
        super().__init__(_("Pobieranie"))
        self._preferences = preferences
        self._automation = automation
        settings = preferences.settings
        self.modes = QButtonGroup(self)
        off = QRadioButton(_("Tylko gdy ktoś kliknie"))
        interval = QRadioButton(_("Co"))
        nightly = QRadioButton(_("Codziennie o"))
        for number, button in enumerate((off, interval, nightly)):
            self.modes.addButton(button, number)
            button.setChecked(_MODES[number] == settings.scheduled.mode)
        self.minutes = QSpinBox()
        self.minutes.setRange(SHORTEST, _DAY)
        self.minutes.setSingleStep(15)
        self.minutes.setValue(settings.scheduled.minutes)
        self.minutes.setSuffix(_(" min"))
        self.minutes.setAccessibleName(_("Co ile minut pobierać"))
        self.at = QTimeEdit(QTime(settings.scheduled.at.hour, settings.scheduled.at.minute))
        self.at.setDisplayFormat("HH:mm")
        self.at.setAccessibleName(_("O której pobierać"))
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.tray = QCheckBox(_("Po zamknięciu okna zostań przy zegarze i pobieraj dalej"))
        self.tray.setChecked(settings.tray and tray)
        self.tray.setEnabled(tray)
        self.notify = QCheckBox(_("Powiadom o nowych dokumentach i kłopotach, raz po każdym pobraniu"))
        self.notify.setChecked(settings.notify)
        self.notify.setEnabled(tray)
        command = f"konwerter-ksef sync --environment {settings.environment.value} --all"
        self.command = QLineEdit(command)
        self.command.setReadOnly(True)
        self.command.setAccessibleName(_("Polecenie dla harmonogramu systemu"))
        self.copy_button = QPushButton(_("Kopiuj"))
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(command))
        command_row = row(self.command, self.copy_button)
        command_row.setStretch(0, 1)
        self.section(
            _("Pobieranie według planu"),
            row(off),
            row(interval, self.minutes),
            row(nightly, self.at),
            note(
                _(
                    "Program pobiera faktury wszystkich klientów, którzy mają dostęp, w środowisku, które jest otwarte. Czeka, gdy "
                    "otwarte jest okno z pytaniem albo KSeF prosi o przerwę. Pobieranie, które wypadło przy wyłączonym "
                    "komputerze, nadrabia po uruchomieniu."
                )
            ),
            self.sentence,
        )
        self.section(
            _("Praca przy zegarze"),
            self.tray,
            self.notify,
            *([] if tray else [note(_("Ten system nie ma miejsca na ikonę przy zegarze: zamknięcie okna kończy program."))]),
        )
        self.section(
            _("Bez otwartego programu"),
            note(_("To polecenie można wpisać w Harmonogramie zadań systemu. Działa także wtedy, gdy program jest zamknięty.")),
            command_row,
        )
        self.modes.idClicked.connect(lambda _number: self._keep())
        self.minutes.valueChanged.connect(lambda _value: self._keep())
        self.at.timeChanged.connect(lambda _value: self._keep())
        self.tray.toggled.connect(self._keep_tray)
        self.notify.toggled.connect(lambda notify: preferences.remember(notify=notify))
        self._show()

    def _keep(self) -> None:
        before = self._preferences.settings.scheduled
        scheduled = replace(
            before,
            mode=_MODES[self.modes.checkedId()],
            minutes=self.minutes.value(),
            at=dt.time(self.at.time().hour(), self.at.time().minute()),
        )
        if scheduled != before:
            self._preferences.remember(scheduled=replace(scheduled, since=utc_now().replace(microsecond=0)))
        self._show()
        self.changed.emit()

    def _keep_tray(self, tray: bool) -> None:  # noqa: FBT001 - as Qt's signal gives it
        self._preferences.remember(tray=tray)
        self.changed.emit()

    def _show(self) -> None:
        mode = _MODES[self.modes.checkedId()]
        self.minutes.setEnabled(mode == "interval")
        self.at.setEnabled(mode == "nightly")
        said = mode != "off" and self._automation is not None
        self.sentence.setText(self._automation.sentence if said and self._automation is not None else "")
        self.sentence.setVisible(said)
