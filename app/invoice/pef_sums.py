"""Tax subtotals, totals and lines of a PEF document, in its body or in a state of a correction (guide §12)."""

from decimal import Decimal
from typing import Final

from lxml import etree

from app.invoice.amounts import VatTotal
from app.invoice.forms import VatGroup
from app.invoice.lines import Line
from app.invoice.records import Rejected, missing, refusal
from app.invoice.ubl import Taking

_STANDARD: Final = {
    **dict.fromkeys((Decimal(23), Decimal(22)), VatGroup.P_13_1),
    **dict.fromkeys((Decimal(8), Decimal(7)), VatGroup.P_13_2),
    Decimal(5): VatGroup.P_13_3,
    **dict.fromkeys((Decimal(4), Decimal(3)), VatGroup.P_13_4),
}
_CATEGORIES: Final = {
    "Z": VatGroup.P_13_6_1,
    "E": VatGroup.P_13_7,
    "AE": VatGroup.P_13_10,
    "K": VatGroup.P_13_6_2,
    "G": VatGroup.P_13_6_3,
    "O": VatGroup.P_13_8,
}
_PLACES: Final = Decimal("0.00000001")


def group_of(category: str, percent: Decimal | None, *, foreign_buyer: bool) -> VatGroup:
    """The sum a category belongs to. A percent that is no Polish rate, and a category unknown here, is FOREIGN: a person decides."""
    if category == "S":
        return VatGroup.FOREIGN if percent is None else _STANDARD.get(percent, VatGroup.FOREIGN)
    if category == "AE" and foreign_buyer:
        return VatGroup.P_13_9
    return _CATEGORIES.get(category, VatGroup.FOREIGN)


def read_totals(ubl: Taking, parent: etree._Element, currency: str, *, foreign_buyer: bool) -> tuple[VatTotal, ...]:
    """One total for each subtotal in the document's currency, in its order."""
    totals = []
    for tax_total in ubl.all(parent, "cac:TaxTotal"):
        for subtotal in ubl.all(tax_total, "cac:TaxSubtotal"):
            net = ubl.amount(subtotal, "cbc:TaxableAmount", currency)
            tax = ubl.amount(subtotal, "cbc:TaxAmount", currency)
            if net is None or tax is None:
                raise missing(subtotal, "TaxableAmount" if net is None else "TaxAmount")
            category = ubl.one(subtotal, "cac:TaxCategory")
            percent = ubl.number(category, "cbc:Percent")
            code = ubl.one(category, "cbc:ID")
            group = group_of((code.text or "").strip() if code is not None else "", percent, foreign_buyer=foreign_buyer)
            reasons = (ubl.text(category, "cbc:TaxExemptionReason"), ubl.text(category, "cbc:TaxExemptionReasonCode"))
            totals.append(
                VatTotal(group, net, _tax(group, tax), rate=percent, reason=" ".join(reason for reason in reasons if reason))
            )
    return tuple(totals)


def _tax(group: VatGroup, tax: Decimal) -> Decimal | None:
    """None for a zero of a group without tax."""
    taxed = group in {VatGroup.P_13_1, VatGroup.P_13_2, VatGroup.P_13_3, VatGroup.P_13_4, VatGroup.FOREIGN}
    return tax if taxed or tax else None


def tax_total_pln(ubl: Taking, root: etree._Element, currency: str) -> Decimal | None:
    """The whole tax in PLN: the second `TaxTotal` of a document in another currency. Also takes the body's own sums of tax."""
    found = None
    for tax_total in ubl.all(root, "cac:TaxTotal"):
        element = ubl.one(tax_total, "cbc:TaxAmount")
        if element is None:
            raise missing(tax_total, "TaxAmount")
        if currency != "PLN" and element.get("currencyID") == "PLN" and not ubl.all(tax_total, "cac:TaxSubtotal"):
            if found is not None:
                raise refusal(element, Rejected("duplicate_element", "podaje podatek w złotych drugi raz."))
            found = ubl.amount_of(element, "PLN")
    return found


def difference(after: tuple[VatTotal, ...], before: tuple[VatTotal, ...]) -> tuple[VatTotal, ...]:
    """After minus before, by group and rate."""
    sums: dict[tuple[VatGroup, Decimal | None, str], tuple[Decimal, Decimal]] = {}
    for sign, totals in ((1, after), (-1, before)):
        for total in totals:
            key = (total.group, total.rate, total.reason)
            net, tax = sums.get(key, (Decimal(0), Decimal(0)))
            sums[key] = net + sign * total.net, tax + sign * (total.tax or Decimal(0))
    return tuple(
        VatTotal(group, net, _tax(group, tax), rate=rate, reason=reason) for (group, rate, reason), (net, tax) in sums.items()
    )


def read_lines(
    ubl: Taking, rows: list[etree._Element], currency: str, *, quantity: str, before: bool = False, first: int = 1
) -> tuple[Line, ...]:
    """Lines of the body, or of the state before a correction; `quantity` names the element of the quantity."""
    return tuple(
        _line(ubl, row, position, currency, quantity=quantity, before=before) for position, row in enumerate(rows, first)
    )


def _line(ubl: Taking, row: etree._Element, position: int, currency: str, *, quantity: str, before: bool) -> Line:
    item = ubl.one(row, "cac:Item")
    category = ubl.one(item, "cac:ClassifiedTaxCategory")
    codes = (ubl.text(category, "cbc:ID"), ubl.text(category, "cbc:Percent"))
    return Line(
        position=position,
        line_number=ubl.text(row, "cbc:ID"),
        name=ubl.text(item, "cbc:Name"),
        index=ubl.text(item, "cac:SellersItemIdentification/cbc:ID"),
        gtin=ubl.text(item, "cac:StandardItemIdentification/cbc:ID"),
        unit=ubl.attribute(ubl.one(row, quantity), "unitCode"),
        quantity=ubl.number(row, quantity),
        unit_price_net=_unit_price(ubl, row),
        net=ubl.amount(row, "cbc:LineExtensionAmount", currency),
        rate_code=" ".join(code for code in codes if code),
        before=before,
    )


def _unit_price(ubl: Taking, row: etree._Element) -> Decimal | None:
    """The price of one unit. Where it is given for more units than one, the price as given stays among the extras."""
    price = ubl.number(row, "cac:Price/cbc:PriceAmount")
    base_element = ubl.one(row, "cac:Price/cbc:BaseQuantity")
    base = ubl.number(row, "cac:Price/cbc:BaseQuantity")
    if price is None or base is None or base == 1:
        return price
    ubl.release(base_element)
    ubl.release(ubl.one(row, "cac:Price/cbc:PriceAmount"))
    return (price / base).quantize(_PLACES) if base else None
