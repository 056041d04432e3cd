from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.booking.entry import Direction
from app.invoice.forms import Form, Kind, PartyRole
from app.invoice.parties import Party
from app.invoice.payment import Annotations
from tests.booking.invoices import BUYER, OTHER, SELLER, asked, booked, codes_of, make, message, total


def third(role: PartyRole, **fields: str) -> Party:
    return Party(name="Trzeci", role=role, **({"nip": OTHER} | fields))


def test_seller_sells_and_buyer_buys() -> None:
    assert booked(make(), SELLER).entries[0].direction is Direction.SALE
    assert booked(make(), BUYER).entries[0].direction is Direction.PURCHASE


@given(self_billing=st.booleans(), created=st.sampled_from(["", "2026-03-10T10:00:00Z"]))
def test_self_billing_never_turns_the_direction_round(*, self_billing: bool, created: str) -> None:
    invoice = make(annotations=Annotations(self_billing=self_billing), created_at=created)
    assert booked(invoice, SELLER).entries[0].direction is Direction.SALE
    assert booked(invoice, BUYER).entries[0].direction is Direction.PURCHASE
    assert ("self_billing" in codes_of(booked(invoice, SELLER).findings)) is self_billing


@pytest.mark.parametrize("written", ["PL9992024705", "999-202-47-05", "999 202 47 05", "PL 999-202-47-05"])
def test_numbers_are_compared_after_cleaning(written: str) -> None:
    entry = booked(make(buyer=Party(name="N", nip=written)), BUYER).entries[0]
    assert entry.direction is Direction.PURCHASE
    assert booked(make(), f"PL {BUYER}").entries[0].direction is Direction.PURCHASE


def test_seller_and_buyer_win_over_third_parties() -> None:
    invoice = make(third_parties=(Party(nip=BUYER, role=PartyRole.JST_ISSUER), Party(nip=SELLER, role=PartyRole.RECIPIENT)))
    assert booked(invoice, SELLER).entries[0].direction is Direction.SALE
    assert booked(invoice, BUYER).entries[0].direction is Direction.PURCHASE


@pytest.mark.parametrize(
    ("role", "direction"),
    [
        (PartyRole.JST_ISSUER, Direction.SALE),
        (PartyRole.GROUP_ISSUER, Direction.SALE),
        (PartyRole.JST_RECIPIENT, Direction.PURCHASE),
        (PartyRole.GROUP_RECIPIENT, Direction.PURCHASE),
    ],
)
def test_units_of_a_municipality_or_vat_group_have_their_own_book(role: PartyRole, direction: Direction) -> None:
    result = booked(make(third_parties=(third(role),)), OTHER)
    assert result.entries[0].direction is direction
    assert "unit_of_another" in codes_of(result.findings)


@pytest.mark.parametrize(
    "role", [PartyRole.FACTOR, PartyRole.ORIGINAL_ENTITY, PartyRole.ISSUER, PartyRole.PAYER, PartyRole.EMPLOYEE]
)
def test_roles_without_entry_are_refused_with_the_reason(role: PartyRole) -> None:
    result = booked(make(third_parties=(third(role),)), OTHER)
    assert result.entries == ()
    assert f"rola {role.value}" in message(result.findings, "client_has_no_entry")
    # Neither a parameter nor a decision contradicts the parties.
    assert booked(make(third_parties=(third(role),)), OTHER, {"direction": "sale"}, direction=Direction.SALE).entries == ()


def test_a_recipient_asks_which_books_are_meant() -> None:
    invoice = make(third_parties=(third(PartyRole.RECIPIENT),))
    assert asked(booked(invoice, OTHER).findings) == {"direction"}
    assert booked(invoice, OTHER, {"direction": "purchase"}).entries[0].direction is Direction.PURCHASE
    assert booked(invoice, OTHER, {"direction": "sale"}).entries == ()


def test_another_role_asks_and_names_its_description() -> None:
    invoice = make(third_parties=(third(PartyRole.OTHER, role_description="komisant"),))
    result = booked(invoice, OTHER)
    assert result.entries == ()
    assert "komisant" in message(result.findings, "direction")
    assert booked(invoice, OTHER, {"direction": "sale"}).entries[0].direction is Direction.SALE
    assert booked(invoice, OTHER, direction=Direction.PURCHASE).entries[0].direction is Direction.PURCHASE


def test_seller_and_buyer_at_once_asks_and_may_make_two_entries() -> None:
    invoice = make(buyer=Party(name="Ja", nip=SELLER))
    assert asked(booked(invoice, SELLER).findings) == {"direction"}
    assert booked(invoice, SELLER, direction=Direction.PURCHASE).entries[0].direction is Direction.PURCHASE
    assert booked(invoice, SELLER, {"direction": "sale"}).entries[0].direction is Direction.SALE
    both = booked(invoice, SELLER, {"direction": "both"}).entries
    assert [entry.direction for entry in both] == [Direction.SALE, Direction.PURCHASE]


def test_direction_parameter_never_contradicts_the_parties() -> None:
    assert booked(make(), SELLER, direction=Direction.PURCHASE).entries[0].direction is Direction.SALE


def test_a_client_who_is_nowhere_is_refused_with_both_parties_named() -> None:
    result = booked(make(), OTHER)
    assert result.entries == ()
    text = message(result.findings, "client_not_found")
    assert OTHER in text
    assert SELLER in text
    assert BUYER in text


def test_authorised_bodies_have_no_entry() -> None:
    for role, word in (("1", "egzekucyjnym"), ("2", "komornikiem"), ("3", "przedstawicielem")):
        result = booked(make(authorised=Party(name="P", nip=OTHER, authority_role=role)), OTHER)
        assert result.entries == ()
        assert word in message(result.findings, "client_has_no_entry")


def test_an_internal_unit_matches_by_nip_and_keeps_its_five_digits() -> None:
    invoice = make(third_parties=(Party(internal_id=f"{BUYER}-00002", role=PartyRole.RECIPIENT),))
    entry = booked(invoice, BUYER).entries[0]
    assert entry.direction is Direction.PURCHASE
    assert entry.unit == "00002"
    alone = make(third_parties=(Party(internal_id=f"{OTHER}-00007", role=PartyRole.JST_RECIPIENT),))
    assert booked(alone, OTHER).entries[0].unit == "00007"


def test_a_nip_in_a_foreign_field_is_matched_with_a_note() -> None:
    for party in (Party(eu_code="PL", eu_number=BUYER), Party(id_number=f"PL{BUYER}"), Party(id_country="PL", id_number=BUYER)):
        result = booked(make(buyer=party), BUYER)
        assert result.entries[0].direction is Direction.PURCHASE
        assert "nip_in_wrong_field" in codes_of(result.findings)
    assert booked(make(buyer=Party(eu_code="SK", eu_number=BUYER)), BUYER).entries == ()


def test_flat_rate_invoice_is_the_buyers_purchase_and_the_farmers_sale_without_register() -> None:
    invoice = make(form=Form.FA_RR_1, kind=Kind.VAT_RR, totals=(total("P_11_1", "100.00", "7.00"),), due="107.00")
    bought = booked(invoice, BUYER, {"vat_period": "2026-03"}).entries[0]
    assert bought.direction is Direction.PURCHASE
    assert bought.codes == ("VAT_RR",)
    sold = booked(invoice, SELLER)
    assert sold.entries[0].direction is Direction.SALE
    assert "farmer_sale" in codes_of(sold.findings)


class TestShares:
    def shared(self, *shares: str) -> object:
        parties = tuple(
            Party(nip=OTHER if place == 0 else "9992044702", role=PartyRole.ADDITIONAL_BUYER, share=share)
            for place, share in enumerate(shares)
        )
        return make(totals=(total("P_13_1", "100.01", "23.01"),), due="123.02", third_parties=parties)

    def test_a_further_buyer_has_his_share_and_the_first_the_rest_to_the_grosz(self) -> None:
        first = booked(self.shared("50"), BUYER).entries[0]
        further = booked(self.shared("50"), OTHER).entries[0]
        assert (further.vat[0].net, further.vat[0].tax) == (Decimal("50.01"), Decimal("11.51"))
        assert first.net + further.net == Decimal("100.01")
        assert first.tax + further.tax == Decimal("23.01")
        assert first.settlement.gross + further.settlement.gross == Decimal("123.02")
        assert (first.share, further.share) == (50, 50)
        assert first.income.net_pln == first.net

    def test_without_percents_the_shares_are_equal(self) -> None:
        invoice = self.shared("", "")
        entries = [booked(invoice, nip).entries[0] for nip in (BUYER, OTHER, "9992044702")]
        assert sum(entry.net for entry in entries) == Decimal("100.01")
        assert entries[1].net == Decimal("33.34")

    def test_the_seller_sells_the_whole(self) -> None:
        assert booked(self.shared("50"), SELLER).entries[0].net == Decimal("100.01")

    def test_shares_that_leave_nothing_to_the_first_buyer_are_noted_and_the_whole_is_his(self) -> None:
        result = booked(self.shared("100"), BUYER)
        assert result.entries[0].net == Decimal("100.01")
        assert "share_unclear" in codes_of(result.findings)

    def test_a_missing_share_beside_given_ones_is_asked_for(self) -> None:
        invoice = self.shared("", "30")
        assert asked(booked(invoice, OTHER).findings) == {"share"}
        assert booked(invoice, OTHER, {"share": "20"}).entries[0].net == Decimal("20.00")

    def test_a_decided_share_goes_first(self) -> None:
        assert booked(self.shared("50"), BUYER, {"share": "100"}).entries[0].net == Decimal("100.01")


@given(st.sampled_from(PartyRole), st.sampled_from(Direction))
def test_no_role_of_a_third_party_changes_the_sellers_sale(role: PartyRole, wanted: Direction) -> None:
    invoice = make(third_parties=(third(role), Party(nip=SELLER, role=role)))
    assert booked(invoice, SELLER, direction=wanted).entries[0].direction is Direction.SALE
