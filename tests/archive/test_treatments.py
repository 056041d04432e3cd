from decimal import Decimal

from app.archive.clients import find_client, remove_client
from app.archive.documents import add_documents, stored
from app.archive.hand_edits import edits_of_client, keep_edits
from app.archive.treatments import (
    Defaults,
    add_rule,
    change_rule,
    defaults_of,
    keep_defaults,
    order_rules,
    remove_rule,
    replace_rules,
    rules_of,
)
from app.booking.entry import Direction
from app.booking.rules import Conditions, Rule
from app.booking.treatment import Treatment
from tests.archive.conftest import NIP, OTHER_NIP


def rule(name, **conditions):
    return Rule(name=name, conditions=Conditions(name=name, **conditions), treatment=Treatment(category=name))


def test_rules_keep_their_order_and_all_they_say(archive):
    for name in ("a", "b", "c"):
        add_rule(archive, NIP, rule(name, amount_from=Decimal("0.10"), direction=Direction.SALE))
    found = rules_of(archive, NIP)
    assert [one.name for one in found] == ["a", "b", "c"]
    assert found[0].conditions.amount_from == Decimal("0.10")
    order_rules(archive, NIP, [found[2].id, found[0].id])
    assert [one.name for one in rules_of(archive, NIP)] == ["c", "a", "b"]
    assert rules_of(archive, OTHER_NIP) == ()


def test_a_rule_is_changed_in_its_place_and_removed(archive):
    first, second = (add_rule(archive, NIP, rule(name)) for name in ("a", "b"))
    changed = Rule(id=first, name="nowa", conditions=Conditions(line="x"), treatment=Treatment(skip=True), enabled=False)
    assert change_rule(archive, changed)
    assert rules_of(archive, NIP)[0] == changed
    assert remove_rule(archive, first)
    assert not remove_rule(archive, first)
    assert [one.id for one in rules_of(archive, NIP)] == [second]


def test_all_rules_are_replaced_at_once(archive):
    add_rule(archive, NIP, rule("stara"))
    replace_rules(archive, NIP, [rule("x"), rule("y")])
    assert [one.name for one in rules_of(archive, NIP)] == ["x", "y"]


def test_defaults_are_kept_for_each_register(archive):
    assert defaults_of(archive, NIP) == Defaults()
    given = Defaults(Treatment(account="700"), Treatment(account="402", deductible_share=Decimal(50)))
    keep_defaults(archive, NIP, given)
    assert defaults_of(archive, NIP) == given
    assert given.of(Direction.PURCHASE).account == "402"
    assert defaults_of(archive, "1111111111") == Defaults()


def test_hand_edits_come_with_the_document_and_an_empty_one_takes_back(archive, make):
    document_id = add_documents(archive, [make()])[0].document_id
    edit = {Direction.PURCHASE: Treatment(category="Paliwo")}
    keep_edits(archive, {document_id: edit})
    assert stored(archive, document_id).hand == edit
    assert edits_of_client(archive, NIP) == {document_id: edit}
    keep_edits(archive, {document_id: {Direction.PURCHASE: Treatment()}})
    assert stored(archive, document_id).hand == {}


def test_what_belongs_to_a_client_goes_with_him(archive, make):
    document_id = add_documents(archive, [make()])[0].document_id
    keep_edits(archive, {document_id: {Direction.SALE: Treatment(skip=True)}})
    add_rule(archive, NIP, rule("a"))
    assert remove_client(archive, NIP)
    assert find_client(archive, NIP) is None
    assert rules_of(archive, NIP) == ()
    assert edits_of_client(archive, NIP) == {}
