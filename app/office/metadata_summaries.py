"""What lists show of a document that is safe in the archive but not read yet, or cannot be read: what KSeF's metadata say."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Final

from app.archive.records import Summary
from app.base import ksef_number
from app.base.dates import polish_day
from app.base.findings import Level
from app.base.money import round_money
from app.booking.entry import Direction
from app.invoice.forms import Kind
from app.ksef import moments
from app.ksef.filters import Role
from app.ksef.records import InvoiceMetadata

_DIRECTIONS: Final = {Role.SELLER: Direction.SALE, Role.BUYER: Direction.PURCHASE}
_KINDS: Final = {kind.value.replace("_", "").lower(): kind for kind in Kind}
_LARGEST: Final = Decimal(10**15)
"""Of this the archive's columns can hold the grosze; no invoice comes near."""
_NOTHING: Final = Decimal("0.00")


def summary_of(metadata: InvoiceMetadata | None, number: str, role: Role, received: dt.date) -> Summary:
    """The summary of a document received on a day, by its metadata, or by its KSeF number alone."""
    bare = Summary(
        direction=_DIRECTIONS.get(role),
        kind=Kind.VAT,
        number=number,
        seller_nip=number[:10],
        issue_date=received,
        supply_date=None,
        receipt_date=received,
        vat_period=None,
        counterparty="",
        counterparty_nip="",
        currency="PLN",
        net=_NOTHING,
        tax=_NOTHING,
        gross=_NOTHING,
        level=None,
    )
    if metadata is None:
        return bare
    selling = role is Role.SELLER
    net, gross = _amount(metadata.net), _amount(metadata.gross)
    return replace(
        bare,
        kind=_KINDS.get(metadata.kind.lower(), Kind.VAT),
        number=metadata.invoice_number or number,
        seller_nip=metadata.seller.identifier,
        issue_date=_day(metadata.issue_date) or received,
        counterparty=metadata.buyer.name if selling else metadata.seller.name,
        counterparty_nip=metadata.buyer.identifier if selling else metadata.seller.identifier,
        currency=metadata.currency[:3] or "PLN",
        net=net,
        tax=gross - net,  # KSeF gives VAT in PLN and the other two in the document's currency
        gross=gross,
    )


def blocked(summary: Summary) -> Summary:
    """The same for a document that cannot be read or booked: shown as a problem."""
    return replace(summary, level=Level.BLOCKS)


def storable(summary: Summary) -> bool:
    """Whether the archive's columns can hold the amounts."""
    return all(abs(amount) <= _LARGEST for amount in (summary.net, summary.tax, summary.gross))


def received_on(metadata: InvoiceMetadata | None, number: str) -> dt.date:
    """The day in Poland on which KSeF gave the number: the legal day of receipt (API guide §3.2); by the number where nothing else tells."""
    if metadata is not None:
        try:
            return polish_day(moments.parse(metadata.acquisition))
        except ValueError:
            pass
    return ksef_number.date_of(number)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _amount(amount: Decimal | None) -> Decimal:
    """In whole grosze; nothing where KSeF names none or one that the archive cannot hold."""
    if amount is None or not amount.is_finite() or abs(amount) > _LARGEST:
        return _NOTHING
    return round_money(amount)
