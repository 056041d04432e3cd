"""A real archive file and documents to put into it."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.archive.clients import add_client
from app.archive.records import NewDocument, Summary
from app.archive.store import Archive
from app.base.dates import month_of
from app.base.environments import Environment
from app.booking.client import Client
from app.booking.entry import Direction
from app.invoice.forms import Kind

NIP = "9992014701"
OTHER_NIP = "9992024705"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archives" / "test.sqlite"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    with Archive.open(path, Environment.TEST) as opened:
        add_client(opened, Client(nip=NIP, name="Stolarnia Pod Świerkiem"))
        add_client(opened, Client(nip=OTHER_NIP, name="Łąka"))
        yield opened


Make = Callable[..., NewDocument]


@pytest.fixture
def make() -> Make:
    def made(number: str = "FV/1", *, content: str = "", **changes: object) -> NewDocument:
        issue_date = dt.date(2026, 3, 5)
        summary = Summary(
            direction=Direction.PURCHASE,
            kind=Kind.VAT,
            number=number,
            seller_nip="9992034709",
            issue_date=issue_date,
            supply_date=None,
            receipt_date=None,
            vat_period=month_of(issue_date),
            counterparty="Żyto i Chmiel",
            counterparty_nip="9992034709",
            currency="PLN",
            net=Decimal("100.00"),
            tax=Decimal("23.00"),
            gross=Decimal("123.00"),
            level=None,
        )
        fields = {name: changes.pop(name) for name in list(changes) if name in Summary.__slots__}
        xml = f"<Faktura>{number}{content}</Faktura>".encode()
        document = NewDocument(
            client_nip=NIP,
            xml=xml,
            sha256=hashlib.sha256(xml).hexdigest(),
            name=f"{number}.xml",
            summary=replace(summary, **fields),
        )
        return replace(document, **changes)

    return made
