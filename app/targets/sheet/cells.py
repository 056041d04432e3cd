"""A text as a cell of a workbook holds it."""

from typing import Final

from app.targets.wording import shorten

_CELL_LENGTH: Final = 32_767


def cell_text(text: str) -> str:
    """The text in a cell's length. XlsxWriter takes one that begins and ends like a formatted run for mark-up: a blank behind it helps."""
    text = shorten(text, _CELL_LENGTH)
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
