"""The clients of one archive and the answers kept for them."""

import json
from typing import Any, Final

from sqlalchemy import Connection, and_, case, delete, func, insert, select, update

from app.archive.records import ClientRow, Profile, WorkState
from app.archive.schema import client_answers, clients, documents
from app.archive.store import Archive
from app.base.findings import Level
from app.base.folding import fold
from app.booking.client import Client, IncomeMethod

_FIELDS: Final = (
    "nip",
    "name",
    "street",
    "house",
    "flat",
    "city",
    "postal_code",
    "email",
    "tax_office",
    "income_method",
    "quarterly",
    "vat_exempt",
    "deduction_delay",
)

_NO_PROFILE: Final = {"target": "", "options": "{}", "sale_treatment": "{}", "purchase_treatment": "{}"}

LEVEL_NUMBERS: Final = {None: 0, Level.NOTES: 1, Level.ASKS: 2, Level.BLOCKS: 3}
"""The worst finding of a document as the archive stores and sorts it."""


def find_client(archive: Archive, nip: str) -> Client | None:
    """The client with this NIP."""
    with archive.reading() as connection:
        row = connection.execute(select(clients).where(clients.c.nip == nip)).one_or_none()
    return None if row is None else _client(row)


def list_clients(archive: Archive) -> tuple[ClientRow, ...]:
    """All clients by name, with their counts."""
    to_do = documents.c.state.in_((WorkState.NEW.value, WorkState.TO_CONVERT.value))
    counts = (
        select(
            documents.c.client_nip,
            func.count().label("documents"),
            func.sum(case((documents.c.state == WorkState.NEW.value, 1), else_=0)).label("new"),
            func.sum(case((and_(to_do, documents.c.level >= LEVEL_NUMBERS[Level.ASKS]), 1), else_=0)).label("problems"),
        )
        .group_by(documents.c.client_nip)
        .subquery()
    )
    statement = (
        select(clients, counts.c.documents, counts.c.new, counts.c.problems)
        .outerjoin(counts, counts.c.client_nip == clients.c.nip)
        .order_by(clients.c.sort_key, clients.c.nip)
    )
    with archive.reading() as connection:
        rows = connection.execute(statement).all()
    return tuple(
        ClientRow(_client(row), documents=row.documents or 0, new=row.new or 0, problems=row.problems or 0) for row in rows
    )


def add_client(archive: Archive, client: Client) -> bool:
    """Add a client; False where the NIP is there already (nothing changes)."""
    with archive.writing() as connection:
        if connection.execute(select(clients.c.nip).where(clients.c.nip == client.nip)).one_or_none() is not None:
            return False
        connection.execute(insert(clients).values(**_values(client), **_NO_PROFILE))
    return True


def change_client(archive: Archive, client: Client) -> bool:
    """Replace what is known of a client; False where there is none with this NIP."""
    with archive.writing() as connection:
        changed = connection.execute(update(clients).where(clients.c.nip == client.nip).values(**_values(client)))
    return changed.rowcount == 1


def count_documents(archive: Archive, nip: str) -> int:
    """How many documents a client has."""
    with archive.reading() as connection:
        return connection.execute(select(func.count()).where(documents.c.client_nip == nip)).scalar_one()


def remove_client(archive: Archive, nip: str) -> bool:
    """Remove a client with all documents, answers and conversions; False where there is none with this NIP."""
    with archive.writing() as connection:
        connection.execute(delete(documents).where(documents.c.client_nip == nip))
        return connection.execute(delete(clients).where(clients.c.nip == nip)).rowcount == 1


def answers_of_client(archive: Archive, nip: str) -> dict[str, str]:
    """The answers given once for all documents of a client."""
    statement = select(client_answers.c.code, client_answers.c.value).where(client_answers.c.client_nip == nip)
    with archive.reading() as connection:
        return {row.code: row.value for row in connection.execute(statement)}


def keep_client_answer(archive: Archive, nip: str, code: str, value: str) -> None:
    """Keep an answer for all documents of a client; an empty value takes it back."""
    with archive.writing() as connection:
        write_client_answer(connection, nip, code, value)


def write_client_answer(connection: Connection, nip: str, code: str, value: str) -> None:
    """The part of `keep_client_answer` that conversions share."""
    connection.execute(delete(client_answers).where(client_answers.c.client_nip == nip, client_answers.c.code == code))
    if value:
        connection.execute(insert(client_answers).values(client_nip=nip, code=code, value=value))


def profile_of(archive: Archive, nip: str) -> Profile | None:
    """How the client's documents were converted last; None before the first conversion."""
    with archive.reading() as connection:
        row = connection.execute(select(clients.c.target, clients.c.options).where(clients.c.nip == nip)).one_or_none()
    return None if row is None or not row.target else Profile(row.target, json.loads(row.options))


def keep_profile(archive: Archive, nip: str, profile: Profile) -> None:
    """Say how the client's documents are to be converted next."""
    with archive.writing() as connection:
        write_profile(connection, nip, profile)


def write_profile(connection: Connection, nip: str, profile: Profile) -> None:
    """The part of `keep_profile` that conversions share."""
    values = {"target": profile.target, "options": json.dumps(profile.options, sort_keys=True)}
    connection.execute(update(clients).where(clients.c.nip == nip).values(**values))


def _values(client: Client) -> dict[str, Any]:
    values = {name: getattr(client, name) for name in _FIELDS}
    return {**values, "income_method": client.income_method.value, "sort_key": fold(client.name)}


def _client(row: Any) -> Client:  # noqa: ANN401 - a row of SQLAlchemy has no static type
    values = {name: getattr(row, name) for name in _FIELDS}
    return Client(**{**values, "income_method": IncomeMethod(row.income_method)})
