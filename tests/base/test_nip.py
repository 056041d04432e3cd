import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.nip import EU_CODES, clean, clean_eu_number, eu_number_problem, format_nip, is_valid_nip


@st.composite
def valid_nips(draw):
    digits = draw(st.from_regex(r"[1-9](?:[0-9][1-9]|[1-9][0-9])[0-9]{6}", fullmatch=True))
    check = sum(weight * int(digit) for weight, digit in zip((6, 5, 7, 2, 3, 4, 5, 6, 7), digits, strict=True)) % 11
    return digits + str(check) if check < 10 else draw(st.just("5265877635"))


@given(valid_nips())
def test_a_sound_nip_survives_the_ways_people_write_it(nip):
    assert is_valid_nip(nip)
    for written in (format_nip(nip), f"PL{nip}", f"pl {format_nip(nip)}", f" {nip[:3]} {nip[3:]} ", f"{nip[:3]}\u2013{nip[3:]}"):
        assert clean(written) == nip


@given(valid_nips(), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(nip, place, shift):
    wrong = nip[:place] + str((int(nip[place]) + shift) % 10) + nip[place + 1 :]
    assert not is_valid_nip(wrong)


@given(st.text())
def test_any_text_can_be_cleaned_and_asked(text):
    cleaned = clean(text)
    assert isinstance(is_valid_nip(cleaned), bool)
    assert isinstance(format_nip(text), str)


@pytest.mark.parametrize(
    "text", ["", "123456321", "12345632189", "0234563218", "1004563218", "PL1234563218", "123-456-32-18", "١٢٣٤٥٦٣٢١٨"]
)
def test_what_is_no_bare_nip_is_not_valid(text):
    assert not is_valid_nip(text)


def test_test_numbers_of_the_ministry_are_valid():
    assert all(is_valid_nip(digit * 10) for digit in "129")


def test_a_nip_is_shown_in_groups_and_anything_else_as_it_is():
    assert format_nip("1234563218") == "123-456-32-18"
    assert format_nip("DE123456789") == "DE123456789"


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("DE", "123456789"),
        ("DE", "DE 123.456.789"),
        ("AT", "U12345678"),
        ("FR", "XX123456789"),
        ("FR", "FR123456789"),
        ("IE", "1234567WA"),
        ("IE", "1A23456B"),
        ("NL", "123456789B01"),
        ("EL", "EL123456789"),
        ("XI", "GD123"),
        ("XI", "XI123456789"),
        ("CY", "cy12345678x"),
        ("PL", "PL1234563218"),
    ],
)
def test_numbers_of_the_right_shape_raise_no_remark(code, number):
    assert eu_number_problem(code, number) == ""


@pytest.mark.parametrize(
    ("code", "number", "word"),
    [
        ("DE", "12345678", "DE"),
        ("GB", "123456789", "nie należy do UE"),
        ("GR", "123456789", "EL"),
        ("US", "123456789", "US"),
        ("PL", "1234563219", "NIP"),
        ("DE", "１２３４５６７８９", "DE"),
        ("", "123456789", "Kod"),
    ],
)
def test_a_doubtful_number_gets_a_sentence_that_names_it(code, number, word):
    problem = eu_number_problem(code, number)
    assert number in problem
    assert word in problem


def test_a_repeated_country_code_is_taken_off_but_not_a_letter_of_the_number():
    assert clean_eu_number("DE", "DE 123 456 789") == "123456789"
    assert clean_eu_number("FR", "FR123456789") == "FR123456789"
    assert clean_eu_number("FR", "FRXX123456789") == "XX123456789"
    assert clean_eu_number("US", "US-12") == "US12"


@given(st.sampled_from(sorted(EU_CODES)), st.text(alphabet="0123456789ABCDEFU+* -.", max_size=15))
def test_cleaning_twice_changes_nothing(code, number):
    once = clean_eu_number(code, number)
    assert clean_eu_number(code, once) == once
    assert (eu_number_problem(code, once) == "") == (eu_number_problem(code, number) == "")
