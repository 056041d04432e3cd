"""Listing and single documents (KSeF API guide §3, §4, §12.3)."""

import base64
import datetime as dt
import hashlib

import pytest

from app.sandbox.documents import SUBJECTS
from app.sandbox.training import Seed
from tests.sandbox.peer import code_of, digest

CARPENTRY, DESIGNER, GRAIN = "9992014701", "9992024705", "9992034709"


def numbers_of(answer):
    return [record["ksefNumber"] for record in answer.json()["invoices"]]


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("nip", [CARPENTRY, DESIGNER, GRAIN])
def test_every_role_sees_its_own(box, peers, nip, subject):
    peer = peers(box, nip)
    listed = [
        n for offset in (0, 1) for n in numbers_of(peer.query(peer.filters(subject, days=99), pageOffset=offset, pageSize=10))
    ]
    listed += numbers_of(peer.query(peer.filters(subject, days=99), pageOffset=2, pageSize=10))
    recent = {n for n in box.documents(nip, subject) if "-2025" not in n}
    assert set(listed) == recent
    assert len(listed) == len(recent)


def test_pages_follow_each_other_in_either_order(peer):
    filters = peer.filters("Subject1", days=99)
    whole = peer.query(filters, pageSize=250).json()
    dates = [record["permanentStorageDate"] for record in whole["invoices"]]
    assert dates == sorted(dates)
    assert (whole["hasMore"], whole["isTruncated"]) == (False, False)
    first = peer.query(filters, pageSize=10).json()
    assert (first["hasMore"], first["isTruncated"], len(first["invoices"])) == (True, False, 10)
    backwards = peer.query(filters, pageSize=250, sortOrder="Desc").json()["invoices"]
    assert backwards == whole["invoices"][::-1]


def test_the_ceiling_cuts_and_says_so(boxes, peers):
    box = boxes(cap=10)
    peer = peers(box)
    filters = peer.filters("Subject1", days=99)
    first = peer.query(filters, pageSize=250).json()
    assert (first["hasMore"], first["isTruncated"], len(first["invoices"])) == (True, True, 10)
    assert code_of(peer.query(filters, pageSize=10, pageOffset=1)) == 21405
    filters["dateRange"]["from"] = first["invoices"][-1]["permanentStorageDate"]
    second = peer.query(filters, pageSize=250).json()
    assert (second["hasMore"], second["isTruncated"]) == (False, False)
    assert second["invoices"][0]["ksefNumber"] == first["invoices"][-1]["ksefNumber"]
    found = {record["ksefNumber"] for record in first["invoices"] + second["invoices"]}
    assert found == {n for n in box.documents(CARPENTRY, "Subject1") if "-2025" not in n}


@pytest.mark.parametrize(
    "params",
    [
        {"pageSize": 9},
        {"pageSize": 251},
        {"pageOffset": -1},
        {"pageOffset": "x"},
        {"sortOrder": "Up"},
        {"pageOffset": 40, "pageSize": 250},
    ],
)
def test_pages_have_bounds(peer, params):
    assert code_of(peer.query(**params)) == 21405


def change(filters, **dates):
    return {**filters, "dateRange": {**filters["dateRange"], **dates}}


def test_ranges_are_checked(box, peer):
    now = box.clock.now()
    good = peer.filters()
    assert code_of(peer.query(change(good, **{"from": now.replace(tzinfo=None).isoformat()}))) == 21405
    assert code_of(peer.query(peer.filters(days=100.1))) == 21405
    assert peer.query(peer.filters(days=100)).status_code == 200
    assert code_of(peer.query(change(peer.filters(days=101), to=None))) == 21405
    assert peer.query(change(peer.filters(days=99), to=None)).status_code == 200
    assert code_of(peer.query(change(good, to=(now - dt.timedelta(days=95)).isoformat()))) == 21405
    assert code_of(peer.query(change(good, dateType="Issue"))) == 21405
    assert code_of(peer.query(change(good, dateType="Kiedyś"))) == 21405
    for wrong in ({}, [], {"subjectType": "Subject1"}, {**good, "amount": {"type": "Inna"}}, {**good, "isSelfInvoicing": "tak"}):
        assert code_of(peer.query(wrong) if wrong else peer.call("POST", "/invoices/query/metadata", json=wrong)) == 21405
    assert code_of(peer.call("POST", "/invoices/query/metadata", data=b"[")) == 21001


def test_both_ends_of_a_range_are_included(box, peer):
    moment = peer.query(peer.filters(days=99), pageSize=250).json()["invoices"][3]["permanentStorageDate"]
    only = {"dateType": "PermanentStorage", "from": moment, "to": moment}
    assert len(peer.query({"subjectType": "Subject1", "dateRange": only}).json()["invoices"]) == 1
    assert box.limit_violations == 0


def test_the_day_of_issue_is_a_polish_day(peer):
    # 30 September 22:30 UTC is 1 October in Poland
    dates = {"dateType": "Issue", "from": "2026-09-30T22:30:00Z", "to": "2026-10-05T21:00:00Z"}
    listed = peer.query({"subjectType": "Subject1", "dateRange": dates}).json()
    assert [record["issueDate"] for record in listed["invoices"]] == ["2026-10-01", "2026-10-05"]
    assert listed["permanentStorageHwmDate"] is None


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"invoiceNumber": "FS/4/10/2026"}, ["FS/4/10/2026"]),
        ({"sellerNip": DESIGNER}, []),
        ({"currencyCodes": ["EUR"]}, ["FS/EU/1/09/2026", "FS/EUR/1/10/2026", "FS/EU/1/10/2026"]),
        ({"invoiceTypes": ["Kor", "Zal"]}, ["FZ/1/09/2026", "FK/1/10/2026"]),
        ({"amount": {"type": "Brutto", "to": 0}}, ["FK/1/10/2026"]),
        ({"amount": {"type": "Netto", "from": 30000, "to": 30000.0}}, ["FS/4/10/2026"]),
        ({"amount": {"type": "Vat", "from": 6900}}, ["FS/4/10/2026"]),
        ({"buyerIdentifier": {"type": "VatUe", "value": "DE299900018"}}, ["FS/EU/1/09/2026", "FS/EU/1/10/2026"]),
        ({"buyerIdentifier": {"type": "None"}}, ["FS/1/10/2026"]),
        ({"hasAttachment": True}, []),
        ({"invoicingMode": "Offline"}, []),
        ({"formType": "PEF"}, []),
    ],
)
def test_filters_apply_together(peer, filters, expected):
    listed = peer.query(peer.filters("Subject1", days=99, **filters), pageSize=250).json()["invoices"]
    assert [record["invoiceNumber"] for record in listed] == expected


def test_a_number_is_found_only_in_the_right_role(box, peer):
    number = next(iter(box.documents(CARPENTRY, "Subject2")))
    assert numbers_of(peer.query(peer.filters("Subject2", days=99, ksefNumber=number))) in ([number], [])
    assert numbers_of(peer.query(peer.filters("Subject1", days=99, ksefNumber=number))) == []
    assert code_of(peer.query(peer.filters(ksefNumber="zly"))) == 21405


def test_records_say_what_the_documents_say(box, peers):
    peer = peers(box, GRAIN)
    record = {r["invoiceNumber"]: r for r in peer.query(peer.filters(days=99), pageSize=250).json()["invoices"]}
    assert record["104/2026"]["invoicingMode"] == "Offline"
    assert record["102/2026"]["buyer"]["identifier"] == {"type": "VatUe", "value": "CZ29990017"}
    assert record["PEF/1/2026"]["formCode"] == {"systemCode": "PEF (3)", "schemaVersion": "2-1", "value": "PEF"}
    bought = {r["invoiceNumber"]: r for r in peer.query(peer.filters("Subject2", days=99), pageSize=250).json()["invoices"]}
    assert bought["RR/41/2026"]["formCode"]["value"] == "FA_RR"
    assert (bought["RR/41/2026"]["netAmount"], bought["RR/41/2026"]["grossAmount"]) == (4000, 4280)
    assert bought["E/2026/9101"]["hasAttachment"] is True
    assert bought["KM/9/2026"]["authorizedSubject"]["nip"] == "9992184716"
    assert "futureField" in bought["KM/9/2026"]


def test_a_correction_names_the_hash_of_what_it_corrects(box, peer):
    record = peer.query(peer.filters("Subject1", days=99, invoiceTypes=["Kor"])).json()["invoices"][0]
    original = peer.query(peer.filters("Subject1", days=99, invoiceNumber="FS/1/09/2026")).json()["invoices"][0]
    assert record["hashOfCorrectedInvoice"] == original["invoiceHash"]
    assert original["hashOfCorrectedInvoice"] is None
    assert original["invoiceHash"] == digest(box.documents(CARPENTRY)[original["ksefNumber"]])


def test_currency_amounts_are_in_it_and_the_tax_in_zlotys(peer):
    record = peer.query(peer.filters("Subject1", days=99, invoiceNumber="FS/EUR/1/10/2026")).json()["invoices"][0]
    assert (record["netAmount"], record["grossAmount"], record["vatAmount"]) == (1500, 1845, 1473.5)


def test_the_mark_trails_the_present_and_ends_past_windows(box, peer):
    assert peer.query().json()["permanentStorageHwmDate"] == "2026-11-20T11:57:30.123456+00:00"
    past = peer.filters(dates={"to": "2026-10-31T23:59:59.999999Z"})
    assert peer.query(past).json()["permanentStorageHwmDate"] == "2026-10-31T23:59:59.999999+00:00"
    beyond = change(peer.filters(), **{"from": (box.clock.now() - dt.timedelta(seconds=149)).isoformat()})
    assert code_of(peer.query(beyond)) == 21183
    assert peer.query(change(beyond, restrictToPermanentStorageHwmDate=False)).status_code == 200


def test_a_late_document_shows_above_the_mark_only(box, peer):
    xml = box.documents(CARPENTRY, "Subject1").popitem()[1].replace(b"FS/", b"PO/")
    before = peer.query(peer.filters(days=1)).json()
    number = box.late_arrival(xml)
    assert numbers_of(peer.query(peer.filters(days=1))) == []
    assert numbers_of(peer.query(change(peer.filters(days=1), restrictToPermanentStorageHwmDate=False))) == [number]
    record = peer.query(change(peer.filters(days=1), restrictToPermanentStorageHwmDate=False)).json()["invoices"][0]
    assert before["permanentStorageHwmDate"] < record["permanentStorageDate"] < box.clock.now().isoformat()
    assert number not in box.complete_documents(CARPENTRY)
    box.advance(150)
    assert numbers_of(peer.query(peer.filters(days=1))) == [number]
    assert number in box.complete_documents(CARPENTRY)


def test_a_document_is_seen_from_its_moment_on(boxes, peers):
    box = boxes(Seed.empty(CARPENTRY), hwm_lag=0.0)
    xml = boxes().documents(CARPENTRY, "Subject1").popitem()[1]
    number = box.add_invoice(xml, stored=box.clock.now() + dt.timedelta(hours=1))
    peer = peers(box)
    assert box.documents(CARPENTRY) == {}
    assert code_of(peer.call("GET", f"/invoices/ksef/{number}")) == 21164
    box.advance(3_600)
    peer.sign_in()
    assert numbers_of(peer.query()) == [number]
    assert box.add_invoice(xml) != number
    with pytest.raises(ValueError, match=number):
        box.add_invoice(xml, number=number)


def test_a_single_document_comes_byte_for_byte(box, peer):
    for number, xml in box.documents(CARPENTRY).items():
        answer = peer.call("GET", f"/invoices/ksef/{number.lower()}", headers={"Accept": "application/xml"})
        assert answer.headers["Content-Type"] == "application/xml"
        assert answer.content == xml
        assert answer.headers["x-ms-meta-hash"] == base64.b64encode(hashlib.sha256(xml).digest()).decode()


def test_single_documents_are_refused_with_the_right_code(boxes, peers):
    box = boxes(availability=120.0)
    peer = peers(box)
    foreign = next(iter(set(box.documents(DESIGNER)) - set(box.documents(CARPENTRY))))
    assert code_of(peer.call("GET", f"/invoices/ksef/{foreign}")) == 21164
    assert code_of(peer.call("GET", "/invoices/ksef/1111111111-20261102-0100A1B2C3D4-8E")) == 21164
    assert code_of(peer.call("GET", "/invoices/ksef/smiec")) == 21405
    own, xml = box.documents(CARPENTRY).popitem()
    assert peer.call("GET", f"/invoices/ksef/{own}", headers={"Accept": "application/json"}).status_code == 406
    fresh = box.add_invoice(xml)
    assert code_of(peer.call("GET", f"/invoices/ksef/{fresh}")) == 21165
    box.advance(121)
    assert peer.call("GET", f"/invoices/ksef/{fresh}").status_code == 200
