from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QInputDialog, QPlainTextEdit

from app.booking.entry import Direction
from app.office import listing
from app.office.listing import Column, Query, WorkState
from app.office.marks import save_view, tag
from app.office.profiles import Treatment
from app.ui.books.bulk_dialog import BulkDialog
from app.ui.desk_layout import desk_layout
from app.ui.documents.menus import columns_menu
from app.ui.documents.model import COLUMNS
from tests.cast import CARPENTRY
from tests.ui.conftest import settle


def shown(window, qtbot):
    window.desk.clients.choose(CARPENTRY.nip)
    settle(window, qtbot)
    return window.desk.documents


def pick(documents, *places):
    documents.table.clearSelection()
    for place in places:
        documents.table.selectionModel().select(
            documents.model.index(place, 0),
            documents.table.selectionModel().SelectionFlag.Select | documents.table.selectionModel().SelectionFlag.Rows,
        )
    return documents.selected_ids()


def states(window, ids):
    return {row.state for row in listing.rows(window.workspace.archive, ids)}


def test_a_state_for_many_documents_is_undone_with_one_key(window, qtbot):
    documents = shown(window, qtbot)
    ids = pick(documents, 0, 1, 2)
    documents.state_wanted.emit(WorkState.SKIPPED)
    settle(window, qtbot)
    assert states(window, ids) == {WorkState.SKIPPED}
    assert "3 dokumenty" in window.actions_by_name["undo_edit"].text()
    window.actions_by_name["undo_edit"].trigger()
    settle(window, qtbot)
    assert states(window, ids) == {WorkState.NEW}
    assert not window.actions_by_name["undo_edit"].isEnabled()


def test_a_tag_is_typed_shown_filtered_by_and_taken_off(window, qtbot):
    documents = shown(window, qtbot)
    ids = pick(documents, 0, 1)
    documents.new_tag_wanted.emit()
    dialog = window.findChild(QInputDialog)
    dialog.setTextValue("pilne")
    dialog.accept()
    settle(window, qtbot)
    assert {row.tags for row in listing.rows(window.workspace.archive, ids)} == {("pilne",)}
    more = documents.filters.more
    more.tag.setCurrentIndex(more.tag.findData("pilne"))
    settle(window, qtbot)
    assert sorted(documents.model.ids) == sorted(ids)
    assert documents.filters.more_button.text() == "Więcej (1)"
    pick(documents, 0, 1)
    documents.untag_wanted.emit("pilne")
    settle(window, qtbot)
    assert list(documents.model.ids) == []
    assert "Wyczyść filtry" in documents.empty.button.text()


def test_a_note_is_written_and_seen_in_the_list(window, qtbot):
    documents = shown(window, qtbot)
    (chosen,) = pick(documents, 1)
    documents.note_wanted.emit()
    dialog = next(one for one in window.findChildren(QDialog) if one.windowTitle() == "Notatka")
    dialog.findChild(QPlainTextEdit).setPlainText("czeka na odpowiedź")
    dialog.accept()
    settle(window, qtbot)
    column = [one.sort for one in COLUMNS].index(Column.NOTE)
    place = list(documents.model.ids).index(chosen)
    assert documents.model.data(documents.model.index(place, column)) == "czeka na odpowiedź"


def test_bookkeeping_for_many_documents_at_once(window, qtbot):
    documents = shown(window, qtbot)
    ids = pick(documents, 0, 1, 2)
    documents.treat_wanted.emit()
    dialog = window.findChild(BulkDialog)
    assert not dialog.save_button.isEnabled()
    dialog.form.editor("category").setCurrentText("Koszty biura")
    dialog.form.edited.emit("category")
    dialog.save_button.click()
    settle(window, qtbot)
    given = [listing.details(window.workspace.archive, id_).hand for id_ in ids]
    assert [next(iter(one.values())) for one in given] == [Treatment(category="Koszty biura")] * 3
    window.actions_by_name["undo_edit"].trigger()
    settle(window, qtbot)
    assert not any(listing.details(window.workspace.archive, id_).hand for id_ in ids)


def test_a_saved_view_brings_filters_and_order_back(window, qtbot):
    documents = shown(window, qtbot)
    tag(window.workspace.archive, list(documents.model.ids)[:3], "pilne")
    save_view(
        window.workspace.archive,
        "Pilne zakupy",
        Query(direction=Direction.SALE, tags=frozenset({"pilne"}), sort=Column.GROSS, descending=False),
    )
    window.desk.marks.views_changed.emit()
    action = next(one for one in documents.filters.views_menu.actions() if one.text() == "Pilne zakupy")
    action.trigger()
    settle(window, qtbot)
    assert documents.query.client == CARPENTRY.nip
    assert (documents.query.direction, documents.query.tags) == (Direction.SALE, frozenset({"pilne"}))
    gross = [row.summary.gross for row in listing.rows(window.workspace.archive, list(documents.model.ids))]
    assert gross == sorted(gross)
    header = documents.table.horizontalHeader()
    assert COLUMNS[header.sortIndicatorSection()].sort is Column.GROSS
    documents.filters.clear()
    settle(window, qtbot)
    assert documents.query.tags == frozenset()


def test_columns_are_chosen_and_remembered(window, qtbot):
    documents = shown(window, qtbot)
    header = documents.table.horizontalHeader()
    menu = columns_menu(header, header)
    kind = next(action for action in menu.actions() if action.text() == "Rodzaj")
    kind.setChecked(False)
    place = [one.title for one in COLUMNS].index("Rodzaj")
    assert header.isSectionHidden(place)
    assert not next(action for action in menu.actions() if action.text() == "Numer").isEnabled()
    assert documents.table.horizontalHeader().saveState() in desk_layout(window.desk).values()


def test_enter_on_a_document_goes_to_its_preview(window, qtbot):
    documents = shown(window, qtbot)
    documents.table.setFocus()
    qtbot.keyClick(documents.table, Qt.Key.Key_Return)
    assert window.desk.preview.tabs.isAncestorOf(window.focusWidget())
