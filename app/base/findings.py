"""Findings: what the program has to say about a document, in one shape for every room."""

from enum import StrEnum
from typing import Final

import msgspec


class Level(StrEnum):
    """How a finding bears on a conversion."""

    BLOCKS = "blocks"
    """The document cannot be written; the reason is final."""
    ASKS = "asks"
    """The document is not written until a person decides (`--decide CODE=VALUE`)."""
    NOTES = "notes"
    """Worth knowing; changes nothing."""


class Finding(msgspec.Struct, frozen=True):
    """One statement about a document.

    `code` is stable English snake_case (scripts and help rely on it), `message` is a Polish
    sentence that names the value and what to do, `field` is the field of the form it speaks of
    (for example ``"P_13_1"``) or empty, `document` the `Entry.source` it belongs to where the
    finding is about one document of a batch.
    """

    level: Level
    code: str
    message: str
    field: str = ""
    document: str = ""


_SEVERITY: Final = {Level.BLOCKS: 2, Level.ASKS: 1, Level.NOTES: 0}


def worst(findings: "tuple[Finding, ...] | list[Finding]") -> Level | None:
    """The most serious level among `findings`; None where there is none."""
    return max((finding.level for finding in findings), key=_SEVERITY.__getitem__, default=None)


def blocks(code: str, message: str, field: str = "") -> Finding:
    """A finding that refuses the document."""
    return Finding(Level.BLOCKS, code, message, field)


def asks(code: str, message: str, field: str = "") -> Finding:
    """A finding that waits for a decision under its code."""
    return Finding(Level.ASKS, code, message, field)


def notes(code: str, message: str, field: str = "") -> Finding:
    """A finding that only informs."""
    return Finding(Level.NOTES, code, message, field)
