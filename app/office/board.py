"""The board of clients: by what each is signed in, from when to when its documents are complete, how the last run went."""

import datetime as dt
from dataclasses import dataclass

from app.archive.clients import list_clients
from app.archive.conversions import last_conversions
from app.archive.coverage import count_pending, reaches
from app.archive.diary import last_results
from app.archive.ksef_records import AccessKind, ClientResult, Reach
from app.archive.store import Archive
from app.office.access import AccessRow, AccessState, access_rows
from app.office.client_sync import ROLES
from app.office.wording import moment_text

__all__ = ["BoardRow", "board", "moment_text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One context of one client. `complete_from`, `complete_to` and `converted_at` are aware UTC moments; `pending` exports are on their way.

    `problems` are documents still to be done that ask or cannot be booked. `access_until` is the day the token or certificate ends.
    """

    nip: str
    name: str
    context: str
    access: AccessKind
    access_state: AccessState
    message: str
    complete_from: dt.datetime | None
    complete_to: dt.datetime | None
    last: ClientResult | None
    documents: int
    new: int
    pending: int
    problems: int = 0
    access_until: dt.date | None = None
    converted_at: dt.datetime | None = None


def board(archive: Archive) -> tuple[BoardRow, ...]:
    """The rows of the board, by the client's name."""
    reached = reaches(archive, [role.value for role in ROLES])
    last, pending, converted = last_results(archive), count_pending(archive), last_conversions(archive)
    counts = {row.client.nip: row for row in list_clients(archive)}

    def row(access: AccessRow) -> BoardRow:
        reach = reached.get(access.context, Reach())
        return BoardRow(
            nip=access.nip,
            name=access.name,
            context=access.context,
            access=access.kind,
            access_state=access.state,
            message=access.message,
            complete_from=reach.start,
            complete_to=reach.until,
            last=last.get(access.context),
            documents=counts[access.nip].documents,
            new=counts[access.nip].new,
            pending=pending.get(access.context, 0),
            problems=counts[access.nip].problems,
            access_until=access.expires,
            converted_at=converted.get(access.nip),
        )

    return tuple(row(access) for access in access_rows(archive))
