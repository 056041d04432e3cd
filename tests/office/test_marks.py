from dataclasses import replace
from decimal import Decimal

import pytest

from app.base.errors import UnusableArgument
from app.booking.entry import Direction
from app.invoice.forms import Kind
from app.office.convert import Decisions, preflight_archive, write
from app.office.imports import import_files
from app.office.listing import Column, Query, WorkState, ordered_ids, rows
from app.office.marks import Marks, forget_view, restore, save_view, set_note, set_state, tag, tags, untag, views
from tests.office.conftest import NIP


@pytest.fixture
def ids(archive, folder):
    import_files(archive, NIP, [folder("fa3-vat.xml", "fa3-vat-zakup.xml", "fa3-zal.xml")])
    return list(ordered_ids(archive, Query()))


def found(archive, **query):
    return set(ordered_ids(archive, Query(**query)))


def test_states_change_and_come_back(archive, ids):
    before = set_state(archive, ids[:2], WorkState.SKIPPED)
    assert found(archive, states=frozenset({WorkState.SKIPPED})) == set(ids[:2])
    assert before == dict.fromkeys(ids[:2], Marks(WorkState.NEW))
    restore(archive, before)
    assert found(archive, states=frozenset({WorkState.NEW})) == set(ids)


def test_only_a_conversion_makes_documents_converted(archive, ids):
    with pytest.raises(UnusableArgument, match="konwersja"):
        set_state(archive, ids, WorkState.CONVERTED)


def test_undoing_does_not_take_back_a_conversion_made_meanwhile(archive, ids, tmp_path):
    before = set_state(archive, ids, WorkState.TO_CONVERT)
    with preflight_archive(archive, NIP, "csv", ids=ids, decisions=Decisions({"receipt_date": "issue"})) as plan:
        write(plan, tmp_path / "wynik")
    restore(archive, before)
    assert {row.state for row in rows(archive, ids)} == {WorkState.CONVERTED}


def test_tags_are_put_on_taken_off_and_found(archive, ids):
    tag(archive, ids[:2], "  do   wyjaśnienia ")
    before = tag(archive, ids[1:], "pilne")
    assert tags(archive) == tags(archive, NIP) == ("do wyjaśnienia", "pilne")
    assert found(archive, tags=frozenset({"pilne"})) == set(ids[1:])
    assert found(archive, tags=frozenset({"pilne", "do wyjaśnienia"})) == {ids[1]}
    assert found(archive, text="WYJASNIENIA") == set(ids[:2]), "the search finds tags without Polish marks"
    assert found(archive, tags=frozenset({"piln"})) == set(), "a tag is a whole word"
    untag(archive, ids, "do wyjaśnienia")
    assert tags(archive) == ("pilne",)
    restore(archive, before)
    assert rows(archive, ids)[1].tags == ("do wyjaśnienia",)


@pytest.mark.parametrize("name", ["", "  ", "a|b", "x" * 41])
def test_what_cannot_be_a_tag_is_refused(archive, ids, name):
    with pytest.raises(UnusableArgument):
        tag(archive, ids, name)


def test_a_note_is_kept_found_and_removed(archive, ids):
    before = set_note(archive, ids[:1], " Zapytać klienta o łódź ")
    assert rows(archive, ids)[0].note == "Zapytać klienta o łódź"
    assert found(archive, text="lodz klienta") == {ids[0]}
    restore(archive, before)
    assert rows(archive, ids)[0].note == ""
    assert found(archive, text="lodz klienta") == set()


def test_what_changes_nothing_is_nothing_to_undo(archive, ids):
    tag(archive, ids, "pilne")
    assert tag(archive, ids, "pilne") == {}


def test_the_list_is_filtered_by_counterparty_kind_and_amount(archive, ids):
    by_id = {row.id: row.summary for row in rows(archive, ids)}
    party = by_id[ids[0]]
    assert ids[0] in found(archive, counterparty=party.counterparty.upper()[:6])
    assert found(archive, counterparty=party.counterparty_nip) == {
        id_ for id_, one in by_id.items() if one.counterparty_nip == party.counterparty_nip
    }
    assert found(archive, kinds=frozenset({Kind.ZAL})) == {id_ for id_, one in by_id.items() if one.kind is Kind.ZAL}
    limit = sorted(abs(one.gross) for one in by_id.values())[1]
    assert found(archive, least=limit) == {id_ for id_, one in by_id.items() if abs(one.gross) >= limit}
    assert found(archive, most=limit - Decimal("0.01")) == {id_ for id_, one in by_id.items() if abs(one.gross) < limit}


def test_views_are_kept_whole_without_the_client(archive, ids):
    query = Query(
        client=NIP, direction=Direction.PURCHASE, states=frozenset({WorkState.NEW}), kinds=frozenset({Kind.VAT}), levels=frozenset({None}),
        tags=frozenset({"pilne"}), least=Decimal("10.50"), sort=Column.GROSS, descending=True, text="x",
    )  # fmt: skip
    save_view(archive, " Do wyjaśnienia ", query)
    save_view(archive, "A", Query())
    assert list(views(archive)) == ["A", "Do wyjaśnienia"]
    assert views(archive)["Do wyjaśnienia"] == replace(query, client="")
    forget_view(archive, "A")
    assert list(views(archive)) == ["Do wyjaśnienia"]
    with pytest.raises(UnusableArgument):
        save_view(archive, " ", query)
    assert ids
