"""What goes into the archive and what comes out of it: plain frozen values, no SQL."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from app.base.dates import Month
from app.base.findings import Level
from app.booking.client import Client
from app.booking.entry import Direction
from app.booking.treatment import Treatment
from app.invoice.forms import Kind


class WorkState(StrEnum):
    """Where a document stands in the office's work."""

    NEW = "new"
    TO_CONVERT = "to_convert"
    CONVERTED = "converted"
    SKIPPED = "skipped"


class Period(StrEnum):
    """Which date a month means."""

    VAT = "vat"
    ISSUE = "issue"
    RECEIPT = "receipt"


class Column(StrEnum):
    """What a list of documents can be sorted by."""

    ISSUE_DATE = "issue_date"
    RECEIPT_DATE = "receipt_date"
    VAT_PERIOD = "vat_period"
    NUMBER = "number"
    COUNTERPARTY = "counterparty"
    DIRECTION = "direction"
    KIND = "kind"
    STATE = "state"
    LEVEL = "level"
    CURRENCY = "currency"
    NET = "net"
    TAX = "tax"
    GROSS = "gross"
    CLIENT = "client"
    TAGS = "tags"
    NOTE = "note"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Query:
    """Which documents, in which order. Empty fields do not filter.

    `client` is a NIP. `month` is the month of the date that `by` names. `levels` filters by the worst finding of a document (None in
    it: documents without a finding). `text` is searched without regard to letter size and Polish marks in number, counterparty, NIP,
    KSeF number, tags and note; every word must occur. `counterparty` is found in the counterparty's name or number. `tags`: all of them.
    `least` and `most` bound the size of the gross amount, both included, in the document's currency. Ties of `sort` are broken by the order of
    arrival.
    """

    client: str = ""
    month: Month | None = None
    by: Period = Period.VAT
    direction: Direction | None = None
    states: frozenset[WorkState] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    currency: str = ""
    levels: frozenset[Level | None] = frozenset()
    text: str = ""
    counterparty: str = ""
    tags: frozenset[str] = frozenset()
    least: Decimal | None = None
    most: Decimal | None = None
    sort: Column = Column.ISSUE_DATE
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What lists show of a document: derived from it by booking, refreshed when a decision changes it.

    Amounts are in the document's currency and `direction` is None while it waits for a decision. `level` is the worst finding that is
    neither acknowledged nor mere information. `account` is the one to pay to, None while the document is not read.
    """

    direction: Direction | None
    kind: Kind
    number: str
    seller_nip: str
    issue_date: dt.date
    supply_date: dt.date | None
    receipt_date: dt.date | None
    vat_period: Month | None
    counterparty: str
    counterparty_nip: str
    currency: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    level: Level | None
    account: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """A document on its way into the archive: its untouched bytes, what is known of them, and its summary.

    `name` is the file's own name, for people. `ksef_number` may be empty. `received` is the day in Poland on which the number was given,
    where metadata told it.
    """

    client_nip: str
    xml: bytes
    sha256: str
    name: str
    summary: Summary
    ksef_number: str = ""
    received: dt.date | None = None


class Added(StrEnum):
    """What became of a `NewDocument`."""

    NEW = "new"
    KNOWN = "known"
    """The client's archive holds it already; nothing changed."""
    NUMBERED = "numbered"
    """The archive held the same bytes without a KSeF number; the number was added."""
    DUPLICATE = "duplicate"
    """The archive holds another content under the same KSeF number, or the same seller, kind and number; nothing changed."""


@dataclass(frozen=True, slots=True)
class Addition:
    """The answer to a `NewDocument`: what happened, and the id of the document that is in the archive now."""

    outcome: Added
    document_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One document as lists show it."""

    id: int
    client_nip: str
    source: str
    """The KSeF number, or the file's name and id: unique in the archive."""
    ksef_number: str
    state: WorkState
    sha256: str
    added_at: dt.datetime
    summary: Summary
    tags: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """One document with its untouched bytes, the answers kept for it, what was set on it by hand, and which findings were acknowledged."""

    row: DocumentRow
    xml: bytes
    received: dt.date | None
    answers: dict[str, str] = field(default_factory=dict)
    hand: dict[Direction, Treatment] = field(default_factory=dict)
    acknowledged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CurrencyTotal:
    """Sums of the documents in one currency."""

    currency: str
    documents: int
    net: Decimal
    tax: Decimal
    gross: Decimal


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client with counts: all documents, new ones, and those still to be done whose findings block or ask."""

    client: Client
    documents: int
    new: int
    problems: int


@dataclass(frozen=True, slots=True)
class Profile:
    """How a client's documents were converted last: the target and its options as ``--set`` takes them."""

    target: str
    options: dict[str, str]


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One file of a conversion as it was written: its full path, SHA-256 and number of documents."""

    path: str
    sha256: str
    documents: int


class WrittenTotal(NamedTuple):
    """Sums in PLN of what a conversion wrote, for one direction and VAT rate; amounts as text with a dot."""

    direction: str
    rate: str
    net_pln: str
    tax_pln: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConversion:
    """A conversion about to be recorded.

    `answers` are the decisions that were used, by document id and code, and `summaries` what lists show of documents after them;
    `client_answers` are those kept for all documents of the client; `repeated` the documents that are meant to be converted again;
    `left_out_ids` those which the target rightly leaves out of the file: they become skipped, so that nobody meets them every month.
    """

    client_nip: str
    profile: Profile
    month: Month | None
    made_at: dt.datetime
    document_ids: tuple[int, ...]
    answers: dict[int, dict[str, str]] = field(default_factory=dict)
    summaries: Mapping[int, Summary] = field(default_factory=dict)
    client_answers: dict[str, str] = field(default_factory=dict)
    repeated: frozenset[int] = frozenset()
    left_out_ids: tuple[int, ...] = ()
    made_by: str = ""
    """Who converted: the user name of the system."""
    totals: tuple[WrittenTotal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionRow:
    """A recorded conversion; `undone_at` is None while it stands."""

    id: int
    client_nip: str
    profile: Profile
    month: Month | None
    made_at: dt.datetime
    undone_at: dt.datetime | None
    documents: int
    files: tuple[WrittenFile, ...]
    made_by: str = ""
    totals: tuple[WrittenTotal, ...] = ()
