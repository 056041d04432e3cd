"""A window brought before the others."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow


def bring_forward(window: QMainWindow) -> None:
    """Show a window that was hidden, minimised or behind others."""
    if window.isMinimized() or not window.isVisible():
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)
