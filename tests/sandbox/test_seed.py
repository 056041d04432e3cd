"""The training environment's documents: sound, of every kind, the same in every run."""

import re
from pathlib import Path

import pytest
from lxml import etree

from app.base import ksef_number
from app.base.nip import is_valid_nip
from app.invoice.read import read_document
from app.sandbox.clock import Clock
from app.sandbox.server import Sandbox
from app.sandbox.training import Seed
from tests.sandbox.conftest import NOON

FILES = sorted((Path(__file__).parents[2] / "app" / "sandbox" / "seed").glob("*.xml"))
SCHEMAS = {
    "http://crd.gov.pl/wzor/2025/06/25/13775/": "FA/schemat_FA(3)_v1-0E.xsd",
    "http://crd.gov.pl/wzor/2023/06/29/12648/": "FA/schemat_FA(2)_v1-0E.xsd",
    "http://crd.gov.pl/wzor/2026/03/06/14189/": "RR/schemat_FA_RR(1)_v1-1E.xsd",
    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2": "PEF/Schemat_PEF(3)_v2-1.xsd",
}


@pytest.fixture(scope="module")
def box(keys):
    return Sandbox(keys=keys, clock=Clock(NOON))


@pytest.fixture(scope="module")
def documents(box):
    return {number: xml for company in box.companies for number, xml in box.documents(company.nip).items()}


def test_every_file_is_a_document_of_a_client(documents):
    assert len(FILES) == len(Seed.training().documents) == len(documents) >= 30


def test_the_schemas_hold(shared):
    folder = shared / "ksef" / "schemas"
    schemas = {name: etree.XMLSchema(etree.parse(folder / path)) for name, path in SCHEMAS.items()}
    broken = {}
    for file in FILES:
        root = etree.parse(file).getroot()
        schema = schemas[etree.QName(root).namespace]
        if not schema.validate(root):
            broken[file.name] = str(schema.error_log.last_error)
    assert broken == {}


def test_the_program_reads_them_without_a_complaint(documents):
    findings = {}
    for number, xml in documents.items():
        document = read_document(xml, source=number, ksef_number=number)
        if document.findings:
            findings[number] = document.findings
    assert findings == {}


def test_numbers_are_sound(documents):
    assert [number for number in documents if len(number) == 35 and ksef_number.check(number)] == []
    assert [len(number) for number in documents if len(number) != 35] == [36]
    assert all(is_valid_nip(company.nip) for company in (*Seed.training().companies, Seed.training().office))


def test_corrections_and_final_invoices_name_documents_that_exist(documents):
    named = {
        match.decode()
        for xml in documents.values()
        for match in re.findall(rb"<NrKSeFFa(?:Korygowanej|Zaliczkowej)>([^<]+)</", xml)
    }
    assert len(named) == 4
    assert named <= set(documents)


def test_every_kind_occurs(box):
    records = [
        d.record()
        for company in box.companies
        for s in ("Subject1", "Subject2")
        for d in box.world.documents.visible(company.nip, s, 10**18)
    ]
    assert {record["formCode"]["systemCode"] for record in records} == {"FA (2)", "FA (3)", "FA_RR (1)", "PEF (3)"}
    assert {record["invoiceType"] for record in records} == {"Vat", "Zal", "Kor", "Roz", "Upr", "VatRr", "VatPef"}
    assert {record["currency"] for record in records} == {"PLN", "EUR", "CHF"}
    assert {record["buyer"]["identifier"]["type"] for record in records} == {"Nip", "VatUe", "Other", "None"}
    assert {record["invoicingMode"] for record in records} == {"Online", "Offline"}
    for fact in ("isSelfInvoicing", "hasAttachment", "thirdSubjects", "authorizedSubject", "hashOfCorrectedInvoice"):
        assert [record for record in records if record[fact]] != [], fact


def test_two_clients_share_documents(box):
    first, second, third = (set(box.documents(company.nip)) for company in box.companies)
    assert first & second
    assert first & third
    assert second & third


def test_another_run_gives_the_same_documents(box, keys):
    again = Sandbox(keys=keys, clock=Clock(NOON))
    for company in box.companies:
        assert again.documents(company.nip) == box.documents(company.nip)
