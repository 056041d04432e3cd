"""The comparison with KSeF's own list."""

import datetime as dt

import pytest
from sqlalchemy import text

from app.base.errors import UnusableArgument
from app.office.access import set_token
from app.office.completeness import compare, fetch_missing
from app.office.sync import sync
from app.sandbox.faults import Fault
from app.sandbox.server import Sandbox
from tests.office.ksef_peer import SELLER, connected, held

START, END = dt.date(2026, 2, 1), dt.date(2026, 11, 20)


@pytest.fixture
def ksef(sandbox_keys, still_clock):
    with Sandbox(clock=still_clock, keys=sandbox_keys) as sandbox:
        yield sandbox


@pytest.fixture
def office(ksef, tmp_path):
    with connected(tmp_path, ksef) as connection:
        set_token(connection, SELLER, ksef.training_token(SELLER))
        sync(connection, [SELLER])
        ksef.advance(3700)  # the download has used most of this hour's exports
        yield connection


def change(office, statement, **values):
    with office.archive.writing() as connection:
        connection.execute(text(statement), values)


def test_a_whole_archive_is_proven_whole(office, ksef):
    found = compare(office, SELLER, START, END)
    assert found.complete
    assert (found.expected, found.held) == (len(ksef.documents(SELLER)),) * 2
    assert found.proven_to <= ksef.hwm()
    assert "zgadza się" in found.sentence


@pytest.mark.parametrize("fault", ["export-stuck", "metadata-cut", "export-status"])
def test_where_exports_fail_the_list_is_read_page_by_page(office, ksef, fault):
    ksef.inject(Fault(fault, value=500, count=None))
    assert compare(office, SELLER, START, END).complete


def test_where_the_hours_exports_are_used_up_the_list_is_read_page_by_page(office, ksef):
    ksef.inject(Fault("rate-limit", path="/invoices/exports$", method="POST", value=3000))
    assert compare(office, SELLER, START, END).complete


def test_what_was_lost_is_named_and_can_be_fetched(office, ksef):
    lost = next(iter(held(office, SELLER)))
    change(office, "DELETE FROM documents WHERE ksef_number = :number", number=lost)
    found = compare(office, SELLER, START, END)
    assert not found.complete
    assert [document.number for document in found.missing] == [lost]
    assert fetch_missing(office, found) == 1
    assert held(office, SELLER) == ksef.documents(SELLER)
    ksef.advance(3700)
    assert compare(office, SELLER, START, END).complete


def test_other_bytes_and_what_ksef_does_not_list_are_named(office):
    one, other, *_rest = held(office, SELLER)
    change(office, "UPDATE documents SET sha256 = 'ab' WHERE ksef_number = :number", number=one)
    invented = other.replace("-2026", "-2025")
    change(office, "UPDATE documents SET ksef_number = :new WHERE ksef_number = :number", number=other, new=invented)
    found = compare(office, SELLER, START, END)
    assert (found.different, found.extra) == ((one,), (invented,))
    assert [document.number for document in found.missing] == [other]
    assert "Brakuje 1" in found.sentence


def test_a_period_must_be_one(office):
    with pytest.raises(UnusableArgument):
        compare(office, SELLER, END, START)
