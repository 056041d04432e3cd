"""How saved documents are called: every place is filled, nothing unsafe comes out, nothing unknown goes in."""

from dataclasses import replace

import pytest

from app.base.errors import UnusableArgument
from app.office.file_names import KSEF_NUMBER, PLACES, FileNames, Named, NamePattern

KSEF = "5265877635-20260302-0100A1B2C3D4-8E"
ONE = Named(
    number="FS 12/03/2026",
    ksef_number=KSEF,
    date="2026-03-02",
    kind="VAT",
    direction="sprzedaz",
    seller="Zakład Stolarski",
    buyer='"Hurtownia" Ósemka Sp. z o.o.',
    counterparty='"Hurtownia" Ósemka Sp. z o.o.',
    nip="9992014701",
)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        (KSEF_NUMBER, f"{KSEF}.pdf"),
        ("{data} {numer}", "2026-03-02_FS_12_03_2026.pdf"),
        ("{rodzaj}-{numer}-{kierunek}-{nip}", "VAT-FS_12_03_2026-sprzedaz-9992014701.pdf"),
        ("{sprzedawca} do {nabywca}, {numer}", "Zakład_Stolarski_do_Hurtownia_Ósemka_Sp._z_o.o.,_FS_12_03_2026.pdf"),
    ],
)
def test_places_are_filled_with_what_the_document_says(pattern: str, name: str):
    assert NamePattern(pattern).name(ONE, ".pdf") == name


def test_every_place_says_something_and_stands_in_the_advice():
    for place in PLACES:
        assert place.value(ONE), place.name
        assert NamePattern(f"{{{place.name}}} {{numer}}").name(ONE, "").count("FS_12") >= 1
    with pytest.raises(UnusableArgument) as raised:
        NamePattern("{numer} {kwota}")
    assert "„{kwota}”" in raised.value.title
    assert all(f"{{{place.name}}}" in raised.value.advice for place in PLACES)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("{numer} {}", "{}"),
        ("{numer", "nawias"),
        ("numer}", "nawias"),
        ("{numer {data}}", "nawias"),
        ("2026/{numer}", "folder"),
        ("..\\{numer}", "folder"),
        ("{data} {nip}", "która to faktura"),
        ("", "która to faktura"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(pattern: str, reason: str):
    with pytest.raises(UnusableArgument, match=reason):
        NamePattern(pattern)


def test_without_a_ksef_number_the_own_number_stands_there():
    assert NamePattern(KSEF_NUMBER).name(replace(ONE, ksef_number=""), ".xml") == "FS_12_03_2026.xml"


def test_what_a_document_says_never_becomes_a_place_or_a_folder():
    hostile = replace(ONE, number="../../{nip}/CON", seller="a" * 300)
    assert NamePattern("{numer}").name(hostile, ".pdf") == "nip_CON.pdf"
    name = NamePattern("{sprzedawca} {numer}").name(hostile, ".pdf")
    assert name.endswith("_nip_CON.pdf"), "a long name of a party does not push the number out"


def test_equal_names_get_a_count_whatever_their_letters():
    names = FileNames(NamePattern("{numer}"))
    numbers = ("FV 1", "fv 1", "FV/1")
    assert [names.free(replace(ONE, number=number), ".pdf") for number in numbers] == ["FV_1.pdf", "fv_1 (2).pdf", "FV_1 (3).pdf"]


def test_a_file_of_the_same_content_is_the_document_itself(tmp_path):
    (tmp_path / "FS_12_03_2026.xml").write_bytes(b"<a/>")
    pattern = NamePattern("{numer}")
    assert FileNames(pattern, folder=tmp_path).free(ONE, ".xml", b"<a/>") == "FS_12_03_2026.xml"
    assert FileNames(pattern, folder=tmp_path).free(ONE, ".xml", b"<b/>") == "FS_12_03_2026 (2).xml"
    assert FileNames(pattern, folder=tmp_path).free(ONE, ".xml") == "FS_12_03_2026 (2).xml"
