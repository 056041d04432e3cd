"""The way of a request: which call it is, faults, limits, the token, the call, the shape of a refusal, the record."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from app.sandbox import auth_calls, errors, invoice_calls, limits, numbers, own_calls, recording, spoiling, storage
from app.sandbox.answers import Answer
from app.sandbox.auth_calls import BY_ACCESS, BY_AUTHENTICATION, BY_EITHER, BY_REFRESH
from app.sandbox.faults import FaultKind
from app.sandbox.keys import Keys
from app.sandbox.moments import polish_day
from app.sandbox.tokens import READ
from app.sandbox.world import Request, World

_REFERENCE: Final = r"(?P<reference>[0-9A-Za-z-]+)"
_TEXT_TYPES: Final = ("application/json", "application/problem+json")


@dataclass(frozen=True, slots=True)
class Route:
    """One call of the contract; `tokens` names the kinds of JWT it takes, none for an anonymous one."""

    method: str
    path: str
    group: str
    call: Callable[[World, Request], Answer]
    tokens: tuple[str, ...] = ()


ROUTES: Final = (
    Route("GET", "/security/public-key-certificates", limits.ANONYMOUS, auth_calls.public_keys),
    Route("POST", "/auth/challenge", limits.ANONYMOUS, auth_calls.challenge),
    Route("POST", "/auth/ksef-token", limits.ANONYMOUS, auth_calls.ksef_token),
    Route("POST", "/auth/xades-signature", limits.ANONYMOUS, auth_calls.xades_signature),
    Route("POST", "/auth/token/redeem", limits.ANONYMOUS, auth_calls.redeem, BY_AUTHENTICATION),
    Route("POST", "/auth/token/refresh", limits.ANONYMOUS, auth_calls.refresh, BY_REFRESH),
    Route("GET", "/auth/sessions", limits.OTHER, auth_calls.sessions, BY_ACCESS),
    Route("DELETE", "/auth/sessions/current", limits.OTHER, auth_calls.end_current, BY_EITHER),
    Route("DELETE", f"/auth/sessions/{_REFERENCE}", limits.OTHER, auth_calls.end_other, BY_EITHER),
    Route("GET", f"/auth/{_REFERENCE}", limits.ANONYMOUS, auth_calls.status, BY_AUTHENTICATION),
    Route("GET", "/tokens", limits.OTHER, own_calls.tokens, BY_ACCESS),
    Route("GET", f"/tokens/{_REFERENCE}", limits.OTHER, own_calls.token, BY_ACCESS),
    Route("DELETE", f"/tokens/{_REFERENCE}", limits.OTHER, own_calls.revoke, BY_ACCESS),
    Route("GET", "/rate-limits", limits.OTHER, own_calls.rate_limits, BY_ACCESS),
    Route("POST", "/invoices/query/metadata", limits.METADATA, invoice_calls.metadata, BY_ACCESS),
    Route("GET", r"/invoices/ksef/(?P<number>[^/]+)", limits.DOWNLOAD, invoice_calls.invoice, BY_ACCESS),
    Route("POST", "/invoices/exports", limits.EXPORT, invoice_calls.start_export, BY_ACCESS),
    Route("GET", f"/invoices/exports/{_REFERENCE}", limits.EXPORT_STATUS, invoice_calls.export_status, BY_ACCESS),
    Route("GET", r"/storage/(?P<name>[^/]+)", "", invoice_calls.part),
    Route("GET", "/status", "", invoice_calls.latarnia_status),
    Route("GET", "/messages", "", invoice_calls.latarnia_messages),
)


def context_of(world: World, request: Request) -> str:
    """Whom a request is about, as far as can be told before it is judged; empty where it cannot."""
    if request.path.startswith(storage.ROOT):
        return world.exports.owner(request.path.removeprefix(storage.ROOT))
    try:
        return world.signins.bearer(request.headers.get("Authorization", ""), (*BY_AUTHENTICATION, *BY_EITHER), request.now)[
            0
        ].context
    except errors.Refused:
        pass  # an anonymous call, or one that will be refused for its token
    try:
        return str(msgspec.json.decode(request.body)["contextIdentifier"]["value"])
    except (msgspec.DecodeError, KeyError, TypeError):
        return ""


def answer(world: World, request: Request, context: str) -> Answer:
    """The answer to a request, recorded; the world is locked meanwhile."""
    with world.lock:
        route, captured = _route(request)
        request.captured = captured
        given = _answer(world, request, route, context)
        warning = world.system_warning or request.headers.get("X-Test-System-Warning", "")
        if warning:
            given.headers["X-System-Warning"] = warning.encode("ascii", "replace").decode("ascii")
        world.requests.append(_record(request, given, context, route.group if route else ""))
        return given


def _answer(world: World, request: Request, route: Route | None, context: str) -> Answer:
    _before(world, request, context)
    try:
        given = spoiling.instead(request.faults)
        if given is None:
            if route is None:
                return Answer(404)
            _admit(world, request, route, context)
            given = route.call(world, request)
            if isinstance(given.document, dict) and request.full_path.startswith("/v2/"):
                given.document["futureField"] = "pole nieznane klientowi"
        spoiling.spoil(given, request.faults)
    except errors.Refused as refused:
        seed = world.signins.next_seed()
        given = errors.render(
            refused,
            problem=request.headers.get("X-Error-Format", "") == "problem-details",
            path=request.full_path,
            now=request.ticks,
            trace=f"00-{hashlib.sha256(seed).hexdigest()[:32]}-00",
            reference=numbers.reference("EX", polish_day(request.ticks), seed),
        )
    return given


def _admit(world: World, request: Request, route: Route, context: str) -> None:
    """Count the call against its limits and read its token."""
    if route.group == limits.ANONYMOUS:
        world.meter.count(route.group, (request.address,), request.now)
    elif route.group and context:
        endpoint = (f"{route.method} {route.path}",) if route.group == limits.OTHER else ()
        world.meter.count(route.group, (context, request.address, *endpoint), request.now)
    if route.tokens:
        header = request.headers.get("Authorization", "")
        request.signin, request.permissions = world.signins.bearer(header, route.tokens, request.now)


def _before(world: World, request: Request, context: str) -> None:
    """Faults that change the world just before the call."""
    if FaultKind.TOKEN_REVOKED in request.faults:
        world.permissions.revoke(context)
    if FaultKind.PERMISSION_REMOVED in request.faults:
        world.permissions.strip(context, READ)
    if FaultKind.SESSIONS_ENDED in request.faults:
        end_sessions(world, context)
    if {FaultKind.KEYS_ROTATED, FaultKind.KEYS_REPLACED} & request.faults.keys():
        world.ministry.rotate(Keys.generate(), request.now, emergency=FaultKind.KEYS_REPLACED in request.faults)


def end_sessions(world: World, context: str) -> None:
    """End every session of a context, or all of them."""
    for operation in world.signins.operations.values():
        if operation.redeemed and context in ("", operation.context):
            world.signins.end(operation)


def _route(request: Request) -> tuple[Route | None, dict[str, str]]:
    for route in ROUTES:
        match = re.fullmatch(route.path, request.path) if route.method == request.method else None
        # Parts and Latarnia live outside /v2, the calls of the contract inside.
        if match and (request.full_path != request.path) is bool(route.group):
            return route, match.groupdict()
    return None, {}


def _record(request: Request, given: Answer, context: str, group: str) -> recording.Recorded:
    kind = request.headers.get("Content-Type", "").partition(";")[0]
    return recording.Recorded(
        method=request.method,
        path=request.path,
        query=recording.masked(dict(request.query)),
        headers=recording.masked_headers(request.headers),
        body=recording.masked(_parsed(request.body, kind)),
        context=context,
        group=group,
        at=request.now,
        status=given.status,
        answer=recording.masked(given.document),
        answer_type=given.content_type,
    )


def _parsed(body: bytes, kind: str) -> Any:  # noqa: ANN401 - any JSON
    if not body:
        return None
    try:
        return msgspec.json.decode(body) if kind in _TEXT_TYPES else body.decode("utf-8")
    except (msgspec.DecodeError, UnicodeDecodeError):
        return f"{len(body)} bajtów"
