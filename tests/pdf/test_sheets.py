"""Printing: the same sheets as in the PDF, document after document, on whatever device."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPdfWriter

from app.base.errors import Cancelled
from app.invoice.read import read_document
from app.paper.page import page_html
from app.pdf.render import drawing, write_pdf
from app.pdf.sheets import print_pages, set_up

LONG = "<p>wiersz</p>" * 150


def drawn(pages, resolution=1200, **more):
    """What a device that writes PDF was given, and how many sides were said to be."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    with drawing():
        device = QPdfWriter(buffer)
        device.setResolution(resolution)
        set_up(device)
        sides = print_pages(device, pages, **more)
        return bytes(buffer.data().data()), sides


def printed(pages, resolution=1200, **more):
    data, sides = drawn(pages, resolution, **more)
    return PdfReader(BytesIO(data)), sides


def texts(reader):
    return [page.extract_text() for page in reader.pages]


@pytest.mark.parametrize("resolution", [300, 1200])
def test_a_printer_shows_what_the_pdf_holds(invoices, tmp_path, resolution):
    pages = [
        page_html(read_document((invoices / name).read_bytes(), source=name)) for name in ("fa3-vat.xml", "fa3-wszystko.xml")
    ]
    reader, sides = printed(pages, resolution)
    kept = []
    for number, page in enumerate(pages):
        write_pdf(page, tmp_path / f"{number}.pdf")
        kept += texts(PdfReader(tmp_path / f"{number}.pdf"))
    assert sides == len(reader.pages) == len(kept)
    if resolution == 1200:
        assert [text.split() for text in texts(reader)] == [text.split() for text in kept]
    else:  # letters measured in coarse dots may take a row over the edge of a sheet: nothing is lost by it, and nothing doubled
        assert sorted(" ".join(texts(reader)).split()) == sorted(" ".join(kept).split())


def test_each_document_is_numbered_for_itself():
    reader, sides = printed([f"<title>jeden</title>{LONG}", "<title>dwa</title><p>krótki</p>"])
    said = texts(reader)
    assert sides == len(said)
    assert f"strona 1 z {sides - 1}" in said[0]
    assert "strona 1 z 1" in said[-1]


def test_on_both_sides_a_document_begins_on_a_new_sheet():
    reader, sides = printed(["<p>jeden</p>", "<p>dwa</p>"], both_sides=True)
    assert [bool(text.strip()) for text in texts(reader)] == [True, False, True]
    assert sides == 3


def test_the_mark_is_on_every_sheet():
    reader, _sides = printed(["<p>jeden</p>", "<p>dwa</p>"], watermark="TEST")
    assert all("TEST" in text for text in texts(reader))


def test_where_nothing_can_be_printed_no_empty_sheet_comes_out():
    assert drawn(iter(())) == (b"", 0)


def test_printing_can_be_stopped_between_documents():
    def pages():
        yield "<p>jeden</p>"
        raise Cancelled

    with pytest.raises(Cancelled):
        printed(pages())
