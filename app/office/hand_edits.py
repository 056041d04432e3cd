"""Editing entries by hand. The hand always wins over rules, is kept, and can be taken back."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from app.archive.documents import stream
from app.archive.hand_edits import HandEdits, edits_of_client, keep_edits
from app.archive.store import Archive
from app.archive.treatments import defaults_of, rules_of
from app.booking.entry import Direction
from app.booking.treatment import Treatment

__all__ = ["HandEdits", "edit", "restore", "take_back", "used_values"]


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


def used_values(archive: Archive, nip: str) -> dict[str, tuple[str, ...]]:
    """The texts that edits, rules and defaults of a client hold by field, sorted: what a form offers again."""
    treatments = [one for sides in edits_of_client(archive, nip).values() for one in sides.values()]
    defaults = defaults_of(archive, nip)
    treatments += [rule.treatment for rule in rules_of(archive, nip)] + [defaults.sale, defaults.purchase]
    found: dict[str, set[str]] = {}
    for treatment in treatments:
        for field, value in treatment.given():
            if isinstance(value, str):
                found.setdefault(field, set()).add(value)
    return {field: tuple(sorted(values)) for field, values in found.items()}


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
