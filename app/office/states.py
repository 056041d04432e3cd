"""What a conversion says of each document."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Final

import msgspec

from app.archive.records import Period, WorkState
from app.base.findings import Finding
from app.booking.entry import Direction

SKIPPED_BY_TREATMENT: Final = "skipped_by_treatment"
"""Code of the note which says that a rule, a hand or the profile keeps the document out of conversions."""

__all__ = ["SKIPPED_BY_TREATMENT", "DocumentReport", "Outcome", "Period", "RateTotal", "ReportedFile", "WorkState"]


class Outcome(StrEnum):
    """The state of a document in a conversion, before writing (what will happen) and after it (what happened)."""

    WRITTEN = "written"
    ASKS = "asks"
    REFUSED = "refused"
    SKIPPED = "skipped"


class DocumentReport(msgspec.Struct, frozen=True, kw_only=True):
    """One document of a conversion with the reasons for its state.

    `document_id` is its id in the archive, None for a file. What could not be read has only `source` and findings. `net` and `tax` are in
    the document's currency.
    """

    source: str
    state: Outcome
    findings: tuple[Finding, ...] = ()
    number: str = ""
    ksef_number: str = ""
    direction: Direction | None = None
    document_id: int | None = None
    issue_date: dt.date | None = None
    counterparty: str = ""
    currency: str = ""
    net: Decimal | None = None
    tax: Decimal | None = None
    acknowledged: frozenset[str] = frozenset()
    """Codes of findings that a person has seen and acknowledged."""


class RateTotal(msgspec.Struct, frozen=True):
    """Sums in PLN of what is written, for one direction and VAT rate."""

    direction: Direction
    rate: str
    net_pln: Decimal
    tax_pln: Decimal


class ReportedFile(msgspec.Struct, frozen=True):
    """One file as written: its name (with its folder in `path`), SHA-256 and number of documents."""

    name: str
    sha256: str
    documents: int
    path: str = ""
