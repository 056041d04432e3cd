"""The icon beside the clock: the program goes on there when its window is closed."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.base.texts import _
from app.ui.icons import program_icon

_SHOWN_MS = 8_000


class Tray(QObject):
    """Where the system has no such place nothing is shown and nothing fails; `available` says so."""

    open_wanted = Signal()
    download_wanted = Signal()
    pause_wanted = Signal(bool)
    quit_wanted = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._icon = QSystemTrayIcon(program_icon(), self)
        self.menu = QMenu()
        self.open_action = self._action(_("Otwórz Konwerter KSeF"))
        self.download_action = self._action(_("Pobierz teraz"))
        self.pause_action = self._action(_("Wstrzymaj pobieranie według planu"))
        self.pause_action.setCheckable(True)
        self.menu.addSeparator()
        self.quit_action = self._action(_("Zakończ"))
        self.menu.setDefaultAction(self.open_action)
        self._icon.setContextMenu(self.menu)
        self.open_action.triggered.connect(lambda _checked: self.open_wanted.emit())
        self.download_action.triggered.connect(lambda _checked: self.download_wanted.emit())
        self.pause_action.toggled.connect(self.pause_wanted)
        self.quit_action.triggered.connect(lambda _checked: self.quit_wanted.emit())
        self._icon.activated.connect(self._activate)
        self._icon.messageClicked.connect(self.open_wanted)

    @property
    def available(self) -> bool:
        """Whether the system has a place for it."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self, *, shown: bool) -> None:
        """Show the icon, or take it away."""
        self._icon.setVisible(shown and self.available)

    def say(self, tip: str) -> None:
        """What the pointer reads on it."""
        self._icon.setToolTip(f"Konwerter KSeF\n{tip}")

    def tell(self, title: str, text: str) -> None:
        """One quiet notification; the system decides how it looks."""
        if self._icon.isVisible():
            self._icon.showMessage(title, text, program_icon(), _SHOWN_MS)

    def _action(self, title: str) -> QAction:
        action = QAction(title, self.menu)
        self.menu.addAction(action)
        return action

    def _activate(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick}:
            self.open_wanted.emit()
