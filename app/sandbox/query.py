"""The list of metadata: pages, the ceiling, the high-water mark (guide §3.2–§3.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.sandbox import moments
from app.sandbox.documents import PERMANENT, Documents, Stored
from app.sandbox.errors import bad_request, invalid
from app.sandbox.filters import Filters

_SMALLEST: Final = 10
_LARGEST: Final = 250


@dataclass(frozen=True, slots=True)
class Found:
    """The documents a set of filters matches, ascending, and the mark of the search."""

    documents: list[Stored]
    hwm: int | None


def mark(filters: Filters, now: int, lag: int) -> int | None:
    """The high-water mark of a search: what trails the present, or the end of the window where that lies further back."""
    return min(filters.last, now - lag) if filters.date_type == PERMANENT else None


def beyond(filters: Filters, hwm: int | None) -> bool:
    """Whether a restricted search begins after the mark: nothing new yet."""
    return filters.restricted and hwm is not None and filters.first > hwm


def search(documents: Documents, context: str, filters: Filters, now: int, hwm: int | None) -> Found:
    """What a context may see through the filters."""
    if filters.date_type == PERMANENT:
        last = min(filters.last, hwm) if filters.restricted and hwm is not None else filters.last
        candidates = documents.stored_between(context, filters.subject, filters.first, last, now)
        return Found([d for d in candidates if filters.accept(d)], hwm)
    matching = [d for d in documents.visible(context, filters.subject, now) if filters.accept(d)]
    return Found(sorted(matching, key=lambda d: (d.moment(filters.date_type), d.number)), None)


def page(found: Found, query: Mapping[str, str], cap: int) -> dict[str, Any]:
    """One page of the answer; 21405 for a page that does not exist by the rules."""
    order = query.get("sortOrder", "Asc")
    size, offset = _whole(query, "pageSize", _SMALLEST), _whole(query, "pageOffset", 0)
    if order not in ("Asc", "Desc"):
        raise invalid("'sortOrder' musi mieć wartość Asc albo Desc.")
    if not _SMALLEST <= size <= _LARGEST:
        raise invalid(f"'pageSize' musi mieścić się w zakresie od {_SMALLEST} do {_LARGEST}.")
    if offset < 0 or offset * size >= cap:
        raise invalid(f"Nie można pobrać faktur od pozycji {cap} lub dalszej. Zawęź 'dateRange' i ustaw 'pageOffset' na 0.")
    ordered = found.documents if order == "Asc" else found.documents[::-1]
    end = min((offset + 1) * size, cap)
    more = len(ordered) > end
    answer: dict[str, Any] = {
        "hasMore": more,
        "isTruncated": more and end == cap,
        "permanentStorageHwmDate": None if found.hwm is None else moments.text(found.hwm),
        "invoices": [document.record() for document in ordered[offset * size : end]],
    }
    return answer


def refuse_beyond(filters: Filters, hwm: int | None) -> None:
    """21183 for a restricted search that begins after the mark."""
    if beyond(filters, hwm):
        raise bad_request(
            21183,
            "Parametr dateRange.from jest późniejszy niż PermanentStorageHwmDate przy włączonym restrictToPermanentStorageHwmDate.",
        )


def _whole(query: Mapping[str, str], name: str, default: int) -> int:
    try:
        return int(query.get(name, default))
    except ValueError as error:
        raise invalid(f"'{name}' musi być liczbą całkowitą.") from error
