"""How the last sign-in of a client went, remembered for the board and the table of the office's certificate."""

from app.archive import accesses
from app.archive.clients import find_client
from app.archive.ksef_records import AccessCheckRow, AccessKind
from app.base.errors import AccessRefused
from app.ksef.contexts import Context
from app.office.connection import Connection


def keep_check(
    connection: Connection, context: Context, kind: AccessKind, refusal: AccessRefused | None, message: str = ""
) -> None:
    """Keep, for a client of the archive, that a sign-in by `kind` went well (with a `message`, if there is one) or was refused."""
    if find_client(connection.archive, context.nip) is None:
        return
    accesses.keep_check(
        connection.archive,
        AccessCheckRow(
            context=context.value,
            client_nip=context.nip,
            kind=kind,
            works=refusal is None,
            checked_at=connection.now(),
            message=message if refusal is None else str(refusal),
        ),
    )
