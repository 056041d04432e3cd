"""Findings acknowledged: a person has seen them, so they raise the document's level in lists no more."""

from collections.abc import Sequence

from app.archive import acknowledgements
from app.archive.acknowledgements import Acknowledged
from app.archive.store import Archive
from app.office.rebooking import refresh

__all__ = ["Acknowledged", "acknowledge", "take_back"]


def acknowledge(archive: Archive, ids: Sequence[int], code: str, by: str) -> None:
    """Mark the finding `code` of these documents as seen by `by`, and refresh what lists show of them.

    Only notes are settled by it: what blocks or asks counts on until it is decided.
    """
    acknowledgements.acknowledge(archive, ids, code, by)
    refresh(archive, ids)


def take_back(archive: Archive, ids: Sequence[int], code: str) -> None:
    """Take the mark back, and refresh what lists show."""
    acknowledgements.take_back(archive, ids, code)
    refresh(archive, ids)
