import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.archive.clients import list_clients
from app.archive.documents import add_documents, rows, set_state
from app.archive.lists import currencies, months, ordered_ids, totals, totals_of
from app.archive.records import Column, Period, Query, WorkState
from app.base.dates import Month
from app.base.findings import Level
from app.booking.entry import Direction
from app.invoice.forms import Kind
from tests.archive.conftest import NIP, OTHER_NIP


def numbers(archive, query):
    return [row.summary.number for row in rows(archive, ordered_ids(archive, query))]


@pytest.fixture
def filled(archive, make):
    march, april = dt.date(2026, 3, 31), dt.date(2026, 4, 1)
    documents = [
        make(
            "FV/2",
            counterparty="Łódź i Żory",
            issue_date=march,
            vat_period=Month("2026-04"),
            receipt_date=april,
            level=Level.NOTES,
        ),
        make(
            "FV/10",
            counterparty="abc",
            issue_date=april,
            vat_period=Month("2026-04"),
            direction=Direction.SALE,
            net=Decimal("-5.50"),
        ),
        make("FV/1", counterparty="Zebra 50%", issue_date=march, vat_period=Month("2026-03"), currency="EUR", level=Level.ASKS),
        make("K/1", counterparty="Zażółć", issue_date=march, vat_period=None, kind=Kind.KOR, direction=None, level=Level.BLOCKS),
        make("FV/2", client_nip=OTHER_NIP, content="b"),
    ]
    ids = [addition.document_id for addition in add_documents(archive, documents)]
    set_state(archive, ids[1:2], WorkState.SKIPPED)
    return archive


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(client=NIP, sort=Column.NUMBER), ["FV/1", "FV/2", "FV/10", "K/1"]),
        (Query(client=NIP, sort=Column.NUMBER, descending=True), ["K/1", "FV/10", "FV/2", "FV/1"]),
        (Query(client=NIP, sort=Column.COUNTERPARTY), ["FV/10", "FV/2", "K/1", "FV/1"]),
        (Query(client=NIP, sort=Column.NET), ["FV/10", "FV/2", "FV/1", "K/1"]),
        (Query(client=NIP, sort=Column.LEVEL), ["FV/10", "FV/2", "FV/1", "K/1"]),
        (Query(client=NIP, month=Month("2026-04")), ["FV/2", "FV/10"]),
        (Query(client=NIP, month=Month("2026-03")), ["FV/1", "K/1"]),
        (Query(client=NIP, month=Month("2026-03"), by=Period.ISSUE), ["FV/2", "FV/1", "K/1"]),
        (Query(client=NIP, month=Month("2026-04"), by=Period.RECEIPT), ["FV/2", "FV/10"]),
        (Query(client=NIP, direction=Direction.SALE), ["FV/10"]),
        (Query(client=NIP, states=frozenset({WorkState.NEW})), ["FV/2", "FV/1", "K/1"]),
        (Query(client=NIP, kinds=frozenset({Kind.KOR})), ["K/1"]),
        (Query(client=NIP, currency="EUR"), ["FV/1"]),
        (Query(client=NIP, levels=frozenset({None, Level.BLOCKS})), ["K/1", "FV/10"]),
        (Query(client=NIP, text="lodz"), ["FV/2"]),
        (Query(client=NIP, text="ZORY Łódź"), ["FV/2"]),
        (Query(client=NIP, text="50%"), ["FV/1"]),
        (Query(client=NIP, text="%"), ["FV/1"]),
        (Query(client=NIP, text="zazolc nothing"), []),
        (Query(text="fv/2"), ["FV/2", "FV/2"]),
    ],
)
def test_a_query_gives_its_documents_in_its_order(filled, query, expected):
    assert numbers(filled, query) == expected


@pytest.mark.parametrize("sort", list(Column))
def test_every_column_sorts_both_ways(filled, sort):
    up = list(ordered_ids(filled, Query(sort=sort)))
    down = list(ordered_ids(filled, Query(sort=sort, descending=True)))
    assert len(up) == 5
    assert up == down[::-1]


def test_totals_are_by_currency_with_pln_first(filled):
    found = totals(filled, Query(client=NIP))
    assert [(one.currency, one.documents, one.net, one.tax) for one in found] == [
        ("PLN", 3, Decimal("194.50"), Decimal("69.00")),
        ("EUR", 1, Decimal("100.00"), Decimal("23.00")),
    ]
    assert totals_of(filled, ordered_ids(filled, Query(client=NIP))) == found
    assert totals_of(filled, []) == ()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(amounts=st.lists(st.integers(-(10**18), 10**18), min_size=1, max_size=12))
def test_sums_are_exact_beyond_64_bits(archive, make, amounts):
    made = [make(f"{n}", content=str(amounts), net=Decimal(amount) / 100, seller_nip="") for n, amount in enumerate(amounts)]
    ids = [addition.document_id for addition in add_documents(archive, made)]
    assert totals_of(archive, ids)[0].net == Decimal(sum(amounts)) / 100


def test_what_there_is_to_choose_from(filled):
    assert months(filled, NIP, Period.VAT) == ("2026-04", "2026-03")
    assert months(filled, "", Period.ISSUE) == ("2026-04", "2026-03")
    assert months(filled, NIP, Period.RECEIPT) == ("2026-04",)
    assert currencies(filled, "") == ("EUR", "PLN")


def test_clients_are_counted(filled):
    counted = {row.client.nip: (row.documents, row.new, row.problems) for row in list_clients(filled)}
    assert counted == {NIP: (4, 3, 2), OTHER_NIP: (1, 1, 0)}
    assert [row.client.name for row in list_clients(filled)] == ["Łąka", "Stolarnia Pod Świerkiem"]
