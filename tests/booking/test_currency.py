from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.money import round_money
from app.booking.entry import Entry
from app.booking.implied_rate import implied_rate, looks_per_hundred
from app.invoice.amounts import PartialAdvance
from app.invoice.forms import Form, Kind
from app.invoice.model import Invoice
from tests.booking.invoices import ISSUED, amount, asked, booked, codes_of, line, make, message, sale, total


def euro(tax_pln: str | None = None, **fields: object) -> Invoice:
    fields.setdefault("totals", (total("P_13_1", "100.00", "23.00", tax_pln),))
    fields.setdefault("due", "123.00")
    return make(currency="EUR", **fields)


def pln(entry: Entry) -> list[tuple[str, str]]:
    return [(str(box.net_pln), str(box.tax_pln)) for box in entry.vat]


def test_one_rate_of_the_lines_converts_the_net_and_the_tax_stays_as_given() -> None:
    entry = sale(euro("98.91", lines=(line(net="100.00", exchange_rate="4.3004"),)))
    assert pln(entry) == [("430.04", "98.91")]
    assert entry.exchange_rate is not None
    assert (entry.exchange_rate.rate, entry.exchange_rate.source) == (Decimal("4.3004"), "invoice")


def test_the_rate_of_an_advance_is_kurs_waluty_z() -> None:
    entry = sale(euro("98.90", kind=Kind.ZAL, advance_exchange_rate=amount("4.3000")))
    assert pln(entry) == [("430.00", "98.90")]


def test_different_rates_of_lines_convert_line_by_line() -> None:
    lines = (line(1, net="60.00", exchange_rate="4.2000"), line(2, net="40.00", exchange_rate="4.5000"))
    entry = sale(euro("99.36", lines=lines))
    assert pln(entry) == [("432.00", "99.36")]
    assert entry.exchange_rate is not None
    assert (entry.exchange_rate.rate, entry.exchange_rate.source) == (Decimal("4.32"), "lines")


def test_lines_that_do_not_add_up_are_scaled_to_the_header_with_a_note() -> None:
    lines = (line(1, net="60.00", exchange_rate="4.2000"), line(2, net="60.00", exchange_rate="4.4000"))
    entry = sale(euro("98.90", lines=lines))
    assert entry.vat[0].net_pln == Decimal("430.00")
    assert "line_rates_scaled" in codes_of(entry.findings)


def test_states_before_a_correction_are_taken_off_at_their_own_rate() -> None:
    lines = (
        line(1, net="200.00", exchange_rate="4.2000", before=True),
        line(1, net="100.00", exchange_rate="4.2500"),
    )
    entry = sale(
        euro("-95.00", kind=Kind.KOR, totals=(total("P_13_1", "-100.00", "-23.00", "-95.00"),), due="-123.00", lines=lines)
    )
    assert entry.vat[0].net_pln == Decimal("-415.00")


def test_partial_advances_convert_in_proportion_to_their_amounts() -> None:
    parts = (PartialAdvance(ISSUED, amount("61.50"), amount("4.2000")), PartialAdvance(ISSUED, amount("61.50"), amount("4.4000")))
    entry = sale(euro("98.90", kind=Kind.ZAL, partial_advances=parts))
    assert pln(entry) == [("430.00", "98.90")]
    assert entry.exchange_rate is not None
    assert entry.exchange_rate.source == "partial"


def test_a_rate_implied_by_the_tax_has_four_places_where_they_suffice() -> None:
    entry = sale(euro("98.91"))
    assert entry.vat[0].tax_pln == Decimal("98.91")
    assert entry.vat[0].net_pln == Decimal("430.04")
    assert entry.exchange_rate is not None
    assert entry.exchange_rate.source == "implied"
    assert "rate_implied" in codes_of(entry.findings)


def test_sums_without_tax_take_the_rate_their_neighbour_implies() -> None:
    entry = sale(euro(totals=(total("P_13_1", "100.00", "23.00", "98.90"), total("P_13_7", "50.00")), due="173.00"))
    assert entry.vat[1].net_pln == Decimal("215.00")


def test_a_rate_written_for_a_hundred_is_recognised_by_the_tax() -> None:
    invoice = make(
        currency="HUF",
        totals=(total("P_13_1", "100000.00", "23000.00", "252.20"),),
        due="123000.00",
        lines=(line(net="100000.00", exchange_rate="1.0965"),),
    )
    entry = sale(invoice)
    assert pln(entry) == [("1096.50", "252.20")]
    assert "rate_per_hundred" in codes_of(entry.findings)


def test_an_unbelievable_rate_of_a_cheap_currency_is_asked_about() -> None:
    invoice = make(
        currency="HUF",
        totals=(total("P_13_6_3", "100000.00"),),
        due="100000.00",
        lines=(line(net="100000.00", exchange_rate="1.0965"),),
    )
    assert asked(booked(invoice).findings) == {"rate"}


def test_nothing_at_all_asks_and_keeps_the_document_amounts() -> None:
    result = booked(euro(totals=(total("P_13_6_2", "100.00"),), due="100.00"))
    assert asked(result.findings) == {"rate"}
    (box,) = result.entries[0].vat
    assert (box.net, box.net_pln) == (Decimal("100.00"), None)
    assert "EUR" in message(result.findings, "rate")


@pytest.mark.parametrize("answer", ["4.31", "4,31"])
def test_the_decision_gives_the_rate(answer: str) -> None:
    entry = sale(euro(totals=(total("P_13_6_2", "100.00"),), due="100.00"), {"rate": answer})
    assert pln(entry) == [("431.00", "0.00")]
    assert entry.exchange_rate is not None
    assert entry.exchange_rate.source == "user"


@pytest.mark.parametrize("answer", ["0", "-4.31", "cztery", "NaN", "Infinity"])
def test_an_unusable_rate_asks_again_and_names_it(answer: str) -> None:
    result = booked(euro(totals=(total("P_13_6_2", "100.00"),), due="100.00"), decisions={"rate": answer})
    assert asked(result.findings) == {"rate"}
    assert answer in message(result.findings, "rate")


def test_a_decision_does_not_replace_the_documents_rate() -> None:
    entry = sale(euro("98.91", lines=(line(net="100.00", exchange_rate="4.3004"),)), {"rate": "5"})
    assert pln(entry) == [("430.04", "98.91")]


def test_missing_pln_tax_is_computed_with_a_warning() -> None:
    entry = sale(euro(lines=(line(net="100.00", exchange_rate="4.3000"),)))
    assert pln(entry) == [("430.00", "98.90")]
    assert "98,90" in message(entry.findings, "pln_tax_computed")


def test_a_pln_tax_that_fits_no_rate_is_kept_with_a_warning() -> None:
    entry = sale(euro("90.00", lines=(line(net="100.00", exchange_rate="4.3000"),)))
    assert entry.vat[0].tax_pln == Decimal("90.00")
    assert "pln_tax_differs" in codes_of(entry.findings)


def test_foreign_oss_tax_is_converted_without_a_warning() -> None:
    lines = (line(net="100.00", rate_code="", oss_rate="19", exchange_rate="4.3000"),)
    entry = sale(euro(totals=(total("P_13_5", "100.00", "19.00"),), due="119.00", lines=lines))
    assert pln(entry) == [("430.00", "81.70")]
    assert "pln_tax_computed" not in codes_of(entry.findings)


def test_a_farmers_invoice_has_its_pln_for_the_net_too() -> None:
    totals = (total("P_11_1", "100.00", "7.00", "29.90"),)
    totals = (type(totals[0])(totals[0].group, totals[0].net, totals[0].tax, totals[0].tax_pln, amount("427.10")),)
    entry = booked(
        euro(form=Form.FA_RR_1, kind=Kind.VAT_RR, totals=totals, due="107.00"), "9992024705", {"vat_period": "2026-03"}
    ).entries[0]
    assert pln(entry) == [("427.10", "29.90")]
    assert entry.exchange_rate is not None
    assert entry.exchange_rate.rate == Decimal("4.271")


def test_amounts_of_nothing_need_no_rate() -> None:
    entry = sale(euro(totals=(total("P_13_1", "0.00", "0.00"),), due="0.00", kind=Kind.KOR))
    assert not asked(entry.findings)


def test_a_document_in_pln_never_asks_for_a_rate_and_notes_two_taxes() -> None:
    entry = sale(make(totals=(total("P_13_1", "100.00", "23.00", "24.00"),)), {"rate": "4"})
    assert pln(entry) == [("100.00", "23.00")]
    assert entry.exchange_rate is None
    assert "pln_tax_not_equal" in codes_of(entry.findings)


RATES = st.decimals("0.0100", "9.9999", places=4)
AMOUNTS = st.decimals("-99999.99", "99999.99", places=2)


@given(net=AMOUNTS, rate=RATES)
def test_tax_in_pln_is_exactly_as_given_and_net_is_rounded_once(net: Decimal, rate: Decimal) -> None:
    tax = round_money(net * Decimal("0.23"))
    tax_pln = round_money(tax * rate)
    invoice = euro(
        totals=(total("P_13_1", str(net), str(tax), str(tax_pln)),),
        due=str(net + tax),
        lines=(line(net=str(net), exchange_rate=str(rate)),),
    )
    (box,) = sale(invoice).vat
    assert (box.net, box.tax) == (net, tax)
    assert box.tax_pln == tax_pln
    assert box.net_pln == round_money(net * rate)


@given(rate=RATES, taxes=st.lists(st.decimals("1.00", "99999.99", places=2), min_size=1, max_size=3))
def test_an_implied_rate_gives_back_every_tax_it_comes_from(rate: Decimal, taxes: list[Decimal]) -> None:
    totals = tuple(total(f"P_13_{place + 1}", "1.00", str(tax), str(round_money(tax * rate))) for place, tax in enumerate(taxes))
    implied = implied_rate(totals)
    if implied is None:
        assert not any(one.tax_pln for one in totals)
        return
    assert all(abs(round_money(one.tax * implied) - one.tax_pln) <= Decimal("0.01") for one in totals if one.tax and one.tax_pln)
    assert not looks_per_hundred(implied, totals)
    assert looks_per_hundred(implied * 100, totals)
