"""Listing: nothing twice, nothing left out, whatever KSeF's paging does."""

import datetime as dt
from decimal import Decimal

import pytest

from app.base.errors import ProgramError
from app.ksef import metadata
from app.ksef.contexts import Context
from app.ksef.errors import NoRight, Rejected, Unavailable
from app.ksef.filters import Filters, Role
from app.ksef.moments import parse, text
from app.ksef.records import read_record
from app.ksef.tokens import TokenCredential
from app.sandbox.limits import Limits
from tests.ksef.conftest import NOON, autumn


def in_window(world, role):
    """What the sandbox itself says is there, the old document aside."""
    return {number for number in world.sandbox.documents(world.nip, role) if number[11:17] >= "202608"}


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_listed(world, role):
    found = metadata.listing(world.session(), autumn(role), world.errand)
    assert {record.number for record in found.invoices} == in_window(world, role)
    assert found.hwm


@pytest.mark.parametrize("cap", [3, 4, 5, 7])
def test_a_truncated_listing_goes_on_from_its_last_moment(make_world, cap):
    world = make_world(cap=cap, limits=Limits.none())
    found = metadata.listing(world.session(), autumn(), world.errand)
    numbers = [record.number for record in found.invoices]
    assert set(numbers) == in_window(world, "Subject1")
    assert len(numbers) == len(set(numbers))
    assert world.calls("/query/metadata") > 1


@pytest.mark.parametrize("fault", ["duplicates", "shuffled", "unknown-type"])
def test_repeated_records_disorder_and_news_do_no_harm(make_world, fault):
    world = make_world(cap=5, limits=Limits.none())
    world.inject(fault, count=None)
    found = metadata.listing(world.session(), autumn(), world.errand)
    assert {record.number for record in found.invoices} == in_window(world, "Subject1")


def test_more_documents_of_one_moment_than_ksef_lists_is_said_and_not_passed_over(make_world):
    world = make_world(cap=3, limits=Limits.none())
    xml = next(iter(world.sandbox.documents(world.nip, "Subject1").values()))
    moment = NOON - dt.timedelta(days=1)
    for number in range(5):
        world.sandbox.add_invoice(xml.replace(b"<P_2>", b"<P_2>%d/" % number), stored=moment)
    with pytest.raises(Unavailable, match="z jednej chwili więcej"):
        metadata.listing(world.session(), Filters(Role.SELLER, text(moment - dt.timedelta(hours=1)), text(NOON)), world.errand)


def test_without_a_mark_none_is_made_up(world):
    world.inject("hwm-missing", count=None)
    assert metadata.listing(world.session(), autumn(), world.errand).hwm == ""


def test_the_mark_is_the_lowest_that_was_given(make_world):
    world = make_world(cap=5, limits=Limits.none())
    world.inject("hwm-back", skip=1, value=86_400)
    found = metadata.listing(world.session(), autumn(), world.errand)
    assert parse(found.hwm) < NOON - dt.timedelta(hours=20)


def test_a_window_after_the_mark_is_empty(world):
    found = metadata.listing(
        world.session(), Filters(Role.BUYER, text(NOON - dt.timedelta(seconds=10)), text(NOON)), world.errand
    )
    assert found.invoices == ()


def test_the_right_to_read_is_needed(world):
    token = TokenCredential(world.sandbox.add_token(world.nip, ("CredentialsRead",)))
    session = world.ksef.sign_in(Context.parse(world.nip), token, world.errand)
    with pytest.raises(NoRight, match="przeglądania faktur") as refused:
        metadata.listing(session, autumn(), world.errand)
    assert refused.value.reason == "missing-permissions"


def test_another_error_is_not_taken_for_the_end(world):
    session = world.session()
    world.inject("bad-request", path="/invoices/query/metadata", value=21405)
    with pytest.raises(Rejected) as error:
        metadata.listing(session, autumn(), world.errand)
    assert error.value.code == 21405


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-08-01T00:00:00Z", "2026-11-20T00:00:00Z"),
        ("2026-11-20T00:00:01Z", "2026-11-20T00:00:00Z"),
        ("wczoraj", "2026-11-20T00:00:00Z"),
    ],
)
def test_an_impossible_window_is_our_own_bug(start, end):
    with pytest.raises(ProgramError):
        Filters(Role.SELLER, start, end)


def test_a_window_begins_exactly_where_ksef_said():
    assert Filters(Role.SELLER, "2026-11-01T10:00:00.1234567+01:00", "2026-11-20T00:00:00Z").body()["dateRange"]["from"] == (
        "2026-11-01T10:00:00.1234567+01:00"
    )


def test_a_record_is_read_with_exact_amounts_and_whatever_else_it_holds(world):
    record = next(
        one for one in metadata.listing(world.session(), autumn(), world.errand).invoices if one.currency == "PLN" and one.gross
    )
    assert isinstance(record.gross, Decimal)
    assert record.gross == record.gross.quantize(Decimal("0.01"))
    assert record.seller.identifier == world.nip
    assert record.invoice_hash.endswith("=")


@pytest.mark.parametrize("said", [None, 7, {}, {"ksefNumber": 7}, {"ksefNumber": ""}])
def test_what_has_no_number_is_no_record(said):
    assert read_record(said) is None


def test_a_record_of_another_shape_is_read_as_far_as_it_goes():
    record = read_record(
        {
            "ksefNumber": "9992014701-20261102-0100a1b2c3d4-8E",
            "seller": None,
            "buyer": {"identifier": []},
            "netAmount": "12",
            "permanentStorageDate": "nigdy",
            "isSelfInvoicing": "tak",
        }
    )
    assert record is not None
    assert record.number == "9992014701-20261102-0100A1B2C3D4-8E"
    assert (record.seller.identifier, record.net, record.permanent_storage, record.self_invoicing) == ("", None, "", False)
