"""The project's own invoices: sound by the schemas, and read as tests/invoices/expected.json states."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from app.base.errors import UnreadableDocument
from app.base.ksef_number import check
from app.base.nip import is_valid_nip
from app.invoice.read import read_document
from tests.bad_inputs import bad_input, bad_inputs, tolerated_inputs

FOLDER = Path(__file__).resolve().parents[1] / "invoices"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
FILES = sorted(
    path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.glob("**/*.xml") if path.parent.name != "bad"
)
SCHEMAS = {
    "http://crd.gov.pl/wzor/2025/06/25/13775/": "FA/schemat_FA(3)_v1-0E.xsd",
    "http://crd.gov.pl/wzor/2023/06/29/12648/": "FA/schemat_FA(2)_v1-0E.xsd",
    "http://crd.gov.pl/wzor/2021/11/29/11089/": "FA/schemat_FA(1)_v1-0E.xsd",
    "http://crd.gov.pl/wzor/2026/03/06/14189/": "RR/schemat_FA_RR(1)_v1-1E.xsd",
    "http://crd.gov.pl/wzor/2026/02/17/14164/": "RR/schemat_FA_RR(1)_v1-0E.xsd",
    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2": "PEF/Schemat_PEF(3)_v2-1.xsd",
    "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2": "PEF/Schemat_PEF_KOR(3)_v2-1.xsd",
}


@pytest.fixture(scope="module")
def schemas(shared):
    folder = shared / "ksef" / "schemas"
    return {namespace: etree.XMLSchema(etree.parse(folder / path)) for namespace, path in SCHEMAS.items()}


def _amount(text):
    return None if text is None else Decimal(text)


def test_every_file_has_an_expectation_and_a_row_in_the_readme():
    table = (FOLDER / "README.md").read_text(encoding="utf-8")
    named = {name for name in FILES if "/" not in name}
    assert named == set(EXPECTED)
    assert [name for name in named if f"| `{name}.xml` |" not in table] == []


def test_schemas_hold_for_every_file(schemas):
    broken = {}
    for name in FILES:
        root = etree.parse(FOLDER / f"{name}.xml").getroot()
        schema = schemas[etree.QName(root).namespace]
        if not schema.validate(root):
            broken[name] = str(schema.error_log.last_error)
    assert broken == {}


def test_every_element_of_the_present_form_occurs(shared):
    """What no invoice of ours holds, no test of a clean clone can miss."""
    namespace, path = next(iter(SCHEMAS.items()))
    schema = etree.parse(shared / "ksef" / "schemas" / path)
    known = {element.get("name") for element in schema.iter("{http://www.w3.org/2001/XMLSchema}element")}
    roots = [etree.parse(FOLDER / f"{name}.xml").getroot() for name in FILES]
    used = {
        etree.QName(element).localname for root in roots if root.tag.startswith(f"{{{namespace}") for element in root.iter("*")
    }
    assert known - used == set()


def test_tax_numbers_and_ksef_numbers_are_sound():
    for name, expected in EXPECTED.items():
        assert is_valid_nip(expected["seller"]), name
        assert check(expected["ksef_number"]) == "", name


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_heading_is_read(name, own_document):
    invoice, expected = own_document(name).invoice, EXPECTED[name]
    buyer = invoice.buyer
    assert (invoice.form, invoice.kind, invoice.number, invoice.currency) == tuple(
        expected[key] for key in ("form", "kind", "number", "currency")
    )
    assert invoice.issue_date.isoformat() == expected["issue_date"]
    assert invoice.seller.nip == expected["seller"]
    assert (buyer.nip or buyer.eu_number or buyer.id_number or ("1" if buyer.no_id else "")) in {expected["buyer"], "1"}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_sums_are_read(name, own_document):
    invoice, expected = own_document(name).invoice, EXPECTED[name]
    group = expected["books"].get("group")
    totals = {group: next(iter(expected["totals"].values()))} if group else expected["totals"]
    # Taxes of groups without tax are None or zero by the form; a corrected group without change may be left out.
    found = {total.group.value: (total.net, total.tax or Decimal(0), total.tax_pln) for total in invoice.totals}
    wanted = {key: (_amount(net), _amount(tax) or Decimal(0), _amount(pln)) for key, (net, tax, pln) in totals.items()}
    if name == "fa1-marza":
        assert {key: value[0] for key, value in found.items()} in ({}, {"P_13_11": Decimal(15000)})
        return
    if invoice.form.value.startswith("PEF"):
        found = {key: (net, tax, None) for key, (net, tax, _) in found.items() if net or tax}
    assert found == wanted
    assert invoice.total_due == _amount(expected["total_due"])


@pytest.mark.parametrize("name", sorted(name for name in EXPECTED if "lines" in EXPECTED[name]))
def test_every_line_is_read(name, own_document):
    invoice = own_document(name).invoice
    assert len(invoice.lines) == EXPECTED[name]["lines"]
    assert [line.position for line in invoice.lines] == list(range(1, len(invoice.lines) + 1))


# Control figures and remarks of FA(1), which the common model has no field for.
COUNTS = {"LiczbaWierszyFaktury", "WartoscWierszyFaktury1", "LiczbaWierszyZamowienia", "DodatkoweInfo", "DodatkoweInfoZ"}


def test_nothing_is_left_over(own_document):
    """Our invoices use only elements of their forms: in FA and FA_RR all of them have a field of their own."""
    left = {}
    for name in EXPECTED:
        extras = [extra.path for extra in own_document(name).invoice.extras if extra.path.rpartition("/")[2] not in COUNTS]
        if extras and not name.startswith("pef"):
            left[name] = extras
    assert left == {}


def test_no_known_element_is_called_foreign(own_document):
    blamed = {name for name in EXPECTED if any(finding.code == "unknown_elements" for finding in own_document(name).findings)}
    assert blamed == set()


def test_hostile_texts_come_through_unchanged(own_document):
    invoice = own_document("fa3-wrogie-nazwy").invoice
    assert invoice.number == '=1+1;"A"'
    assert invoice.seller.name.startswith('"Źrebię; & Spółka" <Łódź>')
    assert invoice.seller.name.endswith("100% \\")
    assert [line.name[0] for line in invoice.lines] == ["=", "+", "@"]
    assert "🙂" in invoice.lines[2].name


def test_prefixes_comments_and_cdata_change_nothing(own_document):
    plain, odd = own_document("fa3-vat").invoice, own_document("fa3-prefiks-cdata").invoice
    assert odd.totals == plain.totals
    assert odd.lines[1].name == "Krzesło <dębowe> & tapicerowane"
    assert odd.lines[0] == plain.lines[0]


def test_every_element_of_the_long_invoice_has_its_place(own_document):
    invoice = own_document("fa3-wszystko").invoice
    assert invoice.delivery_notes == ("WZ/101/03/2026", "WZ/102/03/2026")
    assert invoice.seller.taxpayer_status == "2"
    assert invoice.seller.correspondence.gln == "5909999000014"
    assert [party.role.value for party in invoice.third_parties] == ["1", "6", "5", "other"]
    assert invoice.authorised.authority_role == "3"
    assert [description.value for description in invoice.descriptions] == ["BM/2026/7", "dąb szypułkowy", "8%"]
    assert invoice.lines[0].excise == Decimal("1.50")
    assert invoice.lines[0].procedures == ("TT_D",)
    assert invoice.settlement.to_pay == Decimal(2100)
    assert invoice.payment.ksef_payment_id == "123a1B2c3D4e5"
    assert len(invoice.terms.transports) == 2
    assert invoice.terms.transports[1].other_kind == "zaprzęg konny"
    assert invoice.terms.contract_rate == Decimal("4.3000")
    assert invoice.registries[0].bdo == "000999201"
    assert invoice.attachment[0].tables[0].sums == ("razem", "1")


@pytest.mark.parametrize(("name", "code"), sorted(bad_inputs().items()))
def test_what_is_no_invoice_is_refused(name, code):
    with pytest.raises(UnreadableDocument) as refused:
        read_document(bad_input(name), source=name)
    assert refused.value.code == code
    assert refused.value.source == name
    assert refused.value.title
    assert refused.value.advice


@pytest.mark.parametrize(("name", "code"), sorted(tolerated_inputs().items()))
def test_what_was_saved_again_is_read_with_a_note(name, code):
    document = read_document(bad_input(name), source=name)
    assert document.invoice.seller.name == "Stolarnia Pod Świerkiem sp. z o.o."
    codes = [finding.code for finding in document.findings]
    assert code in codes if code else codes == []


def test_a_country_of_a_public_invoice_is_a_code(invoices):
    """UBL takes any text there; what is no code would reach the contractor's card of a program."""
    data = (invoices / "pef.xml").read_bytes()
    broken = data.replace(b">PL</cbc:IdentificationCode>", ">Þ</cbc:IdentificationCode>".encode())
    with pytest.raises(UnreadableDocument) as refused:
        read_document(broken, source="pef.xml")
    assert refused.value.code == "bad_code"
