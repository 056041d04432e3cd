"""How the sandbox refuses: codes, texts and the two shapes of the answer (guide §9.1, §9.2, §6.2)."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from app.sandbox import moments
from app.sandbox.answers import JSON, PROBLEM, Answer

DESCRIPTIONS: Final = {
    21001: "Nieczytelna treść.",
    21111: "Nieprawidłowe wyzwanie autoryzacyjne.",
    21115: "Nieprawidłowy certyfikat.",
    21117: "Nieprawidłowy identyfikator podmiotu dla wskazanego typu kontekstu.",
    21164: "Faktura o podanym identyfikatorze nie istnieje.",
    21165: "Faktura o podanym numerze KSeF nie jest jeszcze dostępna.",
    21175: "Wynik zapytania o podanym identyfikatorze nie istnieje.",
    21181: "Nieprawidłowe żądanie eksportu faktur.",
    21182: "Osiągnięto limit trwających eksportów.",
    21183: "Zakres filtrowania wykracza poza dostępny zakres danych.",
    21217: "Nieprawidłowe kodowanie znaków.",
    21301: "Brak autoryzacji.",
    21304: "Brak uwierzytelnienia.",
    21308: "Próba wykorzystania metod autoryzacyjnych osoby zmarłej.",
    21401: "Dokument nie jest zgodny ze schemą (xsd).",
    21405: "Błąd walidacji danych wejściowych.",
    21406: "Konflikt podpisu i typu uwierzytelnienia.",
    21418: "Przekazany token kontynuacji ma nieprawidłowy format.",
    21470: "Przesłany identyfikator klucza jest nieznany lub wskazuje na wycofany klucz.",
    9101: "Nieprawidłowy dokument.",
    9102: "Brak podpisu.",
    9103: "Przekroczona liczba dozwolonych podpisów.",
    9105: "Nieprawidłowy podpis.",
}
"""Codes of 400 that a download client can meet (OpenAPI contract)."""

REASONS: Final = {
    "missing-permissions": "Brak wymaganych uprawnień.",
    "insufficient-resource-access": "Brak dostępu do zasobu.",
    "ip-not-allowed": "Adres IP klienta nie jest dozwolony.",
    "auth-method-not-allowed": "Metoda uwierzytelnienia nie jest dozwolona dla tej operacji.",
}
"""reasonCode of 403 and its text."""


@dataclass(eq=False)
class Refused(Exception):
    """A request that is not fulfilled: the status and what its answer says.

    `code` and `details` belong to 400, `reason` and `security` to 403, `retry_after` (seconds) to 429.
    """

    status: int
    detail: str = ""
    code: int = 0
    details: tuple[str, ...] = ()
    reason: str | None = None
    security: dict[str, Any] = field(default_factory=dict)
    retry_after: int | None = None


def bad_request(code: int, *details: str) -> Refused:
    """400 with a code of the contract."""
    return Refused(400, "Żądanie jest nieprawidłowe.", code=code, details=details)


def invalid(*details: str) -> Refused:
    """400/21405: the input does not pass validation."""
    return bad_request(21405, *details)


def unauthorized(detail: str) -> Refused:
    """401."""
    return Refused(401, detail)


def forbidden(reason: str, **security: object) -> Refused:
    """403 with a reason of the contract."""
    return Refused(403, REASONS[reason], reason=reason, security=security)


def gone() -> Refused:
    """410: the result of an operation has been removed."""
    return Refused(410, "Operacja nie jest już dostępna.")


def too_many(retry_after: int, detail: str) -> Refused:
    """429."""
    return Refused(429, detail, retry_after=retry_after)


def render(refused: Refused, *, problem: bool, path: str, now: int, trace: str, reference: str) -> Answer:
    """The answer in the shape asked for; 401, 403 and 410 know only one."""
    if refused.status not in (400, 401, 403, 410, 429):
        return Answer(refused.status)
    if refused.status == HTTPStatus.TOO_MANY_REQUESTS:
        answer = _too_many(refused, problem=problem, path=path, now=now, trace=trace)
        if refused.retry_after is not None:
            answer.headers["Retry-After"] = str(refused.retry_after)
        return answer
    if refused.status == HTTPStatus.BAD_REQUEST and not problem:
        return Answer(400, document=_legacy(refused, now, trace, reference), content_type=JSON)
    document = _problem(refused, path, now, trace)
    if refused.status == HTTPStatus.BAD_REQUEST:
        document["errors"] = [
            {
                "code": refused.code,
                "description": DESCRIPTIONS.get(refused.code, "Nieznany błąd."),
                "details": list(refused.details),
            }
        ]
    if refused.status == HTTPStatus.FORBIDDEN:
        document["reasonCode"] = refused.reason
        document["security"] = refused.security or None
    return Answer(refused.status, document=document, content_type=PROBLEM)


def _problem(refused: Refused, path: str, now: int, trace: str) -> dict[str, Any]:
    return {
        "title": HTTPStatus(refused.status).phrase,
        "status": refused.status,
        "instance": path,
        "detail": refused.detail,
        "timestamp": moments.text(now),
        "traceId": trace,
    }


def _too_many(refused: Refused, *, problem: bool, path: str, now: int, trace: str) -> Answer:
    if problem:
        return Answer(429, document=_problem(refused, path, now, trace), content_type=PROBLEM)
    status = {"code": 429, "description": "Too Many Requests", "details": [refused.detail]}
    return Answer(429, document={"status": status}, content_type=JSON)


def _legacy(refused: Refused, now: int, trace: str, reference: str) -> dict[str, Any]:
    """The older shape of 400; its timestamp carries no offset in the contract's example, only in the schema."""
    return {
        "exception": {
            "exceptionDetailList": [
                {
                    "exceptionCode": refused.code,
                    "exceptionDescription": DESCRIPTIONS.get(refused.code, "Nieznany błąd."),
                    "details": list(refused.details),
                }
            ],
            "referenceNumber": reference,
            "serviceCode": trace,
            "serviceCtx": "srvDVAKA",
            "serviceName": "online.sandbox",
            "timestamp": moments.text(now).removesuffix("+00:00"),
        }
    }
