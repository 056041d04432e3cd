"""What all calls made for one request of the user have in common."""

from dataclasses import dataclass, field

from app.base.progress import CancelToken, Report, silent


@dataclass(frozen=True, slots=True)
class Errand:
    """Who may stop the work, who is told of it, and how long one wait for KSeF's limits may be.

    `patience` in seconds: a longer wait raises `LimitReached` instead. `interactive`: a person waits for this very answer, so the
    allowance kept back for people (§6.3) may be used.
    """

    cancel: CancelToken = field(default_factory=CancelToken)
    report: Report = silent
    patience: float = 900.0
    interactive: bool = False
