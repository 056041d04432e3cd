"""Texts as spreadsheets take them."""

from typing import Final

from app.targets.wording import shorten

_CELL_LENGTH: Final = 32_767
_FORMULA: Final = frozenset("=+-@")


def cell_text(text: str) -> str:
    """The text in a cell's length. XlsxWriter takes one that begins and ends like a formatted run for mark-up: a blank behind it helps."""
    text = shorten(text, _CELL_LENGTH)
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def looks_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet would reckon with a text instead of showing it."""
    return text[:1] in _FORMULA
