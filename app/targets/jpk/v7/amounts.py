"""Which fields a document fills in the register, and whether it has a row in it at all."""

from decimal import Decimal
from typing import Final

from app.base.money import ZERO, total
from app.booking.entry import Direction, Entry, VatBox
from app.booking.groups import OTHER_COUNTRY_GROUPS
from app.booking.jpk import register_fields, without_field
from app.invoice.forms import Form, VatGroup
from app.targets.jpk.v7.options import V7Options
from app.targets.jpk.v7.questions import MARGIN, PLACES, SKIP, WITHOUT_FIELD

SALE_FIELDS: Final = (
    "K_10", "K_11", "K_12", "K_13", "K_15", "K_16", "K_17", "K_18", "K_19", "K_20", "K_21", "K_22", "SprzedazVAT_Marza",
)  # fmt: skip
PURCHASE_FIELDS: Final = ("K_40", "K_41", "K_42", "K_43", "ZakupVAT_Marza")
TAX_OF: Final = {"K_15": "K_16", "K_17": "K_18", "K_19": "K_20", "K_40": "K_41", "K_42": "K_43"}
"""Net field → tax field of the pairs."""
OUTPUT_TAX: Final = ("K_16", "K_18", "K_20")
INPUT_TAX: Final = ("K_41", "K_43")
BUYER_SETTLES: Final = frozenset({VatGroup.P_13_8, VatGroup.P_13_9, VatGroup.P_13_10})
"""Purchases whose tax the buyer may have to settle himself; such entries are his own computation (spec)."""


def row_fields(entry: Entry, options: V7Options) -> dict[str, Decimal]:
    """The K fields and the margin field of a row, in the order of the schema."""
    if entry.no_effect:
        return {}
    if entry.direction is Direction.PURCHASE:
        found = _purchase_fields(entry, options)
        return {name: found[name] for name in PURCHASE_FIELDS if name in found}
    found = register_fields(entry)
    place = entry.decisions.get(WITHOUT_FIELD.code, "")
    boxes = without_field(entry)
    if boxes and place in PLACES:
        found[place] = found.get(place, ZERO) + _net(boxes)
    return {name: found[name] for name in SALE_FIELDS if name in found}


def _purchase_fields(entry: Entry, options: V7Options) -> dict[str, Decimal]:
    found = register_fields(entry)
    adds = options.untaxed_purchases == "add"
    if not entry.deductible_share and not adds:
        found = {}
    boxes = without_field(entry)
    margin = [box for box in boxes if box.box is VatGroup.P_13_11]
    untaxed = tuple(box for box in boxes if box.box is not VatGroup.P_13_11 and box.box not in OTHER_COUNTRY_GROUPS)
    if adds and untaxed:
        net, tax = ("K_40", "K_41") if entry.fixed_asset else ("K_42", "K_43")
        found[net] = found.get(net, ZERO) + _net(untaxed)
        found.setdefault(tax, ZERO)
    if margin and margin_practice(entry, options) == "yes":
        found["ZakupVAT_Marza"] = total([box.net_pln for box in margin if box.net_pln is not None])
    return found


def margin_practice(entry: Entry, options: V7Options) -> str:
    """``yes`` or ``no`` for a purchase under the margin scheme; anything else while nobody has decided."""
    return entry.decisions.get(MARGIN.code, options.margin_purchases)


def has_margin(entry: Entry) -> bool:
    """Whether a purchase holds an amount under the margin scheme."""
    return entry.direction is Direction.PURCHASE and any(box.box is VatGroup.P_13_11 for box in without_field(entry))


def only_without_field(entry: Entry) -> bool:
    """Whether a sale has no other amounts than those that no field holds."""
    return not any(register_fields(entry).values())


def stays_out(entry: Entry, options: V7Options) -> str:
    """Why a document has no row in the register, as the end of a sentence; empty for one that has."""
    if entry.no_effect:
        return ""  # has an option and a note of its own
    if entry.direction is Direction.SALE:
        return _sale_stays_out(entry)
    asks = has_margin(entry) and margin_practice(entry, options) not in {"yes", "no"}
    empty = not any(box.net or box.tax for box in entry.vat)
    if asks or empty or row_fields(entry, options):
        return ""
    if any(box.box in BUYER_SETTLES for box in entry.vat):
        return "nie ma w nim podatku do odliczenia. Jeżeli rozlicza go nabywca, dopisz w programie podatek należny i naliczony."
    return "nie ma w nim podatku do odliczenia."


def _sale_stays_out(entry: Entry) -> str:
    if entry.invoice.form is Form.FA_RR_1:
        return "rolnik ryczałtowy nie prowadzi ewidencji VAT."
    skips = entry.decisions.get(WITHOUT_FIELD.code) == SKIP
    if skips and without_field(entry) and only_without_field(entry):
        return "jego kwota nie ma pola w JPK_V7 i wybrano zapis bez wiersza."
    return ""


def unplaced(entry: Entry, options: V7Options) -> tuple[VatBox, ...]:
    """The rows of a document whose amounts stand in no field of the row that is written."""
    boxes = without_field(entry)
    if entry.direction is Direction.SALE:
        return () if entry.decisions.get(WITHOUT_FIELD.code) in PLACES else boxes
    added = options.untaxed_purchases == "add"
    placed_margin = margin_practice(entry, options) == "yes"
    return tuple(
        box
        for box in boxes
        if not (placed_margin if box.box is VatGroup.P_13_11 else added and box.box not in OTHER_COUNTRY_GROUPS)
    )


def _net(boxes: tuple[VatBox, ...]) -> Decimal:
    return total([box.net_pln for box in boxes if box.net_pln is not None])
