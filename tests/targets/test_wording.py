"""Texts of import files: one line, of a code page, no longer than a field."""

from hypothesis import given
from hypothesis import strategies as st

from app.base.environments import Environment
from app.targets.wording import flatten, marked, short_number, shorten, transliterate

LIMITS = st.integers(min_value=12, max_value=60)


@given(st.text())
def test_a_flattened_text_is_one_printable_line_and_flattening_ends_there(text):
    flat = flatten(text)
    assert flat.isprintable()
    assert flat == flat.strip()
    assert "  " not in flat
    assert flatten(flat) == flat


def test_line_breaks_tabs_and_invisible_characters_become_single_blanks_or_nothing():
    assert flatten(" Hurtownia\r\n\t„Ósemka”\u00a0S.A.\u200b ") == "Hurtownia „Ósemka” S.A."


@given(st.text().map(flatten), LIMITS)
def test_a_shortened_text_fits_and_is_a_beginning_of_the_whole(text, limit):
    short = shorten(text, limit)
    assert len(short) <= limit
    assert text.startswith(short)
    if len(text) <= limit:
        assert short == text


def test_a_text_is_cut_at_a_word_but_never_to_less_than_half():
    assert shorten("Hurtownia Materiałów Budowlanych", 22) == "Hurtownia Materiałów"
    assert shorten("Hurtownia, Materiały", 11) == "Hurtownia"
    assert shorten("A Konstantynopolitańczykowianeczka", 20) == "A Konstantynopolitań"


@given(st.text(), st.sampled_from(["cp1250", "ascii", "iso8859-2", "cp852"]))
def test_a_transliterated_text_has_only_characters_of_the_code_page(text, encoding):
    transliterate(text, encoding).encode(encoding)


def test_what_the_code_page_has_stays_and_the_rest_becomes_the_nearest_letters():
    assert transliterate("Zażółć gęślą jaźń – „x” €", "cp1250") == "Zażółć gęślą jaźń – „x” €"
    assert transliterate("Zażółć „x”", "ascii") == 'Zazolc "x"'
    assert transliterate("e\u0301 −5 ½ ﬁ ķ", "cp1250") == "é -5 1/2 fi k"
    assert transliterate("Щука Привіт Αθήνα", "cp1250") == "Shchuka Pryvit Athina"
    assert transliterate("😀 日本", "cp1250") == "? ??"


@given(st.lists(st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), min_size=1, max_size=80), max_size=30), LIMITS)
def test_shortened_numbers_fit_and_never_repeat(numbers, limit):
    taken: set[str] = set()
    for place, number in enumerate(numbers):
        short = short_number(number, limit, taken, seed=str(place))
        assert len(short) <= limit
        assert short not in taken
        if len(number) <= limit and number not in taken:
            assert short == number
        taken.add(short)


def test_a_long_number_is_shortened_to_the_same_text_in_every_file():
    number = "FV/2026/03/ODDZIAŁ-WARSZAWA/000123"
    assert short_number(number, 27) == short_number(number, 27, {"FV/1", "FV/2"})
    assert short_number(number, 27) != short_number(number[:-1] + "4", 27)


def test_only_other_environments_mark_a_description():
    assert marked("KSeF: 1", Environment.PRODUCTION) == "KSeF: 1"
    assert marked("KSeF: 1", Environment.TRAINING) == "SZKOLENIOWE – KSeF: 1"
    assert marked("", Environment.TEST) == "TEST"
