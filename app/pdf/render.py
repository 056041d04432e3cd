"""An HTML page as a PDF file: A4, page numbers, the bundled font, and a mark across every page that must not be taken for real.

`QTextDocument` lays the page out, `QPdfWriter` writes it; no window and no screen are needed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPen,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)

from app.base.errors import ProgramError
from app.base.files import write_whole
from app.pdf.typeface import FAMILY, load_typeface

_DPI: Final = 600
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


def write_pdf(html: str, path: Path, *, watermark: str = "", title: str = "") -> None:
    """Write `html` (see `app.paper.page`) to `path` as A4 pages numbered "strona 1 z 3".

    `watermark` is painted across every page: pass `Environment.mark`. `title` goes to the PDF's properties and to the foot of
    each page; by default it is the page's own ``<title>``. Where there is a `QGuiApplication` any thread may call; otherwise
    only the main one, and an off-screen application exists for as long as the writing takes. An existing file is replaced
    whole or not at all. Raises `StorageError` where the file cannot be written.
    """
    with drawing():
        load_typeface()
        data = _pdf(html, watermark, title)
    write_whole(path, [data])


@contextmanager
def drawing() -> Iterator[None]:
    """The program's `QGuiApplication`, or one of our own that leaves no trace: a window may still want to make its own later.

    Who writes many pages holds it around them all, so that it is made once.
    """
    if QGuiApplication.instance() is not None:
        yield
        return
    application = QGuiApplication(["konwerter-ksef", "-platform", "offscreen"])
    try:
        yield
    finally:
        application.shutdown()


def _pdf(html: str, watermark: str, title: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(_MARGINS_MM, QPageLayout.Unit.Millimeter)
    writer.setCreator("Konwerter KSeF")
    page = QRectF(0, 0, writer.width(), writer.height())
    body = page.adjusted(0, 0, 0, -_dots(_FOOTER_MM))
    document = _document(html, writer, body.size())
    heading = title or document.metaInformation(QTextDocument.MetaInformation.DocumentTitle)
    writer.setTitle(heading)
    painter = QPainter()
    if not painter.begin(writer):
        raise ProgramError("Nie udało się przygotować pliku PDF.", detail="QPainter.begin")
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    count = document.pageCount()
    for number in range(count):
        if number:
            writer.newPage()
        _paint_body(painter, document, body, number)
        _paint_footer(painter, page, heading, f"strona {number + 1} z {count}")
        if watermark:
            _paint_mark(painter, page, watermark)
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def _document(html: str, writer: QPdfWriter, body: QSizeF) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
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


def _paint_body(painter: QPainter, document: QTextDocument, body: QRectF, number: int) -> None:
    """Page `number` of the document, which is one tall column of pages."""
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, _INK)
    context.clip = QRectF(0, number * body.height(), body.width(), body.height())
    painter.save()
    painter.setClipRect(body)
    painter.translate(0, -number * body.height())
    document.documentLayout().draw(painter, context)
    painter.restore()


def _paint_footer(painter: QPainter, page: QRectF, title: str, number: str) -> None:
    painter.save()
    top = page.bottom() - _dots(_FOOTER_MM) * 0.55
    painter.setPen(QPen(_RULE_INK, _dots(0.15)))
    painter.drawLine(QPointF(page.left(), top), QPointF(page.right(), top))
    font = _font(_FOOTER_POINTS)
    painter.setFont(font)
    painter.setPen(_FOOTER_INK)
    line = page.adjusted(0, top - page.top(), 0, 0)
    width = line.width() * _TITLE_SHARE
    metrics = QFontMetricsF(font, painter.device())
    shown = metrics.elidedText(" ".join(title.split()), Qt.TextElideMode.ElideRight, width)
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, shown)
    painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, number)
    painter.restore()


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


def _dots(millimetres: float) -> float:
    return millimetres / _MM_PER_INCH * _DPI
