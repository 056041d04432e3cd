"""Documents from KSeF into the archive: all of a window and its new checkpoint in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from app.archive.coverage import advance, finish_pending
from app.archive.documents import search_text, summary_columns
from app.archive.ksef_records import Arrival, Delivered, Landing
from app.archive.ksef_schema import ksef_links, to_read
from app.archive.records import WorkState
from app.archive.schema import contents, documents
from app.archive.store import Archive, utc_now

_BATCH: Final = 500


def deliver(archive: Archive, landing: Landing, arrivals: Iterable[Arrival], check: Callable[[], None]) -> Delivered:
    """Put arrivals and the checkpoint of their window into the archive: everything or, when anything raises, nothing.

    What the client has under its KSeF number is known and only linked. The same bytes without a number get theirs. Bytes under that
    number which came from a file are replaced by KSeF's; where KSeF itself gave other bytes before, nothing is changed, and the
    checkpoint stays so that the clash is not forgotten. `check` is called between batches and may raise to stop.
    """
    delivered = Delivered()
    rest = iter(arrivals)
    with archive.writing() as connection:
        hall = _Hall(connection, landing)
        while batch := list(islice(rest, _BATCH)):
            check()
            hall.take(batch, delivered)
        if landing.reference:
            finish_pending(connection, landing.reference)
        if not delivered.clashes:
            advance(connection, landing)
        check()
    return delivered


class _Hall:
    """One transaction's view of the client's documents."""

    def __init__(self, connection: Connection, landing: Landing) -> None:
        self._connection = connection
        self._landing = landing
        self._next_id = (connection.execute(select(func.max(documents.c.id))).scalar() or 0) + 1
        self._of_client = documents.c.client_nip == landing.client_nip
        unnumbered = select(documents.c.sha256, documents.c.id).where(self._of_client, documents.c.ksef_number == "")
        self._unnumbered: dict[str, int] = {row.sha256: row.id for row in connection.execute(unnumbered)}

    def take(self, batch: Sequence[Arrival], delivered: Delivered) -> None:
        known = self._known([arrival.number for arrival in batch])
        fresh: dict[str, tuple[int, Arrival]] = {}
        links: list[dict[str, Any]] = []
        for arrival in batch:
            document_id, sha256 = known.get(arrival.number, (0, ""))
            if sha256 == arrival.sha256:
                delivered.known += 1
            elif sha256:
                self._contradicted(arrival, document_id, delivered)
            elif arrival.sha256 in self._unnumbered:
                document_id = self._unnumbered.pop(arrival.sha256)
                self._give_number(arrival, document_id)
                delivered.known += 1
            else:
                document_id, self._next_id = self._next_id, self._next_id + 1
                fresh[arrival.number] = (document_id, arrival)
            known[arrival.number] = (document_id, arrival.sha256)
            links.append(self._link(arrival, document_id))
        self._add(list(fresh.values()))
        delivered.new += len(fresh)
        self._connection.execute(insert_or(ksef_links).on_conflict_do_nothing(), links)

    def _known(self, numbers: Sequence[str]) -> dict[str, tuple[int, str]]:
        statement = select(documents.c.ksef_number, documents.c.id, documents.c.sha256)
        statement = statement.where(self._of_client, documents.c.ksef_number.in_(numbers))
        return {row.ksef_number: (row.id, row.sha256) for row in self._connection.execute(statement)}

    def _add(self, fresh: Sequence[tuple[int, Arrival]]) -> None:
        if not fresh:
            return
        added_at = utc_now()
        rows = [
            {
                "id": document_id,
                "client_nip": self._landing.client_nip,
                "ksef_number": arrival.number,
                "name": f"{arrival.number}.xml",
                "sha256": arrival.sha256,
                "received": arrival.received,
                "added_at": added_at,
                "state": WorkState.NEW.value,
                "search": search_text(arrival.summary, arrival.number),
                **summary_columns(arrival.summary),
            }
            for document_id, arrival in fresh
        ]
        self._connection.execute(insert(documents), rows)
        self._connection.execute(insert(contents), [{"document_id": id_, "xml": arrival.packed} for id_, arrival in fresh])
        self._connection.execute(insert(to_read), [{"document_id": id_} for id_, _arrival in fresh])

    def _give_number(self, arrival: Arrival, document_id: int) -> None:
        values = {
            "ksef_number": arrival.number,
            "received": arrival.received,
            "search": search_text(arrival.summary, arrival.number),
        }
        self._connection.execute(update(documents).where(documents.c.id == document_id).values(**values))
        self._wait_for_reading(document_id)

    def _contradicted(self, arrival: Arrival, document_id: int, delivered: Delivered) -> None:
        linked = select(ksef_links.c.role).where(ksef_links.c.document_id == document_id).limit(1)
        if self._connection.execute(linked).first() is not None:
            delivered.clashes += (arrival.number,)
            return
        values = {"sha256": arrival.sha256, "received": arrival.received}
        self._connection.execute(update(documents).where(documents.c.id == document_id).values(**values))
        self._connection.execute(update(contents).where(contents.c.document_id == document_id).values(xml=arrival.packed))
        self._wait_for_reading(document_id)
        delivered.replaced += (arrival.number,)

    def _wait_for_reading(self, document_id: int) -> None:
        self._connection.execute(insert_or(to_read).on_conflict_do_nothing(), [{"document_id": document_id}])

    def _link(self, arrival: Arrival, document_id: int) -> dict[str, Any]:
        return {
            "document_id": document_id,
            "context": self._landing.context,
            "role": self._landing.role,
            "acquired": arrival.acquired,
            "stored": arrival.stored,
            "stored_ticks": arrival.stored_ticks,
        }
