from collections import Counter
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from app.booking.entry import Direction
from app.office import listing
from app.office.hand_edits import edit
from app.office.rules import Conditions, Rule, Treatment, add_rule, rules
from app.ui.books.rules_dialog import RulesDialog
from tests.cast import CARPENTRY
from tests.ui.conftest import settle


@pytest.fixture
def archive(window):
    return window.workspace.archive


@pytest.fixture
def opened(window, qtbot, purchases):  # noqa: ARG001 - puts the window on the client
    def shown(*names):
        for name in names:
            conditions = Conditions(name=name, direction=Direction.PURCHASE)
            add_rule(
                window.workspace.archive,
                CARPENTRY.nip,
                Rule(name=name, conditions=conditions, treatment=Treatment(category=name)),
            )
        window.actions_by_name["rules"].trigger()
        return window.findChild(RulesDialog)

    yield shown
    dialog = window.findChild(RulesDialog)
    if dialog is not None:
        dialog._dirty = False
        dialog.close()
    settle(window, qtbot)


def names(archive):
    return [rule.name for rule in rules(archive, CARPENTRY.nip)]


def test_a_rule_is_written_tried_and_kept(window, qtbot, archive, opened):
    dialog = opened()
    dialog.add_button.click()
    dialog.form.name.setText("Z Polski")
    dialog.form.side.setCurrentIndex(dialog.form.side.findData("purchase"))
    dialog.form.currency.setText("pln")
    dialog.form.treatment.editor("category").setCurrentText("Koszty")
    dialog.try_button.click()
    settle(window, qtbot)
    assert dialog.trial.table.topLevelItemCount() > 3
    assert "Niczego nie zmieniono" in dialog.trial.sentence.text()
    assert dialog.trial.table.topLevelItem(0).text(4) == "kategoria: Koszty"
    assert names(archive) == []
    dialog.save_button.click()
    (rule,) = rules(archive, CARPENTRY.nip)
    assert rule.conditions == Conditions(direction=Direction.PURCHASE, currency="PLN")
    assert rule.treatment == Treatment(category="Koszty")


def test_what_was_typed_is_kept_when_another_rule_is_chosen(archive, opened):
    dialog = opened("a", "b")
    dialog.form.name.setText("a poprawiona")
    dialog.form.name.textEdited.emit("a poprawiona")
    dialog.list.setCurrentRow(1)
    assert names(archive) == ["a poprawiona", "b"]
    assert dialog.form.name.text() == "b"


def test_what_cannot_be_kept_is_said_and_not_lost(archive, opened):
    dialog = opened("a", "b")
    dialog.form.name.setText(" ")
    dialog.form.name.textEdited.emit(" ")
    dialog.list.setCurrentRow(1)
    box = dialog.findChild(QMessageBox)
    assert "nie ma nazwy" in box.text()
    box.close()
    assert names(archive) == ["a", "b"]
    assert dialog.list.currentRow() == 0
    dialog.close()
    assert dialog.isVisible(), "closing would lose the edit"
    for box in dialog.findChildren(QMessageBox):
        box.close()


def test_rules_are_ordered_switched_off_and_removed(archive, opened):
    dialog = opened("a", "b", "c")
    dialog.list.setCurrentRow(2)
    dialog.up_button.click()
    assert names(archive) == ["a", "c", "b"]
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert [rule.enabled for rule in rules(archive, CARPENTRY.nip)] == [False, True, True]
    dialog.remove_button.click()
    assert len(names(archive)) == 2


def test_equal_edits_are_offered_as_a_rule_and_applied_only_when_taken(window, qtbot, archive, purchases, opened):
    rows = listing.rows(archive, purchases)
    party, _count = Counter(one.summary.counterparty_nip for one in rows if one.summary.counterparty_nip).most_common(1)[0]
    ids = [one.id for one in rows if one.summary.counterparty_nip == party]
    edit(archive, ids[:2], Treatment(category="Drewno"))
    dialog = opened()
    assert dialog.proposals.isVisibleTo(dialog)
    assert names(archive) == []
    proposal = dialog.proposals._layout.itemAt(0).widget()
    take = proposal.layout().itemAt(2).widget()
    assert take.text() == "Dodaj regułę"
    take.click()
    (rule,) = rules(archive, CARPENTRY.nip)
    assert rule.treatment == Treatment(category="Drewno")
    assert not dialog.proposals.isVisibleTo(dialog)
    settle(window, qtbot)


def test_the_form_gives_back_every_field_of_a_rule(opened):
    dialog = opened()
    rule = Rule(
        id=7,
        name="Wszystko",
        enabled=False,
        conditions=Conditions(
            direction=Direction.SALE, tax_numbers=("9992014701", "DE123456789"), name="firma", line="olej", gtu=("GTU_02",),
            currency="EUR", amount_from=Decimal("10.50"), amount_to=None,
        ),
        treatment=Treatment(
            category="a", account="b", vat_account="c", settlement_account="d", register="e", cost_type="f", column="K_10",
            lump_sum_rate="8.5", deductible_share=Decimal(50), fixed_asset=True,
            skip=False, description="{numer}",
        ),
    )  # fmt: skip
    dialog.form.show_rule(rule)
    assert dialog.form.rule() == rule
