"""Rates that the document does not tell: of the NBP, of the original, compared with what the document says (guide §7.2, §7.4)."""

import datetime as dt
from decimal import Decimal

import pytest

from app.booking.entry import Entry, ExchangeRate
from app.invoice.amounts import PartialAdvance
from app.invoice.correction import CorrectedInvoice, Correction
from app.invoice.forms import Kind
from app.invoice.model import Invoice
from app.invoice.payment import Annotations, Payment
from tests.booking.invoices import ISSUED, amount, asked, booked, codes_of, line, make, message, purchase, sale, total
from tests.booking.tables import Tables

# P_1 is Tuesday 10 March 2026.
MARCH = Tables(
    {
        "2026-02-26": "4.1900",
        "2026-02-27": "4.2000",
        "2026-03-02": "4.2500",
        "2026-03-03": "4.2600",
        "2026-03-06": "4.2800",
        "2026-03-09": "4.3004",
    }
)
SUPPLIED = dt.date(2026, 3, 3)


def export(**fields: object) -> Invoice:
    """100 EUR with 0 %, without any rate."""
    fields.setdefault("totals", (total("P_13_6_3", "100.00"),))
    fields.setdefault("due", "100.00")
    return make(currency="EUR", **fields)


def taxed(tax_pln: str | None, **fields: object) -> Invoice:
    return make(currency="EUR", totals=(total("P_13_1", "100.00", "23.00", tax_pln),), due="123.00", **fields)


def rate_of(entry: Entry) -> tuple[str, str, str]:
    assert entry.exchange_rate is not None
    rate = entry.exchange_rate
    return str(rate.rate), rate.source, str(rate.date)


class TestNothingOnTheInvoice:
    def test_the_table_before_the_tax_point_is_taken_and_told(self) -> None:
        entry = sale(export(supply_date=SUPPLIED), rates=MARCH)
        assert rate_of(entry) == ("4.2500", "nbp", "2026-03-02")
        assert entry.vat[0].net_pln == Decimal("425.00")
        assert not asked(entry.findings)
        told = message(entry.findings, "rate_nbp")
        assert "4,25" in told
        assert "061/A/NBP/2026" in told
        assert "2026-03-02" in told

    def test_an_earlier_issue_takes_the_table_before_the_issue(self) -> None:
        entry = sale(export(supply_date=dt.date(2026, 3, 27)), rates=MARCH)
        assert rate_of(entry) == ("4.3004", "nbp", "2026-03-09")

    def test_a_later_month_of_supply_is_certain_because_the_issue_decides(self) -> None:
        assert rate_of(sale(export(supply_date=dt.date(2026, 4, 8)), rates=MARCH))[2] == "2026-03-09"

    def test_a_supply_in_an_earlier_month_is_uncertain_and_asks_with_both_proposals(self) -> None:
        result = booked(export(supply_date=dt.date(2026, 2, 27)), rates=MARCH)
        assert asked(result.findings) == {"rate"}
        told = message(result.findings, "rate")
        assert "4,19" in told
        assert "4,3004" in told
        assert result.entries[0].exchange_rate is None

    def test_two_days_with_one_table_are_not_uncertain(self) -> None:
        weekend = Tables({"2026-02-27": "4.2000"})
        entry = sale(export(issue_date=dt.date(2026, 3, 1), supply_date=dt.date(2026, 2, 28)), rates=weekend)
        assert rate_of(entry) == ("4.2000", "nbp", "2026-02-27")

    def test_a_supply_to_the_union_arises_with_the_invoice(self) -> None:
        wdt = export(totals=(total("P_13_6_2", "100.00"),), supply_date=dt.date(2026, 2, 27))
        assert rate_of(sale(wdt, rates=MARCH)) == ("4.3004", "nbp", "2026-03-09")

    def test_a_supply_to_the_union_arises_on_the_fifteenth_at_the_latest(self) -> None:
        tables = Tables({"2026-02-13": "4.1500", "2026-03-09": "4.3004"})
        wdt = export(totals=(total("P_13_6_2", "100.00"),), supply_date=dt.date(2026, 1, 20))
        assert rate_of(sale(wdt, rates=tables)) == ("4.1500", "nbp", "2026-02-13")

    def test_the_cash_method_waits_for_the_payment_so_the_issue_decides(self) -> None:
        cash = export(annotations=Annotations(cash_method=True), supply_date=dt.date(2026, 2, 27))
        assert rate_of(sale(cash, rates=MARCH))[2] == "2026-03-09"
        paid = Payment(paid=True, paid_date=dt.date(2026, 3, 4))
        cash = export(annotations=Annotations(cash_method=True), supply_date=dt.date(2026, 2, 27), payment=paid)
        assert rate_of(sale(cash, rates=MARCH))[2] == "2026-03-03"

    def test_lines_of_several_days_ask_where_their_tables_differ(self) -> None:
        days = (line(1, net="60.00", date=dt.date(2026, 3, 3)), line(2, net="40.00", date=dt.date(2026, 3, 9)))
        assert asked(booked(export(lines=days), rates=MARCH).findings) == {"rate"}
        later = (line(1, net="60.00", date=dt.date(2026, 3, 12)), line(2, net="40.00", date=dt.date(2026, 3, 20)))
        assert rate_of(sale(export(lines=later), rates=MARCH))[2] == "2026-03-09"

    def test_payments_of_several_days_ask(self) -> None:
        parts = (PartialAdvance(dt.date(2026, 3, 3), amount("50.00")), PartialAdvance(dt.date(2026, 3, 9), amount("50.00")))
        result = booked(export(kind=Kind.ZAL, partial_advances=parts), rates=MARCH)
        assert asked(result.findings) == {"rate"}

    def test_a_buyer_takes_the_same_table(self) -> None:
        entry = purchase(export(supply_date=SUPPLIED), rates=MARCH)
        assert rate_of(entry) == ("4.2500", "nbp", "2026-03-02")

    def test_a_typed_rate_goes_before_the_table(self) -> None:
        entry = sale(export(supply_date=SUPPLIED), {"rate": "4.5"}, rates=MARCH)
        assert rate_of(entry)[:2] == ("4.5", "user")

    def test_an_unknown_table_asks_as_before(self) -> None:
        result = booked(export(), rates=Tables({}))
        assert asked(result.findings) == {"rate"}
        assert "NBP" not in message(result.findings, "rate")

    def test_missing_tax_in_pln_is_computed_by_the_table(self) -> None:
        entry = sale(taxed(None), rates=MARCH)
        assert entry.vat[0].tax_pln == Decimal("98.91")
        assert {"rate_nbp", "pln_tax_computed"} <= codes_of(entry.findings)

    def test_the_oss_return_is_said_to_have_another_rate(self) -> None:
        oss = export(totals=(total("P_13_5", "100.00", "19.00"),), due="119.00")
        assert "EBC" in message(sale(oss, rates=MARCH).findings, "rate_nbp")
        assert "EBC" not in message(sale(export(), rates=MARCH).findings, "rate_nbp")

    def test_a_document_in_pln_asks_nobody(self) -> None:
        assert sale(make(), rates=MARCH).exchange_rate is None

    def test_amounts_of_nothing_look_up_nothing(self) -> None:
        entry = sale(export(totals=(total("P_13_1", "0.00", "0.00"),), due="0.00", kind=Kind.VAT), rates=MARCH)
        assert "rate_nbp" not in codes_of(entry.findings)


class TestTaxInPln:
    def test_the_table_that_gives_the_tax_is_named_in_place_of_an_implied_rate(self) -> None:
        entry = sale(taxed("98.91"), rates=MARCH)
        assert rate_of(entry) == ("4.3004", "nbp", "2026-03-09")
        assert "rate_implied" not in codes_of(entry.findings)
        assert "068/A/NBP/2026" in message(entry.findings, "rate_nbp")

    def test_any_candidate_day_may_give_it(self) -> None:
        assert rate_of(sale(taxed("97.75", supply_date=SUPPLIED), rates=MARCH))[2] == "2026-03-02"
        assert rate_of(sale(taxed("98.91", supply_date=SUPPLIED), rates=MARCH))[2] == "2026-03-09"

    def test_a_small_tax_still_converts_the_net_at_the_exact_rate(self) -> None:
        invoice = make(
            currency="EUR", totals=(total("P_13_1", "1.00", "0.23", "0.99"), total("P_13_7", "10000.00")), due="10001.23"
        )
        entry = sale(invoice, rates=MARCH)
        assert entry.vat[1].net_pln == Decimal("43004.00")

    def test_a_tax_that_fits_no_table_keeps_the_implied_rate_marked(self) -> None:
        entry = sale(taxed("99.50"), rates=MARCH)
        assert entry.exchange_rate is not None
        assert entry.exchange_rate.source == "implied"
        assert {"rate_implied", "rate_unusual"} <= codes_of(entry.findings)


class TestStatedRate:
    def test_a_rate_of_a_table_gets_its_number_and_date(self) -> None:
        entry = sale(taxed("98.91", lines=(line(net="100.00", exchange_rate="4.3004"),)), rates=MARCH)
        assert rate_of(entry) == ("4.3004", "invoice", "2026-03-09")
        assert entry.exchange_rate is not None
        assert entry.exchange_rate.table == "068/A/NBP/2026"
        assert "rate_unusual" not in codes_of(entry.findings)

    def test_another_rate_is_kept_and_pointed_out(self) -> None:
        entry = sale(taxed("98.90", lines=(line(net="100.00", exchange_rate="4.3000"),)), rates=MARCH)
        assert rate_of(entry) == ("4.3000", "invoice", "None")
        assert "4,3004" in message(entry.findings, "rate_unusual")

    def test_nothing_is_said_while_a_table_is_not_known(self) -> None:
        invoice = taxed("98.90", supply_date=dt.date(2026, 1, 7), lines=(line(net="100.00", exchange_rate="4.3000"),))
        assert "rate_unusual" not in codes_of(sale(invoice, rates=MARCH).findings)

    def test_each_of_several_rates_is_compared(self) -> None:
        days = {"date": SUPPLIED}, {"date": dt.date(2026, 3, 10)}
        usual = (line(1, net="60.00", exchange_rate="4.2500", **days[0]), line(2, net="40.00", exchange_rate="4.3004", **days[1]))
        assert "rate_unusual" not in codes_of(sale(taxed("98.22", lines=usual), rates=MARCH).findings)
        strange = (usual[0], line(2, net="40.00", exchange_rate="4.4000", **days[1]))
        assert "4,40" in message(sale(taxed("99.13", lines=strange), rates=MARCH).findings, "rate_unusual")

    def test_a_rate_for_a_hundred_is_recognised_by_the_table(self) -> None:
        invoice = make(
            currency="HUF",
            totals=(total("P_13_6_3", "100000.00"),),
            due="100000.00",
            lines=(line(net="100000.00", exchange_rate="1.0965"),),
        )
        entry = sale(invoice, rates=Tables({"2026-03-09": "0.010965"}))
        assert entry.vat[0].net_pln == Decimal("1096.50")
        assert "NBP" in message(entry.findings, "rate_per_hundred")

    def test_an_unbelievable_rate_can_be_answered(self) -> None:
        invoice = make(
            currency="HUF",
            totals=(total("P_13_6_3", "100000.00"),),
            due="100000.00",
            lines=(line(net="100000.00", exchange_rate="1.0965"),),
        )
        result = booked(invoice, rates=Tables({"2026-03-09": "0.0100"}))
        assert asked(result.findings) == {"rate"}
        assert "0,01" in message(result.findings, "rate")
        assert sale(invoice, {"rate": "0.0100"}).vat[0].net_pln == Decimal("1000.00")


class TestCorrection:
    ORIGINAL = ExchangeRate(rate=Decimal("4.1000"), source="nbp", table="007/A/NBP/2026", date=dt.date(2026, 1, 12))
    BLOCK = Correction(corrected=(CorrectedInvoice("FV/9", dt.date(2026, 3, 3)),))

    def corrected(self, **fields: object) -> Invoice:
        fields.setdefault("correction", self.BLOCK)
        fields.setdefault("totals", (total("P_13_6_3", "-10.00"),))
        return make(currency="EUR", kind=Kind.KOR, due="-10.00", **fields)

    def test_the_rate_of_the_original_is_taken(self) -> None:
        entry = sale(self.corrected(), rates=Tables({"2026-03-09": "4.3004"}, self.ORIGINAL))
        assert rate_of(entry) == ("4.1000", "original", "2026-01-12")
        assert entry.vat[0].net_pln == Decimal("-41.00")
        assert "FV/9" in message(entry.findings, "rate_original")
        assert "rate_nbp" not in codes_of(entry.findings)

    def test_without_the_original_it_asks_and_proposes_the_table_before_it(self) -> None:
        result = booked(self.corrected(), rates=MARCH)
        assert asked(result.findings) == {"rate"}
        told = message(result.findings, "rate")
        assert "FV/9" in told
        assert "4,25" in told

    def test_the_rate_before_an_advances_correction_is_the_originals(self) -> None:
        block = Correction(corrected=self.BLOCK.corrected, exchange_rate_before=amount("4.2222"))
        assert rate_of(sale(self.corrected(correction=block)))[:2] == ("4.2222", "original")

    def test_a_collective_correction_asks(self) -> None:
        block = Correction(corrected=(*self.BLOCK.corrected, CorrectedInvoice("FV/10", dt.date(2026, 3, 4))))
        result = booked(self.corrected(correction=block), rates=MARCH)
        assert asked(result.findings) == {"rate"}
        assert "4,3004" in message(result.findings, "rate")

    def test_an_average_of_the_original_is_not_taken_over(self) -> None:
        average = ExchangeRate(rate=Decimal("4.1234"), source="lines")
        result = booked(self.corrected(), rates=Tables({"2026-03-09": "4.3004"}, average))
        assert asked(result.findings) == {"rate"}
        assert "4,1234" in message(result.findings, "rate")

    def test_a_typed_rate_goes_before_the_originals(self) -> None:
        entry = sale(self.corrected(), {"rate": "4.5"}, rates=Tables({}, self.ORIGINAL))
        assert rate_of(entry)[:2] == ("4.5", "user")

    def test_a_tax_in_pln_that_the_originals_rate_gives_names_the_original(self) -> None:
        totals = (total("P_13_1", "-100.00", "-23.00", "-94.30"),)
        entry = sale(self.corrected(totals=totals), rates=Tables({"2026-03-09": "4.3004"}, self.ORIGINAL))
        assert rate_of(entry)[:2] == ("4.1000", "original")

    def test_its_own_rate_is_compared_with_the_originals(self) -> None:
        lines = (line(net="-10.00", exchange_rate="4.1000"),)
        known = Tables({"2026-03-02": "4.2500", "2026-03-09": "4.3004"}, self.ORIGINAL)
        assert "rate_unusual" not in codes_of(sale(self.corrected(lines=lines), rates=known).findings)
        lines = (line(net="-10.00", exchange_rate="4.9000"),)
        assert "rate_unusual" in codes_of(sale(self.corrected(lines=lines), rates=known).findings)
        assert "rate_unusual" not in codes_of(sale(self.corrected(lines=lines), rates=MARCH).findings), "the original is unknown"


class TestIncome:
    def test_the_income_tax_has_its_own_table(self) -> None:
        entry = purchase(taxed("97.75", supply_date=SUPPLIED), rates=MARCH)
        assert rate_of(entry)[0] == "4.2500"
        assert entry.income.date == ISSUED
        assert entry.income.net_pln == Decimal("430.04")
        assert entry.income.exchange_rate is not None
        assert entry.income.exchange_rate.date == dt.date(2026, 3, 9)
        assert "4,3004" in message(entry.findings, "income_rate_nbp")
        assert "income_rate_of_vat" not in codes_of(entry.findings)

    def test_an_equal_rate_gives_the_amounts_of_vat_and_no_note(self) -> None:
        entry = sale(taxed("98.91", lines=(line(net="100.00", exchange_rate="4.3004"),)), rates=MARCH)
        assert entry.income.net_pln == entry.vat[0].net_pln == Decimal("430.04")
        assert not codes_of(entry.findings) & {"income_rate_of_vat", "income_rate_nbp"}

    def test_an_unknown_table_keeps_the_rate_of_vat_with_its_note(self) -> None:
        entry = sale(taxed("98.91", lines=(line(net="100.00", exchange_rate="4.3004"),)), rates=Tables({}))
        assert entry.income.net_pln == Decimal("430.04")
        assert entry.income.exchange_rate is None
        assert "income_rate_of_vat" in codes_of(entry.findings)

    def test_a_final_invoice_counts_all_lines_at_the_one_rate_of_the_day(self) -> None:
        lines = (line(1, net="300.00", exchange_rate="4.2500"), line(2, net="100.00", exchange_rate="4.4000"))
        invoice = make(kind=Kind.ROZ, currency="EUR", totals=(total("P_13_1", "100.00", "23.00", "98.90"),), lines=lines)
        assert sale(invoice, rates=MARCH).income.net_pln == Decimal("1720.16")
        assert sale(invoice).income.net_pln == Decimal("1715.00"), "without tables: by the rates of the lines"

    def test_an_exempt_client_counts_the_tax_too(self) -> None:
        entry = sale(taxed("97.75", supply_date=SUPPLIED), rates=MARCH, client={"vat_exempt": True})
        assert entry.income.date == SUPPLIED
        assert entry.income.net_pln == Decimal("522.75")

    def test_a_correction_keeps_the_rate_of_vat(self) -> None:
        lines = (line(net="-10.00", exchange_rate="4.1000"),)
        entry = sale(
            make(currency="EUR", kind=Kind.KOR, totals=(total("P_13_6_3", "-10.00"),), due="-10.00", lines=lines), rates=MARCH
        )
        assert entry.income.net_pln == Decimal("-41.00")
        assert "income_rate_of_vat" in codes_of(entry.findings)

    def test_a_typed_rate_of_vat_does_not_touch_it(self) -> None:
        entry = sale(export(), {"rate": "5"}, rates=MARCH)
        assert entry.vat[0].net_pln == Decimal("500.00")
        assert entry.income.net_pln == Decimal("430.04")


@pytest.mark.parametrize("day", ["2026-03-08", "2026-03-09"])
def test_weekends_and_mondays_look_back_to_friday(day: str) -> None:
    entry = sale(export(issue_date=dt.date.fromisoformat(day)), rates=MARCH)
    assert rate_of(entry) == ("4.2800", "nbp", "2026-03-06")
