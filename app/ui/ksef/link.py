"""The window's way to KSeF: one connection per open archive, made at its first use."""

import threading
from typing import TYPE_CHECKING

from app.base.environments import Environment
from app.office.archives import Archive

if TYPE_CHECKING:
    from app.office.connection import Connection


class KsefLink:
    """Belongs to one archive. `connection` is for workers only: it loads the network's libraries and may start the training KSeF."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._lock = threading.Lock()
        self._connection: Connection | None = None

    @property
    def training(self) -> bool:
        """Whether this is the training environment."""
        return self.archive.environment is Environment.TRAINING

    def connection(self) -> "Connection":
        """The connection, made where there is none yet."""
        from app.office.connection import connect  # noqa: PLC0415 - brings the network, which the start must not wait for
        from app.office.training_clients import renew_training_access  # noqa: PLC0415 - see above

        with self._lock:
            if self._connection is None:
                # What opens the training KSeF is no secret, and a keyring must not be asked about it.
                made = connect(self.archive, remember=not self.training)
                renew_training_access(made)
                self._connection = made
            return self._connection

    def close(self) -> None:
        """End the connection, if there is one."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
