"""A document: an invoice together with what is known of the bytes it came in."""

import datetime as dt

import msgspec

from app.base.findings import Finding
from app.invoice.model import Invoice


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """An `Invoice` as it arrived.

    `source` names it for people and is unique in a batch (a file's path, or the KSeF number in an archive). `ksef_number` is
    empty where unknown: it never stands inside the XML. `received` is the day in Poland on which the number was assigned, when KSeF's
    metadata tell; otherwise it is taken from the number. `sha256` is of the bytes as received, hexadecimal. `findings` are
    what the reader noticed of the file (re-saved encoding, byte-order mark…).
    """

    source: str
    invoice: Invoice
    sha256: str
    ksef_number: str = ""
    received: dt.date | None = None
    findings: tuple[Finding, ...] = ()
