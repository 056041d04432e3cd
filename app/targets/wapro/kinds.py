"""Kinds of documents which an office may give a TYP_DOKUMENTU of its own.

The format has no fixed list of types (spec, NAGLOWEK_DOKUMENTU): the office types the codes in its program, and the settings of a
data source (Kaper) and the schemes (Fakir) depend on them.
"""

from collections.abc import Iterator
from typing import Final

from app.booking.deduction import WHOLE
from app.booking.entry import Direction, Entry, VatBox
from app.invoice.forms import Kind, VatGroup
from app.targets.document_words import PREFIXES

TYPE_LENGTH: Final = 10

_SALES: Final = {
    "S-WDT": {VatGroup.P_13_6_2},
    "S-EKSPORT": {VatGroup.P_13_6_3},
    "S-UE": {VatGroup.P_13_9},
    "S-NP": {VatGroup.P_13_8, VatGroup.P_13_9},
    "S-OO": {VatGroup.P_13_10},
}
_PURCHASES: Final = {
    "Z-OO": {VatGroup.P_13_10},
    "Z-MARŻA": {VatGroup.P_13_11},
}
PARTIAL_DEDUCTION: Final = "Z-ODLICZENIE"
FIXED_ASSET: Final = "Z-ŚT"
RECEIPT_INVOICE: Final = "S-FP"
TOLD_BY_TYPE: Final = {VatGroup.P_13_6_2: "S-WDT", VatGroup.P_13_6_3: "S-EKSPORT", VatGroup.P_13_9: "S-UE"}
"""Sums with a field of JPK of their own (K_21, K_22, K_12) under a rate that others have too."""

_PLAIN: Final = frozenset({Kind.VAT, Kind.KOR})
SPECIAL_WORDS: Final = (
    RECEIPT_INVOICE,
    *_SALES,
    *_PURCHASES,
    FIXED_ASSET,
    PARTIAL_DEDUCTION,
    *(f"{prefix}-{kind}" for prefix in PREFIXES.values() for kind in Kind if kind not in _PLAIN),
)
"""Kinds that may have a type of their own, beside sale, purchase and their corrections: what they are first, then `RodzajFaktury`."""


def counting(entry: Entry) -> tuple[VatBox, ...]:
    """The rows of the register that hold an amount. Issuers also write sums of 0.00, which say nothing of the document."""
    return tuple(box for box in entry.vat if box.net or box.tax)


def words(entry: Entry) -> Iterator[str]:
    """What the document may be called in the table of special types, the most telling word first.

    A word for a kind of supply holds only where it holds for all amounts of the document.
    """
    groups = {box.box for box in counting(entry)}
    sale = entry.direction is Direction.SALE
    if sale and entry.invoice.receipt_invoice:
        yield RECEIPT_INVOICE
    if groups:
        yield from (word for word, of_word in (_SALES if sale else _PURCHASES).items() if groups <= of_word)
    if not sale and entry.fixed_asset:
        yield FIXED_ASSET
    if not sale and entry.deductible_share != WHOLE:
        yield PARTIAL_DEDUCTION
    yield f"{PREFIXES[entry.direction]}-{entry.kind}"
