"""Bank accounts: Polish ones as 26 digits, others as an IBAN; wrong check digits are no account (invoice guide §15.4)."""

import re
from typing import Final

_SEPARATORS: Final = re.compile(r"[\s-]+")
_NRB: Final = re.compile(r"(?:PL)?(\d{26})", re.ASCII)
_IBAN: Final = re.compile(r"[A-Z]{2}\d{2}[0-9A-Z]{10,30}", re.ASCII)
_MODULUS: Final = 97


def usable_account(text: str) -> str:
    """26 digits of a Polish account, or an IBAN; empty for what is neither or has wrong check digits.

    A wrong account must not reach a payment order.
    """
    bare = _SEPARATORS.sub("", text).upper()
    polish = _NRB.fullmatch(bare)
    iban = f"PL{polish[1]}" if polish else bare
    if not _IBAN.fullmatch(iban):
        return ""
    remainder = int("".join(str(int(char, 36)) for char in iban[4:] + iban[:4])) % _MODULUS
    if remainder != 1:
        return ""
    return polish[1] if polish else iban
