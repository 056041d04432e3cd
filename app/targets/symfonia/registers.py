"""Rejestr: the rows of a document in VAT registers, one for each register and rate (spec §5.2, §6)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from app.base.money import ZERO, round_money
from app.booking.deduction import split_box
from app.booking.entry import Direction, Entry, VatBox
from app.booking.flat_rate import flat_rate
from app.invoice.forms import VatGroup
from app.targets.symfonia.questions import MARGIN, NET_ONLY, RATE_EXEMPT, RATE_OUTSIDE, REVERSE_CHARGE, WITHOUT_ROW
from app.targets.symfonia.scope import Scope
from app.targets.symfonia.tables import Register, is_special_rate, register

_SALE_REGISTERS: Final = {
    VatGroup.P_13_5: "oss",
    VatGroup.P_13_6_1: "zero",
    VatGroup.P_13_6_2: "wdt",
    VatGroup.P_13_6_3: "export",
    VatGroup.P_13_8: "abroad",
    VatGroup.P_13_9: "services",
    VatGroup.P_13_10: "reverse_sale",
}
_NO_REGISTER: Final = Register("", "")
_USUAL_RATE: Final = "23.00"
_HUNDRED: Final = Decimal(100)
_PERCENTS: Final = frozenset({"23", "22", "8", "7", "5", "4", "3"})


class Row(NamedTuple):
    """One Rejestr, amounts in PLN. `input` is Naliczony; `deducted` tells input tax that may be deducted (ABC)."""

    register: Register
    rate: str
    net: Decimal
    tax: Decimal
    input: bool
    deducted: bool


class Box(NamedTuple):
    """A box of the entry whose amounts in PLN are known."""

    box: VatBox
    net: Decimal
    tax: Decimal


def counting(entry: Entry) -> tuple[Box, ...]:
    """The boxes that hold an amount. Issuers also write sums of 0.00, which say nothing. A document without its rate has none."""
    return tuple(
        Box(box, box.net_pln, box.tax_pln)
        for box in entry.vat
        if box.net_pln is not None and box.tax_pln is not None and (box.net or box.tax)
    )


def special_rate(word: str, entry: Entry, scope: Scope) -> str:
    """The number of ``zw`` or ``np`` in FK: of the options, else as answered; empty while it is not known."""
    exempt = word == "zw"
    given = scope.options.rate_exempt if exempt else scope.options.rate_outside
    answer = given or entry.decisions.get((RATE_EXEMPT if exempt else RATE_OUTSIDE).code, "").strip().replace(",", ".")
    return answer if is_special_rate(answer) else ""


def special_word(box: VatBox, entry: Entry) -> str:
    """``zw`` or ``np`` where a box needs a rate without percent; empty where it has one, or no row at all."""
    if box.rate == "zw":
        return "zw"
    if box.rate == "marza":
        answer = entry.decisions.get(MARGIN.code, "")
        return answer if answer in {"zw", "np"} else ""
    if box.rate == "np":
        return "np"
    return "np" if box.rate == "oo" and not charged_rate(box, entry) else ""


def charged_rate(box: VatBox, entry: Entry) -> str:
    """The percent at which the client taxes a purchase under reverse charge; empty for all else, and for the net alone."""
    if box.rate != "oo" or entry.direction is Direction.SALE:
        return ""
    answer = entry.decisions.get(REVERSE_CHARGE.code, "")
    return answer if answer in {"23", "8", "5"} else ""


def reverse_undecided(entry: Entry) -> bool:
    """Whether a purchase under reverse charge waits for its rate."""
    oo = entry.direction is Direction.PURCHASE and any(box.rate == "oo" for box, _, _ in counting(entry))
    return oo and entry.decisions.get(REVERSE_CHARGE.code) not in {"23", "8", "5", NET_ONLY}


def margin_undecided(entry: Entry, scope: Scope) -> bool:
    """Whether an amount under the margin scheme waits for the office's practice. A sale has no base for any row."""
    if all(box.rate != "marza" for box, _, _ in counting(entry)):
        return False
    allowed = {"np", "zw"} if entry.direction is Direction.PURCHASE else set()
    if not scope.options.registers_only:
        allowed.add(WITHOUT_ROW)
    return entry.decisions.get(MARGIN.code) not in allowed


def rate_text(box: VatBox, entry: Entry, scope: Scope) -> str:
    """``stawka``: a percent with two places, or the number of a rate without percent."""
    word = special_word(box, entry)
    if word:
        return special_rate(word, entry, scope)
    return f"{(flat_rate(entry, box) or ZERO) if box.rate == 'rr' else Decimal(box.rate):.2f}"


class TaxedParts(NamedTuple):
    """The tax of a purchase's box, charged by the seller or by the client himself, and the part that is deducted with its net; in PLN."""

    tax: Decimal
    deducted_net: Decimal
    deducted_tax: Decimal


def taxed_parts(box: Box, entry: Entry, scope: Scope) -> TaxedParts:
    """How a purchase's box divides. What holds no tax is not divided."""
    rate = charged_rate(box.box, entry)
    tax = round_money(box.net * Decimal(rate) / _HUNDRED) if rate else box.tax
    if not tax:
        return TaxedParts(tax, box.net, tax)
    whole = VatBox(box=box.box.box, rate=box.box.rate, net=box.net, tax=tax, net_pln=box.net, tax_pln=tax)
    deducted = split_box(whole, ZERO if scope.client.vat_exempt else entry.deductible_share).deducted
    return TaxedParts(tax, deducted.net, deducted.tax)


def rows(entry: Entry, scope: Scope) -> tuple[Row, ...]:
    """The document's rows; those of one register and rate added up.

    A document without amounts has a row of nought. None at all only for amounts under the margin scheme which get no row. Nothing must be
    undecided.
    """
    boxes = counting(entry)
    if not boxes:
        sale = entry.direction is Direction.SALE
        own = own_register(entry) or scope.registers["sale" if sale else "purchase"]
        return (Row(own, _nought_rate(entry), ZERO, ZERO, not sale, not sale),)
    parts = _sale_rows if entry.direction is Direction.SALE else _purchase_rows
    merged: dict[tuple[str, str, bool, bool], Row] = {}
    for box in boxes:
        for row in parts(box, entry, scope):
            key = (row.register.short, row.rate, row.input, row.deducted)
            same = merged.get(key)
            merged[key] = row if same is None else same._replace(net=same.net + row.net, tax=same.tax + row.tax)
    return tuple(merged.values())


def own_register(entry: Entry) -> Register | None:
    """The register that a rule or a hand gave the document."""
    return register(entry.register) if entry.register else None


def _sale_rows(box: Box, entry: Entry, scope: Scope) -> Iterator[Row]:
    if box.box.rate == "marza":
        return
    found = own_register(entry) or scope.registers.get(_SALE_REGISTERS.get(box.box.box, "sale"), _NO_REGISTER)
    yield Row(found, rate_text(box.box, entry, scope), box.net, box.tax, input=False, deducted=False)


def _purchase_rows(box: Box, entry: Entry, scope: Scope) -> Iterator[Row]:
    if box.box.rate == "marza" and entry.decisions.get(MARGIN.code) == WITHOUT_ROW:
        return
    taxed = taxed_parts(box, entry, scope)
    rate = charged_rate(box.box, entry)
    text = f"{rate}.00" if rate else rate_text(box.box, entry, scope)
    if rate:
        yield Row(scope.registers["reverse_due"], text, box.net, taxed.tax, input=False, deducted=False)
    usual = scope.registers["fixed_asset" if entry.fixed_asset else "purchase"]
    main = scope.registers["reverse_input"] if box.box.rate == "oo" else own_register(entry) or usual
    if taxed.deducted_net or taxed.deducted_tax:
        yield Row(main, text, taxed.deducted_net, taxed.deducted_tax, input=True, deducted=not scope.client.vat_exempt)
    lost_net, lost_tax = box.net - taxed.deducted_net, taxed.tax - taxed.deducted_tax
    if lost_net or lost_tax:
        yield Row(scope.registers["lost"], text, lost_net, lost_tax, input=True, deducted=False)


def _nought_rate(entry: Entry) -> str:
    """The rate of a row of nought: that of the first line which has a percent."""
    codes = (line.rate_code for line in entry.invoice.all_lines)
    return next((f"{code}.00" for code in codes if code in _PERCENTS), _USUAL_RATE)
