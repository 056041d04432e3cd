"""Editing entries by hand. The hand always wins over rules, is kept, and can be taken back."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from app.archive.documents import stream
from app.archive.hand_edits import HandEdits, keep_edits
from app.archive.store import Archive
from app.booking.entry import Direction
from app.booking.treatment import Treatment

__all__ = ["HandEdits", "edit", "restore", "take_back"]


def edit(archive: Archive, ids: Sequence[int], given: Treatment, direction: Direction | None = None) -> HandEdits:
    """Set what `given` decides on these documents and leave the rest of their edits; what was set before, for `restore`.

    `direction` names the entry of a document that is sale and purchase at once; without it the entry of the lists is meant. Documents
    whose direction waits for a decision are passed over.
    """
    changes = dict(given.given())
    return _change(archive, ids, lambda before: msgspec.structs.replace(before, **changes), direction)


def take_back(archive: Archive, ids: Sequence[int], fields: Sequence[str], direction: Direction | None = None) -> HandEdits:
    """Take what was set by hand on these fields back, so that rules decide again; what was set before, for `restore`."""
    empty = Treatment()
    changes = {field: getattr(empty, field) for field in fields}
    return _change(archive, ids, lambda before: msgspec.structs.replace(before, **changes), direction)


def restore(archive: Archive, before: Mapping[int, Mapping[Direction, Treatment]]) -> None:
    """Put edits back to what they were before `edit` or `take_back`."""
    keep_edits(archive, before)


def _change(
    archive: Archive, ids: Sequence[int], change: Callable[[Treatment], Treatment], direction: Direction | None
) -> HandEdits:
    before: HandEdits = {}
    after: HandEdits = {}
    for found in stream(archive, ids):
        side = direction or found.row.summary.direction
        if side is None:
            continue
        earlier = found.hand.get(side, Treatment())
        before[found.row.id] = {side: earlier}
        after[found.row.id] = {side: change(earlier)}
    keep_edits(archive, after)
    return before
