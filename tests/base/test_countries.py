"""Countries by the codes of the forms."""

import pytest
from lxml import etree

from app.base.countries import NAMES, country_name, eu_code, vat_prefix
from app.base.nip import EU_CODES


def test_every_country_of_the_schemas_has_a_name(shared):
    for version in ("v9-0E", "v10-0E"):
        schema = etree.parse(shared / "ksef" / "schemas" / "FA" / "bazowe" / f"KodyKrajow_{version}.xsd")
        wanted = set(schema.xpath("//x:enumeration/@value", namespaces={"x": "http://www.w3.org/2001/XMLSchema"}))
        assert wanted == set(NAMES)
    assert all(NAMES.values())
    assert len(set(NAMES.values())) == len(NAMES)


@pytest.mark.parametrize(
    ("code", "name"), [("PL", "Polska"), ("EL", "Grecja"), ("XI", "Irlandia Północna"), ("QQ", "QQ"), ("", "")]
)
def test_countries_are_named_and_unknown_codes_stay(code, name):
    assert country_name(code) == name


@pytest.mark.parametrize(
    ("code", "prefix"), [("DE", "DE"), ("GR", "EL"), ("EL", "EL"), ("XI", "XI"), ("GB", ""), ("CH", ""), ("", "")]
)
def test_member_states_have_a_prefix(code, prefix):
    assert vat_prefix(code) == prefix


def test_every_prefix_is_of_a_country():
    assert {vat_prefix(code) for code in NAMES} - {""} == EU_CODES
    assert eu_code("GR") == "EL"
