"""Codes of contractors that an office has given none: made from name and number, the same in every file."""

import hashlib
from typing import Final

from app.base.folding import fold
from app.booking.entry import Counterparty
from app.targets.wording import flatten

CODE_LENGTH: Final = 20
_NAME_PART: Final = 9
_DIGEST: Final = 6


def made_code(party: Counterparty, number: str, mode: str) -> str:
    """At most `CODE_LENGTH` capitals, digits and underscores.

    A NIP alone (`mode` ``nip``) or after the beginning of the name (``name_nip``); for others `number`, the tax number with its country
    (empty where there is none), as it is or with a digest.
    """
    letters = _letters(party.name)
    if party.nip:
        return party.nip if mode == "nip" else f"{letters[:_NAME_PART]}_{party.nip}"
    plain = _letters(number)
    if plain and plain == number and len(plain) <= CODE_LENGTH:
        return plain
    # A number with other characters, one too long, or none: the digest keeps two parties apart.
    digest = hashlib.sha256((number or flatten(party.name)).encode()).hexdigest()[:_DIGEST].upper()
    return f"{(plain or letters)[: CODE_LENGTH - _DIGEST - 1]}_{digest}"


def _letters(text: str) -> str:
    return "".join(char for char in fold(text).upper() if char.isascii() and char.isalnum())
