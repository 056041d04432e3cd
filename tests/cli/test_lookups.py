"""``--rates`` and ``whitelist``, with the public services on loopback."""

import json
import socket

import pytest

from tests.cli.test_commands import NIP, run  # noqa: F401 - a fixture
from tests.lookups.servers import NbpServer, WhiteListServer

ACCOUNT = "47999000010000000011100111"


@pytest.fixture
def export(tmp_path, invoices):
    """An export without a rate, moved into the past so that its tables are settled whenever the tests run."""
    text = (invoices / "fa3-eksport-usd-bez-kursu.xml").read_text(encoding="utf-8")
    file = tmp_path / "eksport.xml"
    file.write_text(text.replace("2026-03-24", "2025-03-25").replace("2026-03-23", "2025-03-24"), encoding="utf-8")
    return file


@pytest.fixture
def nbp(monkeypatch):
    with NbpServer({"2025-03-21": "3.8712"}, "USD") as server:
        monkeypatch.setenv("KONWERTER_KSEF_NBP_URL", server.url)
        yield server


def test_entries_take_the_table_and_tell_it(run, export, nbp):  # noqa: F811 - a fixture
    status, out, _err = run("entries", export, "--nip", NIP, "--json")
    (entry,) = json.loads(out)["entries"]
    rate = {"rate": "3.8712", "source": "nbp", "table": "080/A/NBP/2025", "date": "2025-03-21"}
    assert status == 0
    assert entry["exchange_rate"] == entry["income"]["exchange_rate"] == rate
    assert entry["vat"][0]["net_pln"] == "20130.24"
    assert len(nbp.asked) == 1


def test_rates_ask_leaves_the_question(run, export, nbp, tmp_path):  # noqa: F811 - a fixture
    assert run("entries", export, "--nip", NIP, "--rates", "ask")[0] == 1
    assert run("convert", export, "--nip", NIP, "--rates", "ask", "--out", tmp_path / "a")[0] == 1
    assert nbp.asked == []
    assert run("convert", export, "--nip", NIP, "--to", "csv", "--out", tmp_path / "b")[0] == 0


def test_a_failing_nbp_is_told_once(run, export, tmp_path, monkeypatch):  # noqa: F811 - a fixture
    with socket.create_server(("127.0.0.1", 0)) as gone:
        monkeypatch.setenv("KONWERTER_KSEF_NBP_URL", f"http://127.0.0.1:{gone.getsockname()[1]}")
    for command in (("entries", export), ("convert", export, "--out", tmp_path / "a")):
        status, _out, err = run(*command, "--nip", NIP)
        assert status == 1
        assert err.count("Kursów NBP nie pobrano") == 1


def test_whitelist_tells_and_keeps(run, invoices, monkeypatch):  # noqa: F811 - a fixture
    place = ("--environment", "test", "--nip", NIP)
    run("import", invoices / "fa3-vat-zakup.xml", *place)
    with WhiteListServer({("9992044702", ACCOUNT)}, {"9992044702": "Zwolniony"}) as server:
        monkeypatch.setenv("KONWERTER_KSEF_WL_URL", server.url)
        status, out, err = run("whitelist", *place, "--month", "2026-03", "--day", "2026-03-10", "--json")
        assert status == 1, "a seller who is not active"
        told = json.loads(out)
        assert (told["asked"], told["known"], told["waiting"]) == (2, 0, 0)
        (document,) = told["documents"]
        assert [finding["code"] for finding in document["findings"]] == ["seller_not_active"]
        assert {(one["account"], one["assigned"], one["vat_status"]) for one in document["answers"]} == {
            (ACCOUNT, "TAK", ""),
            ("", "", "Zwolniony"),
        }
        assert all(one["request_id"] and one["day"] == "2026-03-10" for one in document["answers"])
        status, out, err = run("whitelist", *place, "--day", "2026-03-10")
        assert "Nowe odpowiedzi: 0, znane: 2" in err
        assert "Zwolniony" in out
        assert run("whitelist", *place, "--month", "2026-01")[0] == 0
        assert len(server.asked) == 2


def test_a_failing_white_list_is_the_worlds_fault(run, invoices, monkeypatch):  # noqa: F811 - a fixture
    place = ("--environment", "test", "--nip", NIP)
    run("import", invoices / "fa3-vat-zakup.xml", *place)
    assert run("whitelist", *place)[0] == 2, "switched off"
    with socket.create_server(("127.0.0.1", 0)) as gone:
        monkeypatch.setenv("KONWERTER_KSEF_WL_URL", f"http://127.0.0.1:{gone.getsockname()[1]}")
    status, _out, err = run("whitelist", *place)
    assert status == 3
    assert "do sprawdzenia później: 2" in err
