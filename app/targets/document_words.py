"""Words by which an office gives document types: ``S`` and ``Z`` for sales and purchases, ``S-KOR``, ``Z-VAT_RR`` for their kinds."""

from collections.abc import Mapping
from typing import Final

from app.booking.entry import Direction
from app.invoice.forms import Kind

PREFIXES: Final[Mapping[Direction, str]] = {Direction.SALE: "S", Direction.PURCHASE: "Z"}
DOCUMENT_WORDS: Final = tuple(word for prefix in PREFIXES.values() for word in (prefix, *(f"{prefix}-{kind}" for kind in Kind)))


def kind_words(direction: Direction, kind: Kind) -> tuple[str, ...]:
    """The words of a document, the closest first: its kind, ``KOR`` for every correction, its direction."""
    prefix = PREFIXES[direction]
    correction = (f"{prefix}-{Kind.KOR}",) if kind.is_correction else ()
    return (f"{prefix}-{kind}", *correction, prefix)
