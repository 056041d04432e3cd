"""What is known around a document: gathered by the office, so that the checks themselves stay pure."""

import datetime as dt
from decimal import Decimal

import msgspec

from app.base.dates import Month
from app.base.findings import Finding
from app.booking.client import Client


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """Another document of the client. `gross` is in its own currency, `ksef_number` is empty where it came without one."""

    number: str
    issue_date: dt.date
    gross: Decimal
    ksef_number: str = ""


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """The surroundings of one document. None means that nobody knows: the checks that need it stay silent.

    `seller_known` tells whether the client had an earlier document of this seller, `accounts` which accounts the seller gave on them
    (`app.base.accounts`), `usual_amounts` their gross amounts in the currency of this document. `originals` are the documents of the client
    that a correction names, one for each `DaneFaKorygowanej`, None where the archive lacks it. `twins` are documents of the same seller for
    the same amount whose number is the same but for its writing. `closed_until` is the last VAT month handed over to the bookkeeping
    program; None where there is none, or where the document itself was handed over. `public_registers` is what they said of the seller.
    """

    client: Client
    today: dt.date
    seller_known: bool | None = None
    accounts: frozenset[str] | None = None
    usual_amounts: tuple[Decimal, ...] = ()
    originals: tuple[Related | None, ...] | None = None
    twins: tuple[Related, ...] = ()
    closed_until: Month | None = None
    public_registers: tuple[Finding, ...] = ()
