"""In which currency a document is written, and its amounts in it (spec 9.7)."""

from decimal import Decimal
from typing import Final, NamedTuple

from app.base.findings import Finding, asks, blocks, notes
from app.base.money import ZERO, format_amount, round_money, total
from app.booking.entry import Entry, VatBox
from app.invoice.forms import VatGroup

_ONE: Final = Decimal(1)
_RATE_UNIT: Final = Decimal("0.0001")
_SHARING: Final = frozenset({"zw", "np", "marza"})
_NOT_BY_RATE: Final = "kwoty VAT w złotych nie wynikają z samego kursu"
# The Currency type of the Jet driver: 64 bits with four decimals.
_LARGEST: Final = Decimal("922337203685477.58")


class BoxAmounts(NamedTuple):
    """One row of the register with the amounts to write."""

    box: VatBox
    net: Decimal
    tax: Decimal


class Amounts(NamedTuple):
    """`currency` and `rate` of the header, the register's rows in that currency, and what a document's amount is multiplied by."""

    currency: str
    rate: Decimal
    boxes: tuple[BoxAmounts, ...]
    factor: Decimal = _ONE

    def convert(self, value: Decimal) -> Decimal:
        """An amount of the document, such as a payment, in the currency written."""
        return value if self.factor == _ONE else round_money(value * self.factor)


def amounts(entry: Entry, found: list[Finding]) -> Amounts:
    """The document's own currency, or PLN where four decimals of the rate would not give back the register's amounts."""
    written = _own_currency(entry, found)
    values = [entry.settlement.gross, entry.settlement.open_item, *[net for _, net, _ in written.boxes]]
    if max(values) > _LARGEST or min(values) < -_LARGEST:
        found.append(blocks("amount_too_large", "Kwota dokumentu nie mieści się w formacie EPP (najwyżej 922 bln).", "P_15"))
    return written


def _own_currency(entry: Entry, found: list[Finding]) -> Amounts:
    own = tuple([BoxAmounts(box, box.net, box.tax) for box in entry.vat])
    if entry.currency == "PLN":
        return Amounts("PLN", _ONE, own)
    rate = entry.exchange_rate
    if rate is None and not any([entry.settlement.open_item, *[net or tax for _, net, tax in own]]):
        return Amounts("PLN", _ONE, own)  # a document without amounts needs no rate
    if rate is None:
        found.append(
            asks(
                "rate",
                f"Brak kursu waluty {entry.currency}. Podaj kurs: ile złotych za 1 {entry.currency}, np. 4,3100.",
                "KursWaluty",
            )
        )
        return Amounts(entry.currency, _ONE, own)
    reason = _why_not(entry, rate.rate)
    if not reason:
        return Amounts(entry.currency, rate.rate, own)
    in_pln = tuple(BoxAmounts(box, box.net_pln or Decimal(0), box.tax_pln or Decimal(0)) for box in entry.vat)
    amount = format_amount(entry.net + entry.tax)
    found.append(
        notes(
            "converted_to_pln",
            f"Dokument na {amount} {entry.currency} zapisano w złotych po kursie {format_amount(rate.rate)}: {reason}.",
            "KodWaluty",
        )
    )
    return Amounts("PLN", _ONE, in_pln, rate.rate)


def _why_not(entry: Entry, rate: Decimal) -> str:
    """Why the document cannot be written in its own currency; empty where it can."""
    if rate == _ONE or rate != rate.quantize(_RATE_UNIT):
        return "pole kursu ma cztery miejsca po przecinku"
    for box in entry.vat:
        if round_money(box.net * rate) != box.net_pln or round_money(box.tax * rate) != box.tax_pln:
            return _NOT_BY_RATE
    return "" if _shared_symbol_keeps(entry, rate) else _NOT_BY_RATE


def _shared_symbol_keeps(entry: Entry, rate: Decimal) -> bool:
    """Whether rows that may share a symbol of the format, and so are converted together, give the same PLN as each alone."""
    shared = [box for box in entry.vat if box.rate in _SHARING or (entry.triangular and box.box is VatGroup.P_13_6_2)]
    nets, taxes = [box.net_pln or ZERO for box in shared], [box.tax_pln or ZERO for box in shared]
    in_currency = total([box.net for box in shared]), total([box.tax for box in shared])
    return (round_money(in_currency[0] * rate), round_money(in_currency[1] * rate)) == (total(nets), total(taxes))
