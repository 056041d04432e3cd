"""How the last sign-in of a client went, remembered for the board and the table of the office's certificate."""

from app.archive import accesses
from app.archive.ksef_records import AccessCheckRow, AccessKind
from app.base.errors import AccessRefused
from app.ksef.contexts import Context
from app.office.connection import Connection


def keep_check(
    connection: Connection, context: Context, kind: AccessKind, refusal: AccessRefused | None, message: str = ""
) -> None:
    """Keep that signing in for a context by `kind` went well (with a `message`, if there is something to say) or was refused."""
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
