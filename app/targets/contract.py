"""What a bookkeeping program's file format promises to the rest of the program."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Generic, TypeVar

from app.base.dates import Month
from app.base.environments import Environment
from app.base.findings import Finding
from app.booking.client import Client
from app.booking.entry import Entry
from app.booking.questions import Question

OptionsT = TypeVar("OptionsT")

SKIPPED_NO_EFFECT: Final = "skipped_no_effect"
"""Code of the note which says that a correction of data only stays out of the file (guide §6.2): the document counts as skipped."""


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
