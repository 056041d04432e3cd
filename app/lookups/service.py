"""One question to a public service: bounded in time and size, by the system's certificates, no redirects. Foreign exceptions end here."""

import contextlib
import logging
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from app.base.errors import WorldError
from app.base.in_flight import abandonable
from app.base.progress import CancelToken
from app.base.texts import _
from app.lookups.addresses import is_loopback
from app.lookups.errors import ServiceUnavailable, ServiceUnreachable

if TYPE_CHECKING:
    import requests

_LOG: Final = logging.getLogger(__name__)
_TIMEOUTS: Final = (5.0, 20.0)  # connecting; between two pieces of an answer
_LONGEST: Final = 60.0  # a whole answer
_LARGEST: Final = 1024 * 1024
_PIECE: Final = 64 * 1024
_MULTIPLE_CHOICES: Final = 300
_BAD_REQUEST: Final = 400
_SERVER_ERROR: Final = 500
_USER_AGENT: Final = "konwerter-ksef"


@dataclass(frozen=True, slots=True)
class Reply:
    """The status and the body of an answer: below 300, or from 400 to 499. Never a page of HTML."""

    status: int
    body: bytes


class Service:
    """A service that answers GET with JSON. Safe across threads. `name` is what people call it, in the nominative: ``NBP``."""

    def __init__(self, name: str, url: str, timeouts: tuple[float, float] = _TIMEOUTS) -> None:
        self.name = name
        self._url = url
        self._timeouts = timeouts
        self._lock = threading.Lock()
        self._session: requests.Session | None = None

    def get(self, path: str, cancel: CancelToken) -> Reply:
        """The answer to one question; `Cancelled` within a second of being asked to stop.

        Raises `ServiceUnreachable`, and `ServiceUnavailable` for an answer that cannot be one of this service.
        """
        return abandonable(lambda: self._exchange(path), cancel)

    def misunderstood(self, detail: str) -> ServiceUnavailable:
        """What to raise where an answer says something that was not asked; `detail` says what is wrong with it."""
        return ServiceUnavailable(
            _("{service}: odpowiedź jest niezrozumiała.").format(service=self.name),
            advice=_("Spróbuj ponownie później; jeżeli się powtarza, prześlij nam szczegóły."),
            detail=detail,
        )

    def close(self) -> None:
        """Close idle connections."""
        with self._lock:
            if self._session is not None:
                self._session.close()
            self._session = None

    def _exchange(self, path: str) -> Reply:
        started = time.monotonic()
        with self._gate(), self._open(path) as response:
            body = bytearray()
            for piece in response.iter_content(_PIECE):
                body += piece
                if len(body) > _LARGEST or time.monotonic() - started > _LONGEST:
                    raise self.misunderstood("za długa odpowiedź")
            _LOG.info("%s: %d (%d ms)", self.name, response.status_code, round((time.monotonic() - started) * 1000))
            return self._checked(response, bytes(body))

    def _checked(self, response: "requests.Response", body: bytes) -> Reply:
        status = response.status_code
        kind = response.headers.get("Content-Type", "")
        if _MULTIPLE_CHOICES <= status < _BAD_REQUEST or status >= _SERVER_ERROR or "html" in kind.lower():
            raise ServiceUnavailable(
                _("{service}: usługa jest chwilowo niedostępna.").format(service=self.name),
                advice=_("Spróbuj ponownie później."),
                detail=f"HTTP {status} {kind}".strip(),
            )
        return Reply(status, body)

    @contextlib.contextmanager
    def _open(self, path: str) -> Iterator["requests.Response"]:
        with self._lock:
            if self._session is None:
                self._session = _session(loopback=is_loopback(self._url))
            session = self._session
        url = self._url + path
        with contextlib.closing(session.get(url, timeout=self._timeouts, allow_redirects=False, stream=True)) as response:
            yield response

    @contextlib.contextmanager
    def _gate(self) -> Iterator[None]:
        """What requests, urllib3 and ssl raise becomes one of our errors."""
        import requests  # noqa: PLC0415 – a tenth of a second at start
        import urllib3  # noqa: PLC0415 – comes with it

        try:
            yield
        except WorldError:
            raise
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise ServiceUnreachable(
                _("{service}: nie udało się połączyć.").format(service=self.name),
                advice=_("Sprawdź połączenie z Internetem i spróbuj ponownie."),
                detail=type(error).__name__,  # its text quotes the address, and that may hold an account
            ) from None


def _session(*, loopback: bool) -> "requests.Session":
    import requests  # noqa: PLC0415 – a tenth of a second at start
    import truststore  # noqa: PLC0415 – needed with it only
    from requests.adapters import HTTPAdapter  # noqa: PLC0415

    class SystemTrust(HTTPAdapter):
        """Verifies servers by the certificates that the operating system trusts: antivirus programs and proxies put theirs there."""

        def __init__(self) -> None:
            self._context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            self._context.minimum_version = ssl.TLSVersion.TLSv1_2
            super().__init__()

        def init_poolmanager(self, *sizes: Any, **others: Any) -> None:  # noqa: ANN401 – the signature is of requests
            super().init_poolmanager(*sizes, ssl_context=self._context, **others)

        def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:  # noqa: ANN401 – the signature of requests
            return super().proxy_manager_for(proxy, ssl_context=self._context, **proxy_kwargs)

        def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:  # noqa: ANN401, ARG002 – as above
            conn.cert_reqs = "CERT_REQUIRED"

    session = requests.Session()
    session.trust_env = not loopback  # a server on this computer is never reached through a proxy
    session.auth = _no_credentials  # else requests looks for a password of this host in the user's ~/.netrc
    session.headers.clear()
    session.headers.update({"User-Agent": _USER_AGENT, "Accept": "application/json", "Accept-Encoding": "gzip, deflate"})
    session.mount("https://", SystemTrust())
    return session


def _no_credentials(request: "requests.PreparedRequest") -> "requests.PreparedRequest":
    return request
