"""By what each client is signed in to KSeF, and how it went the last time. The secrets are in the keyring."""

import datetime as dt
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from app.archive.ksef_records import AccessCheckRow, AccessKind, StoredAccess
from app.archive.ksef_schema import access_checks, accesses
from app.archive.store import Archive, aware


def keep_access(archive: Archive, access: StoredAccess) -> None:
    """Keep by what a context is signed in, in place of what was before; what is known of the old one is forgotten."""
    values = {name: getattr(access, name) for name in StoredAccess.__slots__}
    values |= {"kind": access.kind.value, "client_nip": access.client_nip or None}
    with archive.writing() as connection:
        statement = insert(accesses).values(**values)
        connection.execute(statement.on_conflict_do_update(index_elements=["context"], set_=values))
        connection.execute(delete(access_checks).where(access_checks.c.context == access.context))


def forget_access(archive: Archive, context: str) -> None:
    """Forget by what a context is signed in."""
    with archive.writing() as connection:
        connection.execute(delete(accesses).where(accesses.c.context == context))
        connection.execute(delete(access_checks).where(access_checks.c.context == context))


def list_accesses(archive: Archive) -> dict[str, StoredAccess]:
    """Every access by its context; the office's under the empty one."""
    with archive.reading() as connection:
        return {row.context: _access(row) for row in connection.execute(select(accesses).order_by(accesses.c.context))}


def keep_check(archive: Archive, check: AccessCheckRow) -> None:
    """Keep how a sign-in ended."""
    values = {name: getattr(check, name) for name in AccessCheckRow.__slots__}
    moment = check.checked_at.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
    values |= {"kind": check.kind.value, "checked_at": moment, "client_nip": check.client_nip or None}
    with archive.writing() as connection:
        statement = insert(access_checks).values(**values)
        connection.execute(statement.on_conflict_do_update(index_elements=["context"], set_=values))


def list_checks(archive: Archive) -> dict[str, AccessCheckRow]:
    """The last sign-in of every context."""
    with archive.reading() as connection:
        return {row.context: _check(row) for row in connection.execute(select(access_checks))}


def _access(row: Any) -> StoredAccess:  # noqa: ANN401 - a row of SQLAlchemy has no static type
    values = {name: getattr(row, name) for name in StoredAccess.__slots__}
    return StoredAccess(**{**values, "kind": AccessKind(row.kind), "client_nip": row.client_nip or ""})


def _check(row: Any) -> AccessCheckRow:  # noqa: ANN401 - see _access
    values = {name: getattr(row, name) for name in AccessCheckRow.__slots__}
    kind, moment = AccessKind(row.kind), aware(row.checked_at)
    return AccessCheckRow(**{**values, "kind": kind, "checked_at": moment, "client_nip": row.client_nip or ""})
