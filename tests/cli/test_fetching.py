"""``sync`` and ``access`` on the command line, against the sandbox in the same process."""

import datetime as dt
import io
import json
import sys

import pytest

from app.cli import fetching
from app.cli.main import main
from app.office.connection import Connection, connect
from app.sandbox.limits import Limits
from app.sandbox.server import Sandbox
from app.vault.memory import MemoryVault

NIP = "9992014701"
KEYS = {"nip", "state", "new", "known", "complete_from", "complete_to", "requests", "message"}


@pytest.fixture(scope="module")
def ksef():
    with Sandbox(limits=Limits.none(), export_polls=0) as sandbox:
        yield sandbox


@pytest.fixture
def run(ksef, tmp_path, monkeypatch, capsys):
    """Run a command with something on standard input: (status, output, messages). The keyring is one for all commands of a test."""
    monkeypatch.setenv("KONWERTER_KSEF_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KONWERTER_KSEF_API_URL", ksef.base_url)
    vaults = {}

    def connected(archive, *, remember, api_url) -> Connection:
        vault = vaults.setdefault(archive.environment, MemoryVault(archive.environment)) if remember else None
        return connect(archive, remember=remember, api_url=api_url, vault=vault)

    monkeypatch.setattr(fetching, "connect", connected)

    def ran(*arguments, given=""):
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        status = main([*arguments, "--environment", "training"], lambda _data: 40)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return status, out, err

    return ran


def since():
    return ("--since", (dt.datetime.now(dt.UTC) - dt.timedelta(days=90)).date().isoformat())


def test_a_token_for_one_run_downloads_and_the_json_is_what_scripts_rely_on(run, ksef):
    token = ksef.training_token(NIP)
    status, out, _err = run("sync", "--nip", NIP, "--token-stdin", "--json", *since(), given=token + "\n")
    (result,) = json.loads(out)["clients"]
    assert status == 0
    assert result.keys() >= KEYS
    assert (result["nip"], result["state"]) == (NIP, "complete")
    assert result["requests"] > 0
    assert dt.datetime.fromisoformat(result["complete_from"]) < dt.datetime.fromisoformat(result["complete_to"])
    status, out, _err = run("list", "--nip", NIP, "--json")
    assert len(json.loads(out)) == result["new"]


def test_access_is_set_checked_listed_and_removed(run, ksef, tmp_path):
    assert run("access", "set", "--nip", NIP, given=ksef.training_token(NIP))[0] == 0
    status, out, _err = run("access", "check", "--nip", NIP)
    assert (status, "Dostęp działa" in out) == (0, True)
    (row,) = json.loads(run("access", "list", "--json")[1])
    assert (row["nip"], row["kind"], row["state"]) == (NIP, "token", "works")
    assert run("access", "remove", "--nip", NIP)[0] == 0
    data, password = ksef.issue_certificate(ksef.office_nip)
    file = tmp_path / "biuro.p12"
    file.write_bytes(data)
    assert run("access", "set", "--office", "--certificate", str(file), given=password)[0] == 0
    status, out, _err = run("access", "check", "--office")
    assert (status, out.split()[0]) == (0, NIP)


def test_without_access_the_client_fails_and_the_status_says_so(run):
    status, out, _err = run("sync", "--nip", NIP, "--json")
    assert status == 1
    assert json.loads(out)["clients"][0]["state"] == "failed"
    status, _out, err = run("sync", "--all")
    assert (status, "dostępu" in err) == (2, True)


def test_arguments_that_cannot_be_meant(run):
    assert run("sync", "--all", "--token-stdin", given="x")[0] == 2
    assert run("sync", "--nip", NIP, "--token-stdin", given="")[0] == 2
    assert run("sync", "--nip", "12", "--token-stdin", given="x")[0] == 2
    assert run("sync", "--nip", NIP, "--since", "wczoraj")[0] == 2
    assert run("sync")[0] == 2
    assert run("access", "set", "--office", given="x")[0] == 2
    assert run("access", "set", "--nip", NIP, "--certificate", "/nie/ma.p12", given="x")[0] == 3
    assert run("sync", "--nip", NIP, "--api-url", "http://example.com")[0] == 2


def test_a_client_nobody_knows_has_no_access(run):
    status, out, _err = run("access", "check", "--nip", NIP)
    assert (status, "nie ustawiono dostępu" in out) == (1, True)
