"""Backups, a client's whole data, and his removal with a proof, from the command line."""

import json
import zipfile

import pytest

from app.base.environments import Environment
from app.base.paths import Paths
from app.office.archives import open_archive
from tests.cli.test_commands import NIP, month, run  # noqa: F401 - fixtures

DEMO = ("--environment", "demo")


@pytest.fixture
def kept(run, month):  # noqa: F811 - fixtures
    assert run("import", month, *DEMO, "--nip", NIP)[0] == 0
    return run


def _documents(run):  # noqa: F811 - see above
    return json.loads(run("list", *DEMO, "--nip", NIP, "--json")[1])


def test_a_backup_is_made_checked_and_restored(kept, tmp_path):
    before = _documents(kept)
    status, out, err = kept("backup", "make", *DEMO, "--out", tmp_path / "kopie", "--json")
    assert status == 0
    assert "Tokenów i haseł w niej nie ma" in err
    made = json.loads(out)
    assert (made["backup"]["documents"], made["backup"]["clients"]) == (2, 1)
    status, out, err = kept("backup", "check", made["file"])
    assert (status, out) == (0, "")
    assert "1 klient, 2 dokumenty" in err
    assert kept("company", "remove", *DEMO, "--nip", NIP, "--proof", tmp_path / "protokol.txt")[0] == 0
    status, out, err = kept("backup", "restore", made["file"], *DEMO)
    assert status == 0
    assert "przed-przywroceniem" in out
    assert _documents(kept) == before


def test_a_backup_of_another_environment_and_one_that_is_none_are_refused(kept, tmp_path):
    file = kept("backup", "make", *DEMO, "--out", tmp_path)[1].strip()
    assert kept("backup", "restore", file, "--environment", "production")[0] == 2
    (tmp_path / "inne.zip").write_bytes(b"PK")
    assert kept("backup", "check", tmp_path / "inne.zip")[0] == 2
    assert kept("backup", "check", tmp_path / "nie-ma.zip")[0] == 2


def test_an_archive_that_is_open_elsewhere_is_not_replaced(kept, tmp_path):
    file = kept("backup", "make", *DEMO, "--out", tmp_path)[1].strip()
    with open_archive(Paths(tmp_path / "data"), Environment.DEMO):
        status, _out, err = kept("backup", "restore", file, *DEMO)
    assert status == 3
    assert "Zamknij inne okna programu" in err


def test_damage_is_found_and_named(kept, tmp_path):
    assert kept("backup", "verify", *DEMO)[0] == 0
    place = Paths(tmp_path / "data").archive(Environment.DEMO)
    place.write_bytes(_with_another_digest(place.read_bytes(), _documents(kept)[0]["sha256"]))
    status, out, err = kept("backup", "verify", *DEMO)
    assert status == 1
    assert "nie zgadza się ze swoim skrótem" in out
    assert "backup restore" in err


def _with_another_digest(content, sha256):
    digest = sha256.encode()
    assert content.count(digest) >= 1
    return content.replace(digest, digest[::-1])


def test_everything_of_a_client_in_one_file(kept, tmp_path):
    status, out, err = kept("company", "export", *DEMO, "--nip", NIP, "--out", tmp_path / "klient.zip")
    assert (status, out) == (0, f"{tmp_path / 'klient.zip'}\n")
    assert "2 dokumenty" in err
    with zipfile.ZipFile(tmp_path / "klient.zip") as opened:
        assert len([name for name in opened.namelist() if name.startswith("xml/")]) == 2


def test_a_client_with_documents_is_removed_with_a_proof_only(kept, tmp_path):
    sums = [row["sha256"] for row in _documents(kept)]
    status, _out, err = kept("company", "remove", *DEMO, "--nip", NIP)
    assert status == 2
    assert "2 dokumenty" in err
    status, out, err = kept("company", "remove", *DEMO, "--nip", NIP, "--proof", tmp_path / "protokol.txt")
    assert (status, out) == (0, f"{tmp_path / 'protokol.txt'}\n")
    assert "kopie zapasowe nadal je mają" in err
    proof = (tmp_path / "protokol.txt").read_text(encoding="utf-8")
    assert all(digest in proof for digest in sums)
    assert json.loads(kept("company", "list", *DEMO, "--json")[1]) == []


def test_a_client_without_documents_needs_no_proof(run):  # noqa: F811 - a fixture
    run("company", "add", *DEMO, "--nip", NIP)
    assert run("company", "remove", *DEMO, "--nip", NIP)[0] == 0
    assert json.loads(run("company", "list", *DEMO, "--json")[1]) == []
