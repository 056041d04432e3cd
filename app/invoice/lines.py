"""Lines of an invoice or of an order, as issued."""

import datetime as dt
from decimal import Decimal

import msgspec


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One `FaWiersz`, `ZamowienieWiersz`, `FakturaRRWiersz` or UBL line.

    `position` is the place in the file from 1; `line_number` (`NrWierszaFa`) is no key (guide §2). `before` marks the state
    before a correction (`StanPrzed`). `rate_code` is P_12 as written (``"23"``, ``"0 WDT"``, ``"zw"``; PEF: category and
    percent, FA_RR: P_9); `rate_procedure` is FA(1)'s `P_12_Procedura`; `oss_rate` is `P_12_XII` in percent.
    FA_RR: `net` = P_8, `tax` = P_10 (refund), `gross` = P_11, `unit_price_net` = P_7, `quality_class` = P_6C.
    """

    position: int
    line_number: str = ""
    uuid: str = ""
    date: dt.date | None = None
    name: str = ""
    index: str = ""
    gtin: str = ""
    pkwiu: str = ""
    cn: str = ""
    pkob: str = ""
    unit: str = ""
    quantity: Decimal | None = None
    unit_price_net: Decimal | None = None
    unit_price_gross: Decimal | None = None
    discount: Decimal | None = None
    net: Decimal | None = None
    gross: Decimal | None = None
    tax: Decimal | None = None
    rate_code: str = ""
    rate_procedure: str = ""
    oss_rate: Decimal | None = None
    annex_15: bool = False
    excise: Decimal | None = None
    gtu: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    exchange_rate: Decimal | None = None
    before: bool = False
    quality_class: str = ""


class Order(msgspec.Struct, frozen=True, omit_defaults=True):
    """`Zamowienie` of an advance invoice: the order's gross value, never an amount for a register (guide §5)."""

    value: Decimal
    lines: tuple[Line, ...] = ()
