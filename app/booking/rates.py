"""Which rate exactly a sum of the summary has: 23 or 22, 8 or 7 … (invoice guide §4.2)."""

import datetime as dt
from decimal import Decimal
from typing import Final

from app.booking.groups import FIXED_RATES, percent_text
from app.invoice.amounts import VatTotal
from app.invoice.forms import VatGroup
from app.invoice.lines import Line

# The rates in force since 2011 first, then those before.
_CANDIDATES: Final[dict[VatGroup, tuple[str, str]]] = {
    VatGroup.P_13_1: ("23", "22"),
    VatGroup.P_13_2: ("8", "7"),
    VatGroup.P_13_3: ("5", "3"),
    VatGroup.P_13_4: ("4", "3"),
}
_CHANGE_OF_RATES: Final = dt.date(2011, 1, 1)
_HUNDRED: Final = Decimal(100)
_LEAST_TOLERANCE: Final = Decimal("0.02")
_TOLERANCE_PER_LINE: Final = Decimal("0.01")


def rates_of(total: VatTotal, lines: list[Line], supply_date: dt.date) -> tuple[str, ...]:
    """The register rates of one sum; more than one where its lines mix rates.

    The lines decide; lacking codes the tax divided by the net; lacking both, the date of supply.
    """
    fixed = FIXED_RATES.get(total.group)
    if fixed is not None:
        return (fixed,)
    if total.rate is not None:
        return (percent_text(total.rate),)
    if total.group is VatGroup.P_13_5:
        return _oss_rates(total, lines)
    candidates = _CANDIDATES.get(total.group)
    if candidates is None:
        return ("",)
    codes = {line.rate_code for line in lines}
    found = tuple(candidate for candidate in candidates if candidate in codes)
    return found or (_by_ratio(total, candidates, len(lines)) or candidates[supply_date < _CHANGE_OF_RATES],)


def rate_of_line(line: Line) -> str:
    """The rate under which a line of a mixed sum counts."""
    return percent_text(line.oss_rate) if line.oss_rate is not None else line.rate_code


def _oss_rates(total: VatTotal, lines: list[Line]) -> tuple[str, ...]:
    found = dict.fromkeys(percent_text(line.oss_rate) for line in lines if line.oss_rate is not None)
    if found:
        return tuple(found)
    if total.tax and total.net:
        return (percent_text((total.tax * _HUNDRED / total.net).quantize(_TOLERANCE_PER_LINE)),)
    return ("",)


def _by_ratio(total: VatTotal, candidates: tuple[str, str], line_count: int) -> str:
    """The candidate the tax comes from, within rounding; empty where neither fits."""
    if not total.net or total.tax is None:
        return ""
    tax, net = total.tax, total.net
    misses = [(abs(tax - net * Decimal(candidate) / _HUNDRED), candidate) for candidate in candidates]
    miss, candidate = min(misses)
    return candidate if miss <= max(_LEAST_TOLERANCE, _TOLERANCE_PER_LINE * line_count) else ""
