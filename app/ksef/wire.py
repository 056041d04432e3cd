"""One HTTP exchange through `requests`: time-outs, the system's proxy and certificate store, no redirects. Every foreign exception ends here.

TLS is always verified, by the certificates that the operating system trusts: antivirus programs and proxies of offices put theirs there.
"""

import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from app.base.errors import WorldError
from app.base.texts import _
from app.ksef.addresses import is_loopback
from app.ksef.errors import Unavailable, Unreachable, Untrusted

if TYPE_CHECKING:
    import requests

_TIMEOUTS: Final = (10.0, 60.0)  # connecting; between two pieces of an answer (§10)
_LARGEST_ANSWER: Final = 128 * 1024 * 1024
_PIECE: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """What came back; `headers` are looked up in any case of letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class Wire:
    """The way to one server and its storage. Safe across threads."""

    def __init__(self, api: str, user_agent: str) -> None:
        self._loopback = is_loopback(api)
        self._user_agent = user_agent
        self._lock = threading.Lock()
        self._session: requests.Session | None = None

    def exchange(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> RawAnswer:
        """Send one request and read its whole answer. Raises `Unreachable`, `Untrusted`, and `Unavailable` for an endless answer."""
        with _gate(), self._open(method, url, headers, body) as response:
            content = bytearray()
            for piece in response.iter_content(_PIECE):
                content += piece
                if len(content) > _LARGEST_ANSWER:
                    raise Unavailable(_("Odpowiedź KSeF jest podejrzanie długa."), advice=_("Spróbuj ponownie później."))
            return RawAnswer(response.status_code, response.headers, bytes(content))

    def pieces(self, url: str, accept: Callable[[int, Mapping[str, str]], None]) -> Iterator[bytes]:
        """The content of a pre-signed address as it comes, without our credentials and as it is stored, not unpacked.

        `accept` is shown status and headers first and raises where the content is not wanted.
        """
        with _gate(), self._open("GET", url, {"Accept": "*/*", "Accept-Encoding": "identity"}, None) as response:
            accept(response.status_code, response.headers)
            yield from response.raw.stream(_PIECE, decode_content=False)

    def close(self) -> None:
        """Close idle connections."""
        with self._lock:
            if self._session is not None:
                self._session.close()
            self._session = None

    @contextlib.contextmanager
    def _open(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Iterator["requests.Response"]:
        session = self._sessions()
        import requests  # noqa: PLC0415 – a tenth of a second at start

        prepared = session.prepare_request(requests.Request(method, url, headers=dict(headers), data=body))
        prepared.url = url  # verbatim: requests would write the signature of a link in its own way
        settings = session.merge_environment_settings(url, {}, True, None, None)  # noqa: FBT003 – its own signature
        response = session.send(prepared, timeout=_TIMEOUTS, allow_redirects=False, stream=True, proxies=settings["proxies"])
        with contextlib.closing(response):
            yield response

    def _sessions(self) -> "requests.Session":
        with self._lock:
            if self._session is None:
                self._session = _session(self._user_agent, loopback=self._loopback)
            return self._session


def _session(user_agent: str, *, loopback: bool) -> "requests.Session":
    import requests  # noqa: PLC0415 – a tenth of a second at start
    import truststore  # noqa: PLC0415 – needed with it only
    from requests.adapters import HTTPAdapter  # noqa: PLC0415

    class SystemTrust(HTTPAdapter):
        """Verifies servers by the system's certificate store, whatever else asks for."""

        def __init__(self) -> None:
            self._context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            self._context.minimum_version = ssl.TLSVersion.TLSv1_2
            super().__init__(pool_connections=4, pool_maxsize=16)

        def init_poolmanager(self, *sizes: Any, **others: Any) -> None:  # noqa: ANN401 – the signature is of requests
            super().init_poolmanager(*sizes, ssl_context=self._context, **others)

        def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:  # noqa: ANN401 – the signature of requests
            return super().proxy_manager_for(proxy, ssl_context=self._context, **proxy_kwargs)

        def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:  # noqa: ANN401, ARG002 – as above
            conn.cert_reqs = "CERT_REQUIRED"

    session = requests.Session()
    # A sandbox on this computer is never reached through a proxy.
    session.trust_env = not loopback
    # Without it, requests would look for a password of this host in the user's ~/.netrc.
    session.auth = _no_credentials
    session.headers.clear()
    session.headers.update({"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"})
    session.mount("https://", SystemTrust())
    return session


def _no_credentials(request: "requests.PreparedRequest") -> "requests.PreparedRequest":
    return request


@contextlib.contextmanager
def _gate() -> Iterator[None]:
    """The gate of this room: what requests, urllib3 and ssl raise becomes one of our errors."""
    import requests  # noqa: PLC0415 – has been imported by now
    import urllib3  # noqa: PLC0415

    try:
        yield
    except WorldError:
        raise
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        raise _translated(error) from None


def _translated(error: Exception) -> WorldError:
    kinds = {type(cause).__name__ for cause in _causes(error)}
    # Names of exceptions only: their texts quote addresses, and an address of a package is a credential.
    detail = ", ".join(sorted(kinds))
    if kinds & {"SSLCertVerificationError", "CertificateError"}:
        return Untrusted(
            _("Nie można potwierdzić, że to serwer KSeF: jego certyfikatu nie zna ten komputer."),
            advice=_(
                "Sprawdź datę w komputerze. Jeżeli w biurze działa program antywirusowy lub serwer pośredniczący, który sprawdza "
                "połączenia, poproś administratora o dodanie jego certyfikatu do magazynu certyfikatów systemu."
            ),
            detail=detail,
        )
    if kinds & {"ConnectTimeout", "ConnectTimeoutError", "NewConnectionError", "NameResolutionError", "gaierror"}:
        return Unreachable(
            _("Nie można połączyć się z KSeF."), advice=_("Sprawdź połączenie z Internetem."), detail=detail, sent=False
        )
    if "ProxyError" in kinds:
        return Unreachable(
            _("Serwer pośredniczący (proxy) nie łączy z KSeF."),
            advice=_("Sprawdź ustawienia proxy w systemie albo zapytaj administratora."),
            detail=detail,
            sent=False,
        )
    if "SSLError" in kinds:
        return Unreachable(
            _("Nie udało się nawiązać szyfrowanego połączenia z KSeF."),
            advice=_("Spróbuj ponownie; jeżeli się powtarza, zapytaj administratora sieci."),
            detail=detail,
            sent=False,
        )
    timed_out = bool(kinds & {"ReadTimeout", "ReadTimeoutError", "TimeoutError"})
    title = _("KSeF nie odpowiedział na czas.") if timed_out else _("Połączenie z KSeF zostało przerwane.")
    return Unreachable(title, advice=_("Spróbuj ponownie za chwilę."), detail=detail, sent=True)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and everything it was made from: urllib3 keeps the true reason inside."""
    seen: set[int] = set()
    waiting: list[Any] = [error]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
