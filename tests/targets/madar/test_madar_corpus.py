"""All schema-valid samples through the independent reader."""

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.base.money import total
from app.targets.madar import Madar
from app.targets.madar.options import MadarOptions
from tests.targets.madar.madar_reading import rows_of, sums
from tests.targets.madar.test_madar_own_invoices import FULL
from tests.targets.samples import conversions

OPTIONS = {"usual": MadarOptions(), "full": FULL}
NOT_WRITTEN = Path(__file__).resolve().parent / "samples_not_written.json"


def not_written(shared, kind, step=1):
    """The samples that are not written with the codes; everything written is of the form, keeps its sums and reads back."""
    refused = {}
    for name, batch, files, stops in conversions(shared, Madar(), OPTIONS[kind], step):
        if stops:
            refused[name] = stops
            continue
        (data,) = files
        found = sums(rows_of(data))
        assert total(net for net, _ in found.values()) == total(box.net_pln for entry in batch.entries for box in entry.vat), name
        assert total(Decimal(tax) for _, tax in found.values()) == total(
            box.tax_pln for entry in batch.entries for box in entry.vat
        ), name
        assert list(Madar().read(io.BytesIO(data))) == [Madar().expect(entry, batch, OPTIONS[kind]) for entry in batch.entries], (
            name
        )
    return refused


@pytest.mark.heavy
@pytest.mark.parametrize("kind", OPTIONS)
def test_every_sample_keeps_its_sums_or_says_why_not(kind, shared):
    assert not_written(shared, kind) == json.loads(NOT_WRITTEN.read_text(encoding="utf-8"))[kind]


@pytest.mark.parametrize("kind", OPTIONS)
def test_every_twentieth_sample_keeps_its_sums_or_says_why_not(kind, shared):
    known = json.loads(NOT_WRITTEN.read_text(encoding="utf-8"))[kind]
    found = not_written(shared, kind, step=20)
    assert found == {name: known[name] for name in found}
