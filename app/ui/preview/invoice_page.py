"""*Faktura*: the invoice as on paper, zoomable."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import QTextBrowser, QWidget

from app.base.texts import _

_SMALLEST: Final = -4
_LARGEST: Final = 12


class InvoicePage(QTextBrowser):
    """Paper is white in every theme: what is shown is what the PDF holds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setAccessibleName(_("Podgląd faktury"))
        self.setStyleSheet("QTextBrowser { background: #ffffff; color: #1c2430; }")
        self._zoom = 0
        for keys, step in ((QKeySequence.StandardKey.ZoomIn, 1), (QKeySequence.StandardKey.ZoomOut, -1)):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda step=step: self.zoom(step))

    def show_page(self, html: str) -> None:
        """Show a page; the zoom stays."""
        self.setHtml(html)

    def zoom(self, steps: int) -> None:
        """Make the page larger or smaller, within bounds."""
        wanted = max(_SMALLEST, min(_LARGEST, self._zoom + steps))
        if wanted > self._zoom:
            self.zoomIn(wanted - self._zoom)
        elif wanted < self._zoom:
            self.zoomOut(self._zoom - wanted)
        self._zoom = wanted

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)
