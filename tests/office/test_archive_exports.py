import zipfile

import pytest

from app.base.errors import UnusableArgument
from app.booking.client import Client
from app.office.companies import add_client
from app.office.imports import import_files
from app.office.listing import Query, ordered_ids
from app.office.originals import save_originals
from app.office.package import save_package
from app.office.pages import page_of, page_of_file, save_page, save_pages
from tests.office.conftest import KSEF, NIP, SALE


@pytest.fixture
def filled(archive, folder):
    import_files(archive, NIP, [folder((SALE, f"{KSEF}.xml"), "fa3-vat-zakup.xml", "fa3-kor-danych.xml", "fa3-fp.xml")])
    return archive


def test_originals_come_back_byte_for_byte_under_their_ksef_number(filled, invoices, tmp_path):
    written = save_originals(filled, NIP, tmp_path / "xml")
    assert len(written) == 4
    assert (tmp_path / "xml" / f"{KSEF}.xml").read_bytes() == (invoices / SALE).read_bytes()
    assert (tmp_path / "xml" / "F_2026_3_7.xml").read_bytes() == (invoices / "fa3-vat-zakup.xml").read_bytes()
    assert sorted(save_originals(filled, NIP, tmp_path / "xml")) == sorted(written), "again the same names"
    assert len(list((tmp_path / "xml").iterdir())) == 4


def test_a_package_holds_each_document_twice_and_a_report(filled, invoices, tmp_path):
    packed = save_package(filled, NIP, "2026-03", tmp_path / "paczka.zip")
    assert packed.path.name == "paczka-TEST.zip"
    with zipfile.ZipFile(packed.path) as archive:
        names = archive.namelist()
        assert archive.read(f"sprzedaz/{KSEF}.xml") == (invoices / SALE).read_bytes()
        assert archive.read(f"sprzedaz/{KSEF}.pdf").startswith(b"%PDF")
        assert "zakup/F_2026_3_7.pdf" in names
        report = archive.read("raport.txt").decode()
    assert len(names) == packed.documents * 2 + 1
    assert "TEST" in report
    assert any("F/2026/3/7" in gap and "numeru KSeF" in gap for gap in packed.gaps)
    assert all(gap in report for gap in packed.gaps)


def test_an_empty_month_says_so(filled, tmp_path):
    packed = save_package(filled, NIP, "2025-01", tmp_path / "a.zip")
    assert (packed.documents, packed.gaps) == (0, ())


def test_pages_as_html_and_pdf(filled, folder, tmp_path):
    file = folder(SALE) / SALE
    assert "FS/12/03/2026" in page_of_file(file)
    assert save_page(file, tmp_path / "nowy" / "a.html").read_text(encoding="utf-8").startswith("<!DOCTYPE")
    assert save_page(file, tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(UnusableArgument, match=r"\.pdf"):
        save_page(file, tmp_path / "a.docx")
    ids = ordered_ids(filled, Query())
    assert "<" in page_of(filled, ids[0])
    pages, problems = save_pages(filled, ids, tmp_path / "strony")
    assert (len(pages), problems) == (4, ())


def test_a_client_without_documents_has_nothing_to_export(archive, tmp_path):
    add_client(archive, Client(nip=NIP))
    assert save_originals(archive, NIP, tmp_path / "xml") == ()
    with pytest.raises(UnusableArgument):
        save_originals(archive, "9992024705", tmp_path / "xml")
