import socket
import threading
import time

import pytest

from app.base.errors import Cancelled, UnusableArgument
from app.base.progress import CancelToken
from app.lookups.addresses import NBP_VARIABLE, WHITE_LIST_VARIABLE, service_url
from app.lookups.errors import ServiceUnavailable, ServiceUnreachable
from app.lookups.service import Service
from tests.ksef.scripted import Scripted
from tests.lookups.servers import JSON


def ask(url: str, cancel: CancelToken | None = None, timeouts: tuple[float, float] = (2.0, 2.0)) -> tuple[int, bytes]:
    service = Service("NBP", url, timeouts)
    try:
        reply = service.get("/pytanie", cancel or CancelToken())
        return reply.status, reply.body
    finally:
        service.close()


@pytest.mark.parametrize("status", [200, 400, 404, 429])
def test_answers_and_refusals_are_handed_over(status: int) -> None:
    with Scripted(lambda *_request: (status, JSON, b"{}")) as server:
        assert ask(server.url) == (status, b"{}")
    (_method, path, headers, _body) = server.seen[0]
    assert path == "/pytanie"
    assert headers["accept"] == "application/json"
    assert "cookie" not in headers
    assert "authorization" not in headers


@pytest.mark.parametrize("status", [301, 302, 307, 500, 502, 503])
def test_redirects_and_failures_are_no_answer(status: int) -> None:
    with Scripted(lambda *_request: (status, {"Location": "/gdzie-indziej"}, b"")) as server:
        with pytest.raises(ServiceUnavailable, match="NBP") as raised:
            ask(server.url)
        assert len(server.seen) == 1, "no redirect is followed"
    assert str(status) in raised.value.detail


def test_a_page_of_html_is_no_answer_even_with_404() -> None:
    page = {"Content-Type": "text/html"}
    with Scripted(lambda *_request: (404, page, b"<html>Proxy</html>")) as server, pytest.raises(ServiceUnavailable):
        ask(server.url)


def test_an_endless_answer_is_cut() -> None:
    with (
        Scripted(lambda *_request: (200, JSON, b" " * 1_200_000)) as server,
        pytest.raises(ServiceUnavailable, match="niezrozum"),
    ):
        ask(server.url)


def test_a_server_that_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(ServiceUnreachable) as raised:
        ask(f"http://127.0.0.1:{silent.getsockname()[1]}", timeouts=(0.3, 0.3))
    assert "127.0.0.1" not in raised.value.detail, "addresses hold NIPs and accounts"


def test_nobody_there_and_a_cut_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(ServiceUnreachable, match="Internet"):
        ask(f"http://127.0.0.1:{port}")
    with Scripted(lambda *_request: (200, {"Content-Length": "500"}, b"{}")) as server, pytest.raises(ServiceUnreachable):
        ask(server.url, timeouts=(0.3, 0.3))


def test_cancelling_does_not_wait_for_the_answer() -> None:
    token = CancelToken()
    release = threading.Event()

    def slow(*_request: object) -> tuple[int, dict[str, str], bytes]:
        token.cancel()
        release.wait(10)
        return 200, JSON, b"{}"

    with Scripted(slow) as server:
        service = Service("NBP", server.url, (2.0, 10.0))
        with pytest.raises(Cancelled):
            service.get("/pytanie", token)
        release.set()
        while any(thread.name == "request" for thread in threading.enumerate()):
            time.sleep(0.01)
        service.close()


def test_addresses_can_be_moved_and_switched_off_but_not_made_unsafe() -> None:
    assert service_url(NBP_VARIABLE, {}) == "https://api.nbp.pl"
    assert service_url(WHITE_LIST_VARIABLE, {}) == "https://wl-api.mf.gov.pl"
    assert service_url(NBP_VARIABLE, {NBP_VARIABLE: " "}) == ""
    assert service_url(NBP_VARIABLE, {NBP_VARIABLE: "http://127.0.0.1:8080/"}) == "http://127.0.0.1:8080"
    for unsafe in ("http://api.nbp.pl", "ftp://nbp.pl", "api.nbp.pl", "https://"):
        with pytest.raises(UnusableArgument, match="adresem"):
            service_url(NBP_VARIABLE, {NBP_VARIABLE: unsafe})
