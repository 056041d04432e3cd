"""Moments as a person in Poland reads them."""

import datetime as dt

from app.base.dates import WARSAW


def moment_text(moment: dt.datetime) -> str:
    """``2026-11-20 18:32``: an aware moment by the clock in Poland."""
    return f"{moment.astimezone(WARSAW):%Y-%m-%d %H:%M}"
