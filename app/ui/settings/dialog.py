"""*Ustawienia* (Ctrl+,): four pages; what is changed holds at once and is kept at once."""

from typing import Final

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.base.texts import _
from app.office.archives import Archive
from app.ui.automation import Automation
from app.ui.help.key import attach_help, change_help, give_help
from app.ui.preferences import Preferences
from app.ui.settings.data_page import DataPage
from app.ui.settings.download_page import DownloadPage
from app.ui.settings.look_page import LookPage
from app.ui.settings.privacy_page import PrivacyPage
from app.ui.tasks import TaskRunner
from app.ui.updates import UpdateNotice

_PAGE: Final = "settings_page"
_SIZE: Final = "settings"
_TOPICS: Final = ("start", "plan", "dane", "tajemnice")


class SettingsDialog(QDialog):
    """Works also where no archive could be opened: a backup can be restored then."""

    look_changed = Signal()
    schedule_changed = Signal()
    restore_wanted = Signal(object)
    """The `Path` of a backup that somebody has agreed to restore."""
    documents_removed = Signal()

    def __init__(
        self,
        parent: QWidget,
        preferences: Preferences,
        runner: TaskRunner,
        *,
        archive: Archive | None,
        automation: Automation | None,
        updates: UpdateNotice,
        tray: bool,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self.setWindowTitle(_("Ustawienia"))
        self.resize(880, 680)
        self.look = LookPage(preferences)
        self.download = DownloadPage(preferences, automation, tray=tray)
        self.data = DataPage(preferences, runner, archive)
        self.privacy = PrivacyPage(preferences, updates)
        self.pages = QStackedWidget()
        self.list = QListWidget()
        self.list.setAccessibleName(_("Strony ustawień"))
        self.list.setMaximumWidth(190)
        self.list.setStyleSheet("QListWidget::item { padding: 8px 12px; }")
        for page in (self.look, self.download, self.data, self.privacy):
            self.pages.addWidget(page)
            self.list.addItem(page.title)
        close = QPushButton(_("Zamknij"))
        close.setDefault(True)
        close.clicked.connect(self.close)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.list)
        middle.addWidget(self.pages, stretch=1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 16, 12)
        foot.addWidget(self.data.strip, stretch=1)
        foot.addStretch()
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(middle, stretch=1)
        layout.addLayout(foot)
        attach_help(self, _TOPICS[0])
        self.list.currentRowChanged.connect(self._show_page)
        self._restore_place()
        self.look.changed.connect(self.look_changed)
        self.download.changed.connect(self.schedule_changed)
        self.data.restore_wanted.connect(self.restore_wanted)
        self.data.documents_removed.connect(self.documents_removed)
        self.privacy.help_wanted.connect(lambda topic: give_help(self, topic))

    def done(self, result: int) -> None:
        """Close, and remember page and size."""
        size = bytes(self.saveGeometry().toBase64().data()).decode()
        layout = {**self._preferences.settings.layout, _PAGE: str(self.list.currentRow()), _SIZE: size}
        self._preferences.remember(layout=layout)
        super().done(result)

    def _show_page(self, number: int) -> None:
        self.pages.setCurrentIndex(number)
        change_help(self, _TOPICS[number])

    def _restore_place(self) -> None:
        layout = self._preferences.settings.layout
        if _SIZE in layout:
            self.restoreGeometry(QByteArray.fromBase64(layout[_SIZE].encode()))
        page = layout.get(_PAGE, "0")
        self.list.setCurrentRow(int(page) if page.isdecimal() and int(page) < self.list.count() else 0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
