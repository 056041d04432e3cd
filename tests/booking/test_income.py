import datetime as dt
from decimal import Decimal

import pytest

from app.booking.client import IncomeMethod
from app.invoice.correction import CorrectedInvoice, Correction
from app.invoice.forms import Form, Kind, MarginKind
from app.invoice.payment import Annotations, Payment
from tests.booking.invoices import codes_of, line, make, purchase, sale, total


def test_revenue_and_cost_are_the_net_of_all_sums() -> None:
    invoice = make(totals=(total("P_13_1", "100.00", "23.00"), total("P_13_7", "50.00")), due="173.00")
    sold, bought = sale(invoice).income, purchase(invoice).income
    assert (sold.net_pln, sold.column, sold.none) == (Decimal("150.00"), "K_7", "")
    assert (bought.net_pln, bought.column, bought.date) == (Decimal("150.00"), "K_13", dt.date(2026, 3, 10))


def test_an_exempt_client_counts_gross() -> None:
    exempt = {"vat_exempt": True}
    assert sale(make(), client=exempt).income.net_pln == Decimal("123.00")
    assert purchase(make(), client=exempt).income.net_pln == Decimal("123.00")


def test_the_method_decides_about_columns_and_costs() -> None:
    lump = {"income_method": IncomeMethod.LUMP_SUM}
    assert sale(make(), client=lump).income.column == ""
    assert "ryczałcie" in purchase(make(), client=lump).income.none
    assert purchase(make(), client={"income_method": IncomeMethod.BOOKS}).income.column == ""


@pytest.mark.parametrize("kind", [Kind.ZAL, Kind.KOR_ZAL])
def test_an_advance_is_neither_revenue_nor_cost(kind: Kind) -> None:
    assert sale(make(kind=kind)).income.none
    assert purchase(make(kind=kind)).income.none


def test_an_invoice_to_a_receipt_is_no_revenue_but_is_a_cost() -> None:
    assert sale(make(receipt_invoice=True)).income.none
    assert purchase(make(receipt_invoice=True)).income.net_pln == Decimal("100.00")


def test_a_farmers_sale_is_no_revenue_of_the_book() -> None:
    invoice = make(form=Form.FA_RR_1, kind=Kind.VAT_RR, totals=(total("P_11_1", "100.00", "7.00"),), due="107.00")
    assert sale(invoice).income.none
    assert purchase(invoice, {"vat_period": "2026-03"}).income.net_pln == Decimal("100.00")


def test_margin_counts_with_tax() -> None:
    invoice = make(annotations=Annotations(margin=MarginKind.ART), totals=(total("P_13_11", "2000.00"),), due="2000.00")
    assert purchase(invoice).income.net_pln == Decimal("2000.00")


class TestFinal:
    def test_the_full_value_of_the_lines_counts(self) -> None:
        lines = (line(1, net="300.00"), line(2, net="100.00", rate_code="8"))
        entry = sale(make(kind=Kind.ROZ, lines=lines))
        assert entry.income.net_pln == Decimal("400.00")
        assert entry.net == Decimal("100.00")

    def test_lines_priced_gross(self) -> None:
        assert sale(make(kind=Kind.ROZ, lines=(line(gross="123.00"),))).income.net_pln == Decimal("100.00")

    def test_nothing_left_to_pay_is_still_revenue(self) -> None:
        entry = sale(make(kind=Kind.ROZ, totals=(), due="0.00", lines=(line(net="5000.00"),)))
        assert entry.income.net_pln == Decimal("5000.00")

    def test_an_exempt_client_counts_the_lines_gross(self) -> None:
        entry = sale(make(kind=Kind.ROZ, lines=(line(net="300.00"),)), client={"vat_exempt": True})
        assert entry.income.net_pln == Decimal("369.00")

    def test_in_a_currency_by_the_lines_own_rates(self) -> None:
        lines = (line(1, net="60.00", exchange_rate="4.2000"), line(2, net="40.00", exchange_rate="4.5000"))
        entry = sale(make(kind=Kind.ROZ, currency="EUR", totals=(), due="0.00", lines=lines))
        assert entry.income.net_pln == Decimal("432.00")

    def test_in_a_currency_without_a_rate_it_asks_even_when_nothing_is_left(self) -> None:
        invoice = make(kind=Kind.ROZ, currency="EUR", totals=(), due="0.00", lines=(line(net="60.00"),))
        assert "rate" in codes_of(sale(invoice).findings)
        entry = sale(invoice, {"rate": "4.00"})
        assert entry.income.net_pln == Decimal("240.00")

    def test_without_lines_the_header_is_taken_with_a_warning(self) -> None:
        entry = sale(make(kind=Kind.ROZ))
        assert entry.income.net_pln == Decimal("100.00")
        assert "final_without_lines" in codes_of(entry.findings)

    def test_a_correction_is_the_difference_of_full_values(self) -> None:
        lines = (line(1, net="500.00", before=True), line(1, net="460.00"))
        assert sale(make(kind=Kind.KOR_ROZ, lines=lines)).income.net_pln == Decimal("-40.00")


class TestDate:
    def test_revenue_is_not_later_than_issue_or_payment(self) -> None:
        assert sale(make(supply_date=dt.date(2026, 3, 2))).income.date == dt.date(2026, 3, 2)
        assert sale(make(supply_date=dt.date(2026, 4, 2))).income.date == dt.date(2026, 3, 10)
        paid = Payment(paid=True, paid_date=dt.date(2026, 3, 1))
        assert sale(make(supply_date=dt.date(2026, 3, 2), payment=paid)).income.date == dt.date(2026, 3, 1)

    def test_advances_paid_before_a_final_invoice_do_not_move_it(self) -> None:
        paid = Payment(paid=True, paid_date=dt.date(2026, 2, 7))
        entry = sale(make(kind=Kind.ROZ, totals=(), due="0.00", lines=(line(net="5000.00"),), payment=paid))
        assert entry.income.date == dt.date(2026, 3, 10)
        assert entry.settlement.payments == ()

    def test_a_settlement_period_counts_at_its_end(self) -> None:
        period = (dt.date(2026, 3, 1), dt.date(2026, 3, 31))
        assert sale(make(supply_period=period)).income.date == dt.date(2026, 3, 31)

    def test_a_correction_counts_in_its_own_period_unless_the_seller_says_the_original(self) -> None:
        block = (CorrectedInvoice("1", dt.date(2026, 1, 5)),)
        assert sale(make(kind=Kind.KOR, correction=Correction(corrected=block))).income.date == dt.date(2026, 3, 10)
        assert sale(make(kind=Kind.KOR, correction=Correction(corrected=block, type="1"))).income.date == dt.date(2026, 1, 5)


def test_a_currency_is_converted_at_the_vat_rate_with_a_note() -> None:
    entry = sale(
        make(
            currency="EUR",
            totals=(total("P_13_1", "100.00", "23.00", "98.90"),),
            lines=(line(net="100.00", exchange_rate="4.3"),),
        )
    )
    assert entry.income.net_pln == Decimal("430.00")
    assert "income_rate_of_vat" in codes_of(entry.findings)


def test_without_a_rate_the_amount_is_open() -> None:
    entry = sale(make(currency="EUR", totals=(total("P_13_6_2", "100.00"),)))
    assert entry.income.net_pln is None
