"""Numbers and dates as they stand on a Polish invoice. Nothing is rounded, nothing is added."""

import datetime as dt
from decimal import Decimal

from app.base.money import format_amount


def amount(value: Decimal | None) -> str:
    """``"1 234,56"`` with no-break spaces and at least two decimal places; empty where there is none."""
    return "" if value is None else format_amount(value, no_break=True)


def signed(value: Decimal | None) -> str:
    """A difference: like `amount`, with a plus where it grows."""
    return f"+{amount(value)}" if value is not None and value > 0 else amount(value)


def number(value: Decimal | None) -> str:
    """A quantity, a percent or an exchange rate: only the places that matter (``"1 500"``, ``"0,375"``); empty where there is none."""
    if value is None:
        return ""
    shown = format_amount(value, no_break=True)
    return shown.rstrip("0").rstrip(",") if "," in shown else shown


def rate(value: Decimal | None) -> str:
    """An exchange rate as published: four decimal places at least (``"4,3250"``); empty where there is none."""
    if value is None:
        return ""
    whole, _, fraction = format_amount(value, no_break=True).partition(",")
    return f"{whole},{fraction.ljust(4, '0')}"


def day(value: dt.date | None) -> str:
    """``"2026-11-04"``; empty where there is none."""
    return "" if value is None else value.isoformat()


def period(first: dt.date, last: dt.date) -> str:
    """``"2026-11-01 – 2026-11-30"``."""
    return f"{first.isoformat()} – {last.isoformat()}"


def account(text: str) -> str:
    """A Polish account in groups of four after the check digits; any other number unchanged."""
    bare = "".join(text.split())
    prefix, digits = (bare[:2], bare[2:]) if bare[:2].upper() == "PL" else ("", bare)
    if len(digits) != _NRB_DIGITS or not (digits.isascii() and digits.isdigit()):
        return text
    groups = [prefix + digits[:2], *(digits[place : place + 4] for place in range(2, _NRB_DIGITS, 4))]
    return "\u00a0".join(groups)


_NRB_DIGITS = 26
