"""What a bookkeeping program's file format promises to the rest of the program."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO, ClassVar, Final, Generic, NamedTuple, TypeVar

from app.base.dates import Month
from app.base.environments import Environment
from app.base.findings import Finding
from app.base.money import ZERO
from app.booking.client import Client
from app.booking.entry import Direction, Entry
from app.booking.questions import Question

OptionsT = TypeVar("OptionsT")

SKIPPED_NO_EFFECT: Final = "skipped_no_effect"
"""Code of the note which says that a correction of data only stays out of the file (guide §6.2): the document counts as skipped."""
NOT_IN_THIS_FILE: Final = "not_in_this_file"
"""Code of the note about a document that has no place in this kind of file: it counts as skipped, and the next conversion meets it again."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one conversion writes.

    `entries` may be iterated any number of times and need not be in memory; all of them are to be written. `period` is None when
    the batch is no single VAT month. `written_at` is the aware moment that formats with a time stamp write. `environment` other
    than production must be named in each document's description (`environment.mark`); the office adds it to file names.
    """

    client: Client
    entries: Iterable[Entry]
    written_at: dt.datetime
    environment: Environment = Environment.PRODUCTION
    period: Month | None = None


@dataclass(slots=True)
class OutputFile:
    """One file of a conversion: a name without folders, its bytes in pieces, and how many documents it holds.

    `documents` is right once all `chunks` are consumed: a file that streams knows it only then.
    """

    name: str
    chunks: Iterable[bytes]
    documents: int = 0


class ReadRow(NamedTuple):
    """Amounts in PLN of one document under one heading of a format (a rate, a field of JPK)."""

    heading: str
    net_pln: Decimal
    tax_pln: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """What a file says of one document, as somebody reads it who knows the format and nothing of the writer.

    `tax_number` holds letters and digits only (`letters_and_digits`), with the country where the format has it there. `rows` are one for a
    heading, sorted, those of zero left out (`read_rows`). Fields that the format has no place for are empty or None on both sides of the
    comparison.
    """

    direction: Direction | None
    number: str
    issue_date: dt.date | None
    tax_number: str = ""
    ksef_number: str = ""
    rows: tuple[ReadRow, ...] = ()


def read_rows(rows: Iterable[ReadRow]) -> tuple[ReadRow, ...]:
    """Rows of the same heading added up, those of zero left out, sorted by heading."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for heading, net, tax in rows:
        earlier_net, earlier_tax = sums.get(heading, (ZERO, ZERO))
        sums[heading] = (earlier_net + net, earlier_tax + tax)
    return tuple(ReadRow(heading, net, tax) for heading, (net, tax) in sorted(sums.items()) if net or tax)


def letters_and_digits(text: str) -> str:
    """A tax number as `ReadDocument` holds it: without blanks, dashes and other signs."""
    return text if text.isalnum() else "".join(filter(str.isalnum, text))


class Target(ABC, Generic[OptionsT]):
    """One bookkeeping program's import format.

    `options` is a frozen dataclass with a default for every field: the settings page and ``--set KEY=VALUE`` draw themselves from it; a
    field's metadata carries ``label`` (Polish), ``help``, and ``choices`` (value → Polish label) where it is an enumeration. `questions` are
    the findings that ask which only this target raises. `import_steps` are the two sentences on where to import the file.
    `unproven` says what has not been tried in the real program yet; empty where everything has.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    suffix: ClassVar[str]
    options: ClassVar[type[Any]]
    questions: ClassVar[tuple[Question, ...]] = ()
    import_steps: ClassVar[str] = ""
    unproven: ClassVar[str] = ""

    @abstractmethod
    def check(self, batch: Batch, options: OptionsT) -> Iterator[Finding]:
        """Every limit of the format that a document of the batch meets, with `Finding.document` = `Entry.source`.

        *blocks* where the format cannot express the document, *asks* where it needs a decision that `Entry.decisions` lacks,
        *notes* for what is shortened or left out (the note carries the full text). Streams: never holds all entries.
        """

    @abstractmethod
    def write(self, batch: Batch, options: OptionsT) -> Iterator[OutputFile]:
        """The files. Pure: nothing stays on the disk, no clock; the same batch gives the same bytes.

        Every entry has passed `check` without a finding that blocks or asks. The chunks of one file are consumed before the
        next file is asked for.
        """

    @abstractmethod
    def expect(self, entry: Entry, batch: Batch, options: OptionsT) -> ReadDocument | None:
        """What a reader must find of `entry` in the files; None for one that rightly stands in none of them.

        The other half of the two-way check: numbers as the format shortens them, headings as `read` gives them, amounts of the entry.
        """

    def expect_all(self, entry: Entry, batch: Batch, options: OptionsT) -> tuple[ReadDocument, ...]:
        """Everything a reader must find of `entry`: what `expect` says, and more where a format states a document more than once.

        A further statement has headings of its own, so that sums over one heading count each amount once.
        """
        expected = self.expect(entry, batch, options)
        return () if expected is None else (expected,)

    @abstractmethod
    def read(self, file: BinaryIO) -> Iterator[ReadDocument]:
        """The documents in one written file, streamed. Shares nothing with `write` but the knowledge of the format.

        Raises `ValueError` for a file that is not of the format.
        """
