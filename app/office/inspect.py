"""What one document says, without anybody's books."""

from typing import Any

import msgspec

from app.invoice.document import Document
from app.office.sources import read_one

__all__ = ["document_json", "read_one"]


def document_json(document: Document) -> dict[str, Any]:
    """The invoice's fields in snake_case, amounts as strings; beside them what is known of the file."""
    fields: dict[str, Any] = msgspec.to_builtins(document.invoice)
    file = {
        "source": document.source,
        "sha256": document.sha256,
        "ksef_number": document.ksef_number,
        "received": None if document.received is None else document.received.isoformat(),
        "findings": msgspec.to_builtins(document.findings),
    }
    return {**fields, "document": file}
