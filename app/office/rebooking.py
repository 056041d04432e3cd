"""What lists show, booked anew after something that decides about it has changed: the client, his answers, the rates that are known."""

from collections.abc import Sequence
from typing import Final

from app.archive.clients import answers_of_client
from app.archive.documents import keep_answers, parts, stream
from app.archive.lists import currencies, ordered_ids
from app.archive.records import Query, Summary, WorkState
from app.archive.store import Archive
from app.base.errors import KonwerterError, UnreadableDocument
from app.base.progress import CancelToken, Progress, Report, silent
from app.base.texts import _
from app.booking.book import book
from app.booking.exchange import Rates
from app.office.checks import Known, known_of, summary_of
from app.office.companies import client
from app.office.listing import read_stored
from app.office.rate_modes import RateMode
from app.office.rates import rates_of_archive
from app.office.surroundings import Surroundings

_PART: Final = 200
_PLN: Final = "PLN"
_TO_DO: Final = frozenset({WorkState.NEW, WorkState.TO_CONVERT})


def rebook(archive: Archive, nip: str, *, report: Report = silent, cancel: CancelToken | None = None) -> int:
    """Book all documents of a client anew for the lists; how many. Their bytes, states and answers stay as they are.

    Raises `UnusableArgument` for an unknown client and `Cancelled`, after which finished parts stay.
    """
    nip = client(archive, nip).nip
    ids = ordered_ids(archive, Query(client=nip))
    rates = rates_of_archive(archive, nip, RateMode.KNOWN)
    return _rebook(archive, nip, ids, rates, report=report, cancel=cancel or CancelToken())


def learn_rates(
    archive: Archive, nip: str, *, report: Report = silent, cancel: CancelToken | None = None
) -> KonwerterError | None:
    """Ask the NBP for the rates that a client's waiting documents need, so that lists and previews know them; why it failed, or None.

    One question for each currency and quarter, none where all is known. Raises as `rebook`.
    """
    nip = client(archive, nip).nip
    token = cancel or CancelToken()
    with rates_of_archive(archive, nip, RateMode.NBP, token) as rates:
        for currency in currencies(archive, nip):
            if currency != _PLN:
                ids = ordered_ids(archive, Query(client=nip, currency=currency, states=_TO_DO))
                _rebook(archive, nip, ids, rates, report=report, cancel=token)
    return rates.problem


def refresh(archive: Archive, ids: Sequence[int]) -> None:
    """Show in lists what these documents, of whatever clients, come to now; nobody outside is asked for rates."""
    known: dict[str, Known] = {}
    for part in parts(ids, _PART):
        summaries: dict[int, Summary] = {}
        for found in stream(archive, part):
            nip = found.row.client_nip
            whose = client(archive, nip)
            try:
                document = read_stored(found)
            except UnreadableDocument:  # shown as a problem whatever is known around it
                continue
            if nip not in known:
                known[nip] = known_of(archive, whose)
            booked = book(document, whose, answers_of_client(archive, nip) | found.answers, rates=known[nip].rates)
            summaries[found.row.id] = summary_of(found, document, booked, known[nip].surroundings)
        keep_answers(archive, {}, summaries)


def _rebook(archive: Archive, nip: str, ids: Sequence[int], rates: Rates, *, report: Report, cancel: CancelToken) -> int:
    found = client(archive, nip)
    answers = answers_of_client(archive, found.nip)
    surroundings = Surroundings(found, archive)
    done = 0
    for part in parts(ids, _PART):
        summaries: dict[int, Summary] = {}
        for stored in stream(archive, part):
            cancel.check()
            try:
                document = read_stored(stored)
            except UnreadableDocument:
                continue
            booked = book(document, found, answers | stored.answers, rates=rates)
            summaries[stored.row.id] = summary_of(stored, document, booked, surroundings)
        keep_answers(archive, {}, summaries)
        done += len(summaries)
        report(Progress(done, len(ids), _("Zaktualizowano {done} z {total} dokumentów").format(done=done, total=len(ids))))
    return done
