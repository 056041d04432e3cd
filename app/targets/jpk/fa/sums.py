"""The sums of an invoice in the fields of JPK_FA, which has fewer than FA(3) (spec, JPK_FA(4); invoice guide §13.4)."""

from decimal import Decimal
from typing import Final, NamedTuple

from app.base.money import ZERO
from app.booking.entry import Entry
from app.invoice.forms import VatGroup

FIELDS: Final[dict[VatGroup, str]] = {
    VatGroup.P_13_1: "1",
    VatGroup.P_13_2: "2",
    VatGroup.P_13_3: "3",
    VatGroup.P_13_4: "4",
    VatGroup.P_13_10: "4",
    VatGroup.P_13_5: "5",
    VatGroup.P_13_8: "5",
    VatGroup.P_13_9: "5",
    VatGroup.P_13_6_1: "6",
    VatGroup.P_13_6_2: "6",
    VatGroup.P_13_6_3: "6",
    VatGroup.P_13_7: "7",
}
"""VAT group → ending of P_13_x. The schema puts domestic reverse charge beside the taxi lump sum in P_13_4, with a tax of zero."""
IN_TOTAL_ONLY: Final = VatGroup.P_13_11
"""The margin scheme has no sum: its value is in P_15 (art. 106e(2), (3))."""
TAXED: Final = frozenset("1234")


class Sum(NamedTuple):
    """Net and tax in the document's currency; the tax is None where the group has none. The tax in PLN only in another currency."""

    net: Decimal
    tax: Decimal | None
    tax_pln: Decimal | None


def sums(entry: Entry) -> dict[str, Sum]:
    """The sums by ending of P_13_x, in the order of the schema."""
    foreign = entry.currency != "PLN"
    found: dict[str, Sum] = {}
    for box in entry.vat:
        ending = FIELDS.get(box.box)
        if ending is None:
            continue
        earlier = found.get(ending, Sum(ZERO, None, None))
        has_tax = ending in TAXED or box.box is VatGroup.P_13_5
        tax = (earlier.tax or ZERO) + box.tax if has_tax else earlier.tax
        in_pln = (earlier.tax_pln or ZERO) + (box.tax_pln or ZERO) if ending in TAXED and foreign else earlier.tax_pln
        found[ending] = Sum(earlier.net + box.net, tax, in_pln)
    return dict(sorted(found.items()))
