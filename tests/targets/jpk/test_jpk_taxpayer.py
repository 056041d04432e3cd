"""Podmiot1 and the tax office."""

import re

import msgspec
import pytest
from lxml import etree

from app.base.errors import UnusableArgument
from app.base.findings import Level
from app.targets.contract import Batch
from app.targets.jpk import JpkFa, JpkPkpir, JpkV7m
from app.targets.jpk.fa.options import FaOptions
from app.targets.jpk.pkpir.options import PkpirOptions
from app.targets.jpk.tax_offices import TAX_OFFICES
from app.targets.jpk.taxpayer import PersonOptions, TaxpayerOptions
from app.targets.jpk.v7.options import V7Options
from tests.cast import CARPENTRY, DESIGNER
from tests.targets.conftest import WRITTEN_AT
from tests.targets.jpk.cases import data_of
from tests.targets.made import made_entry

KSEF = "9992014701-20260304-63EA6CB95206-85"
PERSON = {"first_name": "Zofia", "last_name": "Gżegżółka", "birth_date": "1984-02-29"}


def batch(client=CARPENTRY):
    return Batch(client=client, entries=[made_entry(ksef_number=KSEF)], written_at=WRITTEN_AT)


def blocked(client, options):
    return {finding.code for finding in JpkV7m().check(batch(client), options) if finding.level is Level.BLOCKS}


def test_the_offices_are_those_of_the_ministry_s_list(shared):
    text = (shared / "formats" / "jpk" / "bazowe" / "2022-01-05" / "KodyUrzedowSkarbowych_v8-0E.xsd").read_text(encoding="utf-8")
    assert set(re.findall(r'enumeration value="(\d{4})"', text)) == TAX_OFFICES


@pytest.mark.parametrize("office", ["", "9999", "24"])
def test_an_office_missing_or_unknown_refuses_the_file_with_advice(office):
    client = msgspec.structs.replace(CARPENTRY, tax_office=office)
    (finding,) = [one for one in JpkV7m().check(batch(client), V7Options()) if one.level is Level.BLOCKS]
    assert finding.code == "jpk_tax_office"
    assert "karcie klienta" in finding.message
    assert finding.document == ""
    assert blocked(client, V7Options(tax_office="2403")) == set()


def test_an_email_is_needed_in_v7_only():
    client = msgspec.structs.replace(CARPENTRY, email="")
    assert blocked(client, V7Options()) == {"jpk_email"}
    assert blocked(client, V7Options(email="biuro@firma.example")) == set()
    assert "jpk_email" not in {finding.code for finding in JpkPkpir().check(batch(client), PkpirOptions())}


@pytest.mark.parametrize("email", ["x", "bez małpy", "a@b c"])
def test_a_wrong_email_is_refused_wherever_it_would_be_written(email):
    client = msgspec.structs.replace(CARPENTRY, email=email)
    for target, options in ((JpkV7m(), V7Options), (JpkPkpir(), PkpirOptions)):
        found = {finding.code: finding for finding in target.check(batch(client), options())}
        assert found["jpk_email"].level is Level.BLOCKS
        assert f"„{email}”" in found["jpk_email"].message
        right = {finding.code for finding in target.check(batch(client), options(email="biuro@firma.example"))}
        assert "jpk_email" not in right
    assert "jpk_email" not in {finding.code for finding in JpkFa().check(batch(client), FaOptions())}


def test_a_nip_of_an_impossible_shape_is_refused():
    assert blocked(msgspec.structs.replace(CARPENTRY, nip="1000000000"), V7Options()) == {"jpk_taxpayer_nip"}


def test_a_natural_person_is_named_as_one(schemas):
    (data,) = data_of(JpkV7m(), batch(DESIGNER), V7Options(phone="600100200", **PERSON)).values()
    root = etree.fromstring(data)
    assert schemas["jpk-v7m"].validate(root), schemas["jpk-v7m"].error_log
    names = [etree.QName(element).localname for element in root[1][0]]
    assert names == ["NIP", "ImiePierwsze", "Nazwisko", "DataUrodzenia", "Email", "Telefon"]


def test_a_company_that_may_be_a_person_is_asked_about_in_a_note():
    notes = [finding for finding in JpkV7m().check(batch(DESIGNER), V7Options()) if finding.code == "jpk_taxpayer_company"]
    assert len(notes) == 1
    assert "jpk_taxpayer_company" not in {finding.code for finding in JpkV7m().check(batch(DESIGNER), V7Options(**PERSON))}
    assert "jpk_taxpayer_company" not in {finding.code for finding in JpkV7m().check(batch(), V7Options())}


def test_a_long_name_is_shortened_and_told(schemas):
    client = msgspec.structs.replace(CARPENTRY, name="Przedsiębiorstwo " * 20)
    found = {finding.code: finding for finding in JpkV7m().check(batch(client), V7Options())}
    assert ("Przedsiębiorstwo " * 20).strip() in found["jpk_taxpayer_shortened"].message
    (data,) = data_of(JpkV7m(), batch(client), V7Options()).values()
    assert schemas["jpk-v7m"].validate(etree.fromstring(data))


@pytest.mark.parametrize(
    ("options", "values"),
    [
        (TaxpayerOptions, {"tax_office": "0000"}),
        (TaxpayerOptions, {"tax_office": "urząd"}),
        (TaxpayerOptions, {"full_name": "x" * 241}),
        (PersonOptions, {"first_name": "Zofia"}),
        (PersonOptions, {**PERSON, "birth_date": "29.02.1984"}),
        (PersonOptions, {**PERSON, "birth_date": "1985-02-29"}),
        (PersonOptions, {**PERSON, "birth_date": "1899-12-31"}),
        (PersonOptions, {**PERSON, "birth_date": "2051-01-01"}),
        (PersonOptions, {**PERSON, "first_name": "\u200b"}),
        (PersonOptions, {**PERSON, "first_name": "x" * 31}),
        (PersonOptions, {"phone": "1" * 17}),
        (PersonOptions, {"email": "bez małpy"}),
        (FaOptions, {"commune": "x" * 37}),
        (PkpirOptions, {"inventories": "wczoraj=5"}),
        (PkpirOptions, {"inventories": "2026-01-01"}),
        (PkpirOptions, {"inventories": "2026-01-01=pięć"}),
        (PkpirOptions, {"inventories": "2026-01-01=-5"}),
        (PkpirOptions, {"inventories": "2026-01-01=5,001"}),
        (PkpirOptions, {"inventories": "2026-01-01=5\n2026-01-01=6"}),
    ],
)
def test_a_setting_that_the_form_cannot_take_is_refused_at_once(options, values):
    with pytest.raises(UnusableArgument):
        options(**values)
