"""What KSeF's own status service says, for information only."""

from app.base.progress import CancelToken
from app.ksef.errand import Errand
from app.ksef.latarnia import KsefStatus, Latarnia
from app.office.connection import Connection

__all__ = ["KsefStatus", "StatusService"]


class StatusService:
    """Latarnia of one connection: asked when calls fail, at most four times an hour, and in production only."""

    def __init__(self, connection: Connection) -> None:
        self._latarnia = Latarnia(connection.ksef.addresses, clock=connection.clock)

    def ask(self, cancel: CancelToken) -> KsefStatus | None:
        """The latest status; None where there is none to be had. Raises nothing but `Cancelled`."""
        return self._latarnia.ask(Errand(cancel=cancel))
