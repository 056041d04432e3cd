"""The program without its window: what goes on when the window is closed, and how it comes back."""

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMainWindow

from app.base.texts import _
from app.ui.automation import Automation
from app.ui.forward import bring_forward
from app.ui.preferences import Preferences
from app.ui.tray import Tray

_TOLD: Final = "tray"


class Background(QObject):
    """Joins automation, tray and window. Without a schedule, or without a tray, closing the window ends the program as ever."""

    board_wanted = Signal()
    """Somebody wants to see what the last download brought."""

    def __init__(self, window: QMainWindow, preferences: Preferences, automation: Automation, tray: Tray) -> None:
        super().__init__(window)
        self._window = window
        self._preferences = preferences
        self._leaving = False
        self._news = False
        self.automation = automation
        self.tray = tray
        tray.open_wanted.connect(self.come_forward)
        tray.download_wanted.connect(automation.download)
        tray.pause_wanted.connect(lambda paused: automation.pause(paused=paused))
        tray.quit_wanted.connect(self.leave)
        automation.told.connect(self._tell)
        automation.changed.connect(self.refresh)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.commitDataRequest.connect(self._let_go)
        self.refresh()

    @property
    def stays(self) -> bool:
        """Whether closing the window leaves the program running beside the clock."""
        return self._wanted and self.tray.available and not self._leaving

    def refresh(self) -> None:
        """Follow changed settings: whether there is an icon, and what it says."""
        self.tray.show(shown=self._wanted)
        self.tray.say(self.automation.sentence)
        if self.tray.pause_action.isChecked() != self.automation.paused:
            self.tray.pause_action.setChecked(self.automation.paused)

    def retire(self) -> None:
        """Hide the window; the first time it says where the program has gone."""
        QApplication.setQuitOnLastWindowClosed(False)
        self._window.hide()
        if _TOLD not in self._preferences.settings.told:
            self._preferences.remember(told=self._preferences.settings.told | {_TOLD})
            self.tray.tell(
                _("Konwerter KSeF działa dalej"),
                _("Jest przy zegarze i pobiera faktury według planu. Kliknij ikonę, aby go otworzyć; „Zakończ” jest w jej menu."),
            )

    def come_forward(self) -> None:
        """Show the window in front; with news, on the board."""
        bring_forward(self._window)
        QApplication.setQuitOnLastWindowClosed(True)
        if self._news:
            self._news = False
            self.board_wanted.emit()

    def leave(self) -> None:
        """End the program; the window may still ask about what is not saved."""
        self._leaving = True
        QApplication.setQuitOnLastWindowClosed(True)
        if self._window.close():
            QApplication.quit()
            return
        self._leaving = False
        bring_forward(self._window)

    def stop(self) -> None:
        """The window is closed for good."""
        self.automation.stop()
        self.tray.show(shown=False)

    @property
    def _wanted(self) -> bool:
        settings = self._preferences.settings
        return settings.tray and settings.scheduled.mode != "off"

    def _tell(self, title: str, text: str) -> None:
        if self._window.isActiveWindow() or not self._preferences.settings.notify:
            return  # whoever looks at the window sees it there
        self._news = True
        self.tray.tell(title, text)

    def _let_go(self) -> None:
        """The session ends: nobody may be kept from it."""
        self._leaving = True
