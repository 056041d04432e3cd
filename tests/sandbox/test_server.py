"""The server itself: loopback only, clock, records, shapes of refusals, Latarnia (KSeF API guide §9, §10, §12.1)."""

import datetime as dt
import http.client
import json
import socket
from urllib.parse import urlsplit

import pytest
import requests

from app.sandbox.clock import Clock
from app.sandbox.server import Sandbox
from app.sandbox.training import Seed
from tests.sandbox.peer import Peer

CARPENTRY = "9992014701"


def raw(box, method, path, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(box.base_url).port, timeout=9)
    try:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_it_listens_on_the_loopback_only(box):
    assert box.base_url.startswith("http://127.0.0.1:")
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", urlsplit(box.base_url).port), timeout=5)


def test_a_page_that_reaches_it_by_another_name_is_turned_away(box):
    assert raw(box, "GET", "/v2/security/public-key-certificates", {"Host": "zly.example"})[0] == 421
    assert raw(box, "GET", "/v2/security/public-key-certificates", {"Host": "localhost:1"})[0] == 200
    assert raw(box, "GET", "http://zly.example/status")[0] == 421


def test_what_is_no_call_is_not_found(box, peer):
    assert peer.call("POST", "/sessions/online", json={}).status_code == 404
    assert peer.call("PUT", "/rate-limits").status_code == 404
    assert raw(box, "GET", "/rate-limits")[0] == 404
    assert raw(box, "GET", "/v2/status")[0] == 404
    assert raw(box, "POST", "/v2/auth/challenge", {"Content-Length": "99999999999"})[0] == 413


def test_refusals_come_in_two_shapes(peer):
    modern = peer.query({"subjectType": "Nikt"})
    assert modern.headers["Content-Type"].startswith("application/problem+json")
    assert modern.json()["instance"] == "/v2/invoices/query/metadata"
    assert modern.json()["errors"][0]["code"] == 21405
    assert modern.json()["traceId"]
    peer.problem = False
    older = peer.query({"subjectType": "Nikt"})
    assert older.headers["Content-Type"].startswith("application/json")
    details = older.json()["exception"]["exceptionDetailList"][0]
    assert (details["exceptionCode"], details["exceptionDescription"]) == (21405, "Błąd walidacji danych wejściowych.")
    assert "+" not in older.json()["exception"]["timestamp"]
    assert peer.call("GET", "/rate-limits", "zly").headers["Content-Type"].startswith("application/problem+json")


def test_the_clock_moves_everything(boxes):
    clock = Clock()
    box = boxes(clock=clock)
    assert abs(clock.now() - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)
    before = clock.now()
    box.advance(3_600)
    assert clock.now() - before >= dt.timedelta(hours=1)
    clock.skew = dt.timedelta(minutes=-10)
    assert clock.now() - before >= dt.timedelta(hours=1)


def test_the_date_header_follows_the_clock(box, peer):
    assert peer.query().headers["Date"] == "Fri, 20 Nov 2026 12:00:00 GMT"
    box.advance(61)
    box.clock.skew = dt.timedelta(minutes=10)
    assert peer.query().headers["Date"] == "Fri, 20 Nov 2026 12:11:01 GMT"


def test_requests_are_recorded_without_secrets(box, peer):
    peer.query(pageSize=10)
    peer.export().archive()
    recorded = {(r.method, r.path.rpartition("/")[0] or r.path): r for r in box.requests}
    query = recorded["POST", "/invoices/query"]
    assert (query.context, query.group, query.status) == (CARPENTRY, "invoiceMetadata", 200)
    assert query.body["subjectType"] == "Subject1"
    assert query.query == {"pageSize": "10"}
    assert query.headers["authorization"] == "Bearer ***"
    assert query.at == box.clock.now()
    everything = json.dumps([[r.path, r.query, r.headers, r.body, r.answer] for r in box.requests], default=str)
    secrets = [*peer.tokens.values(), box.training_token(CARPENTRY).rpartition("|")[2], "sig=", "eyJ"]
    assert [secret for secret in secrets if secret in everything] == []


def test_a_warning_of_the_system_is_passed_on(box, peer):
    assert "X-System-Warning" not in peer.query().headers
    assert peer.query().status_code == 200
    echoed = peer.call("GET", "/rate-limits", headers={"X-Test-System-Warning": "[1]: proba | [2]: druga"})
    assert echoed.headers["X-System-Warning"] == "[1]: proba | [2]: druga"
    box.warn("[7]: przerwa")
    assert peer.query().headers["X-System-Warning"] == "[7]: przerwa"


def test_latarnia_tells_the_state(box):
    assert requests.get(f"{box.status_url}/status", timeout=9).json() == {"status": "AVAILABLE", "messages": []}
    message = {
        "id": "m1",
        "eventId": 1,
        "category": "MAINTENANCE",
        "type": "MAINTENANCE_ANNOUNCEMENT",
        "title": "Prace",
        "text": "Przerwa",
    }
    box.announce("MAINTENANCE", message)
    assert requests.get(f"{box.status_url}/status", timeout=9).json()["status"] == "MAINTENANCE"
    assert requests.get(f"{box.status_url}/messages", timeout=9).json() == [message]


def test_a_pause_refuses_connections_and_keeps_the_port(box, peer):
    box.pause()
    with pytest.raises(requests.ConnectionError):
        peer.query()
    box.resume()
    assert peer.query().status_code == 200


def test_it_can_be_stopped_twice_and_never_started():
    never = Sandbox(Seed.empty(CARPENTRY))
    never.stop()
    with Sandbox(Seed.empty(CARPENTRY)) as box:
        peer = Peer(box, CARPENTRY)
        assert peer.call("GET", "/security/public-key-certificates", "").status_code == 200
        box.stop()
        peer.close()
    box.stop()


def test_the_folder_of_packages_goes_with_the_sandbox(box, peer):
    peer.export().archive()
    folder = box.world.exports.folder
    assert list(folder.iterdir())
    box.stop()
    assert not folder.exists()
