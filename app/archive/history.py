"""A client's documents as far as other documents are compared with them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, func, select

from app.archive.documents import parts
from app.archive.schema import conversions, documents
from app.archive.store import Archive
from app.base.dates import Month
from app.base.money import from_grosze, to_grosze
from app.booking.entry import Direction
from app.invoice.forms import Kind

_COLUMNS: Final = select(
    documents.c.id,
    documents.c.direction,
    documents.c.seller_nip,
    documents.c.kind,
    documents.c.number,
    documents.c.ksef_number,
    documents.c.sha256,
    documents.c.issue_date,
    documents.c.currency,
    documents.c.gross,
    documents.c.account,
)
_KINDS: Final = tuple(kind.value for kind in Kind)
"""All of them: named so that the index of seller, kind and number is of use."""


class Past(NamedTuple):
    """One document of the client. `gross` is in its own currency; `account` is None while unknown, empty where there is none."""

    id: int
    direction: Direction | None
    seller_nip: str
    kind: str
    number: str
    ksef_number: str
    sha256: str
    issue_date: dt.date
    currency: str
    gross: Decimal
    account: str | None


def past_documents(archive: Archive, nip: str, seller: str = "") -> Iterator[Past]:
    """All documents of a client, or those of one seller."""
    statement = _COLUMNS.where(documents.c.client_nip == nip)
    if seller:
        statement = statement.where(documents.c.seller_nip == seller)
    return _found(archive, [statement])


def alike_documents(archive: Archive, nip: str, seller: str, gross: Decimal, numbers: Sequence[str]) -> Iterator[Past]:
    """The client's documents of one seller that have this gross amount, or whose number or KSeF number is one of `numbers`.

    Found by indexes alone, however many documents there are.
    """
    of_client = _COLUMNS.where(documents.c.client_nip == nip)
    of_seller = of_client.where(documents.c.seller_nip == seller)
    statements = [of_seller.where(documents.c.gross == to_grosze(gross))]
    for part in parts(numbers):
        statements.append(of_seller.where(documents.c.kind.in_(_KINDS), documents.c.number.in_(part)))
        statements.append(of_client.where(documents.c.ksef_number.in_(part), documents.c.ksef_number != ""))
    return _found(archive, statements)


def purchases_since(archive: Archive, nip: str) -> dt.date | None:
    """When the earliest purchase in the archive was issued; None where there is none."""
    purchases = (documents.c.client_nip == nip, documents.c.direction == Direction.PURCHASE.value)
    statement = select(documents.c.issue_date).where(*purchases).order_by(documents.c.issue_date).limit(1)
    with archive.reading() as connection:
        return connection.execute(statement).scalar_one_or_none()


def last_converted_month(archive: Archive, nip: str) -> Month | None:
    """The last VAT month of which something was handed over; None where nothing was, or never a single month."""
    standing = (conversions.c.client_nip == nip, conversions.c.undone_at.is_(None), conversions.c.month != "")
    with archive.reading() as connection:
        month = connection.execute(select(func.max(conversions.c.month)).where(*standing)).scalar_one_or_none()
    return Month(month) if month else None


def _found(archive: Archive, statements: Sequence[Select[Any]]) -> Iterator[Past]:
    with archive.reading() as connection:
        for statement in statements:
            for row in connection.execute(statement):
                yield Past(
                    id=row.id,
                    direction=Direction(row.direction) if row.direction else None,
                    seller_nip=row.seller_nip,
                    kind=row.kind,
                    number=row.number,
                    ksef_number=row.ksef_number,
                    sha256=row.sha256,
                    issue_date=row.issue_date,
                    currency=row.currency,
                    gross=from_grosze(row.gross),
                    account=row.account,
                )
