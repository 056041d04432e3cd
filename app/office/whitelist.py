"""Checking accounts and VAT status of sellers on the white list; every answer is kept with its request id."""

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.archive.documents import stream
from app.archive.lists import ordered_ids
from app.archive.records import Query
from app.archive.store import Archive
from app.archive.whitelist import ArchivedCallCount, find_answer, keep_answer
from app.base.dates import WARSAW
from app.base.environments import Environment
from app.base.errors import KonwerterError, UnreadableDocument, UnusableArgument
from app.base.findings import Finding
from app.base.progress import CancelToken, Progress, Report, silent
from app.base.public_registers import ListAnswer
from app.base.texts import _
from app.booking.entry import Direction
from app.lookups.addresses import WHITE_LIST_VARIABLE, is_loopback, service_url
from app.lookups.errors import DailyLimit, QuestionRefused, ServiceUnavailable, ServiceUnreachable
from app.lookups.whitelist import CHECK, SEARCH, WhiteList
from app.office.companies import client
from app.office.payees import Verified, payee_of, whitelist_of
from app.office.rebooking import refresh
from app.office.stored import read_stored

__all__ = ["CheckedDocument", "Checkup", "ListAnswer", "Verified", "check_white_list", "whitelist_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedDocument:
    """One purchase with something to check: the proofs there are, and what they mean."""

    document_id: int
    number: str
    ksef_number: str
    answers: tuple[ListAnswer, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True, kw_only=True)
class Checkup:
    """What a check came to. `asked` questions went to the Ministry, `known` had been answered for that day before.

    `waiting` were not asked: the day's limit is used up (`limited`), or the service failed (`problem`). `refused` the Ministry did not
    take, most often for a number that cannot exist.
    """

    documents: list[CheckedDocument] = field(default_factory=list)
    asked: int = 0
    known: int = 0
    waiting: int = 0
    refused: int = 0
    limited: bool = False
    problem: KonwerterError | None = None


def check_white_list(
    archive: Archive,
    nip: str,
    *,
    ids: Sequence[int] | None = None,
    query: Query | None = None,
    day: dt.date | None = None,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> Checkup:
    """Check the sellers of a client's purchases: those of `ids`, or of `query`. `day` is the state asked about (today by default).

    Each account and each seller is asked about once a day. Raises `UnusableArgument` for an unknown client, in the training and where the
    white list is switched off; `Cancelled`, after which the answers so far are kept. Lists and documents show what was learnt.
    """
    found = client(archive, nip)
    url = _url(archive)
    token = cancel or CancelToken()
    today = dt.datetime.now(WARSAW).date()
    asking = _Asking(archive, WhiteList(url, ArchivedCallCount(archive), cancel=token), day or today, today)
    if ids is None:
        ids = ordered_ids(archive, query or Query(client=found.nip, direction=Direction.PURCHASE))
    try:
        for place, stored in enumerate(stream(archive, ids), 1):
            token.check()
            if stored.row.client_nip == found.nip and stored.row.summary.direction is Direction.PURCHASE:
                try:
                    document = read_stored(stored)
                except UnreadableDocument:  # its own finding says so already
                    continue
                payee = payee_of(document)
                if payee is not None:
                    asking.ask_all(payee.nip, (*payee.accounts, *([""] if payee.taxed else [])))
                    verified = whitelist_of(archive, document)
                    asking.checkup.documents.append(
                        CheckedDocument(
                            document_id=stored.row.id,
                            number=document.invoice.number,
                            ksef_number=document.ksef_number,
                            answers=verified.answers,
                            findings=verified.findings,
                        )
                    )
            report(
                Progress(
                    place,
                    len(ids),
                    _("Sprawdzono {place} z {total} dokumentów na białej liście").format(place=place, total=len(ids)),
                )
            )
    finally:
        asking.white_list.close()
        refresh(archive, [document.document_id for document in asking.checkup.documents])
    return asking.checkup


def _url(archive: Archive) -> str:
    url = service_url(WHITE_LIST_VARIABLE, os.environ)
    if archive.environment is Environment.TRAINING and not is_loopback(url):
        raise UnusableArgument(_("W środowisku szkoleniowym firmy są zmyślone: białej listy nie ma o kogo pytać."))
    if not url:
        raise UnusableArgument(
            _("Biała lista jest na tym komputerze wyłączona."),
            advice=_("Wyłącza ją pusta zmienna {variable}.").format(variable=WHITE_LIST_VARIABLE),
        )
    return url


class _Asking:
    """The questions of one run: each asked once, until limits or failures end it."""

    def __init__(self, archive: Archive, white_list: WhiteList, day: dt.date, today: dt.date) -> None:
        self.checkup = Checkup()
        self.white_list = white_list
        self._archive = archive
        self._day = day
        self._today = today
        self._seen: set[tuple[str, str]] = set()
        self._used_up: set[str] = set()

    def ask_all(self, nip: str, accounts: Sequence[str]) -> None:
        """Ask about each account, and about the VAT status where an account is empty."""
        for account in accounts:
            if (nip, account) not in self._seen:
                self._seen.add((nip, account))
                self._ask(nip, account)

    def _ask(self, nip: str, account: str) -> None:
        done = self.checkup
        if find_answer(self._archive, nip, account, self._day) is not None:
            done.known += 1
            return
        kind = CHECK if account else SEARCH
        if kind in self._used_up or done.problem is not None:
            done.waiting += 1
            return
        try:
            if account:
                answer = self.white_list.check(nip, account, self._day, self._today)
            else:
                answer = self.white_list.search(nip, self._day, self._today)
        except DailyLimit:
            self._used_up.add(kind)
            done.limited = True
            done.waiting += 1
        except QuestionRefused:
            done.refused += 1
        except (ServiceUnreachable, ServiceUnavailable) as error:
            done.problem = error
            done.waiting += 1
        else:
            keep_answer(self._archive, answer)
            done.asked += 1
