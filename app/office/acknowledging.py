"""Findings acknowledged: a person has seen them, so they raise the document's level in lists no more."""

from collections.abc import Sequence

from app.archive import acknowledgements
from app.archive.acknowledgements import Acknowledged
from app.archive.clients import answers_of_client
from app.archive.documents import keep_answers, stream
from app.archive.records import Summary
from app.archive.store import Archive
from app.base.errors import UnreadableDocument
from app.booking.book import book
from app.office.checks import Known, known_of, summary_of
from app.office.companies import client
from app.office.stored import read_stored

__all__ = ["Acknowledged", "acknowledge", "take_back"]


def acknowledge(archive: Archive, ids: Sequence[int], code: str, by: str) -> None:
    """Mark the finding `code` of these documents as seen by `by`, and refresh what lists show of them.

    Only notes are settled by it: what blocks or asks counts on until it is decided.
    """
    acknowledgements.acknowledge(archive, ids, code, by)
    _refresh(archive, ids)


def take_back(archive: Archive, ids: Sequence[int], code: str) -> None:
    """Take the mark back, and refresh what lists show."""
    acknowledgements.take_back(archive, ids, code)
    _refresh(archive, ids)


def _refresh(archive: Archive, ids: Sequence[int]) -> None:
    summaries: dict[int, Summary] = {}
    known: dict[str, Known] = {}
    for found in stream(archive, ids):
        nip = found.row.client_nip
        whose = client(archive, nip)
        try:
            document = read_stored(found)
        except UnreadableDocument:  # shown as a problem whatever was acknowledged
            continue
        if nip not in known:
            known[nip] = known_of(archive, whose)
        booked = book(document, whose, answers_of_client(archive, nip) | found.answers, rates=known[nip].rates)
        summaries[found.row.id] = summary_of(found, document, booked, known[nip].surroundings)
    keep_answers(archive, {}, summaries)
