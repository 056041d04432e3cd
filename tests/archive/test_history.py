"""What other documents are compared with comes out of the archive for a client, a seller, an amount, a number."""

import datetime as dt
from decimal import Decimal

from app.archive.conversions import record
from app.archive.documents import add_documents
from app.archive.history import alike_documents, last_converted_month, past_documents, purchases_since
from app.archive.records import NewConversion, Profile
from app.archive.store import Archive
from app.base.dates import parse_month
from app.booking.entry import Direction
from tests.archive.conftest import NIP, OTHER_NIP, Make

SELLER = "9992034709"


def test_documents_of_a_client_and_of_one_seller(archive: Archive, make: Make) -> None:
    own = make("FS/1", seller_nip=NIP, direction=Direction.SALE)
    add_documents(archive, [make("FV/1", account="47999000010000000011100111"), make("FV/2"), own])
    assert [past.number for past in past_documents(archive, NIP)] == ["FV/1", "FV/2", "FS/1"]
    first, second = past_documents(archive, NIP, SELLER)
    assert (first.account, second.account) == ("47999000010000000011100111", None)
    assert (first.direction, first.gross, first.issue_date) == (Direction.PURCHASE, Decimal("123.00"), dt.date(2026, 3, 5))
    assert list(past_documents(archive, OTHER_NIP)) == []


def test_alike_documents_by_amount_or_number(archive: Archive, make: Make) -> None:
    add_documents(archive, [make("FV/1"), make("FV/2", gross=Decimal("7.00")), make("FV/3", gross=Decimal("8.00"))])
    found = alike_documents(archive, NIP, SELLER, Decimal("123.00"), ["FV/3", "FV/9"])
    assert [past.number for past in found] == ["FV/1", "FV/3"]
    assert list(alike_documents(archive, NIP, SELLER, Decimal("9.00"), [])) == []


def test_since_when_there_are_purchases(archive: Archive, make: Make) -> None:
    assert purchases_since(archive, NIP) is None
    sale = make("FS/1", direction=Direction.SALE, issue_date=dt.date(2026, 1, 1))
    add_documents(archive, [make("FV/1"), sale, make("FV/2", issue_date=dt.date(2026, 2, 1))])
    assert purchases_since(archive, NIP) == dt.date(2026, 2, 1)


def test_the_last_month_handed_over(archive: Archive, make: Make) -> None:
    added = [addition.document_id for addition in add_documents(archive, [make("FV/1"), make("FV/2"), make("FV/3")])]
    assert last_converted_month(archive, NIP) is None
    for document_id, month in zip(added, ("2026-04", "2026-03", None), strict=True):
        new = NewConversion(
            client_nip=NIP,
            profile=Profile("epp", {}),
            month=None if month is None else parse_month(month),
            made_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
            document_ids=(document_id,),
        )
        record(archive, new, tuple)
    assert last_converted_month(archive, NIP) == "2026-04"
