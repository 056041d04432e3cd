"""Documents as KSeF hands them over, made ready for the archive."""

import base64
import binascii
import hashlib
import zlib

from app.archive.ksef_records import Arrival, Mark
from app.ksef import moments
from app.ksef.filters import Role
from app.ksef.packages import PackedDocument
from app.ksef.records import InvoiceMetadata
from app.office.metadata_summaries import received_on, summary_of


def packed_arrival(document: PackedDocument, role: Role) -> Arrival:
    """A document of a package, verified, on its way into the archive."""
    return _made(document.number, document.sha256.hex(), zlib.compress(document.content), document.metadata, role)


def arrival(content: bytes, metadata: InvoiceMetadata, role: Role) -> Arrival:
    """A document fetched alone, verified, on its way into the archive."""
    return _made(metadata.number, hashlib.sha256(content).hexdigest(), zlib.compress(content), metadata, role)


def known_arrival(metadata: InvoiceMetadata, sha256: str, role: Role) -> Arrival:
    """A document whose bytes the archive holds already: only its role is new."""
    return _made(metadata.number, sha256, b"", metadata, role)


def stored_mark(metadata: InvoiceMetadata) -> Mark | None:
    """When KSeF stored a document for good; None where its metadata do not say it in a way that can be understood."""
    try:
        return Mark(moments.ticks(metadata.permanent_storage), metadata.permanent_storage)
    except ValueError:
        return None


def hash_of(metadata: InvoiceMetadata) -> str:
    """The SHA-256 of the document by its metadata, hexadecimal; empty where there is none that can be understood."""
    try:
        return base64.b64decode(metadata.invoice_hash, validate=True).hex()
    except (binascii.Error, ValueError):
        return ""


def _made(number: str, sha256: str, packed: bytes, metadata: InvoiceMetadata | None, role: Role) -> Arrival:
    mark = None if metadata is None else stored_mark(metadata)
    received = received_on(metadata, number)
    return Arrival(
        number=number,
        sha256=sha256,
        packed=packed,
        received=received,
        acquired="" if metadata is None else metadata.acquisition,
        stored="" if mark is None else mark.text,
        stored_ticks=0 if mark is None else mark.ticks,
        summary=summary_of(metadata, number, role, received),
    )
