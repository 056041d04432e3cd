"""Before anything is written: every document booked and checked against the target, with its outcome and the reasons."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from app.base.findings import Finding, Level, blocks, notes, worst
from app.base.progress import CancelToken, Progress, Report
from app.base.texts import _
from app.booking.book import Booked
from app.booking.client import Client
from app.booking.entry import Entry
from app.booking.questions import QUESTIONS, RATE
from app.booking.treatment import skips
from app.invoice.document import Document
from app.office.answers import DUPLICATE, OFFICE_QUESTIONS, REPEATED, SKIP, all_questions, book_answered
from app.office.candidates import Candidate, asks_duplicate
from app.office.checks import checked, level_of
from app.office.conversion_notes import one_rate, other_period, skipped_by_treatment
from app.office.plan import Entries, OpenQuestion, Order, Plan
from app.office.rate_totals import sums_of
from app.office.spool import Spool
from app.office.spooled_summaries import SpooledSummaries
from app.office.states import DocumentReport, Outcome
from app.office.summaries import summarise
from app.office.twins import Likeness, Twins
from app.targets.contract import NOT_IN_THIS_FILE, SKIPPED_NO_EFFECT

_REPORT_EVERY: Final = 20
_STAYS_OUT: Final = frozenset({SKIPPED_NO_EFFECT, NOT_IN_THIS_FILE})
_OFFICE_CODES: Final = frozenset(question.code for question in OFFICE_QUESTIONS)
_BOOKING_CODES: Final = frozenset(question.code for question in QUESTIONS)
_OUTCOMES: Final[dict[Level | None, Outcome]] = {
    Level.BLOCKS: Outcome.REFUSED,
    Level.ASKS: Outcome.ASKS,
    Level.NOTES: Outcome.WRITTEN,
    None: Outcome.WRITTEN,
}


def prepare(order: Order, candidates: Iterable[Candidate], total: int | None, report: Report, cancel: CancelToken) -> Plan:
    """Book every candidate once and check the whole against the target. `total` is their count where it is known.

    Raises `Cancelled`; then nothing remains.
    """
    gathering = _Gathering(order)
    final = Spool(DocumentReport)
    try:
        for count, candidate in enumerate(candidates, 1):
            gathering.take(candidate)
            if count % _REPORT_EVERY == 0:
                cancel.check()
                report(Progress(count, total, _("Odczytano {count} dokumentów").format(count=count)))
        cancel.check()
        return _conclude(gathering, final, report, cancel)
    except BaseException:
        final.close()
        gathering.entries.close()
        gathering.summaries.close()
        raise
    finally:
        gathering.rows.close()


class _Gathering:
    """The first pass: what each document is by itself and beside the earlier ones."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.entries = Spool(Entry)
        self.rows = Spool(DocumentReport)
        self.late: dict[str, tuple[Outcome, Finding]] = {}
        self.answers: dict[int, dict[str, str]] = {}
        self.summaries = SpooledSummaries()
        self.moved: set[int] = set()
        self.repeated: set[int] = set()
        self.heard: set[str] = set()
        self.needed: set[str] = set()
        self.rate_currencies: dict[str, None] = {}
        self._twins = Twins()
        general = order.decisions.general
        of_target = {question.code for question in order.target.questions}
        self._for_target = {code: general[code] for code in general if code in of_target}

    def take(self, candidate: Candidate) -> None:
        document = candidate.document
        if document is None:
            state = Outcome.SKIPPED if candidate.left_alone else Outcome.REFUSED
            self.rows.append(
                DocumentReport(
                    source=candidate.source, state=state, findings=candidate.findings, document_id=candidate.document_id
                )
            )
            return
        findings = list(candidate.findings)
        if self.order.archive is None and self._repeats(document, findings):
            self.rows.append(_row(candidate, document, Outcome.SKIPPED, tuple(findings)))
            return
        own = self.order.decisions.of(document.ksef_number, document.invoice.number, candidate.source)
        self.heard.update((document.ksef_number, document.invoice.number, candidate.source))
        kept = {DUPLICATE.code: candidate.answers[DUPLICATE.code]} if DUPLICATE.code in candidate.answers else {}
        skipped = self._settle(candidate, findings, {**kept, **self.order.decisions.general, **own})
        if skipped:
            self.rows.append(_row(candidate, document, Outcome.SKIPPED, tuple(findings)))
        else:
            self._book(candidate, document, own, findings)

    def _repeats(self, document: Document, findings: list[Finding]) -> bool:
        """Compare with the earlier documents; True where this one adds nothing. What it means for the earlier one is noted in `late`."""
        place = len(self.rows)
        twin = self._twins.compare(document, place)
        if twin is None:
            return False
        earlier = self.rows[twin.place]
        number = document.invoice.number
        if twin.likeness is Likeness.NAMESAKE:
            findings.append(asks_duplicate(number))
            return False
        if twin.likeness is Likeness.CONFLICT:
            conflict = f"Dwa pliki o różnej treści mają ten sam numer {number}: „{{}}” i ten. Zostaw tylko właściwy."
            findings.append(blocks("duplicate_conflict", conflict.format(earlier.source), "P_2"))
            other = blocks("duplicate_conflict", conflict.format(document.source), "P_2")
            self.late[earlier.source] = (Outcome.REFUSED, other)
            return False
        if document.ksef_number and not earlier.ksef_number:
            same = notes("duplicate_file", f"Tę samą fakturę z numerem KSeF zawiera plik „{document.source}”.")
            self.late[earlier.source] = (Outcome.SKIPPED, same)
            return False
        findings.append(notes("duplicate_file", f"Tę samą fakturę zawiera już plik „{earlier.source}”."))
        return True

    def _settle(self, candidate: Candidate, findings: list[Finding], given: Mapping[str, str]) -> bool:
        """Take the office's own questions off `findings` where they are answered; True where the answer is to skip."""
        for finding in [one for one in findings if one.code in _OFFICE_CODES and one.code in given]:
            if given[finding.code] == SKIP:
                findings[:] = [notes(finding.code, f"{finding.message} Decyzja: pominąć.", finding.field)]
                return True
            findings.remove(finding)
            if candidate.converted and candidate.document_id is not None:
                self.repeated.add(candidate.document_id)
        return False

    def _book(self, candidate: Candidate, document: Document, own: Mapping[str, str], findings: list[Finding]) -> None:
        own = {code: value for code, value in own.items() if code != REPEATED.code}
        known = {**candidate.answers, **self._for_target, **own}
        order = self.order
        answered = book_answered(document, order.client, known, order.decisions.general, order.direction, rates=order.rates)
        booked = order.books.treat(answered.booked, candidate.hand)
        self.needed.update(answered.used, known)
        if RATE.code in answered.used:
            self.rate_currencies[document.invoice.currency] = None
            findings = [*findings, *one_rate(document.invoice, answered.used[RATE.code], tuple(self.rate_currencies))]
        elsewhere = self._belongs_elsewhere(booked)
        around = self.order.surroundings
        context = around.context(document, booked, document_id=candidate.document_id, converted=candidate.converted)
        checks = checked(document, booked, context)
        findings = [*findings, *checks]
        if candidate.document_id is not None and (own or answered.used or elsewhere):
            self.answers[candidate.document_id] = {**own, **answered.used}
            level = level_of((*booked.findings, *checks), candidate.acknowledged)
            self.summaries.keep(candidate.document_id, summarise(document, booked, self.order.client.nip, level))
        if not booked.entries:
            everything = (*findings, *booked.findings)
            state = _OUTCOMES[worst(everything)]
            self.rows.append(_row(candidate, document, Outcome.SKIPPED if state is Outcome.WRITTEN else state, everything))
        for entry in booked.entries:
            self._take_entry(candidate, document, entry, findings, elsewhere=elsewhere)

    def _belongs_elsewhere(self, booked: Booked) -> bool:
        """Whether one VAT month is converted and the document turned out to belong to another (by a decision, say)."""
        month = self.order.month
        return month is not None and bool(booked.entries) and all(entry.vat_period != month for entry in booked.entries)

    def _take_entry(
        self, candidate: Candidate, document: Document, entry: Entry, findings: list[Finding], *, elsewhere: bool
    ) -> None:
        wanted = self.order.direction
        if wanted is not None and entry.direction is not wanted:
            other = notes("other_direction", "Dokument ma inny kierunek niż wybrany do konwersji.")
            self.rows.append(_row(candidate, document, Outcome.SKIPPED, (other,), entry))
            return
        everything = (*findings, *entry.findings)
        state = _OUTCOMES[worst(everything)]
        skipped_by = skips(entry)
        if skipped_by:
            state = Outcome.SKIPPED
            everything = (*everything, skipped_by_treatment(skipped_by))
        elif state is Outcome.WRITTEN and elsewhere:
            state = Outcome.SKIPPED
            everything = (*everything, other_period(entry, self.order.month))
            if candidate.document_id is not None:
                self.moved.add(candidate.document_id)
        if state is Outcome.WRITTEN:
            self.entries.append(entry)
        self.rows.append(_row(candidate, document, state, everything, entry))


def _row(
    candidate: Candidate, document: Document, state: Outcome, findings: tuple[Finding, ...], entry: Entry | None = None
) -> DocumentReport:
    invoice = document.invoice
    return DocumentReport(
        source=candidate.source,
        state=state,
        findings=findings,
        number=invoice.number,
        ksef_number=document.ksef_number,
        direction=None if entry is None else entry.direction,
        document_id=candidate.document_id,
        acknowledged=candidate.acknowledged,
        issue_date=invoice.issue_date,
        counterparty="" if entry is None else entry.counterparty.name,
        currency=invoice.currency,
        net=None if entry is None else entry.net,
        tax=None if entry is None else entry.tax,
    )


def _conclude(gathering: _Gathering, final: Spool[DocumentReport], report: Report, cancel: CancelToken) -> Plan:
    """The second pass: the target's limits, and what is left to be written."""
    order, entries = gathering.order, gathering.entries

    def each(count: int) -> None:
        if count % _REPORT_EVERY == 0:
            cancel.check()
            report(Progress(count, len(entries), _("Sprawdzono {count} dokumentów").format(count=count)))

    late = frozenset(gathering.late)
    before = sums_of(Entries(entries, late, each))
    plan = Plan(
        order=order,
        entries=entries,
        documents=final,
        rejected=late,
        client=_named(order.client, entries) if order.archive is None else order.client,
        period=order.month or before.month,
        counts=Counter(dict.fromkeys(Outcome, 0)),
        totals=before.totals,
        questions=(),
        unheard=tuple(name for name in order.decisions.documents if name not in gathering.heard),
        idle=tuple(code for code in order.decisions.general if code in _BOOKING_CODES and code not in gathering.needed),
        answers=gathering.answers,
        rate_currencies=tuple(gathering.rate_currencies),
        summaries=gathering.summaries,
        moved=frozenset(gathering.moved),
        repeated=frozenset(gathering.repeated),
    )
    raised: dict[str, list[Finding]] = {}
    for finding in order.target.check(plan.batch(each), order.options):
        raised.setdefault(finding.document, []).append(finding)
    _judge(plan, gathering, raised)
    if plan.rejected != late:
        after = sums_of(Entries(entries, plan.rejected, each))
        plan.totals, plan.period = after.totals, order.month or after.month
    return plan


def _judge(plan: Plan, gathering: _Gathering, raised: Mapping[str, list[Finding]]) -> None:
    """Fill the plan's documents, counts and questions, now that the target has spoken."""
    rejected = set(gathering.late)
    waiting: Counter[str] = Counter()
    for row in gathering.rows:
        judged = _judged(row, gathering.late, raised)
        plan.documents.append(judged)
        plan.counts[judged.state] += 1
        if row.state is Outcome.WRITTEN and judged.state is not Outcome.WRITTEN:
            rejected.add(row.source)
        if judged.state is Outcome.ASKS:
            waiting.update({finding.code for finding in judged.findings if finding.level is Level.ASKS})
    plan.rejected = frozenset(rejected)
    questions = all_questions(plan.order.target.questions)
    plan.questions = tuple(OpenQuestion(one, waiting[one.code]) for one in questions if one.code in waiting)


def _judged(
    row: DocumentReport, late: Mapping[str, tuple[Outcome, Finding]], raised: Mapping[str, list[Finding]]
) -> DocumentReport:
    if row.source in late and row.state is not Outcome.SKIPPED:
        state, reason = late[row.source]
        return msgspec.structs.replace(row, state=state, findings=(*row.findings, reason))
    findings = (*raised.get(row.source, ()), *raised.get("", ()))  # those without a document are about the batch
    if row.state is not Outcome.WRITTEN or not findings:
        return row
    everything = (*row.findings, *findings)
    state = _OUTCOMES[worst(everything)]
    if state is Outcome.WRITTEN and any(finding.code in _STAYS_OUT for finding in findings):
        state = Outcome.SKIPPED
    return msgspec.structs.replace(row, state=state, findings=everything)


def _named(client: Client, entries: Iterable[Entry]) -> Client:
    """The client with the name that his first document gives him; files come without a card of the client."""
    for entry in entries:
        invoice = entry.invoice
        for party in (invoice.seller, invoice.buyer, *invoice.third_parties):
            if party.nip == client.nip and party.name:
                return msgspec.structs.replace(client, name=party.name)
    return client
