"""What the sandbox answers, before it becomes bytes: faults may still change it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

_JSON: Final = msgspec.json.Encoder(decimal_format="number")

PROBLEM: Final = "application/problem+json; charset=utf-8"
JSON: Final = "application/json; charset=utf-8"


def encode(document: object) -> bytes:
    """JSON in UTF-8; amounts are written with all their digits."""
    return _JSON.encode(document)


@dataclass(slots=True)
class Answer:
    """One answer: JSON (`document`), bytes (`body`) or a file on disk (`file`)."""

    status: int
    document: Any = None
    body: bytes = b""
    content_type: str = ""
    file: Path | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def payload(self) -> bytes:
        """The body as it is sent."""
        if self.file is not None:
            return self.file.read_bytes()
        return self.body if self.document is None else encode(self.document)


def json_answer(document: object, status: int = 200) -> Answer:
    """An answer with a JSON document."""
    return Answer(status, document=document, content_type=JSON)


def no_content() -> Answer:
    """204."""
    return Answer(204)
