import os
import zipfile

import pytest

from app.base.errors import UnreadableDocument, UnusableArgument
from app.office.sources import check_inputs, raw_files, read_files, read_one
from tests.office.conftest import KSEF, SALE


def test_a_folder_is_read_in_the_order_of_names_and_other_files_are_told(folder):
    place = folder((SALE, "b.xml"), ("fa3-jst.xml", "A.XML"))
    (place / "skan.pdf").write_bytes(b"%PDF-1.7")
    (place / ".ukryty.xml").write_bytes(b"<x/>")
    (place / "sub").mkdir()
    (place / "sub" / "c.xml").write_bytes((place / "b.xml").read_bytes())
    found = [(raw.name, raw.other) for raw in raw_files([place])]
    assert found == [(".ukryty.xml", True), ("A.XML", False), ("b.xml", False), ("skan.pdf", True), ("c.xml", False)]


def test_a_file_named_twice_is_read_once(folder):
    place = folder(SALE)
    assert len(list(raw_files([place, place / SALE, place]))) == 1


def test_a_zip_is_read_and_its_hostile_names_stay_names(folder, tmp_path):
    content = (folder(SALE) / SALE).read_bytes()
    packed = tmp_path / "paczka.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../etc/passwd.xml", content)
        archive.writestr("C:\\windows\\a.xml", content)
        archive.writestr(f"in/{KSEF}.xml", content)
        archive.writestr("in/zły\x01znak.xml", content)
        archive.writestr("_metadata.json", "{}")
    before = set(tmp_path.rglob("*"))
    files = list(read_files([packed]))
    assert set(tmp_path.rglob("*")) == before, "nothing is unpacked to the disk"
    assert [file.raw.name for file in files] == ["passwd.xml", "a.xml", f"{KSEF}.xml", "zły\ufffdznak.xml", "_metadata.json"]
    assert len({file.raw.source for file in files}) == 5
    assert files[2].document.ksef_number == KSEF
    assert files[4].document is None
    assert files[4].findings[0].level != "blocks"


def test_a_zip_bomb_is_one_refused_row_and_the_others_go_on(folder):
    place = folder(SALE)
    with zipfile.ZipFile(place / "bomba.zip", "w", zipfile.ZIP_DEFLATED) as archive, archive.open("x.xml", "w") as member:
        for _ in range(80):
            member.write(b"\x00" * 1024 * 1024)
    (place / "ucięte.zip").write_bytes((place / "bomba.zip").read_bytes()[:2000])
    files = list(read_files([place]))
    assert [file.findings[0].code if file.document is None else "read" for file in files] == [
        "archive_too_large",
        "read",
        "broken_archive",
    ]


def test_what_follows_a_bomb_in_its_archive_is_not_passed_over_in_silence(folder, tmp_path):
    packed = tmp_path / "paczka.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", (folder(SALE) / SALE).read_bytes())
        archive.writestr("bomba.xml", b"\x00" * 80 * 1024 * 1024)
        archive.writestr("z.xml", (folder(SALE) / SALE).read_bytes())
    read, refused = read_files([packed])
    assert read.document is not None
    assert "bomba.xml" in refused.findings[0].message
    assert refused.findings[0].message.endswith("Dalszych plików tego archiwum nie odczytano.")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_among_the_files_keeps_nobody_waiting(folder):
    place = folder(SALE)
    os.mkfifo(place / "a.xml")
    pipe, read = read_files([place])
    assert (pipe.findings[0].code, read.document is None) == ("unreadable_file", False)


def test_what_cannot_be_read_is_a_finding_with_its_line(invoices):
    codes = {file.raw.name: file for file in read_files([invoices / "bad"])}
    torn = codes["uciety.xml"]
    assert torn.document is None
    assert torn.findings[0].code == "not_well_formed"
    assert torn.findings[0].message.startswith("Wiersz ")
    assert all(file.findings for file in codes.values() if file.document is None)


def test_a_missing_input_is_unusable(tmp_path):
    with pytest.raises(UnusableArgument, match="nie-ma"):
        check_inputs([tmp_path / "nie-ma.xml"])


def test_one_document_is_wanted_where_one_is_shown(folder, tmp_path):
    place = folder(SALE, "fa3-jst.xml")
    assert read_one(place / SALE).invoice.number == "FS/12/03/2026"
    with pytest.raises(UnusableArgument, match="kilka"):
        read_one(place)
    (tmp_path / "pusty").mkdir()
    with pytest.raises(UnusableArgument, match="żadnego"):
        read_one(tmp_path / "pusty")
    (place / "x.xml").write_bytes(b"")
    with pytest.raises(UnreadableDocument) as caught:
        read_one(place / "x.xml")
    assert caught.value.code == "empty_file"
