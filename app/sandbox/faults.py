"""Faults to inject (guide §12.4): what kinds there are, where each makes sense, which are due for a request."""

import random
import re
import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class FaultKind(StrEnum):
    """What goes wrong."""

    DROP = "drop"
    LOST = "lost"
    RESET = "reset"
    STALL = "stall"
    TRUNCATED = "truncated"
    WRONG_LENGTH = "wrong-length"
    DRIP = "drip"
    STATUS = "status"
    OUT_OF_ORDER = "out-of-order"
    HTML = "html"
    FIREWALL = "firewall"
    RATE_LIMIT = "rate-limit"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN_NULL = "forbidden-null"
    FORBIDDEN_WAF = "forbidden-waf"
    FORBIDDEN_PERMISSION = "forbidden-permission"
    FORBIDDEN_RESOURCE = "forbidden-resource"
    FORBIDDEN_IP = "forbidden-ip"
    GONE = "gone"
    BAD_REQUEST = "bad-request"
    AUTH_STATUS = "auth-status"
    TOKEN_REVOKED = "token-revoked"  # noqa: S105 - the name of a fault
    PERMISSION_REMOVED = "permission-removed"
    SESSIONS_ENDED = "sessions-ended"
    KEYS_ROTATED = "keys-rotated"
    KEYS_REPLACED = "keys-replaced"
    EXPORT_STUCK = "export-stuck"
    EXPORT_STATUS = "export-status"
    WRONG_META_HASH = "wrong-meta-hash"
    WRONG_INVOICE_HASH = "wrong-invoice-hash"
    WRONG_PART_HASH = "wrong-part-hash"
    WRONG_ENCRYPTED_PART_HASH = "wrong-encrypted-part-hash"
    PARTS_OUT_OF_ORDER = "parts-out-of-order"
    FLIPPED_BYTE = "flipped-byte"
    LINK_EXPIRED = "link-expired"
    METADATA_CUT = "metadata-cut"
    METADATA_MISSING = "metadata-missing"
    METADATA_EXTRA = "metadata-extra"
    METADATA_LACKING = "metadata-lacking"
    DOCUMENTS_LACKING = "documents-lacking"
    HOSTILE_NAME = "hostile-name"
    BOMB = "bomb"
    DUPLICATES = "duplicates"
    SHUFFLED = "shuffled"
    UNKNOWN_TYPE = "unknown-type"
    HWM_MISSING = "hwm-missing"
    HWM_BACK = "hwm-back"
    CLOCK_SKEW = "clock-skew"


PACKAGE_KINDS: Final = frozenset(
    {
        FaultKind.METADATA_CUT,
        FaultKind.METADATA_MISSING,
        FaultKind.METADATA_EXTRA,
        FaultKind.METADATA_LACKING,
        FaultKind.DOCUMENTS_LACKING,
        FaultKind.HOSTILE_NAME,
        FaultKind.BOMB,
        FaultKind.WRONG_INVOICE_HASH,
    }
)
"""Faults that go into the package of the export they meet when it starts."""

WORLD_KINDS: Final = frozenset(
    {
        FaultKind.TOKEN_REVOKED,
        FaultKind.PERMISSION_REMOVED,
        FaultKind.SESSIONS_ENDED,
        FaultKind.KEYS_ROTATED,
        FaultKind.KEYS_REPLACED,
    }
)
"""Faults that change the sandbox just before a request of a known context."""

_QUERY: Final = ("POST", r"^/invoices/query/metadata$")
_START: Final = ("POST", r"^/invoices/exports$")
_EXPORT: Final = ("GET", r"^/invoices/exports/")
_PART: Final = ("GET", r"^/storage/")
_PLACES: Final = {
    FaultKind.AUTH_STATUS: ("POST", r"^/auth/(ksef-token|xades-signature)$"),
    FaultKind.EXPORT_STUCK: _START,
    FaultKind.EXPORT_STATUS: _START,
    FaultKind.WRONG_META_HASH: ("GET", r"^/(invoices/ksef|storage)/"),
    FaultKind.WRONG_INVOICE_HASH: ("POST", r"^/invoices/(query/metadata|exports)$"),
    FaultKind.WRONG_PART_HASH: _EXPORT,
    FaultKind.WRONG_ENCRYPTED_PART_HASH: _EXPORT,
    FaultKind.PARTS_OUT_OF_ORDER: _EXPORT,
    FaultKind.FLIPPED_BYTE: _PART,
    FaultKind.LINK_EXPIRED: _PART,
    **dict.fromkeys(PACKAGE_KINDS - {FaultKind.WRONG_INVOICE_HASH}, _START),
    FaultKind.DUPLICATES: _QUERY,
    FaultKind.SHUFFLED: _QUERY,
    FaultKind.UNKNOWN_TYPE: _QUERY,
    FaultKind.HWM_MISSING: ("", r"^/invoices/(query/metadata$|exports/)"),
    FaultKind.HWM_BACK: ("", r"^/invoices/(query/metadata$|exports/)"),
}


@dataclass(slots=True)
class Fault:
    """One fault and when it happens.

    `path` is a regular expression searched in the path after ``/v2`` (empty: wherever the kind makes sense), `context` a NIP or internal
    identifier, `skip` the number of matches let through first, `count` how often it happens (None: always), `probability` a seeded chance,
    `value` what the kind takes (a status, seconds, bytes per second, a code).
    """

    kind: FaultKind | str
    path: str = ""
    method: str = ""
    context: str = ""
    skip: int = 0
    count: int | None = 1
    probability: float = 1.0
    value: Any = None

    def __post_init__(self) -> None:
        self.kind = FaultKind(self.kind)
        method, path = _PLACES.get(self.kind, ("", ""))
        self.path = self.path or path
        self.method = self.method or method

    def matches(self, method: str, path: str, context: str) -> bool:
        """Whether a request is one that this fault waits for."""
        return (
            self.method in ("", method)
            and self.context in ("", context)
            and re.search(self.path, path) is not None
            and self.count != 0
            and (context != "" or self.kind not in WORLD_KINDS)
        )


class Faults:
    """The faults that wait, in the order they were injected."""

    def __init__(self, seed: bytes) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - chance for tests, not a secret
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()

    def inject(self, fault: Fault) -> Fault:
        """Let a fault wait for its requests."""
        with self._lock:
            self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Forget all faults."""
        with self._lock:
            self._waiting.clear()

    def due(self, method: str, path: str, context: str) -> dict[FaultKind, Fault]:
        """The faults that happen to this request, at most one of each kind; they are counted."""
        happening: dict[FaultKind, Fault] = {}
        with self._lock:
            for fault in self._waiting:
                kind = FaultKind(fault.kind)
                if kind in happening or not fault.matches(method, path, context):
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                elif fault.probability >= 1 or self._chance.random() < fault.probability:
                    happening[kind] = fault
                    if fault.count is not None:
                        fault.count -= 1
        return happening
