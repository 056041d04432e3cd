"""Rows of the VAT register: one for each sum of the header, more where a sum mixes rates (invoice guide §4)."""

import datetime as dt
from decimal import Decimal
from typing import Final

from app.base.findings import Finding, notes
from app.base.money import ZERO, format_amount, round_money
from app.booking.currency import Conversion, InPln
from app.booking.entry import VatBox
from app.booking.groups import LinesByGroup
from app.booking.line_sums import net_and_tax, percent_of
from app.booking.rates import rate_of_line, rates_of
from app.invoice.amounts import VatTotal
from app.invoice.codes import group_words
from app.invoice.lines import Line

_ROUNDING_PER_PART: Final = Decimal("0.01")
_LEAST_TOLERANCE: Final = Decimal("0.02")


def vat_boxes(
    totals: tuple[VatTotal, ...],
    lines: LinesByGroup,
    supply_date: dt.date,
    conversion: Conversion | None,
    found: list[Finding],
) -> tuple[VatBox, ...]:
    """The rows, in the order of the header. For every sum its rows add up to it exactly, in both currencies.

    `conversion` is None for a document in PLN.
    """
    boxes: list[VatBox] = []
    for position, total in enumerate(totals):
        # Adding 0.00 gives every amount its two decimal places.
        net = total.net + ZERO
        tax = total.tax + ZERO if total.tax is not None else ZERO
        net_pln: Decimal | None
        tax_pln: Decimal | None
        if conversion is None:
            net_pln, tax_pln, rate = net, tax, None
            if total.tax_pln is not None and total.tax_pln != tax:
                found.append(_pln_twice(total, tax))
        else:
            amount = conversion.amounts[position]
            net_pln, tax_pln, rate = amount.net, amount.tax, amount.rate
        own_lines = lines.get(total.group, [])
        rates = rates_of(total, own_lines, supply_date)
        if len(rates) == 1:
            boxes.append(VatBox(box=total.group, rate=rates[0], net=net, tax=tax, net_pln=net_pln, tax_pln=tax_pln))
        else:
            boxes.extend(_split(total, InPln(net_pln, tax_pln, rate), own_lines, rates, found))
    return tuple(boxes)


def _pln_twice(total: VatTotal, tax: Decimal) -> Finding:
    field = total.group.replace("13", "14")
    return notes(
        "pln_tax_not_equal",
        f"Faktura w złotych podaje podatek {format_amount(tax)} ({field}) i {format_amount(total.tax_pln or ZERO)} ({field}W)."
        f" Zapisano {field}; sprawdź fakturę.",
        f"{field}W",
    )


def _split(
    total: VatTotal,
    amount: InPln,
    lines: list[Line],
    rates: tuple[str, ...],
    found: list[Finding],
) -> list[VatBox]:
    """A sum whose lines have several rates: by the lines, the rounding difference on the larger part (guide §4.2)."""
    tax = total.tax if total.tax is not None else ZERO
    parts = [net_and_tax([line for line in lines if rate_of_line(line) == rate], percent_of(rate)) for rate in rates]
    nets = _fit([part[0] for part in parts], total.net)
    taxes_of_lines = [part[1] for part in parts]
    taxes = _fit(taxes_of_lines, tax) or _difference_on_largest(taxes_of_lines, tax)
    if nets is None:
        # The lines cancel out or carry no amounts: nothing tells how the sum divides.
        found.append(
            notes(
                "rates_not_split",
                f"Suma {group_words(total.group)} na {format_amount(total.net)} obejmuje stawki {', '.join(rates)}, a pozycje nie pozwalają jej"
                f" podzielić. Ujęto ją w całości w stawce {rates[0]}.",
                total.group,
            )
        )
        return [VatBox(box=total.group, rate=rates[0], net=total.net, tax=tax, net_pln=amount.net, tax_pln=amount.tax)]
    nets_pln = _in_pln(nets, amount.net, amount.rate)
    taxes_pln = _in_pln(taxes, amount.tax, amount.rate)
    return [
        VatBox(box=total.group, rate=rate, net=nets[place], tax=taxes[place], net_pln=nets_pln[place], tax_pln=taxes_pln[place])
        for place, rate in enumerate(rates)
    ]


def _fit(parts: list[Decimal], whole: Decimal) -> list[Decimal] | None:
    """`parts` brought to add up to `whole`: a rounding difference goes on the largest, a larger one in proportion.

    None where the parts add up to nothing while the whole does not.
    """
    added = sum(parts, ZERO)
    if abs(added - whole) > _ROUNDING_PER_PART * len(parts) + _LEAST_TOLERANCE:
        if not added:
            return None
        parts = [round_money(part * whole / added) for part in parts]
    return _difference_on_largest(parts, whole)


def _difference_on_largest(parts: list[Decimal], whole: Decimal) -> list[Decimal]:
    difference = whole - sum(parts, ZERO)
    if not difference:
        return parts
    largest = max(range(len(parts)), key=lambda place: abs(parts[place]))
    return [part + difference if place == largest else part for place, part in enumerate(parts)]


def _in_pln(parts: list[Decimal], pln: Decimal | None, rate: Decimal | None) -> list[Decimal | None]:
    """The parts in PLN, adding up to `pln` exactly; `rate` is None in a document in PLN."""
    if pln is None:
        return [None] * len(parts)
    converted = parts if rate is None else [round_money(part * rate) for part in parts]
    return list(_fit(converted, pln) or _difference_on_largest(converted, pln))
