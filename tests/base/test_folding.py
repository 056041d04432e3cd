import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź", "lodz"),
        ("ZAŻÓŁĆ GĘŚLĄ JAŹŃ", "zazolc gesla jazn"),
        ("Straße", "strasse"),
        ("  Firma\u00a0 Sp.\tz o.o. ", "firma sp. z o.o."),
        ("Œuvre Ærø", "oeuvre aero"),
        ("Zo\u0301\u0142c\u0301", "zolc"),
        ("\ufb01rma", "firma"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("", ""),
    ],
)
def test_text_is_found_however_it_is_typed(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_folded_text_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="ąćęłńóśźżĄĆĘŁŃÓŚŹŻaA bB"))
def test_letter_case_never_matters(text):
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@given(st.text(alphabet="ąćęłńóśźż ab"), st.text(alphabet="ąćęłńóśźż ab"))
def test_a_part_of_a_text_is_a_part_of_the_folded_text(before, after):
    assert fold("ł" + before) in fold(after + "ł" + before)
