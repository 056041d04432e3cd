"""Reading what KSeF says went wrong: both shapes of a 400, problem-details, the firewall's answers, or nothing at all (§9.1, §9.2)."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

_WAF_TITLE: Final = "request blocked"
_HTML_MARKS: Final = (b"<html", b"<!doctype html", b"incapsula")
_SNIFFED: Final = 2048


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as KSeF told it. Texts are KSeF's own; codes may be several, `code` is the first."""

    status: int
    codes: tuple[int, ...] = ()
    text: str = ""
    reason: str = ""
    security: dict[str, Any] = field(default_factory=dict)
    trace: str = ""
    firewall: bool = False

    @property
    def code(self) -> int:
        """KSeF's number of the error; 0 where it gave none."""
        return self.codes[0] if self.codes else 0

    @property
    def detail(self) -> str:
        """For support: what MF asks for."""
        parts = [f"HTTP {self.status}", *(str(code) for code in self.codes), self.text]
        incident = self.security.get("incidentId")
        parts += [f"incidentId: {incident}"] if incident else []
        parts += [f"traceId: {self.trace}"] if self.trace else []
        return "; ".join(filter(None, parts))


def read_problem(status: int, body: bytes) -> Problem:
    """Whatever can be understood of an answer with an error status; never raises."""
    if is_html(body):
        return Problem(status, firewall=status == 403)  # noqa: PLR2004 – Forbidden
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return Problem(status)
    exception = said.get("exception")
    if isinstance(exception, dict):
        return _old_shape(status, exception)
    return _problem_details(status, said)


def is_html(body: bytes) -> bool:
    """Whether a body is a web page, of a firewall or of a maintenance, in place of an answer."""
    start = body[:_SNIFFED].lower()
    return any(mark in start for mark in _HTML_MARKS)


def _old_shape(status: int, exception: dict[str, Any]) -> Problem:
    items = [item for item in _list(exception.get("exceptionDetailList")) if isinstance(item, dict)]
    return Problem(
        status,
        codes=tuple(code for item in items if (code := _number(item.get("exceptionCode")))),
        text=_joined(items, "exceptionDescription"),
        trace=_text(exception.get("serviceCode")) or _text(exception.get("referenceNumber")),
    )


def _problem_details(status: int, said: dict[str, Any]) -> Problem:
    items = [item for item in _list(said.get("errors")) if isinstance(item, dict)]
    security = said.get("security")
    security = security if isinstance(security, dict) else {}
    reason = _text(said.get("reasonCode"))
    inner = said.get("status")  # 429 in its old shape keeps everything in there
    inner = inner if isinstance(inner, dict) else {}
    title = _text(said.get("title"))
    return Problem(
        status,
        codes=tuple(code for item in items if (code := _number(item.get("code")))),
        text=_joined(items, "description") or _text(said.get("detail")) or _joined([inner], "description") or title,
        reason=reason,
        security=security,
        trace=_text(said.get("traceId")),
        firewall=status == 403  # noqa: PLR2004 – Forbidden
        and (reason == "security-service-blocked" or title.lower() == _WAF_TITLE or (not reason and "incidentId" in security)),
    )


def _joined(items: list[dict[str, Any]], description: str) -> str:
    told = [
        " ".join(filter(None, [_text(item.get(description)), *(_text(text) for text in _list(item.get("details")))]))
        for item in items
    ]
    return " ".join(filter(None, told))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
