"""What lists show, booked anew after something that decides about it has changed."""

from typing import Final

from app.archive.clients import answers_of_client
from app.archive.documents import keep_answers, parts, stream
from app.archive.lists import ordered_ids
from app.archive.records import Query, Summary
from app.archive.store import Archive
from app.base.errors import UnreadableDocument
from app.base.progress import CancelToken, Progress, Report, silent
from app.booking.book import book
from app.office.companies import client
from app.office.listing import read_stored
from app.office.summaries import summarise

_PART: Final = 200


def rebook(archive: Archive, nip: str, *, report: Report = silent, cancel: CancelToken | None = None) -> int:
    """Book all documents of a client anew for the lists; how many. Their bytes, states and answers stay as they are.

    Raises `UnusableArgument` for an unknown client and `Cancelled`, after which finished parts stay.
    """
    token = cancel or CancelToken()
    found = client(archive, nip)
    answers = answers_of_client(archive, found.nip)
    ids = ordered_ids(archive, Query(client=found.nip))
    done = 0
    for part in parts(ids, _PART):
        summaries: dict[int, Summary] = {}
        for stored in stream(archive, part):
            token.check()
            try:
                document = read_stored(stored)
            except UnreadableDocument:
                continue
            summaries[stored.row.id] = summarise(document, book(document, found, answers | stored.answers), found.nip)
        keep_answers(archive, {}, summaries)
        done += len(summaries)
        report(Progress(done, len(ids), f"Zaktualizowano {done} z {len(ids)} dokumentów"))
    return done
