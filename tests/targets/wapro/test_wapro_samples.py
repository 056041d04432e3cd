"""All schema-valid samples, each converted alone for its seller and for its buyer, before the strict independent checker."""

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.base.money import total
from app.targets.wapro import Wapro
from app.targets.wapro.options import WaproOptions
from tests.targets.samples import conversions

OPTIONS = WaproOptions()
NOT_WRITTEN = Path(__file__).with_name("samples_not_written.json")


def not_written(shared, checked, step=1):
    """The samples that are not written with the codes; everything written passes the checker, keeps its sums and reads back."""
    refused = {}
    for name, batch, files, stops in conversions(shared, Wapro(), OPTIONS, step):
        if stops:
            refused[name] = stops
            continue
        (data,) = files
        found = checked(data)
        assert not found.errors, name
        assert list(Wapro().read(io.BytesIO(data))) == [Wapro().expect(entry, batch, OPTIONS) for entry in batch.entries], name
        for document, entry in zip(found.docs, batch.entries, strict=True):
            assert document["ksef_number"] == (entry.ksef_number or None), name
            assert document["issue_date"] == entry.issue_date.isoformat(), name
            assert Decimal(document["net"]) == total([box.net_pln for box in entry.vat]), name
            assert Decimal(document["gross"]) == total([box.net_pln + box.tax_pln for box in entry.vat]), name
    return refused


@pytest.mark.heavy
def test_every_sample_passes_the_strict_checker_or_says_why_not(shared, checked):
    assert not_written(shared, checked) == json.loads(NOT_WRITTEN.read_text(encoding="utf-8"))


def test_every_tenth_sample_passes_the_strict_checker_or_says_why_not(shared, checked):
    known = json.loads(NOT_WRITTEN.read_text(encoding="utf-8"))
    found = not_written(shared, checked, step=10)
    assert found == {name: known[name] for name in found}
