"""An HTML page as a PDF file: A4, page numbers, the bundled font, and a mark across every page that must not be taken for real.

`QTextDocument` lays the page out, `QPdfWriter` writes it; no window and no screen are needed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QPainter, QPdfWriter

from app.base.errors import ProgramError
from app.base.files import write_whole
from app.pdf.sheets import Sheets, set_up
from app.pdf.typeface import load_typeface

_DPI: Final = 600


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
    set_up(writer)
    writer.setCreator("Konwerter KSeF")
    sheets = Sheets(html, writer, title)
    writer.setTitle(sheets.title)
    painter = QPainter()
    if not painter.begin(writer):
        raise ProgramError("Nie udało się przygotować pliku PDF.", detail="QPainter.begin")
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    for number in range(sheets.count):
        if number:
            writer.newPage()
        sheets.paint(painter, number, watermark)
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())
