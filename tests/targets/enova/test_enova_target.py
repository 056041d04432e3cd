"""What an office sets and what rules decide, in the files of enova365."""

import csv
import io
from decimal import Decimal

import msgspec
import pytest
from lxml import etree

from app.base.environments import Environment
from app.base.errors import UnusableArgument
from app.base.findings import Level
from app.targets.enova import Enova, EnovaXml
from app.targets.enova.options import EnovaOptions, EnovaXmlOptions

NS = "{http://www.soneta.pl/schema/business}"


@pytest.fixture
def batch(own_entries, batch_of):
    def made(name="fa3-vat-zakup", environment=Environment.PRODUCTION, **fields):
        entries = [msgspec.structs.replace(entry, **fields) for entry in own_entries(name)]
        return batch_of("stolarnia", entries, environment)

    return made


def rows(batch, options=None):
    files = {file.name: b"".join(file.chunks) for file in Enova().write(batch, options or EnovaOptions())}
    data = next(data for name, data in files.items() if name.endswith(".csv"))
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def xml(batch, options=None):
    (file,) = EnovaXml().write(batch, options or EnovaXmlOptions())
    return etree.fromstring(b"".join(file.chunks))


def codes(batch, options=None):
    return {found.code: found for found in Enova().check(batch, options or EnovaOptions())}


def elements(found):
    prefix = "NagEwidencjiVAT.Elementy:"
    return [
        {name.removeprefix(prefix): row[name] for name in row if name.startswith(prefix)}
        for row in found
        if row[f"{prefix}Class"]
    ]


def test_a_detail_row_fills_only_its_own_columns(batch):
    head, *details = rows(batch(account="402-1"))
    assert head["Class"] == "ZakupEwidencja"
    assert not any(value for name, value in head.items() if ":" in name and name.startswith(("Platnosci", "NagEw", "Opis")))
    assert all(not row["Class"] and not row["NumerDokumentu"] for row in details)
    analysis = details[-1]
    assert (analysis["OpisAnalityczny:Wymiar"], analysis["OpisAnalityczny:Symbol"]) == ("4", "402-1")


def test_a_half_of_the_tax_stands_in_an_element_without_deduction(batch):
    (whole,) = elements(rows(batch()))
    half, lost = elements(rows(batch(deductible_share=Decimal(50))))
    assert (half["Odliczenia"], lost["Odliczenia"]) == ("Tak", "Nie")
    tax = [Decimal(one["VAT"].replace(",", ".")) for one in (whole, half, lost)]
    assert tax[0] == tax[1] + tax[2]


def test_a_fixed_asset_has_its_nature(batch):
    assert {one["Rodzaj"] for one in elements(rows(batch(fixed_asset=True)))} == {"ŚrodkiTrwałe"}


def test_the_ksef_number_stands_in_the_description_or_in_a_feature(batch):
    number = "9992044702-20260302-0A0000000001-5B"
    entry = batch(ksef_number=number)
    assert rows(entry)[0]["Opis"].startswith(f"KSeF: {number}")
    feature = rows(entry, EnovaOptions(ksef_feature="NumerKSeF"))[0]
    assert feature["Features.NumerKSeF"] == number
    assert number not in feature["Opis"]
    assert xml(entry).findtext(f".//{NS}OznaczenieKSeF") == "NumerKSeF"


def test_a_training_document_says_so(batch):
    assert rows(batch(environment=Environment.TRAINING))[0]["Opis"].startswith("SZKOLENIOWE")


def test_codes_of_contractors_and_definitions_are_the_offices(batch):
    options = EnovaOptions(contractor_codes="9992044702=TARTAK", definitions="Z-VAT=ZKOSZT")
    head = rows(batch(), options)[0]
    assert (head["Podmiot:Kod"], head["Definicja:Symbol"]) == ("TARTAK", "ZKOSZT")
    assert "enova_contractor" not in codes(batch(), EnovaOptions(contractors_file=False, contractor_codes="9992044702=TARTAK"))
    assert "enova_contractor" in codes(batch(), EnovaOptions(contractors_file=False))


def test_the_contractors_come_in_a_file_of_their_own(batch):
    first, second = Enova().write(batch(), EnovaOptions())
    assert first.name.endswith("-kontrahenci.xml")
    root = etree.fromstring(b"".join(first.chunks))
    assert root.findtext(f"{NS}Kontrahent/{NS}NIP") == "9992044702"
    assert (first.documents, second.documents) == (0, 1)
    assert list(Enova().read(io.BytesIO(etree.tostring(root, xml_declaration=True)))) == []


def test_a_rate_without_a_code_is_refused_with_the_line_to_write(batch):
    refused = codes(batch("fa3-vat"), EnovaOptions(rate_codes="8=8%"))["enova_rate_code"]
    assert refused.level is Level.BLOCKS
    assert "23=KOD" in refused.message


@pytest.mark.parametrize(
    "wrong",
    [
        {"rate_codes": "23"}, {"rate_codes": "24=24%"}, {"contractor_codes": "x"}, {"definitions": "X=1"}, {"ksef_feature": "a b"},
        {"consumer_code": ""},
    ],
)  # fmt: skip
def test_tables_that_cannot_be_read_are_refused(wrong):
    with pytest.raises(UnusableArgument):
        EnovaOptions(**wrong)


def test_a_currency_payment_has_its_currency_and_its_pln(batch):
    payment = next(row for row in rows(batch("fa3-eur-kurs")) if row["Platnosci:Class"])
    assert payment["Platnosci:Kwota"].endswith("EUR")
    assert payment["Platnosci:KwotaKsiegi"]
    assert payment["Platnosci:Kurs"]
    assert payment["Platnosci:Class"] == "Naleznosc"


def test_a_document_twice_in_the_batch_is_refused(own_entries, batch_of):
    entry = own_entries("fa3-vat-zakup")[0]
    again = msgspec.structs.replace(entry, source="inny.xml")
    assert [
        one.code for one in Enova().check(batch_of("stolarnia", [entry, again]), EnovaOptions()) if one.level is Level.BLOCKS
    ] == ["enova_duplicate"]


@pytest.mark.parametrize("target", [Enova(), EnovaXml()])
def test_another_file_is_not_read_for_ours(target):
    with pytest.raises(ValueError, match=r"Class|utf-8|Document|session|parse|Start tag"):
        list(target.read(io.BytesIO(b"\x00\x01 nie ten plik;x\r\n1;2")))
