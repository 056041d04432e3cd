"""A table cell drawn as a small labelled pill: the state of a document, never by colour alone."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

PILL_COLOURS_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""A cell's pair (text colour, ground colour) as names; None draws plain text."""

_PADDING: Final = 9
_HEIGHT: Final = 20


class PillDelegate(QStyledItemDelegate):
    """Draws the cell's text on a rounded ground in the colours of `PILL_COLOURS_ROLE`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw the pill; a cell without colours is drawn as usual."""
        colours = index.data(PILL_COLOURS_ROLE)
        if colours is None:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        text = option.text
        option.text = ""
        if option.widget is not None:
            option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        ink, ground = colours
        width = min(option.fontMetrics.horizontalAdvance(text) + 2 * _PADDING, option.rect.width() - 8)
        box = QRectF(option.rect.x() + 4, option.rect.center().y() - _HEIGHT / 2 + 1, width, _HEIGHT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, _HEIGHT / 2, _HEIGHT / 2)
        painter.setPen(QColor(ink))
        painter.setFont(option.font)
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width) - _PADDING)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802 - Qt's name
        """Room for the text and the rounded ends."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 2 * _PADDING, hint.height())
