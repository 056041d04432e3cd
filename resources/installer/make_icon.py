"""Draws the program's icon and the setup's picture out of app/ui/icons/app.svg: ``python resources/installer/make_icon.py``.

Run after the SVG has changed; what it writes is kept in the repository, so that a build needs no drawing.
"""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parent
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
_LARGEST_IN_BYTE = 256
_PANEL = (164, 314)
"""What NSIS shows at the left of its first and last page."""
_PANEL_COLOUR = "#e9eff8"


def png(renderer: QSvgRenderer, size: int) -> bytes:
    """The icon as a PNG file of `size` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return buffer.data().data()


def ico(pictures: dict[int, bytes]) -> bytes:
    """An ICO file of PNG pictures, which Windows reads since Vista; 256 is written as 0."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    place = len(head) + 16 * len(pictures)
    entries, bodies = b"", b""
    for size, data in pictures.items():
        side = size % _LARGEST_IN_BYTE
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(data), place + len(bodies))
        bodies += data
    return head + entries + bodies


def panel(renderer: QSvgRenderer) -> QImage:
    """The icon on a quiet ground, in few colours: NSIS reads nothing smaller than BMP."""
    width, height = _PANEL
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(_PANEL_COLOUR))
    painter = QPainter(image)
    side = width * 0.6
    renderer.render(painter, QRectF((width - side) / 2, (height - side) / 2, side, side))
    painter.end()
    return image.convertToFormat(QImage.Format.Format_Indexed8)


def main() -> None:
    """Write app.ico, app.png and panel.bmp beside this file."""
    application = QGuiApplication([*sys.argv[:1], "-platform", "offscreen"])
    renderer = QSvgRenderer(str(HERE.parents[1] / "app" / "ui" / "icons" / "app.svg"))
    (HERE / "app.ico").write_bytes(ico({size: png(renderer, size) for size in SIZES}))
    (HERE / "app.png").write_bytes(png(renderer, 256))
    panel(renderer).save(str(HERE / "panel.bmp"))
    del application


if __name__ == "__main__":
    main()
