from decimal import Decimal

import msgspec
import pytest

from app.booking.client import Client, IncomeMethod
from app.booking.deduction import lost_tax, split_box
from app.booking.entry import Direction
from app.booking.rules import Conditions, Rule, applies, decisions_of
from app.booking.treatment import LABELS, Decided, Treatment, skips, treat
from app.invoice.forms import Kind
from tests.booking import invoices
from tests.booking.invoices import BUYER, SELLER, amount, line, make, total

KPIR = Client(nip=BUYER, income_method=IncomeMethod.KPIR)
SELLING = Client(nip=SELLER, income_method=IncomeMethod.LUMP_SUM)


def purchase(**fields):
    return invoices.purchase(make(**fields))


def sale(**fields):
    return invoices.sale(make(**fields))


def decided(source="ręcznie", **fields):
    return Decided(Treatment(**fields), source)


def test_every_field_of_a_treatment_has_a_name_for_people():
    assert set(LABELS) == set(Treatment.__struct_fields__)


def test_the_first_decision_on_a_field_wins_and_says_where_it_comes_from():
    treated = treat(
        purchase(),
        KPIR,
        [
            decided(category="Paliwo"),
            decided("reguła: Orlen", category="Inne", account="402"),
            decided("profil klienta", account="400"),
        ],
    )
    assert (treated.category, treated.account) == ("Paliwo", "402")
    assert {(one.field, one.value, one.source) for one in treated.explanations} == {
        ("category", "Paliwo", "ręcznie"),
        ("account", "402", "reguła: Orlen"),
    }


def test_nothing_decided_changes_nothing():
    entry = purchase()
    assert treat(entry, KPIR, [decided()]) is entry


def test_half_of_the_tax_is_lost_and_becomes_cost():
    entry = purchase(totals=(total("P_13_1", "100.01", "23.01"),), due="123.02")
    treated = treat(entry, KPIR, [decided(deductible_share=Decimal(50))])
    assert treated.deductible_share == 50
    # 23.01 / 2 = 11.505: the part to be deducted is rounded half up, the rest is lost.
    assert lost_tax(treated) == amount("11.50")
    assert treated.income.net_pln == amount("111.51")


def test_another_countrys_tax_has_no_share():
    totals = (total("P_13_5", "100.00", "19.00"), total("P_13_1", "100.00", "23.00"))
    entry = purchase(totals=totals, due="242.00")
    for share, cost in (("100", "200.00"), ("50", "211.50"), ("0", "223.00")):
        treated = treat(entry, KPIR, [decided(deductible_share=Decimal(share))])
        assert treated.income.net_pln == amount(cost)


def test_a_client_outside_vat_has_the_whole_tax_in_his_cost_already():
    exempt = Client(nip=BUYER, income_method=IncomeMethod.KPIR, vat_exempt=True)
    entry = invoices.purchase(make(), client={"vat_exempt": True})
    assert treat(entry, exempt, [decided(deductible_share=Decimal(0))]).income.net_pln == amount("123.00")


@pytest.mark.parametrize("share", ["100", "50", "0", "33"])
def test_the_parts_of_a_row_are_the_row_to_the_grosz(share):
    (box,) = purchase(totals=(total("P_13_1", "-100.01", "-23.01"),), due="-123.02").vat
    parts = split_box(box, Decimal(share))
    lost = parts.lost
    if share == "100":
        assert parts.deducted == box
        assert lost is None
        return
    for field in ("net", "tax", "net_pln", "tax_pln"):
        assert getattr(parts.deducted, field) + getattr(lost, field) == getattr(box, field)


def test_sales_know_neither_deduction_nor_fixed_assets():
    entry = sale()
    assert treat(entry, SELLING, [decided(deductible_share=Decimal(0), fixed_asset=True)]) is entry


def test_a_fixed_asset_is_no_direct_cost():
    treated = treat(purchase(), KPIR, [decided(fixed_asset=True, column="K_13")])
    assert treated.fixed_asset
    assert "amortyzacyjne" in treated.income.none
    assert treated.income.net_pln is None


def test_column_and_lump_sum_rate_are_the_offices_choice():
    assert treat(purchase(), KPIR, [decided(column="K_10")]).income.column == "K_10"
    assert treat(sale(), SELLING, [decided(lump_sum_rate="8.5")]).income.rate == "8.5"


def test_an_advance_stays_without_income_whatever_a_rule_says():
    entry = purchase(kind=Kind.ZAL)
    assert treat(entry, KPIR, [decided(column="K_10")]).income == entry.income


def test_a_pattern_is_filled_from_the_entry_and_unknown_places_stay():
    entry = purchase(lines=(line(name="Olej napędowy"),))
    treated = treat(entry, KPIR, [decided(category="Paliwo", description="{kategoria}: {opis}, {numer}, {kontrahent} {zagadka}")])
    assert treated.description == "Paliwo: Olej napędowy, FV/1/2026, Sprzedawca {zagadka}"


def test_skipping_is_a_decision_with_a_source():
    entry = treat(purchase(), KPIR, [decided("reguła: prywatne", skip=True)])
    assert skips(entry) == "reguła: prywatne"
    assert not skips(treat(purchase(), KPIR, [decided(skip=False), decided("reguła: prywatne", skip=True)]))


@pytest.mark.parametrize(
    ("conditions", "holds"),
    [
        (Conditions(tax_numbers=(SELLER,)), True),
        (Conditions(tax_numbers=("PL 999-201-47-01",)), True),
        (Conditions(tax_numbers=("9992034709",)), False),
        (Conditions(tax_numbers=("",)), False),
        (Conditions(name="sprzedawca"), True),
        (Conditions(name="NABYWCA"), False),
        (Conditions(line="olej napedowy"), True),
        (Conditions(line="opony"), False),
        (Conditions(gtu=("GTU_02", "GTU_07")), True),
        (Conditions(gtu=("GTU_01",)), False),
        (Conditions(amount_from=Decimal("123.00"), amount_to=Decimal("123.00")), True),
        (Conditions(amount_from=Decimal("123.01")), False),
        (Conditions(amount_to=Decimal("122.99")), False),
        (Conditions(currency="PLN", direction=Direction.PURCHASE), True),
        (Conditions(currency="EUR"), False),
        (Conditions(direction=Direction.SALE), False),
        (Conditions(name="sprzedawca", currency="EUR"), False),
    ],
)
def test_all_conditions_of_a_rule_must_hold(conditions, holds):
    entry = purchase(lines=(line(name="Olej Napędowy", gtu=("GTU_02",)),))
    assert applies(conditions, entry) is holds


def test_a_correction_counts_by_its_size():
    entry = purchase(kind=Kind.KOR, totals=(total("P_13_1", "-100.00", "-23.00"),), due="-123.00")
    assert applies(Conditions(amount_from=Decimal(100)), entry)


def test_rules_decide_in_their_order_and_those_switched_off_do_not():
    rules = [
        Rule(name="A", conditions=Conditions(tax_numbers=(SELLER,)), treatment=Treatment(category="a"), enabled=False),
        Rule(name="B", conditions=Conditions(tax_numbers=(SELLER,)), treatment=Treatment(category="b")),
        Rule(name="C", conditions=Conditions(name="nikt"), treatment=Treatment(category="c")),
    ]
    assert [one.source for one in decisions_of(rules, purchase())] == ["reguła: B"]


def test_a_rule_for_everything_is_recognised():
    assert Conditions().empty
    assert Conditions(direction=Direction.SALE).empty
    assert not Conditions(currency="EUR").empty


def test_conditions_and_treatments_survive_json():
    rule = Rule(
        name="x",
        conditions=Conditions(amount_from=Decimal("0.10")),
        treatment=Treatment(deductible_share=Decimal(50), skip=False),
    )
    assert msgspec.json.decode(msgspec.json.encode(rule), type=Rule) == rule
