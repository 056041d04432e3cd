"""How faults change what would have been answered: instead of the call, or in its answer."""

import base64
import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from app.sandbox import moments
from app.sandbox.answers import PROBLEM, Answer
from app.sandbox.documents import seconds
from app.sandbox.errors import Refused, bad_request, forbidden, gone, too_many, unauthorized
from app.sandbox.faults import Fault, FaultKind

_FIREWALL_PAGE: Final = (
    b'<html><head><META NAME="robots" CONTENT="noindex,nofollow"><script src="/_Incapsula_Resource?SWJIYLWA=5074a744e2e3d891814e9a2dace20bd4">'
    b"</script></head><body></body></html>"
)
_ERROR_PAGE: Final = (
    b"<html><head><title>503 Service Temporarily Unavailable</title></head><body><center><h1>503</h1></center></body></html>"
)
_WRONG_HASH: Final = base64.b64encode(hashlib.sha256(b"inne bajty").digest()).decode("ascii")
_INCIDENT: Final = "612001300243914411-209872345"


def instead(faults: Mapping[FaultKind, Fault]) -> Answer | None:
    """The answer that takes the place of the call; raises `Refused` for those with a body of the contract."""
    for kind, fault in faults.items():
        if kind in _REFUSALS:
            raise _REFUSALS[kind](fault)
        if kind in _ANSWERS:
            return _ANSWERS[kind](fault)
    return None


def spoil(answer: Answer, faults: Mapping[FaultKind, Fault]) -> None:
    """Change an answer of 200 as its faults want."""
    if answer.status != 200:  # noqa: PLR2004 - an HTTP status
        return
    for kind, fault in faults.items():
        if kind in _CHANGES:
            _CHANGES[kind](answer, fault)


def _rate_limit(fault: Fault) -> Refused:
    refused = too_many(fault.value or 0, "Przekroczono limit żądań.")
    refused.retry_after = fault.value
    return refused


def _forbidden_null(_: Fault) -> Refused:
    return Refused(403, "Brak dostępu.", reason=None)


def _waf(_: Fault) -> Answer:
    document = {
        "title": "Request blocked",
        "status": 403,
        "detail": "This request was blocked by our security service",
        "security": {"incidentId": _INCIDENT, "clientIp": "203.0.113.7"},
    }
    return Answer(403, document=document, content_type=PROBLEM)


def _expired_link(_: Fault) -> Answer:
    return Answer(403, body=b"<Error><Code>AuthenticationFailed</Code></Error>", content_type="application/xml")


_REFUSALS: Final[dict[FaultKind, Callable[[Fault], Refused]]] = {
    FaultKind.RATE_LIMIT: _rate_limit,
    FaultKind.UNAUTHORIZED: lambda _: unauthorized("Token wygasł."),
    FaultKind.FORBIDDEN_NULL: _forbidden_null,
    FaultKind.FORBIDDEN_PERMISSION: lambda _: forbidden(
        "missing-permissions", requiredAnyOfPermissions=["InvoiceRead"], presentPermissions=[]
    ),
    FaultKind.FORBIDDEN_RESOURCE: lambda _: forbidden("insufficient-resource-access"),
    FaultKind.FORBIDDEN_IP: lambda _: forbidden("ip-not-allowed", clientIp="203.0.113.7"),
    FaultKind.GONE: lambda _: gone(),
    FaultKind.BAD_REQUEST: lambda fault: bad_request(fault.value or 21301, "Błąd wstrzyknięty przez test."),
}
_ANSWERS: Final[dict[FaultKind, Callable[[Fault], Answer]]] = {
    FaultKind.STATUS: lambda fault: Answer(fault.value or 500),
    FaultKind.OUT_OF_ORDER: lambda fault: Answer(503, headers={"Retry-After": str(fault.value or 60)}),
    FaultKind.HTML: lambda fault: Answer(fault.value or 503, body=_ERROR_PAGE, content_type="text/html"),
    FaultKind.FIREWALL: lambda _: Answer(200, body=_FIREWALL_PAGE, content_type="text/html"),
    FaultKind.FORBIDDEN_WAF: _waf,
    FaultKind.LINK_EXPIRED: _expired_link,
}


def _records(answer: Answer) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = (answer.document or {}).get("invoices", [])
    return records


def _package(answer: Answer) -> dict[str, Any]:
    package: dict[str, Any] = (answer.document or {}).get("package") or {}
    return package


def _wrong_meta_hash(answer: Answer, _: Fault) -> None:
    answer.headers["x-ms-meta-hash"] = _WRONG_HASH


def _wrong_invoice_hash(answer: Answer, _: Fault) -> None:
    for record in _records(answer)[:1]:
        record["invoiceHash"] = _WRONG_HASH


def _wrong_part(name: str) -> Callable[[Answer, Fault], None]:
    def change(answer: Answer, _: Fault) -> None:
        for part in _package(answer).get("parts", [])[:1]:
            part[name] = _WRONG_HASH

    return change


def _reversed_parts(answer: Answer, _: Fault) -> None:
    _package(answer).get("parts", []).reverse()


def _flipped(answer: Answer, _: Fault) -> None:
    content = bytearray(answer.payload())
    content[len(content) // 2] ^= 1
    answer.file, answer.body = None, bytes(content)


def _duplicated(answer: Answer, _: Fault) -> None:
    records = _records(answer)
    records.extend(dict(record) for record in records[:2])


def _shuffled(answer: Answer, _: Fault) -> None:
    _records(answer).reverse()


def _unknown_type(answer: Answer, _: Fault) -> None:
    for record in _records(answer)[:1]:
        record["invoiceType"] = "VatNowy"


def _without_mark(answer: Answer, _: Fault) -> None:
    for holder in (answer.document or {}, _package(answer)):
        if "permanentStorageHwmDate" in holder:
            holder["permanentStorageHwmDate"] = None


def _mark_back(answer: Answer, fault: Fault) -> None:
    for holder in (answer.document or {}, _package(answer)):
        if holder.get("permanentStorageHwmDate"):
            mark = moments.parse(holder["permanentStorageHwmDate"])
            holder["permanentStorageHwmDate"] = moments.text(mark - seconds(fault.value or 3_600))


_CHANGES: Final[dict[FaultKind, Callable[[Answer, Fault], None]]] = {
    FaultKind.WRONG_META_HASH: _wrong_meta_hash,
    FaultKind.WRONG_INVOICE_HASH: _wrong_invoice_hash,
    FaultKind.WRONG_PART_HASH: _wrong_part("partHash"),
    FaultKind.WRONG_ENCRYPTED_PART_HASH: _wrong_part("encryptedPartHash"),
    FaultKind.PARTS_OUT_OF_ORDER: _reversed_parts,
    FaultKind.FLIPPED_BYTE: _flipped,
    FaultKind.DUPLICATES: _duplicated,
    FaultKind.SHUFFLED: _shuffled,
    FaultKind.UNKNOWN_TYPE: _unknown_type,
    FaultKind.HWM_MISSING: _without_mark,
    FaultKind.HWM_BACK: _mark_back,
}


def skew(faults: Mapping[FaultKind, Fault], usual: dt.timedelta) -> dt.timedelta:
    """By how much the Date header of this answer is wrong."""
    fault = faults.get(FaultKind.CLOCK_SKEW)
    return usual if fault is None else dt.timedelta(seconds=fault.value or 600)
