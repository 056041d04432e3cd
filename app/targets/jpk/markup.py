"""Elements as text. The order of elements is the schemas'; a writer of strings is enough."""

import datetime as dt
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape

from app.base.money import round_money
from app.targets.wording import flatten, shorten

PROLOG: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
MISSING: Final = "BRAK"
"""What the ministry's instructions write for a name or a number that a document does not give."""
LAST_DAY: Final = dt.date(2090, 12, 31)
"""The last year that a period may lie in (TRok)."""
LARGEST: Final = Decimal(10) ** 16
"""TKwotowy: 18 digits with the grosze."""


def element(name: str, value: str) -> str:
    """One element; nothing where the text is empty. The text must be in one line (`flatten`)."""
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def amount(name: str, value: Decimal | None) -> str:
    """An amount in grosze with a dot; nothing where there is none."""
    return "" if value is None else f"<{name}>{round_money(value)}</{name}>"


def exact(name: str, value: Decimal | None, places: int) -> str:
    """A number as it is, without zeros behind the last digit but with two places; nothing where it needs more than `places` of them."""
    if value is None or not fits(value, places):
        return ""
    text = f"{value:f}"
    whole, _, fraction = text.partition(".")
    return f"<{name}>{whole}.{fraction.rstrip('0').ljust(2, '0')}</{name}>"


def fits(value: Decimal, places: int) -> bool:
    """Whether a field with so many decimal places holds a number without rounding it."""
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= places


def day(name: str, value: dt.date | None) -> str:
    """``RRRR-MM-DD``; nothing where there is no date."""
    return "" if value is None else f"<{name}>{value.isoformat()}</{name}>"


def flag(name: str, *, yes: bool) -> str:
    """``true`` or ``false``."""
    return f"<{name}>{'true' if yes else 'false'}</{name}>"


def mark(name: str) -> str:
    """A field that exists only as ``1``."""
    return f"<{name}>1</{name}>"


def moment(value: dt.datetime) -> str:
    """An aware moment in UTC, in whole seconds."""
    return f"{value.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def field(text: str, limit: int) -> str:
    """A text in one line and at most `limit` characters, ended at a word; `MISSING` where there is none."""
    return shorten(flatten(text), limit) or MISSING
