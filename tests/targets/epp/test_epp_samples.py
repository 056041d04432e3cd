"""Every schema-valid sample of the reference material, for its seller and its buyer, before the independent checker."""

import csv
import json
import os
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from app.base.findings import Level
from app.booking.book import book
from app.booking.client import Client
from app.booking.entry import Direction
from app.invoice.forms import PartyRole
from app.invoice.read import read_document
from app.targets.contract import Batch
from app.targets.epp import Epp
from app.targets.epp.options import EppOptions
from tests.targets.conftest import WRITTEN_AT
from tests.targets.epp.epp_reading import read

TABLE = Path(__file__).with_name("samples-not-written.json")
"""Samples that are not written, with the codes of what stands against it; KONWERTER_UPDATE_GOLDEN=1 writes the table anew."""

DECISIONS = {"receipt_date": "issue", "short_number": "yes"}
SYMBOLS = {
    "P_13_1": {"23", "22"}, "P_13_2": {"8", "7"}, "P_13_3": {"5", "3"}, "P_13_4": {"4", "3"}, "P_13_6_1": {"0"}, "P_13_6_2": {"ue"},
    "P_13_6_3": {"ex"}, "P_13_7": {"zw"}, "P_13_8": {"npo", "ue"}, "P_13_9": {"npo"}, "P_13_10": {"oo"}, "P_13_11": {"zw"},
    "P_11_1": {"7", "6.5"},
}  # fmt: skip


@pytest.fixture(scope="module")
def conversions(shared):
    """(file, side) → the entry and the file's bytes, or the codes of what stands against it."""
    folder = shared / "ksef" / "samples"
    with (folder / "index.csv").open(encoding="utf-8", newline="") as index:
        rows = [row for row in csv.DictReader(index) if row["valid"] == "y"]
    results = {}
    for row in rows:
        data = (folder / row["file"]).read_bytes()
        document = read_document(data, source=row["file"], ksef_number=row["ksef_number"])
        for direction, party in ((Direction.SALE, document.invoice.seller), (Direction.PURCHASE, document.invoice.buyer)):
            if party.nip:
                results[row["file"], direction.value] = _convert(document, party.nip, direction)
    return results


def _convert(document, nip, direction):
    client = Client(nip=nip, name="Klient „Ósemka”")
    booked = book(document, client, DECISIONS, direction=direction)
    batch = Batch(client, booked.entries, WRITTEN_AT)
    target, options = Epp(), EppOptions()
    findings = [*booked.findings, *target.check(batch, options)]
    against = {found.code for found in findings if found.level is not Level.NOTES or found.code == "skipped_no_effect"}
    if against or not booked.entries:
        return sorted(against)
    (file,) = target.write(batch, options)
    data = b"".join(file.chunks)
    assert file.documents == len(booked.entries)
    return booked.entries, data


def _written(conversions):
    return {case: result for case, result in conversions.items() if isinstance(result, tuple)}


def test_the_samples_that_are_not_written_are_those_we_know_of(conversions):
    against = defaultdict(dict)
    for (file, side), result in conversions.items():
        if isinstance(result, list):
            against[file][side] = result
    if os.environ.get("KONWERTER_UPDATE_GOLDEN") == "1":
        TABLE.write_text(json.dumps(against, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert against == json.loads(TABLE.read_text(encoding="utf-8"))


def test_the_independent_checker_finds_no_error(conversions, checker):
    written = _written(conversions)
    errors = {
        case: errors for case, (_, data) in written.items() if (errors := checker.check_bytes(data, case[0], "product").errors)
    }
    assert written
    assert not errors


def test_the_sums_of_every_rate_are_the_invoices_to_the_grosz(conversions):
    for case, (entries, data) in _written(conversions).items():
        (document,) = read(data).documents
        invoice = entries[0].invoice
        if document[47] != invoice.currency or any(party.role is PartyRole.ADDITIONAL_BUYER for party in invoice.third_parties):
            continue
        totals = invoice.totals
        if totals:
            assert document.amount(28) == sum(total.net for total in totals), case
            assert document.amount(29) == sum((total.tax or Decimal(0) for total in totals), Decimal(0)), case
        for total in totals:
            if total.net and total.group in SYMBOLS:
                symbols = SYMBOLS[total.group]
                same = [other for other in totals if other.net and symbols & SYMBOLS.get(other.group, set())]
                net = sum(rate[0] for symbol, rate in document.rates.items() if symbol in symbols)
                assert net == sum(other.net for other in same), (case, total.group)


def test_documents_in_pln_instead_of_their_currency_bear_the_tax_the_invoice_gives(conversions):
    for case, (entries, data) in _written(conversions).items():
        (document,) = read(data).documents
        totals = entries[0].invoice.totals
        given = [total.tax_pln for total in totals if total.tax]
        if document[47] == entries[0].currency or not given or None in given:
            continue
        assert document.amount(29) == sum(given), case
