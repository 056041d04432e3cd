"""Whether the header agrees with the lines and with P_15 (invoice guide §4.3, §4.4). Only notes: the header counts, nothing is repaired."""

from decimal import Decimal
from typing import Final

from app.base.findings import Finding, notes
from app.base.money import ZERO, format_amount
from app.booking.groups import LinesByGroup, has_before_rows
from app.invoice.amounts import VatTotal
from app.invoice.codes import group_words
from app.invoice.forms import Form, Kind, VatGroup
from app.invoice.lines import Line
from app.invoice.model import Invoice

_LEAST_TOLERANCE: Final = Decimal("0.02")
_TOLERANCE_PER_LINE: Final = Decimal("0.01")
_TOLERANCE_OF_DUE: Final = Decimal("0.05")
_KINDS_WITH_FULL_LINES: Final = frozenset({Kind.VAT, Kind.KOR, Kind.VAT_RR, Kind.KOR_VAT_RR})


def compare_header(invoice: Invoice, totals: tuple[VatTotal, ...], lines: LinesByGroup, found: list[Finding]) -> None:
    """Note where the sums differ from the lines or from P_15 by more than rounding explains."""
    if not totals:
        return
    if (
        invoice.kind in _KINDS_WITH_FULL_LINES
        and invoice.lines
        and not (invoice.kind.is_correction and has_before_rows(invoice.lines))
    ):
        _compare_lines(totals, lines, found)
    due = invoice.total_due
    if due is None or not invoice.form.is_fa or not invoice.totals:
        return
    gross = ZERO
    for total in totals:
        gross += total.net if total.tax is None else total.net + total.tax
    if abs(gross - due) > _TOLERANCE_OF_DUE and not _covers_other_parts(invoice):
        found.append(
            notes(
                "due_differs",
                f"Należność P_15 {format_amount(due)} różni się od sumy netto i podatku {format_amount(gross)}."
                " Do rejestru trafiają sumy z nagłówka, do rozrachunków P_15.",
                "P_15",
            )
        )


def _covers_other_parts(invoice: Invoice) -> bool:
    """FA(1) keeps margin in P_15 only; P_14_5 may be left out while P_15 holds the foreign tax (guide §4.4)."""
    if invoice.form is Form.FA_1 and invoice.annotations.margin is not None:
        return True
    return any(total.group is VatGroup.P_13_5 and total.tax is None for total in invoice.totals)


def _compare_lines(totals: tuple[VatTotal, ...], lines: LinesByGroup, found: list[Finding]) -> None:
    for total in totals:
        own = lines.get(total.group)
        if own is None:
            continue
        net = _net_of_lines(own)
        if net is None:
            continue
        difference = abs(total.net - net)
        if difference > _LEAST_TOLERANCE and difference > _TOLERANCE_PER_LINE * len(own):
            found.append(
                notes(
                    "lines_differ",
                    f"Pozycje dają {format_amount(net)}, a suma {group_words(total.group)} w nagłówku to {format_amount(total.net)}."
                    " Do rejestru trafia kwota z nagłówka; sprawdź fakturę.",
                    total.group,
                )
            )
    stray = [
        line
        for group, own in lines.items()
        if group is not None and all(total.group is not group for total in totals)
        for line in own
    ]
    amount = sum((line.net for line in stray if line.net is not None), ZERO)
    if amount:
        found.append(
            notes(
                "lines_without_header",
                f"Pozycje ze stawką {stray[0].rate_code} na {format_amount(amount)} nie mają swojej sumy w nagłówku."
                " Rejestr zapisano według nagłówka; sprawdź fakturę.",
                "P_12",
            )
        )


def _net_of_lines(lines: list[Line]) -> Decimal | None:
    """Sum of the nets; None where any line is priced gross (its tax is computed "in a hundred") or has no amount."""
    net = ZERO
    for line in lines:
        if line.net is None or line.unit_price_gross is not None:
            return None
        net += line.net
    return net
