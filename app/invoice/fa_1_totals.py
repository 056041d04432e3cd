"""The sums of FA(1), told apart into the groups of the later forms (guide §1.3).

P_13_4 holds domestic reverse charge and the taxi lump sum, P_13_5 every sale outside the country, P_13_6 every 0%. The lines say which
(`P_12`, `P_12_Procedura`, `P_12_XII`). Nothing is guessed: a sum the lines do not divide exactly keeps its own group (`VatGroup.FA1_…`)
and a person is asked.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from app.invoice.amounts import VatTotal
from app.invoice.forms import VatGroup
from app.invoice.lines import Line

_PLAIN: Final = (VatGroup.P_13_1, VatGroup.P_13_2, VatGroup.P_13_3)
_TAXI_RATES: Final = (Decimal("0.04"), Decimal("0.03"))
_ROUNDING: Final = Decimal("0.02")

# P_12_Procedura of the lines of a sum; "" is a line that does not say.
_ZERO: Final = {"1": VatGroup.P_13_6_1, "2": VatGroup.P_13_6_2, "3": VatGroup.P_13_6_3}
_ABROAD: Final = {"4": VatGroup.P_13_8, "5": VatGroup.P_13_9}

_Classify = Callable[[Line], VatGroup | None]


def totals_of(values: dict[str, Any], lines: tuple[Line, ...], order_lines: tuple[Line, ...]) -> tuple[VatTotal, ...]:
    """All sums of the header, taken out of `values`."""
    sums = {number: _take(values, number) for number in ("1", "2", "3", "4", "5", "6", "7")}
    totals: list[VatTotal] = []
    for group in _PLAIN:
        net, tax, tax_pln = sums[group.value[5:]]
        if net is not None:
            totals.append(VatTotal(group, net, tax, tax_pln))
    for number, classify, undecided in (
        ("4", _in_p_13_4, VatGroup.FA1_P_13_4),
        ("5", _in_p_13_5, VatGroup.FA1_P_13_5),
        ("6", _in_p_13_6, VatGroup.FA1_P_13_6),
    ):
        net, tax, tax_pln = sums[number]
        if net is not None:
            total = VatTotal(undecided, net, tax, tax_pln)
            totals += _divide(total, classify, lines) or _by_order(total, classify, order_lines) or _by_tax(total)
    if (exempt := sums["7"][0]) is not None:
        totals.append(VatTotal(VatGroup.P_13_7, exempt))
    return tuple(totals)


def _take(values: dict[str, Any], number: str) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    return values.pop(f"P_13_{number}", None), values.pop(f"P_14_{number}", None), values.pop(f"P_14_{number}W", None)


def _in_p_13_4(line: Line) -> VatGroup | None:
    if line.rate_code == "oo":
        return VatGroup.P_13_10
    return VatGroup.P_13_4 if line.rate_code in {"4", "3"} else None


def _in_p_13_5(line: Line) -> VatGroup | None:
    if line.oss_rate is not None:
        return VatGroup.P_13_5
    return _ABROAD.get(line.rate_procedure, VatGroup.FA1_P_13_5) if line.rate_code == "np" else None


def _in_p_13_6(line: Line) -> VatGroup | None:
    return _ZERO.get(line.rate_procedure, VatGroup.FA1_P_13_6) if line.rate_code == "0" else None


def _divide(total: VatTotal, classify: _Classify, lines: tuple[Line, ...]) -> list[VatTotal]:
    """The sum by its lines: whole where all are of one group, divided where their nets add up to it; else nothing."""
    nets: dict[VatGroup, Decimal | None] = {}
    for line in lines:
        group = classify(line)
        if group is not None:
            earlier = nets.get(group, Decimal(0))
            nets[group] = None if earlier is None or line.net is None else earlier + line.net
    if not nets or total.group in nets:
        return []
    if len(nets) == 1:
        return [VatTotal(next(iter(nets)), total.net, total.tax, total.tax_pln)]
    parts = {group: net for group, net in nets.items() if net is not None}
    if len(parts) < len(nets) or sum(parts.values()) != total.net:
        return []
    # The tax of the sum is the one part's that can have any: the taxi's, or that of the OSS procedure.
    taxed = {VatGroup.P_13_4, VatGroup.P_13_5}
    return [
        VatTotal(group, net, total.tax if group in taxed else None, total.tax_pln if group in taxed else None)
        for group, net in parts.items()
    ]


def _by_order(total: VatTotal, classify: _Classify, order_lines: tuple[Line, ...]) -> list[VatTotal]:
    """The sum of an advance by the lines of the order, where all are of one group: their nets are not the advance's."""
    groups = {group for line in order_lines if (group := classify(line)) is not None}
    if len(groups) != 1 or total.group in groups:
        return []
    return [VatTotal(groups.pop(), total.net, total.tax, total.tax_pln)]


def _by_tax(total: VatTotal) -> list[VatTotal]:
    """P_13_4 without lines: no tax is reverse charge, the tax of the taxi's rate is the taxi; everything else stays undecided."""
    if total.group is VatGroup.FA1_P_13_4 and total.tax is not None:
        if not total.tax:
            return [VatTotal(VatGroup.P_13_10, total.net, total.tax, total.tax_pln)]
        if any(abs(total.net * rate - total.tax) <= _ROUNDING for rate in _TAXI_RATES):
            return [VatTotal(VatGroup.P_13_4, total.net, total.tax, total.tax_pln)]
    return [total]
