"""The program's icons: one set of SVG outlines, drawn in the colour of the text around them."""

from importlib.resources import files
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_SIZES: Final = (16, 20, 24, 32, 48)
_INK: Final = "#000"


def icon(name: str, colour: str) -> QIcon:
    """The outline `name` (a file in the folder ``icons``) in a colour, sharp at the usual sizes."""
    source = (files("app.ui") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return _rendered(source.replace(_INK, QColor(colour).name()))


def program_icon() -> QIcon:
    """The icon of the program itself."""
    return _rendered((files("app.ui") / "icons" / "app.svg").read_text(encoding="utf-8"))


def _rendered(source: str) -> QIcon:
    renderer = QSvgRenderer(QByteArray(source.encode()))
    result = QIcon()
    for size in _SIZES:
        for scale in (1, 2):
            pixmap = QPixmap(size * scale, size * scale)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter, QRectF(0, 0, size * scale, size * scale))
            painter.end()
            result.addPixmap(pixmap)
    return result
