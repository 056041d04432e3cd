"""The documents of the sandbox: when they were stored and who sees them as what (guide §3.2, §3.4)."""

import base64
import bisect
import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from app.sandbox import facts, moments, numbers

SUBJECTS: Final = ("Subject1", "Subject2", "Subject3", "SubjectAuthorized")
INVOICING: Final = "Invoicing"
ISSUE: Final = "Issue"
PERMANENT: Final = "PermanentStorage"

_BEFORE_STORAGE: Final = 48 * moments.TICKS_PER_SECOND
_BEFORE_NUMBER: Final = 5 * moments.TICKS_PER_SECOND


@dataclass(frozen=True, slots=True)
class Stored:
    """One document with its number; the three moments are in ticks."""

    number: str
    xml: bytes
    hash: str
    invoiced: int
    acquired: int
    stored: int
    known: int
    """From when on it shows in lists: later than `stored` for one that arrives late."""
    facts: facts.Facts
    mode: str
    corrected_hash: str | None

    def record(self) -> dict[str, Any]:
        """The metadata record, with a field that no client knows."""
        return {
            "ksefNumber": self.number,
            **self.facts.record,
            "invoicingDate": moments.full_text(self.invoiced),
            "acquisitionDate": moments.full_text(self.acquired),
            "permanentStorageDate": moments.text(self.stored),
            "invoicingMode": self.mode,
            "invoiceHash": self.hash,
            "hashOfCorrectedInvoice": self.corrected_hash,
            "futureField": {"value": "pole nieznane klientowi"},
        }

    def moment(self, date_type: str) -> int:
        """The moment that a kind of date means; of the date of issue, the day's ordinal number."""
        if date_type == ISSUE:
            return self.facts.issued.toordinal()
        return self.invoiced if date_type == INVOICING else self.stored


def hash_of(data: bytes) -> str:
    """Base64 of the SHA-256."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode("ascii")


@dataclass(slots=True)
class Documents:
    """All documents, by number and by context and role."""

    seed: bytes
    _by_number: dict[str, Stored] = field(default_factory=dict)
    _by_role: dict[tuple[str, str], list[Stored]] = field(default_factory=dict)
    _copies: dict[bytes, int] = field(default_factory=dict)

    def add(self, xml: bytes, stored: int, *, mode: str = "Online", number: str = "", known: int | None = None) -> Stored:
        """Take a document in. `ValueError` for a number already given or a form KSeF does not take."""
        read = facts.read(xml)
        # The seventh digit after the second, which a client's datetime cannot hold, is drawn from the content; never later than asked.
        stored = stored - stored % 10 - 10 + hashlib.sha256(xml).digest()[0] % 10
        day = moments.polish_day(stored - _BEFORE_NUMBER)
        self._copies[xml] = copy = self._copies.get(xml, -1) + 1
        number = number or numbers.ksef_number(read.issuer, day, self.seed, xml, copy.to_bytes(4, "big"))
        if number in self._by_number:
            raise ValueError(number)
        corrected = self._by_number.get(read.corrected)
        document = Stored(
            number=number,
            xml=xml,
            hash=hash_of(xml),
            invoiced=stored - _BEFORE_STORAGE,
            acquired=stored - _BEFORE_NUMBER,
            stored=stored,
            known=stored if known is None else known,
            facts=read,
            mode=mode,
            corrected_hash=corrected.hash if corrected else None,
        )
        self._by_number[number] = document
        for role in read.roles:
            bisect.insort(self._by_role.setdefault(role, []), document, key=lambda d: (d.stored, d.number))
        return document

    def find(self, number: str) -> Stored | None:
        """The document with this number."""
        return self._by_number.get(number.upper())

    def sees(self, context: str, document: Stored) -> bool:
        """Whether a context is a party of a document."""
        return any(seer == context for seer, _ in document.facts.roles)

    def visible(self, context: str, subject: str, now: int) -> list[Stored]:
        """What a context sees in a role at a moment, in the order of storage."""
        return [d for d in self._by_role.get((context, subject), ()) if d.stored <= now and d.known <= now]

    def stored_between(self, context: str, subject: str, first: int, last: int, now: int) -> Iterator[Stored]:
        """The same, stored between two moments, both included."""
        held = self._by_role.get((context, subject), [])
        for document in held[bisect.bisect_left(held, first, key=lambda d: d.stored) :]:
            if document.stored > min(last, now):
                return
            if document.known <= now:
                yield document


def seconds(duration: float) -> int:
    """A duration in ticks."""
    return round(dt.timedelta(seconds=duration) / dt.timedelta(microseconds=1)) * 10
