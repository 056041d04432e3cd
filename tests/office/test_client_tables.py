import io
import zipfile

import openpyxl
import pytest

from app.base.errors import UnusableArgument
from app.office.client_tables import import_clients
from app.office.companies import Client, add_client, clients, remove_client
from app.office.imports import import_files


def names(archive):
    return {row.client.nip: row.client.name for row in clients(archive)}


@pytest.mark.parametrize(
    "content",
    [
        "Nazwa;NIP\r\nŁąka sp. z o.o.;999-201-47-01\r\n\r\nZorza;PL9992024705\r\n".encode(),
        "\ufeffnip,nazwa\n9992014701,Łąka sp. z o.o.\n9992024705,Zorza\n".encode(),
        "9992014701\tŁąka sp. z o.o.\n9992024705\tZorza\n".encode("cp1250"),
        'NIP;miasto;firma\n9992014701;X;"Łąka sp. z o.o."\n9992024705;Y;Zorza'.encode(),
    ],
)
def test_lists_as_offices_have_them(archive, tmp_path, content):
    (tmp_path / "lista.csv").write_bytes(content)
    imported = import_clients(archive, tmp_path / "lista.csv")
    assert len(imported.added) == 2
    assert imported.problems == ()
    assert names(archive) == {"9992014701": "Łąka sp. z o.o.", "9992024705": "Zorza"}
    assert import_clients(archive, tmp_path / "lista.csv").known == 2


def test_a_workbook(archive, tmp_path):
    book = openpyxl.Workbook()
    for row in (["Nazwa firmy", None, "NIP"], ["Łąka", "x", 9992014701], ["Zła", None, "123"]):
        book.active.append(row)
    book.save(tmp_path / "lista.xlsx")
    imported = import_clients(archive, tmp_path / "lista.xlsx")
    assert names(archive) == {"9992014701": "Łąka"}
    assert imported.problems == ("Wiersz 3: „123” nie jest poprawnym NIP.",)


def _workbook(**parts: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in parts.items():
            archive.writestr(f"xl/worksheets/{name}.xml", content)
    return data.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        _workbook(x=b"<a/>"),
        _workbook(sheet1=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        _workbook(sheet1=b"<a>")[:40],
    ],
    ids=["empty", "no archive", "no sheet", "entities", "cut off"],  # the bytes hold the hour: no name for a test
)
def test_files_that_are_no_list(archive, tmp_path, content):
    (tmp_path / "lista.xlsx").write_bytes(content)
    with pytest.raises(UnusableArgument):
        import_clients(archive, tmp_path / "lista.xlsx")


def test_only_clients_without_documents_are_removed_by_the_way(archive, folder):
    import_files(archive, "9992014701", [folder("fa3-vat.xml")])
    with pytest.raises(UnusableArgument, match="1 dokument"):
        remove_client(archive, "9992014701")
    assert set(names(archive)) == {"9992014701"}
    add_client(archive, Client(nip="9992024705"))
    remove_client(archive, "9992024705")
    assert set(names(archive)) == {"9992014701"}
