"""Rate limits: sliding windows per context, address and group, with the real table (guide §6)."""

import datetime as dt
import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from app.sandbox.errors import too_many

WINDOWS: Final = (("perSecond", 1, "sekundę"), ("perMinute", 60, "minutę"), ("perHour", 3_600, "godzinę"))

ANONYMOUS: Final = "anonymous"
OTHER: Final = "other"
METADATA: Final = "invoiceMetadata"
EXPORT: Final = "invoiceExport"
EXPORT_STATUS: Final = "invoiceExportStatus"
DOWNLOAD: Final = "invoiceDownload"

_PRODUCTION: Final = {
    "onlineSession": (10, 30, 120),
    "onlineSessionClose": (10, 30, 120),
    "batchSession": (10, 20, 120),
    "batchSessionClose": (10, 20, 120),
    "invoiceSend": (10, 30, 180),
    "invoiceStatus": (30, 120, 1_200),
    "sessionList": (5, 10, 60),
    "sessionInvoiceList": (10, 20, 200),
    "sessionMisc": (10, 120, 1_200),
    METADATA: (8, 16, 20),
    EXPORT: (8, 16, 20),
    EXPORT_STATUS: (10, 60, 600),
    DOWNLOAD: (8, 16, 64),
    "collectiveIdentifier": (10, 30, 120),
    OTHER: (10, 30, 120),
    ANONYMOUS: (60, -1, -1),
    "global": (-1, -1, -1),
}

_PENALTY: Final = 30.0
_LONGEST_BLOCK: Final = 3_600.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Allowed calls by group: per second, minute and hour; -1 is no limit."""

    table: Mapping[str, tuple[int, int, int]]

    @classmethod
    def production(cls) -> Self:
        """The table of production; groups that only senders use carry plausible values."""
        return cls(_PRODUCTION)

    @classmethod
    def none(cls) -> Self:
        """No limits at all."""
        return cls(dict.fromkeys(_PRODUCTION, (-1, -1, -1)))

    @classmethod
    def of(cls, changed: Mapping[str, tuple[int, int, int]]) -> Self:
        """The table of production with some groups changed."""
        return cls({**_PRODUCTION, **changed})

    def document(self) -> dict[str, dict[str, int]]:
        """What GET /rate-limits answers."""
        return {group: dict(zip((name for name, _, _ in WINDOWS), values, strict=True)) for group, values in self.table.items()}


@dataclass(slots=True)
class Meter:
    """Counts calls and refuses those beyond the limits.

    Inferred: a refused call does not count in the windows, and each call during a block lengthens it by half a minute, up to an hour.
    """

    limits: Limits
    violations: int = 0
    _calls: dict[tuple[str, ...], deque[float]] = field(default_factory=dict)
    _blocked: dict[tuple[str, ...], float] = field(default_factory=dict)

    def count(self, group: str, key: tuple[str, ...], now: dt.datetime) -> None:
        """Count one call; 429 with the seconds to wait when it is one too many."""
        allowed = self.limits.table[group]
        present = now.timestamp()
        calls = self._calls.setdefault((group, *key), deque())
        while calls and calls[0] <= present - WINDOWS[-1][1]:
            calls.popleft()
        blocked = self._blocked.get((group, *key), 0.0)
        if blocked > present:
            self._refuse((group, *key), min(blocked + _PENALTY, present + _LONGEST_BLOCK), present, "Zbyt wiele żądań.")
        for limit, (_, seconds, word) in zip(allowed, WINDOWS, strict=True):
            recent = [moment for moment in calls if moment > present - seconds]
            if 0 <= limit <= len(recent):
                until = recent[len(recent) - limit] + seconds if limit else present + seconds
                self._refuse((group, *key), until, present, f"Przekroczono limit {limit} żądań na {word}.")
        calls.append(present)

    def _refuse(self, key: tuple[str, ...], until: float, present: float, detail: str) -> None:
        self.violations += 1
        self._blocked[key] = until
        seconds = max(1, math.ceil(until - present))
        raise too_many(seconds, f"{detail} Spróbuj ponownie po {seconds} sekundach.")
