"""Documents that came from KSeF, read and booked for the lists. They are safe before; here they only become known."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from app.archive import documents
from app.archive.clients import answers_of_client, change_client, find_client
from app.archive.readings import count_to_read, keep_readings, waiting_to_be_read
from app.archive.records import StoredDocument, Summary
from app.archive.store import Archive
from app.base.errors import UnreadableDocument
from app.base.progress import CancelToken, Progress, Report, silent
from app.base.texts import _
from app.booking.book import book
from app.booking.client import Client
from app.invoice.document import Document
from app.office.checks import Known, known_of, summary_of
from app.office.listing import read_stored
from app.office.metadata_summaries import blocked, storable

_log: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class Readings:
    """How many documents were read, and how many of them are no invoices the program can read."""

    read: int = 0
    problems: int = 0


def read_arrivals(archive: Archive, nip: str, *, report: Report = silent, cancel: CancelToken | None = None) -> Readings:
    """Read what came for a client and was not read yet, a hundred documents in a transaction.

    What cannot be read stays in the archive byte for byte and is shown as a problem. A client without a name gets the one his documents
    give him. `Cancelled` leaves the rest for the next time.
    """
    token = cancel or CancelToken()
    found = Readings()
    client = find_client(archive, nip)
    total = count_to_read(archive, nip)
    known = known_of(archive, client or Client(nip=nip))
    while client is not None and (ids := waiting_to_be_read(archive, nip)):
        summaries: dict[int, tuple[str, Summary]] = {}
        answers = answers_of_client(archive, nip)
        for stored in documents.stream(archive, ids):
            token.check()
            document = _read(stored)
            summary = None if document is None else _booked(stored, document, client, answers | stored.answers, known)
            if document is not None and not client.name:
                client = _named(archive, client, document)
            found.problems += summary is None
            summaries[stored.row.id] = (stored.row.ksef_number, summary or blocked(stored.row.summary))
        keep_readings(archive, summaries)
        found.read += len(summaries)
        report(Progress(found.read, total, _("Odczytano {read} z {total} dokumentów").format(read=found.read, total=total)))
    return found


def _read(stored: StoredDocument) -> Document | None:
    try:
        return read_stored(stored)
    except UnreadableDocument:
        return None
    except Exception:  # noqa: BLE001 - as in `_booked`
        _log.exception("reading of %s failed", stored.row.ksef_number or stored.row.id)
        return None


def _booked(
    stored: StoredDocument, document: Document, client: Client, answers: Mapping[str, str], known: Known
) -> Summary | None:
    try:
        booked = book(document, client, answers, rates=known.rates)
        summary = summary_of(stored, document, booked, known.surroundings)
    except Exception:  # noqa: BLE001 - a document that brings out a bug of ours must not vanish nor stop the rest: it is shown as a problem
        _log.exception("booking of %s failed", document.source)
        return None
    if not storable(summary):
        return None
    known.surroundings.add(document, summary, stored.row.id)
    return summary


def _named(archive: Archive, client: Client, document: Document) -> Client:
    """The client with the name this document gives him, if it does."""
    invoice = document.invoice
    for party in (invoice.seller, invoice.buyer, *invoice.third_parties):
        if party.nip == client.nip and party.name:
            named = msgspec.structs.replace(client, name=party.name)
            change_client(archive, named)
            return named
    return client
