"""Short messages and questions: one sentence, verbs on the buttons."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.base.texts import _


def tell(parent: QWidget, title: str, text: str) -> QMessageBox:
    """Say something that needs no answer."""
    box = _box(QMessageBox.Icon.Information, parent, title, text)
    box.addButton(_("Zamknij"), QMessageBox.ButtonRole.AcceptRole)
    box.open()
    return box


def ask(parent: QWidget, title: str, text: str, verb: str, action: Callable[[], None]) -> None:
    """Ask once before something that takes something away; the safe answer is the default."""
    box = _box(QMessageBox.Icon.Question, parent, title, text)
    confirm = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(_("Zostaw"), QMessageBox.ButtonRole.RejectRole))
    confirm.clicked.connect(lambda _checked: action())
    box.open()


def _box(symbol: QMessageBox.Icon, parent: QWidget, title: str, text: str) -> QMessageBox:
    box = QMessageBox(symbol, "Konwerter KSeF", title, parent=parent)
    box.setInformativeText(text)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box
