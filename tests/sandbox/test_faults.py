"""Faults as a client meets them (KSeF API guide §12.4)."""

import time

import pytest
import requests

from app.sandbox.faults import Fault, FaultKind, Faults
from app.sandbox.spoiling import _ANSWERS, _CHANGES, _REFUSALS
from tests.sandbox.peer import code_of, digest

CARPENTRY, DESIGNER = "9992014701", "9992024705"
BROKEN = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


@pytest.mark.parametrize("kind", ["drop", "lost", "truncated", "wrong-length", "reset"])
def test_connections_break(box, peer, kind):
    box.inject(Fault(kind, path="query/metadata"))
    with pytest.raises(BROKEN):
        peer.query()
    assert peer.query().status_code == 200


def test_a_lost_answer_leaves_the_export_behind(boxes, peers):
    box = boxes(export_polls=1)
    peer = peers(box)
    box.inject(Fault("lost", path="^/invoices/exports$"))
    with pytest.raises(BROKEN):
        peer.export()
    assert [recorded.status for recorded in box.requests if recorded.path == "/invoices/exports"] == [201]
    box.inject(Fault("drop", path="^/invoices/exports$"))
    with pytest.raises(BROKEN):
        peer.export()
    assert [recorded.status for recorded in box.requests if recorded.path == "/invoices/exports"] == [201, 0]


def test_an_answer_stalls_longer_than_a_client_waits(box):
    box.inject(Fault("stall", path="rate-limits", value=30))
    with pytest.raises(requests.ReadTimeout):
        requests.get(f"{box.base_url}/rate-limits", timeout=0.2)
    begun = time.monotonic()
    box.stop()
    assert time.monotonic() - begun < 20


def test_an_answer_drips(box, peer):
    box.inject(Fault("drip", path="query/metadata", value=1_000_000))
    assert peer.query().json()["invoices"]


@pytest.mark.parametrize("status", [404, 500, 502, 503, 504])
def test_empty_errors(box, peer, status):
    box.inject(Fault("status", value=status))
    answer = peer.query()
    assert (answer.status_code, answer.content) == (status, b"")


def test_pages_of_html_instead_of_answers(box, peer):
    box.inject(Fault("html", value=502))
    assert (peer.query().status_code, box.requests[-1].answer_type) == (502, "text/html")
    box.inject(Fault("firewall"))
    answer = peer.query()
    assert answer.status_code == 200
    assert "Incapsula" in answer.text
    url = peer.export().ready()["package"]["parts"][0]["url"]
    box.inject(Fault("firewall", path="^/storage/"))
    assert "Incapsula" in requests.get(url, timeout=9).text


@pytest.mark.parametrize(("value", "header"), [(3_000, "3000"), (None, None)])
def test_refusals_for_speed(box, peer, value, header):
    box.inject(Fault("rate-limit", value=value))
    refused = peer.query()
    assert (refused.status_code, refused.headers.get("Retry-After")) == (429, header)
    assert box.limit_violations == 0


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("forbidden-null", None),
        ("forbidden-permission", "missing-permissions"),
        ("forbidden-resource", "insufficient-resource-access"),
        ("forbidden-ip", "ip-not-allowed"),
    ],
)
def test_refusals_of_access(box, peer, kind, reason):
    box.inject(Fault(kind))
    refused = peer.query()
    assert (refused.status_code, refused.json()["reasonCode"]) == (403, reason)


def test_the_firewall_refuses_in_its_own_shape(box, peer):
    box.inject(Fault("forbidden-waf"))
    refused = peer.query().json()
    assert refused["title"] == "Request blocked"
    assert "reasonCode" not in refused


def test_other_refusals(box, peer):
    box.inject(Fault("unauthorized"))
    assert peer.query().status_code == 401
    box.inject(Fault("gone"))
    assert peer.query().status_code == 410
    box.inject(Fault("bad-request", path="refresh"))
    assert code_of(peer.call("POST", "/auth/token/refresh", "refresh")) == 21301
    box.inject(Fault("bad-request", value=21304))
    assert code_of(peer.query()) == 21304


def test_the_world_changes_under_a_running_client(box, peer):
    box.inject(Fault("token-revoked", path="query/metadata"))
    assert peer.query().status_code == 200
    assert code_of(peer.call("POST", "/auth/token/refresh", "refresh")) == 21301
    box.inject(Fault("sessions-ended", path="exports"))
    peer.export()
    assert peer.call("GET", "/auth/sessions").json()["items"] == []
    box.inject(Fault("permission-removed", path="exports"))
    peer.export()
    assert peer.status(peer.start(token=box.add_token(CARPENTRY)))["code"] == 200
    assert peer.status(peer.start())["details"] == ["Token unieważniony"]


@pytest.mark.parametrize(("kind", "code"), [("keys-rotated", 200), ("keys-replaced", 415)])
def test_keys_change_between_choosing_and_using_one(box, peer, kind, code):
    box.inject(Fault(kind, path="^/invoices/exports$"))
    assert peer.export().ready()["status"]["code"] == code


def test_hashes_are_wrong_where_a_fault_says_so(box, peer):
    number, xml = box.documents(CARPENTRY).popitem()
    box.inject(Fault("wrong-meta-hash"))
    answer = peer.call("GET", f"/invoices/ksef/{number}")
    assert answer.content == xml
    assert answer.headers["x-ms-meta-hash"] != digest(xml)
    box.inject(Fault("wrong-invoice-hash", path="metadata"))
    wrong, right = peer.query().json()["invoices"][0], peer.query().json()["invoices"][0]
    assert wrong["invoiceHash"] != right["invoiceHash"]
    export = peer.export()
    for kind, name in (("wrong-part-hash", "partHash"), ("wrong-encrypted-part-hash", "encryptedPartHash")):
        box.inject(Fault(kind))
        wrong, right = (export.ready()["package"]["parts"][0] for _ in range(2))
        assert [key for key in right if right[key] != wrong[key] and key != "url"] == [name]


def test_parts_are_damaged(boxes, peers):
    box = boxes(part_size=2_000)
    peer = peers(box)
    parts = peer.export().ready()["package"]["parts"]
    box.inject(Fault("flipped-byte"))
    broken, whole = (requests.get(parts[0]["url"], timeout=9).content for _ in range(2))
    assert len(broken) == len(whole)
    assert sum(a != b for a, b in zip(broken, whole, strict=True)) == 1
    box.inject(Fault("link-expired"))
    assert [requests.get(parts[0]["url"], timeout=9).status_code for _ in range(2)] == [403, 200]
    export = peer.export()
    box.inject(Fault("parts-out-of-order"))
    assert [part["ordinalNumber"] for part in export.ready()["package"]["parts"]] == list(range(len(parts), 0, -1))


def test_lists_are_out_of_order_and_doubled(box, peer):
    usual = [record["ksefNumber"] for record in peer.query().json()["invoices"]]
    box.inject(Fault("shuffled"))
    assert [record["ksefNumber"] for record in peer.query().json()["invoices"]] == usual[::-1]
    box.inject(Fault("duplicates"))
    assert [record["ksefNumber"] for record in peer.query().json()["invoices"]] == usual + usual[:2]
    box.inject(Fault("unknown-type"))
    assert peer.query().json()["invoices"][0]["invoiceType"] == "VatNowy"


def test_the_mark_is_missing_or_goes_back(box, peer):
    usual = peer.query().json()["permanentStorageHwmDate"]
    box.inject(Fault("hwm-missing"))
    assert peer.query().json()["permanentStorageHwmDate"] is None
    box.inject(Fault("hwm-back", value=7_200))
    assert peer.query().json()["permanentStorageHwmDate"] == usual.replace("T11", "T09")
    export = peer.export()
    box.inject(Fault("hwm-back"))
    assert export.ready()["package"]["permanentStorageHwmDate"] == usual.replace("T11", "T10")


def test_the_clock_of_an_answer_is_wrong(box, peer):
    box.inject(Fault("clock-skew", value=-600))
    assert peer.query().headers["Date"] == "Fri, 20 Nov 2026 11:50:00 GMT"
    assert peer.query().headers["Date"] == "Fri, 20 Nov 2026 12:00:00 GMT"


def test_faults_wait_for_their_place_turn_and_context(box, peers, peer):
    other = peers(box, DESIGNER)
    box.inject(Fault("status", path="metadata", context=DESIGNER, skip=1, count=2))
    assert [peer.query().status_code for _ in range(2)] == [200, 200]
    assert [other.query().status_code for _ in range(5)] == [200, 500, 500, 200, 200]
    box.inject(Fault("status", path="metadata", count=None))
    assert {peer.query().status_code for _ in range(5)} == {500}
    box.clear_faults()
    assert peer.query().status_code == 200
    box.inject(Fault("status", method="DELETE", count=None))
    assert peer.query().status_code == 200


def test_a_part_is_known_by_its_export(box, peers, peer):
    other = peers(box, DESIGNER)
    urls = [client.export().ready()["package"]["parts"][0]["url"] for client in (peer, other)]
    box.inject(Fault("link-expired", context=DESIGNER, path=r"-001\.zip"))
    assert [requests.get(url, timeout=9).status_code for url in urls] == [200, 403]


def test_a_sign_in_is_known_by_its_body(box, peers):
    box.inject(Fault("status", path="ksef-token", context=DESIGNER))
    assert peers(box, signed_in=False).start().status_code == 202
    assert peers(box, DESIGNER, signed_in=False).start().status_code == 500


def test_chance_is_decided_by_the_seed():
    def happenings():
        faults = Faults(b"ziarno")
        faults.inject(Fault("status", count=None, probability=0.5))
        return [bool(faults.due("GET", "/rate-limits", "")) for _ in range(50)]

    assert happenings() == happenings()
    assert 10 < sum(happenings()) < 40


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="pozar"):
        Fault("pozar")


def test_no_kind_of_fault_takes_place_twice():
    assert not (_REFUSALS.keys() & _ANSWERS.keys())
    assert not (_CHANGES.keys() & (_REFUSALS.keys() | _ANSWERS.keys()))
    assert FaultKind.LOST not in _ANSWERS
