"""What can go wrong with KSeF, as branches of the tree in `app.base.errors`.

::

    AccessRefused ── SignInRefused     KSeF does not take the token or certificate (`cause`)
                  ── NoRight           signed in, but this is not allowed (`reason`)
                  ── SessionEnded      the session cannot be renewed
    WorldError    ── Unreachable       no answer: network, DNS, TLS, proxy, a cut body
                  ── Untrusted         the server's certificate cannot be verified
                  ── Unavailable       an answer that is none: 5xx, an HTML page, a failure inside KSeF
                  ── LimitReached      KSeF's limits ask for a longer wait than wanted (`resumes_at`)
                  ── Blocked           KSeF's firewall has stopped us (`resumes_at`)
                  ── PackageGone       an export or its links are no more: export again
                  ── DamagedPackage, DamagedDocument   bytes that do not agree with their hashes
                  ── NotInKsef, NotYetAvailable        a single document
                  ── TooManyExports, RoleImpossible    an export that cannot be started
    ProgramError  ── Rejected          KSeF calls our request wrong (`code`)
"""

import datetime as dt
from enum import StrEnum

from app.base.dates import WARSAW
from app.base.errors import AccessRefused, ProgramError, WorldError


class Cause(StrEnum):
    """Why a sign-in was refused (§2.6)."""

    NO_PERMISSIONS = "no_permissions"
    UNKNOWN_TOKEN = "unknown_token"  # noqa: S105 – a cause, no password
    REVOKED_TOKEN = "revoked_token"  # noqa: S105 – a cause, no password
    INACTIVE_TOKEN = "inactive_token"  # noqa: S105 – a cause, no password
    MALFORMED_TOKEN = "malformed_token"  # noqa: S105 – a cause, no password
    OTHER_CONTEXT = "other_context"
    CERTIFICATE = "certificate"
    SIGNATURE = "signature"
    DECEASED = "deceased"
    INCIDENT = "incident"
    CANCELLED_SESSION = "cancelled_session"
    CHALLENGE = "challenge"
    TIMESTAMP = "timestamp"
    ENCRYPTION = "encryption"
    OTHER = "other"


class SignInRefused(AccessRefused):
    """KSeF does not take the token or the certificate; trying again with the same one is of no use, except where `cause` says so."""

    def __init__(self, title: str, *, cause: Cause, advice: str = "", detail: str = "") -> None:
        super().__init__(title, advice=advice, detail=detail)
        self.cause = cause

    @property
    def is_final(self) -> bool:
        """Whether the token itself is dead: the client should be marked and not tried again."""
        return self.cause in {
            Cause.REVOKED_TOKEN,
            Cause.UNKNOWN_TOKEN,
            Cause.DECEASED,
            Cause.MALFORMED_TOKEN,
            Cause.OTHER_CONTEXT,
        }


class NoRight(AccessRefused):
    """403: signed in, but this is not allowed. `reason` is KSeF's ``reasonCode``, empty where it gave none."""

    def __init__(self, title: str, *, reason: str = "", advice: str = "", detail: str = "") -> None:
        super().__init__(title, advice=advice, detail=detail)
        self.reason = reason


class SessionEnded(AccessRefused):
    """KSeF takes the access token no more (401), or will not renew it."""


class Unreachable(WorldError):
    """No whole answer came. `sent`: whether KSeF may have got the request and acted on it."""

    def __init__(self, title: str, *, sent: bool, advice: str = "", detail: str = "") -> None:
        super().__init__(title, advice=advice, detail=detail)
        self.sent = sent


class Untrusted(WorldError):
    """The server's certificate is not one that this computer trusts; nothing was sent."""


class Unavailable(WorldError):
    """KSeF answered, but not with what was asked. `retry_after` in seconds where it said when to come again."""

    def __init__(self, title: str, *, advice: str = "", detail: str = "", retry_after: float = 0.0) -> None:
        super().__init__(title, advice=advice, detail=detail)
        self.retry_after = retry_after


class _Waiting(WorldError):
    """Something that goes on at an hour that is known."""

    def __init__(self, title: str, *, resumes_at: dt.datetime, advice: str = "", detail: str = "") -> None:
        super().__init__(title, advice=advice, detail=detail)
        self.resumes_at = resumes_at


class LimitReached(_Waiting):
    """KSeF's limits ask for a wait longer than the errand's patience; `resumes_at` is an aware moment."""


class Blocked(_Waiting):
    """KSeF's firewall refused us; until `resumes_at` this computer leaves KSeF alone."""


class PackageGone(WorldError):
    """An export has expired or was lost, or its links cannot be renewed: export the same window again."""


class DamagedPackage(WorldError):
    """A package that does not agree with its own description, even after repeated downloads."""


class DamagedDocument(WorldError):
    """A document whose bytes do not agree with its hash, even after repeated downloads."""


class NotInKsef(WorldError):
    """There is no such document for this context (21164)."""


class NotYetAvailable(WorldError):
    """The document has its number, but cannot be read for some minutes yet (21165)."""


class TooManyExports(WorldError):
    """Ten exports of this context are running already (21182)."""


class RoleImpossible(WorldError):
    """This kind of context has no documents in this role (21181)."""


class Rejected(ProgramError):
    """KSeF calls the request wrong. `code` is KSeF's number of the error, 0 where it gave none; `status` that of HTTP."""

    def __init__(self, title: str, *, code: int = 0, status: int = 400, advice: str = "", detail: str = "") -> None:
        super().__init__(title, advice=advice, detail=detail)
        self.code = code
        self.status = status


def clock_text(moment: dt.datetime) -> str:
    """The hour of an aware moment that a person in Poland sees on the clock."""
    return f"{moment.astimezone(WARSAW):%H:%M}"
