"""Asking KSeF one thing: the limits before, the request in flight, the meaning of the answer, and asking again where that is safe."""

import datetime as dt
import logging
import re
import threading
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec

from app.base.errors import ProgramError, UnusableArgument
from app.base.in_flight import abandonable, abandonable_chunks
from app.base.texts import _
from app.ksef.addresses import Addresses, checked_api_url, is_loopback
from app.ksef.answers import (
    BAD_REQUEST,
    FORBIDDEN,
    MULTIPLE_CHOICES,
    OK,
    TOO_MANY,
    Answer,
    content_problem,
    failure,
    retry_after,
    unavailable,
)
from app.ksef.clock import Clock
from app.ksef.endpoints import ENDPOINTS, Endpoint
from app.ksef.errand import Errand
from app.ksef.errors import DamagedPackage, Unreachable
from app.ksef.limiter import Limiter, blocked_by_firewall
from app.ksef.problems import read_problem
from app.ksef.retries import WAITS, may_pass, retrying, was_not_sent
from app.ksef.server_time import ServerTime
from app.ksef.wire import RawAnswer, Wire

_LOG: Final = logging.getLogger(__name__)
_WARNING: Final = re.compile(r"\[[^\]]+\]: [^|]+")


@dataclass(frozen=True, slots=True)
class _Request:
    """One call as it goes out; its headers and body hold secrets."""

    endpoint: Endpoint
    context: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)


class Transport:
    """The one way to the KSeF of an environment; shared by all threads."""

    def __init__(self, addresses: Addresses, limiter: Limiter, clock: Clock, user_agent: str) -> None:
        if not addresses.api:
            raise UnusableArgument(
                _("Środowisko szkoleniowe nie jest uruchomione."), advice=_("Wybierz je na stronie powitalnej programu.")
            )
        self._api = checked_api_url(addresses.api)
        self._wire = Wire(self._api, user_agent)
        self.limiter = limiter
        self.clock = clock
        self.time = ServerTime(clock)
        self._warnings: dict[str, None] = {}
        self._offline = False
        self._lock = threading.Lock()

    def now(self) -> dt.datetime:
        """KSeF's time, UTC."""
        return self.time.now()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What KSeF warned of (``X-System-Warning``), each text once, and the computer's clock where it is wrong."""
        with self._lock:
            told = tuple(self._warnings)
        return (*told, *filter(None, [self.time.warning]))

    def call(
        self,
        endpoint: Endpoint,
        errand: Errand,
        *,
        context: str = "",
        bearer: str = "",
        path: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        json: object = None,
        xml: bytes | None = None,
    ) -> Answer:
        """The answer to one call. `context` is what its limits are counted under, `bearer` a JWT, `path` fills the endpoint's braces.

        What may pass is asked again for almost two minutes (§9.3); while nothing gets out of this computer, only the first call is that
        patient. Raises what `app.ksef.errors` names, and `Cancelled` within a second of being asked to stop.
        """
        if endpoint not in ENDPOINTS:
            raise ProgramError(_("Niedozwolone wywołanie KSeF."), detail=str(endpoint))
        headers = {"Accept": endpoint.accept, "X-Error-Format": "problem-details"}
        body = xml
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        if xml is not None:
            headers["Content-Type"] = "application/xml"
        elif json is not None:
            headers["Content-Type"] = "application/json"
            body = msgspec.json.encode(json)

        request = _Request(endpoint, context, self._url(endpoint, path or {}, query or {}), headers, body)
        again = may_pass if endpoint.repeatable else was_not_sent
        waits = () if self._offline else WAITS
        try:
            answer = retrying(lambda: self._once(request, errand), self.clock, errand, again, waits)
        except Unreachable as error:
            self._offline = was_not_sent(error)
            raise
        self._offline = False
        return answer

    def pieces(self, url: str, errand: Errand, accept: Callable[[int, Mapping[str, str]], None]) -> Iterator[bytes]:
        """The content of a pre-signed link: without our bearer token, not counted in limits (§5.3), one try.

        `accept` sees status and headers first and raises where the content is not wanted. Raises `Unreachable` and `Untrusted`.
        """
        safe = url.startswith("https://") or (is_loopback(self._api) and url.startswith("http://") and is_loopback(url))
        if not safe:
            raise DamagedPackage(
                _("KSeF podał adres paczki, któremu nie można zaufać."),
                advice=_("Nie pobrano niczego. Spróbuj ponownie; jeżeli się powtarza, prześlij nam szczegóły."),
                detail=urllib.parse.urlsplit(url).scheme,
            )
        return abandonable_chunks(lambda: self._wire.pieces(url, accept), errand.cancel)

    def close(self) -> None:
        """Close idle connections."""
        self._wire.close()

    def _once(self, request: _Request, errand: Errand) -> Answer:
        endpoint = request.endpoint
        while True:
            self.limiter.enter(request.context, endpoint, errand)
            sent = self.clock.now()
            raw = abandonable(
                lambda: self._wire.exchange(endpoint.method, request.url, request.headers, request.body), errand.cancel
            )
            self._take_note(endpoint, raw, sent)
            if raw.status != TOO_MANY:
                return self._understood(request, raw)
            self.limiter.refused(request.context, endpoint, retry_after(raw.headers))

    def _understood(self, request: _Request, raw: RawAnswer) -> Answer:
        endpoint = request.endpoint
        if raw.status == FORBIDDEN:
            problem = read_problem(raw.status, raw.body)
            if problem.firewall:
                raise blocked_by_firewall(self.limiter.banned(), f"{endpoint}: {problem.detail}")
        self.limiter.answered(request.context, endpoint)
        if not OK <= raw.status < MULTIPLE_CHOICES:
            raise failure(endpoint, raw.status, raw.headers, raw.body)
        wrong = content_problem(endpoint, raw.status, raw.headers, raw.body)
        if wrong:
            raise unavailable(raw.status, raw.headers, f"{endpoint}: HTTP {raw.status}, {wrong}")
        return Answer(raw.headers, raw.body)

    def _take_note(self, endpoint: Endpoint, raw: RawAnswer, sent: float) -> None:
        received = self.clock.now()
        self.time.learn(raw.headers.get("Date", ""), sent, received)
        milliseconds = round((received - sent) * 1000)
        if raw.status < BAD_REQUEST:
            _LOG.info("%s: %d (%d ms)", endpoint, raw.status, milliseconds)
        else:
            _LOG.warning("%s: %s (%d ms)", endpoint, read_problem(raw.status, raw.body).detail, milliseconds)
        for text in _WARNING.findall(raw.headers.get("X-System-Warning", "")):
            with self._lock:
                new = text.strip() not in self._warnings
                self._warnings[text.strip()] = None
            if new:
                _LOG.warning("KSeF: %s", text.strip())

    def _url(self, endpoint: Endpoint, path: Mapping[str, str], query: Mapping[str, str]) -> str:
        filled = endpoint.path.format_map({name: urllib.parse.quote(value, safe="") for name, value in path.items()})
        return f"{self._api}{filled}" + (f"?{urllib.parse.urlencode(query)}" if query else "")
