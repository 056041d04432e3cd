"""Documents that repeat an earlier one of the same run (guide §14.8), noticed in little memory."""

import hashlib
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from app.invoice.document import Document

_DIGEST: Final = 16


class Likeness(Enum):
    """How a document repeats an earlier one."""

    SAME = auto()
    """The same bytes: one of them is enough."""
    CONFLICT = auto()
    """Another content under one KSeF number, or under the same seller, kind and number without two KSeF numbers."""
    NAMESAKE = auto()
    """The same seller, kind and number (or the same bytes) under two KSeF numbers."""


@dataclass(frozen=True, slots=True)
class Twin:
    """An earlier document: its place in the run and how the new one repeats it."""

    place: int
    likeness: Likeness


class Twins:
    """Remembers of each document three digests and its place; `compare` answers before it remembers."""

    def __init__(self) -> None:
        self._places: dict[bytes, int] = {}
        self._numbered: set[int] = set()

    def compare(self, document: Document, place: int) -> Twin | None:
        """The earlier document that this one repeats, if there is one; `place` is remembered for this one.

        The same bytes with a KSeF number take the place of those without.
        """
        invoice, number = document.invoice, document.ksef_number
        same_bytes = _digest("bytes", document.sha256)
        same_number = _digest("number", number) if number else None
        same_key = _digest("key", invoice.seller.nip, invoice.kind.value, invoice.number) if invoice.seller.nip else None
        twin = self._find(same_bytes, same_number, same_key)
        keys = [key for key in (same_bytes, same_number, same_key) if key is not None]
        takes_over = twin is not None and twin.likeness is Likeness.SAME and number and twin.place not in self._numbered
        for key in keys:
            if takes_over:
                self._places[key] = place
            else:
                self._places.setdefault(key, place)
        if number:
            self._numbered.add(place)
        return twin

    def _find(self, same_bytes: bytes, same_number: bytes | None, same_key: bytes | None) -> Twin | None:
        by_bytes = self._places.get(same_bytes)
        by_number = None if same_number is None else self._places.get(same_number)
        if by_bytes is not None:
            namesake = same_number is not None and by_number is None and by_bytes in self._numbered
            return Twin(by_bytes, Likeness.NAMESAKE if namesake else Likeness.SAME)
        if by_number is not None:
            return Twin(by_number, Likeness.CONFLICT)
        by_key = None if same_key is None else self._places.get(same_key)
        if by_key is None:
            return None
        namesake = same_number is not None and by_key in self._numbered
        return Twin(by_key, Likeness.NAMESAKE if namesake else Likeness.CONFLICT)


def _digest(*parts: str) -> bytes:
    return hashlib.blake2b("\x00".join(parts).encode(), digest_size=_DIGEST).digest()
