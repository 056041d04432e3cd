"""What signed a context in before another access was tried: put back where the trial came to nothing. A token is shown by KSeF once only."""

from dataclasses import dataclass, field

from app.archive import accesses as stored
from app.archive.ksef_records import StoredAccess
from app.archive.store import gate
from app.base.files import write_whole
from app.office.access import remove_access, remove_office
from app.office.connection import Connection
from app.office.credentials import OFFICE, certificate_place, file_word
from app.vault import names


@dataclass(frozen=True, slots=True)
class AccessBefore:
    """An access with its secrets, for as long as another one is tried; `access` is None where there was none."""

    context: str
    access: StoredAccess | None
    secrets: dict[str, str | None] = field(repr=False)
    file: bytes | None = field(repr=False)


def access_before(connection: Connection, context: str) -> AccessBefore:
    """What signs a context in now (empty: the office's certificate). Raises what the keyring raises."""
    access = stored.list_accesses(connection.archive).get(context)
    kept = _names(context) if access is not None else ()
    place = certificate_place(connection.archive, context)
    with gate(place):
        file = place.read_bytes() if access is not None and place.exists() else None
    return AccessBefore(context, access, {name: connection.vault.get(name) for name in kept}, file)


def put_back(connection: Connection, before: AccessBefore) -> None:
    """Forget what was tried and keep again what was there before it. Raises what the keyring raises, and `StorageError`."""
    if before.context == OFFICE:
        remove_office(connection)
    else:
        remove_access(connection, before.context)
    if before.access is None:
        return
    for name, secret in before.secrets.items():
        if secret is not None:
            connection.vault.set(name, secret)
    if before.file is not None:
        write_whole(certificate_place(connection.archive, before.context), [before.file], private=True)
    stored.keep_access(connection.archive, before.access)


def _names(context: str) -> tuple[str, ...]:
    password = names.certificate_password(file_word(context))
    return (password,) if context == OFFICE else (names.token(context), password)
