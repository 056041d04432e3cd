"""The download of all clients while nobody is looking: it asks nothing of anybody."""

from app.base.errors import AccessRefused
from app.base.progress import CancelToken, Report, silent
from app.base.texts import _
from app.office.access import AccessKind, access_rows
from app.office.connection import Connection
from app.office.sync import SyncReport, Watch, sync, unwatched


def download_all(
    connection: Connection, *, watch: Watch = unwatched, report: Report = silent, cancel: CancelToken | None = None
) -> SyncReport | None:
    """`sync` for every client; None where no client has an access yet.

    Raises `AccessRefused` where the system would ask the user to unlock the keyring, and what `sync` raises.
    """
    if not any(row.kind is not AccessKind.NONE for row in access_rows(connection.archive)):
        return None
    if connection.locked:
        raise AccessRefused(
            _("Magazyn haseł systemu jest zablokowany, więc zaplanowane pobieranie się nie odbyło."),
            advice=_("Kliknij „Pobierz wszystkich”: system zapyta wtedy o hasło do magazynu."),
        )
    return sync(connection, watch=watch, report=report, cancel=cancel)
