import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.ksef_number import check, date_of, find, seller_of

SOUND = "5265877635-20250826-0100001AF629-AF"
OLD = "5265877635-20230826-010000-1AF629-00"


def test_the_documented_number_is_sound():
    assert check(SOUND) == ""
    assert date_of(SOUND) == dt.date(2025, 8, 26)
    assert seller_of(SOUND) == "5265877635"


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        f"{SOUND}.xml",
        f"faktura_{SOUND}_2025.XML",
        f"C:\\biuro\\{SOUND.lower()}.xml",
        f"Nr KSeF: {SOUND}, z dnia…",
    ],
)
def test_the_number_is_found_in_file_names_and_sentences(text):
    assert find(text) == SOUND


@pytest.mark.parametrize(
    "text",
    [
        "",
        "faktura.xml",
        SOUND[:-1],
        f"1{SOUND}",
        f"{SOUND}0",
        "5265877635-20250231-0100001AF629-AF",
        "0265877635-20250826-0100001AF629-AF",
    ],
)
def test_what_has_not_its_shape_is_not_taken_for_a_number(text):
    assert find(text) == ""


def test_the_first_of_two_numbers_is_found():
    assert find(f"5265877635-20250231-0100001AF629-AF {SOUND} {OLD}") == SOUND


def test_numbers_of_the_first_system_are_let_through():
    assert find(f"x-{OLD}.xml") == OLD
    assert check(OLD) == ""
    assert date_of(OLD) == dt.date(2023, 8, 26)


@pytest.mark.parametrize("seller", ["M123456789", "ABC1234567"])
def test_sellers_without_nip_are_known(seller):
    number = f"{seller}-20260201-0100001AF629-00"
    assert find(number) == number
    assert seller_of(number) == seller


@given(st.integers(0, 34), st.sampled_from("0123456789ABCDEF-"))
def test_one_mistyped_character_is_always_noticed(place, character):
    mistyped = SOUND[:place] + character + SOUND[place + 1 :]
    assert (check(mistyped) == "") == (mistyped == SOUND)


@pytest.mark.parametrize("number", ["", "5265877635", "5265877635-20250231-0100001AF629-AF", SOUND.lower(), f"{SOUND}\n"])
def test_a_broken_number_gets_a_sentence_that_names_it(number):
    assert number in check(number)
    assert "Sprawdź" in check(number)
    with pytest.raises(ValueError, match=re.escape(number) or r"^$"):
        date_of(number)


@given(st.text())
def test_any_text_can_be_searched(text):
    found = find(text)
    assert found == "" or check(found) == "" or "kontrolne" in check(found)
