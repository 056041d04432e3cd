"""Input tax that may be deducted in part: how an entry's boxes split (art. 86a, 90 of the VAT act; invoice guide §13.2)."""

from decimal import Decimal
from typing import Final

import msgspec

from app.base.money import ZERO, round_money
from app.booking.entry import Direction, Entry, VatBox
from app.booking.groups import OTHER_COUNTRY_GROUPS

WHOLE: Final = Decimal(100)


class SplitBox(msgspec.Struct, frozen=True):
    """A row of the register in two parts whose sums are the row's to the grosz; `lost` is None where all may be deducted."""

    deducted: VatBox
    lost: VatBox | None


def split_box(box: VatBox, share: Decimal) -> SplitBox:
    """The part of a row that `share` percent allows to be deducted, rounded half up, and the rest. Nothing is split for 100 %."""
    if share == WHOLE:
        return SplitBox(box, None)
    deducted = msgspec.structs.replace(
        box,
        net=_part(box.net, share),
        tax=_part(box.tax, share),
        net_pln=None if box.net_pln is None else _part(box.net_pln, share),
        tax_pln=None if box.tax_pln is None else _part(box.tax_pln, share),
    )
    lost = msgspec.structs.replace(
        box,
        net=box.net - deducted.net,
        tax=box.tax - deducted.tax,
        net_pln=None if box.net_pln is None or deducted.net_pln is None else box.net_pln - deducted.net_pln,
        tax_pln=None if box.tax_pln is None or deducted.tax_pln is None else box.tax_pln - deducted.tax_pln,
    )
    return SplitBox(deducted, lost)


def lost_tax(entry: Entry) -> Decimal:
    """Tax in PLN of a purchase that may not be deducted, the sum of the rows' parts; nothing for sales or while a rate is missing.

    Another country's tax (OSS, foreign PEF rates) has no share: none of it is deducted here, and the cost is counted without it.
    """
    if entry.direction is Direction.SALE or entry.deductible_share == WHOLE:
        return ZERO
    parts = (split_box(box, entry.deductible_share).lost for box in entry.vat if box.box not in OTHER_COUNTRY_GROUPS)
    return sum((part.tax_pln for part in parts if part is not None and part.tax_pln is not None), ZERO)


def _part(amount: Decimal, share: Decimal) -> Decimal:
    return round_money(amount * share / WHOLE)
