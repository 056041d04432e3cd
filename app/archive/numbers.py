"""Numbers of documents as they sort, and as they compare with numbers that somebody wrote otherwise."""

import re
from typing import Final

from app.base.folding import fold

_DIGITS: Final = re.compile(r"\d+")
_WIDTH: Final = 12


def sort_key(number: str) -> str:
    """FV/2 before FV/10: letters folded, numbers with zeros in front."""
    return _DIGITS.sub(lambda digits: digits.group().zfill(_WIDTH), fold(number))


def likeness(number: str) -> str:
    """Equal for numbers that differ only in letter case, signs between the parts, and zeros in front: „FV 7/2026”, „fv-007-2026”."""
    return "".join(filter(str.isalnum, sort_key(number)))
