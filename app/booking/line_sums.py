"""Sums of lines: after minus before, net and tax, whatever way the lines are priced (invoice guide §4.3, §6.1)."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Final

from app.base.money import ZERO, round_money
from app.invoice.lines import Line

_HUNDRED: Final = Decimal(100)


@lru_cache(maxsize=256)  # asked for every line, and there are a dozen rates
def percent_of(rate: str) -> Decimal:
    """The percent of a rate or a line's code; zero for ``0 WDT``, ``zw``, ``np``, ``oo`` and the like."""
    return Decimal(rate) if rate.replace(".", "", 1).isdecimal() and rate.isascii() else ZERO


def net_of(line: Line, percent: Decimal) -> Decimal | None:
    """The line's net as a positive or negative amount of its own; computed "in a hundred" where it has only the gross.

    None where the line has no amount.
    """
    if line.net is not None:
        return line.net
    if line.gross is None:
        return None
    return line.gross - tax_in(line.gross, percent)


def tax_in(gross: Decimal, percent: Decimal) -> Decimal:
    """The tax inside a gross amount (art. 106e(7)): gross × r / (100 + r), in grosze."""
    return round_money(gross * percent / (_HUNDRED + percent)) if percent else ZERO


def net_and_tax(lines: Iterable[Line], percent: Decimal) -> tuple[Decimal, Decimal]:
    """Net and tax of lines of one rate, states before a correction taken off.

    Lines priced gross are summed before the tax is taken out of them, as the act does (art. 106e(7)).
    """
    net, tax, gross = ZERO, ZERO, ZERO
    computed = ZERO
    for line in lines:
        sign = -1 if line.before else 1
        if line.net is not None:
            net += sign * line.net
            if line.tax is None:
                computed += sign * line.net
            else:
                tax += sign * line.tax
        elif line.gross is not None:
            gross += sign * line.gross
    inside = tax_in(gross, percent)
    return net + gross - inside, tax + inside + round_money(computed * percent / _HUNDRED)
