"""Any valid invoice through every target, for its seller and its buyer: what is written is read back, and no grosz is lost on the way."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from app.invoice.read import read_document
from app.targets.registry import TARGETS
from tests.invoice_generator import invoices
from tests.targets.conversion import stated_otherwise, way
from tests.targets.offices import complete_options, office_client
from tests.targets.test_two_way import OUTCOMES, assert_headers_are_kept, assert_read_back, sides

PATIENT = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
EACH_TARGET = pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.id)
BATCHES = st.lists(invoices(), min_size=1, max_size=3)
NOT_FOR_PLAIN = {"raks_amount", "jpk_v7_period", "jpk_pkpir_date", "not_in_this_file"}
"""Reasons for which even an ordinary invoice may be refused: an amount beyond a field of the format, a day before the form began."""


def known_otherwise(target):
    """(direction, group) of what the format by its nature states otherwise, as the outcomes of the own invoices have it."""
    cells = json.loads((OUTCOMES / f"{target.id}.json").read_text(encoding="utf-8"))
    found = set()
    for said in (said for kind in cells.values() for said in kind.values()):
        _written, _, boxes = said.partition("; ")
        found.update(box.split(" ", 1)[0] for box in boxes.split(", ") if box)
    return found


def assert_goes_through(target, batch, known):
    """Each invoice for both of its sides, and those of a client together in one file."""
    options = complete_options(target)
    ways = []
    for made in batch:
        document = read_document(made.xml, source=f"{made.ksef_number}.xml", ksef_number=made.ksef_number)
        for _role, client in sides(document.invoice):
            gone = way(target, options, document, office_client(target, client))
            assert gone.written or gone.stops, "neither written nor refused"
            if made.plain:
                assert set(gone.stops) <= NOT_FOR_PLAIN | {"skipped_no_effect"}, gone.said
            if not gone.written:
                continue
            ways.append(gone)
            for entry in gone.batch.entries:
                assert_headers_are_kept(document, entry)
                assert {one.group for one in stated_otherwise(target, options, gone.batch, entry)} <= known
    assert_read_back(target, options, ways)


@EACH_TARGET
def test_generated_invoices_go_through(target):
    known = known_otherwise(target)

    @given(BATCHES)
    @settings(max_examples=12, deadline=None, suppress_health_check=PATIENT, derandomize=True)
    def through(batch):
        assert_goes_through(target, batch, known)

    through()


@pytest.mark.heavy
@EACH_TARGET
def test_many_generated_invoices_go_through(target):
    known = known_otherwise(target)

    @given(BATCHES)
    @settings(max_examples=100 if target.id == "xlsx" else 500, deadline=None, suppress_health_check=PATIENT)
    def through(batch):
        assert_goes_through(target, batch, known)

    through()


@pytest.fixture(scope="module")
def schema(shared):
    return etree.XMLSchema(etree.parse(shared / "ksef" / "schemas" / "FA" / "schemat_FA(3)_v1-0E.xsd"))


def test_generated_invoices_are_sound_by_the_schema(schema):
    @given(invoices())
    @settings(max_examples=50, deadline=None, suppress_health_check=PATIENT)
    def sound(made):
        assert schema.validate(etree.fromstring(made.xml)), schema.error_log.last_error

    sound()
