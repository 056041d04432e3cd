"""Fixtures which the tests of all targets share."""

import datetime as dt
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from app.base.environments import Environment
from app.booking.entry import Entry
from app.targets.contract import Batch
from tests.cast import CLIENTS

WRITTEN_AT = dt.datetime(2026, 4, 20, 10, 30, tzinfo=dt.UTC)

DECISIONS = {"receipt_date": "issue", "short_number": "yes", "rate": "4.2500", "group": "P_13_1"}
"""Answers under which every own invoice that can be booked is booked."""


@pytest.fixture(scope="session")
def golden() -> Callable[[str, bytes], None]:
    """Compares bytes with a file under tests/targets/golden; ``KONWERTER_UPDATE_GOLDEN=1`` writes the file instead."""
    folder = Path(__file__).resolve().parent / "golden"

    def compare(name: str, data: bytes) -> None:
        path = folder / name
        if os.environ.get("KONWERTER_UPDATE_GOLDEN") == "1":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        assert path.is_file(), f"{name} is missing: run with KONWERTER_UPDATE_GOLDEN=1 and read what it writes"
        assert data == path.read_bytes(), f"{name} differs from the golden file"

    return compare


@pytest.fixture(scope="session")
def own_entries(own_document: Callable[..., object], expected: dict[str, dict[str, object]]) -> Callable[..., tuple[Entry, ...]]:
    """Books one of our own invoices for its client; more answers join the usual ones."""
    from app.booking.book import book  # noqa: PLC0415 - a broken reader must not stop tests that need none

    def booked(name: str, **decisions: str) -> tuple[Entry, ...]:
        return book(own_document(name), CLIENTS[expected[name]["client"]], DECISIONS | decisions).entries

    return booked


@pytest.fixture(scope="session")
def batch_of() -> Callable[..., Batch]:
    """A batch of entries for one of the office's clients: ``batch_of("stolarnia", entries)``."""

    def made(client: str, entries: Iterable[Entry], environment: Environment = Environment.PRODUCTION) -> Batch:
        return Batch(client=CLIENTS[client], entries=tuple(entries), written_at=WRITTEN_AT, environment=environment)

    return made
