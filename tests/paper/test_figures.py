from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.paper import figures


def test_amounts_keep_every_digit():
    assert figures.amount(Decimal("1234567.5")) == "1\u00a0234\u00a0567,50"
    assert figures.amount(Decimal("0.12345678")) == "0,12345678"
    assert figures.amount(None) == ""


@pytest.mark.parametrize(
    ("value", "shown"), [("1500", "1\u00a0500"), ("100", "100"), ("0.375", "0,375"), ("10.50", "10,5"), ("-2", "-2")]
)
def test_quantities_drop_zeros_that_say_nothing(value, shown):
    assert figures.number(Decimal(value)) == shown


def test_rates_have_four_places():
    assert figures.rate(Decimal("4.5")) == "4,5000"
    assert figures.rate(Decimal("4.123456")) == "4,123456"


def test_growth_carries_a_plus():
    assert [figures.signed(Decimal(value)) for value in ("1", "0", "-1")] == ["+1,00", "0,00", "-1,00"]


def test_only_a_polish_account_is_set_in_groups():
    assert figures.account("PL61109010140000071219812874") == "PL61\u00a01090\u00a01014\u00a00000\u00a00712\u00a01981\u00a02874"
    assert figures.account("61109010140000071219812874").startswith("61\u00a01090")
    assert figures.account("DE89370400440532013000") == "DE89370400440532013000"


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=6))
def test_a_printed_figure_reads_back_as_the_same_number(value):
    for shown in (figures.amount(value), figures.number(value), figures.rate(value), figures.signed(value)):
        assert Decimal(shown.replace("\u00a0", "").replace(",", ".")) == value
