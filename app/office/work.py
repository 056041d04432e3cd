"""What fetching the documents of one role needs at hand."""

from dataclasses import dataclass

from app.archive.ksef_records import Landing, Mark
from app.ksef.errand import Errand
from app.ksef.filters import Filters, Role
from app.ksef.session import Session
from app.office.connection import Connection
from app.office.windows import Window


@dataclass(frozen=True, slots=True)
class Work:
    """A role of one signed-in context: where it is asked for, for whom, and where it is kept."""

    connection: Connection
    session: Session
    role: Role
    errand: Errand

    def filters(self, window: Window) -> Filters:
        """What to ask for: nothing beyond the high-water mark, so that the answer is complete."""
        return Filters(self.role, window.start.text, window.end.text, restrict=True)

    def landing(self, window: Window, until: Mark | None, *, reference: str = "", counted: int = 0) -> Landing:
        """Where the documents of a window belong."""
        context = self.session.context
        return Landing(
            client_nip=context.nip,
            context=context.value,
            role=self.role.value,
            segment_ticks=window.segment_ticks,
            until=until,
            reference=reference,
            counted=counted,
        )
