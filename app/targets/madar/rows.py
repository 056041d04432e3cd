"""The rows of a document: its amounts by column, one row for each document type (spec, CSV layout, style 1).

The columns for exempt and untaxed amounts are not in the vendor's sample files but in his description of the simplest CSV file
(invoicer.blogspot.com, 23 August 2016), like the column of the booking date.
"""

from decimal import Decimal
from typing import Final, NamedTuple

from app.base.money import ZERO
from app.booking.client import Client
from app.booking.deduction import WHOLE, split_box
from app.booking.entry import Direction, Entry, VatBox
from app.booking.groups import OTHER_COUNTRY_GROUPS
from app.booking.questions import Question
from app.invoice.forms import VatGroup
from app.targets.document_words import kind_words
from app.targets.madar.options import (
    EU_SERVICES,
    EXPORT,
    FIXED_ASSET,
    GOODS,
    NOT_DEDUCTED,
    TRIANGULAR,
    WDT,
    MadarOptions,
)

MARGIN: Final = Question(
    "madar_margin",
    "Zakup z faktury VAT marża nie daje odliczenia. W której kolumnie zapisać kwotę brutto?",
    (("np", "kolumna nettoNP (nie podlega)"), ("zw", "kolumna nettoZW (zwolnione)")),
)

COLUMNS: Final[dict[str, tuple[str, str]]] = {
    "23": ("netto23", "vat23"),
    "8": ("netto8", "vat8"),
    "5": ("netto5", "vat5"),
    "0": ("netto0", ""),
    "zw": ("nettoZW", ""),
    "np": ("nettoNP", ""),
    "oo": ("nettoOO", ""),
}
"""Net and tax column by rate."""

_SPECIAL_SALES: Final = {
    VatGroup.P_13_6_2: WDT,
    VatGroup.P_13_6_3: EXPORT,
    VatGroup.P_13_9: EU_SERVICES,
}
_GOODS_COLUMN: Final = "K_10"


class Row(NamedTuple):
    """One row: the word and the type of its document, and its amounts in PLN by column. The type is empty where the office gave none."""

    word: str
    type: str
    amounts: dict[str, Decimal]


def counting(entry: Entry) -> tuple[VatBox, ...]:
    """The boxes that hold an amount; all of them where none does (a final invoice which advances have covered)."""
    return tuple(box for box in entry.vat if box.net or box.tax) or entry.vat


def margin_practice(entry: Entry, options: MadarOptions) -> str:
    """The rate under which a purchase under the margin scheme is written: ``np`` or ``zw``; anything else while undecided."""
    return entry.decisions.get(MARGIN.code, options.margin_purchase)


def written_rate(entry: Entry, box: VatBox, options: MadarOptions) -> str:
    """The key of `COLUMNS` for a box; empty where the format has no column for it, or nobody has decided."""
    if box.box in OTHER_COUNTRY_GROUPS:
        return ""
    rate = box.rate
    if rate == "marza" and entry.direction is Direction.PURCHASE:
        rate = margin_practice(entry, options)
    return rate if rate in COLUMNS else ""


def share(entry: Entry, client: Client) -> Decimal:
    """Percent of the tax of a purchase that may be deducted; a client without VAT deducts none."""
    if entry.direction is Direction.SALE:
        return WHOLE
    return ZERO if client.vat_exempt else entry.deductible_share


def rows(entry: Entry, client: Client, options: MadarOptions) -> tuple[Row, ...]:
    """The rows of a document; one without amounts for a document that has none. Boxes without a column are left out."""
    deducted_share = share(entry, client)
    found: dict[str, dict[str, Decimal]] = {}
    for box in counting(entry):
        rate = written_rate(entry, box, options)
        if not rate:
            continue
        split = split_box(box, deducted_share if box.tax else WHOLE)
        if split.lost is None or deducted_share:
            _add(found.setdefault(_word(entry, box, options), {}), rate, split.deducted)
        if split.lost is not None:
            _add(found.setdefault(NOT_DEDUCTED, {}), rate, split.lost)
    if not found:
        found[_word(entry, None, options)] = {}
    return tuple(Row(word, _type(entry, word, options), amounts) for word, amounts in found.items())


def _add(amounts: dict[str, Decimal], rate: str, box: VatBox) -> None:
    if box.net_pln is None or box.tax_pln is None:
        raise ValueError(rate)  # a document without its exchange rate is never written: booking asks for the rate
    net, tax = COLUMNS[rate]
    amounts[net] = amounts.get(net, ZERO) + box.net_pln
    if tax:
        amounts[tax] = amounts.get(tax, ZERO) + box.tax_pln


def _word(entry: Entry, box: VatBox | None, options: MadarOptions) -> str:
    """The word whose type a box needs: one of its own where the column alone would put it in a wrong field of JPK."""
    if entry.direction is Direction.SALE:
        if entry.triangular:
            return TRIANGULAR
        special = _SPECIAL_SALES.get(box.box) if box is not None else None
        if special is not None:
            return special
    elif entry.fixed_asset:
        return FIXED_ASSET
    elif entry.income.column == _GOODS_COLUMN and GOODS in options.types().documents:
        return GOODS
    return next(word for word in kind_words(entry.direction, entry.kind) if word in options.types().documents)


def _type(entry: Entry, word: str, options: MadarOptions) -> str:
    types = options.types()
    if entry.direction is Direction.PURCHASE and word != NOT_DEDUCTED:
        by_cost = types.costs.get(entry.cost_type.casefold()) if entry.cost_type else None
        if by_cost is not None:
            return by_cost
    return types.documents.get(word, "")
