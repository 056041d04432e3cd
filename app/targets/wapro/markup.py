"""Values as WAPRO XML writes them (spec, Value types). The format has neither attributes nor prefixes: a writer of strings is enough."""

import datetime as dt
from decimal import Decimal
from typing import Final

from app.base.money import round_to

LINE_END: Final = "\r\n"
VERSION: Final = "4.3.2"
"""WERSJA_MAGIKA: the version of the format."""

_CLARION_ZERO: Final = dt.date(1800, 12, 28).toordinal()
_RATE_PLACES: Final = 8


def day(date: dt.date | None) -> str:
    """A Clarion day number: days since 1800-12-28; nothing where there is no date."""
    return "" if date is None else str(date.toordinal() - _CLARION_ZERO)


def amount(value: Decimal) -> str:
    """Whole grosze with four places, as WAPRO writes money."""
    return f"{round_to(value, 2)}00"


def rate(value: Decimal | None) -> str:
    """An exchange rate with eight places; zero where there is none."""
    return str(round_to(value or Decimal(0), _RATE_PLACES))


def flag(*, yes: bool) -> str:
    """``1`` or ``0``."""
    return "1" if yes else "0"


def encoded(markup: str, encoding: str) -> bytes:
    """The bytes of a piece of the file: lines end in CR LF, characters that the code page lacks are numeric references."""
    return markup.replace("\n", LINE_END).encode(encoding, "xmlcharrefreplace")
