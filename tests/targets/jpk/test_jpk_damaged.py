"""Damaged invoices that can still be booked: what is written of them is valid all the same."""

import datetime as dt

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from app.base.dates import Month
from app.base.errors import UnreadableDocument
from app.base.findings import Level
from app.booking.book import book
from app.invoice.read import read_document
from app.targets.contract import Batch
from tests.cast import CARPENTRY, CLIENTS
from tests.damage import EXPECTED, damaged
from tests.targets.conftest import WRITTEN_AT
from tests.targets.jpk.cases import CASES, data_of

ANSWERS = {
    "receipt_date": "issue", "rate": "4.2500", "group": "P_13_1", "vat_period": "2026-06", "ksef_mark": "DI", "short_number": "yes",
    "jpk_without_field": "row", "jpk_margin": "yes",
}  # fmt: skip


def _valid_everywhere(name, data, schemas):
    try:
        document = read_document(data, source=f"{name}.xml", ksef_number=EXPECTED[name]["ksef_number"])
    except UnreadableDocument:
        return
    client = CLIENTS.get(EXPECTED[name]["client"], CARPENTRY)
    booked = book(document, client, ANSWERS)
    entries = tuple(_moved(entry) for entry in booked.entries if all(one.level is Level.NOTES for one in entry.findings))
    batch = Batch(client=client, entries=entries, written_at=WRITTEN_AT)
    for target, options in CASES.values():
        found = [finding for finding in target.check(batch, options) if finding.code != "jpk_pkpir_no_book"]
        if all(finding.level is Level.NOTES for finding in found):
            for written in data_of(target, batch, options).values():
                assert schemas[target.id].validate(etree.fromstring(written)), schemas[target.id].error_log


def _moved(entry):
    early = entry.income.date is not None and entry.income.date.year < 2026
    income = msgspec.structs.replace(entry.income, date=dt.date(2026, 3, 5)) if early else entry.income
    return msgspec.structs.replace(entry, vat_period=max(entry.vat_period, Month("2026-03")), income=income)


@given(case=damaged())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_what_is_written_of_a_damaged_invoice_is_valid(schemas, case):
    _valid_everywhere(*case, schemas)


@pytest.mark.heavy
@given(case=damaged())
@settings(max_examples=3_000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_what_is_written_of_many_damaged_invoices_is_valid(schemas, case):
    _valid_everywhere(*case, schemas)
