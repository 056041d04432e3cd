"""The shared samples and hostile inputs: every schema-valid invoice is read, what matters to books is refused."""

import csv
import re

import pytest
from lxml import etree

from app.base.errors import UnreadableDocument
from app.invoice.read import read_document

# Not valid by the schema, and read all the same: only the order of elements is wrong, and no sum, code or date can be mistaken by it.
OUT_OF_ORDER = {
    "ksef_fop__Rozliczenie_obciazenia.xml",
    "ksef_fop__Rozliczenie_odliczenia.xml",
    "ksefuj_err__02-wrong-element-order.xml",
    "ksefuj_err__15-payment-date-errors.xml",
}

READ = {
    "09-declared-windows-1250.xml": ["encoding"],
    "10-utf16le-bom.xml": ["encoding"],
    "11-utf8-bom.xml": ["byte_order_mark"],
    "26-nip-bad-checksum.xml": ["nip_checksum"],
    "29-stylesheet-pi.xml": [],
    "35-csv-formula-injection.xml": [],
    "36-path-traversal-number.xml": [],
    "37-name-with-fixed-width-breakers.xml": [],
    "38-vat-sum-mismatch.xml": [],
}
REFUSED = {
    "01-truncated.xml": "not_well_formed",
    "02-unknown-namespace.xml": "unknown_namespace",
    "03-no-namespace.xml": "no_namespace",
    "04-namespace-and-code-disagree.xml": "form_disagrees",
    "05-xxe-local-file.xml": "has_dtd",
    "06-xxe-remote-dtd.xml": "has_dtd",
    "07-billion-laughs.xml": "has_dtd",
    "08-cp1250-bytes-declared-utf8.xml": "bad_encoding",
    "12-empty.xml": "empty_file",
    "13-whitespace-only.xml": "empty_file",
    "14-jpk-v7m.xml": "is_jpk",
    "15-html-error-page.xml": "is_html",
    "16-zip-renamed.xml": "is_zip",
    "17-pdf-renamed.xml": "is_pdf",
    "18-json-error-body.xml": "is_json",
    "19-giant-number.xml": "bad_amount",
    "20-amount-with-comma.xml": "bad_amount",
    "21-amount-nan-exponent.xml": "bad_amount",
    "22-missing-P_2.xml": "missing_element",
    "23-unknown-currency.xml": "bad_currency",
    "24-date-out-of-range.xml": "bad_date",
    "25-impossible-date.xml": "bad_date",
    "27-nip-with-prefix-and-dashes.xml": "bad_nip",
    "28-upo-instead-of-invoice.xml": "is_upo",
    "30-deep-nesting.xml": "too_deep",
    "31-control-characters.xml": "not_well_formed",
    "32-two-documents.xml": "not_well_formed",
    "33-wrong-root.xml": "wrong_root",
    "34-duplicate-P_13_1.xml": "duplicate_element",
}
SCHEMAS = {
    "http://crd.gov.pl/wzor/2025/06/25/13775/": "FA/schemat_FA(3)_v1-0E.xsd",
    "http://crd.gov.pl/wzor/2023/06/29/12648/": "FA/schemat_FA(2)_v1-0E.xsd",
}


@pytest.fixture(scope="module")
def samples(shared):
    return {path.name: path for path in (shared / "ksef" / "samples").rglob("*.xml")}


@pytest.fixture(scope="module")
def index(shared):
    with (shared / "ksef" / "samples" / "index.csv").open(encoding="utf-8") as table:
        return list(csv.DictReader(table))


def _refusal(path):
    try:
        read_document(path.read_bytes(), source=path.name)
    except UnreadableDocument as error:
        return error
    return None


def test_every_valid_sample_is_read_as_the_index_says(samples, index):
    wrong = []
    for row in index:
        if row["valid"] != "y":
            continue
        invoice = read_document(samples[row["file"]].read_bytes(), source=row["file"]).invoice
        form = invoice.form.value.replace("FA (", "FA(").replace("RR (", "RR(").replace("PEF (", "PEF(").replace("KOR (", "KOR(")
        found = (form, invoice.kind.value, invoice.currency, invoice.issue_date.isoformat(), invoice.number)
        if found != (row["schema"], row["rodzaj"], row["currency"], row["issue_date"], row["number"]):
            wrong.append((row["file"], found))
    assert wrong == []


def test_every_invalid_sample_is_refused_unless_only_the_order_is_wrong(samples, index):
    read = {row["file"] for row in index if row["valid"] != "y" and _refusal(samples[row["file"]]) is None}
    assert read == OUT_OF_ORDER


def test_what_is_tolerated_breaks_nothing_but_the_order(shared, samples):
    for name in OUT_OF_ORDER:
        root = etree.parse(samples[name]).getroot()
        schema = etree.XMLSchema(etree.parse(shared / "ksef" / "schemas" / SCHEMAS[etree.QName(root).namespace]))
        assert not schema.validate(root)
        for error in schema.error_log:
            out_of_place = "This element is not expected" in error.message
            too_early = re.search(r"'DataWytworzeniaFa'", error.message)  # creation of the file: no meaning for books
            assert out_of_place or too_early, (name, error.message)


def test_refusals_of_samples_say_where_and_what(samples, index):
    for row in index:
        if row["valid"] != "y" and row["file"] not in OUT_OF_ORDER:
            error = _refusal(samples[row["file"]])
            assert error.field, row["file"]
            assert error.line, row["file"]
            assert str(error).startswith(f"{row['file']}, wiersz {error.line}: Element "), row["file"]


def test_every_hostile_input_is_in_the_tables(shared):
    names = {path.name for path in (shared / "ksef" / "samples" / "bad").glob("*.xml")}
    assert names == READ.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_hostile_input_is_refused(name, samples):
    error = _refusal(samples[name])
    assert error is not None
    assert error.code == REFUSED[name]


@pytest.mark.parametrize("name", sorted(READ))
def test_trap_is_read_with_its_notes(name, samples):
    document = read_document(samples[name].read_bytes(), source=name)
    assert [finding.code for finding in document.findings] == READ[name]


def test_polish_letters_survive_another_encoding(samples):
    names = [
        read_document(samples[name].read_bytes(), source=name).invoice.seller
        for name in ("09-declared-windows-1250.xml", "10-utf16le-bom.xml", "11-utf8-bom.xml")
    ]
    assert names[0] == names[1] == names[2]


def test_the_answer_of_ksef_is_quoted(samples):
    assert "Faktura o podanym identyfikatorze nie istnieje." in str(_refusal(samples["18-json-error-body.xml"]))
