from PySide6.QtWidgets import QComboBox

from app.base.money import format_amount
from app.booking.entry import Direction
from app.booking.jpk import register_fields
from app.invoice.forms import Kind
from app.office import listing
from app.office.rules import Conditions, Rule, Treatment, add_rule, rules
from app.ui.books.rules_dialog import RulesDialog
from tests.cast import CARPENTRY
from tests.ui.conftest import settle


def entry(window, document_id):
    return listing.details(window.workspace.archive, document_id).entries[0]


def choose(box, value, window, qtbot):
    """Choose in a list as a person does; what follows is awaited."""
    assert isinstance(box, QComboBox)
    with qtbot.waitSignal(window.desk.preview.loaded, timeout=20_000):
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
    settle(window, qtbot)


def write(box, text, window, qtbot):
    with qtbot.waitSignal(window.desk.preview.loaded, timeout=20_000):
        box.setCurrentText(text)
        box.lineEdit().editingFinished.emit()
    settle(window, qtbot)


def plain(window, purchases):
    """An ordinary purchase with tax."""
    return next(one for one in purchases if entry(window, one).tax > 0 and entry(window, one).kind is Kind.VAT)


def test_half_a_deduction_shows_its_effect_on_the_boxes_at_once(window, qtbot, purchases, show):
    document_id = plain(window, purchases)
    page = show(document_id)
    before, made = page.account.toPlainText(), entry(window, document_id)
    assert "K_43" in before
    choose(page.forms[Direction.PURCHASE].editor("deductible_share"), "50", window, qtbot)
    after = page.account.toPlainText()
    assert "VAT bez odliczenia" in after
    assert after != before
    whole, half = (register_fields(one)["K_43"] for one in (made, entry(window, document_id)))
    assert f"K_43\n{format_amount(whole)}\n→\n{format_amount(half)}" in after
    assert after.strip().startswith("Skutek ostatniej zmiany")
    window.desk.refresh()
    settle(window, qtbot)
    assert page.account.toPlainText() == after, "it stays while the document is looked at"
    write(page.forms[Direction.PURCHASE].editor("category"), "Paliwo", window, qtbot)
    assert "Skutek" not in page.account.toPlainText(), "a category moves no figure"
    choose(page.month, page.month.itemData(2), window, qtbot)
    assert "Okres VAT" in page.account.toPlainText().partition("VAT\nPole")[0]
    other = next(one for one in purchases if one != document_id)
    assert "Skutek" not in show(other).account.toPlainText()
    assert entry(window, document_id).deductible_share == 50


def test_an_edit_is_kept_explained_undone_and_taken_back(window, qtbot, purchases, show):
    document_id = plain(window, purchases)
    page = show(document_id)
    form = page.forms[Direction.PURCHASE]
    write(form.editor("category"), "Materiały", window, qtbot)
    assert entry(window, document_id).category == "Materiały"
    assert [one.source for one in entry(window, document_id).explanations] == ["ręcznie"]
    write(form.editor("category"), "Narzędzia", window, qtbot)
    assert window.actions_by_name["undo_edit"].isEnabled()
    with qtbot.waitSignal(window.desk.preview.loaded, timeout=20_000):
        window.actions_by_name["undo_edit"].trigger()
    settle(window, qtbot)
    assert entry(window, document_id).category == "Materiały"
    assert form.editor("category").currentText() == "Materiały"
    write(form.editor("category"), "", window, qtbot)
    assert not entry(window, document_id).explanations


def test_a_field_left_as_it_was_changes_nothing(window, qtbot, purchases, show):
    document_id = plain(window, purchases)
    page = show(document_id)
    page.forms[Direction.PURCHASE].editor("category").lineEdit().editingFinished.emit()
    settle(window, qtbot)
    assert not window.desk.undo.next


def test_the_page_says_which_rule_decided_and_the_hand_wins(window, qtbot, purchases, show):
    document_id = plain(window, purchases)
    seller = entry(window, document_id).counterparty.nip
    rule = Rule(name="Deski", conditions=Conditions(tax_numbers=(seller,)), treatment=Treatment(category="Drewno", account="401"))
    add_rule(window.workspace.archive, CARPENTRY.nip, rule)
    page = show(document_id)
    form = page.forms[Direction.PURCHASE]
    assert form._sources["category"].text() == "reguła: Deski"
    write(form.editor("category"), "Wyjątek", window, qtbot)
    assert form._sources["category"].text() == "ręcznie"
    assert form._sources["account"].text() == "reguła: Deski"


def test_the_vat_month_can_be_moved_within_the_term(window, qtbot, purchases, show):
    document_id = plain(window, purchases)
    page = show(document_id)
    later = page.month.itemData(3)
    choose(page.month, later, window, qtbot)
    assert entry(window, document_id).vat_period == later
    choose(page.month, "", window, qtbot)
    assert entry(window, document_id).vat_period < later


def test_a_rule_is_made_from_what_was_edited(window, qtbot, purchases, show):
    document_id = plain(window, purchases)
    page = show(document_id)
    write(page.forms[Direction.PURCHASE].editor("category"), "Materiały", window, qtbot)
    page.rule_button.click()
    dialog = window.findChild(RulesDialog)
    assert dialog.form.rule().treatment == Treatment(category="Materiały")
    dialog.save_button.click()
    (kept,) = rules(window.workspace.archive, CARPENTRY.nip)
    assert kept.conditions.tax_numbers == (entry(window, document_id).counterparty.nip,)
    dialog.close()
    settle(window, qtbot)


def test_a_document_that_cannot_be_booked_has_no_fields(purchases, show):
    page = show(purchases[0])
    page.show_entries((), {})
    assert page._fields.isHidden()
    assert "Uwagi" in page.account.toPlainText()
