"""What a conversion is asked to do, and what it is about to do."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self

from app.archive.store import Archive
from app.base.dates import WARSAW, Month
from app.base.environments import Environment
from app.base.errors import KonwerterError
from app.booking.client import Client
from app.booking.entry import Direction, Entry
from app.booking.exchange import NO_RATES, Rates
from app.booking.questions import Question
from app.office.answers import Decisions
from app.office.books import Books
from app.office.spool import Spool
from app.office.spooled_summaries import SpooledSummaries
from app.office.states import SKIPPED_BY_TREATMENT, DocumentReport, Outcome, RateTotal
from app.office.surroundings import Surroundings
from app.office.user import user_name
from app.targets.contract import SKIPPED_NO_EFFECT, Batch, Target

_LEFT_OUT: Final = frozenset({SKIPPED_NO_EFFECT, SKIPPED_BY_TREATMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a conversion is asked to do. `month` is given where the batch is one VAT month by its very choice."""

    books: Books
    surroundings: Surroundings
    target: Target[Any]
    options: Any
    option_texts: Mapping[str, str]
    decisions: Decisions
    direction: Direction | None
    environment: Environment
    month: Month | None = None
    archive: Archive | None = None
    rates: Rates = NO_RATES
    written_at: dt.datetime = field(default_factory=lambda: dt.datetime.now(WARSAW))
    made_by: str = field(default_factory=user_name)

    @property
    def client(self) -> Client:
        """Whose documents they are."""
        return self.books.client


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that still waits for an answer, and how many documents wait for it."""

    question: Question
    documents: int


class Entries:
    """The entries of a spool without those of `rejected` sources; re-iterable. `each` is called with the count so far."""

    def __init__(self, spool: Spool[Entry], rejected: frozenset[str], each: Callable[[int], None]) -> None:
        self._spool = spool
        self._rejected = rejected
        self._each = each

    def __iter__(self) -> Iterator[Entry]:
        count = 0
        for entry in self._spool:
            if entry.source not in self._rejected:
                yield entry
                count += 1
                self._each(count)


@dataclass(slots=True, kw_only=True)
class Plan:
    """A conversion ready to be written: what will happen to every document, and why.

    `documents` lie in a temporary file and are read as they are asked for, so that thousands take no memory; `close` (or the end of a
    ``with``) frees it. `unheard` are the decisions that named a document which is not there, `idle` the codes of decisions for all that no
    document needed, `rate_currencies` the currencies converted with the one rate given for all. `answers` and `summaries` are the
    decisions used and what lists show after them, by the archive's ids; `moved` those whose VAT month is another than the one converted.
    """

    order: Order
    entries: Spool[Entry]
    documents: Spool[DocumentReport]
    rejected: frozenset[str]
    client: Client
    period: Month | None
    counts: Counter[Outcome]
    totals: tuple[RateTotal, ...]
    questions: tuple[OpenQuestion, ...]
    unheard: tuple[str, ...]
    idle: tuple[str, ...]
    rate_currencies: tuple[str, ...]
    answers: dict[int, dict[str, str]]
    summaries: SpooledSummaries
    moved: frozenset[int]
    repeated: frozenset[int]
    rate_problem: KonwerterError | None = None
    """Why the NBP could not be asked for rates; documents without one then ask."""

    def batch(self, each: Callable[[int], None]) -> Batch:
        """What is to be written; `each` is called with the count of entries read so far in a pass."""
        return Batch(
            client=self.client,
            entries=Entries(self.entries, self.rejected, each),
            written_at=self.order.written_at,
            environment=self.order.environment,
            period=self.period,
        )

    def written_ids(self) -> tuple[int, ...]:
        """The archive's documents that will be written, each once."""
        written = (row.document_id for row in self.documents if row.state is Outcome.WRITTEN and row.document_id is not None)
        return tuple(dict.fromkeys(written))

    def left_out_ids(self) -> tuple[int, ...]:
        """The archive's documents which rightly stay out: corrections of data only (guide §6.2), and what a rule or a hand skips."""
        left = (
            row.document_id
            for row in self.documents
            if row.state is Outcome.SKIPPED and any(finding.code in _LEFT_OUT for finding in row.findings)
        )
        return tuple(dict.fromkeys(id_ for id_ in left if id_ is not None))

    def decided_ids(self) -> tuple[int, ...]:
        """The archive's documents whose answers are to be kept: those that will be written and those that went to another month."""
        return (*self.written_ids(), *sorted(self.moved))

    def close(self) -> None:
        """Free the temporary files; the plan cannot be used afterwards."""
        self.entries.close()
        self.documents.close()
        self.summaries.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
