"""Moments as KSeF keeps and writes them: whole ticks of 100 ns since 1970, up to seven digits after the second.

A datetime of Python ends at six digits. A client that cuts or rounds the seventh meets here the consequences it would meet at KSeF.
"""

import datetime as dt
import re
from typing import Final
from zoneinfo import ZoneInfo

TICKS_PER_SECOND: Final = 10_000_000
_TICKS_PER_MICROSECOND: Final = 10
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_WARSAW: Final = ZoneInfo("Europe/Warsaw")
_SHAPE: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)", re.ASCII)


def ticks(moment: dt.datetime) -> int:
    """An aware datetime in ticks."""
    return (moment - _EPOCH) // dt.timedelta(microseconds=1) * _TICKS_PER_MICROSECOND


def moment(count: int) -> dt.datetime:
    """Ticks as a datetime; the seventh digit is lost."""
    return _EPOCH + dt.timedelta(microseconds=count // _TICKS_PER_MICROSECOND)


def text(count: int) -> str:
    """Ticks as KSeF writes them: no trailing noughts, at most seven digits, ``+00:00``."""
    whole, fraction = divmod(count, TICKS_PER_SECOND)
    written = (_EPOCH + dt.timedelta(seconds=whole)).strftime("%Y-%m-%dT%H:%M:%S")
    digits = f"{fraction:07d}".rstrip("0")
    return f"{written}.{digits}+00:00" if digits else f"{written}+00:00"


def full_text(count: int) -> str:
    """The same with all seven digits."""
    return f"{text(count - count % TICKS_PER_SECOND)[:19]}.{count % TICKS_PER_SECOND:07d}+00:00"


def parse(written: str) -> int:
    """Ticks of an ISO 8601 moment with ``Z`` or an offset; `ValueError` without one or for what is no moment.

    Inferred: the real server may take a moment without an offset; this one does not, so that no client relies on it (guide §12.3).
    """
    match = _SHAPE.fullmatch(written)
    if match is None:
        raise ValueError(written)
    base, fraction, offset = match.groups()
    whole = dt.datetime.fromisoformat(base + ("+00:00" if offset == "Z" else offset))
    return ticks(whole) + int((fraction or "").ljust(7, "0")[:7])


def polish_day(count: int) -> dt.date:
    """The calendar day in Poland."""
    return moment(count).astimezone(_WARSAW).date()


def polish_days(first: int, last: int) -> tuple[dt.date, dt.date]:
    """The calendar days between two moments, both included: what counts for the date of issue."""
    return polish_day(first), polish_day(last)
