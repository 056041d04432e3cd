from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.safe_names import LONGEST_NAME, name_key, safe_name, unique_name

suffixes = st.sampled_from(["", ".xml", ".epp", ".pdf"])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("FV 1/2026", "FV_1_2026.xml"),
        ("../../etc/passwd", "etc_passwd.xml"),
        ("C:\\Windows\\system32", "C_Windows_system32.xml"),
        ("Żółć & Syn Sp. z o.o.", "Żółć_Syn_Sp._z_o.o.xml"),
        ("CON", "_CON.xml"),
        ("lpt1", "_lpt1.xml"),
        ("nul.txt", "_nul.txt.xml"),
        ("COM¹", "_COM¹.xml"),
        ("console", "console.xml"),
        ("  .. ", "dokument.xml"),
        ("", "dokument.xml"),
        ("-rf", "rf.xml"),
        ("a\u202egnp.exe", "agnp.exe.xml"),
        ("a\x00b\tc\nd", "ab_c_d.xml"),
    ],
)
def test_a_name_is_recognisable_and_harmless(text, name):
    assert safe_name(text, ".xml") == name


@given(st.text(max_size=300), suffixes)
def test_any_text_gives_one_name_that_every_system_takes(text, suffix):
    name = safe_name(text, suffix)
    assert 0 < len(name) <= LONGEST_NAME
    assert name.endswith(suffix)
    assert PurePosixPath(name).name == name
    assert PureWindowsPath(name).name == name
    assert not PureWindowsPath(name).is_reserved()
    assert not set(name) & set('<>:"/\\|?*\x00\n\r\t ')
    assert name.strip(" .") == name
    name.encode("utf-8")


@given(st.text(max_size=200))
def test_a_safe_name_stays_as_it_is(text):
    assert safe_name(safe_name(text)) == safe_name(text)


@given(st.lists(st.text(max_size=20), max_size=20), suffixes)
def test_unique_names_never_meet_on_any_file_system(texts, suffix):
    taken: set[str] = set()
    for text in texts:
        taken.add(name_key(unique_name(safe_name(text, suffix), taken)))
    assert len(taken) == len(texts)


def test_the_second_of_a_name_gets_a_number_before_its_suffix():
    assert unique_name("FV_1.xml", {name_key("fv_1.XML")}) == "FV_1 (2).xml"
    assert unique_name("FV_1", {"fv_1", "fv_1 (2)"}) == "FV_1 (3)"
    assert unique_name("FV_1.xml", ()) == "FV_1.xml"
