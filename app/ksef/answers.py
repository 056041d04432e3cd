"""What an answer of KSeF means: content, or one of our errors (the tables of §9)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from app.base.errors import KonwerterError
from app.base.texts import Later, _
from app.ksef.endpoints import Endpoint
from app.ksef.errors import NoRight, Rejected, SessionEnded, Unavailable
from app.ksef.problems import Problem, is_html, read_problem

_XML: Final = "application/xml"
_BOM: Final = b"\xef\xbb\xbf"

OK: Final = 200
NO_CONTENT: Final = 204
MULTIPLE_CHOICES: Final = 300
BAD_REQUEST: Final = 400
UNAUTHORIZED: Final = 401
FORBIDDEN: Final = 403
NOT_FOUND: Final = 404
TIMED_OUT: Final = 408
GONE: Final = 410
TOO_MANY: Final = 429
FAILURE: Final = 500

_COME_AGAIN_LATER: Final[Later] = "Spróbuj ponownie za kilka minut. Stan systemu podaje ksef.podatki.gov.pl."


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer; the body may hold tokens and is never shown."""

    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def json(self) -> Any:  # noqa: ANN401 – foreign data of any shape; its readers check
        """The body as JSON."""
        return msgspec.json.decode(self.body) if self.body else None


def content_problem(endpoint: Endpoint, status: int, headers: Mapping[str, str], body: bytes) -> str:
    """Why a 2xx answer is not what was asked for (a firewall's page, something cut); empty where it is."""
    if status == NO_CONTENT:
        return ""
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if endpoint.accept == _XML:
        start = body.removeprefix(_BOM).lstrip()[:20].lower()
        if "html" in kind or not start.startswith(b"<") or start.startswith((b"<html", b"<!doctype html")):
            return f"Content-Type: {kind}"
        return ""
    if is_html(body):
        return f"HTML, Content-Type: {kind}"
    try:
        msgspec.json.decode(body)
    except msgspec.DecodeError:
        return f"JSON: {len(body)} B, Content-Type: {kind}"
    return ""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds from ``Retry-After``; None where it is missing or no number."""
    try:
        return max(0.0, float(headers.get("Retry-After", "")))
    except ValueError:
        return None


def unavailable(status: int, headers: Mapping[str, str], detail: str = "") -> Unavailable:
    """KSeF, or something on the way to it, failed."""
    return Unavailable(
        _("KSeF jest chwilowo niedostępny."),
        advice=_(_COME_AGAIN_LATER),
        detail=detail or f"HTTP {status}",
        retry_after=retry_after(headers) or 0.0,
    )


def failure(endpoint: Endpoint, status: int, headers: Mapping[str, str], body: bytes) -> KonwerterError:
    """The error an answer with another status than 2xx and 429 stands for. The firewall's 403 is not decided here."""
    problem = read_problem(status, body)
    detail = f"{endpoint}: {problem.detail}"
    if status < BAD_REQUEST:
        return Unavailable(
            _("Zamiast KSeF odpowiedział ktoś inny (przekierowanie)."),
            advice=_("Sprawdź, czy sieć nie wymaga zalogowania na stronie (hotel, sieć gościnna), i spróbuj ponownie."),
            detail=detail,
        )
    if status == UNAUTHORIZED:
        return SessionEnded(
            _("KSeF zakończył sesję."),
            advice=_("Spróbuj ponownie; jeżeli się powtarza, sprawdź token lub certyfikat."),
            detail=detail,
        )
    if status == FORBIDDEN:
        return no_right(problem, detail)
    if status == TIMED_OUT or status >= FAILURE:
        return unavailable(status, headers, detail)
    return Rejected(
        _("KSeF odrzucił żądanie: {text}").format(text=problem.text or f"HTTP {status}"),
        code=problem.code,
        status=status,
        advice=_("To może być błąd programu. Prześlij nam szczegóły; wykonane już pobrania są bezpieczne."),
        detail=detail,
    )


def no_right(problem: Problem, detail: str) -> NoRight:
    """The refusal of §9.2 in words."""
    security = problem.security
    texts = {
        "missing-permissions": (
            _("Brak uprawnienia do przeglądania faktur."),
            _("Poproś klienta o token z uprawnieniem „przeglądanie faktur” albo o nadanie tego prawa NIP biura."),
        ),
        "insufficient-resource-access": (_("Brak dostępu do tej faktury."), _("Faktura nie dotyczy wybranego podmiotu.")),
        "ip-not-allowed": (
            _("Logowanie dozwolone z innego adresu IP (obecny: {ip}).").format(ip=security.get("clientIp") or _("nieznany")),
            _("Zaloguj ponownie z tego miejsca."),
        ),
        "auth-method-not-allowed": (_("Ta operacja nie jest dostępna przy tym sposobie logowania."), ""),
        "context-type-not-allowed": (_("Operacja niedostępna dla tego rodzaju identyfikatora."), ""),
    }
    title, advice = texts.get(
        problem.reason,
        (_("KSeF odmówił dostępu: {text}").format(text=problem.text or "HTTP 403"), _("Sprawdź uprawnienia klienta w KSeF.")),
    )
    return NoRight(title, reason=problem.reason, advice=advice, detail=detail)
