"""Acknowledged findings are kept with their document, once, and can be taken back."""

from app.archive.acknowledgements import acknowledge, acknowledged_of, take_back
from app.archive.documents import add_documents, stored
from app.archive.store import Archive
from tests.archive.conftest import Make


def test_an_acknowledgement_keeps_who_and_when_first(archive: Archive, make: Make) -> None:
    one, other = (addition.document_id for addition in add_documents(archive, [make("FV/1"), make("FV/2")]))
    acknowledge(archive, [one], "new_seller", "anna")
    acknowledge(archive, [one, other], "new_seller", "ewa")
    assert {id_: acknowledged_of(archive, id_)["new_seller"].by for id_ in (one, other)} == {one: "anna", other: "ewa"}
    assert acknowledged_of(archive, one)["new_seller"].at.tzinfo is not None
    document = stored(archive, other)
    assert document is not None
    assert document.acknowledged == {"new_seller"}


def test_it_is_taken_back_by_code(archive: Archive, make: Make) -> None:
    (added,) = add_documents(archive, [make("FV/1")])
    for code in ("new_seller", "account_changed"):
        acknowledge(archive, [added.document_id], code, "anna")
    take_back(archive, [added.document_id], "new_seller")
    take_back(archive, [added.document_id], "never_acknowledged")
    assert set(acknowledged_of(archive, added.document_id)) == {"account_changed"}


def test_nothing_to_acknowledge_is_no_error(archive: Archive) -> None:
    acknowledge(archive, [], "new_seller", "anna")
    take_back(archive, [], "new_seller")
