"""One call: what is asked again, what the answers of the guide's §9 become, and what the server gets to see."""

import datetime as dt
import json
import threading
import time

import pytest

from app.base.environments import Environment
from app.base.errors import Cancelled, WorldError
from app.base.progress import CancelToken
from app.ksef.addresses import addresses_of
from app.ksef.clock import SystemClock
from app.ksef.endpoints import CHALLENGE, DOCUMENT, PUBLIC_KEYS, QUERY, RATE_LIMITS, START_EXPORT
from app.ksef.errand import Errand
from app.ksef.errors import Blocked, LimitReached, NoRight, Rejected, SessionEnded, Unavailable, Unreachable
from app.ksef.limiter import Limiter, MemoryCallLog
from app.ksef.transport import Transport
from tests.ksef.scripted import Scripted

JSON = {"Content-Type": "application/json"}
PROBLEM = {"Content-Type": "application/problem+json"}


class Hurry(SystemClock):
    """Real time, but nobody waits."""

    def __init__(self):
        self.slept = []

    def sleep(self, seconds, cancel):
        cancel.check()
        self.slept.append(seconds)


def transport_to(url, clock=None):
    clock = clock or Hurry()
    return Transport(addresses_of(Environment.TRAINING, url), Limiter(MemoryCallLog(), clock), clock, "konwerter-ksef/próba")


def answering(*answers):
    """A script that gives these answers in turn, the last one for ever."""
    waiting = list(answers)
    return lambda *_request: waiting.pop(0) if len(waiting) > 1 else waiting[0]


def call(script, endpoint=PUBLIC_KEYS, **how):
    with Scripted(script) as server:
        transport = transport_to(server.url)
        try:
            return transport.call(endpoint, Errand(), **how), server, transport
        finally:
            transport.close()


def test_every_request_says_who_asks_and_which_errors_it_reads():
    _answer, server, _transport = call(answering((200, JSON, b"[]")), QUERY, bearer="eyJx", json={"ą": 1}, query={"a": "b c"})
    (method, path, headers, body) = server.seen[0]
    assert (method, path) == ("POST", "/invoices/query/metadata?a=b+c")
    assert headers["x-error-format"] == "problem-details"
    assert headers["authorization"] == "Bearer eyJx"
    assert headers["accept"] == "application/json"
    assert headers["content-type"] == "application/json"
    assert json.loads(body) == {"ą": 1}
    assert headers["user-agent"].startswith("konwerter-ksef/")


def test_a_document_is_asked_for_as_xml_only():
    answer, server, _transport = call(
        answering((200, {"Content-Type": "application/xml"}, b"\xef\xbb\xbf<Faktura/>")), DOCUMENT, path={"ksefNumber": "a/../b"}
    )
    assert answer.body == b"\xef\xbb\xbf<Faktura/>"
    assert server.seen[0][1] == "/invoices/ksef/a%2F..%2Fb"
    assert server.seen[0][2]["accept"] == "application/xml"


@pytest.mark.parametrize("fault", ["drop", "lost", "reset", "truncated", "firewall"])
def test_what_may_pass_is_asked_again(world, fault):
    world.inject(fault, path="/auth/challenge", count=2)
    assert world.session().access(world.errand)
    assert world.calls("/auth/challenge") >= 1
    assert len([seconds for seconds in world.clock.slept if 0.7 <= seconds <= 4]) >= 2


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_a_failing_server_is_asked_again_six_times_in_all(status):
    with Scripted(answering((status, {}, b""))) as server:
        clock = Hurry()
        with pytest.raises(Unavailable):
            transport_to(server.url, clock).call(PUBLIC_KEYS, Errand())
        assert len(server.seen) == 6
        for slept, planned in zip(clock.slept, (1, 3, 10, 30, 60), strict=True):
            assert planned * 0.7 <= slept <= planned * 1.3


def test_without_a_network_only_the_first_call_is_patient_until_one_gets_through():
    told = []
    errand = Errand(report=lambda progress: told.append(progress.text))

    def tries_again():
        return len([text for text in told if "Kolejna próba o" in text])

    with Scripted(answering((200, JSON, b"[]"))) as server:
        port = server.port
        transport = transport_to(server.url)
    for _call in range(3):
        with pytest.raises(Unreachable):
            transport.call(PUBLIC_KEYS, errand)
        assert tries_again() == 5
    with Scripted(answering((200, JSON, b"[]")), port=port):
        transport.call(PUBLIC_KEYS, errand)
    transport.close()  # the scripted server answers on for ever where a connection is open
    with pytest.raises(Unreachable):
        transport.call(PUBLIC_KEYS, errand)
    assert tries_again() == 10


def test_a_failing_server_that_says_when_to_come_again_is_believed():
    with Scripted(answering((503, {"Retry-After": "20"}, b""), (200, JSON, b"[]"))) as server:
        clock = Hurry()
        transport_to(server.url, clock).call(PUBLIC_KEYS, Errand())
        assert clock.slept == [20]
    with Scripted(answering((503, {"Retry-After": "2000"}, b""))) as server, pytest.raises(Unavailable):
        transport_to(server.url).call(PUBLIC_KEYS, Errand())


def test_an_export_is_not_started_twice_by_itself():
    with Scripted(answering((500, {}, b""))) as server:
        with pytest.raises(Unavailable):
            transport_to(server.url).call(START_EXPORT, Errand(), json={})
        assert len(server.seen) == 1


def test_even_an_export_is_asked_for_again_when_nobody_heard_it():
    clock = Hurry()
    with Scripted(answering((200, JSON, b"[]"))) as server:
        gone = server.url
    with pytest.raises(Unreachable) as failure:
        transport_to(gone, clock).call(START_EXPORT, Errand(), json={})
    assert not failure.value.sent
    assert len(clock.slept) == 5


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", b"<html><head>przerwa</head></html>"),
        ("application/json", b"<!DOCTYPE html><html>"),
        ("text/html", b'<script src="/_Incapsula_Resource?x"></script>'),
        ("application/json", b'{"cut": '),
        ("application/json", b""),
    ],
)
def test_a_page_in_place_of_an_answer_is_a_failure_of_the_server(kind, body):
    with Scripted(answering((200, {"Content-Type": kind}, body))) as server, pytest.raises(Unavailable):
        transport_to(server.url).call(PUBLIC_KEYS, Errand())


@pytest.mark.parametrize("body", [b"<html>", b"<!DOCTYPE html>", b"Request blocked", b""])
def test_a_page_in_place_of_a_document_too(body):
    with Scripted(answering((200, {"Content-Type": "application/xml"}, body))) as server, pytest.raises(Unavailable):
        transport_to(server.url).call(DOCUMENT, Errand(), path={"ksefNumber": "x"})


def test_a_redirect_is_not_followed():
    with Scripted(answering((200, JSON, b"[]"))) as trap:
        with (
            Scripted(answering((302, {"Location": trap.url}, b""))) as server,
            pytest.raises(Unavailable, match="przekierowanie"),
        ):
            transport_to(server.url).call(RATE_LIMITS, Errand(), bearer="eyJsecret")
        assert trap.seen == []


OLD_SHAPE = {
    "exception": {
        "exceptionDetailList": [
            {
                "exceptionCode": 21405,
                "exceptionDescription": "Błąd walidacji danych wejściowych.",
                "details": ["'dateRange' za długi"],
            }
        ],
        "serviceCode": "00-abc-00",
        "timestamp": "2025-10-11T12:23:56.0154302",
    }
}
NEW_SHAPE = {
    "title": "Bad Request",
    "status": 400,
    "detail": "Żądanie jest nieprawidłowe.",
    "errors": [{"code": 21405, "description": "Błąd walidacji danych wejściowych.", "details": ["'dateRange' za długi"]}],
    "traceId": "00-abc-00",
}


@pytest.mark.parametrize("said", [OLD_SHAPE, NEW_SHAPE])
def test_both_shapes_of_an_error_say_the_same(said):
    with Scripted(answering((400, JSON, json.dumps(said).encode()))) as server, pytest.raises(Rejected) as error:
        transport_to(server.url).call(CHALLENGE, Errand())
    assert error.value.code == 21405
    assert "'dateRange' za długi" in error.value.title
    assert "00-abc-00" in error.value.detail
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("status", "body", "becomes"),
    [
        (400, b"cokolwiek", Rejected),
        (400, b"[1, 2]", Rejected),
        (400, b'{"exception": {"exceptionDetailList": [7]}}', Rejected),
        (400, b'{"errors": {"code": "x"}}', Rejected),
        (401, b"", SessionEnded),
        (404, b"", Rejected),
        (406, b"", Rejected),
        (409, b"", Rejected),
        (410, b"", Rejected),
        (415, b"", Rejected),
        (403, b"", NoRight),
        (403, b'{"title": "Forbidden", "status": 403, "reasonCode": null, "security": null}', NoRight),
    ],
)
def test_every_other_error_is_told_once(status, body, becomes):
    with Scripted(answering((status, PROBLEM, body))) as server:
        with pytest.raises(becomes):
            transport_to(server.url).call(CHALLENGE, Errand())
        assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("reason", "security", "text"),
    [
        ("missing-permissions", {"requiredAnyOfPermissions": ["InvoiceRead"]}, "przeglądania faktur"),
        ("insufficient-resource-access", {}, "Brak dostępu do tej faktury"),
        ("ip-not-allowed", {"clientIp": "203.0.113.7"}, "203.0.113.7"),
        ("auth-method-not-allowed", {"authenticationMethodCategory": "Token"}, "sposobie logowania"),
        ("context-type-not-allowed", {"contextIdentifierType": "InternalId"}, "rodzaju identyfikatora"),
        ("something-new", {}, "odmówił dostępu"),
    ],
)
def test_each_refusal_is_told_in_its_own_words(reason, security, text):
    said = {"title": "Forbidden", "status": 403, "detail": "x", "reasonCode": reason, "security": security}
    with Scripted(answering((403, PROBLEM, json.dumps(said).encode()))) as server, pytest.raises(NoRight, match=text) as error:
        transport_to(server.url).call(CHALLENGE, Errand())
    assert error.value.reason == reason


FIREWALL = [
    b'{"title": "Request blocked", "status": 403, "detail": "blocked", "security": {"incidentId": "7-1", "clientIp": "203.0.113.7"}}',
    b'{"title": "Forbidden", "status": 403, "reasonCode": "security-service-blocked", "security": {"incidentId": "7-1"}}',
    b"<html><body>Incapsula incident ID: 7-1</body></html>",
]


@pytest.mark.parametrize("body", FIREWALL)
def test_the_firewall_stops_everything_for_a_quarter_of_an_hour_then_one_tries(world, body):
    clock = world.clock
    with Scripted(answering((403, PROBLEM, body), (200, JSON, b"{}"))) as server:
        transport = transport_to(server.url, clock)
        with pytest.raises(Blocked):
            transport.call(CHALLENGE, Errand())
        with pytest.raises(Blocked) as still:
            transport.call(RATE_LIMITS, Errand(patience=60), context="9992014701")
        assert len(server.seen) == 1
        begun = clock.now()
        assert 15 * 60 <= still.value.resumes_at.timestamp() - begun <= 16 * 60
        transport.call(CHALLENGE, Errand(patience=3600))
        assert clock.now() - begun >= 15 * 60
        transport.call(RATE_LIMITS, Errand(patience=1), context="9992014701")
        assert len(server.seen) == 3


def test_429_is_waited_out_and_the_question_asked_again():
    said = b'{"status": {"code": 429, "description": "Too Many Requests", "details": ["20 na godzine"]}}'
    with Scripted(answering((429, {"Retry-After": "30", **JSON}, said), (200, JSON, b"{}"))) as server:
        told = []

        class Slow(Hurry):
            passed = 0.0

            def now(self):
                return 1_700_000_000.0 + self.passed

            def sleep(self, seconds, cancel):
                super().sleep(seconds, cancel)
                self.passed += seconds

        clock = Slow()
        transport_to(server.url, clock).call(RATE_LIMITS, Errand(report=told.append), context="9992014701")
    assert 31 <= sum(clock.slept) <= 36
    assert "Limit KSeF – wznowienie o" in told[0].text
    assert told[0].until is not None


def test_a_wait_longer_than_wanted_is_put_off_with_its_hour(world):
    session = world.session()
    world.inject("rate-limit", path="/rate-limits", value=3000, count=None)
    with pytest.raises(LimitReached, match="wznowienie możliwe o 1") as put_off:
        session.call(RATE_LIMITS, world.errand)
    assert 3000 <= put_off.value.resumes_at.timestamp() - world.clock.now() <= 3005
    before = world.calls("/rate-limits")
    with pytest.raises(LimitReached):
        session.call(RATE_LIMITS, world.errand)
    assert world.calls("/rate-limits") == before


def test_429_without_an_hour_waits_a_minute_then_twice_as_long(world):
    session = world.session()
    world.inject("rate-limit", path="/rate-limits", value=None, count=3)
    begun = len(world.clock.slept)
    session.call(RATE_LIMITS, world.errand)
    waits = [seconds for seconds in world.clock.slept[begun:] if seconds > 10]
    assert [round(seconds / 60) for seconds in waits] == [1, 2, 4]


def test_a_cancel_leaves_a_stalling_server_alone_within_a_second():
    release = threading.Event()

    def stall(*_request):
        release.wait(20)
        return 200, JSON, b"[]"

    with Scripted(stall) as server:
        cancel = CancelToken()
        timer = threading.Timer(0.2, cancel.cancel)
        timer.start()
        begun = time.monotonic()
        with pytest.raises(Cancelled):
            transport_to(server.url, SystemClock()).call(PUBLIC_KEYS, Errand(cancel=cancel))
        waited = time.monotonic() - begun
        release.set()
        timer.join()
    assert waited < 5  # a second on a machine that has nothing else to do; the server would take twenty


def test_a_cancel_ends_a_wait_for_limits_within_a_second():
    with Scripted(answering((429, {"Retry-After": "600"}, b""))) as server:
        cancel = CancelToken()
        timer = threading.Timer(0.3, cancel.cancel)
        timer.start()
        begun = time.monotonic()
        with pytest.raises(Cancelled):
            transport_to(server.url, SystemClock()).call(PUBLIC_KEYS, Errand(cancel=cancel))
        assert time.monotonic() - begun < 5  # of six hundred
        timer.join()


def test_warnings_of_ksef_are_kept_once_each():
    warned = {"X-System-Warning": "[W1]: Stara wersja | [W2]: Przerwa jutro", **JSON}
    with Scripted(answering((200, warned, b"[]"))) as server:
        transport = transport_to(server.url)
        transport.call(PUBLIC_KEYS, Errand())
        transport.call(PUBLIC_KEYS, Errand())
        assert transport.warnings == ("[W1]: Stara wersja", "[W2]: Przerwa jutro")


def test_the_time_is_that_of_ksef_and_a_wrong_clock_is_told_of(world):
    world.sandbox.clock.skew = -dt.timedelta(minutes=10)
    session = world.session()
    assert 9.9 * 60 < -world.ksef.skew.total_seconds() < 10.1 * 60
    assert any("śpieszy się o 10 min" in text for text in world.ksef.warnings)
    session.call(RATE_LIMITS, world.errand)


def test_one_wrong_date_among_right_ones_changes_nothing(world):
    session = world.session()
    world.inject("clock-skew", path="/rate-limits", value=600)
    session.call(RATE_LIMITS, world.errand)
    assert abs(world.ksef.skew.total_seconds()) < 2


def test_an_endless_answer_is_not_taken_into_memory(monkeypatch):
    monkeypatch.setattr("app.ksef.wire._LARGEST_ANSWER", 1000)
    with Scripted(answering((200, JSON, b"[" + b" " * 2000 + b"]"))) as server, pytest.raises(WorldError, match="długa"):
        transport_to(server.url).call(PUBLIC_KEYS, Errand())
