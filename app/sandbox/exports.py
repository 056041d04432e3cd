"""Exports: started, prepared, expired (guide §5)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from app.sandbox import moments, packages, query
from app.sandbox.documents import INVOICING, ISSUE, PERMANENT, Stored
from app.sandbox.errors import bad_request, gone, invalid
from app.sandbox.filters import Filters
from app.sandbox.storage import Storage

READY: Final = 200
DESCRIPTIONS: Final = {
    100: "Eksport faktur w toku",
    READY: "Eksport faktur zakończony sukcesem",
    210: "Eksport faktur wygasł i nie jest już dostępny do pobrania",
    410: "Eksport faktur nie jest dostępny",
    415: "Błąd odszyfrowania dostarczonego klucza",
    420: "Zakres filtrowania wykracza poza dostępny zakres danych",
    500: "Nieznany błąd",
    550: "Operacja została anulowana przez system",
}
IV_SIZE: Final = 16
KEY_SIZE: Final = 32
_AT_ONCE: Final = 10
_REFERENCE: Final = 36
_KEPT: Final = dt.timedelta(days=7)
_LONGEST_WORK: Final = dt.timedelta(seconds=60)
_LAST: Final = {PERMANENT: "lastPermanentStorageDate", INVOICING: "lastInvoicingDate", ISSUE: "lastIssueDate"}


@dataclass(slots=True)
class Export:
    """One export."""

    wish: packages.Wish
    context: str
    identity: str
    filters: Filters
    found: query.Found
    code: int
    started: dt.datetime
    polls: int
    stuck: bool = False
    truncated: bool = False
    completed: dt.datetime | None = None
    parts: list[packages.Part] = field(default_factory=list)


@dataclass(slots=True)
class Exports:
    """All exports of a sandbox."""

    storage: Storage
    package_life: float
    folder: Path | None = None
    """Where packages are kept; there is one while the sandbox runs."""
    _exports: dict[str, Export] = field(default_factory=dict)

    def owner(self, part: str) -> str:
        """The context whose export a part belongs to, by the part's name; empty for an unknown one."""
        export = self._exports.get(part[:_REFERENCE])
        return export.context if export else ""

    def running(self, context: str, identity: str, now: dt.datetime) -> int:
        """How many exports of an identity in a context are in progress."""
        mine = [e for e in self._exports.values() if (e.context, e.identity) == (context, identity)]
        return sum(self._in_progress(export, now) for export in mine)

    def start(self, export: Export, cap: int) -> dict[str, Any]:
        """Take an export in, at most ten at once; what lies beyond the cap is cut off."""
        if self.running(export.context, export.identity, export.started) >= _AT_ONCE:
            raise bad_request(
                21182,
                f"Dla uwierzytelnionego podmiotu w bieżącym kontekście osiągnięto maksymalny limit {_AT_ONCE} równoczesnych "
                "eksportów faktur. Spróbuj ponownie później.",
            )
        export.truncated = len(export.found.documents) > cap
        del export.found.documents[cap:]
        self._exports[export.wish.reference] = export
        return {"referenceNumber": export.wish.reference}

    def status(self, reference: str, context: str, now: dt.datetime, base: str) -> dict[str, Any]:
        """The present status; every call brings the export nearer to its end. 21175 for another context's, 410 after a week."""
        export = self._exports.get(reference)
        if export is None or export.context != context:
            raise bad_request(21175)
        if now - export.started > _KEPT:
            raise gone()
        if self._in_progress(export, now):
            export.polls = max(0, export.polls - 1)
            return _status(100)
        if export.code != READY:
            return _status(export.code)
        if export.completed is None:
            self._complete(export, now)
        expires = (export.completed or now) + dt.timedelta(seconds=self.package_life)
        if now > expires:
            return _status(210)
        return {
            **_status(READY),
            "completedDate": moments.full_text(moments.ticks(export.completed or now)),
            "packageExpirationDate": moments.full_text(moments.ticks(expires)),
            "package": self._package(export, moments.ticks(now), base),
        }

    def _in_progress(self, export: Export, now: dt.datetime) -> bool:
        """Inferred: an export that nobody asks about is ready after a minute."""
        return export.stuck or (export.polls > 0 and now - export.started < _LONGEST_WORK)

    def _complete(self, export: Export, now: dt.datetime) -> None:
        if self.folder is None:
            raise LookupError("folder")
        export.parts = packages.build(export.wish, export.found.documents, self.folder)
        export.completed = now
        for part in export.parts:
            self.storage.keep(part.name, part.file, part.encrypted_hash)

    def _package(self, export: Export, now: int, base: str) -> dict[str, Any]:
        package: dict[str, Any] = {
            "invoiceCount": len(export.found.documents),
            "size": sum(part.size for part in export.parts),
            "compressionType": export.wish.compression,
            "isTruncated": export.truncated,
            "parts": list(self._links(export.parts, now, base)),
        }
        if export.found.hwm is not None:
            package["permanentStorageHwmDate"] = moments.text(export.found.hwm)
        if export.truncated:
            package[_LAST[export.filters.date_type]] = _last(export.found.documents[-1], export.filters.date_type)
        return package

    def _links(self, parts: Iterable[packages.Part], now: int, base: str) -> Iterable[dict[str, Any]]:
        for part in parts:
            url, until = self.storage.link(base, part.name, now)
            yield packages.describe(part, url, moments.full_text(until))


def _last(document: Stored, date_type: str) -> str:
    return document.facts.issued.isoformat() if date_type == ISSUE else moments.text(document.moment(date_type))


def _status(code: int) -> dict[str, Any]:
    # Inferred: details of 420 are left out, as they were seen to be (guide §5.2).
    return {"status": {"code": code, "description": DESCRIPTIONS.get(code, "Nieznany status"), "details": None}}


def outcome(key: bytes | None, filters: Filters, hwm: int | None) -> int:
    """The status an export will end with."""
    if key is None or len(key) != KEY_SIZE:
        return 415
    return 420 if query.beyond(filters, hwm) else READY


def vector(iv: bytes) -> bytes:
    """The initialization vector, of the right length."""
    if len(iv) != IV_SIZE:
        raise invalid("'initializationVector' musi mieć 16 bajtów.")
    return iv
