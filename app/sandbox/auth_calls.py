"""Signing in and the sessions that follow: the calls under /auth, and the Ministry's keys (guide §2)."""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from app.sandbox import certificates, jwt, keys, moments, numbers, xades
from app.sandbox.answers import Answer, json_answer, no_content
from app.sandbox.errors import bad_request, invalid
from app.sandbox.faults import FaultKind
from app.sandbox.filters import base64_bytes
from app.sandbox.signins import DESCRIPTIONS, SUCCESS, SignIn
from app.sandbox.tokens import ACTIVE, REVOKED, Token
from app.sandbox.world import Request, World

_SHAPES: Final = {
    "Nip": re.compile(r"[1-9](?:\d[1-9]|[1-9]\d)\d{7}", re.ASCII),
    "InternalId": re.compile(r"[1-9](?:\d[1-9]|[1-9]\d)\d{7}-\d{5}", re.ASCII),
    "NipVatUe": re.compile(r"\d{10}-[A-Z]{2}[0-9A-Z+*]{2,12}", re.ASCII),
    "PeppolId": re.compile(r"P[A-Z]{2}\d{6}", re.ASCII),
}
_CHALLENGE: Final = 36
_KEY_ID: Final = 44
_PAGE: Final = (10, 100)

_Outcome = tuple[int, str, tuple[str, ...]]
_T = TypeVar("_T")


def public_keys(world: World, _: Request) -> Answer:
    """GET /security/public-key-certificates."""
    return json_answer(world.ministry.document())


def challenge(world: World, request: Request) -> Answer:
    """POST /auth/challenge."""
    milliseconds = request.ticks // 10_000
    # The timestamp carries seven digits and means the same millisecond.
    made = world.signins.challenge(moments.moment(milliseconds * 10_000))
    return json_answer(
        {
            "challenge": made,
            "timestamp": moments.full_text(milliseconds * 10_000),
            "timestampMs": milliseconds,
            "clientIp": request.address,
        }
    )


def ksef_token(world: World, request: Request) -> Answer:
    """POST /auth/ksef-token: accepted at once, judged later (guide §2.5)."""
    body = request.json()
    if not isinstance(body, dict):
        raise invalid("Treść żądania musi być obiektem.")
    context_type, context = _context(body.get("contextIdentifier"))
    encrypted = base64_bytes(body, "encryptedToken")
    named = body.get("publicKeyId")
    given = body.get("challenge")
    if not isinstance(given, str) or len(given) != _CHALLENGE:
        raise invalid("Pole 'challenge' musi mieć 36 znaków.")
    if named is not None and (not isinstance(named, str) or len(named) != _KEY_ID):
        raise invalid("Pole 'publicKeyId' musi mieć 44 znaki.")
    allowed = _policy(body.get("authorizationPolicy"))
    if named is not None and not world.ministry.knows(named):
        raise bad_request(21470, f"Klucz o identyfikatorze {named} nie jest wspierany.")
    issued = world.signins.use_challenge(given, request.now)
    plain = world.ministry.decrypt(keys.TOKEN, encrypted, named or "")
    outcome, token = _judge_token(world, plain, str(moments.ticks(issued) // 10_000), context_type, context)
    operation = _operation(world, request, "Token", (context_type, context), context[:10])
    operation.outcome, operation.allowed_ips = _ending(request, outcome), allowed
    if token is not None:
        operation.permissions, operation.token_reference = token.permissions, token.reference
        token.last_use = request.ticks
    return json_answer(world.signins.start(operation), 202)


def _judge_token(world: World, plain: bytes | None, stamp: str, kind: str, context: str) -> tuple[_Outcome, Token | None]:
    """What a sign-in by token will end with (the texts of guide §2.6)."""
    if plain is None:
        return _failed("Nieprawidłowe szyfrowanie tokena"), None
    try:
        secret, separator, given_stamp = plain.decode("utf-8").rpartition("|")
    except UnicodeDecodeError:
        separator = ""
    if not separator or not given_stamp.isdigit():
        return _failed("Nieprawidłowe kodowanie tokena"), None
    if given_stamp != stamp:
        return _failed("Nieprawidłowy czas tokena"), None
    token = world.permissions.tokens.get(secret)
    complaint = _complaint(token, kind, context)
    if complaint:
        return _failed(complaint), None
    if token is None or not token.permissions:
        return (415, DESCRIPTIONS[415], ("Brak przypisanych uprawnień",)), None
    return SUCCESS, token


def _complaint(token: Token | None, kind: str, context: str) -> str:
    """Why a decrypted token does not open a context; empty where it does."""
    if token is None:
        return "Nieprawidłowy token"
    if token.status == REVOKED:
        return "Token unieważniony"
    if token.status != ACTIVE:
        return "Token nieaktywny"
    return "" if token.context == context else f"Token nie może być użyty w kontekście {kind} {context}"


def _failed(detail: str) -> _Outcome:
    return 450, DESCRIPTIONS[450], (detail,)


def xades_signature(world: World, request: Request) -> Answer:
    """POST /auth/xades-signature (guide §2.9)."""
    signed = xades.read(request.body)
    if not _SHAPES[signed.context_type].fullmatch(signed.context_value):
        raise bad_request(21117, "Identyfikator kontekstu ma nieprawidłową postać.")
    world.signins.use_challenge(signed.challenge, request.now)
    nip = certificates.nip_of(signed.certificate)
    if signed.by_subject and not nip:
        raise bad_request(21115, "Certyfikat nie zawiera identyfikatora podmiotu.")
    identity = nip if signed.by_subject else certificates.fingerprint(signed.certificate)
    permissions = world.permissions.granted(identity, signed.context_value)
    complaint = world.authority.complaint(signed.certificate, request.now)
    outcome: _Outcome = SUCCESS
    if complaint:
        outcome = 460, DESCRIPTIONS[460], (complaint,)
    elif not permissions:
        outcome = 415, DESCRIPTIONS[415], ("Brak przypisanych uprawnień",)
    operation = _operation(world, request, "XadesSignature", (signed.context_type, signed.context_value), identity)
    operation.outcome, operation.allowed_ips = _ending(request, outcome), signed.allowed_ips
    operation.permissions = permissions
    return json_answer(world.signins.start(operation), 202)


def _operation(world: World, request: Request, category: str, context: tuple[str, str], identity: str) -> SignIn:
    """A new sign-in that will succeed."""
    reference = numbers.reference("AU", moments.polish_day(request.ticks), world.signins.next_seed())
    return SignIn(reference, *context, category, identity, request.now, SUCCESS, polls=world.manners.auth_polls)


def _ending(request: Request, outcome: _Outcome) -> _Outcome:
    """The outcome, unless a fault wants another."""
    fault = request.faults.get(FaultKind.AUTH_STATUS)
    if fault is None:
        return outcome
    code, *details = fault.value or (550,)
    return code, DESCRIPTIONS.get(code, "Nieznany status"), tuple(details)


def status(world: World, request: Request) -> Answer:
    """GET /auth/{referenceNumber}."""
    operation = world.signins.find(request.captured["reference"], request.now)
    if operation is not request.session:
        raise bad_request(21304, f"Operacja o numerze referencyjnym {operation.reference} nie została znaleziona.")
    return json_answer(world.signins.poll(operation))


def redeem(world: World, request: Request) -> Answer:
    """POST /auth/token/redeem."""
    operation = request.session
    return json_answer(world.signins.redeem(operation, request.now, revoked=world.revoked(operation)))


def refresh(world: World, request: Request) -> Answer:
    """POST /auth/token/refresh."""
    operation = request.session
    return json_answer(world.signins.refresh(operation, request.now, revoked=world.revoked(operation)))


def sessions(world: World, request: Request) -> Answer:
    """GET /auth/sessions."""
    active = world.signins.active(request.session, request.now)
    shown, following = page(active, request)
    items = [
        {**operation.document(), "referenceNumber": operation.reference, "isCurrent": operation is request.session}
        for operation in shown
    ]
    return json_answer({"continuationToken": following, "items": items})


def end_current(world: World, request: Request) -> Answer:
    """DELETE /auth/sessions/current."""
    world.signins.end(request.session)
    return no_content()


def end_other(world: World, request: Request) -> Answer:
    """DELETE /auth/sessions/{referenceNumber}."""
    wanted = request.captured["reference"]
    for operation in world.signins.active(request.session, request.now):
        if operation.reference == wanted:
            world.signins.end(operation)
            return no_content()
    raise bad_request(21304, f"Operacja uwierzytelniania o numerze referencyjnym {wanted} nie została znaleziona.")


def page(items: list[_T], request: Request) -> tuple[list[_T], str | None]:
    """One page by ``pageSize`` and ``x-continuation-token``, and the token of the next one."""
    low, high = _PAGE
    text = request.query.get("pageSize", str(low))
    if not text.isdigit() or not low <= int(text) <= high:
        raise invalid(f"'pageSize' musi mieścić się w zakresie od {low} do {high}.")
    try:
        start = int(base64.b64decode(request.headers.get("x-continuation-token", ""), validate=True) or b"0")
    except (binascii.Error, ValueError) as error:
        raise bad_request(21418) from error
    end = start + int(text)
    following = base64.b64encode(str(end).encode()).decode("ascii") if end < len(items) else None
    return items[start:end], following


def _context(given: object) -> tuple[str, str]:
    if not isinstance(given, dict) or given.get("type") not in _SHAPES or not isinstance(given.get("value"), str):
        raise invalid("Pole 'contextIdentifier' jest nieprawidłowe.")
    if not _SHAPES[given["type"]].fullmatch(given["value"]):
        raise invalid("Pole 'contextIdentifier.value' ma nieprawidłowy format.")
    return given["type"], given["value"]


def _policy(given: object) -> tuple[str, ...]:
    """The addresses of an authorization policy, of whatever kind."""
    allowed: Mapping[str, Any] = (given.get("allowedIps") or {}) if isinstance(given, dict) else {}
    return tuple(str(entry) for name in ("ip4Addresses", "ip4Ranges", "ip4Masks") for entry in allowed.get(name) or ())


BY_AUTHENTICATION: Final = (jwt.AUTHENTICATION,)
BY_ACCESS: Final = (jwt.ACCESS,)
BY_REFRESH: Final = (jwt.REFRESH,)
BY_EITHER: Final = (jwt.ACCESS, jwt.REFRESH)
"""Which tokens a call takes."""
