"""VAT/STAWKA: the rows of a document, one for each rate (spec, VAT/STAWKA)."""

from decimal import Decimal
from typing import Final, NamedTuple

from app.base.money import ZERO, total
from app.booking.entry import Direction, Entry, VatBox
from app.booking.flat_rate import flat_rate
from app.targets.wapro.kinds import counting
from app.targets.wapro.options import WaproOptions
from app.targets.wapro.questions import MARGIN

EXEMPT: Final = "ZW"
OUTSIDE: Final = "NP"
MARGIN_CODES: Final = frozenset(answer for answer, _meaning in MARGIN.answers)

_CODES: Final = {
    "23": "23", "22": "22", "8": "8", "7": "7", "5": "5", "4": "4", "3": "3", "0": "0", "zw": EXEMPT, "np": OUTSIDE, "oo": OUTSIDE,
}  # fmt: skip


class Row(NamedTuple):
    """One STAWKA: amounts in the document's currency and in PLN; `reverse` is ODWROTNY."""

    code: str
    reverse: bool
    net: Decimal
    tax: Decimal
    net_pln: Decimal
    tax_pln: Decimal


_NOTHING: Final = Row(code=OUTSIDE, reverse=False, net=ZERO, tax=ZERO, net_pln=ZERO, tax_pln=ZERO)


def rate_code(entry: Entry, box: VatBox, options: WaproOptions) -> str:
    """KOD_VAT of a row of the register; empty where the format has no known form for it or nobody has chosen one.

    The flat-rate refund of 7 % stands under 7; 6.5 % is no whole percentage, the only ones known.
    """
    if box.rate == "marza":
        code = margin_code(entry, options) if entry.direction is Direction.PURCHASE else ""
        return code if code in MARGIN_CODES else ""
    if box.rate == "rr":
        return "7" if flat_rate(entry, box) == 7 else ""  # noqa: PLR2004 - percent
    return "" if box.box in {"P_13_5", "FOREIGN"} else _CODES.get(box.rate, "")


def margin_code(entry: Entry, options: WaproOptions) -> str:
    """The office's practice with margin purchases: a code of `MARGIN_CODES`, or anything else while it is asked for."""
    return entry.decisions.get(MARGIN.code, options.margin_purchase)


def rows(entry: Entry, options: WaproOptions) -> tuple[Row, ...]:
    """The rows in the order of the invoice, sums of the same code put together.

    A document without amounts keeps its rates with zeros; one without rates gets a row of zero under NP. Raises `ValueError` for a
    row without code or PLN amounts: such a document never passes the check.
    """
    found: dict[tuple[str, bool], Row] = {}
    for box in counting(entry) or entry.vat:
        row = _row(entry, box, options)
        earlier = found.get(row[:2])
        found[row[:2]] = row if earlier is None else _sum(earlier, row)
    return tuple(found.values()) or (_NOTHING,)


def _row(entry: Entry, box: VatBox, options: WaproOptions) -> Row:
    code = rate_code(entry, box, options)
    if not code or box.net_pln is None or box.tax_pln is None:
        raise ValueError(entry.source)
    return Row(code, box.rate == "oo", box.net, box.tax, box.net_pln, box.tax_pln)


def _sum(one: Row, other: Row) -> Row:
    sums = (total((first, second)) for first, second in zip(one[2:], other[2:], strict=True))
    return Row(one.code, one.reverse, *sums)
