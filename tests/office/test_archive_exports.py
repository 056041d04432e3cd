import re
import zipfile
from pathlib import Path

import pytest

from app.base.errors import Cancelled, UnusableArgument
from app.base.progress import CancelToken
from app.office.file_names import NamePattern
from app.office.imports import import_files
from app.office.listing import Query, ordered_ids
from app.office.originals import save_originals
from app.office.package import save_package
from app.office.pages import page_of, page_of_file, save_page, save_pages, save_pages_of_files
from tests.office.conftest import KSEF, NIP, SALE


@pytest.fixture
def filled(archive, folder):
    import_files(archive, NIP, [folder((SALE, f"{KSEF}.xml"), "fa3-vat-zakup.xml", "fa3-kor-danych.xml", "fa3-fp.xml")])
    return archive


def test_originals_come_back_byte_for_byte_under_their_ksef_number(filled, invoices, tmp_path):
    ids = ordered_ids(filled, Query(client=NIP))
    written = save_originals(filled, ids, tmp_path / "xml")
    assert len(written) == 4
    assert (tmp_path / "xml" / f"{KSEF}.xml").read_bytes() == (invoices / SALE).read_bytes()
    assert (tmp_path / "xml" / "F_2026_3_7.xml").read_bytes() == (invoices / "fa3-vat-zakup.xml").read_bytes()
    assert sorted(save_originals(filled, ids, tmp_path / "xml")) == sorted(written), "again the same names"
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


def test_nothing_that_lies_in_the_folder_is_replaced(filled, tmp_path):
    ids = ordered_ids(filled, Query(client=NIP))
    (tmp_path / f"{KSEF}.xml").write_bytes(b"something else")
    (tmp_path / f"{KSEF}.pdf").write_bytes(b"something else")
    assert tmp_path / f"{KSEF} (2).xml" in save_originals(filled, ids, tmp_path)
    assert tmp_path / f"{KSEF} (2).pdf" in save_pages(filled, ids, tmp_path)[0]
    assert {(tmp_path / f"{KSEF}{suffix}").read_bytes() for suffix in (".xml", ".pdf")} == {b"something else"}
    assert len(list(tmp_path.glob("*.xml"))) == len(ids) + 1


def test_files_are_called_as_the_pattern_says(filled, folder, tmp_path):
    ids = ordered_ids(filled, Query(client=NIP))
    pattern = NamePattern("{data} {kierunek} {numer} {sprzedawca}")
    pages, _problems = save_pages(filled, ids, tmp_path / "pdf", pattern=pattern)
    originals = save_originals(filled, ids, tmp_path / "xml", pattern=pattern)
    assert [page.stem for page in pages] == [original.stem for original in originals]
    assert any(re.fullmatch(r"2026-03-\d\d_sprzedaz_FS_12_03_2026_.+", page.stem) for page in pages)
    packed = save_package(filled, NIP, "2026-03", tmp_path / "paczka.zip", pattern=pattern)
    with zipfile.ZipFile(packed.path) as archive:
        assert {Path(name).stem for name in archive.namelist()} - {"raport"} <= {page.stem for page in pages}
    of_files, problems = save_pages_of_files([folder(SALE) / SALE], tmp_path / "z-plikow", pattern=pattern)
    assert (len(of_files), problems) == (1, ())
    assert "_inne_FS_12_03_2026_" in of_files[0].name


def test_a_cancelled_export_leaves_whole_files(filled, tmp_path):
    out, token = tmp_path / "strony", CancelToken()
    with pytest.raises(Cancelled):
        save_pages(filled, ordered_ids(filled, Query()), out, report=lambda _progress: token.cancel(), cancel=token)
    (page,) = out.iterdir()
    assert page.read_bytes().startswith(b"%PDF")
