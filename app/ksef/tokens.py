"""KSeF tokens: what can be told of one before asking KSeF, and signing in with it (§2.4, §2.5, §7.2)."""

import re
from dataclasses import dataclass, field
from typing import Final

from app.base.texts import _
from app.ksef.contexts import Context
from app.ksef.credentials import Challenge, Started, read_started
from app.ksef.endpoints import SIGN_IN_BY_TOKEN
from app.ksef.errand import Errand
from app.ksef.keys import PublicKeys, Usage
from app.ksef.transport import Transport

LONGEST_TOKEN: Final = 160
"""Characters; more would not fit the encryption either (§2.4)."""

_TOKEN: Final = re.compile(
    r"(?P<reference>20\d{6}-[A-Z]{2}-[0-9A-F]{10}-[0-9A-F]{10}-[0-9A-F]{2})"
    r"\|(?P<kind>nip|internalId)-(?P<value>\d{10}(?:-\d{5})?)\|(?P<secret>[0-9a-fA-F]{64})",
    re.ASCII,
)
_OLD_TOKEN: Final = re.compile(r"[0-9A-F]{64}", re.ASCII | re.IGNORECASE)
_INVISIBLE: Final = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_QUOTES: Final = "\"'„”“‘’`"


@dataclass(frozen=True, slots=True)
class KsefToken:
    """A pasted token, cleaned. `context` and `reference` are known where it has today's shape.

    `problem` is a Polish sentence where something is odd; only an empty or too long text is certainly `unusable`.
    """

    text: str = field(repr=False)
    reference: str = ""
    context: Context | None = None
    problem: str = ""
    unusable: bool = False


def read_token(pasted: str) -> KsefToken:
    """What a pasted text says as a token: line breaks, spaces, invisible characters and quotation marks do not belong to it."""
    text = _INVISIBLE.sub("", pasted).strip(_QUOTES)
    match = _TOKEN.fullmatch(text)
    if match is not None:
        return KsefToken(text, match["reference"], Context.parse(match["value"]))
    if not text:
        return KsefToken(text, problem=_("Wklej token KSeF."), unusable=True)
    if len(text) > LONGEST_TOKEN or not text.isascii():
        return KsefToken(
            text,
            problem=_("To nie jest token KSeF: token ma do {limit} znaków. Skopiuj sam token, w całości.").format(
                limit=LONGEST_TOKEN
            ),
            unusable=True,
        )
    if _OLD_TOKEN.fullmatch(text):
        return KsefToken(
            text,
            problem=_("To wygląda na token dawnej wersji KSeF albo na część tokena. Dawne tokeny nie działają – wygeneruj nowy."),
        )
    return KsefToken(
        text, problem=_("Token ma nieznaną budowę. Sprawdź, czy wklejono go w całości; KSeF odpowie, czy jest ważny.")
    )


class TokenCredential:
    """Signs in with a KSeF token."""

    def __init__(self, token: str) -> None:
        self._token = read_token(token)

    def __repr__(self) -> str:
        return f"TokenCredential({self._token.reference or 'nieznany'})"

    @property
    def token_reference(self) -> str:
        """The reference number of the token; empty where its shape is unknown."""
        return self._token.reference

    def start(self, transport: Transport, keys: PublicKeys, context: Context, challenge: Challenge, errand: Errand) -> Started:
        """Hand KSeF the token, encrypted together with the time of the challenge."""
        key = keys.choose(Usage.TOKEN, errand)
        request = {
            "challenge": challenge.text,
            "contextIdentifier": {"type": context.kind, "value": context.value},
            "encryptedToken": key.encrypt(f"{self._token.text}|{challenge.timestamp_ms}".encode()),
            "publicKeyId": key.key_id,
        }
        return read_started(transport.call(SIGN_IN_BY_TOKEN, errand, json=request))
