"""The door into the room: what a document carries beside its invoice."""

import datetime as dt
import hashlib
import json
from decimal import Decimal

import msgspec
import pytest

from app.base.errors import UnreadableDocument
from app.invoice.read import read_document

NUMBER = "9992014701-20260305-0100001AF629-"


@pytest.fixture(scope="module")
def number():
    from app.base.ksef_number import check  # noqa: PLC0415 - the check digits are the other room's

    return next(NUMBER + f"{byte:02X}" for byte in range(256) if not check(NUMBER + f"{byte:02X}"))


@pytest.fixture
def data(text_of):
    return text_of("fa3-vat").encode()


def test_the_hash_is_of_the_bytes_as_they_came(data):
    assert read_document(data, source="a.xml").sha256 == hashlib.sha256(data).hexdigest()
    assert read_document(data + b"\n", source="a.xml").invoice == read_document(data, source="a.xml").invoice


@pytest.mark.parametrize(
    "source", ["{}.xml", "faktury/2026/{}.xml", "C:\\Faktury\\{}.xml", "paczka.zip/{}.xml", "faktura {} (1).XML"]
)
def test_the_ksef_number_is_in_the_files_name(source, data, number):
    document = read_document(data, source=source.format(number))
    assert document.ksef_number == number
    assert document.received == dt.date(2026, 3, 5)


def test_a_number_in_a_folders_name_is_not_the_documents(data, number):
    document = read_document(data, source=f"{number}/faktura.xml")
    assert (document.ksef_number, document.received) == ("", None)


def test_what_is_given_goes_before_the_name(data, number):
    other = number.replace("20260305", "20260306")
    document = read_document(data, source=f"{other}.xml", ksef_number=number, received=dt.date(2026, 3, 7))
    assert (document.ksef_number, document.received) == (number, dt.date(2026, 3, 7))


def test_a_number_with_wrong_check_digits_is_told_and_its_day_not_believed(data, number):
    wrong = number[:-2] + ("00" if number[-2:] != "00" else "01")
    document = read_document(data, source=f"{wrong}.xml")
    assert document.ksef_number == wrong
    assert document.received is None
    assert [finding.code for finding in document.findings] == ["ksef_number"]


def test_wrong_check_digits_of_nips_are_told_party_by_party(text_of, replaced):
    text = replaced(text_of("fa3-vat"), "<NIP>9992054706</NIP>", "<NIP>9992054705</NIP>")
    (finding,) = read_document(text.encode(), source="a.xml").findings
    assert (finding.code, finding.field) == ("nip_checksum", "Podmiot2")
    assert "9992054705" in finding.message


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_with_a_note(encoding, text_of):
    mark = "\ufeff".encode(encoding)
    text = text_of("fa3-vat").replace('encoding="UTF-8"', 'encoding="UTF-16"')
    document = read_document(mark + text.encode(encoding), source="a.xml")
    assert [finding.code for finding in document.findings] == ["encoding"]
    assert document.invoice == read_document(text_of("fa3-vat").encode(), source="a.xml").invoice


def test_a_declaration_is_not_needed(text_of, replaced):
    text = replaced(text_of("fa3-vat"), r"<\?xml.*?\?>\s*", "")
    assert read_document(text.encode(), source="a.xml").findings == ()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'<JPK xmlns="http://jpk.mf.gov.pl/wzor/2022/02/17/02171/"/>', "is_jpk"),
        (b'<Potwierdzenie xmlns="http://upo.schematy.mf.gov.pl/KSeF/v4-3"/>', "is_upo"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "is_html"),
        (b"<Faktura/>", "no_namespace"),
        (b'<Faktura xmlns="http://crd.gov.pl/wzor/2099/01/01/1/"/>', "unknown_namespace"),
        (b'<Inna xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/"/>', "wrong_root"),
        (b'<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/"/>', "missing_element"),
        (b'<CreditNote xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>', "wrong_root"),
        (b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>', "missing_element"),
    ],
)
def test_what_is_no_invoice_is_called_by_its_name(data, code):
    with pytest.raises(UnreadableDocument) as refused:
        read_document(data, source="plik.xml")
    assert refused.value.code == code
    assert str(refused.value).startswith("plik.xml")


def test_an_unknown_namespace_is_named():
    with pytest.raises(UnreadableDocument, match="wzor/2099"):
        read_document(b'<Faktura xmlns="http://crd.gov.pl/wzor/2099/01/01/1/"/>', source="a.xml")


def test_json_of_an_invoice_has_amounts_as_texts_and_iso_days(own_document):
    invoice = own_document("fa3-vat").invoice
    found = json.loads(msgspec.json.encode(invoice))
    assert (found["total_due"], found["issue_date"]) == ("5350.50", "2026-03-04")
    assert found["extras"] == []
    assert msgspec.json.decode(msgspec.json.encode(invoice), type=type(invoice)) == invoice
    assert isinstance(invoice.total_due, Decimal)


def test_every_own_invoice_comes_back_from_its_json(expected, own_document):
    for name in expected:
        invoice = own_document(name).invoice
        assert msgspec.json.decode(msgspec.json.encode(invoice), type=type(invoice)) == invoice, name
