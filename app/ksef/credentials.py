"""What one signs in with: the contract that a token and a certificate both fulfil (§2.9)."""

from dataclasses import dataclass, field
from typing import Final, Protocol

from app.ksef.answers import Answer, unavailable
from app.ksef.contexts import Context
from app.ksef.endpoints import CHALLENGE
from app.ksef.errand import Errand
from app.ksef.keys import PublicKeys
from app.ksef.transport import Transport

_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Challenge:
    """What KSeF wants to see signed or encrypted; good for one attempt within ten minutes (§2.3)."""

    text: str
    timestamp_ms: int


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-in under way."""

    reference: str
    authentication_token: str = field(repr=False)


class Credential(Protocol):
    """A way to prove who one is. Its repr shows no secret."""

    @property
    def token_reference(self) -> str:
        """The reference number of the KSeF token; empty for a certificate."""
        ...

    def start(self, transport: Transport, keys: PublicKeys, context: Context, challenge: Challenge, errand: Errand) -> Started:
        """Begin a sign-in to `context`."""
        ...


def ask_challenge(transport: Transport, errand: Errand) -> Challenge:
    """A fresh challenge."""
    said = transport.call(CHALLENGE, errand).json()
    try:
        return Challenge(str(said["challenge"]), int(said["timestampMs"]))
    except (KeyError, TypeError, ValueError) as error:
        raise unavailable(_OK, {}, f"{CHALLENGE}: {type(error).__name__}") from None


def read_started(answer: Answer) -> Started:
    """The answer to a beginning sign-in."""
    said = answer.json()
    try:
        return Started(str(said["referenceNumber"]), str(said["authenticationToken"]["token"]))
    except (KeyError, TypeError) as error:
        raise unavailable(_OK, {}, f"sign-in: {type(error).__name__}") from None
