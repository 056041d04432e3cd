"""REJESTRY_VAT: the entries of a document in VAT registers (spec, REJESTR_VAT, POZYCJA, Rates)."""

from decimal import Decimal
from typing import Final, NamedTuple

from app.booking.deduction import WHOLE, split_box
from app.booking.entry import Direction, Entry, VatBox
from app.booking.flat_rate import flat_rate
from app.booking.groups import OTHER_COUNTRY_GROUPS
from app.invoice.forms import VatGroup
from app.targets.raks.conversion import Conversion
from app.targets.raks.options import DOMESTIC, FIXED_ASSET, NOT_DEDUCTED, ORDINARY

UNKNOWN: Final = ""
"""The word of a rate which no line of the table can name."""

_RATE_WORDS: Final = {
    VatGroup.P_13_6_2: "0 WDT",
    VatGroup.P_13_6_3: "0 EX",
    VatGroup.P_13_8: "np I",
    VatGroup.P_13_9: "np II",
    VatGroup.P_13_11: "marża",
}
_SALE_WORDS: Final = {
    VatGroup.P_13_6_2: "WDT",
    VatGroup.P_13_6_3: "eksport",
    VatGroup.P_13_8: "poza krajem",
    VatGroup.P_13_9: "usługi UE",
    VatGroup.P_13_10: "odwrotne obciążenie",
}
_REVERSE: Final = "odwrotne obciążenie"
_NO_TAX: Final = frozenset({"zw", "np", "marza"})
_NO_TAX_SALE: Final = frozenset({"zw", "np"})


class Row(NamedTuple):
    """One POZYCJA in PLN: the word of its rate, its id in RAKS (empty where the office gave none) and its percent."""

    word: str
    rate_id: str
    percent: str
    net: Decimal
    tax: Decimal


class Register(NamedTuple):
    """One REJESTR_VAT: the word of its kind, the number which RAKS has for it, and its rows."""

    word: str
    kind: str
    rows: tuple[Row, ...]


def counting(entry: Entry) -> tuple[VatBox, ...]:
    """The boxes that hold an amount; all of them where none does (a final invoice which advances have covered)."""
    return tuple(box for box in entry.vat if box.net or box.tax) or entry.vat


def buyer_settles(entry: Entry, box: VatBox) -> bool:
    """Whether the tax on a box of a purchase is the buyer's to settle: reverse charge, or a seller abroad."""
    return entry.direction is Direction.PURCHASE and (
        box.rate == "oo" or (box.rate == "np" and not entry.counterparty.nip) or entry.triangular
    )


def without_register(entry: Entry, scope: Conversion) -> str:
    """Why a document gets no entry in a register, as a Polish sentence; empty where it gets one."""
    if scope.client.vat_exempt:
        return "Klient jest zwolniony z VAT i nie prowadzi rejestru VAT."
    boxes = counting(entry)
    if not boxes:
        return "Dokument nie ma kwot do rejestru VAT."
    return _sale_outside(boxes, scope) if entry.direction is Direction.SALE else _purchase_outside(entry, boxes, scope)


def _sale_outside(boxes: tuple[VatBox, ...], scope: Conversion) -> str:
    if scope.options.without_register == "all" and all(box.rate in _NO_TAX_SALE for box in boxes):
        return "Sprzedaż wyłącznie zwolniona albo niepodlegająca VAT; tak wybrano w ustawieniach formatu."
    return ""


def _purchase_outside(entry: Entry, boxes: tuple[VatBox, ...], scope: Conversion) -> str:
    if not entry.deductible_share and NOT_DEDUCTED not in scope.tables.purchases:
        return "Podatku z tego zakupu nie odlicza się, a w ustawieniach formatu nie ma rodzaju zakupu „bez odliczenia”."
    gives_nothing = all(box.rate in _NO_TAX and not buyer_settles(entry, box) for box in boxes)
    if gives_nothing and scope.options.without_register != "none":
        return "Zakup nie daje odliczenia (zw, np albo marża); RAKS sam eksportuje takie dokumenty bez wpisu do rejestru."
    return ""


def registers(entry: Entry, scope: Conversion) -> tuple[Register, ...]:
    """The entries of a document, its boxes grouped by the kind of sale or purchase; empty where `without_register` says why.

    Of a purchase that may be deducted in part the lost part stands in an entry of its own, or in none where the office gave no number
    for it: an ordinary entry would be deducted.
    """
    if without_register(entry, scope):
        return ()
    table = scope.tables.sales if entry.direction is Direction.SALE else scope.tables.purchases
    usual = table[DOMESTIC if entry.direction is Direction.SALE else ORDINARY]
    share = entry.deductible_share if entry.direction is Direction.PURCHASE else WHOLE
    grouped: dict[str, list[Row]] = {}
    for box in counting(entry):
        split = split_box(box, share)
        if share:
            grouped.setdefault(_word(entry, box), []).append(_row(entry, split.deducted, scope))
        if split.lost is not None and NOT_DEDUCTED in table:
            grouped.setdefault(NOT_DEDUCTED, []).append(_row(entry, split.lost, scope))
    found = ((word, tuple(row for row in rows if row.rate_id or row.net or row.tax)) for word, rows in grouped.items())
    return tuple(Register(word, table.get(word, usual), rows) for word, rows in found if rows)


def _word(entry: Entry, box: VatBox) -> str:
    if entry.direction is Direction.SALE:
        return "trójstronna" if entry.triangular else _SALE_WORDS.get(box.box, DOMESTIC)
    if buyer_settles(entry, box):
        return _REVERSE
    return FIXED_ASSET if entry.fixed_asset else ORDINARY


def _row(entry: Entry, box: VatBox, scope: Conversion) -> Row:
    if box.net_pln is None or box.tax_pln is None:
        raise ValueError(entry.source)  # a document without its exchange rate is never written: booking asks for the rate
    word = rate_word(entry, box)
    percent = word.split()[0] if word[:1].isdigit() else "0"
    return Row(word, scope.tables.rates.get(word, ""), percent, box.net_pln, box.tax_pln)


def rate_word(entry: Entry, box: VatBox) -> str:
    """The word of a box in the table of rates; `UNKNOWN` for a rate of another country and a refund whose rate nothing tells."""
    if box.box in OTHER_COUNTRY_GROUPS:
        return UNKNOWN
    if box.rate == "rr":
        rate = flat_rate(entry, box)
        return UNKNOWN if rate is None else f"{rate.normalize():f} RR".replace(".", ",")
    if box.rate == "np":
        return _RATE_WORDS.get(box.box, "np I")
    return _RATE_WORDS.get(box.box, box.rate)
