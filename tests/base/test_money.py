from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.money import (
    NO_BREAK_SPACE,
    format_amount,
    format_money,
    format_pln,
    from_grosze,
    round_money,
    round_to,
    to_grosze,
    total,
)

amounts = st.decimals(min_value=-(10**16), max_value=10**16, places=2)
long_amounts = st.decimals(min_value=-(10**16), max_value=10**16, places=8)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("1.004999", "1.00"), ("-0.001", "0.00"), ("12", "12.00")],
)
def test_rounds_half_away_from_zero(value, rounded):
    assert str(round_money(Decimal(value))) == rounded


@given(long_amounts)
def test_rounding_moves_an_amount_by_half_a_grosz_at_most(value):
    rounded = round_money(value)
    assert abs(rounded - value) <= Decimal("0.005")
    assert round_money(rounded) == rounded
    assert round_money(-value) == -rounded
    assert round_to(value, 2) == rounded


@pytest.mark.parametrize(("value", "places", "rounded"), [("0.5", 0, "1"), ("4.30005", 4, "4.3001"), ("-0.4", 0, "0")])
def test_rounds_to_any_number_of_places(value, places, rounded):
    assert str(round_to(Decimal(value), places)) == rounded


@pytest.mark.parametrize("function", [round_money, to_grosze, format_amount, lambda value: round_to(value, 4)])
@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_amount_is_refused(function, value):
    with pytest.raises(ValueError, match=value):
        function(Decimal(value))


@given(amounts)
def test_grosze_bring_the_same_amount_back(value):
    assert from_grosze(to_grosze(value)) == value


@pytest.mark.parametrize("value", ["0.001", "123456789012345678.005", "1E-8"])
def test_a_part_of_a_grosz_is_never_lost_on_the_way_to_grosze(value):
    with pytest.raises(ValueError, match=r"."):
        to_grosze(Decimal(value))


@given(st.lists(amounts, max_size=50))
def test_totals_are_exact_in_any_order(values):
    assert total(values) == total(reversed(values)) == from_grosze(sum(to_grosze(value) for value in values))


def test_total_of_nothing_is_nil_with_two_places():
    assert str(total([])) == "0.00"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0,00"),
        ("1234.56", "1 234,56"),
        ("-1234567.5", "-1 234 567,50"),
        ("0.12345670", "0,1234567"),
        ("1E+6", "1 000 000,00"),
        ("-0.00", "0,00"),
        ("123456789012345678901.23", "123 456 789 012 345 678 901,23"),
    ],
)
def test_amounts_read_the_polish_way(value, text):
    assert format_amount(Decimal(value)) == text


def test_thousands_and_unit_stay_on_one_line_where_asked():
    assert format_pln(Decimal("1234.5"), no_break=True) == f"1{NO_BREAK_SPACE}234,50{NO_BREAK_SPACE}zł"
    assert format_pln(Decimal("1234.5")) == "1 234,50 zł"
    assert format_money(Decimal("1234.5"), "EUR") == "1 234,50 EUR"


@given(long_amounts)
def test_a_printed_amount_loses_no_digit(value):
    assert Decimal(format_amount(value).replace(" ", "").replace(",", ".")) == value
