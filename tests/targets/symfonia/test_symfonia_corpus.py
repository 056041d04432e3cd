"""All schema-valid samples, each converted for its seller and for its buyer, before the strict independent checker."""

import csv
import io
import json
import os
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from app.base.findings import Level
from app.base.money import total
from app.booking.book import book
from app.booking.client import Client
from app.booking.entry import Direction
from app.invoice.read import read_document
from app.targets.contract import Batch
from app.targets.symfonia import Symfonia
from app.targets.symfonia.options import SymfoniaOptions
from tests.targets.conftest import WRITTEN_AT
from tests.targets.symfonia.conftest import ANSWERS
from tests.targets.symfonia.symfonia_reading import documents, written

TABLE = Path(__file__).with_name("samples-not-written.json")
"""Samples that are not written, with the codes of what stands against it; KONWERTER_UPDATE_GOLDEN=1 writes the table anew."""

DECISIONS = {"receipt_date": "issue", "short_number": "yes", "symfonia_margin": "np", "symfonia_reverse_charge": "23", **ANSWERS}
TWIN = 10

CHECKER_OBJECTS = {"ksefuj_err__21-wrong-tax-calculation.xml": {"E_VAT_AMOUNT"}}
"""An invoice whose tax is deliberately wrong. The header is what the seller declares (guide §4.3), so it is written as it stands."""


def samples(shared, step=1):
    folder = shared / "ksef" / "samples"
    with (folder / "index.csv").open(encoding="utf-8", newline="") as index:
        rows = [row for row in csv.DictReader(index) if row["valid"] == "y"]
    for row in rows[::step]:
        document = read_document((folder / row["file"]).read_bytes(), source=row["file"], ksef_number=row["ksef_number"])
        for direction, party in ((Direction.SALE, document.invoice.seller), (Direction.PURCHASE, document.invoice.buyer)):
            if party.nip:
                yield row["file"], direction, document, Client(nip=party.nip, name="Klient „Ósemka”")


def convert(document, client, direction):
    """The batch and the bytes of its file, or the codes of what stands against it."""
    booked = book(document, client, DECISIONS, direction=direction)
    batch = Batch(client, booked.entries, WRITTEN_AT)
    findings = [*booked.findings, *Symfonia().check(batch, SymfoniaOptions())]
    against = {found.code for found in findings if found.level is not Level.NOTES or found.code == "skipped_no_effect"}
    if against or not booked.entries:
        return sorted(against)
    return batch, written(Symfonia(), batch, SymfoniaOptions())


def compare(name, batch, data, found):
    """The checker's reading of the file, and ours, against the entry."""
    (entry,) = batch.entries
    (read,) = found.docs
    assert {error["code"] for error in found.errors} == CHECKER_OBJECTS.get(name, set()), (name, found.errors)
    assert read["issue_date"] == entry.issue_date.isoformat()
    assert entry.ksef_number in read["description"]
    if all(box.rate != "oo" for box in entry.vat) or entry.direction is Direction.SALE:
        assert Decimal(read["total_net"]) == total(box.net_pln for box in entry.vat)
        assert Decimal(read["total_vat"]) == total(box.tax_pln for box in entry.vat)
    (document,) = documents(data)
    sums = defaultdict(Decimal)
    for row in document.all("Rejestr"):
        sums[row["stawka"]] += row.amount("netto")
    for rate in {box.rate for box in entry.vat if box.rate.isdigit() and box.box != "P_13_5"}:
        assert sums[f"{rate}.00"] == total(box.net_pln for box in entry.vat if box.rate == rate) or any(
            box.rate == "oo" for box in entry.vat
        ), (name, rate)
    assert list(Symfonia().read(io.BytesIO(data))) == [Symfonia().expect(entry, batch, SymfoniaOptions())]


def examined(shared, checker, step=1):
    not_written = defaultdict(dict)
    for name, direction, document, client in samples(shared, step):
        result = convert(document, client, direction)
        if isinstance(result, list):
            not_written[name][direction.value] = result
        else:
            compare(name, *result, checker(result[1]))
    return not_written


@pytest.mark.heavy
def test_every_sample_passes_the_strict_checker_or_says_why_not(shared, checker):
    not_written = examined(shared, checker)
    if os.environ.get("KONWERTER_UPDATE_GOLDEN") == "1":
        TABLE.write_text(json.dumps(not_written, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert not_written == json.loads(TABLE.read_text(encoding="utf-8"))


def test_every_tenth_sample_passes_the_strict_checker_or_says_why_not(shared, checker):
    known = json.loads(TABLE.read_text(encoding="utf-8"))
    names = {name for name, *_ in samples(shared, TWIN)}
    assert examined(shared, checker, TWIN) == {name: codes for name, codes in known.items() if name in names}
