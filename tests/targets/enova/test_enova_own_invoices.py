"""Every own invoice as enova365 gets it in both forms: golden files, the strict checker, and the way there and back."""

import importlib.util
import io
import json
import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from app.base.findings import Level
from app.base.money import total
from app.targets.enova import Enova, EnovaXml
from app.targets.enova.document import counting
from app.targets.enova.options import RATES, EnovaOptions, EnovaXmlOptions
from tests.targets.samples import conversions

HERE = Path(__file__).resolve()
EXPECTED = json.loads((HERE.parents[2] / "invoices" / "expected.json").read_text(encoding="utf-8"))
NAMES = sorted(name for name, expected in EXPECTED.items() if expected["client"])
REFUSED = HERE.parents[1] / "golden" / "enova" / "not-written.json"
SAMPLES = HERE.with_name("samples_not_written.json")
FORMS = {"enova": (Enova(), EnovaOptions()), "enova-xml": (EnovaXml(), EnovaXmlOptions())}
GOLDEN = (
    "fa3-vat", "fa3-vat-zakup", "fa3-vat-trzy-stawki", "fa3-zw", "fa3-wdt", "fa3-eur-kurs", "fa3-kor-pary", "fa3-kor-zbiorcza", "fa3-zal",
    "fa3-roz-zero", "fa3-mpp", "fa3-konsument", "fa3-odwrotne-krajowe", "fa3-czesciowa-zaplata", "fa3-wrogie-nazwy", "fa-rr", "pef-kor",
)  # fmt: skip
EACH = pytest.mark.parametrize("form", FORMS)
EVERYTHING = {
    "definition_sale": "SPU",
    "definitions": "S-KOR=SPK\nZ-KOR=ZRK\nS-ZAL=SPZ",
    "rate_codes": RATES.replace("zw=zw.", "zw=ZW").replace("np=np.", "np=NP") + "\nrr6,5=6,5%",
    "contractor_code": "name_nip",
    "contractor_codes": "9992054706=PENSJONAT; 9992144705=BUD-MONTAŻ",
    "ksef_feature": "NumerKSeF",
    "sale_nature": "Usługi",
    "purchase_nature": "Inne",
    "payment_card": "Karta",
    "payment_unknown": "Przelew",
}
"""An office that has filled in all tables; the treatment below is what its rules decide."""
TREATMENT = {
    "account": "402-1", "category": "Paliwo", "fixed_asset": True, "deductible_share": Decimal(50), "description": "Olej napędowy",
    "split_payment": True,
}  # fmt: skip
FULL = ("fa3-vat-zakup", "fa3-vat-trzy-stawki", "fa3-kor-pary", "fa3-wdt", "fa3-konsument", "fa3-eur-kurs")


@pytest.fixture(scope="module")
def checker(shared):
    path = shared / "formats" / "tools" / "enova_check.py"
    spec = importlib.util.spec_from_file_location("enova_check", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Checker


@pytest.fixture
def batch_for(own_entries, batch_of):
    return lambda name: batch_of(EXPECTED[name]["client"], own_entries(name))


def documents_file(target, batch, options):
    """The bytes of the file with the documents; empty where none is written."""
    files = {file.name: b"".join(file.chunks) for file in target.write(batch, options)}
    return next((data for name, data in files.items() if "kontrahenci" not in name), b"")


def refused():
    return json.loads(REFUSED.read_text(encoding="utf-8"))


def run(checker, data):
    """The checker over bytes: as its own `main` does, without a file."""
    found = checker()
    (found.run_xml if data.lstrip(b"\xef\xbb\xbf")[:1] == b"<" else found.run_csv)(data)
    return found


def kept(path, found):
    if os.environ.get("KONWERTER_UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert found == json.loads(path.read_text(encoding="utf-8"))


@EACH
def test_an_invoice_that_is_not_written_says_why(form, batch_for):
    found = {}
    target, options = FORMS[form]
    for name in NAMES:
        batch = batch_for(name)
        findings = [*target.check(batch, options), *(finding for entry in batch.entries for finding in entry.findings)]
        codes = {finding.code for finding in findings if finding.level is not Level.NOTES}
        if not codes and not documents_file(target, batch, options):
            codes = {"skipped_no_effect"} if batch.entries else set()
        if codes or not batch.entries:
            found[name] = sorted(codes)
    kept(REFUSED, found)


@EACH
@pytest.mark.parametrize("name", GOLDEN)
def test_the_golden_file(form, name, batch_for, golden):
    target, options = FORMS[form]
    golden(f"enova/{name}{target.suffix}", documents_file(target, batch_for(name), options))


def with_everything(form):
    target, usual = FORMS[form]
    return target, type(usual)(**EVERYTHING)


@EACH
@pytest.mark.parametrize("name", FULL)
def test_the_golden_file_of_an_office_that_uses_everything(form, name, batch_for, golden):
    target, options = with_everything(form)
    batch = batch_for(name)
    batch = replace(batch, entries=[msgspec.structs.replace(entry, **TREATMENT) for entry in batch.entries])
    golden(f"enova/{name}-komplet{target.suffix}", documents_file(target, batch, options))


def test_the_golden_file_of_contractors(own_entries, batch_of, golden, checker):
    batch = batch_of(
        "stolarnia", [entry for name in ("fa3-vat-zakup", "fa3-wdt", "fa3-konsument") for entry in own_entries(name)]
    )
    data = b"".join(next(iter(Enova().write(batch, EnovaOptions()))).chunks)
    golden("enova/kontrahenci.xml", data)
    # The checker knows sessions with documents only: that there are none is all it may say of a file of contractors.
    assert [error["code"] for error in run(checker, data).errors] == ["E_EMPTY"]


@EACH
def test_every_invoice_of_an_office_that_uses_everything_passes_the_checker_and_reads_back(form, batch_for, checker):
    target, options = with_everything(form)
    for name in NAMES:
        batch = batch_for(name)
        batch = replace(batch, entries=[msgspec.structs.replace(entry, **TREATMENT) for entry in batch.entries])
        findings = [*target.check(batch, options), *(finding for entry in batch.entries for finding in entry.findings)]
        if not batch.entries or any(found.level is not Level.NOTES for found in findings):
            continue
        if data := documents_file(target, batch, options):
            found = run(checker, data)
            assert found.errors == [], name
            assert {warning["code"] for warning in found.warnings} <= {"W_RATE"}, (name, found.warnings)
            assert list(target.read(io.BytesIO(data))) == [target.expect(entry, batch, options) for entry in batch.entries], name


@EACH
def test_every_written_invoice_passes_the_checker_and_reads_back(form, batch_for, checker):
    target, options = FORMS[form]
    for name in (name for name in NAMES if name not in refused()):
        batch = batch_for(name)
        data = documents_file(target, batch, options)
        assert data == documents_file(target, batch, options), "the same batch gives the same bytes"
        found = run(checker, data)
        assert found.errors == [], name
        assert len(found.docs) == len(batch.entries)
        for read, entry in zip(found.docs, batch.entries, strict=True):
            assert Decimal(read["net"]) == total([box.net_pln for box in counting(entry)]), name
            assert Decimal(read["gross"]) == total([box.net_pln + box.tax_pln for box in counting(entry)]), name
            assert read["issue_date"] == entry.issue_date.isoformat()
        assert list(target.read(io.BytesIO(data))) == [target.expect(entry, batch, options) for entry in batch.entries], name


@EACH
def test_a_month_of_each_client_is_one_file(form, own_entries, batch_of, checker):
    target, options = FORMS[form]
    for client in ("stolarnia", "grafika", "zboze"):
        names = [name for name in NAMES if EXPECTED[name]["client"] == client and name not in refused()]
        batch = batch_of(client, [entry for name in names for entry in own_entries(name)])
        stopped = {found.document for found in target.check(batch, options) if found.level is not Level.NOTES}
        batch = batch_of(client, [entry for entry in batch.entries if entry.source not in stopped])
        found = run(checker, documents_file(target, batch, options))
        # The checker takes two documents of one number and contractor for one, whatever their KSeF numbers: the user is told of them.
        told = {one.document for one in target.check(batch, options) if one.code == "enova_same_number"}
        repeated = [entry.number for entry in batch.entries if entry.source in told]
        assert all(
            error["code"] == "E_DUP_DOC" and any(number in error["message"] for number in repeated) for error in found.errors
        ), client
        assert len(found.docs) == len(batch.entries)


@EACH
@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.heavy), 12])
def test_samples_of_both_roles(form, step, shared, checker):
    target, options = FORMS[form]
    not_written = {}
    for name, batch, written, stops in conversions(shared, target, options, step):
        if stops:
            not_written[name] = stops
            continue
        data = written[-1]
        assert run(checker, data).errors == [], name
        assert list(target.read(io.BytesIO(data))) == [target.expect(entry, batch, options) for entry in batch.entries], name
    if step == 1:
        kept(SAMPLES, not_written)
    elif SAMPLES.is_file():
        known = json.loads(SAMPLES.read_text(encoding="utf-8"))
        assert not_written.items() <= known.items()
