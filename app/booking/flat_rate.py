"""The rate of a flat-rate farmer's refund: 7 % or 6.5 % (art. 115 of the VAT act), which FA_RR does not state for a sum."""

from decimal import Decimal
from typing import Final

from app.base.money import round_money
from app.booking.entry import Entry, VatBox

_RATES: Final = (Decimal("7.00"), Decimal("6.50"))


def flat_rate(entry: Entry, box: VatBox) -> Decimal | None:
    """The rate of a box ``rr``: the one on the lines, else the one that gives the refund; None where neither tells."""
    written = {line.rate_code.replace(",", ".").rstrip("%") for line in entry.invoice.lines if line.rate_code}
    rates = [rate for rate in _RATES if any(_is_rate(text, rate) for text in written)]
    if len(rates) == 1:
        return rates[0]
    fitting = [rate for rate in _RATES if round_money(box.net * rate / 100) == box.tax]
    return fitting[0] if len(fitting) == 1 else None


def _is_rate(text: str, rate: Decimal) -> bool:
    return text.replace(".", "").isdigit() and text.count(".") <= 1 and Decimal(text) == rate
