"""Identifiers of records: derived, never random, so that a repeated import can be recognised (spec §12)."""

import uuid
from typing import Final

from app.booking.client import Client
from app.booking.entry import Entry

_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "http://www.comarch.pl/cdn/optima/offline")


def derived(*parts: str) -> str:
    """A version 5 UUID of the parts, in capitals without braces."""
    return str(uuid.uuid5(_NAMESPACE, "|".join(parts))).upper()


def document_id(entry: Entry, client: Client) -> str:
    """ID_ZRODLA of a document: direction, client, seller, and the KSeF number or else the kind and the invoice's number."""
    number = entry.ksef_number or f"{entry.kind}:{entry.number}"
    return derived(entry.direction, client.nip, entry.invoice.seller.nip, number)
