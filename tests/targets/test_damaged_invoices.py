"""Damaged invoices that still can be booked: every target states its findings or writes, and never fails."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings

from app.base.errors import UnreadableDocument
from app.base.findings import Level
from app.booking.book import book
from app.invoice.read import read_document
from app.paper.page import page_html
from app.targets.contract import Batch
from app.targets.registry import TARGETS
from tests.cast import CARPENTRY, CLIENTS
from tests.damage import EXPECTED, damaged

ANSWERS = {"receipt_date": "issue", "rate": "4.2500", "group": "P_13_1", "vat_period": "2026-06"}


def _write_everywhere(name, data):
    try:
        document = read_document(data, source=f"{name}.xml", ksef_number=EXPECTED[name]["ksef_number"])
    except UnreadableDocument:
        return
    assert page_html(document)
    client = CLIENTS.get(EXPECTED[name]["client"], CARPENTRY)
    booked = book(document, client, ANSWERS)
    entries = [entry for entry in booked.entries if all(finding.level is Level.NOTES for finding in entry.findings)]
    for target in TARGETS:
        options = target.options()
        batch = Batch(client=client, entries=tuple(entries), written_at=dt.datetime(2026, 4, 20, tzinfo=dt.UTC))
        found = tuple(target.check(batch, options))
        assert all(finding.message for finding in found)
        if all(finding.level is Level.NOTES for finding in found):
            for file in target.write(batch, options):
                assert b"".join(file.chunks)


@given(damaged())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_invoice_breaks_no_target(case):
    _write_everywhere(*case)


@pytest.mark.heavy
@given(damaged())
@settings(max_examples=3_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_many_damaged_invoices_break_no_target(case):
    _write_everywhere(*case)
