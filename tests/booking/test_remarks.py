import pytest

from app.booking.entry import Entry
from app.invoice.parties import Party
from app.invoice.payment import Annotations
from tests.booking.invoices import BUYER, SELLER, codes_of, make, message, purchase, sale, total

REMARKS = {
    "margin",
    "domestic_reverse_charge",
    "buyer_settles_tax",
    "oss",
    "taxi",
    "farmer_sale",
    "self_billing",
    "seller_status",
}


def remarks(entry: Entry) -> set[str]:
    return codes_of(entry.findings) & REMARKS


def test_an_ordinary_invoice_has_none() -> None:
    assert remarks(sale(make())) == remarks(purchase(make())) == set()


@pytest.mark.parametrize(
    ("group", "sold", "bought"),
    [
        ("P_13_11", {"margin"}, {"margin"}),
        ("P_13_10", {"domestic_reverse_charge"}, {"domestic_reverse_charge"}),
        ("P_13_5", {"oss"}, {"oss"}),
        ("P_13_4", {"taxi"}, set()),
        ("P_13_8", set(), set()),
    ],
)
def test_sums_with_a_treatment_of_their_own(group: str, sold: set[str], bought: set[str]) -> None:
    invoice = make(totals=(total(group, "100.00"),), due="100.00")
    assert remarks(sale(invoice)) == sold
    assert remarks(purchase(invoice)) == bought


def test_the_same_sum_means_something_else_on_the_other_side() -> None:
    invoice = make(totals=(total("P_13_10", "100.00"),), due="100.00", annotations=Annotations(reverse_charge=True))
    assert "sprzedawcy" in message(sale(invoice).findings, "domestic_reverse_charge")
    assert "nabywca" in message(purchase(invoice).findings, "domestic_reverse_charge")
    assert remarks(purchase(invoice)) == {"domestic_reverse_charge"}


def test_an_annotation_alone_warns_the_buyer_only() -> None:
    invoice = make(totals=(total("P_13_8", "100.00"),), due="100.00", annotations=Annotations(reverse_charge=True))
    assert remarks(purchase(invoice)) == {"buyer_settles_tax"}
    assert remarks(sale(invoice)) == set()


def test_a_seller_in_trouble_is_named_to_the_buyer() -> None:
    invoice = make(seller=Party(name="Upadły", nip=SELLER, taxpayer_status="3"), buyer=Party(nip=BUYER))
    assert "w upadłości" in message(purchase(invoice).findings, "seller_status")
    assert remarks(sale(invoice)) == set()
