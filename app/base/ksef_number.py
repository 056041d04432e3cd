"""The number KSeF gives to a document (invoice guide §15.3).

35 characters: ``5265877635-20250826-0100001AF629-AF``: the seller, the day of acceptance in Poland, twelve hexadecimal digits, a CRC-8.
Numbers of the first version of the system may have a dash after the sixth hexadecimal digit (36 characters).
"""

import datetime as dt
import re
from typing import Final

_SHAPE: Final = re.compile(
    r"(?P<seller>[1-9](?:\d[1-9]|[1-9]\d)\d{7}|M\d{9}|[A-Z]{3}\d{7})"
    r"-(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
    r"-[0-9A-F]{6}-?[0-9A-F]{6}-(?P<check>[0-9A-F]{2})",
    re.ASCII,
)
_ANYWHERE: Final = re.compile(rf"(?<![0-9A-Za-z]){_SHAPE.pattern}(?![0-9A-Za-z])", re.ASCII | re.IGNORECASE)
_LENGTH: Final = 35
_POLYNOMIAL: Final = 0x07
_HIGH_BIT: Final = 0x80


def find(text: str) -> str:
    """The first KSeF number in a text or a file's name, in capitals; empty where there is none.

    Only its shape counts here and that its day exists: `check` tells whether the number itself is sound.
    """
    for match in _ANYWHERE.finditer(text):
        if _day(match) is not None:
            return match.group().upper()
    return ""


def check(number: str) -> str:
    """What is wrong with a KSeF number, as a Polish sentence; empty where it is sound.

    The check digits of 36-character numbers are not documented and are let through.
    """
    match = _SHAPE.fullmatch(number)
    if match is None:
        return f"„{number}” nie ma budowy numeru KSeF (35 znaków: NIP-RRRRMMDD-XXXXXXXXXXXX-XX). Sprawdź, czy został przepisany w całości."
    if _day(match) is None:
        return f"Numer KSeF „{number}” zawiera datę, której nie ma w kalendarzu. Sprawdź, czy został przepisany bez pomyłki."
    if len(number) == _LENGTH and _crc8(number[:32]) != int(match["check"], 16):
        return f"Numer KSeF „{number}” ma niezgodne znaki kontrolne. Sprawdź, czy został przepisany bez pomyłki."
    return ""


def date_of(number: str) -> dt.date:
    """The day on which KSeF gave the number (Polish time); raises `ValueError` for what is no KSeF number."""
    match = _SHAPE.fullmatch(number)
    day = match and _day(match)
    if day is None:
        raise ValueError(number)
    return day


def seller_of(number: str) -> str:
    """The seller's identifier in the number, normally a NIP; raises `ValueError` for what is no KSeF number."""
    match = _SHAPE.fullmatch(number)
    if match is None:
        raise ValueError(number)
    return match["seller"]


def _day(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:  # 31 February has the shape of a day
        return None


def _shifted(byte: int) -> int:
    """What eight zero bits make of the remainder `byte`."""
    for _ in range(8):
        byte = (byte << 1) ^ _POLYNOMIAL if byte & _HIGH_BIT else byte << 1
    return byte & 0xFF


_REMAINDERS: Final = bytes(_shifted(byte) for byte in range(256))


def _crc8(text: str) -> int:
    """CRC-8: polynomial 0x07, start 0, no reflection, over ASCII characters."""
    crc = 0
    for byte in text.encode("ascii"):
        crc = _REMAINDERS[crc ^ byte]
    return crc
