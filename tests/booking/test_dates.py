import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.dates import month_of, next_month
from app.base.findings import Level
from app.invoice.amounts import PartialAdvance
from app.invoice.correction import CorrectedInvoice, Correction
from app.invoice.forms import Form, Kind
from app.invoice.model import Invoice
from app.invoice.payment import Annotations, Payment, Reference
from tests.booking.invoices import BUYER, amount, asked, booked, codes_of, line, make, message, purchase, sale, total

DAY = dt.date
LATER = DAY(2026, 4, 10)


def correction(sign: str, *, kind: str = "", issued: dt.date = LATER, **fields: object) -> Invoice:
    return make(
        kind=Kind.KOR,
        issue_date=issued,
        totals=(total("P_13_1", f"{sign}100.00", f"{sign}23.00"),),
        due=f"{sign}123.00",
        correction=Correction(type=kind, corrected=(CorrectedInvoice("FV/1/2026", DAY(2026, 2, 20)),)),
        **fields,
    )


class TestSale:
    def test_supply_date_is_p_6_else_the_end_of_the_period_else_the_latest_line_else_p_1(self) -> None:
        assert sale(make(supply_date=DAY(2026, 3, 5))).supply_date == DAY(2026, 3, 5)
        assert sale(make(supply_period=(DAY(2026, 3, 1), DAY(2026, 3, 31)))).supply_date == DAY(2026, 3, 31)
        lines = (line(1, net="50.00", date=DAY(2026, 3, 2)), line(2, net="50.00", date=DAY(2026, 3, 7)))
        assert sale(make(lines=lines)).supply_date == DAY(2026, 3, 7)
        assert sale(make()).supply_date == DAY(2026, 3, 10)

    def test_the_period_is_that_of_the_supply_and_a_difference_is_noted(self) -> None:
        entry = sale(make(supply_date=DAY(2026, 2, 27)))
        assert entry.vat_period == "2026-02"
        assert "2026-03" in message(entry.findings, "months_differ")
        assert not asked(entry.findings)
        assert sale(make(supply_date=DAY(2026, 2, 27)), {"vat_period": "2026-03"}).vat_period == "2026-03"

    @pytest.mark.parametrize(
        ("supplied", "issued", "point", "noted"),
        [
            (DAY(2026, 2, 27), DAY(2026, 2, 28), DAY(2026, 2, 28), False),
            (DAY(2026, 2, 27), DAY(2026, 3, 10), DAY(2026, 3, 10), True),
            (DAY(2026, 2, 27), DAY(2026, 3, 15), DAY(2026, 3, 15), True),
            (DAY(2026, 2, 27), DAY(2026, 4, 2), DAY(2026, 3, 15), True),
            (DAY(2025, 12, 31), DAY(2026, 2, 2), DAY(2026, 1, 15), True),
            (DAY(2026, 4, 3), DAY(2026, 3, 30), DAY(2026, 4, 3), True),
        ],
    )
    def test_an_eu_supply_counts_on_its_issue_at_the_latest_the_15th_of_the_next_month(
        self, supplied: dt.date, issued: dt.date, point: dt.date, *, noted: bool
    ) -> None:
        entry = sale(make(issue_date=issued, supply_date=supplied, totals=(total("P_13_6_2", "100.00", "0.00"),), due="100.00"))
        assert (entry.supply_date, entry.tax_point, entry.vat_period) == (supplied, point, month_of(point))
        assert ("eu_supply_period" in codes_of(entry.findings)) is noted
        assert "months_differ" not in codes_of(entry.findings)

    def test_an_eu_supply_beside_a_domestic_one_keeps_the_supplys_month_and_says_so(self) -> None:
        totals = (total("P_13_6_2", "100.00", "0.00"), total("P_13_1", "100.00", "23.00"))
        entry = sale(make(supply_date=DAY(2026, 2, 27), totals=totals, due="223.00"))
        assert entry.vat_period == "2026-02"
        assert "months_differ" in codes_of(entry.findings)

    def test_a_settlement_period_names_the_other_possibility(self) -> None:
        entry = sale(make(supply_period=(DAY(2026, 2, 1), DAY(2026, 2, 28))))
        assert entry.vat_period == "2026-02"
        assert "najmie" in message(entry.findings, "months_differ")

    def test_supplies_of_several_months_are_noted_with_the_latest_taken(self) -> None:
        lines = (line(1, net="50.00", date=DAY(2026, 1, 31)), line(2, net="50.00", date=DAY(2026, 3, 7)))
        entry = sale(make(lines=lines))
        assert entry.vat_period == "2026-03"
        assert "2026-01, 2026-03" in message(entry.findings, "supplies_in_several_months")

    def test_an_advance_counts_on_its_last_payment(self) -> None:
        parts = (PartialAdvance(DAY(2026, 2, 27), amount("50.00")), PartialAdvance(DAY(2026, 3, 2), amount("73.00")))
        entry = sale(make(kind=Kind.ZAL, partial_advances=parts))
        assert entry.supply_date == DAY(2026, 3, 2)
        assert "advances_in_several_months" in codes_of(entry.findings)

    def test_cash_method_takes_the_payment_where_it_is_known_and_notes_where_not(self) -> None:
        cash = Annotations(cash_method=True)
        unpaid = sale(make(annotations=cash))
        assert unpaid.vat_period == "2026-03"
        assert "cash_method" in codes_of(unpaid.findings, Level.NOTES)
        paid = sale(make(annotations=cash, payment=Payment(paid=True, paid_date=DAY(2026, 5, 4))))
        assert (paid.tax_point, paid.vat_period) == (DAY(2026, 5, 4), "2026-05")

    def test_tax_point_of_a_public_invoice_is_its_own_field(self) -> None:
        entry = sale(make(form=Form.PEF_3, kind=Kind.VAT_PEF, tax_point_date=DAY(2026, 4, 1)))
        assert (entry.tax_point, entry.vat_period) == (DAY(2026, 4, 1), "2026-04")

    def test_a_month_before_anything_happened_blocks(self) -> None:
        result = booked(make(), decisions={"vat_period": "2026-02"})
        assert result.entries == ()
        assert "vat_period_too_early" in codes_of(result.findings, Level.BLOCKS)

    def test_an_unreadable_month_blocks(self) -> None:
        result = booked(make(), decisions={"vat_period": "marzec"})
        assert result.entries == ()
        assert "marzec" in message(result.findings, "vat_period_unreadable")

    def test_a_sale_has_no_receipt_date(self) -> None:
        assert sale(make()).receipt_date is None


class TestReceipt:
    def test_metadata_go_before_the_number(self) -> None:
        entry = purchase(make(), received=DAY(2026, 4, 1))
        assert (entry.receipt_date, entry.ksef_date, entry.vat_period) == (DAY(2026, 4, 1), DAY(2026, 4, 1), "2026-04")
        assert purchase(make()).receipt_date == DAY(2026, 3, 12)

    def test_without_a_number_the_document_asks_and_never_assumes_p_1(self) -> None:
        result = booked(make(), BUYER, ksef_number="")
        assert asked(result.findings) == {"receipt_date"}
        assert result.entries[0].receipt_date is None

    @pytest.mark.parametrize(("answer", "day"), [("issue", DAY(2026, 3, 10)), ("2026-04-02", DAY(2026, 4, 2))])
    def test_the_decision_is_issue_or_a_day(self, answer: str, day: dt.date) -> None:
        entry = purchase(make(), {"receipt_date": answer}, ksef_number="")
        assert entry.receipt_date == day
        assert entry.vat_period == month_of(day)

    def test_a_decision_does_not_replace_what_ksef_says(self) -> None:
        assert purchase(make(), {"receipt_date": "issue"}).receipt_date == DAY(2026, 3, 12)

    @pytest.mark.parametrize("answer", ["wczoraj", "2026-02-30", "2026-03-09"])
    def test_an_impossible_answer_asks_again_and_names_it(self, answer: str) -> None:
        result = booked(make(), BUYER, {"receipt_date": answer}, ksef_number="")
        assert asked(result.findings) == {"receipt_date"}
        assert answer in message(result.findings, "receipt_date")

    def test_a_mistyped_number_gives_no_date(self) -> None:
        assert asked(booked(make(), BUYER, ksef_number="FV-1").findings) == {"receipt_date"}


class TestPurchasePeriod:
    def test_it_is_the_later_of_receipt_and_tax_point(self) -> None:
        late_receipt = purchase(make(issue_date=DAY(2026, 1, 31)), received=DAY(2026, 2, 2))
        assert late_receipt.vat_period == "2026-02"
        assert "received_in_later_month" in codes_of(late_receipt.findings)
        late_supply = purchase(make(supply_date=DAY(2026, 4, 15)))
        assert late_supply.vat_period == "2026-04"
        assert "deduction_after_tax_point" in codes_of(late_supply.findings)

    @pytest.mark.parametrize("month", ["2026-03", "2026-04", "2026-05", "2026-06"])
    def test_three_next_months_are_allowed(self, month: str) -> None:
        assert purchase(make(), {"vat_period": month}).vat_period == month

    @pytest.mark.parametrize(
        ("month", "code"),
        [("2026-02", "vat_period_too_early"), ("2026-07", "vat_period_too_late"), ("2027-01", "vat_period_too_late")],
    )
    def test_other_months_block_with_the_reason(self, month: str, code: str) -> None:
        result = booked(make(), BUYER, {"vat_period": month})
        assert result.entries == ()
        assert codes_of(result.findings, Level.BLOCKS) == {code}
        assert month in message(result.findings, code)

    def test_quarterly_settlement_allows_two_next_quarters(self) -> None:
        quarterly = {"quarterly": True}
        assert purchase(make(), {"vat_period": "2026-09"}, client=quarterly).vat_period == "2026-09"
        assert purchase(make(), {"vat_period": "2026-01"}, client=quarterly).vat_period == "2026-01"
        assert booked(make(), BUYER, {"vat_period": "2026-10"}, client=quarterly).entries == ()
        assert booked(make(), BUYER, {"vat_period": "2025-12"}, client=quarterly).entries == ()

    @given(
        issued=st.dates(DAY(2022, 1, 1), DAY(2030, 12, 31)),
        supply=st.integers(-90, 90),
        receipt=st.integers(0, 90),
        later=st.integers(-2, 6),
    )
    def test_never_before_receipt_and_tax_point_nor_after_the_term(
        self, issued: dt.date, supply: int, receipt: int, later: int
    ) -> None:
        received = issued + dt.timedelta(days=receipt)
        invoice = make(issue_date=issued, supply_date=issued + dt.timedelta(days=supply))
        earliest = max(month_of(received), month_of(issued + dt.timedelta(days=supply)))
        assert purchase(invoice, received=received).vat_period == earliest
        chosen = next_month(earliest, later)
        entries = booked(invoice, BUYER, {"vat_period": chosen}, received=received).entries
        assert [entry.vat_period for entry in entries] == ([chosen] if 0 <= later <= 3 else [])

    def test_cash_method_waits_for_the_payment_with_a_note_only(self) -> None:
        cash = Annotations(cash_method=True)
        unpaid = purchase(make(annotations=cash))
        assert unpaid.vat_period == "2026-03"
        assert "cash_method" in codes_of(unpaid.findings, Level.NOTES)
        assert unpaid.codes == ("MK",)
        paid = purchase(make(annotations=cash, payment=Payment(paid=True, paid_date=DAY(2026, 5, 4))))
        assert paid.vat_period == "2026-05"


class TestFlatRate:
    def invoice(self, **fields: object) -> Invoice:
        return make(form=Form.FA_RR_1, kind=Kind.VAT_RR, totals=(total("P_11_1", "100.00", "7.00"),), due="107.00", **fields)

    def test_deducted_in_the_month_of_payment(self) -> None:
        entry = purchase(self.invoice(payment_documents=(Reference("WB/7", DAY(2026, 4, 3)),)))
        assert entry.vat_period == "2026-04"
        assert not asked(entry.findings)

    def test_unpaid_asks_for_the_month_and_not_for_a_receipt(self) -> None:
        result = booked(self.invoice(), BUYER, ksef_number="")
        assert asked(result.findings) == {"vat_period"}
        entry = purchase(self.invoice(), {"vat_period": "2026-11"}, ksef_number="")
        assert entry.vat_period == "2026-11"
        assert entry.receipt_date == DAY(2026, 3, 10)

    def test_a_decreasing_correction_counts_when_issued(self) -> None:
        lower = make(form=Form.FA_RR_1, kind=Kind.KOR_VAT_RR, totals=(total("P_11_1", "-100.00", "-7.00"),), due="-107.00")
        entry = purchase(lower)
        assert entry.vat_period == "2026-03"
        assert codes_of(entry.findings, Level.NOTES) >= {"correction_period"}
        assert not asked(entry.findings)
        higher = make(form=Form.FA_RR_1, kind=Kind.KOR_VAT_RR, totals=(total("P_11_1", "100.00", "7.00"),), due="107.00")
        assert asked(purchase(higher).findings) == {"vat_period"}


class TestCorrectionPeriod:
    def test_a_decrease_counts_when_issued_and_when_received(self) -> None:
        assert sale(correction("-", kind="1")).vat_period == "2026-04"
        entry = purchase(correction("-"), received=DAY(2026, 5, 2))
        assert entry.vat_period == "2026-05"

    def test_a_decrease_of_the_old_rules_is_noted(self) -> None:
        old = correction("-", issued=DAY(2026, 1, 20))
        assert "correction_period" in codes_of(sale(old).findings, Level.NOTES)
        assert "correction_period" in codes_of(purchase(old).findings, Level.NOTES)

    @pytest.mark.parametrize(("kind", "period"), [("", "2026-02"), ("1", "2026-02"), ("2", "2026-04"), ("3", "2026-04")])
    def test_an_increase_goes_back_unless_the_seller_says_otherwise(self, kind: str, period: str) -> None:
        entry = sale(correction("", kind=kind))
        assert entry.vat_period == period
        assert not asked(entry.findings)

    def test_an_increase_goes_back_to_the_originals_supply_where_it_is_repeated(self) -> None:
        entry = sale(correction("", kind="1", supply_date=DAY(2026, 1, 30)))
        assert entry.vat_period == "2026-01"

    def test_an_increase_may_be_decided(self) -> None:
        assert sale(correction("", kind="1"), {"vat_period": "2026-04"}).vat_period == "2026-04"

    def test_a_purchase_increase_counts_on_receipt(self) -> None:
        assert purchase(correction("", kind="1"), received=DAY(2026, 4, 11)).vat_period == "2026-04"

    def test_a_change_both_ways_is_noted(self) -> None:
        mixed = make(
            kind=Kind.KOR,
            totals=(total("P_13_1", "-100.00", "-23.00"), total("P_13_2", "100.00", "8.00")),
            due="-15.00",
            correction=Correction(corrected=(CorrectedInvoice("1", DAY(2026, 1, 1)),)),
        )
        entry = sale(mixed)
        assert entry.vat_period == "2026-03"
        assert "correction_both_ways" in codes_of(entry.findings)
