"""What a conversion adds up to."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

import msgspec

from app.base.dates import Month
from app.booking.entry import Direction, Entry
from app.office.states import RateTotal

_ZERO: Final = Decimal("0.00")


class Sums(msgspec.Struct, frozen=True):
    """Sums in PLN by direction and rate; `month` is the VAT month where it is one for all."""

    totals: tuple[RateTotal, ...]
    month: Month | None


def sums_of(entries: Iterable[Entry]) -> Sums:
    """The sums of what is written, to the grosz."""
    sums: dict[tuple[Direction, str], tuple[Decimal, Decimal]] = {}
    months: set[Month] = set()
    for entry in entries:
        months.add(entry.vat_period)
        for box in entry.vat:
            net, tax = sums.get((entry.direction, box.rate), (_ZERO, _ZERO))
            sums[entry.direction, box.rate] = (net + (box.net_pln or _ZERO), tax + (box.tax_pln or _ZERO))
    totals = tuple(RateTotal(direction, rate, net, tax) for (direction, rate), (net, tax) in sorted(sums.items()))
    return Sums(totals, months.pop() if len(months) == 1 else None)
