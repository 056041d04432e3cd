"""How a client is drawn in the list: the name, and beneath it, smaller, what there is to do."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.widgets.cells import TO_THE_LEFT

DETAIL_ROLE: Final = Qt.ItemDataRole.UserRole + 2
"""The second line of an item."""

_HEIGHT: Final = 48
_PADDING: Final = 12


class ClientDelegate(QStyledItemDelegate):
    """Two lines per item, both shortened with dots where they do not fit."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw the ground as the style does, then the lines."""
        self.initStyleOption(option, index)
        name, option.text = option.text, ""
        if option.widget is not None:
            option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        area = option.rect.adjusted(_PADDING, 6, -_PADDING, -6)
        half = area.height() // 2
        painter.save()
        strong = QFont(option.font)
        strong.setWeight(QFont.Weight.DemiBold if option.state & QStyle.StateFlag.State_Selected else QFont.Weight.Normal)
        _line(painter, QRect(area.x(), area.y(), area.width(), half), name, strong, option.palette.color(QPalette.ColorRole.Text))
        small = QFont(option.font)
        small.setPointSizeF(option.font.pointSizeF() * 0.88)
        muted = option.palette.color(QPalette.ColorRole.PlaceholderText)
        _line(painter, QRect(area.x(), area.y() + half, area.width(), half), str(index.data(DETAIL_ROLE) or ""), small, muted)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802 - Qt's name
        """The same height for every client; the width is the list's."""
        return QSize(0, max(_HEIGHT, 2 * option.fontMetrics.height() + 14))


def _line(painter: QPainter, area: QRect, text: str, font: QFont, colour: QColor) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, TO_THE_LEFT, shown)
