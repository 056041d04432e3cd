"""How an error is shown: what happened, what to do now, and "Kopiuj szczegóły" for support."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from app.base.errors import KonwerterError
from app.base.texts import _


def show_error(parent: QWidget, error: KonwerterError) -> None:
    """Show the error in a window of its own, without stopping the event loop of anything else."""
    message_of(error, parent).open()


def message_of(error: KonwerterError, parent: QWidget | None = None) -> QMessageBox:
    """The window that says the error, not shown yet."""
    box = QMessageBox(QMessageBox.Icon.Warning, _("Konwerter KSeF"), error.title, parent=parent)
    box.setInformativeText(error.advice)
    close = box.addButton(_("Zamknij"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(close)
    copy = box.addButton(_("Kopiuj szczegóły"), QMessageBox.ButtonRole.ActionRole)
    copy.clicked.disconnect()
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details_text(error)))
    return box


def details_text(error: KonwerterError) -> str:
    """The text for support: kind, title, advice and detail. Errors never carry a secret."""
    return "\n".join(part for part in (type(error).__name__, error.title, error.advice, error.detail) if part)
