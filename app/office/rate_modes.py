"""Where exchange rates may come from."""

from enum import StrEnum


class RateMode(StrEnum):
    """Where rates may come from that documents do not tell."""

    NBP = "nbp"
    """From the archive, and what it does not know yet from the NBP."""
    KNOWN = "known"
    """From the archive only: for lists and previews, which must not wait for a network."""
    ASK = "ask"
    """From no table: documents without a rate ask a person. Corrections still take the rate of their original."""
