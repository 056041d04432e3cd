"""Every own invoice as Symfonia gets it: golden files, why the others are not written, and two independent readings of all."""

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.base.findings import Level
from app.base.money import total
from app.booking.entry import Direction
from app.targets.symfonia import Symfonia
from app.targets.symfonia.options import SymfoniaOptions
from tests.targets.symfonia.conftest import ANSWERS
from tests.targets.symfonia.symfonia_reading import documents, written

TESTS = Path(__file__).resolve().parents[2]
EXPECTED = json.loads((TESTS / "invoices" / "expected.json").read_text(encoding="utf-8"))
NAMES = sorted(name for name, expected in EXPECTED.items() if expected["client"])
NOT_WRITTEN = json.loads((TESTS / "targets" / "golden" / "symfonia" / "not-written.json").read_text(encoding="utf-8"))
WRITTEN = [name for name in NAMES if name not in NOT_WRITTEN]

GOLDEN = (
    "fa-rr", "fa2-zero-i-np", "fa3-brutto", "fa3-czesciowa-zaplata", "fa3-dlugie-pola", "fa3-eur-kurs", "fa3-fp", "fa3-jst",
    "fa3-konsument", "fa3-kor-do-zera", "fa3-kor-eur", "fa3-kor-pary", "fa3-kor-stawki", "fa3-kor-zbiorcza", "fa3-metoda-kasowa", "fa3-mpp",
    "fa3-np", "fa3-podmiot3-faktor", "fa3-podmiot3-odbiorca", "fa3-roz", "fa3-roz-zero", "fa3-tp-gtu", "fa3-upr", "fa3-vat", "fa3-vat-zakup",
    "fa3-wdt", "fa3-wrogie-nazwy", "fa3-wszystkie-grupy", "fa3-zal", "pef-kor",
)  # fmt: skip

CHECKER_OBJECTS = {"pef-25": {"E_VAT_AMOUNT"}}
"""A foreign 25 % that was answered to be P_13_1 keeps its tax."""


@pytest.fixture
def batch_for(own_entries, batch_of):
    return lambda name, **decisions: batch_of(EXPECTED[name]["client"], own_entries(name, **(ANSWERS | decisions)))


def against(batch):
    codes = {found.code for found in Symfonia().check(batch, SymfoniaOptions()) if found.level is not Level.NOTES}
    return codes | {found.code for entry in batch.entries for found in entry.findings if found.level is not Level.NOTES}


@pytest.mark.parametrize("name", sorted(NOT_WRITTEN))
def test_says_why_an_invoice_is_not_written(name, batch_for):
    batch = batch_for(name)
    codes = against(batch)
    if not codes and batch.entries:
        codes = {found.code for found in Symfonia().check(batch, SymfoniaOptions()) if found.code == "skipped_no_effect"}
        assert not list(Symfonia().write(batch, SymfoniaOptions()))
    assert sorted(codes) == NOT_WRITTEN[name]


def test_the_golden_files_are_of_documents_that_are_written():
    assert set(GOLDEN) <= set(WRITTEN)


@pytest.mark.parametrize("name", GOLDEN)
def test_writes_the_golden_file(name, batch_for, golden):
    golden(f"symfonia/{name}.txt", written(Symfonia(), batch_for(name), SymfoniaOptions()))


@pytest.mark.parametrize(
    ("name", "decisions"),
    [("fa3-odwrotne-krajowe", {"symfonia_reverse_charge": "23"}), ("fa3-marza-turystyka", {"symfonia_margin": "np"})],
)
def test_writes_the_golden_file_once_it_is_answered(name, decisions, batch_for, golden):
    batch = batch_for(name, **decisions)
    assert not against(batch)
    golden(f"symfonia/{name}.txt", written(Symfonia(), batch, SymfoniaOptions()))


def test_every_document_holds_what_its_entry_holds(batch_for):
    for name in WRITTEN:
        batch = batch_for(name)
        assert not against(batch), name
        (entry,) = batch.entries
        (found,) = documents(written(Symfonia(), batch, SymfoniaOptions()))
        sale = entry.direction is Direction.SALE
        assert found["rodzaj_dok"] == ("sprzedaży" if sale else "zakupu"), name
        assert found["FK nazwa"] == " ".join(entry.number.split()) or "short_number" in entry.decisions, name
        assert entry.ksef_number in found["opis FK"], name
        assert (found["data"], found["datasp"]) == (entry.issue_date.isoformat(), entry.supply_date.isoformat()), name
        assert sale or found["datawpl"] == entry.receipt_date.isoformat(), name
        (party,) = found.all("Dane Nabywcy" if sale else "Dane sprzedawcy")
        assert party["khnip"].endswith(entry.counterparty.nip or entry.counterparty.tax_number), name
        rows = found.all("Rejestr")
        assert {row["okres"] for row in rows} == {f"{entry.vat_period}-01"}, name
        assert total(row.amount("netto") for row in rows) == total(box.net_pln for box in entry.vat) == found.amount("netto"), (
            name
        )
        assert total(row.amount("vat") for row in rows) == total(box.tax_pln for box in entry.vat) == found.amount("vat"), name


def test_every_posting_is_in_balance_and_opens_what_the_rows_add_up_to(batch_for):
    for name in WRITTEN:
        batch = batch_for(name)
        (found,) = documents(written(Symfonia(), batch, SymfoniaOptions()))
        sides = {"WN": Decimal(0), "MA": Decimal(0)}
        for line in found.all("Zapis"):
            sides[line["strona"]] += line.amount("kwota")
        assert sides["WN"] == sides["MA"], name
        gross = total(row.amount("brutto") for row in found.all("Rejestr"))
        opened = total(one.amount("kwota") for one in found.all("Transakcja"))
        assert opened == (0 if batch.entries[0].invoice.receipt_invoice else gross), name


def test_the_sum_of_every_rate_is_the_entrys(batch_for):
    words = {"zw": "-1", "np": "-2", "oo": "-2", "rr": ("7.00", "6.50")}
    for name in WRITTEN:
        (entry,) = (batch := batch_for(name)).entries
        (found,) = documents(written(Symfonia(), batch, SymfoniaOptions()))
        for rate in {box.rate for box in entry.vat}:
            values = words.get(rate, f"{rate}.00")
            same = {one for one in {box.rate for box in entry.vat} if words.get(one, f"{one}.00") == values}
            boxes = [box for box in entry.vat if box.rate in same]
            rows = [
                row
                for row in found.all("Rejestr")
                if row["stawka"] == values or row["stawka"] in (values if rate == "rr" else ())
            ]
            assert total(row.amount("netto") for row in rows) == total(box.net_pln for box in boxes), (name, rate)
            assert total(row.amount("vat") for row in rows) == total(box.tax_pln for box in boxes), (name, rate)


@pytest.mark.parametrize("client", ["stolarnia", "grafika", "zboze"])
def test_a_clients_file_reads_back_as_its_entries(client, own_entries, batch_of):
    entries = [entry for name in WRITTEN if EXPECTED[name]["client"] == client for entry in own_entries(name, **ANSWERS)]
    stopped = {
        found.document
        for found in Symfonia().check(batch_of(client, entries), SymfoniaOptions())
        if found.level is not Level.NOTES
    }
    batch = batch_of(client, [entry for entry in entries if entry.source not in stopped])
    read = list(Symfonia().read(io.BytesIO(written(Symfonia(), batch, SymfoniaOptions()))))
    assert read == [Symfonia().expect(entry, batch, SymfoniaOptions()) for entry in batch.entries]
    assert len(read) > len(entries) * 0.8


def test_own_invoices_pass_the_strict_checker(checker, batch_for):
    for name in WRITTEN:
        batch = batch_for(name)
        found = checker(written(Symfonia(), batch, SymfoniaOptions()))
        assert {error["code"] for error in found.errors} == CHECKER_OBJECTS.get(name, set()), (name, found.errors)
        (read,) = found.docs
        assert Decimal(read["total_net"]) == total(box.net_pln for box in batch.entries[0].vat), name


def test_own_invoices_that_ask_pass_it_once_they_are_answered(checker, batch_for):
    for name, codes in NOT_WRITTEN.items():
        for decisions in ({"symfonia_margin": "np"}, {"symfonia_reverse_charge": "8"}, {"symfonia_reverse_charge": "net"}):
            batch = batch_for(name, **decisions)
            if codes == list(decisions) and not against(batch):
                found = checker(written(Symfonia(), batch, SymfoniaOptions()))
                assert not found.errors, (name, found.errors)


@pytest.mark.parametrize("client", ["stolarnia", "grafika", "zboze"])
def test_a_month_of_a_client_passes_the_strict_checker(client, checker, own_entries, batch_of):
    names = [name for name in WRITTEN if EXPECTED[name]["client"] == client and name not in CHECKER_OBJECTS]
    entries = [entry for name in names for entry in own_entries(name, **ANSWERS)]
    stopped = {
        found.document
        for found in Symfonia().check(batch_of(client, entries), SymfoniaOptions())
        if found.level is not Level.NOTES
    }
    batch = batch_of(client, [entry for entry in entries if entry.source not in stopped])
    found = checker(written(Symfonia(), batch, SymfoniaOptions()))
    assert not found.errors
    assert len(found.docs) == len(batch.entries)
