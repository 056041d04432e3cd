"""Whom this copy of the program asks for newer versions, and when it says that there is one."""

from pathlib import Path

import pytest

from app.base.errors import UnusableArgument
from app.base.progress import CancelToken
from app.lookups.addresses import UPDATES_VARIABLE
from app.office.updates import newer_release, updates_url
from tests.ksef.scripted import Scripted
from tests.lookups.servers import answer


def test_a_program_run_from_source_asks_nobody(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(UPDATES_VARIABLE, raising=False)
    assert updates_url() == ""


def test_a_released_program_brings_its_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(UPDATES_VARIABLE, raising=False)
    built_in = tmp_path / "aktualizacje.txt"
    built_in.write_text("https://example.org/latest\n", encoding="utf-8")
    assert updates_url(built_in) == "https://example.org/latest"
    monkeypatch.setenv(UPDATES_VARIABLE, "http://127.0.0.1:5/latest")
    assert updates_url(built_in) == "http://127.0.0.1:5/latest"
    monkeypatch.setenv(UPDATES_VARIABLE, "")
    assert updates_url(built_in) == "", "an office can switch it off for everybody"


def test_an_address_without_tls_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(UPDATES_VARIABLE, "http://example.org/latest")
    with pytest.raises(UnusableArgument):
        updates_url()


@pytest.mark.parametrize(("own", "newer"), [("1.3", True), ("1.4", False), ("2.0", False)])
def test_only_a_newer_release_is_told(own: str, *, newer: bool):
    with Scripted(lambda *_request: answer({"tag_name": "v1.4.0"})) as server:
        release = newer_release(server.url, CancelToken(), version=own)
    assert (release is not None) is newer
