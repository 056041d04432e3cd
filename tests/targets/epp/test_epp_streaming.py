"""Large batches: nothing of a document stays in memory but its rows of the trailing sections; hostile texts stay in their fields."""

import tracemalloc

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.booking.client import Client
from app.targets.contract import Batch
from app.targets.epp import Epp
from app.targets.epp.options import EppOptions
from tests.targets.conftest import WRITTEN_AT
from tests.targets.epp.epp_reading import read

replace = msgspec.structs.replace
MEGABYTE = 1 << 20


class Many:
    """Copies of one entry with numbers and contractors of their own, made while they are read."""

    def __init__(self, entry, count):
        self.entry = entry
        self.count = count

    def __iter__(self):
        for place in range(self.count):
            party = replace(self.entry.counterparty, nip=f"{place % 3000:010}")
            yield replace(self.entry, source=str(place), number=f"FV/{place}/2026", counterparty=party)


def _peak(entry, count):
    batch = Batch(Client(nip="9992014701"), Many(entry, count), WRITTEN_AT)
    tracemalloc.start()
    (file,) = Epp().write(batch, EppOptions())
    size = sum(len(chunk) for chunk in file.chunks)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert file.documents == count
    assert size > 800 * count
    return peak


def test_memory_grows_by_less_than_two_kilobytes_a_document(entry_of):
    entry = entry_of("fa3-vat-trzy-stawki")
    assert _peak(entry, 1000) - _peak(entry, 500) < 500 * 2048


@pytest.mark.heavy
def test_ten_thousand_documents_more_take_less_than_ten_megabytes_more(entry_of):
    entry = entry_of("fa3-vat-trzy-stawki")
    assert _peak(entry, 20_000) - _peak(entry, 10_000) < 10 * MEGABYTE


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    name=st.text(max_size=300),
    street=st.text(max_size=80),
    number=st.text(min_size=1, max_size=25),
    description=st.text(max_size=300),
)
def test_no_text_leaves_its_field(name, street, number, description, *, entry_of, batch_of, check, write):
    entry = entry_of("fa3-vat")
    party = replace(entry.counterparty, name=name, street=street)
    hostile = replace(entry, counterparty=party, number=f"F{number}", description=description)
    batch = batch_of("stolarnia", [hostile])
    if any(found.level != "notes" for found in check(batch)):
        return
    (document,) = read(write(batch)).documents
    assert len(document.fields) == 62
    assert document[1] == "FS"
    assert document[62] == "0"
    assert len(document[14]) <= 255
    assert len(document[17]) <= 50
    assert len(document[49]) <= 255
    assert document.amount(30) == entry.net + entry.tax
