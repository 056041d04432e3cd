"""One sound invoice and ways to change it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.invoice.model import Invoice
from app.invoice.read import read_document

FOLDER = Path(__file__).resolve().parents[1] / "invoices"


@pytest.fixture(scope="session")
def text_of() -> Callable[[str], str]:
    """The XML text of one of our own invoices, with CRLF and indentation as it lies there."""
    return lambda name: (FOLDER / f"{name}.xml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def read_text() -> Callable[[str], Invoice]:
    """The invoice in a text."""
    return lambda text: read_document(text.encode(), source="x.xml").invoice


@pytest.fixture(scope="session")
def replaced() -> Callable[[str, str, str], str]:
    """A text with the first place of a pattern replaced; the pattern must be there."""

    def replace(text: str, pattern: str, new: str) -> str:
        changed, count = re.subn(pattern, new, text, count=1, flags=re.DOTALL)
        assert count == 1, pattern
        return changed

    return replace
