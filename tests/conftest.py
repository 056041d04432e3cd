"""Fixtures for every room's tests."""

from pathlib import Path

import pytest


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
