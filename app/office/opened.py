"""One file that somebody opened from outside: what it says, and whose it may be."""

from dataclasses import dataclass
from pathlib import Path

from app.archive.store import Archive
from app.booking.client import Client
from app.invoice.document import Document
from app.office.companies import clients
from app.office.sources import read_one
from app.paper.page import page_html


@dataclass(frozen=True, slots=True)
class Opened:
    """The document's number and page, and the clients of the office that are among its parties, by name."""

    number: str
    html: str
    owners: tuple[Client, ...]


def look_at(archive: Archive, path: Path) -> Opened:
    """Read the file; nothing is kept. Raises `UnreadableDocument`, and `UnusableArgument` where there is no such file."""
    document = read_one(path)
    parties = _nips(document)
    owners = tuple(row.client for row in clients(archive) if row.client.nip in parties)
    return Opened(document.invoice.number, page_html(document, archive.environment), owners)


def _nips(document: Document) -> set[str]:
    invoice = document.invoice
    return {party.nip for party in (invoice.seller, invoice.buyer, *invoice.third_parties) if party is not None and party.nip}
