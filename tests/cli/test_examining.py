"""``check`` and ``acknowledge`` from the command line."""

import json

import pytest

from app.cli.main import main
from tests.office.conftest import KSEF, NIP

WRONG = ("47999000010000000011100111", "47999000010000000011100112")


@pytest.fixture
def run(tmp_path, capsys):
    def ran(*arguments):
        status = main([str(one) for one in (*arguments, "--data-dir", tmp_path / "data")], lambda _folder: 40)
        out, err = capsys.readouterr()
        assert "Błąd programu" not in err, err
        return status, out, err

    return ran


@pytest.fixture
def month(tmp_path, invoices):
    place = tmp_path / "marzec"
    place.mkdir()
    (place / f"{KSEF}.xml").write_text((invoices / "fa3-vat.xml").read_text(encoding="utf-8").replace(*WRONG), encoding="utf-8")
    return place


def test_files_are_checked_without_an_archive(run, month, tmp_path):
    status, out, _err = run("check", month, "--nip", NIP)
    assert status == 0, "notes alone are no failure"
    assert "FS/12/03/2026" in out
    assert "[account_unsound]" in out
    (document,) = json.loads(run("check", month, "--nip", NIP, "--json")[1])
    assert (document["level"], [one["code"] for one in document["findings"]]) == ("notes", ["account_unsound"])
    assert not (tmp_path / "data").exists()


def test_a_document_that_waits_ends_with_1(run, invoices):
    status, out, _err = run("check", invoices / "fa3-vat-zakup.xml", "--nip", NIP)
    assert status == 1
    assert "wymaga decyzji [receipt_date]" in out


def test_the_archive_is_checked_by_month_and_findings_are_acknowledged(run, month):
    box = ("--environment", "training", "--nip", NIP)
    assert run("import", month, *box)[0] == 0
    assert json.loads(run("check", *box, "--month", "2026-02", "--json")[1]) == []
    status, _out, err = run("acknowledge", *box, "--code", "account_unsound", KSEF)
    assert (status, "1 dokumencie" in err) == (0, True)
    (document,) = json.loads(run("check", *box, "--month", "2026-03", "--json")[1])
    assert (document["level"], document["findings"][0]["acknowledged"]) == (None, True)
    assert "przyjęta [account_unsound]" in run("check", *box)[1]
    assert run("acknowledge", *box, "--code", "account_unsound", "FS/12/03/2026", "--take-back")[0] == 0
    assert json.loads(run("check", *box, "--json")[1])[0]["level"] == "notes"


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--nip", NIP],
        ["check", "{month}", "--environment", "training", "--nip", NIP],
        ["check", "{month}", "--nip", NIP, "--month", "2026-03"],
        ["check", "{month}/nie-ma", "--nip", NIP],
        ["check", "--environment", "training", "--nip", NIP],
        ["acknowledge", "--environment", "training", "--nip", NIP, "--code", "x", "FV/1"],
    ],
)
def test_what_cannot_be_meant_ends_with_2(run, month, arguments):
    assert run(*(one.format(month=month) for one in arguments))[0] == 2
