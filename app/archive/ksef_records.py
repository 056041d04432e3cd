"""What downloading from KSeF keeps in the archive: plain frozen values, no SQL, no secret."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from app.archive.records import Summary


class AccessKind(StrEnum):
    """By what the program signs in for a client."""

    NONE = "none"
    TOKEN = "token"  # noqa: S105 - the name of a kind
    CERTIFICATE = "certificate"
    OFFICE = "office"
    """The one certificate of the office, for clients who granted it the right."""


class SyncState(StrEnum):
    """How a run ended for one client."""

    COMPLETE = "complete"
    WAITING = "waiting"
    """KSeF's limits, or a package it prepares too long: the next run goes on."""
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A moment of KSeF: `ticks` (100 ns since 1970, UTC) compare exactly, `text` is as KSeF wrote it."""

    ticks: int
    text: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch that is complete from `start` to `until` (both included) for one context and role; `counted` documents in its last window."""

    start: Mark
    until: Mark
    counted: int = 0

    @property
    def begun(self) -> bool:
        """Whether anything of it is complete yet."""
        return self.until > self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingExport:
    """A package that KSeF prepares for the window of a segment; the key is elsewhere."""

    reference: str
    client_nip: str
    context: str
    role: str
    segment_ticks: int
    window_from: str
    window_to: str
    iv: str
    started_at: dt.datetime


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """A document as KSeF gave it, verified: `packed` is its bytes under zlib, `acquired` and `stored` the texts of its metadata (may be empty).

    `summary` is what the metadata tell; the document itself is read after it is safe.
    """

    number: str
    sha256: str
    packed: bytes
    received: dt.date | None
    acquired: str
    stored: str
    stored_ticks: int
    summary: Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """Where arrivals belong: a client's context and role, the segment, and how far it is complete once they are in.

    `until` None leaves the segment where it is. `reference` is the export that brought them; empty for single downloads.
    """

    client_nip: str
    context: str
    role: str
    segment_ticks: int
    until: Mark | None
    reference: str = ""
    counted: int = 0


@dataclass(slots=True)
class Delivered:
    """What a landing changed: documents new and known; numbers whose content came from a file and was `replaced` by KSeF's; `clashes`,
    numbers under which KSeF gave other bytes before.
    """

    new: int = 0
    known: int = 0
    replaced: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """What can be defended for a context: in all roles, everything stored from `start` to `until` is in the archive (None: nothing yet)."""

    start: dt.datetime | None = None
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAccess:
    """By what one context is signed in; the secret itself is in the keyring. An empty context is the office's certificate."""

    context: str
    client_nip: str
    kind: AccessKind
    holder: str = ""
    reference: str = ""
    expires: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessCheckRow:
    """How the last sign-in for a context ended, and by what."""

    context: str
    client_nip: str
    kind: AccessKind
    works: bool
    checked_at: dt.datetime
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientResult:
    """How a run ended for one client's context. `problems`: new documents that are stored but are no readable invoices.

    `complete_from` and `complete_to` are aware UTC moments of permanent storage between which nothing is missing; None while nothing is.
    """

    nip: str
    context: str
    state: SyncState
    new: int = 0
    known: int = 0
    problems: int = 0
    requests: int = 0
    complete_from: dt.datetime | None = None
    complete_to: dt.datetime | None = None
    resumes_at: dt.datetime | None = None
    message: str = ""
    finished_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run of the diary; `finished_at` None: it goes on, or was interrupted by a crash."""

    id: int
    started_at: dt.datetime
    finished_at: dt.datetime | None
    clients: tuple[ClientResult, ...]
