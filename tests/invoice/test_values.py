"""Types of single values: what is lawful, what is not, and that numbers stay exact."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.invoice import values
from app.invoice.records import Rejected

amounts = st.decimals(min_value=Decimal("-9999999999999999.99"), max_value=Decimal("9999999999999999.99"), places=2)


@given(value=amounts)
def test_an_amount_is_exact(value):
    read = values.amount(f"{value:f}")
    assert read == value
    assert isinstance(read, Decimal)


@given(text=st.text(max_size=25) | st.from_regex(r"[-+]?[0-9]{0,18}[.,]?[0-9]{0,4}", fullmatch=True))
def test_an_amount_has_the_form_of_the_schema_or_is_rejected(text):
    try:
        read = values.amount(text)
    except Rejected:
        return
    assert text.isascii()
    assert set(text) <= set("-0123456789.")
    assert read == Decimal(text)
    assert -read.as_tuple().exponent <= 2


@given(text=st.text(max_size=12) | st.dates().map(str))
def test_a_day_is_a_day_of_the_calendar_in_its_limits_or_is_rejected(text):
    try:
        day = values.day(text)
    except Rejected:
        return
    assert day.isoformat() == text
    assert dt.date(2006, 1, 1) <= day <= dt.date(2050, 1, 1)


@pytest.mark.parametrize(
    ("convert", "text", "value"),
    [
        (values.price, "0.12345678", Decimal("0.12345678")),
        (values.quantity, "-3.500000", Decimal("-3.5")),
        (values.decimal(18, 2), "+01.500", Decimal("1.5")),
        (values.decimal(18, 2), ".5", Decimal("0.5")),
        (values.decimal(18, 2), "5.", Decimal(5)),
        (values.percent, "100.0000000", Decimal(100)),
        (values.percent_text, "33.50", "33.50"),
        (values.flag, "01", True),
        (values.yes_no, "+2", False),
        (values.number_code("1", "11"), "011", "11"),
        (values.natural, "007", "7"),
        (values.nip, "9992014701", "9992014701"),
        (values.currency, "XXX", "XXX"),
        (values.timestamp, "2026-03-04T09:15:00.123Z", "2026-03-04T09:15:00.123Z"),
        (values.ksef_number, "5265877635-20250826-0100001AF629-AF", "5265877635-20250826-0100001AF629-AF"),
        (values.ksef_number, "5265877635-20220826-010000-1AF629-AF", "5265877635-20220826-010000-1AF629-AF"),
    ],
)
def test_lawful_writings(convert, text, value):
    assert convert(text) == value


@pytest.mark.parametrize(
    ("convert", "text"),
    [
        *(
            (values.amount, text)
            for text in ("", "-", ".5", "5.", "01", "1.005", "1e2", "NaN", "Infinity", "1_000", "1 000", "1,00", "½", "१")
        ),
        *((values.decimal(18, 2), text) for text in ("", "+", ".", "-.", "1.005", "1" * 19, "1e2")),
        *((values.percent, text) for text in ("-1", "100.01", "23%")),
        *((values.price, text) for text in ("1.123456789", "1" * 15)),
        *((values.flag, text) for text in ("", "2", "0", "true")),
        *((values.yes_no, text) for text in ("", "0", "3")),
        *((values.natural, text) for text in ("", "0", "-1", "1.5", "²")),
        *((values.nip, text) for text in ("", "0992014701", "9990014701"[:9], "999-201-47-01", "9992014701\n")),
        *((values.day, text) for text in ("", "2026-02-30", "2026-W01-1", "20260304", "2026-3-4", "04.03.2026")),
        *((values.document_number, text) for text in ("", "x" * 257)),
        (values.currency, "pln"),
        (values.country, "POL"),
        (values.timestamp, "2026-03-04"),
    ],
)
def test_unlawful_writings_are_rejected(convert, text):
    with pytest.raises(Rejected) as rejected:
        convert(text)
    assert "oczekiwano" in rejected.value.reason


def test_a_long_value_is_quoted_in_part():
    with pytest.raises(Rejected) as rejected:
        values.amount("9" * 5000)
    assert len(str(rejected.value)) < 300
