"""Own invoices, changed a little in their XML, under every check."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.base.findings import Finding
from app.booking.book import book
from app.booking.client import Client
from app.booking.entry import Direction
from app.checks.check import check_document
from app.checks.context import Context
from app.invoice.read import read_document

TODAY = dt.date(2026, 5, 20)
Check = Callable[..., dict[str, Finding]]


@pytest.fixture
def check(invoices: Path) -> Check:
    """What the checks say of an own invoice with texts replaced, by code: ``check("fa3-vat", {"old": "new"})``.

    The client is the seller, or (`purchase`) the buyer; further names are fields of the context.
    """

    def checked(
        name: str, changes: dict[str, str] | None = None, *, purchase: bool = False, ksef_number: str = "", **known: Any
    ) -> dict[str, Finding]:
        text = (invoices / f"{name}.xml").read_text(encoding="utf-8")
        for old, new in (changes or {}).items():
            assert old in text, old
            text = text.replace(old, new)
        document = read_document(text.encode(), source=f"{name}.xml", ksef_number=ksef_number)
        invoice = document.invoice
        client = Client(nip=known.pop("nip", invoice.buyer.nip if purchase else invoice.seller.nip))
        side = Direction.PURCHASE if purchase else Direction.SALE
        booked = book(document, client, known.pop("decisions", {"receipt_date": "issue"}), direction=side)
        context = Context(client=client, **{"today": TODAY, **known})
        findings = check_document(document, booked.entries[0] if booked.entries else None, context)
        assert not {finding.code for finding in findings} & {finding.code for finding in booked.findings}, "said twice"
        return {finding.code: finding for finding in findings}

    return checked
