"""Numbers that KSeF gives: of documents (guide §8.1) and of operations."""

import datetime as dt
import hashlib

_BITS = 8
_TOP = 0x80
_POLYNOMIAL = 0x07


def crc8(text: str) -> str:
    """CRC-8 of ASCII text (polynomial 0x07, start 0) as two capital hexadecimal digits."""
    value = 0
    for byte in text.encode("ascii"):
        value ^= byte
        for _ in range(_BITS):
            shifted = (value << 1) & 0xFF
            value = shifted ^ _POLYNOMIAL if value & _TOP else shifted
    return f"{value:02X}"


def ksef_number(nip: str, day: dt.date, *seed: bytes) -> str:
    """A document's number: the issuer's NIP, the Polish day of acceptance, twelve digits drawn from `seed`, the check digits."""
    digest = hashlib.sha256(b"\0".join(seed)).hexdigest().upper()
    body = f"{nip}-{day:%Y%m%d}-0100{digest[:8]}"
    return f"{body}-{crc8(body)}"


def reference(kind: str, day: dt.date, *seed: bytes) -> str:
    """An operation's reference number of 36 characters; `kind`: AU sign-in, CR challenge, EC token, EH export."""
    digest = hashlib.sha256(b"\0".join((kind.encode("ascii"), *seed))).hexdigest().upper()
    body = f"{day:%Y%m%d}-{kind}-{digest[:10]}-{digest[10:20]}"
    return f"{body}-{crc8(body)}"
