"""A person without any account practises from the command line: one command brings clients, access and documents."""

import json
from pathlib import Path

import pytest

from app.cli.main import main
from tests.cast import CLIENTS


def _never(_data_dir: Path | None) -> int:
    raise AssertionError("no window is wanted")


@pytest.mark.usefixtures("hurry")
def test_one_command_brings_the_training_clients_and_their_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    common = ["--environment", "training", "--data-dir", str(tmp_path / "dane")]
    assert main(["sync", *common, "--all", "--json"], _never) == 0
    first = json.loads(capsys.readouterr().out)["clients"]
    assert {client["nip"] for client in first} == {client.nip for client in CLIENTS.values()}
    assert all(client["state"] == "complete" and client["new"] > 0 for client in first)
    assert main(["sync", *common, "--all", "--json"], _never) == 0
    again = json.loads(capsys.readouterr().out)["clients"]
    assert [client["new"] for client in again] == [0, 0, 0]
    out = tmp_path / "wynik"
    assert main(["convert", *common, "--nip", first[0]["nip"], "--to", "csv", "--out", str(out)], _never) in {0, 1}
    written = list(out.iterdir())
    assert written
    assert all("SZKOLENIOWE" in path.name for path in written)
