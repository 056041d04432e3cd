"""What a correction corrects, which way it goes, and whether it has any effect (invoice guide §6)."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Final

from app.base.findings import Finding, notes
from app.base.money import ZERO
from app.booking.entry import CorrectionReference
from app.booking.groups import has_before_rows
from app.booking.line_sums import net_and_tax, percent_of
from app.invoice.amounts import VatTotal
from app.invoice.lines import Line
from app.invoice.model import Invoice

KSEF_RULES_SINCE: Final = dt.date(2026, 2, 1)
"""From this day a decrease counts in the period of the structured correction itself (art. 29a(13), 86(19a))."""


class LineStyle(StrEnum):
    """How the lines of a correction are written."""

    PAIRS = "pairs"
    DIFFERENCES = "differences"
    NONE = "none"


def line_style(lines: tuple[Line, ...]) -> LineStyle:
    """The style of a correction's lines: before/after pairs, signed differences, or none with an amount."""
    if has_before_rows(lines):
        return LineStyle.PAIRS
    if any(line.net is not None or line.gross is not None for line in lines):
        return LineStyle.DIFFERENCES
    return LineStyle.NONE


def reference(invoice: Invoice, found: list[Finding]) -> CorrectionReference | None:
    """The corrected invoice or invoices; None for a document that is no correction."""
    correction = invoice.correction
    if not invoice.kind.is_correction:
        return None
    if correction is None or not correction.corrected:
        found.append(
            notes(
                "corrected_invoice_missing",
                "Korekta nie wskazuje faktury korygowanej (brak DaneFaKorygowanej). Ustal ją z wystawcą, zanim rozliczysz należność.",
                "DaneFaKorygowanej",
            )
        )
        return CorrectionReference(
            reason="" if correction is None else correction.reason,
            type="" if correction is None else correction.type,
            period="" if correction is None else correction.period,
        )
    first = correction.corrected[0]
    if len(correction.corrected) > 1:
        found.append(
            notes(
                "collective_correction",
                f"Korekta zbiorcza {len(correction.corrected)} faktur, pierwsza: {first.number}."
                " Rozrachunki z poszczególnymi fakturami trzeba rozdzielić ręcznie.",
                "DaneFaKorygowanej",
            )
        )
    return CorrectionReference(
        number=correction.right_number or first.number,
        date=first.date,
        ksef_number=first.ksef_number,
        numbers=tuple(corrected.number for corrected in correction.corrected),
        reason=correction.reason,
        type=correction.type,
        period=correction.period,
    )


def has_no_effect(invoice: Invoice, totals: tuple[VatTotal, ...]) -> bool:
    """Whether a correction changes no amount (guide §6.2: all P_13 and P_14 zero or absent; never "P_15 = 0").

    A correction of a final invoice also counts its lines: they are its revenue.
    """
    if not invoice.kind.is_correction or any(total.net or total.tax or total.tax_pln for total in totals):
        return False
    return not (invoice.kind.is_final and _lines_change(invoice.lines))


def _lines_change(lines: tuple[Line, ...]) -> bool:
    codes = {line.rate_code for line in lines}
    return any(net_and_tax([line for line in lines if line.rate_code == code], percent_of(code))[0] for code in codes)


def direction_of_change(totals: tuple[VatTotal, ...]) -> int:
    """-1 for a decrease, 1 for an increase, 0 for neither: by the tax, where it stays the same by the net."""
    tax = sum((total.tax for total in totals if total.tax is not None), ZERO)
    return _sign(tax) or _sign(sum((total.net for total in totals), ZERO))


def goes_both_ways(totals: tuple[VatTotal, ...]) -> bool:
    """Whether some sums grow while others shrink (a change of rate, say)."""
    signs = {_sign(total.net) or _sign(total.tax or ZERO) for total in totals}
    return {1, -1} <= signs


def original_date(invoice: Invoice) -> dt.date | None:
    """When the original's tax fell due, as far as the correction tells: its P_6 where earlier, else the last original's date."""
    if invoice.supply_date is not None and invoice.supply_date < invoice.issue_date:
        return invoice.supply_date
    if invoice.correction is None:
        return None
    days = [corrected.date for corrected in invoice.correction.corrected if corrected.date is not None]
    return max(days, default=None)


def _sign(amount: Decimal) -> int:
    return (amount > 0) - (amount < 0)
