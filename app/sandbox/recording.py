"""What was asked and answered, for assertions; secrets are masked."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any, Final

MASK: Final = "***"
_SECRET_FIELDS: Final = frozenset({"encryptedToken", "encryptedSymmetricKey", "token", "sig", "url"})
_HEADERS: Final = ("accept", "authorization", "content-type", "user-agent", "x-error-format", "x-continuation-token", "range")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request and its answer. `body` and `answer` are parsed JSON, or text, or None; secrets read ``***``."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    context: str
    group: str
    at: dt.datetime
    status: int
    answer: Any
    answer_type: str


def masked(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """A JSON value with its secrets masked, copied."""
    if isinstance(value, dict):
        return {key: MASK if key in _SECRET_FIELDS and isinstance(item, str) else masked(item) for key, item in value.items()}
    return [masked(item) for item in value] if isinstance(value, list) else value


def masked_headers(headers: "Message[str, str]") -> dict[str, str]:
    """The headers worth recording, by their small names; a bearer token is masked."""
    kept = {name: headers[name] for name in _HEADERS if name in headers}
    if "authorization" in kept:
        kept["authorization"] = f"{kept['authorization'].partition(' ')[0]} {MASK}"
    return kept
