"""The checks of a document, joined with what the archive knows around it, and what of all findings counts in lists."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Final

from app.archive.records import StoredDocument, Summary, WorkState
from app.archive.store import Archive
from app.base.findings import Finding, Level, worst
from app.booking.book import Booked
from app.booking.client import Client
from app.booking.exchange import Rates
from app.checks.check import INFORMATION, check_document
from app.checks.context import Context
from app.invoice.document import Document
from app.office.payees import CONFIRMED
from app.office.rate_modes import RateMode
from app.office.rates import rates_of_archive
from app.office.summaries import summarise
from app.office.surroundings import Surroundings

__all__ = ["Context", "Known", "checked", "is_acknowledged", "known_of", "level_of", "summary_of"]

_INFORMATION: Final = INFORMATION | {CONFIRMED}
NOT_THE_CLIENTS: Final = "client_not_found"
"""The code with which booking refuses a document of others."""


def checked(document: Document, booked: Booked, context: Context) -> tuple[Finding, ...]:
    """What the checks add to the findings of booking; all of it notes. `context` is `Surroundings.context` of the document.

    Nothing of a document that is not the client's at all.
    """
    if any(finding.code == NOT_THE_CLIENTS for finding in booked.findings):
        return ()
    return check_document(document, booked.entries[0] if booked.entries else None, context)


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive knows that a client's documents are booked and checked with."""

    rates: Rates
    surroundings: Surroundings


def known_of(archive: Archive, client: Client) -> Known:
    """What is known for booking and checking documents of a client; nobody outside is asked for rates."""
    return Known(rates_of_archive(archive, client.nip, RateMode.KNOWN), Surroundings(client, archive))


def summary_of(stored: StoredDocument, document: Document, booked: Booked, surroundings: Surroundings) -> Summary:
    """What lists show of a document of the archive, booked as it is now."""
    row = stored.row
    context = surroundings.context(document, booked, document_id=row.id, converted=row.state is WorkState.CONVERTED)
    level = level_of((*booked.findings, *checked(document, booked, context)), stored.acknowledged)
    return summarise(document, booked, row.client_nip, level)


def is_acknowledged(finding: Finding, acknowledged: Container[str]) -> bool:
    """Whether a finding was seen and counts no more: notes only, for what asks or blocks waits for a decision."""
    return finding.level is Level.NOTES and finding.code in acknowledged


def level_of(findings: Iterable[Finding], acknowledged: Container[str]) -> Level | None:
    """The worst of a document's findings, without notes that were acknowledged and those that merely inform."""
    return worst([one for one in findings if not is_acknowledged(one, acknowledged) and not is_acknowledged(one, _INFORMATION)])
