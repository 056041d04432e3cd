import pytest

from app.booking.codes import GTU, PROCEDURES
from app.invoice.forms import Kind, MarginKind
from app.invoice.lines import Order
from app.invoice.payment import Annotations
from tests.booking.invoices import BUYER, amount, asked, booked, codes_of, line, make, purchase, sale


def test_marks_are_the_union_over_all_lines_orders_and_states_before() -> None:
    lines = (
        line(1, gtu=("GTU_12",)),
        line(2, gtu=("GTU_01", "GTU_12"), procedures=("WSTO_EE",)),
        line(3, gtu=("GTU_05",), before=True),
    )
    assert sale(make(lines=lines)).codes == ("GTU_01", "GTU_05", "GTU_12", "WSTO_EE")
    order = Order(amount("1000.00"), (line(1, gtu=("GTU_10",), procedures=("I_42",)),))
    assert sale(make(kind=Kind.ZAL, order=order)).codes == ("GTU_10", "I_42")


def test_marks_of_the_document() -> None:
    assert sale(make(related_parties=True)).codes == ("TP",)
    assert sale(make(annotations=Annotations(triangular=True))).codes == ("TT_D",)
    assert sale(make(annotations=Annotations(triangular=True), lines=(line(procedures=("TT_D",)),))).codes == ("TT_D",)


@pytest.mark.parametrize(
    ("margin", "codes"),
    [
        (MarginKind.TRAVEL, ("MR_T",)),
        (MarginKind.USED_GOODS, ("MR_UZ",)),
        (MarginKind.ART, ("MR_UZ",)),
        (MarginKind.ANTIQUES, ("MR_UZ",)),
        (MarginKind.UNSPECIFIED, ()),
    ],
)
def test_margin_schemes(margin: MarginKind, codes: tuple[str, ...]) -> None:
    assert sale(make(annotations=Annotations(margin=margin))).codes == codes


def test_an_invoice_to_a_receipt_is_marked_and_noted() -> None:
    entry = sale(make(receipt_invoice=True))
    assert entry.codes == ("FP",)
    assert "receipt_invoice" in codes_of(entry.findings)
    assert purchase(make(receipt_invoice=True)).codes == ()


def test_a_purchase_has_no_gtu() -> None:
    assert purchase(make(lines=(line(gtu=("GTU_06",), procedures=("TT_D",)),), related_parties=True)).codes == ()
    assert purchase(make(annotations=Annotations(cash_method=True))).codes == ("MK",)
    assert sale(make(annotations=Annotations(cash_method=True))).codes == ()


def test_unknown_marks_are_left_out_with_a_note() -> None:
    entry = sale(make(lines=(line(gtu=("GTU_99",), procedures=("MR_T",)),)))
    assert entry.codes == ()
    assert "unknown_mark" in codes_of(entry.findings)


def test_marks_follow_the_order_of_the_schema() -> None:
    every = (*GTU, *(code for code in PROCEDURES if code not in {"TP", "TT_WNT", "MR_T", "MR_UZ"}))
    entry = sale(
        make(lines=(line(gtu=every[:13][::-1], procedures=every[13:][::-1]),), related_parties=True, receipt_invoice=True)
    )
    assert entry.codes == (*GTU, *(code for code in PROCEDURES if code not in {"TT_WNT", "MR_T", "MR_UZ"}), "FP")


class TestMarkInPlaceOfTheNumber:
    def test_a_number_needs_none(self) -> None:
        entry = sale(make(), {"ksef_mark": "BFK"})
        assert (entry.ksef_mark, codes_of(entry.findings)) == ("", set())

    def test_a_missing_number_is_noted_and_a_choice_taken(self) -> None:
        assert "ksef_number_missing" in codes_of(booked(make(), ksef_number="").findings)
        for mark in ("OFF", "BFK", "DI"):
            assert sale(make(), {"ksef_mark": mark}, ksef_number="").ksef_mark == mark

    def test_another_choice_asks(self) -> None:
        result = booked(make(), BUYER, {"ksef_mark": "XYZ", "receipt_date": "issue"}, ksef_number="")
        assert asked(result.findings) == {"ksef_mark"}
