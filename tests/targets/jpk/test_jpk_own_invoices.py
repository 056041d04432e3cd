"""Every own invoice in every JPK: valid, with the entry's sums to the grosz, read back as expected, or with a reason why not."""

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from app.base.findings import Level
from app.booking.entry import Direction
from app.booking.jpk import register_fields
from tests.targets.jpk.cases import CASES, data_of
from tests.targets.jpk.jpk_reading import read, sums

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = json.loads((ROOT / "invoices" / "expected.json").read_text(encoding="utf-8"))
NAMES = sorted(name for name, expected in EXPECTED.items() if expected["client"])
NOT_WRITTEN = json.loads((ROOT / "targets" / "golden" / "jpk" / "not-written.json").read_text(encoding="utf-8"))
STAYS_OUT = {"skipped_no_effect", "not_in_this_file"}

each_case = pytest.mark.parametrize("case", CASES)


def written(case, client=None):
    return [name for name in NAMES if name not in NOT_WRITTEN[case] and client in {None, EXPECTED[name]["client"]}]


@pytest.fixture
def files_of(batch_for):
    """The batch and the files of our own invoices in a case."""

    def made(case, client, *names):
        target, options = CASES[case]
        batch = batch_for(target.id, client, *names)
        return batch, data_of(target, batch, options)

    return made


@each_case
def test_says_why_an_invoice_is_not_written(case, batch_for):
    target, options = CASES[case]
    found = {}
    for name in NAMES:
        batch = batch_for(target.id, EXPECTED[name]["client"], name)
        findings = [*target.check(batch, options), *(finding for entry in batch.entries for finding in entry.findings)]
        codes = {finding.code for finding in findings if finding.level is not Level.NOTES}
        codes |= {finding.code for finding in findings if finding.code in STAYS_OUT}
        if codes or not batch.entries:
            found[name] = sorted(codes)
    assert found == NOT_WRITTEN[case]


@each_case
def test_what_stays_out_is_not_in_the_file(case, files_of):
    for name, codes in NOT_WRITTEN[case].items():
        if codes and set(codes) <= STAYS_OUT:
            assert files_of(case, EXPECTED[name]["client"], name)[1] == {}


@each_case
def test_every_written_file_is_valid_and_its_sums_agree(case, files_of, schemas):
    target, _options = CASES[case]
    for name in written(case):
        _, files = files_of(case, EXPECTED[name]["client"], name)
        (data,) = files.values()
        schema = schemas[target.id]
        assert schema.validate(etree.fromstring(data)), (name, schema.error_log)
        read(data)


@each_case
def test_reads_back_what_it_expects(case, files_of):
    target, options = CASES[case]
    for client in ("stolarnia", "grafika", "zboze"):
        batch, files = files_of(case, client, *written(case, client))
        found = [document for data in files.values() for document in target.read(io.BytesIO(data))]
        wanted = [document for entry in batch.entries if (document := target.expect(entry, batch, options)) is not None]
        assert sorted(found, key=str) == sorted(wanted, key=str)
        assert len(found) == sum(file.documents for file in target.write(batch, options))


@pytest.mark.parametrize("case", ["jpk-v7m", "jpk-v7k"])
def test_a_register_row_has_the_fields_of_the_entry(case, files_of):
    """Written values of `expected.json`, which come from the invoices and the guide, not from the program."""
    for name in written(case):
        batch, files = files_of(case, EXPECTED[name]["client"], name)
        (entry,) = batch.entries
        (data,) = files.values()
        rows = read(data)
        (row,) = rows.get("SprzedazWiersz", []) + rows.get("ZakupWiersz", [])
        amounts = sums([row], "K_") | sums([row], "SprzedazVAT_") | sums([row], "ZakupVAT_")
        wanted = {field: value for field, value in register_fields(entry).items() if value}
        if case == "jpk-v7m":
            assert amounts == wanted, name
        else:
            assert wanted.items() <= {**amounts, "K_42": wanted.get("K_42")}.items(), name
        books = EXPECTED[name]["books"]
        known = None if books.get("asks") else books.get("register")  # an answer given by the tests adds amounts
        if known and case == "jpk-v7m":
            assert amounts == {field: Decimal(value) for field, value in known.items() if Decimal(value)}, name
        assert row["NrKSeF"] == EXPECTED[name]["ksef_number"]
        assert (
            row.get("DataSprzedazy", entry.issue_date.isoformat())
            == (entry.supply_date if entry.direction is Direction.SALE else entry.issue_date).isoformat()
        )
        marks = {field for field in row if row[field] == "1" and not field.startswith(("Lp", "K_"))}
        documents = {row[field] for field in ("TypDokumentu", "DokumentZakupu") if field in row}
        assert marks | documents == set(entry.codes), name


def test_jpk_fa_has_the_amounts_of_the_invoice_in_its_own_currency(files_of):
    for name in written("jpk-fa full"):
        batch, files = files_of("jpk-fa full", EXPECTED[name]["client"], name)
        (entry,) = batch.entries
        (data,) = files.values()
        (row,) = read(data)["Faktura"]
        assert row["KodWaluty"] == entry.currency
        assert Decimal(row["P_15"]) == entry.settlement.gross
        nets, taxes = sums([row], "P_13_"), sums([row], "P_14_")
        in_sums = [box for box in entry.vat if box.rate != "marza"]
        assert sum(nets.values()) == sum((box.net for box in in_sums), Decimal(0)), name
        in_currency = sum((value for field, value in taxes.items() if not field.endswith("W")), Decimal(0))
        assert in_currency == sum((box.tax for box in in_sums), Decimal(0)), name
        if entry.currency != "PLN":
            in_pln = sum((value for field, value in taxes.items() if field.endswith("W")), Decimal(0))
            assert in_pln == sum((box.tax_pln for box in in_sums if box.box != "P_13_5"), Decimal(0)), name


def test_jpk_pkpir_has_the_revenue_or_cost_of_the_entry(files_of):
    for name in written("jpk-pkpir"):
        batch, files = files_of("jpk-pkpir", EXPECTED[name]["client"], name)
        (entry,) = batch.entries
        (data,) = files.values()
        (row,) = read(data)["PKPIRWiersz"]
        column, total = ("K_7", "K_9") if entry.direction is Direction.SALE else ("K_13", "K_14")
        assert row[column] == row[total] == str(entry.income.net_pln), name
        assert row["K_2"] == entry.income.date.isoformat()
        assert row["K_3B"] == entry.ksef_number


@pytest.mark.parametrize(
    ("case", "client"),
    [
        ("jpk-v7m", "stolarnia"),
        ("jpk-v7m", "grafika"),
        ("jpk-v7m", "zboze"),
        ("jpk-v7k", "grafika"),
        ("jpk-fa", "stolarnia"),
        ("jpk-fa full", "grafika"),
        ("jpk-pkpir", "grafika"),
    ],
)
def test_writes_the_golden_files_of_a_client_s_documents(case, client, files_of, golden):
    _, files = files_of(case, client, *written(case, client))
    for name, data in files.items():
        golden(f"jpk/{name}", data)
