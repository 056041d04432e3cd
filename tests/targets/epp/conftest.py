"""Fixtures of the .epp tests."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from app.base.findings import Finding
from app.booking.entry import Entry
from app.targets.contract import Batch
from app.targets.epp import Epp
from app.targets.epp.options import EppOptions


@pytest.fixture(scope="session")
def entry_of(own_entries: Callable[..., tuple[Entry, ...]]) -> Callable[..., Entry]:
    """The one entry of one of our own invoices."""

    def make(name: str, **decisions: str) -> Entry:
        (entry,) = own_entries(name, **decisions)
        return entry

    return make


@pytest.fixture(scope="session")
def check() -> Callable[..., list[Finding]]:
    """All findings on a batch."""
    return lambda batch, options=None: list(Epp().check(batch, options or EppOptions()))


@pytest.fixture(scope="session")
def write() -> Callable[..., bytes]:
    """The bytes of the one file of a batch."""

    def make(batch: Batch, options: EppOptions | None = None) -> bytes:
        (file,) = list(Epp().write(batch, options or EppOptions()))
        return b"".join(file.chunks)

    return make


@pytest.fixture(scope="session")
def checker(shared: Path) -> ModuleType:
    """The independent checker of the reference material, imported from its file without leaving anything beside it."""
    spec = importlib.util.spec_from_file_location("epp_check", shared / "formats" / "tools" / "epp_check.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    spec.loader.exec_module(module)
    sys.dont_write_bytecode = writes
    return module
