"""Proof of completeness on demand: what KSeF lists for a period against what the archive holds."""

import datetime as dt
from dataclasses import dataclass

from app.archive.ksef_records import Mark
from app.archive.locks import only_one
from app.archive.readings import held_numbers, linked_numbers
from app.base.errors import UnusableArgument
from app.base.progress import CancelToken, Progress, Report, silent
from app.base.texts import _
from app.ksef import moments, single
from app.ksef.contexts import Context
from app.ksef.errand import Errand
from app.ksef.filters import Role
from app.ksef.records import InvoiceMetadata
from app.office.census import take_census
from app.office.client_sync import ROLES
from app.office.connection import Connection
from app.office.credentials import Credentials
from app.office.landing import commit
from app.office.parcels import arrival, hash_of
from app.office.reading import read_arrivals
from app.office.windows import Window, first_mark, mark_of
from app.office.wording import moment_text
from app.office.work import Work

__all__ = ["Comparison", "ListedDocument", "compare", "fetch_missing"]


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document as KSeF lists it, for one that the archive lacks."""

    role: Role
    metadata: InvoiceMetadata

    @property
    def number(self) -> str:
        """Its KSeF number."""
        return self.metadata.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What the comparison found for documents stored in KSeF from `start` to `end` (days in Poland, both included).

    `expected` documents KSeF lists, `held` of them the archive has with the same hash. `missing` it lacks, `different` (KSeF numbers) it has
    with other bytes, `extra` it once got for this period though KSeF does not list them now. `proven_to`: up to where the list is final.
    """

    context: str
    start: dt.date
    end: dt.date
    expected: int
    held: int
    missing: tuple[ListedDocument, ...]
    different: tuple[str, ...]
    extra: tuple[str, ...]
    proven_to: dt.datetime | None

    @property
    def complete(self) -> bool:
        """Whether KSeF and the archive agree."""
        return self.proven_to is not None and not (self.missing or self.different or self.extra)

    @property
    def sentence(self) -> str:
        """The finding in a sentence."""
        if self.proven_to is None:
            return _("KSeF nie podał, do kiedy jego spis jest ostateczny; porównania nie można uznać za dowód. Spróbuj później.")
        until = moment_text(self.proven_to)
        if self.complete:
            return _("Archiwum zgadza się ze spisem KSeF: {n} dokumentów, stan na {when}.").format(n=self.expected, when=until)
        return _(
            "KSeF wymienia {n} dokumentów (stan na {when}). Brakuje {missing}, inną treść ma {different}, poza spisem jest {extra}."
        ).format(n=self.expected, when=until, missing=len(self.missing), different=len(self.different), extra=len(self.extra))


def compare(
    connection: Connection,
    context: str,
    start: dt.date,
    end: dt.date,
    *,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> Comparison:
    """Compare the archive with KSeF's own list in all roles. Nothing is changed. Raises what `app.ksef` raises, and `Cancelled`."""
    owner = Context.parse(context)
    if end < start:
        raise UnusableArgument(_("Koniec okresu jest wcześniejszy niż początek."))
    errand = Errand(cancel=cancel or CancelToken(), report=report, interactive=True)
    session = connection.ksef.sign_in(owner, Credentials(connection).credential(owner.value), errand)
    try:
        first = first_mark(start)
        last = min(first_mark(end + dt.timedelta(days=1)), mark_of(connection.now()))
        expected: dict[str, ListedDocument] = {}
        until: Mark | None = last
        for role in ROLES:
            census = take_census(Work(connection, session, role, errand), first, last)
            expected.update({number: ListedDocument(role, record) for number, record in census.records.items()})
            until = None if until is None or census.until is None else min(until, census.until)
    finally:
        session.close(errand)
    held = held_numbers(connection.archive, owner.nip, list(expected))
    different = tuple(number for number, document in expected.items() if number in held and _differs(document, held[number]))
    roles = [role.value for role in ROLES]
    linked = {} if until is None else linked_numbers(connection.archive, owner.value, roles, first.ticks, until.ticks)
    return Comparison(
        context=owner.value,
        start=start,
        end=end,
        expected=len(expected),
        held=len(held) - len(different),
        missing=tuple(document for number, document in expected.items() if number not in held),
        different=different,
        extra=tuple(number for number in linked if number not in expected),
        proven_to=None if until is None or until <= first else moments.parse(until.text),
    )


def fetch_missing(
    connection: Connection, comparison: Comparison, *, report: Report = silent, cancel: CancelToken | None = None
) -> int:
    """Fetch what a comparison found missing, one by one, each safe as soon as it came; how many. Raises what `app.ksef` raises."""
    owner = Context.parse(comparison.context)
    token = cancel or CancelToken()
    errand = Errand(cancel=token, report=report, interactive=True)
    fetched = 0
    with only_one(connection.archive, owner.value):
        session = connection.ksef.sign_in(owner, Credentials(connection).credential(owner.value), errand)
        try:
            for place, document in enumerate(comparison.missing):
                report(
                    Progress(place, len(comparison.missing), _("Pobieranie dokumentu {number}").format(number=document.number))
                )
                content = single.download(session, document.number, errand, expected_hash=document.metadata.invoice_hash)
                work = Work(connection, session, document.role, errand)
                nowhere = Mark(0, "")
                landing = work.landing(Window(0, nowhere, nowhere, last=False), None)
                fetched += commit(work, landing, [arrival(content, document.metadata, document.role)]).new
        finally:
            session.close(errand)
    read_arrivals(connection.archive, owner.nip, report=report, cancel=token)
    return fetched


def _differs(document: ListedDocument, sha256: str) -> bool:
    """Whether KSeF lists another hash than the archive's."""
    return hash_of(document.metadata) not in {"", sha256}
