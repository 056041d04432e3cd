import datetime as dt

import pytest

from app.archive.clients import answers_of_client, profile_of
from app.archive.conversions import conversions_of, list_conversions, record, undo
from app.archive.documents import add_documents, rows, set_state, stored
from app.archive.records import NewConversion, Profile, WorkState, WrittenFile
from app.base.errors import StorageError, UnusableArgument
from tests.archive.conftest import NIP

FILES = (WrittenFile("C:/wyniki/a.epp", "ab" * 32, 2),)


@pytest.fixture
def ids(archive, make):
    return tuple(addition.document_id for addition in add_documents(archive, [make("FV/1"), make("FV/2")]))


def order(ids, **changes):
    values = {"client_nip": NIP, "profile": Profile("epp", {"version": "1.11"}), "month": None, "document_ids": ids}
    return NewConversion(**values, made_at=dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC), **changes)


def states(archive, ids):
    return [row.state for row in rows(archive, ids)]


def test_a_conversion_is_recorded_with_everything_that_belongs_to_it(archive, ids):
    set_state(archive, ids[:1], WorkState.TO_CONVERT)
    new = order(ids, answers={ids[0]: {"receipt_date": "issue"}}, client_answers={"short_number": "yes"})
    conversion_id = record(archive, new, lambda: FILES)
    assert states(archive, ids) == [WorkState.CONVERTED] * 2
    assert stored(archive, ids[0]).answers == {"receipt_date": "issue"}
    assert answers_of_client(archive, NIP) == {"short_number": "yes"}
    assert profile_of(archive, NIP) == Profile("epp", {"version": "1.11"})
    (row,) = list_conversions(archive, NIP)
    assert (row.id, row.documents, row.files, row.undone_at) == (conversion_id, 2, FILES, None)
    assert row.made_at == dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)
    assert conversions_of(archive, ids[1]) == (row,)


def test_files_that_cannot_be_placed_leave_no_conversion(archive, ids):
    def place():
        raise StorageError("Dysk jest pełny.")

    with pytest.raises(StorageError):
        record(archive, order(ids), place)
    assert states(archive, ids) == [WorkState.NEW] * 2
    assert list_conversions(archive, "") == ()
    assert profile_of(archive, NIP) is None


def test_a_document_converted_meanwhile_stops_the_conversion(archive, ids):
    record(archive, order(ids[:1]), lambda: FILES)
    with pytest.raises(StorageError, match="1 z 2"):
        record(archive, order(ids), lambda: FILES)
    assert states(archive, ids) == [WorkState.CONVERTED, WorkState.NEW]
    record(archive, order(ids, repeated=frozenset(ids[:1])), lambda: FILES)
    assert states(archive, ids) == [WorkState.CONVERTED] * 2


def test_undo_gives_back_the_earlier_states_once(archive, ids):
    set_state(archive, ids[:1], WorkState.TO_CONVERT)
    conversion_id = record(archive, order(ids), lambda: FILES)
    assert undo(archive, conversion_id) == 2
    assert states(archive, ids) == [WorkState.TO_CONVERT, WorkState.NEW]
    assert list_conversions(archive, NIP)[0].undone_at is not None
    with pytest.raises(UnusableArgument):
        undo(archive, conversion_id)


def test_undo_leaves_documents_that_another_conversion_holds(archive, ids):
    first = record(archive, order(ids), lambda: FILES)
    second = record(archive, order(ids[:1], repeated=frozenset(ids)), lambda: FILES)
    assert undo(archive, first) == 1
    assert states(archive, ids) == [WorkState.CONVERTED, WorkState.NEW]
    assert undo(archive, second) == 1
    assert states(archive, ids) == [WorkState.NEW] * 2
