"""A document of the archive, read."""

from app.archive.records import StoredDocument
from app.invoice.document import Document
from app.invoice.read import read_document


def read_stored(found: StoredDocument) -> Document:
    """The document that lies in the archive, read. Raises `UnreadableDocument`."""
    return read_document(found.xml, source=found.row.source, ksef_number=found.row.ksef_number, received=found.received)
