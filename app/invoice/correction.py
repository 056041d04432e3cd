"""What a correction says of itself (guide §6)."""

import datetime as dt
from decimal import Decimal

import msgspec

from app.invoice.parties import Party


class CorrectedInvoice(msgspec.Struct, frozen=True, omit_defaults=True):
    """One `DaneFaKorygowanej`: the original's date, number and KSeF number, or that it was made outside KSeF."""

    number: str
    date: dt.date | None = None
    ksef_number: str = ""
    outside_ksef: bool = False


class Correction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The correction block. `type` is `TypKorekty` ("1", "2", "3" or empty): the seller's view of the VAT period.

    `amount_before` is `P_15ZK` (payment or remainder before), `exchange_rate_before` is `KursWalutyZK`.
    """

    reason: str = ""
    type: str = ""
    corrected: tuple[CorrectedInvoice, ...] = ()
    period: str = ""
    right_number: str = ""
    seller_before: Party | None = None
    buyers_before: tuple[Party, ...] = ()
    amount_before: Decimal | None = None
    exchange_rate_before: Decimal | None = None
