"""All schema-valid samples, each converted alone for its seller and for its buyer, before the strict independent checker."""

import csv
import importlib.util
import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.base.findings import Level
from app.base.money import total
from app.booking.book import book
from app.booking.client import Client
from app.invoice.read import read_document
from app.targets.contract import Batch
from app.targets.optima import Optima
from app.targets.optima.options import OptimaOptions
from tests.targets.conftest import WRITTEN_AT
from tests.targets.optima.reading import written

HERE = Path(__file__).resolve().parent
DECISIONS = {"receipt_date": "issue", "short_number": "yes"}

CHECKER_OBJECTS = {"ksefuj_err__21-wrong-tax-calculation.xml": {"E_VAT_AMOUNT"}}
"""An invoice whose tax is deliberately wrong. The header is what the seller declares (guide §4.3), so it is written as it stands."""

OWN_OBJECTS = {"fa1-poza-krajem": {"E_NIP_PREFIX"}, "pef-25": {"E_VAT_AMOUNT"}}
"""A Swiss number begins with CHE-, which the checker takes for a repeated country code; a foreign 25% answered to be P_13_1 keeps its tax."""

REFUSED = Path(__file__).resolve().parents[1] / "golden" / "optima" / "not-written.json"


@pytest.fixture(scope="module")
def checker(shared):
    path = shared / "formats" / "tools" / "optima_check.py"
    spec = importlib.util.spec_from_file_location("optima_check", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Checker


def samples(shared):
    with (shared / "ksef" / "samples" / "index.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["valid"] == "y":
                data = (shared / "ksef" / "samples" / row["file"]).read_bytes()
                yield row["file"], read_document(data, source=row["file"], ksef_number=row["ksef_number"])


def convert(document, nip):
    """The bytes of the file, or the codes of what stops it."""
    client = Client(nip=nip)
    booked = book(document, client, DECISIONS)
    stops = {found.code for found in booked.findings if found.level is not Level.NOTES}
    batch = Batch(client=client, entries=booked.entries, written_at=WRITTEN_AT)
    if booked.entries and not stops:
        stops = {found.code for found in Optima().check(batch, OptimaOptions()) if found.level is not Level.NOTES}
    if stops:
        return booked, b"", sorted(stops)
    files = list(Optima().write(batch, OptimaOptions()))
    return (booked, b"".join(files[0].chunks), []) if files else (booked, b"", ["skipped_no_effect"])


def rate_sums(boxes):
    sums = {}
    for box in boxes:
        rate = box.rate if box.rate.isdigit() else "0"
        if box.rate != "rr" and (box.net or box.tax):
            sums[Decimal(rate)] = sums.get(Decimal(rate), Decimal(0)) + box.net_pln
    return sums


@pytest.mark.heavy
def test_every_sample_passes_the_strict_checker_or_says_why_not(shared, checker, tmp_path):
    not_written: dict[str, list[str]] = {}
    for name, document in samples(shared):
        for role, nip in (("seller", document.invoice.seller.nip), ("buyer", document.invoice.buyer.nip)):
            if not nip:
                continue
            booked, data, stops = convert(document, nip)
            if stops:
                not_written[f"{role} {name}"] = stops
                continue
            path = tmp_path / "written.xml"
            path.write_bytes(data)
            found = checker(strict=True)
            found.run(str(path))
            errors = {error["code"] for error in found.errors}
            assert errors == CHECKER_OBJECTS.get(name, set()), (name, role, found.errors)
            compare(found.docs, booked.entries)
    path = HERE / "samples_not_written.json"
    assert not_written == json.loads(path.read_text(encoding="utf-8"))


def compare(documents, entries):
    """What the checker read from the file against the entry."""
    (read,), (entry,) = documents, entries
    assert read["ksef_number"] == entry.ksef_number
    assert read["issue_date"] == entry.issue_date.isoformat()
    assert Decimal(read["total_net"]) == total([box.net for box in entry.vat])
    assert Decimal(read["total_vat"]) == total([box.tax for box in entry.vat])
    sums: dict[Decimal, Decimal] = {}
    for row in read["vat_lines"]:
        sums[Decimal(row["rate"])] = sums.get(Decimal(row["rate"]), Decimal(0)) + Decimal(row["net_pln"])
    if all(box.rate != "rr" for box in entry.vat):
        assert {rate: net for rate, net in sums.items() if net} == {
            rate: net for rate, net in rate_sums(entry.vat).items() if net
        }


def test_own_invoices_pass_the_strict_checker(checker, own_entries, batch_of, expected, tmp_path):
    refused = json.loads(REFUSED.read_text(encoding="utf-8"))
    for name in (name for name in expected if expected[name]["client"] and name not in refused):
        batch = batch_of(expected[name]["client"], own_entries(name))
        path = tmp_path / "written.xml"
        path.write_bytes(written(Optima(), batch, OptimaOptions()))
        found = checker(strict=True)
        found.run(str(path))
        errors = {error["code"] for error in found.errors}
        assert errors == OWN_OBJECTS.get(name, set()), (name, found.errors)
        compare(found.docs, batch.entries)


def test_a_month_of_each_client_passes_the_strict_checker(checker, own_entries, batch_of, expected, tmp_path):
    refused = json.loads(REFUSED.read_text(encoding="utf-8"))
    for client in ("stolarnia", "grafika", "zboze"):
        names = [name for name in expected if expected[name]["client"] == client and name not in {*refused, *OWN_OBJECTS}]
        batch = batch_of(client, [entry for name in names for entry in own_entries(name)])
        stopped = {found.document for found in Optima().check(batch, OptimaOptions()) if found.level is not Level.NOTES}
        batch = batch_of(client, [entry for entry in batch.entries if entry.source not in stopped])
        path = tmp_path / "written.xml"
        path.write_bytes(written(Optima(), batch, OptimaOptions()))
        found = checker(strict=True)
        found.run(str(path))
        assert not found.errors, (client, found.errors)
        assert len(found.docs) == len(batch.entries)
