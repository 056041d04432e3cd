"""Amounts: `Decimal` only, rounded half up, printed the Polish way. No `float` comes near.

KSeF amounts as text are read by the readers of `app.invoice` (they know the pattern of each field).
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, reduce
from typing import Final

ZERO: Final = Decimal("0.00")
GROSZ: Final = Decimal("0.01")
NO_BREAK_SPACE: Final = "\u00a0"

# Wide enough for every product of two KSeF amounts (22 significant digits each).
_PRECISION: Final = 60
_EXACT: Final = Context(prec=_PRECISION)
_SMALLEST_DISPLAYED_PLACES: Final = 2


def round_to(value: Decimal, places: int) -> Decimal:
    """`value` with exactly `places` decimal places, half away from zero (art. 106e(11) of the VAT act for 2 places).

    Never gives minus zero. Raises `ValueError` for NaN and infinity.
    """
    if not value.is_finite():
        raise ValueError(value)
    unit, context = _places(places)
    return value.quantize(unit, ROUND_HALF_UP, context) or unit * 0


@cache
def _places(places: int) -> tuple[Decimal, Context]:
    """The unit of so many decimal places, and room for an amount in it."""
    return Decimal(1).scaleb(-places), Context(prec=_PRECISION + places)


def round_money(value: Decimal) -> Decimal:
    """`value` in whole grosze, half away from zero. Never gives minus zero; raises `ValueError` for NaN and infinity."""
    if not value.is_finite():
        raise ValueError(value)
    return value.quantize(GROSZ, ROUND_HALF_UP) or ZERO


def total(values: Iterable[Decimal]) -> Decimal:
    """The exact sum, with two decimal places at least; ``0.00`` of nothing."""
    return reduce(_EXACT.add, values, ZERO)


def to_grosze(value: Decimal) -> int:
    """Whole grosze of an amount, as the archive stores it; raises `ValueError` where a part of a grosz would be lost."""
    if not value.is_finite():
        raise ValueError(value)
    grosze = value.scaleb(2, _EXACT)
    if grosze != grosze.to_integral_value():
        raise ValueError(value)
    return int(grosze)


def from_grosze(grosze: int) -> Decimal:
    """The amount of so many grosze, with two decimal places."""
    return Decimal(grosze).scaleb(-2, _EXACT)


def format_amount(value: Decimal, *, no_break: bool = False) -> str:
    """``"1 234,56"``: at least two decimal places and every further significant one (unit prices have up to eight).

    Nothing is rounded. `no_break` puts no-break spaces between the thousands. Raises `ValueError` for NaN and infinity.
    """
    if not value.is_finite():
        raise ValueError(value)
    digits, _, fraction = f"{abs(value):f}".partition(".")
    fraction = fraction.rstrip("0").ljust(_SMALLEST_DISPLAYED_PLACES, "0")
    sign = "-" if value < 0 else ""
    space = NO_BREAK_SPACE if no_break else " "
    return f"{sign}{int(digits):,}".replace(",", space) + f",{fraction}"


def format_money(value: Decimal, currency: str, *, no_break: bool = False) -> str:
    """``"1 234,56 EUR"``, or ``"1 234,56 zł"`` for PLN; see `format_amount`."""
    unit = "zł" if currency == "PLN" else currency
    return format_amount(value, no_break=no_break) + (NO_BREAK_SPACE if no_break else " ") + unit


def format_pln(value: Decimal, *, no_break: bool = False) -> str:
    """``"1 234,56 zł"``; see `format_amount`."""
    return format_money(value, "PLN", no_break=no_break)
