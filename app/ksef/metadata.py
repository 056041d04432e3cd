"""Listing documents page by page (§3.1-§3.3)."""

import dataclasses
from dataclasses import dataclass
from typing import Any, Final

from app.base.progress import Progress
from app.base.texts import _
from app.ksef.endpoints import QUERY
from app.ksef.errand import Errand
from app.ksef.errors import Rejected, Unavailable
from app.ksef.filters import Filters
from app.ksef.moments import sound, ticks
from app.ksef.records import InvoiceMetadata, read_records
from app.ksef.session import Session

_PAGE: Final = 250
_PAGES: Final = 10_000 // _PAGE  # the page after these would be refused (§3.1)
_AFTER_THE_MARK: Final = 21183


@dataclass(frozen=True, slots=True)
class Listing:
    """All documents of a window, each once, in the order of permanent storage as KSeF gave them.

    `hwm` is the high-water mark as received: up to it the list is complete and final; empty where KSeF gave none.
    """

    invoices: tuple[InvoiceMetadata, ...]
    hwm: str


def listing(session: Session, filters: Filters, errand: Errand) -> Listing:
    """Ask for all pages of a window. A window that begins after the high-water mark is empty: nothing new yet (21183).

    Raises `Unavailable` where more documents share one moment than KSeF lists, and what `Session.call` raises.
    """
    found: dict[str, InvoiceMetadata] = {}
    marks: list[str] = []
    window: Filters | None = filters
    try:
        while window is not None:
            window = _read_window(session, window, found, marks, errand)
    except Rejected as no:
        if no.code != _AFTER_THE_MARK:
            raise
    return Listing(tuple(found.values()), min(marks, key=ticks, default=""))


def _read_window(
    session: Session, window: Filters, found: dict[str, InvoiceMetadata], marks: list[str], errand: Errand
) -> Filters | None:
    """Take in the pages of one set of filters; what to ask next where KSeF's ceiling cut it, else None."""
    latest = window.start
    for page in range(_PAGES):
        said, records = _ask(session, window, page, errand)
        found.update((record.number, record) for record in records)
        marks += filter(None, [sound(said.get("permanentStorageHwmDate"))])
        latest = max([latest, *(record.permanent_storage for record in records if record.permanent_storage)], key=ticks)
        errand.report(Progress(len(found), text=_("Lista faktur w KSeF…")))
        if not said.get("hasMore"):
            return None
        if said.get("isTruncated"):
            break
    # The flag was once wrong exactly at the ceiling (§3.3), so running out of pages is taken for it too.
    if ticks(latest) == ticks(window.start):
        raise Unavailable(
            _("KSeF ma z jednej chwili więcej faktur, niż podaje na liście."),
            advice=_("Pobierz ten okres paczką."),
            detail=f"{window.role} {window.start} – {window.end}",
        )
    return dataclasses.replace(window, start=latest)


def _ask(session: Session, window: Filters, page: int, errand: Errand) -> tuple[dict[str, Any], list[InvoiceMetadata]]:
    query = {"sortOrder": "Asc", "pageOffset": str(page), "pageSize": str(_PAGE)}
    return read_records(session.call(QUERY, errand, query=query, json=window.body()).body)
