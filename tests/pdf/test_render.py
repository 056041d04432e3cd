import csv
import re
import subprocess
import sys
import textwrap
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.base.environments import Environment
from app.base.errors import StorageError, UnreadableDocument
from app.invoice.read import read_document
from app.paper.page import page_html
from app.pdf.render import write_pdf
from tests.paper.said import squeezed

NUMBER = "9999999999-20260201-0100A1B2C3D4-8E"
SOME = [
    "fa3-vat.xml",
    "fa3-kor-pary.xml",
    "fa-rr.xml",
    "pef.xml",
    "fa3-wszystko.xml",
    "fa3-wrogie-nazwy.xml",
    "fa3-zalacznik.xml",
]


def pdf_of(path, folder, environment=Environment.PRODUCTION):
    document = read_document(path.read_bytes(), source=path.name, ksef_number=NUMBER)
    target = folder / f"{path.stem}.pdf"
    page = page_html(document, environment)
    target.with_suffix(".html").write_text(page, "utf-8")
    write_pdf(page, target, watermark=environment.mark)
    return document.invoice, PdfReader(BytesIO(target.read_bytes()))


def text_of(reader):
    return squeezed(" ".join(page.extract_text() for page in reader.pages))


@pytest.mark.parametrize("name", SOME)
def test_the_pdf_says_who_sold_what_to_whom(invoices, tmp_path, name):
    invoice, reader = pdf_of(invoices / name, tmp_path)
    text = text_of(reader)
    for said in (
        invoice.number,
        invoice.seller.name,
        invoice.buyer.name,
        invoice.issue_date.isoformat(),
        *(one.name for one in invoice.lines),
    ):
        assert squeezed(drawable(said)) in text


def drawable(text):
    """Without pictograms, for which neither the bundled font nor a bare system has a glyph."""
    return re.sub(r"[\U00010000-\U0010ffff]", "", text)


def test_polish_letters_can_be_copied_out_and_searched(tmp_path):
    write_pdf("<p>Zażółć gęślą jaźń ŻÓŁĆ €</p>", tmp_path / "a.pdf")
    assert "Zażółć gęślą jaźń ŻÓŁĆ €" in PdfReader(tmp_path / "a.pdf").pages[0].extract_text()


def test_the_bundled_font_is_embedded_and_no_other_is_used(invoices, tmp_path):
    _, reader = pdf_of(invoices / "fa3-vat.xml", tmp_path)
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()
        assert "Roboto" in inner["/BaseFont"]
        assert "/FontFile2" in inner["/FontDescriptor"]


def test_pages_are_a4_numbered_and_carry_the_title(tmp_path):
    rows = "".join(f"<tr><td>wiersz {place}</td></tr>" for place in range(150))
    page = f"<html><head><title>Faktura 1/2026</title></head><body><table><thead><tr><th>Nagłówek</th></tr></thead>{rows}</table></body></html>"
    write_pdf(page, tmp_path / "a.pdf")
    reader = PdfReader(tmp_path / "a.pdf")
    count = len(reader.pages)
    assert count > 1
    assert reader.metadata.title == "Faktura 1/2026"
    for number, one in enumerate(reader.pages, start=1):
        text = one.extract_text()
        assert f"strona {number} z {count}" in text
        assert "Faktura 1/2026" in text
        assert "Nagłówek" in text
        assert round(one.mediabox.width), round(one.mediabox.height) == (595, 842)
    assert sum(one.extract_text().count("wiersz") for one in reader.pages) == 150


def test_a_heading_is_not_left_alone_at_the_foot_of_a_page(tmp_path):
    for filler in range(52, 66):
        page = (
            "<p>x</p>" * filler + "<h4>Tytuł</h4><table><thead><tr><th>Kolumna</th></tr></thead><tr><td>Treść</td></tr></table>"
        )
        write_pdf(page, tmp_path / "a.pdf")
        texts = [one.extract_text() for one in PdfReader(tmp_path / "a.pdf").pages]
        assert [one for one in texts if "Tytuł" in one and "Treść" in one]


@pytest.mark.parametrize("environment", [Environment.DEMO, Environment.TEST, Environment.TRAINING])
def test_what_is_not_production_is_marked_on_every_page(invoices, tmp_path, environment):
    _, reader = pdf_of(invoices / "fa3-wszystko.xml", tmp_path, environment)
    assert len(reader.pages) > 1
    for page in reader.pages:
        assert environment.mark in page.extract_text()


def test_no_heading_is_lost_where_pages_are_broken_anew(invoices, tmp_path):
    for environment in Environment:  # the band of the marked ones moves every break
        text = text_of(pdf_of(invoices / "fa3-wszystko.xml", tmp_path, environment)[1])
        page = (tmp_path / "fa3-wszystko.html").read_text("utf-8")
        headings = re.findall(r"<h4[^>]*>(.*?)</h4>", page)
        assert len(headings) > 10
        assert [heading for heading in headings if squeezed(heading) not in text] == []


def test_production_has_no_mark(invoices, tmp_path):
    _, reader = pdf_of(invoices / "fa3-vat.xml", tmp_path)
    text = " ".join(page.extract_text() for page in reader.pages)
    assert not any(environment.mark in text for environment in Environment if environment.mark)


def test_names_without_a_space_stay_on_the_page(tmp_path):
    name = "Ż" * 512
    write_pdf(f"<table width='100%'><tr><td width='50%'>{name}</td><td>1 234,56</td></tr></table>", tmp_path / "a.pdf")
    text = squeezed(PdfReader(tmp_path / "a.pdf").pages[0].extract_text())
    assert squeezed(name) in text
    assert squeezed("1 234,56") in text


def test_an_existing_file_survives_a_failure(tmp_path):
    with pytest.raises(StorageError):
        write_pdf("<p>a</p>", tmp_path / "nie ma takiego folderu" / "a.pdf")


def test_no_application_and_no_screen_are_needed(tmp_path):
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from PySide6.QtCore import QCoreApplication
        from app.pdf.render import write_pdf
        for name in sys.argv[1:]:
            write_pdf("<p>Łódź</p>", Path(name))
        assert QCoreApplication.instance() is None
        from PySide6.QtGui import QGuiApplication
        QGuiApplication(["later", "-platform", "offscreen"])
    """)
    names = [str(tmp_path / "a.pdf"), str(tmp_path / "b.pdf")]
    done = subprocess.run(  # noqa: S603 (our own interpreter)
        [sys.executable, "-c", program, *names], capture_output=True, text=True, check=False, env={"PATH": ""}, cwd="."
    )
    assert (done.returncode, done.stderr) == (0, "")
    for name in names:
        assert "Łódź" in PdfReader(name).pages[0].extract_text()


def _every(folder):
    with (folder / "index.csv").open(encoding="utf-8", newline="") as index:
        return [folder / row["file"] for row in csv.DictReader(index) if row["valid"] == "y"]


@pytest.mark.heavy
def test_every_valid_sample_becomes_a_pdf_with_its_number_and_parties(shared, tmp_path):
    for path in _every(shared / "ksef" / "samples"):
        try:
            invoice, reader = pdf_of(path, tmp_path)
        except UnreadableDocument:
            continue
        text = text_of(reader)
        for said in (invoice.number, invoice.seller.name, invoice.buyer.name):
            assert squeezed(drawable(said)) in text, path.name


@pytest.mark.heavy
def test_every_invoice_of_our_own_becomes_a_pdf(invoices, tmp_path):
    for path in sorted(invoices.glob("*.xml")):
        invoice, reader = pdf_of(path, tmp_path)
        assert squeezed(invoice.number) in text_of(reader), path.name
