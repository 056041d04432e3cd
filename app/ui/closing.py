"""Closing what is open without losing what was typed."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from app.base.texts import _
from app.ui.message import ask


def ask_to_discard(dialog: QWidget, discard: Callable[[], None]) -> None:
    """Ask before what was typed in a dialog is thrown away."""
    ask(dialog, _("Zamknąć bez zapisania?"), _("To, co wpisano, zostanie utracone."), _("Porzuć zmiany"), discard)


def close_dialogs(window: QWidget) -> bool:
    """Close every dialog of a window; False where one stays open, since it holds something unsaved.

    Questions and messages are put away unanswered: nothing happens without an answer.
    """
    for box in window.findChildren(QMessageBox):
        box.done(0)
    dialogs = [dialog for dialog in window.findChildren(QDialog) if not isinstance(dialog, QMessageBox)]
    for dialog in dialogs:
        if dialog.isVisible():
            dialog.close()
    return not any(dialog.isVisible() for dialog in dialogs)
