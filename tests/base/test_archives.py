import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.archives import ArchiveLimits, is_archive, iter_members
from app.base.errors import StorageError, UnreadableDocument

FILES = {"a.xml": b"<a/>", "podkatalog/Łódź.xml": b"<b/>", "../../etc/passwd": b"x", "inne.zip": b"PK\x03\x04"}


def zipped(files: dict[str, bytes]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("folder")
        for name, content in files.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def tarred(files: dict[str, bytes]) -> io.BytesIO:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        link = tarfile.TarInfo("dowiązanie.xml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    file.seek(0)
    return file


both_kinds = pytest.mark.parametrize("packed", [zipped, tarred])


def refusal_code(file, **limits) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        list(iter_members(file, source="paczka.zip", limits=ArchiveLimits(**limits)))
    assert str(caught.value).startswith("paczka.zip: ")
    return caught.value.code


@both_kinds
def test_every_file_comes_out_in_order_with_its_name_as_written(packed):
    assert list(iter_members(packed(FILES))) == list(FILES.items())


@both_kinds
def test_an_archive_on_the_disk_is_read_and_closed(packed, tmp_path: Path):
    path = tmp_path / "paczka"
    path.write_bytes(packed(FILES).getvalue())
    assert dict(iter_members(path)) == FILES
    assert is_archive(path.read_bytes()[:4])
    path.unlink()


@both_kinds
def test_only_wanted_files_are_unpacked(packed):
    wanted = iter_members(packed(FILES), wanted=lambda name: name.endswith(".xml"))
    assert [name for name, _ in wanted] == ["a.xml", "podkatalog/Łódź.xml"]


@both_kinds
def test_too_many_files_are_refused(packed):
    assert refusal_code(packed(FILES), members=2) == "archive_too_large"


@both_kinds
def test_a_file_too_large_is_refused(packed):
    assert refusal_code(packed({"a.xml": b"12345"}), member_bytes=4) == "archive_too_large"


@both_kinds
def test_too_much_altogether_is_refused(packed):
    assert (
        refusal_code(packed({f"{number}.xml": b"x" * 900_000 for number in range(3)}), total_bytes=2_000_000)
        == "archive_too_large"
    )


@both_kinds
def test_a_bomb_is_refused_by_its_ratio(packed):
    bomb = packed({f"{number}.xml": b"\0" * 30_000_000 for number in range(4)})
    assert refusal_code(bomb, ratio=2) == "archive_too_large"


@pytest.mark.parametrize("packed", [zipped, tarred])
@given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255), cut=st.booleans())
def test_damage_is_reported_and_never_anything_else(packed, place, byte, cut):
    data = bytearray(packed(FILES).getvalue())
    index = int(place * len(data))
    if cut:
        del data[index:]
    else:
        data[index] = byte
    try:
        members = list(iter_members(io.BytesIO(bytes(data)), source="paczka.zip"))
    except UnreadableDocument as error:
        members = []
        code = error.code
        assert code in {"broken_archive", "encrypted_archive", "archive_too_large"}
    assert len(members) <= len(FILES) + 2


def test_what_is_no_archive_is_refused():
    assert refusal_code(io.BytesIO(b"<a/>")) == "broken_archive"
    assert refusal_code(io.BytesIO(b"")) == "broken_archive"
    assert refusal_code(io.BytesIO(gzip.compress(b"<a/>"))) == "broken_archive"
    assert not is_archive(b"<?xm")


def test_an_encrypted_file_is_named():
    data = bytearray(zipped({"a.xml": b"<a/>"}).getvalue())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rindex(signature) + flags] |= 1
    assert refusal_code(io.BytesIO(bytes(data))) == "encrypted_archive"


def test_a_header_that_promises_less_than_the_file_holds_is_refused():
    data = zipped({"a.xml": b"x" * 1000}).getvalue()
    lying = data.replace((1000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert refusal_code(io.BytesIO(lying)) == "broken_archive"


def test_a_missing_file_is_the_disks_fault(tmp_path: Path):
    with pytest.raises(StorageError, match=r"brak\.zip"):
        list(iter_members(tmp_path / "brak.zip"))


def test_a_member_without_a_name_is_passed_over(tmp_path: Path):
    path = tmp_path / "bez-nazwy.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.xml", b"<a/>")
        archive.writestr("faktura.xml", b"<b/>")
    path.write_bytes(path.read_bytes().replace(b"x.xml", b"\0.xml"))
    assert [name for name, _content in iter_members(path, source="bez-nazwy.zip")][-1:] == ["faktura.xml"]
