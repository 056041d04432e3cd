import datetime as dt
from decimal import Decimal

import msgspec
import pytest

from app.invoice.amounts import Settlement, VatTotal
from app.invoice.correction import Correction
from app.invoice.forms import Form, Kind, VatGroup
from app.invoice.lines import Line
from app.invoice.model import Invoice
from app.invoice.parties import Party
from app.paper.summary import group_name, totals, vat_summary


def d(text):
    return Decimal(text)


def invoice(kind=Kind.VAT, sums=(), lines=(), **more):
    return Invoice(
        form=Form.FA_3,
        kind=kind,
        number="1",
        issue_date=dt.date(2026, 3, 1),
        currency="PLN",
        seller=Party(),
        buyer=Party(),
        totals=tuple(sums),
        lines=tuple(lines),
        total_due=d("100.00"),
        **more,
    )


def shown(found):
    """Rows of the one table by column title."""
    (table,) = found
    return [
        {column.title: cell.text.replace("\u00a0", " ") for column, cell in zip(table.columns, row.cells, strict=True)}
        for row in table.rows
    ]


def test_rates_are_summed_up_and_margin_counts_only_as_gross():
    sums = [VatTotal(VatGroup.P_13_1, d("100.00"), d("23.00")), VatTotal(VatGroup.P_13_11, d("50.00"))]
    assert shown(vat_summary(invoice(sums=sums))) == [
        {"Stawka": "23%", "Netto": "100,00", "VAT": "23,00", "Brutto": "123,00"},
        {"Stawka": "procedura marży", "Netto": "", "VAT": "", "Brutto": "50,00"},
        {"Stawka": "Razem", "Netto": "100,00", "VAT": "23,00", "Brutto": "173,00"},
    ]


@pytest.mark.parametrize(
    ("tax", "codes", "name"),
    [
        ("22.00", [], "22%"),
        ("23.00", [], "23%"),
        ("22.50", [], "23% lub 22%"),
        ("0.22", ["22"], "22%"),
        ("23.00", ["23", "22"], "23% lub 22%"),
    ],
)
def test_the_rate_is_named_only_where_there_is_no_doubt(tax, codes, name):
    one = VatTotal(VatGroup.P_13_1, d("100.00"), d(tax))
    lines = [Line(position=place, rate_code=code) for place, code in enumerate(codes, start=1)]
    assert group_name(one, invoice(sums=[one], lines=lines)) == name


def test_a_pef_sum_without_tax_keeps_its_reason_rather_than_its_zero():
    one = VatTotal(VatGroup.P_13_6_2, d("10"), rate=d("0"))
    assert group_name(one, invoice(sums=[one])) == "0% – wewnątrzwspólnotowa dostawa towarów"
    foreign = VatTotal(VatGroup.FOREIGN, d("10"), d("2.50"), rate=d("25"))
    assert group_name(foreign, invoice(sums=[foreign])) == "25% – stawka zagraniczna"


def correction(before, after, difference):
    return invoice(
        Kind.KOR,
        [VatTotal(VatGroup.P_13_2, d(difference), d("-0.80"))],
        [
            Line(position=1, before=True, rate_code="8", net=d(before)),
            Line(position=2, rate_code="8", net=d(after)),
        ],
    )


def test_a_correction_shows_the_states_of_each_rate_and_the_difference():
    assert shown(vat_summary(correction("30.00", "20.00", "-10.00"))) == [
        {
            "Stawka": "8%",
            "Netto przed": "30,00",
            "Netto po": "20,00",
            "Różnica: netto": "-10,00",
            "Różnica: VAT": "-0,80",
            "Różnica: brutto": "-10,80",
        }
    ]


def test_lines_that_contradict_the_summary_are_said_to_and_do_not_stand_beside_it():
    found = vat_summary(correction("30.00", "25.00", "-10.00"))
    assert "Netto przed" not in shown(found)[0]
    assert "Rozstrzyga podsumowanie" in found[0].notes[0]


def test_increases_carry_a_plus():
    found = correction("20.00", "30.00", "10.00")
    assert shown(vat_summary(found))[0]["Różnica: netto"] == "+10,00"
    assert totals(found)[0].figure == "+100,00\u00a0PLN"


def test_the_payment_before_a_correction_leads_to_the_one_after():
    found = msgspec.structs.replace(correction("30", "20", "-10"), correction=Correction(amount_before=d("400.00")))
    assert totals(found)[0].lines == (("Przed korektą", "400,00\u00a0PLN"), ("Po korekcie", "500,00\u00a0PLN"))


def test_the_settlement_decides_what_is_to_be_paid():
    settlement = Settlement(charges_total=d("25.00"), deductions_total=d("5.00"), to_pay=d("120.00"))
    (found,) = totals(invoice(settlement=settlement))
    assert (found.label, found.figure) == ("Do zapłaty", "120,00\u00a0PLN")
    assert found.lines == (
        ("Kwota należności ogółem", "100,00\u00a0PLN"),
        ("Obciążenia", "+25,00"),
        ("Odliczenia", "-5,00"),
    )


def test_an_overpayment_is_called_one():
    (found,) = totals(invoice(settlement=Settlement(deductions_total=d("150.00"), to_settle=d("50.00"))))
    assert (found.label, found.figure) == ("Nadpłata do rozliczenia", "50,00\u00a0PLN")


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        (Kind.VAT, "Kwota należności ogółem"),
        (Kind.ZAL, "Otrzymana zapłata"),
        (Kind.ROZ, "Pozostało do zapłaty"),
        (Kind.KOR, "Zmiana kwoty należności"),
        (Kind.KOR_ROZ, "Zmiana kwoty pozostałej do zapłaty"),
    ],
)
def test_the_total_has_the_name_it_has_for_its_kind(kind, label):
    assert totals(invoice(kind))[0].label == label
