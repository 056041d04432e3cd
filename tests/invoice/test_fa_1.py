"""FA(1) brought to the common model."""

import pytest

from app.base.errors import UnreadableDocument
from app.invoice.forms import Form
from app.invoice.read import read_document


def test_a_person_has_a_name_in_one_piece_and_in_parts(own_document):
    buyer = own_document("fa1-wszystko").invoice.buyer
    assert (buyer.name, buyer.first_name, buyer.last_name) == ("Anna Ślęzak", "Anna", "Ślęzak")
    assert buyer.trade_name == "Pensjonat Trzy Źródła"


def test_an_address_in_parts_is_also_written_in_two_lines(own_document):
    address = own_document("fa1-wszystko").invoice.seller.address
    assert (address.street, address.house, address.flat, address.province) == ("ul. Dębowa", "14", "2", "śląskie")
    assert (address.line1, address.line2) == ("ul. Dębowa 14/2", "43-300 Bielsko-Biała")


def test_a_country_that_the_schema_fixes_may_be_left_empty(invoices):
    data = (invoices / "fa1-wszystko.xml").read_bytes()
    assert b"<KodKraju>PL</KodKraju>" in data
    seller = read_document(data.replace(b"<KodKraju>PL</KodKraju>", b"<KodKraju/>", 1), source="x.xml").invoice.seller
    assert seller.address.country == "PL"


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        ({"city": "Wólka", "house": "7", "postal_code": "05-555", "post_office": "Tarczyn"}, ("Wólka 7", "05-555 Tarczyn")),
        (
            {"city": "Wólka", "street": "Leśna", "house": "7", "postal_code": "05-555", "post_office": "Tarczyn"},
            ("Wólka, Leśna 7", "05-555 Tarczyn"),
        ),
        ({"city": "Berlin", "country": "DE"}, ("Berlin", "Berlin")),
    ],
)
def test_addresses_without_a_street_or_with_another_post_office(parts, lines):
    from app.invoice.fa_1_parties import written  # noqa: PLC0415 - only this test needs it

    address = written(**parts)
    assert (address.line1, address.line2) == lines


def test_a_number_with_an_eu_prefix_is_a_vat_eu_number(own_document):
    buyer = own_document("fa1-wdt-eur").invoice.buyer
    assert (buyer.eu_code, buyer.id_number, buyer.prefix) == ("DE", "", "")
    assert buyer.eu_number


def test_annex_15_is_told_by_the_procedure_of_the_line(text_of, read_text, replaced):
    text = replaced(text_of("fa1-vat"), "</P_12>", "</P_12><P_12_Procedura>6</P_12_Procedura>")
    assert read_text(text).lines[0].annex_15


def test_plain_decimals_are_lawful_here(text_of, read_text, replaced):
    text = text_of("fa1-vat")
    assert read_text(replaced(text, r"<P_15>([0-9.]+)</P_15>", r"<P_15>+0\g<1>0</P_15>")).total_due == read_text(text).total_due


def test_a_correction_needs_the_ksef_number_of_the_original(text_of, read_text, replaced):
    with pytest.raises(UnreadableDocument, match="NrKSeFFaKorygowanej"):
        read_text(replaced(text_of("fa1-kor"), "<NrKSeFFaKorygowanej>.*?</NrKSeFFaKorygowanej>", ""))


def test_the_form_is_told(own_document):
    invoice = own_document("fa1-vat").invoice
    assert invoice.form is Form.FA_1
    assert invoice.schema_version == "1-0E"
