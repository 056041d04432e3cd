"""Profile, rules and edits by hand, on a real archive with the project's own invoices."""

import json
from decimal import Decimal

import pytest

from app.base.errors import UnusableArgument
from app.booking.client import IncomeMethod
from app.booking.entry import Direction
from app.office import companies, convert, listing
from app.office.answers import Decisions
from app.office.convert import Outcome, preflight_archive, write
from app.office.hand_edits import edit, restore, take_back
from app.office.imports import import_files
from app.office.listing import Query, WorkState, ordered_ids, rows
from app.office.profiles import (
    ClientProfile,
    Defaults,
    Treatment,
    copy_profile,
    export_profile,
    import_profile,
    profile,
    save_profile,
)
from app.office.rebooking import rebook
from app.office.rules import Conditions, Rule, add_rule, change_rule, order_rules, proposals, remove_rule, rules, try_rule
from tests.office.conftest import KSEF, NIP, ksef_number

OTHER = "9992024705"
PURCHASE = "fa3-vat-zakup.xml"
ISSUE = Decisions({"receipt_date": "issue"})


@pytest.fixture
def seller(own_document):
    return own_document("fa3-vat-zakup").invoice.seller.nip


@pytest.fixture
def bought(production, folder, changed, seller):
    """Three purchases of one seller and a sale in the archive; the ids of the purchases."""
    place = folder(("fa3-vat.xml", f"{KSEF}.xml"))
    for count in (1, 2, 3):
        number = ksef_number(seller, "20260310", count)
        (place / f"{number}.xml").write_bytes(changed(PURCHASE, f"FZ/{count}"))
    import_files(production, NIP, [place])
    return list(ordered_ids(production, Query(direction=Direction.PURCHASE, sort=listing.Column.NUMBER)))


def entry(archive, document_id):
    (found,) = listing.details(archive, document_id).entries
    return found


def fuel(seller, **treatment):
    return Rule(name="Paliwo", conditions=Conditions(tax_numbers=(seller,)), treatment=Treatment(**treatment))


def test_a_rule_treats_the_entry_and_says_so(production, bought, seller):
    add_rule(production, NIP, fuel(seller, category="Paliwo", deductible_share=Decimal(50)))
    treated = entry(production, bought[0])
    assert (treated.category, treated.deductible_share) == ("Paliwo", 50)
    assert {one.source for one in treated.explanations} == {"reguła: Paliwo"}


def test_the_hand_wins_over_rules_and_rules_over_defaults(production, bought, seller):
    add_rule(production, NIP, fuel(seller, category="Paliwo", account="402-1"))
    found = profile(production, NIP)
    defaults = Defaults(purchase=Treatment(category="Koszty", account="400", cost_type="inne"))
    save_profile(production, NIP, ClientProfile(options={}, defaults=defaults, rules=found.rules))
    edit(production, bought[:1], Treatment(category="Samochód szefa"))
    treated = entry(production, bought[0])
    assert {one.field: one.source for one in treated.explanations} == {
        "category": "ręcznie",
        "account": "reguła: Paliwo",
        "cost_type": "profil klienta",
    }
    assert treated.category == "Samochód szefa"


def test_an_edit_adds_to_earlier_ones_and_can_be_undone(production, bought):
    edit(production, bought[:2], Treatment(category="A"))
    before = edit(production, bought[:1], Treatment(account="402"))
    assert (entry(production, bought[0]).category, entry(production, bought[0]).account) == ("A", "402")
    restore(production, before)
    assert (entry(production, bought[0]).category, entry(production, bought[0]).account) == ("A", "")
    take_back(production, bought[:2], ["category"])
    assert not entry(production, bought[1]).explanations


def test_a_conversion_uses_hand_rules_and_profile(production, bought, seller, tmp_path):
    add_rule(production, NIP, fuel(seller, category="Paliwo"))
    with preflight_archive(production, NIP, "csv", ids=bought, decisions=ISSUE) as plan:
        write(plan, tmp_path / "wynik")
    text = "".join(path.read_text(encoding="utf-8-sig") for path in (tmp_path / "wynik").iterdir())
    assert text.count("Paliwo") >= 3


def test_what_a_rule_skips_is_skipped_with_its_reason_and_leaves_the_pile(production, bought, seller, tmp_path):
    add_rule(production, NIP, fuel(seller, skip=True))
    edit(production, bought[:1], Treatment(skip=False))
    with preflight_archive(production, NIP, "epp", decisions=ISSUE) as plan:
        states = {row.number: row.state for row in plan.documents}
        reasons = [one.message for row in plan.documents for one in row.findings if one.code == "skipped_by_treatment"]
        write(plan, tmp_path / "wynik")
    assert states["FZ/1"] is Outcome.WRITTEN
    assert states["FZ/2"] is states["FZ/3"] is Outcome.SKIPPED
    assert reasons == ["Dokumentu nie przekazuje się do programu księgowego (reguła: Paliwo)."] * 2
    assert [row.state for row in rows(production, bought)] == [WorkState.CONVERTED, WorkState.SKIPPED, WorkState.SKIPPED]


def test_a_rule_is_tried_on_past_documents_without_changing_anything(production, bought, seller):
    add_rule(production, NIP, Rule(name="Wcześniejsza", conditions=Conditions(name="a"), treatment=Treatment(account="400")))
    tried = list(try_rule(production, NIP, fuel(seller, category="Paliwo", account="402")))
    assert sorted(one.row.id for one in tried) == bought
    assert (tried[0].before.category, tried[0].after.category) == ("", "Paliwo")
    assert tried[0].overruled == ("account",)
    assert [rule.name for rule in rules(production, NIP)] == ["Wcześniejsza"]
    assert entry(production, bought[0]).category == ""


def test_a_rule_switched_off_is_tried_as_if_it_were_on(production, bought, seller):
    kept = add_rule(production, NIP, fuel(seller, category="Paliwo"))
    change_rule(production, Rule(id=kept.id, name="Paliwo", conditions=kept.conditions, treatment=kept.treatment, enabled=False))
    (off,) = rules(production, NIP)
    assert entry(production, bought[0]).category == ""
    assert all(one.after.category == "Paliwo" for one in try_rule(production, NIP, off))


def test_the_order_of_rules_decides(production, bought, seller):
    first = add_rule(production, NIP, fuel(seller, category="A"))
    second = add_rule(production, NIP, fuel(seller, category="B"))
    assert entry(production, bought[0]).category == "A"
    order_rules(production, NIP, [second.id, first.id])
    assert entry(production, bought[0]).category == "B"
    remove_rule(production, second.id)
    assert entry(production, bought[0]).category == "A"


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (Rule(name=" ", conditions=Conditions(name="x"), treatment=Treatment(skip=True)), "nie ma nazwy"),
        (Rule(name="R", conditions=Conditions(direction=Direction.SALE), treatment=Treatment(skip=True)), "wszystkich dokumentów"),
        (Rule(name="R", conditions=Conditions(name="x"), treatment=Treatment()), "niczego nie ustala"),
        (Rule(name="R", conditions=Conditions(name="x"), treatment=Treatment(deductible_share=Decimal(60))), "60%"),
        (
            Rule(
                name="R", conditions=Conditions(amount_from=Decimal(2), amount_to=Decimal(1)), treatment=Treatment(skip=True)
            ),
            "od 2 do 1",
        ),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("bought")
def test_a_rule_that_cannot_be_meant_is_refused_with_its_reason(production, rule, reason):
    with pytest.raises(UnusableArgument, match=reason):
        add_rule(production, NIP, rule)


def test_two_equal_edits_make_a_proposal_and_a_third_different_one_ends_it(production, bought, seller):
    edit(production, bought[:1], Treatment(category="Paliwo", account="402"))
    assert proposals(production, NIP) == ()
    edit(production, bought[1:2], Treatment(category="Paliwo", account="403", description="jednorazowo"))
    (proposal,) = proposals(production, NIP)
    assert proposal.rule.conditions == Conditions(direction=Direction.PURCHASE, tax_numbers=(seller,))
    assert proposal.rule.treatment == Treatment(category="Paliwo"), "accounts differ, descriptions are of one document"
    assert (proposal.edited, proposal.documents) == (2, 3)
    assert rules(production, NIP) == (), "a proposal is not applied by itself"
    add_rule(production, NIP, proposal.rule)
    assert proposals(production, NIP) == ()
    assert entry(production, bought[2]).category == "Paliwo"


def test_contradicting_edits_make_no_proposal(production, bought):
    for document_id, category in zip(bought, ("A", "A", "B"), strict=True):
        edit(production, [document_id], Treatment(category=category))
    assert proposals(production, NIP) == ()


@pytest.mark.usefixtures("bought")
def test_a_profile_goes_to_a_file_and_to_other_clients(production, seller, tmp_path):
    companies.add_client(production, companies.Client(nip=OTHER, name="Inny"))
    add_rule(production, NIP, fuel(seller, category="Paliwo", deductible_share=Decimal(50)))
    whole = ClientProfile(
        target="optima",
        options={"register_sale": "SPRZ"},
        income_method=IncomeMethod.BOOKS,
        quarterly=True,
        deduction_delay=1,
        defaults=Defaults(Treatment(account="700"), Treatment(account="402")),
        rules=rules(production, NIP),
    )
    save_profile(production, NIP, whole)
    export_profile(production, NIP, tmp_path / "profil.json")
    import_profile(production, OTHER, tmp_path / "profil.json")
    mine, his = profile(production, NIP), profile(production, OTHER)
    assert [rule.name for rule in his.rules] == [rule.name for rule in mine.rules]
    assert (his.target, his.options, his.defaults, his.deduction_delay) == (mine.target, mine.options, mine.defaults, 1)
    assert companies.client(production, OTHER).name == "Inny"
    save_profile(production, NIP, ClientProfile(options={}, rules=mine.rules))
    assert copy_profile(production, NIP, [OTHER, NIP], rules=False) == 1
    assert profile(production, OTHER).target == ""
    assert len(profile(production, OTHER).rules) == 1


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", '{"format": "inny"}', "\xff"],
)
@pytest.mark.usefixtures("bought")
def test_a_file_that_is_no_profile_changes_nothing(production, tmp_path, text):
    file = tmp_path / "profil.json"
    file.write_text(text, encoding="latin-1")
    before = profile(production, NIP)
    with pytest.raises(UnusableArgument, match="nie jest profilem"):
        import_profile(production, NIP, file)
    assert profile(production, NIP) == before


@pytest.mark.usefixtures("bought")
def test_a_profile_of_a_newer_version_is_refused_politely(production, tmp_path):
    export_profile(production, NIP, tmp_path / "profil.json")
    newer = json.loads((tmp_path / "profil.json").read_text(encoding="utf-8")) | {"version": 99}
    (tmp_path / "nowy.json").write_text(json.dumps(newer), encoding="utf-8")
    with pytest.raises(UnusableArgument, match="nowsza wersja"):
        import_profile(production, NIP, tmp_path / "nowy.json")


@pytest.mark.parametrize(
    "wrong",
    [
        ClientProfile(target="nie-ma", options={}),
        ClientProfile(target="epp", options={"nie_ma": "1"}),
        ClientProfile(options={}, deduction_delay=4),
    ],
)
@pytest.mark.usefixtures("bought")
def test_a_profile_that_cannot_be_used_is_refused(production, wrong):
    with pytest.raises(UnusableArgument):
        save_profile(production, NIP, wrong)


def test_a_change_of_the_profile_reaches_the_lists(production, bought):
    assert {row.summary.vat_period for row in rows(production, bought)} == {"2026-03"}
    save_profile(production, NIP, ClientProfile(options={}, deduction_delay=2))
    assert rebook(production, NIP) == 4
    assert {row.summary.vat_period for row in rows(production, bought)} == {"2026-05"}


def test_a_conversion_remembers_its_program_without_touching_defaults_and_rules(production, bought, seller, tmp_path):
    add_rule(production, NIP, fuel(seller, category="Paliwo"))
    save_profile(
        production,
        NIP,
        ClientProfile(options={}, defaults=Defaults(purchase=Treatment(account="402")), rules=rules(production, NIP)),
    )
    with preflight_archive(production, NIP, "optima", ids=bought, options={"register_purchase": "ZAK"}, decisions=ISSUE) as plan:
        write(plan, tmp_path / "wynik")
    found = profile(production, NIP)
    assert (found.target, found.options) == ("optima", {"register_purchase": "ZAK"})
    assert found.defaults.purchase.account == "402"
    assert len(found.rules) == 1
    assert convert.profile(production, NIP).target == "optima"
