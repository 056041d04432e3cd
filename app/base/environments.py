"""The four KSeF environments, as far as every room must tell them apart."""

from enum import StrEnum
from typing import Final

from app.base.texts import Later, _


class Environment(StrEnum):
    """Where documents come from. Each has an archive of its own; only PRODUCTION's may reach a client's books."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"
    TRAINING = "training"

    @property
    def label(self) -> str:
        """The word a person sees on the badge."""
        return _(_LABELS[self])

    @property
    def mark(self) -> str:
        """What every written file and document carries; empty for production."""
        return "" if self is Environment.PRODUCTION else _LABELS[self]

    @property
    def qr_base(self) -> str:
        """Base address of the verification link (KSeF API guide §1); training has the sandbox's own, none is public."""
        return _QR_BASES[self]


_LABELS: Final[dict[Environment, Later]] = {
    Environment.PRODUCTION: "PRODUKCJA",
    Environment.DEMO: "DEMO",
    Environment.TEST: "TEST",
    Environment.TRAINING: "SZKOLENIOWE",
}

# KSeF API guide §1. Training has a KSeF on this computer only: its links must not lead to a public address.
_QR_BASES = {
    Environment.PRODUCTION: "https://qr.ksef.mf.gov.pl",
    Environment.DEMO: "https://qr-demo.ksef.mf.gov.pl",
    Environment.TEST: "https://qr-test.ksef.mf.gov.pl",
    Environment.TRAINING: "http://127.0.0.1",
}
