"""Every code a form admits has a name a person can read."""

import pytest

from app.invoice import codes
from app.invoice.fa_lines import RATES_FA1_FA2, RATES_FA3
from app.invoice.forms import Form, Kind, MarginKind, PartyRole, VatGroup


@pytest.mark.parametrize(
    ("names", "vocabulary"),
    [(codes.KINDS, Kind), (codes.ROLES, PartyRole), (codes.GROUPS, VatGroup), (codes.MARGINS, MarginKind)],
)
def test_every_word_of_a_vocabulary_is_named_once(names, vocabulary):
    assert set(names) == set(vocabulary)
    assert len(set(names.values())) == len(names)


def test_every_code_of_the_schema_is_named(shared):
    from lxml import etree  # noqa: PLC0415 - only this test reads a schema

    schema = etree.parse(shared / "ksef" / "schemas" / "FA" / "schemat_FA(3)_v1-0E.xsd")
    space = {"x": "http://www.w3.org/2001/XMLSchema"}

    def words(type_name):
        return set(schema.xpath(f"//x:simpleType[@name='{type_name}']//x:enumeration/@value", namespaces=space))

    assert words("TRodzajTransportu") == set(codes.TRANSPORTS)
    assert words("TLadunek") == set(codes.CARGO)
    assert words("TGTU") == set(codes.GTU)
    assert words("TOznaczenieProcedury") == set(codes.PROCEDURES)
    assert words("TRachunekWlasnyBanku") == set(codes.OWN_ACCOUNTS)
    assert words("TStatusInfoPodatnika") == set(codes.TAXPAYER_STATUSES)
    assert words("TRolaPodmiotuUpowaznionego") == set(codes.AUTHORITY_ROLES)
    assert words("TTypKorekty") <= set(codes.CORRECTION_TYPES)
    assert words("TStawkaPodatku") == set(RATES_FA3)
    assert all(codes.payment_form(Form.FA_3, word) for word in words("TFormaPlatnosci"))


def test_one_is_cash_in_fa_and_a_transfer_in_fa_rr():
    assert codes.payment_form(Form.FA_3, "1") == "gotówka"
    assert codes.payment_form(Form.FA_RR_1, "1") == "przelew"
    assert codes.payment_form(Form.PEF_3, "30") == "przelew"
    assert codes.payment_form(Form.FA_3, "99") == ""


@pytest.mark.parametrize("code", [*RATES_FA1_FA2, *RATES_FA3])
def test_rates_are_percents_or_named(code):
    assert codes.rate_name(code).endswith("%") or codes.rate_name(code) in codes.RATES.values()


def test_a_sum_is_named_by_its_field_and_explained():
    assert codes.group_words(VatGroup.P_13_1) == "P_13_1 (23% lub 22%)"
    assert codes.group_words(VatGroup.FA1_P_13_6) == "P_13_6 (0%)"
    assert codes.group_words(VatGroup.FOREIGN) == "stawka zagraniczna"
