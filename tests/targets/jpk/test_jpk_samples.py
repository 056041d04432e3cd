"""All schema-valid public samples, for their sellers and buyers: valid files, sums that agree, two ways alike, or a known reason.

Their dates are moved into a month for which the forms exist: the forms refuse earlier ones (proved elsewhere).
"""

import datetime as dt
import io
import json
from pathlib import Path

import msgspec
import pytest
from lxml import etree

from app.base.dates import Month
from app.base.findings import Level
from app.booking.book import book
from app.booking.client import Client
from app.targets.contract import Batch
from tests.targets.conftest import WRITTEN_AT
from tests.targets.jpk.cases import CASES, data_of
from tests.targets.jpk.jpk_reading import read
from tests.targets.samples import samples

NOT_WRITTEN = Path(__file__).resolve().parent / "samples_not_written.json"
DECISIONS = {
    "receipt_date": "issue",
    "short_number": "yes",
    "ksef_mark": "DI",
    "jpk_without_field": "row",
    "jpk_margin": "yes",
    "rate": "4.25",
}
STAYS_OUT = {"skipped_no_effect", "not_in_this_file"}


def batches(shared, step):
    """(role and file, batch, codes of booking that stop it)"""
    for name, document in samples(shared, step):
        for role, nip in (("seller", document.invoice.seller.nip), ("buyer", document.invoice.buyer.nip)):
            if not nip:
                continue
            client = Client(nip=nip, name="Firma z próbki", tax_office="1437", email="biuro@firma.example")
            booked = book(document, client, DECISIONS)
            stops = {finding.code for finding in booked.findings if finding.level is not Level.NOTES}
            entries = tuple(_moved(entry) for entry in booked.entries)
            yield f"{role} {name}", Batch(client=client, entries=entries, written_at=WRITTEN_AT), stops


def _moved(entry):
    income = entry.income if entry.income.date is None else msgspec.structs.replace(entry.income, date=dt.date(2026, 3, 5))
    return msgspec.structs.replace(entry, vat_period=Month("2026-03"), income=income)


def not_written(shared, schemas, step=1):
    """Case → sample → codes for what is not written; everything written is proved."""
    refused = {case: {} for case in CASES}
    for name, batch, stops in batches(shared, step):
        for case, (target, options) in CASES.items():
            codes = set(stops)
            if not codes:
                found = list(target.check(batch, options))
                codes = {finding.code for finding in found if finding.level is not Level.NOTES or finding.code in STAYS_OUT}
            if codes or not batch.entries:
                refused[case][name] = sorted(codes)
                continue
            _prove(name, target, options, batch, schemas[target.id])
    return refused


def _prove(name, target, options, batch, schema):
    documents = []
    for data in data_of(target, batch, options).values():
        assert schema.validate(etree.fromstring(data)), (name, schema.error_log)
        read(data)
        documents += target.read(io.BytesIO(data))
    assert documents == [target.expect(entry, batch, options) for entry in batch.entries], name


@pytest.mark.heavy
def test_every_sample_is_written_validly_or_says_why_not(shared, schemas):
    assert not_written(shared, schemas) == json.loads(NOT_WRITTEN.read_text(encoding="utf-8"))


def test_every_tenth_sample_is_written_validly_or_says_why_not(shared, schemas):
    known = json.loads(NOT_WRITTEN.read_text(encoding="utf-8"))
    for case, found in not_written(shared, schemas, step=10).items():
        assert found == {name: known[case][name] for name in found}
