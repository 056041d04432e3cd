import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.money import round_money
from app.booking.entry import Entry
from app.invoice.amounts import VatTotal
from app.invoice.forms import Form, Kind, MarginKind, VatGroup
from app.invoice.lines import Order
from app.invoice.payment import Annotations
from tests.booking.invoices import asked, booked, codes_of, line, make, message, sale, total


def rows(entry: Entry) -> dict[str, tuple[str, str]]:
    return {box.rate: (str(box.net), str(box.tax)) for box in entry.vat}


class TestRates:
    @pytest.mark.parametrize(
        ("group", "code"),
        [("P_13_1", "23"), ("P_13_1", "22"), ("P_13_2", "8"), ("P_13_2", "7"), ("P_13_3", "5"), ("P_13_4", "4")],
    )
    def test_the_lines_decide(self, group: str, code: str) -> None:
        entry = sale(make(totals=(total(group, "100.00", "20.00"),), lines=(line(net="100.00", rate_code=code),)))
        assert entry.vat[0].rate == code

    def test_without_codes_the_tax_decides(self) -> None:
        assert rows(sale(make(totals=(total("P_13_1", "100.00", "22.00"), total("P_13_2", "100.00", "8.00"))))) == {
            "22": ("100.00", "22.00"),
            "8": ("100.00", "8.00"),
        }

    def test_lacking_both_the_supply_date_decides(self) -> None:
        assert sale(make(totals=(total("P_13_1", "100.00", "1.00"),), supply_date=dt.date(2010, 12, 31))).vat[0].rate == "22"
        assert sale(make(totals=(total("P_13_1", "0.00", "0.00"),))).vat[0].rate == "23"

    @pytest.mark.parametrize(
        ("group", "rate"),
        [
            ("P_13_6_1", "0"),
            ("P_13_6_2", "0"),
            ("P_13_6_3", "0"),
            ("P_13_7", "zw"),
            ("P_13_8", "np"),
            ("P_13_9", "np"),
            ("P_13_10", "oo"),
        ],
    )
    def test_sums_without_tax_have_their_word(self, group: str, rate: str) -> None:
        assert sale(make(totals=(total(group, "100.00"),))).vat[0].rate == rate

    def test_oss_has_the_percent_as_written(self) -> None:
        lines = (line(net="100.00", rate_code="", oss_rate="19.00"),)
        assert sale(make(totals=(total("P_13_5", "100.00", "19.00"),), lines=lines)).vat[0].rate == "19"

    def test_a_public_sum_has_its_own_percent(self) -> None:
        totals = (VatTotal(VatGroup.P_13_2, Decimal("100.00"), Decimal("8.00"), rate=Decimal("8.00")),)
        assert sale(make(form=Form.PEF_3, kind=Kind.VAT_PEF, totals=totals)).vat[0].rate == "8"


class TestMixedSum:
    def test_a_sum_of_two_rates_is_split_by_its_lines_with_the_rounding_on_the_larger(self) -> None:
        lines = (line(1, net="-500.00", rate_code="22"), line(2, net="-200.00", rate_code="23"))
        entry = sale(make(kind=Kind.KOR, totals=(total("P_13_1", "-700.01", "-156.02"),), due="-856.03", lines=lines))
        assert rows(entry) == {"22": ("-500.01", "-110.02"), "23": ("-200.00", "-46.00")}

    def test_a_change_of_rate_within_one_sum_keeps_both_sides(self) -> None:
        lines = (line(1, net="100.00", rate_code="22", before=True), line(1, net="100.00", rate_code="23"))
        entry = sale(make(kind=Kind.KOR, totals=(total("P_13_1", "0.00", "1.00"),), due="1.00", lines=lines))
        assert rows(entry) == {"23": ("100.00", "23.00"), "22": ("-100.00", "-22.00")}

    def test_the_same_in_a_currency(self) -> None:
        lines = (
            line(1, net="100.00", rate_code="22", before=True, exchange_rate="4.00"),
            line(1, net="100.00", rate_code="23", exchange_rate="4.00"),
        )
        entry = sale(
            make(currency="EUR", kind=Kind.KOR, totals=(total("P_13_1", "0.00", "1.00", "4.00"),), due="1.00", lines=lines)
        )
        assert {box.rate: (box.net_pln, box.tax_pln) for box in entry.vat} == {
            "23": (Decimal("400.00"), Decimal("92.00")),
            "22": (Decimal("-400.00"), Decimal("-88.00")),
        }

    def test_lines_that_say_nothing_leave_the_sum_whole_with_a_note(self) -> None:
        lines = (line(1, rate_code="22"), line(2, rate_code="23"))
        entry = sale(make(lines=lines))
        assert rows(entry) == {"23": ("100.00", "23.00")}
        assert "rates_not_split" in codes_of(entry.findings)

    @given(
        net=st.decimals("-9999.99", "9999.99", places=2),
        tax=st.decimals("-2299.99", "2299.99", places=2),
        parts=st.tuples(st.decimals("0.01", "9999.99", places=2), st.decimals("0.01", "9999.99", places=2)),
    )
    def test_the_parts_always_add_up_to_the_header(self, net: Decimal, tax: Decimal, parts: tuple[Decimal, Decimal]) -> None:
        lines = (line(1, net=str(parts[0]), rate_code="22"), line(2, net=str(parts[1]), rate_code="23"))
        entry = sale(make(kind=Kind.ROZ, totals=(total("P_13_1", str(net), str(tax)),), due="1.00", lines=lines))
        assert len(entry.vat) == 2
        assert (entry.net, entry.tax) == (net, tax)
        assert sum(box.net_pln for box in entry.vat if box.net_pln is not None) == net
        assert sum(box.tax_pln for box in entry.vat if box.tax_pln is not None) == tax


class TestSimplified:
    def invoice(self, due: str, *lines: object, kind: Kind = Kind.UPR) -> object:
        return make(kind=kind, totals=(), due=due, lines=lines)

    def test_one_rate_is_taken_out_of_the_due_amount(self) -> None:
        entry = sale(self.invoice("450.00", line(rate_code="23")))
        assert rows(entry) == {"23": ("365.85", "84.15")}
        assert "450,00 zł" in message(entry.findings, "vat_computed")

    def test_several_rates_need_amounts_on_the_lines(self) -> None:
        entry = sale(self.invoice("165.00", line(1, rate_code="23", gross="123.00"), line(2, rate_code="5", gross="42.00")))
        assert rows(entry) == {"23": ("100.00", "23.00"), "5": ("40.00", "2.00")}
        assert asked(booked(self.invoice("165.00", line(1, rate_code="23"), line(2, rate_code="5"))).findings) == {"group"}

    def test_amounts_that_do_not_make_up_the_due_amount_derive_nothing(self) -> None:
        lines = (line(1, rate_code="23", gross="123.00"), line(2, rate_code="5", gross="42.00"))
        assert asked(booked(self.invoice("166.00", *lines)).findings) == {"group"}

    def test_other_kinds_without_sums_are_derived_the_same_way(self) -> None:
        order = Order(Decimal("1000.00"), (line(net="813.01"),))
        advance = make(kind=Kind.ZAL, totals=(), due="123.00", order=order)
        assert rows(sale(advance)) == {"23": ("100.00", "23.00")}
        assert asked(booked(make(kind=Kind.ZAL, totals=(), due="123.00")).findings) == {"group"}

    def test_without_any_rate_it_asks_for_the_group(self) -> None:
        invoice = self.invoice("123.00", line(rate_code=""))
        result = booked(invoice)
        assert asked(result.findings) == {"group"}
        assert result.entries[0].vat == ()
        assert rows(sale(invoice, {"group": "P_13_1"})) == {"23": ("100.00", "23.00")}
        assert rows(sale(invoice, {"group": "P_13_7"})) == {"zw": ("123.00", "0.00")}

    def test_exempt_has_no_tax(self) -> None:
        assert rows(sale(self.invoice("100.00", line(rate_code="zw")))) == {"zw": ("100.00", "0.00")}

    @given(st.decimals("0.01", "450.00", places=2), st.sampled_from(["23", "22", "8", "7", "5"]))
    def test_net_and_tax_give_back_the_due_amount(self, due: Decimal, code: str) -> None:
        entry = sale(self.invoice(str(due), line(rate_code=code)))
        assert entry.net + entry.tax == due
        assert entry.tax == round_money(due * Decimal(code) / (100 + Decimal(code)))


class TestSumsOfSeveralMeanings:
    @pytest.mark.parametrize(
        ("group", "answer"),
        [("FA1_P_13_4", "P_13_10"), ("FA1_P_13_5", "P_13_8"), ("FA1_P_13_6", "P_13_6_2"), ("FOREIGN", "P_13_1")],
    )
    def test_they_ask_and_take_the_answer(self, group: str, answer: str) -> None:
        invoice = make(form=Form.FA_1, totals=(total(group, "100.00"),), due="100.00")
        result = booked(invoice)
        assert asked(result.findings) == {"group"}
        assert answer in message(result.findings, "group")
        entry = sale(invoice, {"group": answer})
        assert entry.vat[0].box == answer
        assert not asked(entry.findings)

    def test_one_answer_may_serve_two_sums(self) -> None:
        invoice = make(form=Form.FA_1, totals=(total("FA1_P_13_5", "10.00"), total("FA1_P_13_6", "20.00")), due="30.00")
        entry = sale(invoice, {"group": "P_13_6_1, P_13_8"})
        assert [box.box for box in entry.vat] == [VatGroup.P_13_8, VatGroup.P_13_6_1]

    def test_an_answer_the_sum_cannot_mean_asks_again(self) -> None:
        invoice = make(form=Form.FA_1, totals=(total("FA1_P_13_6", "20.00"),), due="20.00")
        assert asked(booked(invoice, decisions={"group": "P_13_1"}).findings) == {"group"}


@pytest.mark.parametrize("group", ["P_13_4", "P_13_5", "P_13_10", "P_13_11", "FOREIGN", "FA1_P_13_5"])
def test_a_special_sum_of_nothing_makes_no_row_and_no_question(group: str) -> None:
    result = booked(make(totals=(total("P_13_1", "100.00", "23.00"), total(group, "0.00")), due="123.00"))
    assert [box.box for box in result.entries[0].vat] == [VatGroup.P_13_1]
    assert codes_of(result.findings) == set()


def test_margin_of_the_first_form_stands_only_in_p_15() -> None:
    margin = Annotations(margin=MarginKind.USED_GOODS)
    alone = sale(make(form=Form.FA_1, annotations=margin, totals=(), due="500.00"))
    assert rows(alone) == {"marza": ("500.00", "0.00")}
    beside = sale(make(form=Form.FA_1, annotations=margin, due="623.00"))
    assert rows(beside) == {"23": ("100.00", "23.00"), "marza": ("500.00", "0.00")}
    assert "due_differs" not in codes_of(beside.findings)
