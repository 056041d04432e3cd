"""Moments as KSeF writes them: up to seven digits of a fraction, ``Z`` or an offset (§3.2).

What goes back to KSeF is the text as received: a `datetime` would lose the seventh digit.
"""

import datetime as dt
import re
from typing import Final

_MOMENT: Final = re.compile(
    r"(?P<whole>\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2})(?:[.,](?P<fraction>\d{1,9}))?\s*(?P<zone>[Zz]|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_TICK_DIGITS: Final = 7


def ticks(text: str) -> int:
    """The moment as tenths of a microsecond since 1970, exactly; UTC where no zone is written. Raises `ValueError`."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    zone = (match["zone"] or "Z").upper()
    whole = dt.datetime.fromisoformat(match["whole"].upper() + ("+00:00" if zone == "Z" else zone)) - _EPOCH
    fraction = int((match["fraction"] or "").ljust(_TICK_DIGITS, "0")[:_TICK_DIGITS])
    return (whole.days * 86_400 + whole.seconds) * 10**_TICK_DIGITS + fraction


def parse(text: str) -> dt.datetime:
    """The aware UTC moment, to the microsecond; UTC where no zone is written. Raises `ValueError`."""
    return _EPOCH + dt.timedelta(microseconds=ticks(text) // 10)


def sound(said: object) -> str:
    """A moment as received; empty for what is none, so that nobody needs to look again."""
    if not isinstance(said, str):
        return ""
    try:
        ticks(said)
    except ValueError:
        return ""
    return said


def text(moment: dt.datetime) -> str:
    """An aware moment as KSeF takes it: UTC, microseconds, ``Z``. Raises `ValueError` for a naive one."""
    if moment.tzinfo is None:
        raise ValueError(moment)
    return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def from_seconds(seconds: float) -> dt.datetime:
    """The aware UTC moment of a number of seconds since 1970."""
    return _EPOCH + dt.timedelta(seconds=seconds)
