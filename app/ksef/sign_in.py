"""Signing in (§2): challenge, token or signature, polling, redeeming once; and what is tried again when it fails."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from app.base.errors import WorldError
from app.base.progress import Progress
from app.base.texts import _
from app.ksef.answers import Answer, unavailable
from app.ksef.contexts import Context
from app.ksef.credentials import Credential, Started, ask_challenge
from app.ksef.endpoints import REDEEM, SIGN_IN_STATUS
from app.ksef.errand import Errand
from app.ksef.errors import Cause, Rejected, SignInRefused, Unavailable, Unreachable
from app.ksef.keys import PublicKeys
from app.ksef.moments import parse
from app.ksef.refusals import refusal, refused
from app.ksef.retries import WAITS, retrying
from app.ksef.transport import Transport

T = TypeVar("T")

_LOG: Final = logging.getLogger(__name__)
_POLLS: Final = (0.5, 1.0, 1.0) + (2.0,) * 29  # a minute; a normal sign-in takes up to three seconds
_SUCCESS: Final = 200
_FIRST_FINAL: Final = 200
_CHALLENGE_CODE: Final = 21111
_KEY_CODE: Final = 21470
_SIGNATURE_CODES: Final = frozenset({21115, 21117, 21217, 21401, 21406, *range(9101, 9106)})
# What may be cured by beginning anew, once each (§2.6).
_ONCE_MORE: Final = (Cause.CHALLENGE, Cause.TIMESTAMP, Cause.ENCRYPTION, Cause.CANCELLED_SESSION)
_GUESSED_LIFE: Final = dt.timedelta(minutes=10)  # where KSeF's own words cannot be read


@dataclass(frozen=True, slots=True)
class Jwt:
    """A token of a session, and how long it is good by KSeF's clock. Never logged, shown or stored."""

    text: str = field(repr=False)
    since: dt.datetime
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a sign-in brings."""

    access: Jwt
    refresh: Jwt


class _BeginAnew(WorldError):
    """A call that may be made only once failed, or KSeF did: the whole sign-in can be tried again."""


def sign_in(transport: Transport, keys: PublicKeys, context: Context, credential: Credential, errand: Errand) -> Tokens:
    """Sign in to `context`; raises `SignInRefused`, what the transport raises, and `Cancelled`."""
    cures = set(_ONCE_MORE)

    def attempt() -> Tokens:
        return _attempt(transport, keys, context, credential, errand)

    while True:
        try:
            return retrying(attempt, transport.clock, errand, lambda error: isinstance(error, _BeginAnew), WAITS[:3])
        except _BeginAnew as failed:
            if isinstance(failed.__cause__, WorldError):
                raise failed.__cause__ from None
            raise
        except SignInRefused as no:
            if no.cause not in cures:
                raise
            cures.remove(no.cause)
            if no.cause is Cause.ENCRYPTION:
                keys.forget()
            _LOG.warning("Logowanie ponawiane: %s", no.detail)
            errand.report(Progress(0, text=_("{problem} Ponawiam.").format(problem=no.title)))


def _attempt(transport: Transport, keys: PublicKeys, context: Context, credential: Credential, errand: Errand) -> Tokens:
    errand.report(Progress(0, text=_("Trwa logowanie do KSeF…")))
    challenge = ask_challenge(transport, errand)
    try:
        started = _once(lambda: credential.start(transport, keys, context, challenge, errand))
    except Rejected as no:
        raise _start_refused(no, context) from None
    _poll(transport, started, context, errand)
    return _redeem(transport, started, errand)


def _start_refused(no: Rejected, context: Context) -> SignInRefused | Rejected:
    """What KSeF objects to before it even looks at the token."""
    if no.code == _CHALLENGE_CODE:
        return refused(Cause.CHALLENGE, context, detail=no.detail)
    if no.code == _KEY_CODE:
        return refused(Cause.ENCRYPTION, context, detail=no.detail)
    if no.code in _SIGNATURE_CODES:
        return refused(Cause.SIGNATURE, context, text=no.title, detail=no.detail)
    return no


def _poll(transport: Transport, started: Started, context: Context, errand: Errand) -> None:
    """Wait until KSeF has decided; raises its refusal."""
    for wait in _POLLS:
        transport.clock.sleep(wait, errand.cancel)
        said = transport.call(
            SIGN_IN_STATUS, errand, bearer=started.authentication_token, path={"referenceNumber": started.reference}
        ).json()
        code, description, details = read_status(said)
        if code == _SUCCESS:
            return
        if code > _FIRST_FINAL:
            no = refusal(code, description, details, context)
            if isinstance(no, Unavailable):
                raise _BeginAnew(no.title, advice=no.advice, detail=no.detail) from no
            raise no
    raise Unavailable(
        _("KSeF nie zakończył logowania w ciągu minuty."), advice=_("Spróbuj ponownie za kilka minut."), detail=started.reference
    )


def read_status(said: Any) -> tuple[int, str, tuple[str, ...]]:  # noqa: ANN401 – foreign data
    """Code, description and details of a ``status`` of KSeF; raises `Unavailable` where there is none."""
    status = said.get("status") if isinstance(said, dict) else None
    code = status.get("code") if isinstance(status, dict) else None
    if not isinstance(status, dict) or not isinstance(code, int):
        raise unavailable(_SUCCESS, {}, "status")
    details = status.get("details")
    texts = tuple(str(text) for text in details) if isinstance(details, list) else ()
    return code, str(status.get("description") or ""), texts


def _redeem(transport: Transport, started: Started, errand: Errand) -> Tokens:
    """Collect the tokens: possible once. If the answer is lost on the way they are gone, and so is this sign-in."""

    def ask() -> Answer:
        return transport.call(REDEEM, errand, bearer=started.authentication_token)

    try:
        try:
            said = ask().json()
        except (Unreachable, Unavailable):
            said = _once(ask).json()
    except Rejected as no:
        raise _BeginAnew(no.title, advice=no.advice, detail=no.detail) from no
    if not isinstance(said, dict):
        raise unavailable(_SUCCESS, {}, str(REDEEM))
    return Tokens(read_jwt(said.get("accessToken"), transport.now()), read_jwt(said.get("refreshToken"), transport.now()))


def read_jwt(said: Any, now: dt.datetime) -> Jwt:  # noqa: ANN401 – foreign data
    """A ``{token, validUntil}`` of KSeF; raises `Unavailable` where it is none."""
    text = said.get("token") if isinstance(said, dict) else None
    if not isinstance(text, str) or not text:
        raise unavailable(_SUCCESS, {}, "token")
    try:
        until = parse(str(said.get("validUntil")))
    except ValueError:
        until = now + _GUESSED_LIFE
    return Jwt(text, now, until)


def _once(call: Callable[[], T]) -> T:
    """A call that cannot be repeated by itself."""
    try:
        return call()
    except (Unreachable, Unavailable) as lost:
        raise _BeginAnew(lost.title, advice=lost.advice, detail=lost.detail) from lost
