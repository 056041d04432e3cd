"""Where something was saved, with the way to its folder."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from app.base.texts import _
from app.ui.message import tell


def tell_saved(parent: QWidget, title: str, text: str, folder: Path) -> None:
    """Say that something is saved in `folder`, and offer to open it."""
    box = tell(parent, title, text or str(folder))
    box.addButton(_("Otwórz folder"), QMessageBox.ButtonRole.ActionRole).clicked.connect(lambda: open_folder(folder))


def open_folder(folder: Path) -> None:
    """Show a folder in the system's own browser of files."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
