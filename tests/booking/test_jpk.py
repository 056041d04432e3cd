from decimal import Decimal

import msgspec
import pytest

from app.booking.deduction import lost_tax
from app.booking.jpk import counts_in_sums, register_fields, without_field
from app.invoice.forms import Form, Kind
from tests.booking.invoices import make, purchase, sale, total

EVERY = (
    total("P_13_1", "1.00", "0.23"),
    total("P_13_2", "2.00", "0.16"),
    total("P_13_3", "3.00", "0.15"),
    total("P_13_4", "4.00", "0.16"),
    total("P_13_5", "5.00", "0.95"),
    total("P_13_6_1", "6.00"),
    total("P_13_6_2", "7.00"),
    total("P_13_6_3", "8.00"),
    total("P_13_7", "9.00"),
    total("P_13_8", "10.00"),
    total("P_13_9", "11.00"),
    total("P_13_10", "12.00"),
    total("P_13_11", "13.00"),
)


def test_every_sum_of_a_sale_has_its_field_in_the_order_of_the_schema() -> None:
    fields = register_fields(sale(make(totals=EVERY, due="92.65")))
    assert {name: str(value) for name, value in fields.items()} == {
        "K_10": "9.00",
        "K_11": "21.00",
        "K_12": "11.00",
        "K_13": "6.00",
        "K_15": "3.00",
        "K_16": "0.15",
        "K_17": "2.00",
        "K_18": "0.16",
        "K_19": "1.00",
        "K_20": "0.23",
        "K_21": "7.00",
        "K_22": "8.00",
        "SprzedazVAT_Marza": "13.00",
    }
    assert list(fields) == sorted(fields)


def test_a_purchase_has_one_pair_of_what_carries_polish_tax() -> None:
    assert register_fields(purchase(make(totals=EVERY, due="92.65"))) == {"K_42": Decimal("10.00"), "K_43": Decimal("0.70")}
    assert register_fields(purchase(make(totals=(total("P_13_7", "9.00"),), due="9.00"))) == {}


def test_the_deductible_share_takes_its_part_of_the_tax() -> None:
    entry = msgspec.structs.replace(purchase(make()), deductible_share=Decimal(50))
    assert register_fields(entry) == {"K_42": Decimal("100.00"), "K_43": Decimal("11.50")}


@pytest.mark.parametrize("share", ["0", "33.33", "50", "75", "99.99", "100"])
def test_the_deducted_tax_and_the_lost_tax_are_the_whole_tax(share: str) -> None:
    totals = (total("P_13_1", "0.05", "0.01"), total("P_13_2", "0.13", "0.01"), total("P_13_3", "-0.20", "-0.01"))
    entry = msgspec.structs.replace(purchase(make(totals=totals, due="-0.01")), deductible_share=Decimal(share))
    assert register_fields(entry)["K_43"] + lost_tax(entry) == entry.tax == Decimal("0.01")


def test_a_fixed_asset_has_a_pair_of_its_own() -> None:
    entry = msgspec.structs.replace(purchase(make()), fixed_asset=True, deductible_share=Decimal(50))
    assert register_fields(entry) == {"K_40": Decimal("100.00"), "K_41": Decimal("11.50")}


def test_what_no_field_holds_is_told() -> None:
    invoice = make(totals=EVERY, due="92.65")
    assert [box.box for box in without_field(sale(invoice))] == ["P_13_4", "P_13_5", "P_13_10"]
    untaxed = ["P_13_5", "P_13_6_1", "P_13_6_2", "P_13_6_3", "P_13_7", "P_13_8", "P_13_9", "P_13_10", "P_13_11"]
    assert [box.box for box in without_field(purchase(invoice))] == untaxed


def test_a_farmers_purchase_counts_its_refund() -> None:
    invoice = make(form=Form.FA_RR_1, kind=Kind.VAT_RR, totals=(total("P_11_1", "100.00", "7.00"),), due="107.00")
    assert register_fields(purchase(invoice, {"vat_period": "2026-03"})) == {"K_42": Decimal("100.00"), "K_43": Decimal("7.00")}
    assert register_fields(sale(invoice)) == {}


def test_a_correction_of_data_has_no_fields_and_a_reduced_rate_has() -> None:
    assert register_fields(sale(make(kind=Kind.KOR, totals=(total("P_13_1", "0.00", "0.00"),), due="0.00"))) == {}
    assert register_fields(sale(make(kind=Kind.ROZ, totals=(total("P_13_1", "0.00", "0.00"),), due="0.00"))) == {
        "K_19": Decimal("0.00"),
        "K_20": Decimal("0.00"),
    }


def test_amounts_that_wait_for_a_rate_are_left_out() -> None:
    assert register_fields(sale(make(currency="EUR", totals=(total("P_13_6_2", "100.00"),), due="100.00"))) == {}


@pytest.mark.parametrize("receipt", [True, False])
def test_an_invoice_to_a_receipt_has_a_row_outside_the_sums(*, receipt: bool) -> None:
    entry = sale(make(receipt_invoice=receipt))
    assert register_fields(entry)["K_19"] == Decimal("100.00")
    assert counts_in_sums(entry) is not receipt
