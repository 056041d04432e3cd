"""The fields of a JPK_V7M(3)/V7K(3) register row that an entry fills (invoice guide §13.1, §13.2)."""

from decimal import Decimal
from typing import Final

from app.base.money import ZERO
from app.booking.deduction import split_box
from app.booking.entry import Direction, Entry, VatBox
from app.invoice.forms import VatGroup

# Net field and tax field of a sale; P_13_9 stands in K_12 and once more inside K_11.
_SALE_FIELDS: Final[dict[VatGroup, tuple[str, str]]] = {
    VatGroup.P_13_7: ("K_10", ""),
    VatGroup.P_13_8: ("K_11", ""),
    VatGroup.P_13_9: ("K_12", ""),
    VatGroup.P_13_6_1: ("K_13", ""),
    VatGroup.P_13_3: ("K_15", "K_16"),
    VatGroup.P_13_2: ("K_17", "K_18"),
    VatGroup.P_13_1: ("K_19", "K_20"),
    VatGroup.P_13_6_2: ("K_21", ""),
    VatGroup.P_13_6_3: ("K_22", ""),
    VatGroup.P_13_11: ("SprzedazVAT_Marza", ""),
}
_DEDUCTIBLE_GROUPS: Final = frozenset({VatGroup.P_13_1, VatGroup.P_13_2, VatGroup.P_13_3, VatGroup.P_13_4, VatGroup.FLAT_RATE})
_SALE_ORDER: Final = (
    "K_10",
    "K_11",
    "K_12",
    "K_13",
    "K_15",
    "K_16",
    "K_17",
    "K_18",
    "K_19",
    "K_20",
    "K_21",
    "K_22",
    "SprzedazVAT_Marza",
)


def register_fields(entry: Entry) -> dict[str, Decimal]:
    """K_10…K_22 and SprzedazVAT_Marza of a sale, K_42 and K_43 of a purchase (K_40 and K_41 of a fixed asset), in PLN, in the order of the
    schema.

    Empty for a correction of data. Groups that have no field of their own (`without_field`) and amounts whose exchange rate is still asked
    for are left out. An FP row has its fields too: `counts_in_sums` tells it apart. ZakupVAT_Marza is the client's decision, never the
    invoice's. K_41 and K_43 are the deductible share of the tax, rounded row by row: with `lost_tax`, which goes into the cost, they are the
    whole tax to the grosz.
    """
    if entry.no_effect:
        return {}
    if entry.direction is Direction.PURCHASE:
        return _purchase_fields(entry)
    fields: dict[str, Decimal] = {}
    for box in entry.vat:
        names = _SALE_FIELDS.get(box.box)
        if names is None or box.net_pln is None or box.tax_pln is None:
            continue
        net_field, tax_field = names
        fields[net_field] = fields.get(net_field, ZERO) + box.net_pln
        if tax_field:
            fields[tax_field] = fields.get(tax_field, ZERO) + box.tax_pln
        if box.box is VatGroup.P_13_9:
            fields["K_11"] = fields.get("K_11", ZERO) + box.net_pln
    return {name: fields[name] for name in _SALE_ORDER if name in fields}


def _purchase_fields(entry: Entry) -> dict[str, Decimal]:
    boxes = [box for box in entry.vat if box.box in _DEDUCTIBLE_GROUPS]
    if not boxes:
        return {}
    net = sum((box.net_pln for box in boxes if box.net_pln is not None), ZERO)
    deducted = (split_box(box, entry.deductible_share).deducted.tax_pln for box in boxes)
    tax = sum((part for part in deducted if part is not None), ZERO)
    net_field, tax_field = ("K_40", "K_41") if entry.fixed_asset else ("K_42", "K_43")
    return {net_field: net, tax_field: tax}


def without_field(entry: Entry) -> tuple[VatBox, ...]:
    """The rows with an amount that no field holds: of a sale the taxi lump sum, OSS, domestic reverse charge and foreign rates (guide
    §13.1), of a purchase all that carries no Polish tax to deduct (§13.2).
    """
    fields = _SALE_FIELDS if entry.direction is Direction.SALE else _DEDUCTIBLE_GROUPS
    return tuple(box for box in entry.vat if box.box not in fields and (box.net or box.tax))


def counts_in_sums(entry: Entry) -> bool:
    """Whether the row counts in the register's control sums: all but invoices to receipts (FP), which the fiscal report holds already."""
    return "FP" not in entry.codes
