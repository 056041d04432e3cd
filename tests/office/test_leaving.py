import datetime as dt
import json
import zipfile

import pytest

from app.base.environments import Environment
from app.base.errors import StorageError
from app.base.paths import Paths
from app.office.companies import clients
from app.office.hand_edits import edit
from app.office.imports import import_files
from app.office.leaving import delete_client, delete_expired, expired, export_client
from app.office.listing import Query, ordered_ids, rows
from app.office.profiles import Treatment
from tests.office.conftest import KSEF, NIP


@pytest.fixture
def filled(production, folder):
    import_files(production, NIP, [folder(("fa3-vat.xml", f"{KSEF}.xml"), "fa3-vat-zakup.xml")])
    return production


def test_everything_of_a_client_goes_into_one_file(filled, invoices, tmp_path):
    ids = list(ordered_ids(filled, Query()))
    edit(filled, ids[:1], Treatment(category="Paliwo"))
    assert export_client(filled, NIP, tmp_path / "klient.zip") == 2
    with zipfile.ZipFile(tmp_path / "klient.zip") as opened:
        names = set(opened.namelist())
        assert {"profil.json", "klient.json", "dokumenty.json", "konwersje.json", f"xml/{KSEF}.xml"} <= names
        assert opened.read(f"xml/{KSEF}.xml") == (invoices / "fa3-vat.xml").read_bytes()
        listed = json.loads(opened.read("dokumenty.json"))
    assert {one["file"] for one in listed} <= names
    assert "Paliwo" in json.dumps(listed)


def test_a_client_is_removed_with_a_proof_and_no_byte_of_his_stays(filled, tmp_path):
    sums = [row.sha256 for row in rows(filled, ordered_ids(filled, Query()))]
    path = Paths(tmp_path / "data").archive(Environment.PRODUCTION)
    removed = delete_client(filled, NIP, tmp_path / "dowod.txt")
    assert removed.documents == 2
    text = removed.proof.read_text(encoding="utf-8")
    assert all(sha in text for sha in sums)
    assert KSEF in text
    assert "Kopie zapasowe" in text
    assert clients(filled) == ()
    for file in path.parent.glob("production.sqlite*"):
        assert not any(sha.encode() in file.read_bytes() for sha in sums), file


def test_without_a_proof_nothing_is_removed(filled, tmp_path):
    (tmp_path / "dowod.txt").mkdir()
    with pytest.raises(StorageError):
        delete_client(filled, NIP, tmp_path / "dowod.txt")
    assert len(clients(filled)) == 1


def test_documents_are_kept_for_five_years_after_the_year_of_the_tax(filled, tmp_path):
    # Documents of 2026, the tax of December 2026 due in January 2027: kept until the end of 2032.
    assert expired(filled, dt.date(2032, 12, 31)) == ()
    (old,) = expired(filled, dt.date(2033, 1, 1))
    assert len(old.ids) == 2
    removed = delete_expired(filled, [old], tmp_path / "dowod.txt")
    assert removed.documents == 2
    assert list(ordered_ids(filled, Query())) == []
    assert [row.client.nip for row in clients(filled)] == [NIP], "the client stays"
