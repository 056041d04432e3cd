"""Numbers and moments as the guide gives them (§8.1, §3.2)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base import ksef_number
from app.sandbox import moments, numbers


@pytest.mark.parametrize(
    ("body", "check"),
    [
        ("5265877635-20250826-0100001AF629", "AF"),
        ("5265877635-20250626-010080DD2B5E", "26"),
        ("5555555555-20250828-010080615740", "E4"),
        ("1111111111-20261102-0100A1B2C3D4", "8E"),
        ("2222222222-20261102-0100A1B2C3D5", "58"),
        ("3333333333-20260201-000000000001", "86"),
    ],
)
def test_check_digits(body, check):
    assert numbers.crc8(body) == check


@given(st.binary(), st.dates(dt.date(2026, 1, 1), dt.date(2089, 12, 31)))
def test_numbers_are_sound_for_the_program_too(seed, day):
    number = numbers.ksef_number("9992014701", day, seed)
    assert ksef_number.check(number) == ""
    assert ksef_number.date_of(number) == day
    assert len(numbers.reference("EH", day, seed)) == 36


@given(st.integers(0, 4_000_000_000 * moments.TICKS_PER_SECOND))
def test_moments_survive_being_written(ticks):
    assert moments.parse(moments.text(ticks)) == ticks
    assert moments.parse(moments.full_text(ticks)) == ticks


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("2026-11-02T09:15:00Z", "2026-11-02T09:15:00+00:00"),
        ("2026-11-02T10:15:00+01:00", "2026-11-02T09:15:00+00:00"),
        ("2026-11-02T09:15:00.1234567Z", "2026-11-02T09:15:00.1234567+00:00"),
        ("2026-11-02T09:15:00.123456789Z", "2026-11-02T09:15:00.1234567+00:00"),
        ("2026-11-02T09:15:00.500Z", "2026-11-02T09:15:00.5+00:00"),
    ],
)
def test_moments_are_read_with_up_to_seven_digits(written, same):
    assert moments.text(moments.parse(written)) == same


@pytest.mark.parametrize("written", ["2026-11-02T09:15:00", "2026-11-02", "wczoraj", "2026-13-02T09:15:00Z", ""])
def test_a_moment_needs_an_offset(written):
    with pytest.raises(ValueError, match=r".*"):
        moments.parse(written)


def test_a_polish_day_begins_earlier_than_in_utc():
    assert moments.polish_day(moments.parse("2026-10-31T23:30:00Z")) == dt.date(2026, 11, 1)
    assert moments.polish_day(moments.parse("2026-07-31T22:00:00Z")) == dt.date(2026, 8, 1)
