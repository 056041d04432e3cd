"""The three tokens of a session as JWT (HS256), written by hand (guide §2.7)."""

import base64
import binascii
import hashlib
import hmac
from typing import Any, Final

import msgspec

from app.sandbox.errors import unauthorized

AUTHENTICATION: Final = "AuthenticationToken"
ACCESS: Final = "ContextToken"
REFRESH: Final = "RefreshToken"


class Signer:
    """Issues and reads tokens under one secret."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def issue(self, claims: dict[str, Any]) -> str:
        """A token with these claims."""
        head = _packed(msgspec.json.encode({"alg": "HS256", "typ": "JWT"}))
        body = f"{head}.{_packed(msgspec.json.encode(claims))}"
        return f"{body}.{self._mark(body)}"

    def read(self, token: str, kinds: tuple[str, ...], now: float) -> dict[str, Any]:
        """The claims of a token that is ours, of one of the kinds and not over; 401 otherwise."""
        body, _, mark = token.rpartition(".")
        if not hmac.compare_digest(mark.encode("utf-8"), self._mark(body).encode("ascii")):
            raise unauthorized("Token jest nieprawidłowy.")
        try:
            packed = body.split(".")[1]
            claims: dict[str, Any] = msgspec.json.decode(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
        except (IndexError, binascii.Error, msgspec.DecodeError) as error:
            raise unauthorized("Token jest nieczytelny.") from error
        if claims["exp"] <= now:
            raise unauthorized("Token wygasł.")
        if claims["typ"] not in kinds:
            # Inferred: the contract only says which token a call takes (guide §12.2).
            raise unauthorized(f"Operacja wymaga tokena innego rodzaju niż {claims['typ']}.")
        return claims

    def _mark(self, body: str) -> str:
        return _packed(hmac.new(self._secret, body.encode("utf-8"), hashlib.sha256).digest())


def _packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
