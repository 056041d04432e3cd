"""Whole numbers that identify documents and contractors: derived, never counted, so that a repeated import can be recognised.

The format wants INT (spec, ID_DOKUMENTU_ORYG, ID_KONTRAHENTA); the numbers are positive and fit in 32 bits with a sign.
"""

import hashlib
from typing import Final

from app.base.nip import is_valid_nip

_LARGEST: Final = 2_147_483_647
_FIRST_DERIVED: Final = 1_000_000_000
"""Below are the first nine digits of a NIP, which identify it: the tenth is a check digit."""


class Numbers:
    """The numbers of one file: unique in it. Of two keys with the same number, which is rare, the later gets another one."""

    def __init__(self) -> None:
        self._documents: set[int] = set()
        self._contractors: set[int] = set()

    def document(self, key: str) -> int:
        """ID_DOKUMENTU_ORYG of a document that the file does not hold yet, out of its `app.targets.findings.identity`."""
        return _free(key, 1, self._documents)

    def contractor(self, nip: str, key: str) -> int:
        """ID_KONTRAHENTA of a contractor that the file does not hold yet: nine digits of a sound NIP, else a number out of the key."""
        if nip and is_valid_nip(nip):
            return int(nip[:9])
        return _free(key, _FIRST_DERIVED, self._contractors)


def _free(key: str, first: int, taken: set[int]) -> int:
    digest = hashlib.sha256(key.encode()).digest()
    while (number := first + int.from_bytes(digest) % (_LARGEST - first + 1)) in taken:
        digest = hashlib.sha256(digest).digest()
    taken.add(number)
    return number
