"""Months, ranges and the Polish zone."""

import datetime as dt
import re
from typing import Final, NewType
from zoneinfo import ZoneInfo

WARSAW: Final = ZoneInfo("Europe/Warsaw")

Month = NewType("Month", str)
"""A calendar month as ``"2026-11"``: sorts, compares and prints as itself."""

_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def parse_month(text: str) -> Month:
    """``"2026-11"`` as a `Month`; raises `ValueError` for anything else."""
    if not _MONTH.fullmatch(text):
        raise ValueError(text)
    return Month(text)


def month_of(day: dt.date) -> Month:
    """The month a day lies in."""
    return Month(day.isoformat()[:7])


def next_month(month: Month, count: int = 1) -> Month:
    """The month `count` months later (earlier where negative)."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + count, 12)
    return Month(f"{year:04}-{number + 1:02}")


def first_day(month: Month) -> dt.date:
    """The first day of a month."""
    return dt.date(int(month[:4]), int(month[5:]), 1)


def last_day(month: Month) -> dt.date:
    """The last day of a month."""
    return first_day(next_month(month)) - dt.timedelta(days=1)


def polish_day(moment: dt.datetime) -> dt.date:
    """The calendar day in Poland of an aware moment (31 January 23:30 UTC is 1 February; guide §8.1)."""
    if moment.tzinfo is None:
        raise ValueError("naive datetime")
    return moment.astimezone(WARSAW).date()
