"""A table cell that shows how far something is: a short bar, and words beside it."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from app.ui.widgets.cells import TO_THE_LEFT
from app.ui.widgets.pill import PillDelegate

SHARE_ROLE: Final = Qt.ItemDataRole.UserRole + 3
"""A cell's progress from 0.0 to 1.0; negative where it is not known how much there is; None draws as `PillDelegate` does."""

_BAR: Final = 72
_HEIGHT: Final = 6


class LaneDelegate(PillDelegate):
    """Draws the bar before the cell's text."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw ground, bar and words; a cell without progress is drawn as a pill."""
        share = index.data(SHARE_ROLE)
        if share is None:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        if option.widget is not None:
            option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        palette = option.palette
        whole = QRectF(option.rect.x() + 8, option.rect.center().y() - _HEIGHT / 2 + 1, _BAR, _HEIGHT)
        done = QRectF(whole)
        done.setWidth(_BAR * min(max(float(share), 0.08), 1.0))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for area, colour in ((whole, palette.color(QPalette.ColorRole.Mid)), (done, palette.color(QPalette.ColorRole.Highlight))):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(area, _HEIGHT / 2, _HEIGHT / 2)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.setFont(option.font)
        words = option.rect.adjusted(_BAR + 18, 0, -4, 0)
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, TO_THE_LEFT, shown)
        painter.restore()
