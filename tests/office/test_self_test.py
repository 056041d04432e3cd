"""The self-test tells what works, and every step notices when what it tries is broken."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.base.environments import Environment
from app.base.errors import ProgramError, StorageError, WorldError
from app.base.paths import DATA_VARIABLE, Paths
from app.cli import testing
from app.office import pages, self_test
from app.office.self_test import Step
from app.targets import registry
from app.targets.registry import TARGETS, target
from app.vault.memory import MemoryVault
from app.vault.vault import VaultState


class _Ready(MemoryVault):
    """A keyring that works."""

    def state(self) -> VaultState:
        return VaultState.READY


class _Forgetful(_Ready):
    """A keyring that gives back something else than it took."""

    def get(self, name: str) -> str | None:
        return super().get(name) and "coś innego"


class _Missing(MemoryVault):
    """A computer without a keyring."""

    def state(self) -> VaultState:
        return VaultState.MISSING


class _Broken(type(target("csv"))):
    id = "zepsuty"

    def write(self, batch, options):  # noqa: ARG002 - the contract's
        raise ValueError("zepsuty zapis")


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., dict[str, Step]]:
    """Runs the self-test with another keyring and window than the computer's; nothing of the user's may be touched."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "dane użytkownika"))

    def run(vault: type[MemoryVault] = _Ready, window: Callable[[Paths], str] = lambda _paths: "gotowe") -> dict[str, Step]:
        monkeypatch.setattr(self_test, "SystemVault", vault)
        steps = list(self_test.self_test(window))
        assert not (tmp_path / "dane użytkownika").exists()
        assert len({step.name for step in steps}) == len(steps)
        return {step.name: step for step in steps}

    return run


def test_where_everything_works_every_step_says_so(tried):
    seen = tried()
    assert [name for name, step in seen.items() if not step.works] == []
    assert set(seen) == {
        "okno", "pęk kluczy", "archiwum", "szkoleniowy KSeF", "odczyt faktur", "PDF", *(f"plik {one.id}" for one in TARGETS)
    }  # fmt: skip
    assert all(re.search(r": \d+", seen[f"plik {one.id}"].seen) for one in TARGETS)


def test_what_is_broken_is_told_and_the_rest_goes_on(tried, monkeypatch: pytest.MonkeyPatch):
    def no_window(_paths: Paths) -> str:
        raise ProgramError("Okno nie jest gotowe.", detail="brak wtyczki")

    def no_pdf(_document, out: Path, _environment: Environment) -> None:
        out.write_bytes(b"to nie PDF")

    for room in (self_test, registry):
        monkeypatch.setattr(room, "TARGETS", (target("epp"), _Broken(), target("csv")))
    monkeypatch.setattr(pages, "write_document_pdf", no_pdf)
    seen = tried(_Forgetful, no_window)
    failed = {name: step.seen for name, step in seen.items() if not step.works}
    assert set(failed) == {"okno", "pęk kluczy", "plik zepsuty", "PDF"}
    assert all(seen[name].vital for name in failed)
    assert "brak wtyczki" in failed["okno"]
    assert "zepsuty zapis" in failed["plik zepsuty"]


def test_without_a_network_on_this_computer_nothing_can_be_read_or_written(tried, monkeypatch: pytest.MonkeyPatch):
    def no_peer(*_given: object, **_named: object) -> None:
        raise WorldError("Nie udało się uruchomić szkolenia.")

    monkeypatch.setattr(self_test, "connect", no_peer)
    seen = tried()
    assert {name for name, step in seen.items() if step.works} == {"okno", "pęk kluczy", "archiwum"}


def test_without_an_archive_it_stops_there(tried, monkeypatch: pytest.MonkeyPatch):
    def no_archive(*_given: object) -> None:
        raise StorageError("Nie można otworzyć archiwum.")

    monkeypatch.setattr(self_test, "open_archive", no_archive)
    seen = tried()
    assert list(seen) == ["okno", "pęk kluczy", "archiwum"]
    assert not seen["archiwum"].works


def test_a_computer_without_a_keyring_is_no_fault_of_the_program(tried):
    step = tried(_Missing)["pęk kluczy"]
    assert (step.works, step.vital) == (False, False)


@pytest.mark.parametrize(
    ("steps", "status", "last"),
    [
        ([Step("okno", works=True, seen="gotowe")], 0, "Wszystko działa."),
        ([Step("pęk kluczy", works=False, seen="brak", vital=False)], 0, "Wszystko działa."),
        ([Step("okno", works=True, seen="gotowe"), Step("PDF", works=False, seen="pusty")], 1, "Nie działa: 1."),
    ],
)
def test_the_report_ends_with_a_verdict(steps, status, last, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(testing, "self_test", lambda _window: iter(steps))
    assert testing.run_self_test(lambda _paths: "") == status
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == last
    assert len(lines) == len(steps) + 2
    assert all(step.name in line for step, line in zip(steps, lines[1:], strict=False))
