"""Signed, expiring links to parts, and what they answer (guide §5.3). The storage is not KSeF: it refuses KSeF's tokens."""

import hashlib
import hmac
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

from app.sandbox import moments
from app.sandbox.answers import Answer
from app.sandbox.documents import seconds

ROOT: Final = "/storage/"
_ERROR: Final = '<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>{message}</Message></Error>'


class Storage:
    """The parts by name, and the signatures of their links."""

    def __init__(self, secret: bytes, life: float) -> None:
        self._secret = secret
        self._life = seconds(life)
        self._count = 0
        self._files: dict[str, tuple[Path, str]] = {}

    def keep(self, name: str, file: Path, encrypted_hash: str) -> None:
        """Offer a file under a name."""
        self._files[name] = (file, encrypted_hash)

    def link(self, base: str, name: str, now: int) -> tuple[str, int]:
        """A new link to a file and the moment it ends."""
        until = now + self._life
        self._count += 1
        query = {"skoid": f"{self._count:08x}", "se": moments.text(until), "sp": "r"}
        return f"{base}{ROOT}{quote(name)}?{urlencode({**query, 'sig': self._signature(name, query)})}", until

    def answer(self, name: str, query: Mapping[str, str], now: int, *, authorized: bool) -> Answer:
        """The file; 400 with an Authorization header (inferred: two kinds of credentials), 403 for a wrong or expired link, 404."""
        if authorized:
            return _refusal(400, "InvalidAuthenticationInfo", "Authentication information is not given in the correct format.")
        signed = {key: query.get(key, "") for key in ("skoid", "se", "sp")}
        if not hmac.compare_digest(query.get("sig", ""), self._signature(name, signed)):
            return _refusal(403, "AuthenticationFailed", "Signature did not match.")
        if moments.parse(signed["se"]) < now:
            return _refusal(403, "AuthenticationFailed", "Signed expiry time has passed.")
        if name not in self._files:
            return _refusal(404, "BlobNotFound", "The specified blob does not exist.")
        file, encrypted_hash = self._files[name]
        return Answer(200, file=file, content_type="application/octet-stream", headers={"x-ms-meta-hash": encrypted_hash})

    def _signature(self, name: str, query: Mapping[str, str]) -> str:
        text = "\n".join((name, query["skoid"], query["se"], query["sp"]))
        return hmac.new(self._secret, text.encode("utf-8"), hashlib.sha256).hexdigest()


def _refusal(status: int, code: str, message: str) -> Answer:
    return Answer(status, body=_ERROR.format(code=code, message=message).encode("utf-8"), content_type="application/xml")
