"""An HTML page laid out for a device that has sheets: a PDF file or a printer. Both show the same."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPen,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)

from app.base.errors import StorageError
from app.pdf.typeface import FAMILY, load_typeface

Device = QPagedPaintDevice
"""What can be printed on: a printer, a writer of PDF files."""

_MARGINS_MM: Final = QMarginsF(14, 12, 14, 9)
_FOOTER_MM: Final = 9.0
_MM_PER_INCH: Final = 25.4
_BODY_POINTS: Final = 8.0
_FOOTER_POINTS: Final = 7.0
_TITLE_SHARE: Final = 0.78
_MARK_POINTS: Final = 100
_MARK_DEGREES: Final = -54.7  # the diagonal of an A4 page
_INK: Final = QColor("#1d2730")
_FOOTER_INK: Final = QColor("#6a737b")
_RULE_INK: Final = QColor("#c9ced3")
_MARK_INK: Final = QColor(150, 30, 30, 38)


def set_up(device: QPagedPaintDevice) -> None:
    """A4 with our margins, where the device can; a printer that needs wider ones keeps them."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageMargins(_MARGINS_MM, QPageLayout.Unit.Millimeter)


def print_pages(device: QPagedPaintDevice, pages: Iterable[str], *, watermark: str = "", both_sides: bool = False) -> int:
    """Draw HTML pages (see `app.paper.page`) one after another on the device, each numbered for itself; how many sheets' sides there are.

    `watermark` goes across every page. `both_sides`: a document begins on a new sheet of paper and not on the back of another one. Any
    thread may call where there is a `QGuiApplication`. Raises what `pages` raises, and `StorageError` where the device refuses.
    """
    load_typeface()
    painter = QPainter()
    printed = 0
    try:
        for html in pages:
            if not painter.isActive():
                _begin(painter, device)
            elif both_sides and printed % 2:
                _turn(device)
                printed += 1
            sheets = Sheets(html, device)
            for number in range(sheets.count):
                if printed:
                    _turn(device)
                sheets.paint(painter, number, watermark)
                printed += 1
    finally:
        if painter.isActive():
            painter.end()
    return printed


def _begin(painter: QPainter, device: QPagedPaintDevice) -> None:
    """Only when there is something to draw: a printer gives out an empty sheet otherwise."""
    if not painter.begin(device):
        raise StorageError(
            "Drukarka nie przyjęła wydruku.",
            advice="Sprawdź, czy jest włączona i gotowa, albo wybierz inną.",
            detail="QPainter.begin",
        )
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)


def _turn(device: QPagedPaintDevice) -> None:
    if not device.newPage():
        raise StorageError("Drukarka przerwała wydruk.", advice="Sprawdź papier i połączenie, potem wydrukuj jeszcze raz.")


class Sheets:
    """One page of HTML, broken into sheets as large as those of the device."""

    def __init__(self, html: str, device: QPagedPaintDevice, title: str = "") -> None:
        """`title` goes to the foot of each sheet; by default it is the page's own ``<title>``."""
        self._page = QRectF(0, 0, device.width(), device.height())
        self._per_mm = device.logicalDpiY() / _MM_PER_INCH
        self._body = self._page.adjusted(0, 0, 0, -self._dots(_FOOTER_MM))
        self._document = _document(html, device, self._body.size())
        self.title = title or self._document.metaInformation(QTextDocument.MetaInformation.DocumentTitle)

    @property
    def count(self) -> int:
        """How many sheets there are."""
        return self._document.pageCount()

    def paint(self, painter: QPainter, number: int, watermark: str = "") -> None:
        """Draw sheet `number`, counted from 0, with its foot and the mark across it."""
        self._paint_body(painter, number)
        self._paint_footer(painter, f"strona {number + 1} z {self.count}")
        if watermark:
            _paint_mark(painter, self._page, watermark)

    def _paint_body(self, painter: QPainter, number: int) -> None:
        """The document is one tall column of sheets: all of it is drawn, and only one sheet is let through."""
        body = self._body
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, _INK)
        context.clip = QRectF(0, number * body.height(), body.width(), body.height())
        painter.save()
        painter.setClipRect(body)
        painter.translate(0, -number * body.height())
        self._document.documentLayout().draw(painter, context)
        painter.restore()

    def _paint_footer(self, painter: QPainter, number: str) -> None:
        page = self._page
        painter.save()
        top = page.bottom() - self._dots(_FOOTER_MM) * 0.55
        painter.setPen(QPen(_RULE_INK, self._dots(0.15)))
        painter.drawLine(QPointF(page.left(), top), QPointF(page.right(), top))
        font = _font(_FOOTER_POINTS)
        painter.setFont(font)
        painter.setPen(_FOOTER_INK)
        line = page.adjusted(0, top - page.top(), 0, 0)
        width = line.width() * _TITLE_SHARE
        metrics = QFontMetricsF(font, painter.device())
        shown = metrics.elidedText(" ".join(self.title.split()), Qt.TextElideMode.ElideRight, width)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, shown)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, number)
        painter.restore()

    def _dots(self, millimetres: float) -> float:
        return millimetres * self._per_mm


def _document(html: str, device: QPagedPaintDevice, body: QSizeF) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().setPaintDevice(device)
    document.setDefaultFont(_font(_BODY_POINTS))
    document.setDocumentMargin(0)
    # Names without a single space exist, and must not push a table off the page.
    document.setDefaultTextOption(_wrapping())
    document.setHtml(html)
    document.setPageSize(body)
    _keep_headings(document)
    return document


def _keep_headings(document: QTextDocument) -> None:
    """Start a heading on the next page where what it stands above would start there; Qt has no such rule of its own."""
    layout = document.documentLayout()
    height = document.pageSize().height()
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel() and block.next().isValid():
            needed = layout.blockBoundingRect(_first_content(block.next())).bottom()
            if needed // height > layout.blockBoundingRect(block).top() // height:
                moved = block.blockFormat()
                moved.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                QTextCursor(block).setBlockFormat(moved)
                document.setPageSize(
                    document.pageSize()
                )  # all anew: after a partial layout Qt leaves headings further down undrawn
        block = block.next()


def _first_content(block: QTextBlock) -> QTextBlock:
    """What must not be parted from the heading above: the block itself; of a table the first row beneath its column titles."""
    table = QTextCursor(block).currentTable()
    if table is None or table.format().headerRowCount() == 0 or table.rows() == 1:
        return block
    return table.cellAt(1, 0).lastCursorPosition().block()


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _paint_mark(painter: QPainter, page: QRectF, text: str) -> None:
    """`text` along the diagonal, translucent and above everything, so that no shaded cell can hide it."""
    painter.save()
    painter.setFont(_font(_MARK_POINTS, bold=True))
    painter.setPen(_MARK_INK)
    painter.translate(page.center())
    painter.rotate(_MARK_DEGREES)
    reach = page.width() + page.height()
    area = QRectF(-reach / 2, -reach / 2, reach, reach)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def _font(points: float, *, bold: bool = False) -> QFont:
    font = QFont(FAMILY)
    font.setPointSizeF(points)
    font.setBold(bold)
    font.setFeature(QFont.Tag("liga"), 0)  # so that "fi" in a text copied out of the file is two letters
    return font
