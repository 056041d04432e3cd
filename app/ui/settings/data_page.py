"""*Dane*: where they are, backups and the way back, checks, what support asks for, how long documents are kept."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QPushButton

from app.base.dates import WARSAW
from app.base.environments import Environment
from app.base.texts import _
from app.office.archives import Archive
from app.ui.error_box import show_error
from app.ui.message import ask
from app.ui.preferences import Preferences
from app.ui.saved import open_folder
from app.ui.settings.data_work import DataWork, content
from app.ui.settings.page import Page, note, row
from app.ui.settings.retention_dialog import RetentionDialog
from app.ui.tasks import Task, TaskRunner
from app.ui.widgets.elided_label import ElidedLabel
from app.ui.widgets.progress_strip import ProgressStrip

if TYPE_CHECKING:
    from app.office.backups import Backup

_RESULTS: Final = ("backup", "check", "diagnostics", "expired")


class DataPage(Page):
    """Results stay readable until the page is closed."""

    restore_wanted = Signal(object)
    """The `Path` of a backup that somebody has agreed to restore."""
    documents_removed = Signal()

    def __init__(self, preferences: Preferences, runner: TaskRunner, archive: Archive | None) -> None:
        super().__init__(_("Dane"))
        self._preferences = preferences
        self._environment = Environment(preferences.settings.environment)
        self.work = DataWork(preferences, runner, archive, self)
        self.strip = ProgressStrip()
        self.results = {name: _result() for name in _RESULTS}
        self.backup_folder = ElidedLabel()
        self.folder_button = self._button(_("Zmień folder…"), self._ask_backup_folder)
        self.backup_button = self._button(_("Zrób kopię teraz"), self._back_up)
        self.weekly = QCheckBox(_("Rób kopię co tydzień (w tym folderze zostaje osiem ostatnich kopii automatycznych)"))
        self.weekly.setChecked(preferences.settings.weekly_backup)
        self.weekly.toggled.connect(self._keep_weekly)
        self.restore_button = self._button(_("Przywróć z kopii…"), self._ask_backup)
        self.check_button = self._button(_("Sprawdź archiwum"), self.work.check)
        self.diagnostics_button = self._button(_("Zapisz diagnostykę…"), self._ask_diagnostics)
        self.expired_button = self._button(_("Pokaż dokumenty po terminie…"), self.work.look_for_expired)
        self._place()
        self._show_folder()
        for button in (self.backup_button, self.check_button, self.expired_button):
            button.setEnabled(archive is not None)
        self._buttons = [button for button in self.findChildren(QPushButton) if button.isEnabled()]
        self.work.started.connect(self._follow)
        self.work.said.connect(self._say)
        self.work.inspected.connect(self._ask_restore)
        self.work.expired.connect(self._show_expired)
        self.work.removed.connect(self.documents_removed)
        self.work.failed.connect(lambda error: show_error(self, error))

    def set_backup_folder(self, folder: Path) -> None:
        """Put backups there."""
        self._preferences.remember_folder("backup", folder)
        self._show_folder()

    def _place(self) -> None:
        data = self._preferences.paths.data
        place = QLabel(str(data))
        place.setWordWrap(True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        archive = _("Otwarte archiwum: {name}. Każde środowisko ma osobne i osobno się je kopiuje.").format(
            name=self._environment.label
        )
        self.section(_("Gdzie są dane"), place, note(archive), row(self._button(_("Otwórz folder"), lambda: open_folder(data))))
        self.section(
            _("Kopia zapasowa"),
            note(
                _(
                    "Kopia to jeden plik ZIP z całym archiwum. Program od razu otwiera ją na próbę i porównuje każdy dokument z jego skrótem. "
                    "Tokenów, certyfikatów i haseł nigdy w niej nie ma. Najlepiej trzymać ją na innym dysku."
                )
            ),
            self.backup_folder,
            row(self.backup_button, self.folder_button),
            self.results["backup"],
            self.weekly,
            note(_("Automatyczna kopia powstaje, gdy program działa i nikt w nim nie pracuje.")),
        )
        self.section(
            _("Przywracanie"),
            note(_("Kopia zastępuje otwarte archiwum. To, co jest teraz, zostaje odłożone obok, pod inną nazwą.")),
            row(self.restore_button),
        )
        self.section(
            _("Sprawdzenie archiwum"),
            note(_("Sprawdza plik bazy danych i każdy dokument. Niczego nie zmienia.")),
            row(self.check_button),
            self.results["check"],
        )
        self.section(
            _("Diagnostyka"),
            note(_("Plik ZIP dla pomocy technicznej: wersje, ustawienia, dziennik. Bez dokumentów, tokenów i haseł.")),
            row(self.diagnostics_button),
            self.results["diagnostics"],
        )
        self.section(
            _("Okres przechowywania"),
            note(
                _(
                    "Dokumenty podatkowe przechowuje się pięć lat od końca roku, w którym minął termin płatności podatku "
                    "(art. 86 Ordynacji podatkowej). Program niczego nie usuwa sam."
                )
            ),
            row(self.expired_button),
            self.results["expired"],
        )

    @staticmethod
    def _button(title: str, action: Callable[[], None]) -> QPushButton:
        button = QPushButton(title)
        button.clicked.connect(lambda _checked: action())
        return button

    @property
    def _folder(self) -> Path | None:
        known = self._preferences.settings.folders.get("backup", "")
        return Path(known) if known else None

    def _show_folder(self) -> None:
        folder = self._folder
        self.backup_folder.setText(
            _("Folder kopii: {folder}").format(folder=folder) if folder else _("Folder kopii nie jest jeszcze wybrany.")
        )

    def _ask_backup_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Gdzie zapisywać kopie?"), str(self._folder or Path.home()))
        if chosen:
            self.set_backup_folder(Path(chosen))

    def _back_up(self) -> None:
        if self._folder is None:
            self._ask_backup_folder()
        if self._folder is not None:
            self.work.back_up(self._folder)

    def _keep_weekly(self, weekly: bool) -> None:  # noqa: FBT001 - as Qt's signal gives it
        if weekly and self._folder is None:
            self._ask_backup_folder()
            if self._folder is None:
                self.weekly.setChecked(False)
                return
        self._preferences.remember(weekly_backup=weekly)

    def _ask_backup(self) -> None:
        start = self._preferences.settings.folders.get("restore") or str(self._folder or Path.home())
        name, _kind = QFileDialog.getOpenFileName(self, _("Którą kopię przywrócić?"), start, _("Kopie zapasowe (*.zip)"))
        if name:
            self.work.inspect(Path(name))

    def _ask_restore(self, file: Path, backup: "Backup") -> None:
        place = self._preferences.paths.archive(self._environment)
        aside = (
            _("Obecne archiwum {name} zostanie odłożone obok, w folderze {folder}, i nic z niego nie zginie.").format(
                name=self._environment.label, folder=place.parent
            )
            if place.exists()
            else ""
        )
        text = _("W kopii jest: {what}. {aside} Zmiany zrobione po tej kopii nie będą widoczne.").format(
            what=content(backup), aside=aside
        )
        ask(
            self, _("Przywrócić kopię {name}?").format(name=file.name), text, _("Przywróć kopię"),
            lambda: self.restore_wanted.emit(file),
        )  # fmt: skip

    def _ask_diagnostics(self) -> None:
        name = f"diagnostyka-{dt.datetime.now(WARSAW):%Y-%m-%d-%H%M}.zip"
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Gdzie zapisać diagnostykę?"), str(self._preferences.folder("diagnostics") / name), "ZIP (*.zip)"
        )
        if chosen:
            self.work.save_diagnostics(Path(chosen))

    def _show_expired(self, old: tuple[object, ...]) -> None:
        dialog = RetentionDialog(self, old, self._preferences.folder("leaving"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.decided.connect(self.work.remove_expired)
        dialog.open()

    def _follow(self, task: Task) -> None:
        self.strip.follow(task)
        for button in self._buttons:
            button.setEnabled(False)
        task.finished.connect(self._ended)

    def _ended(self) -> None:
        for button in self._buttons:
            button.setEnabled(True)

    def _say(self, what: str, text: str) -> None:
        self.results[what].setText(text)
        self.results[what].show()


def _result() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
    label.hide()
    return label
