"""Margin scheme invoices (spec §8): the invoice holds a price with tax and no base for the register."""

from typing import Final

from app.booking.entry import Direction, Entry
from app.booking.questions import Question
from app.targets.optima.options import OptimaOptions
from app.targets.optima.transaction import counting

MARGIN: Final = Question(
    "optima_margin",
    "Zakup z faktury VAT marża nie daje odliczenia. Jaką pozycją zapisać kwotę brutto w Optimie?",
    (("np", "pozycja „nie podlega”"), ("zw", "pozycja „zwolniona”")),
)

_STATUSES: Final = {"np": "nie podlega", "zw": "zwolniona"}


def has_margin(entry: Entry) -> bool:
    """Whether an amount of the document is under the margin scheme."""
    return any(box.rate == "marza" for box in counting(entry))


def margin_undecided(entry: Entry, options: OptimaOptions) -> bool:
    """Whether a purchase under the margin scheme waits for the office's practice."""
    return has_margin(entry) and entry.direction is Direction.PURCHASE and _practice(entry, options) not in _STATUSES


def margin_status(entry: Entry, options: OptimaOptions) -> str:
    """STATUS_VAT of a purchase under the margin scheme. One that is undecided must not come here."""
    return _STATUSES[_practice(entry, options)]


def _practice(entry: Entry, options: OptimaOptions) -> str:
    return entry.decisions.get(MARGIN.code, options.margin_purchase)
