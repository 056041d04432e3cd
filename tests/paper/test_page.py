import csv
import re
from html.parser import HTMLParser

import pytest

from app.base.environments import Environment
from app.base.errors import UnreadableDocument
from app.invoice.read import read_document
from app.paper.page import page_html
from tests.paper.said import missing, shown, squeezed

NUMBER = "9999999999-20260201-0100A1B2C3D4-8E"
VOID = {"meta", "br", "img"}


class Outline(HTMLParser):
    """Checks that every element is closed where it should be, and collects what elements there are."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.names = set()
        self.attributes = set()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def outline(page):
    parser = Outline()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser


def page_of(path, **more):
    return page_html(read_document(path.read_bytes(), source=path.name, ksef_number=NUMBER), **more)


def test_every_invoice_of_our_own_is_shown_whole(invoices):
    lost = {}
    for path in sorted(invoices.glob("*.xml")):
        document = read_document(path.read_bytes(), source=path.name)
        page = page_html(document)
        outline(page)
        if found := missing(document.invoice, page):
            lost[path.name] = found
    assert lost == {}


def test_every_valid_sample_is_shown_whole(shared):
    folder = shared / "ksef" / "samples"
    lost, seen = {}, 0
    with (folder / "index.csv").open(encoding="utf-8", newline="") as index:
        rows = [row for row in csv.DictReader(index) if row["valid"] == "y"]
    for row in rows:
        path = folder / row["file"]
        try:
            document = read_document(path.read_bytes(), source=path.name)
        except UnreadableDocument:
            continue  # refused for a reason of its own, which the readers' tests judge
        seen += 1
        page = page_html(document)
        if found := missing(document.invoice, page):
            lost[path.name] = found
    assert lost == {}
    assert seen > len(rows) * 0.95


def test_the_page_needs_nothing_but_itself_and_knows_only_what_the_pdf_can_lay_out(invoices):
    found = outline(page_of(invoices / "fa3-wszystko.xml", environment=Environment.TEST))
    assert found.names <= {
        "html", "head", "meta", "title", "style", "body",
        "table", "thead", "tbody", "tr", "th", "td", "p", "h4", "span", "br", "img", "a",
    }  # fmt: skip
    assert not {name for name in found.attributes if name.startswith("on")}
    page = page_of(invoices / "fa3-wszystko.xml")
    assert set(re.findall(r'src="([a-z]+:)', page)) == {"data:"}
    assert "http-equiv" in page
    assert not re.search(r"flex|grid-template|float:|@import|url\(", page)


def test_hostile_names_stay_text(invoices):
    document = read_document((invoices / "fa3-wrogie-nazwy.xml").read_bytes(), source="fa3-wrogie-nazwy.xml")
    page = page_html(document)
    assert "script" not in outline(page).names
    assert missing(document.invoice, page) == []


def test_line_breaks_of_a_text_are_kept(invoices):
    document = read_document((invoices / "fa3-wrogie-nazwy.xml").read_bytes(), source="fa3-wrogie-nazwy.xml")
    name = next(line.name for line in document.invoice.lines if "\n" in line.name)
    assert "średnik,<br>nowy wiersz" in page_html(document)
    assert name.startswith("@suma")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("fa3-vat.xml", "Faktura VAT"),
        ("fa3-zal.xml", "Faktura zaliczkowa"),
        ("fa3-roz.xml", "Faktura rozliczeniowa"),
        ("fa3-upr.xml", "Faktura uproszczona"),
        ("fa3-kor-pary.xml", "Faktura korygująca"),
        ("fa3-kor-zal.xml", "Faktura korygująca fakturę zaliczkową"),
        ("fa3-kor-roz.xml", "Faktura korygująca fakturę rozliczeniową"),
        ("fa1-vat.xml", "Faktura VAT"),
        ("fa-rr.xml", "Faktura VAT RR"),
        ("fa-rr-kor.xml", "Faktura korygująca VAT RR"),
        ("pef.xml", "Faktura PEF"),
        ("pef-kor.xml", "Faktura korygująca PEF"),
    ],
)
def test_the_kind_stands_in_words_at_the_head(invoices, name, kind):
    assert f'<p class="kind">{kind}</p>' in page_of(invoices / name)


def test_amounts_dates_and_nip_are_written_the_polish_way(invoices):
    page = page_of(invoices / "fa3-vat.xml")
    assert "5\u00a0350,50\u00a0PLN" in page
    assert "2026-03-04" in page
    assert "999-201-47-01" in page


def test_a_correction_shows_before_after_and_difference(invoices):
    text = shown(page_of(invoices / "fa3-kor-pary.xml"))
    assert squeezed("przed Krzesło dębowe tapicerowane 4 szt. 400,00 23% 1 600,00") in text
    assert squeezed("po 3 szt. 400,00 23% 1 200,00") in text
    assert squeezed("różnica -1 -400,00") in text
    assert squeezed("23% 1 600,00 1 200,00 -400,00 -92,00 -492,00") in text
    assert squeezed("Zmiana kwoty należności -492,00 PLN") in text


@pytest.mark.parametrize("environment", [Environment.DEMO, Environment.TEST, Environment.TRAINING])
def test_what_is_not_production_says_so(invoices, environment):
    page = page_of(invoices / "fa3-vat.xml", environment=environment)
    assert f'class="band"><tr><td align="center">{environment.mark}' in page
    assert f"{environment.qr_base}/invoice/" in page


def test_production_carries_no_mark_and_no_code_without_a_number(invoices):
    page = page_html(read_document((invoices / "fa3-vat.xml").read_bytes(), source="fa3-vat.xml"))
    assert "band" not in page.partition("<body>")[2]
    assert "<img" not in page


def test_a_resaved_file_warns_that_the_code_will_not_match(invoices):
    data = b"\xef\xbb\xbf" + (invoices / "fa3-vat.xml").read_bytes()
    page = page_html(read_document(data, source="fa3-vat.xml", ksef_number=NUMBER))
    assert "kod QR nie potwierdzi faktury" in page
