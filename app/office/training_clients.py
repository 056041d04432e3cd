"""The fictional clients of the training environment: added with their tokens, and let in again in every run."""

from app.archive.clients import add_client, find_client
from app.booking.client import Client
from app.office.access import AccessKind, access_rows, office_row, set_office_certificate, set_token
from app.office.connection import Connection


def add_training_clients(connection: Connection) -> int:
    """Add the three fictional clients with their tokens, those that are not there yet; how many there are (none outside of training)."""
    if connection.training is None:
        return 0
    served = {row.nip for row in access_rows(connection.archive) if row.kind is not AccessKind.NONE}
    for nip, name in connection.training.companies:
        if nip in served:
            continue
        if find_client(connection.archive, nip) is None:
            add_client(connection.archive, Client(nip=nip, name=name))
        set_token(connection, nip, connection.training.token(nip))
    return len(connection.training.companies)


def renew_training_access(connection: Connection) -> None:
    """Put what the training KSeF gives out anew in every run where the archive expects it; does nothing elsewhere."""
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
