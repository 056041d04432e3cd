"""All schema-valid samples before the strict checker, for an office that knows the ids of all rates and for one that knows three."""

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.base.money import total
from app.targets.raks import Raks
from app.targets.raks.options import RaksOptions
from tests.targets.raks.raks_reading import EVERY_RATE
from tests.targets.samples import conversions

OPTIONS = {"usual": RaksOptions(), "every_rate": RaksOptions(rate_ids=EVERY_RATE, without_register="none")}
NOT_WRITTEN = Path(__file__).resolve().parent / "samples_not_written.json"


def not_written(shared, checked, kind, step=1):
    """The samples that are not written with the codes; everything written passes the checker, keeps its sums and reads back."""
    refused = {}
    for name, batch, files, stops in conversions(shared, Raks(), OPTIONS[kind], step):
        if stops:
            refused[name] = stops
            continue
        read = []
        for data in files:
            found = checked(data)
            assert not found.errors, (name, found.errors)
            read += Raks().read(io.BytesIO(data))
            for document, entry in zip(found.docs, batch.entries, strict=True):
                assert document["ksef_number"] == (entry.ksef_number or None)
                if document["rates"] or kind == "every_rate":
                    assert total(Decimal(row["net"]) for row in document["rates"]) == total(box.net_pln for box in entry.vat), (
                        name
                    )
                    assert total(Decimal(row["vat"]) for row in document["rates"]) == total(box.tax_pln for box in entry.vat), (
                        name
                    )
        assert read == [Raks().expect(entry, batch, OPTIONS[kind]) for entry in batch.entries], name
    return refused


@pytest.mark.heavy
@pytest.mark.parametrize("kind", OPTIONS)
def test_every_sample_passes_the_strict_checker_or_says_why_not(kind, shared, checked):
    assert not_written(shared, checked, kind) == json.loads(NOT_WRITTEN.read_text(encoding="utf-8"))[kind]


@pytest.mark.parametrize("kind", OPTIONS)
def test_every_twentieth_sample_passes_the_strict_checker_or_says_why_not(kind, shared, checked):
    known = json.loads(NOT_WRITTEN.read_text(encoding="utf-8"))[kind]
    found = not_written(shared, checked, kind, step=20)
    assert found == {name: known[name] for name in found}
