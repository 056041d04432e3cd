"""A real archive in a temporary data folder, and the project's own invoices as files."""

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.base import ksef_number as numbers
from app.base.environments import Environment
from app.base.paths import Paths
from app.office.archives import Archive, open_archive
from app.sandbox.clock import Clock
from app.sandbox.keys import Keys

NIP = "9992014701"
KSEF = "9992014701-20260304-0A12B3C4D5E6-02"
SALE = "fa3-vat.xml"


def ksef_number(seller: str, day: str, number: int) -> str:
    """A sound KSeF number."""
    bare = f"{seller}-{day}-{number:012X}"
    return next(whole for check in range(256) if not numbers.check(whole := f"{bare}-{check:02X}"))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(Paths(tmp_path / "data"), Environment.TEST) as opened:
        yield opened


@pytest.fixture
def production(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(Paths(tmp_path / "data"), Environment.PRODUCTION) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path, invoices: Path) -> Callable[..., Path]:
    """A folder with some of the own invoices: names, or (own name, name in the folder)."""

    def made(*names: str | tuple[str, str], into: str = "faktury") -> Path:
        place = tmp_path / into
        place.mkdir(exist_ok=True)
        for name in names:
            own, new = (name, name) if isinstance(name, str) else name
            shutil.copyfile(invoices / own, place / new)
        return place

    return made


@pytest.fixture
def changed(invoices: Path) -> Callable[..., bytes]:
    """The bytes of an own invoice with another number (P_2), and optionally other replacements."""

    def made(name: str, number: str = "", **replacements: str) -> bytes:
        text = (invoices / name).read_text(encoding="utf-8")
        if number:
            text = re.sub(r"<P_2>.*?</P_2>", f"<P_2>{number}</P_2>", text, count=1)
        for old, new in replacements.items():
            text = text.replace(old, new)
        return text.encode()

    return made


@pytest.fixture(scope="session")
def sandbox_keys() -> Keys:
    """The Ministry's keys for all sandboxes: making them takes longer than most tests."""
    return Keys.generate()


@pytest.fixture
def still_clock() -> Clock:
    """A clock that stands still until somebody waits."""
    return Clock(start=dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC))
