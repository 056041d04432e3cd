"""Fixtures for every room's tests."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.base.progress import CancelToken
from app.invoice.document import Document
from app.ksef.clock import SystemClock

_HASTE = 10


@pytest.fixture(scope="session", autouse=True)
def no_public_services() -> Iterator[None]:
    """No test reaches out: the NBP and the white list are switched off; a test that needs one names its own server on loopback."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KONWERTER_KSEF_NBP_URL", "")
        patch.setenv("KONWERTER_KSEF_WL_URL", "")
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material beside the project; the test is skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the reference material ../shared is absent")
    return folder


@pytest.fixture(scope="session")
def invoices() -> Path:
    """The folder of the project's own invoices (tests/invoices/README.md says what each shows)."""
    return Path(__file__).resolve().parent / "invoices"


@pytest.fixture(scope="session")
def expected(invoices: Path) -> dict[str, dict[str, Any]]:
    """What must come of each of our own invoices, by its name without suffix (tests/invoices/README.md explains the keys)."""
    known: dict[str, dict[str, Any]] = json.loads((invoices / "expected.json").read_text(encoding="utf-8"))
    return known


@pytest.fixture(scope="session")
def own_document(invoices: Path, expected: dict[str, dict[str, Any]]) -> Callable[..., Document]:
    """Reads one of our own invoices: ``own_document("fa3-vat")``, under its invented KSeF number unless `numbered` is False."""

    from app.invoice.read import read_document  # noqa: PLC0415 - a broken reader must not stop the tests of other rooms

    def read(name: str, *, numbered: bool = True) -> Document:
        number = expected.get(name, {}).get("ksef_number", "") if numbered else ""
        return read_document((invoices / f"{name}.xml").read_bytes(), source=f"{name}.xml", ksef_number=number)

    return read


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch):
    """For the client of KSeF time passes faster, so that its pauses between questions are short."""
    began = time.time()

    def now(_clock: SystemClock) -> float:
        return began + (time.time() - began) * _HASTE

    def sleep(_clock: SystemClock, seconds: float, cancel: CancelToken) -> None:
        cancel.sleep(seconds / _HASTE)

    monkeypatch.setattr(SystemClock, "now", now)
    monkeypatch.setattr(SystemClock, "sleep", sleep)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were skipped even where pytest's last line leaves a nought out."""
    terminalreporter.write_line(f"Pominięte testy: {len(terminalreporter.stats.get('skipped', []))}")
