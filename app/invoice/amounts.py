"""Sums of an invoice's header, as issued. Amounts are `Decimal` in the document's currency unless the name says PLN."""

import datetime as dt
from decimal import Decimal

import msgspec

from app.invoice.forms import VatGroup


class VatTotal(msgspec.Struct, frozen=True, omit_defaults=True):
    """One group of the VAT summary: net, its tax, and the tax in PLN (`P_14_xW`) where the document gives it.

    `tax` is None for groups without tax. `net_pln` exists only in FA_RR (`P_11_1W`). `rate` is given only where the form
    states one for the sum itself (PEF percent); in FA the lines tell (guide §4.2). Margin (P_13_11) is a value with tax.
    `reason` is the exemption reason of a PEF subtotal.
    """

    group: VatGroup
    net: Decimal
    tax: Decimal | None = None
    tax_pln: Decimal | None = None
    net_pln: Decimal | None = None
    rate: Decimal | None = None
    reason: str = ""


class PartialAdvance(msgspec.Struct, frozen=True, omit_defaults=True):
    """`ZaliczkaCzesciowa`: one payment covered by an advance invoice."""

    date: dt.date
    amount: Decimal
    exchange_rate: Decimal | None = None


class AdvanceReference(msgspec.Struct, frozen=True, omit_defaults=True):
    """`FakturaZaliczkowa`: an earlier advance invoice, by KSeF number or, made outside KSeF, by its own."""

    ksef_number: str = ""
    number: str = ""
    outside_ksef: bool = False


class ChargeOrDeduction(msgspec.Struct, frozen=True):
    """One `Obciazenia` or `Odliczenia` of the settlement; outside VAT (guide §10.4)."""

    amount: Decimal
    reason: str


class Settlement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`Rozliczenie`: what is added to and taken from P_15, and what is left to pay or to settle."""

    charges: tuple[ChargeOrDeduction, ...] = ()
    charges_total: Decimal | None = None
    deductions: tuple[ChargeOrDeduction, ...] = ()
    deductions_total: Decimal | None = None
    to_pay: Decimal | None = None
    to_settle: Decimal | None = None
