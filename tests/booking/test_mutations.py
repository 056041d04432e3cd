"""Damaged invoices: whatever happens to one element, reading refuses or succeeds, and booking never fails."""

import pytest
from hypothesis import HealthCheck, given, settings

from app.base.errors import UnreadableDocument
from app.base.findings import Level
from app.booking.book import book
from app.booking.client import Client
from app.booking.jpk import register_fields
from app.invoice.read import read_document
from tests.damage import EXPECTED, damaged


def _read_and_book(name, data):
    try:
        document = read_document(data, source=f"{name}.xml", ksef_number=EXPECTED[name]["ksef_number"])
    except UnreadableDocument:
        return
    for nip in (EXPECTED[name]["seller"], EXPECTED[name]["buyer"]):
        booked = book(document, Client(nip=nip))
        assert booked.entries or any(finding.level is not Level.NOTES for finding in booked.findings)
        for entry in booked.entries:
            for amount in register_fields(entry).values():
                assert amount.is_finite()
                assert amount == round(amount, 2)


@given(damaged())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_invoice_is_refused_or_booked(case):
    _read_and_book(*case)


@pytest.mark.heavy
@given(damaged())
@settings(max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_many_damaged_invoices_are_refused_or_booked(case):
    _read_and_book(*case)
