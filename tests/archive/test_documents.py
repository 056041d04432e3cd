import datetime as dt

from app.archive.clients import answers_of_client, keep_client_answer
from app.archive.documents import add_documents, keep_answers, rows, same_invoices, set_state, stored, stream
from app.archive.records import Added, WorkState
from tests.archive.conftest import OTHER_NIP

KSEF = "9992034709-20260306-0A0000000001-A3"
KSEF_2 = "9992034709-20260306-0A0000000002-AA"


def outcome(archive, document):
    return add_documents(archive, [document])[0].outcome


def test_the_bytes_come_back_untouched(archive, make):
    document = make(content="ąęł\r\n \ufeff" * 500)
    kept = stored(archive, add_documents(archive, [document])[0].document_id)
    assert kept.xml == document.xml
    assert kept.row.sha256 == document.sha256
    assert kept.row.summary == document.summary
    assert kept.row.state is WorkState.NEW
    assert kept.row.added_at.tzinfo is not None


def test_importing_the_same_document_twice_changes_nothing(archive, make):
    assert outcome(archive, make()) is Added.NEW
    assert outcome(archive, make()) is Added.KNOWN
    assert outcome(archive, make("FV/2", ksef_number=KSEF)) is Added.NEW
    assert outcome(archive, make("FV/2", ksef_number=KSEF)) is Added.KNOWN
    assert outcome(archive, make("FV/2")) is Added.KNOWN, "the same bytes, this time without the number in the name"


def test_a_ksef_number_learnt_later_is_added(archive, make):
    first = add_documents(archive, [make()])[0].document_id
    received = dt.date(2026, 3, 6)
    addition = add_documents(archive, [make(ksef_number=KSEF, received=received)])[0]
    assert (addition.outcome, addition.document_id) == (Added.NUMBERED, first)
    kept = stored(archive, first)
    assert (kept.row.ksef_number, kept.received) == (KSEF, received)
    assert kept.row.source == KSEF


def test_another_content_under_a_known_number_is_a_duplicate(archive, make):
    add_documents(archive, [make("FV/1", ksef_number=KSEF), make("FV/2")])
    assert outcome(archive, make("FV/1", content="x", ksef_number=KSEF)) is Added.DUPLICATE
    assert outcome(archive, make("FV/2", content="x")) is Added.DUPLICATE
    assert outcome(archive, make("FV/2", content="x", ksef_number=KSEF_2)) is Added.DUPLICATE
    assert outcome(archive, make("FV/1", content="x")) is Added.DUPLICATE


def test_two_ksef_numbers_are_two_documents(archive, make):
    first = add_documents(archive, [make("FV/1", ksef_number=KSEF)])[0].document_id
    second = add_documents(archive, [make("FV/1", content="x", ksef_number=KSEF_2)])[0]
    assert second.outcome is Added.NEW
    assert same_invoices(archive, rows(archive, [second.document_id])[0]) == (first,)


def test_each_client_has_documents_of_its_own(archive, make):
    assert outcome(archive, make()) is Added.NEW
    assert outcome(archive, make(client_nip=OTHER_NIP)) is Added.NEW


def test_pages_keep_the_order_asked_for_and_leave_out_what_is_gone(archive, make):
    ids = [addition.document_id for addition in add_documents(archive, [make(f"FV/{n}") for n in range(5)])]
    wanted = [ids[3], ids[0], 999_999, ids[4]]
    assert [row.id for row in rows(archive, wanted)] == [ids[3], ids[0], ids[4]]
    assert [found.row.id for found in stream(archive, wanted)] == [ids[3], ids[0], ids[4]]


def test_more_ids_than_a_statement_takes(archive, make):
    document_id = add_documents(archive, [make()])[0].document_id
    assert len(rows(archive, [*range(1000, 40_000), document_id])) == 1
    assert set_state(archive, [*range(1000, 40_000), document_id], WorkState.SKIPPED) == 1


def test_answers_are_kept_with_the_document_and_taken_back(archive, make):
    document = make()
    document_id = add_documents(archive, [document])[0].document_id
    keep_answers(archive, {document_id: {"rate": "4.31"}}, {document_id: document.summary})
    keep_answers(archive, {document_id: {"rate": "4.32", "receipt_date": "issue"}}, {})
    assert stored(archive, document_id).answers == {"rate": "4.32", "receipt_date": "issue"}
    keep_answers(archive, {document_id: {"rate": ""}}, {})
    assert stored(archive, document_id).answers == {"receipt_date": "issue"}


def test_answers_for_a_client(archive):
    keep_client_answer(archive, OTHER_NIP, "short_number", "yes")
    assert answers_of_client(archive, OTHER_NIP) == {"short_number": "yes"}
    keep_client_answer(archive, OTHER_NIP, "short_number", "")
    assert answers_of_client(archive, OTHER_NIP) == {}
