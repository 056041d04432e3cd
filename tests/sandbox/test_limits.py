"""Rate limits (KSeF API guide §6, §12.3)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sandbox.errors import Refused
from app.sandbox.limits import Limits, Meter

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
CARPENTRY, DESIGNER = "9992014701", "9992024705"


def seconds(count):
    return NOW + dt.timedelta(seconds=count)


def test_twenty_lists_an_hour_whatever_the_role_and_page(boxes, peers):
    box = boxes(limits=Limits.production())
    peer, other = peers(box), peers(box, DESIGNER)
    for call in range(20):
        subject = ("Subject1", "Subject2", "Subject3", "SubjectAuthorized")[call % 4]
        assert peer.query(peer.filters(subject), pageOffset=call % 3).status_code == 200
        box.advance(10)
    refused = peer.query()
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "3400"
    assert refused.json()["status"] == 429
    assert "20 żądań na godzinę" in refused.json()["detail"]
    assert other.query().status_code == 200
    assert peer.export().answer.status_code == 201
    assert box.limit_violations == 1
    box.advance(3_400)
    peer.sign_in()
    assert peer.query().status_code == 200


def test_the_older_shape_of_429(boxes, peers):
    box = boxes(limits=Limits.of({"invoiceMetadata": (1, -1, -1)}))
    peer = peers(box)
    peer.problem = False
    peer.query()
    refused = peer.query()
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "1"
    assert refused.json()["status"]["code"] == 429
    assert "na sekundę" in refused.json()["status"]["details"][0]


def test_each_other_call_has_a_counter_of_its_own(boxes, peers):
    box = boxes(limits=Limits.of({"other": (-1, 2, -1)}))
    peer = peers(box)
    assert [peer.call("GET", "/rate-limits").status_code for _ in range(3)] == [200, 200, 429]
    assert [peer.call("GET", "/auth/sessions").status_code for _ in range(3)] == [200, 200, 429]


def test_anonymous_calls_count_by_address(boxes, peers):
    box = boxes(limits=Limits.of({"anonymous": (3, -1, -1)}))
    first, second = peers(box, signed_in=False), peers(box, DESIGNER, signed_in=False)
    codes = [p.call("POST", "/auth/challenge", "").status_code for p in (first, second, first, second)]
    assert codes == [200, 200, 200, 429]


def test_knocking_during_a_block_lengthens_it():
    meter = Meter(Limits.of({"invoiceExport": (1, -1, -1)}))
    meter.count("invoiceExport", ("a",), NOW)
    waits = []
    for _ in range(3):
        with pytest.raises(Refused) as refused:
            meter.count("invoiceExport", ("a",), NOW)
        waits.append(refused.value.retry_after)
    assert waits == [1, 31, 61]
    assert meter.violations == 3
    meter.count("invoiceExport", ("b",), NOW)
    meter.count("invoiceExport", ("a",), seconds(62))


@given(st.lists(st.floats(0, 600), max_size=120))
def test_who_waits_as_told_is_let_in(gaps):
    meter = Meter(Limits.production())
    now = NOW
    for gap in gaps:
        now += dt.timedelta(seconds=gap)
        try:
            meter.count("invoiceMetadata", ("a",), now)
        except Refused as refused:
            now += dt.timedelta(seconds=refused.retry_after or 0)
            meter.count("invoiceMetadata", ("a",), now)


@given(st.lists(st.floats(0, 30), min_size=1, max_size=150))
def test_no_window_ever_holds_more_than_allowed(gaps):
    meter, allowed, now = Meter(Limits.production()), [], 0.0
    for gap in gaps:
        now += gap
        try:
            meter.count("invoiceDownload", ("a",), seconds(now))
        except Refused:
            continue
        allowed.append(seconds(now).timestamp())
    for limit, span in ((8, 1), (16, 60), (64, 3_600)):
        assert all(sum(start <= moment < start + span for moment in allowed) <= limit for start in allowed)
