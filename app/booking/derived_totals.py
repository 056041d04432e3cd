"""Net and tax out of P_15 and the lines' rates, for documents without sums in the header (invoice guide §4.5)."""

from decimal import Decimal
from typing import Final

from app.base.money import ZERO
from app.booking.groups import GROUP_OF_CODE, UNTAXED_RATES, priced_lines
from app.booking.line_sums import net_and_tax, percent_of, tax_in
from app.invoice.amounts import VatTotal
from app.invoice.forms import Kind, VatGroup
from app.invoice.model import Invoice

RATE_OF_GROUP: Final[dict[VatGroup, str]] = {
    VatGroup.P_13_1: "23",
    VatGroup.P_13_2: "8",
    VatGroup.P_13_3: "5",
    VatGroup.P_13_4: "4",
    **UNTAXED_RATES,
}
"""The rate a decision for a group means."""

_TOLERANCE: Final = Decimal("0.05")


def totals_from_due(invoice: Invoice, due: Decimal) -> tuple[VatTotal, ...]:
    """The sums that make up `due`; nothing where they cannot be derived.

    One rate on all lines: the tax is taken out of `due` "in a hundred". Several: by the lines' own amounts, which must make up `due`.
    """
    lines = priced_lines(invoice)
    codes = dict.fromkeys(line.rate_code for line in lines if line.rate_code)
    groups = {code: _group(code, invoice.kind) for code in codes}
    if not groups or None in groups.values() or any(line.oss_rate is not None for line in lines):
        return ()
    if len(groups) == 1:
        code, group = next(iter(groups.items()))
        return () if group is None else (total_from_gross(group, code, due),)
    sums: dict[VatGroup, VatTotal] = {}
    for code, group in groups.items():
        if group is None:
            continue
        percent = percent_of(code)
        net, tax = net_and_tax([line for line in lines if line.rate_code == code], percent)
        earlier = sums.get(group)
        if earlier is not None:
            net, tax = net + earlier.net, tax + (earlier.tax or ZERO)
        sums[group] = VatTotal(group, net, tax if percent else None)
    gross = sum((total.net + (total.tax or ZERO) for total in sums.values()), ZERO)
    return tuple(sorted(sums.values(), key=lambda total: field_order(total.group))) if abs(gross - due) <= _TOLERANCE else ()


def total_from_gross(group: VatGroup, rate: str, gross: Decimal) -> VatTotal:
    """One sum out of its gross amount."""
    percent = percent_of(rate)
    tax = tax_in(gross, percent)
    return VatTotal(group, gross - tax, tax if percent else None)


def field_order(field: str) -> tuple[int, ...]:
    """Sorts net fields as the form does: P_13_9 before P_13_10."""
    return tuple(int(part) for part in field.removeprefix("P_").split("_"))


def _group(code: str, kind: Kind) -> VatGroup | None:
    """The group of a line's code. A simplified invoice cannot document WDT or export: its 0 is domestic (art. 106e(6))."""
    return GROUP_OF_CODE.get(code) or (VatGroup.P_13_6_1 if code == "0" and kind is Kind.UPR else None)
