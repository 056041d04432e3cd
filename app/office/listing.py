"""Documents of the archive as lists: ordered ids, pages, totals, details; their work state and the answers kept for them."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.archive import conversions, documents, lists
from app.archive.acknowledgements import Acknowledged, acknowledged_of
from app.archive.clients import answers_of_client, keep_client_answer
from app.archive.records import (
    Column,
    ConversionRow,
    CurrencyTotal,
    DocumentRow,
    Period,
    Query,
    Summary,
    WorkState,
)
from app.archive.store import Archive
from app.base.dates import Month
from app.base.errors import UnreadableDocument, UnusableArgument
from app.base.findings import Finding, blocks
from app.base.texts import _
from app.booking.book import book
from app.booking.entry import Direction, Entry
from app.booking.treatment import Treatment
from app.invoice.document import Document
from app.office.answers import all_questions, checked_answer
from app.office.books import books_of
from app.office.checks import checked, summary_of
from app.office.companies import client
from app.office.rate_modes import RateMode
from app.office.rates import rates_of_archive
from app.office.stored import read_stored
from app.office.surroundings import Surroundings
from app.targets.registry import TARGETS

__all__ = [
    "Acknowledged",
    "Column",
    "ConversionRow",
    "CurrencyTotal",
    "DocumentRow",
    "Period",
    "Query",
    "Summary",
    "WorkState",
    "read_stored",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Everything known of one document. `document` is None where the stored XML cannot be read any more (a finding says why).

    `entries` is empty where nothing can be booked, and holds two where the client stands on both sides and both were chosen.
    """

    row: DocumentRow
    xml: bytes
    document: Document | None
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    answers: dict[str, str]
    conversions: tuple[ConversionRow, ...]
    hand: dict[Direction, Treatment] = field(default_factory=dict)
    acknowledged: dict[str, Acknowledged] = field(default_factory=dict)
    """Findings that were seen and acknowledged, by code."""


def ordered_ids(archive: Archive, query: Query) -> "array[int]":
    """The ids of all documents that `query` means, in its order."""
    return lists.ordered_ids(archive, query)


def rows(archive: Archive, ids: Sequence[int]) -> list[DocumentRow]:
    """Documents in the order of `ids`; those no longer there are left out."""
    return documents.rows(archive, ids)


def totals(archive: Archive, query: Query) -> tuple[CurrencyTotal, ...]:
    """Sums per currency of all documents that `query` means, PLN first."""
    return lists.totals(archive, query)


def totals_of(archive: Archive, ids: Sequence[int]) -> tuple[CurrencyTotal, ...]:
    """Sums per currency of a selection of any size, PLN first."""
    return lists.totals_of(archive, ids)


def months(archive: Archive, client: str = "", by: Period = Period.VAT) -> tuple[Month, ...]:
    """The months in which there are documents, newest first; of one client, or of all."""
    return lists.months(archive, client, by)


def currencies(archive: Archive, client: str = "") -> tuple[str, ...]:
    """The currencies that occur, in alphabetical order; of one client, or of all."""
    return lists.currencies(archive, client)


def details(archive: Archive, document_id: int) -> Details:
    """One document, read and booked with the answers kept for it. Raises `UnusableArgument` where it is no longer there."""
    found = documents.stored(archive, document_id)
    if found is None:
        raise UnusableArgument(_("Tego dokumentu nie ma już w archiwum."), advice=_("Odśwież listę."))
    answers = answers_of_client(archive, found.row.client_nip) | found.answers
    made = conversions.conversions_of(archive, document_id)
    try:
        document = read_stored(found)
    except UnreadableDocument as error:
        reason = (blocks(error.code, str(error), error.field),)
        return Details(
            row=found.row, xml=found.xml, document=None, entries=(), findings=reason, answers=answers, conversions=made
        )
    books = books_of(archive, found.row.client_nip)
    rates = rates_of_archive(archive, found.row.client_nip, RateMode.KNOWN)
    booked = books.treat(book(document, books.client, answers, rates=rates), found.hand)
    context = Surroundings(books.client, archive).context(
        document, booked, document_id=document_id, converted=found.row.state is WorkState.CONVERTED
    )
    return Details(
        row=found.row,
        xml=found.xml,
        document=document,
        entries=booked.entries,
        findings=(*booked.findings, *checked(document, booked, context)),
        answers=answers,
        conversions=made,
        hand=found.hand,
        acknowledged=acknowledged_of(archive, document_id),
    )


def decide(archive: Archive, ids: Sequence[int], code: str, value: str) -> None:
    """Keep an answer for these documents and refresh what lists show of them; an empty value takes it back.

    Raises `UnusableArgument` for a code nobody asks about or a value it does not take.
    """
    value = _checked(code, value)
    answers: dict[int, dict[str, str]] = {}
    summaries: dict[int, Summary] = {}
    around: dict[str, Surroundings] = {}
    for found in documents.stream(archive, ids):
        of_client = answers_of_client(archive, found.row.client_nip)
        own = {kept: text for kept, text in (found.answers | {code: value}).items() if text}
        document = read_stored(found)
        nip = found.row.client_nip
        rates = rates_of_archive(archive, nip, RateMode.KNOWN)
        booked = book(document, client(archive, nip), of_client | own, rates=rates)
        answers[found.row.id] = {code: value}
        if nip not in around:
            around[nip] = Surroundings(client(archive, nip), archive)
        summaries[found.row.id] = summary_of(found, document, booked, around[nip])
    documents.keep_answers(archive, answers, summaries)


def decide_for_client(archive: Archive, nip: str, code: str, value: str) -> None:
    """Keep an answer for all documents of a client that ask; an empty value takes it back. Raises `UnusableArgument` as `decide`."""
    keep_client_answer(archive, client(archive, nip).nip, code, _checked(code, value))


def answers_for_client(archive: Archive, nip: str) -> dict[str, str]:
    """The answers kept for all documents of a client, by code."""
    return answers_of_client(archive, client(archive, nip).nip)


def _checked(code: str, value: str) -> str:
    of_targets = [question for target in TARGETS for question in target.questions]
    for question in all_questions(of_targets):
        if question.code == code:
            return checked_answer(question, value) if value else ""
    raise UnusableArgument(_("Nie ma pytania „{code}”.").format(code=code))
