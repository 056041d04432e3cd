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

        with self._lock:
            if self._connection is None:
                # What opens the training KSeF is no secret, and a keyring must not be asked about it.
                made = connect(self.archive, remember=not self.training)
                if self.training:
                    _give_back(made)
                self._connection = made
            return self._connection

    def close(self) -> None:
        """End the connection, if there is one."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


def _give_back(connection: "Connection") -> None:
    """The training KSeF gives out its keys anew in every run: put them where the archive expects them."""
    from app.office.access import AccessKind, access_rows, office_row, set_office_certificate, set_token  # noqa: PLC0415 - see above

    training = connection.training
    if training is None:
        return
    companies = {nip for nip, _name in training.companies}
    for row in access_rows(connection.archive):
        if row.kind is AccessKind.TOKEN and row.nip in companies:
            set_token(connection, row.context, training.token(row.context))
    if office_row(connection.archive) is not None:
        data, password = training.office_certificate()
        set_office_certificate(connection, data, password)
