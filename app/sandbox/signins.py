"""Sign-in operations: challenges, their outcome, the session that follows (guide §2.3–§2.8)."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final

from app.sandbox import jwt, moments, numbers
from app.sandbox.errors import Refused, bad_request, gone, unauthorized

SUCCESS: Final = (200, "Uwierzytelnianie zakończone sukcesem", ())
IN_PROGRESS: Final = (100, "Uwierzytelnianie w toku", ())
DESCRIPTIONS: Final = {
    200: SUCCESS[1],
    415: "Uwierzytelnianie zakończone niepowodzeniem",
    425: "Uwierzytelnienie unieważnione",
    450: "Uwierzytelnianie zakończone niepowodzeniem z powodu błędnego tokenu",
    460: "Uwierzytelnianie zakończone niepowodzeniem z powodu błędu certyfikatu",
    470: "Uwierzytelnianie zakończone niepowodzeniem",
    480: "Uwierzytelnienie zablokowane",
    500: "Nieznany błąd",
    550: "Operacja została anulowana przez system",
}
_KEPT: Final = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long things live, in seconds (guide §2.7, §5)."""

    challenge: float = 600
    authentication: float = 45 * 60
    access: float = 15 * 60
    refresh: float = 7 * 86_400
    link: float = 3_600
    package: float = 7 * 86_400


@dataclass(slots=True)
class SignIn:
    """One sign-in and, once redeemed, its session."""

    reference: str
    context_type: str
    context: str
    category: str
    identity: str
    started: dt.datetime
    outcome: tuple[int, str, tuple[str, ...]]
    polls: int
    permissions: tuple[str, ...] = ()
    token_reference: str = ""
    allowed_ips: tuple[str, ...] = ()
    redeemed: bool = False
    ended: bool = False
    refreshed: int | None = None
    refresh_until: int | None = None

    @property
    def code(self) -> int:
        """The status a client may see now."""
        return IN_PROGRESS[0] if self.polls > 0 else self.outcome[0]

    def document(self) -> dict[str, Any]:
        """What GET /auth/{ref} answers now."""
        code, description, details = IN_PROGRESS if self.polls > 0 else self.outcome
        by_token = self.category == "Token"
        return {
            "startDate": moments.text(moments.ticks(self.started)),
            "authenticationMethod": "Token" if by_token else "InternalCertificate",
            "authenticationMethodInfo": {
                "category": self.category,
                "code": "token.ksef" if by_token else "xades.ksef-certificate",
                "displayName": "Token KSeF" if by_token else "Certyfikat KSeF",
            },
            "status": {"code": code, "description": description, "details": list(details) or None},
            "isTokenRedeemed": self.redeemed,
            "lastTokenRefreshDate": None if self.refreshed is None else moments.text(self.refreshed),
            "refreshTokenValidUntil": None if self.refresh_until is None else moments.text(self.refresh_until),
        }


@dataclass(slots=True)
class SignIns:
    """Every challenge and sign-in of one sandbox."""

    signer: jwt.Signer
    lifetimes: Lifetimes
    seed: bytes
    operations: dict[str, SignIn] = field(default_factory=dict)
    _challenges: dict[str, dt.datetime] = field(default_factory=dict)
    _count: int = 0

    def next_seed(self) -> bytes:
        """A fresh ingredient for a number, the same in the same order of events."""
        self._count += 1
        return self.seed + self._count.to_bytes(8, "big")

    def challenge(self, now: dt.datetime) -> str:
        """A new challenge."""
        made = numbers.reference("CR", moments.polish_day(moments.ticks(now)), self.next_seed())
        self._challenges[made] = now
        return made

    def use_challenge(self, challenge: str, now: dt.datetime) -> dt.datetime:
        """When a challenge was given; it is used up by this. 21111 for an unknown, used or old one."""
        given = self._challenges.pop(challenge, None)
        if given is None or (now - given).total_seconds() > self.lifetimes.challenge:
            raise bad_request(21111)
        return given

    def start(self, operation: SignIn) -> dict[str, Any]:
        """What the starting call answers: the reference and the token for polling."""
        self.operations[operation.reference] = operation
        token = self._token(operation, jwt.AUTHENTICATION, self.lifetimes.authentication, operation.started)
        return {"referenceNumber": operation.reference, "authenticationToken": token}

    def find(self, reference: str, now: dt.datetime) -> SignIn:
        """An operation; 21304 for an unknown one, 410 after seven days."""
        operation = self.operations.get(reference)
        if operation is None:
            raise bad_request(21304, f"Operacja uwierzytelniania o numerze referencyjnym {reference} nie została znaleziona.")
        if now - operation.started > _KEPT:
            raise gone()
        return operation

    def poll(self, operation: SignIn) -> dict[str, Any]:
        """The present status; every call brings the operation nearer to its end."""
        document = operation.document()
        operation.polls = max(0, operation.polls - 1)
        return document

    def redeem(self, operation: SignIn, now: dt.datetime, *, revoked: bool) -> dict[str, Any]:
        """The access and refresh tokens, once."""
        if operation.redeemed:
            raise _not_now(f"Tokeny dla operacji uwierzytelniania {operation.reference} zostały już pobrane.")
        if operation.code != SUCCESS[0]:
            raise _not_now(f"Status uwierzytelniania ({operation.code}) nie pozwala na pobranie tokenów.")
        if revoked:
            raise _not_now("Token KSeF został unieważniony.")
        operation.redeemed = True
        operation.refresh_until = moments.ticks(now + dt.timedelta(seconds=self.lifetimes.refresh))
        return {
            "accessToken": self._token(operation, jwt.ACCESS, self.lifetimes.access, now),
            "refreshToken": self._token(operation, jwt.REFRESH, self.lifetimes.refresh, now),
        }

    def refresh(self, operation: SignIn, now: dt.datetime, *, revoked: bool) -> dict[str, Any]:
        """A new access token; 21301 once the session or the KSeF token is over (not 401: guide §2.7)."""
        if operation.ended:
            raise _not_now("Status uwierzytelniania (425) nie pozwala na odświeżenie tokenu dostępowego.")
        if revoked:
            raise _not_now("Token KSeF został unieważniony.")
        operation.refreshed = moments.ticks(now)
        return {"accessToken": self._token(operation, jwt.ACCESS, self.lifetimes.access, now)}

    def end(self, operation: SignIn) -> None:
        """Log out; access tokens already issued go on."""
        operation.ended = True
        operation.outcome = (425, DESCRIPTIONS[425], ("Uwierzytelnienie zostało unieważnione przez użytkownika.",))

    def bearer(self, header: str, kinds: tuple[str, ...], now: dt.datetime) -> tuple[SignIn, tuple[str, ...]]:
        """Whose token this is, and the permissions frozen into it; 401 otherwise."""
        kind, _, token = header.partition(" ")
        if kind.lower() != "bearer" or not token:
            raise unauthorized("Brak nagłówka Authorization z tokenem.")
        claims = self.signer.read(token.strip(), kinds, now.timestamp())
        operation = self.operations.get(claims["arn"])
        if operation is None:
            raise unauthorized("Token pochodzi z nieznanej operacji.")
        return operation, tuple(claims["per"])

    def active(self, like: SignIn, now: dt.datetime) -> list[SignIn]:
        """The living sessions of the same identity in the same context, newest first."""
        present = moments.ticks(now)
        return sorted(
            (
                operation
                for operation in self.operations.values()
                if (operation.context, operation.identity) == (like.context, like.identity)
                and operation.redeemed
                and not operation.ended
                and (operation.refresh_until or 0) > present
            ),
            key=lambda operation: operation.started,
            reverse=True,
        )

    def _token(self, operation: SignIn, kind: str, life: float, now: dt.datetime) -> dict[str, Any]:
        until = now + dt.timedelta(seconds=life)
        claims = {
            "typ": kind,
            "arn": operation.reference,
            "cit": operation.context_type,
            "civ": operation.context,
            "aum": operation.category,
            "sud": {"subjectIdentifier": {"type": "Nip", "value": operation.identity}},
            "per": list(operation.permissions),
            "nbf": now.timestamp(),
            "iat": now.timestamp(),
            "exp": until.timestamp(),
            "iss": "ksef-szkoleniowy",
            "aud": "ksef-szkoleniowy",
        }
        return {"token": self.signer.issue(claims), "validUntil": moments.full_text(moments.ticks(until))}


def _not_now(detail: str) -> Refused:
    return bad_request(21301, detail)
