"""Answers of the white list, kept as proof, and how many questions public services were asked on a day."""

import datetime as dt

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from app.archive.books_schema import service_calls, whitelist_answers
from app.archive.store import Archive, utc_now
from app.base.public_registers import ListAnswer


def keep_answer(archive: Archive, answer: ListAnswer) -> None:
    """Keep an answer. Earlier ones to the same question stay: they are proofs too."""
    values = {**answer._asdict(), "kept_at": utc_now()}
    with archive.writing() as connection:
        connection.execute(insert(whitelist_answers).values(values))


def find_answer(archive: Archive, nip: str, account: str, day: dt.date | None = None) -> ListAnswer | None:
    """The newest answer about a NIP and an account (empty: about the VAT status); as of `day` where given."""
    table = whitelist_answers.c
    statement = select(whitelist_answers).where(table.nip == nip, table.account == account)
    if day is not None:
        statement = statement.where(table.day == day)
    with archive.reading() as connection:
        row = connection.execute(statement.order_by(table.day.desc(), table.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    return ListAnswer(
        nip=row.nip,
        day=row.day,
        request_id=row.request_id,
        requested_at=row.requested_at,
        account=row.account,
        assigned=row.assigned,
        vat_status=row.vat_status,
    )


def sellers_asked_about(archive: Archive) -> frozenset[str]:
    """The NIPs that there are answers about."""
    with archive.reading() as connection:
        return frozenset(connection.execute(select(whitelist_answers.c.nip).distinct()).scalars())


class ArchivedCallCount:
    """The questions of one environment's archive (satisfies `app.lookups.whitelist.CallCount`)."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def take(self, service: str, day: dt.date, most: int) -> bool:
        """Count one more question; False, and nothing counted, where `most` were asked already."""
        table = service_calls.c
        with self._archive.writing() as connection:
            asked = connection.execute(select(table.count).where(table.service == service, table.day == day)).scalar() or 0
            if asked >= most:
                return False
            self._write(connection, service, day, asked + 1)
        return True

    def spend(self, service: str, day: dt.date, most: int) -> None:
        """Count the whole day as asked: the service said so."""
        with self._archive.writing() as connection:
            self._write(connection, service, day, most)

    @staticmethod
    def _write(connection: Connection, service: str, day: dt.date, count: int) -> None:
        statement = upsert(service_calls).values(service=service, day=day, count=count)
        connection.execute(statement.on_conflict_do_update(index_elements=["service", "day"], set_={"count": count}))
