"""What can be told of a pasted token, contexts, and moments."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import UnusableArgument
from app.ksef.contexts import Context
from app.ksef.moments import from_seconds, parse, sound, text, ticks
from app.ksef.tokens import TokenCredential, read_token

SECRET = "0123456789abcdef" * 4
REFERENCE = "20250625-EC-20F94A3000-8B2B2D2C1F-6A"
TOKEN = f"{REFERENCE}|nip-9992014701|{SECRET}"


@pytest.mark.parametrize(
    "pasted",
    [
        TOKEN,
        f"  {TOKEN}\r\n",
        f"„{TOKEN}”",
        f'"{TOKEN}"',
        TOKEN[:40] + "\n" + TOKEN[40:],
        TOKEN.replace("|", " | "),
        f"\ufeff{TOKEN}\u200b",
    ],
)
def test_a_token_is_known_however_it_was_pasted(pasted):
    token = read_token(pasted)
    assert (token.text, token.reference, token.context) == (TOKEN, REFERENCE, Context("Nip", "9992014701"))
    assert (token.problem, token.unusable) == ("", False)


def test_a_token_of_an_internal_unit():
    token = read_token(TOKEN.replace("nip-9992014701", "internalId-9992014701-00001"))
    assert token.context == Context("InternalId", "9992014701-00001")


@pytest.mark.parametrize(
    ("pasted", "problem", "unusable"),
    [
        ("", "Wklej token", True),
        (TOKEN + "x" * 60, "do 160 znaków", True),
        ("zażółć", "nie jest token", True),
        (SECRET, "dawnej wersji", False),
        (TOKEN[:-1], "nieznaną budowę", False),
        ("nowy-rodzaj-tokena-2027", "nieznaną budowę", False),
    ],
)
def test_what_is_odd_is_said_and_only_the_impossible_refused(pasted, problem, unusable):
    token = read_token(pasted)
    assert problem in token.problem
    assert token.unusable is unusable
    assert token.reference == ""


def test_the_secret_is_not_shown():
    assert SECRET not in repr(read_token(TOKEN))
    assert SECRET not in repr(TokenCredential(TOKEN))
    assert REFERENCE in repr(TokenCredential(TOKEN))


@pytest.mark.parametrize(
    ("said", "kind", "value"),
    [
        ("999-201-47-01", "Nip", "9992014701"),
        (" PL9992014701 ", "Nip", "9992014701"),
        ("9992014701-00001", "InternalId", "9992014701-00001"),
    ],
)
def test_a_context_is_read_as_people_write_it(said, kind, value):
    context = Context.parse(said)
    assert (context.kind, context.value, str(context), context.nip) == (kind, value, value, "9992014701")


@pytest.mark.parametrize("said", ["", "123", "99920147010", "9992014701-0001", "abc"])
def test_what_is_no_context_is_refused(said):
    with pytest.raises(UnusableArgument, match="NIP"):
        Context.parse(said)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-07-11T12:23:56.0154302+00:00", dt.datetime(2025, 7, 11, 12, 23, 56, 15430, tzinfo=dt.UTC)),
        ("2025-07-11T14:23:56+02:00", dt.datetime(2025, 7, 11, 12, 23, 56, tzinfo=dt.UTC)),
        ("2025-07-11T12:23:56Z", dt.datetime(2025, 7, 11, 12, 23, 56, tzinfo=dt.UTC)),
        ("2025-10-11T12:23:56.0154302", dt.datetime(2025, 10, 11, 12, 23, 56, 15430, tzinfo=dt.UTC)),
        ("1969-12-31T23:59:59.5Z", dt.datetime(1969, 12, 31, 23, 59, 59, 500000, tzinfo=dt.UTC)),
    ],
)
def test_moments_are_read_as_ksef_writes_them(written, expected):
    assert parse(written) == expected


def test_the_seventh_digit_counts():
    assert ticks("2025-07-11T12:23:56.0154302Z") - ticks("2025-07-11T12:23:56.0154301Z") == 1
    assert ticks("2025-07-11T14:23:56+02:00") == ticks("2025-07-11T12:23:56.0000000Z")


@pytest.mark.parametrize("written", ["", "wczoraj", "2025-07-11", "2025-13-11T12:23:56Z", "2025-07-11T12:23:56+99:00"])
def test_what_is_no_moment_is_refused(written):
    with pytest.raises(ValueError, match=r".|^$"):
        parse(written)
    assert sound(written) == ""


def test_a_moment_without_a_zone_is_not_sent():
    with pytest.raises(ValueError, match="2026"):
        text(dt.datetime(2026, 11, 20))  # noqa: DTZ001 – naive on purpose


ZONES = st.builds(dt.timezone, st.integers(-720, 840).map(lambda minutes: dt.timedelta(minutes=minutes)))


@given(st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2100, 1, 1), timezones=ZONES))  # noqa: DTZ001 – hypothesis adds the zone
def test_a_moment_survives_the_way_there_and_back(moment):
    assert parse(text(moment)) == moment
    assert text(moment).endswith("Z")
    assert abs((from_seconds(moment.timestamp()) - moment).total_seconds()) < 1e-5
