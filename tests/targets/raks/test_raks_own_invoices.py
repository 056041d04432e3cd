"""Every own invoice as RAKS gets it: golden files, the strict checker, an independent reading, and the way there and back."""

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.base.findings import Level
from app.base.money import total
from app.booking.entry import Direction
from app.targets.raks import Raks
from app.targets.raks.options import RaksOptions
from tests.targets.raks.raks_reading import EVERY_RATE, amount, files, positions, single

EXPECTED = json.loads((Path(__file__).resolve().parents[2] / "invoices" / "expected.json").read_text(encoding="utf-8"))
NAMES = sorted(name for name, expected in EXPECTED.items() if expected["client"])
NOT_WRITTEN = json.loads(
    (Path(__file__).resolve().parents[1] / "golden" / "raks" / "not-written.json").read_text(encoding="utf-8")
)
USUAL = RaksOptions()
FULL = RaksOptions(
    rate_ids=EVERY_RATE,
    document_types=(
        "S=1 Faktura sprzedaży;S-KOR=2 Korekta faktury sprzedaży;Z=4 Faktura zakupu;Z-KOR=5 Korekta faktury zakupu;Z-VAT_RR=6 Faktura RR"
    ),
    sale_types="kraj=0;WDT=1;eksport=2;trójstronna=3;usługi UE=4;poza krajem=5;odwrotne obciążenie=6",
    purchase_types="zakup=0;środek trwały=1;odwrotne obciążenie=2;bez odliczenia=3",
    without_register="none",
    proof_types="FP=1;MK=2;VAT_RR=3",
    posting=True,
    account_revenue="701",
    account_cost="402",
    account_vat_sale="221-1",
    account_vat_purchase="221-2",
)
"""An office that has filled in all tables and lets the program post."""
OPTIONS = {"usual": USUAL, "full": FULL}
GOLDEN = {
    "usual": ("fa3-vat", "fa3-vat-zakup", "fa3-zw", "fa3-konsument", "fa3-kor-zbiorcza", "fa3-dlugie-pola", "fa3-marza"),
    "full": (
        "fa-rr", "fa3-vat-trzy-stawki", "fa3-wszystkie-grupy", "fa3-kor-pary", "fa3-kor-stawki", "fa3-kor-do-zera", "fa3-zal",
        "fa3-zal-eur", "fa3-roz", "fa3-roz-zero", "fa3-upr", "fa3-wdt", "fa3-np", "fa3-odwrotne-krajowe", "fa3-mpp", "fa3-metoda-kasowa",
        "fa3-fp", "fa3-rozliczenie", "fa3-czesciowa-zaplata", "fa3-wrogie-nazwy", "fa3-marza", "fa3-samofakturowanie-zakup", "pef-kor",
    ),
}  # fmt: skip


@pytest.fixture
def batch_for(own_entries, batch_of):
    return lambda name: batch_of(EXPECTED[name]["client"], own_entries(name))


def written(kind):
    return [name for name in NAMES if name not in NOT_WRITTEN[kind]]


EACH = pytest.mark.parametrize("kind", OPTIONS)


@EACH
def test_says_why_an_invoice_is_not_written(kind, batch_for):
    found = {}
    for name in NAMES:
        batch = batch_for(name)
        findings = [*Raks().check(batch, OPTIONS[kind]), *(finding for entry in batch.entries for finding in entry.findings)]
        codes = {finding.code for finding in findings if finding.level is not Level.NOTES}
        if not codes and not files(Raks(), batch, OPTIONS[kind]):
            codes = {finding.code for finding in findings if finding.code == "skipped_no_effect"}
        if codes or not batch.entries:
            found[name] = sorted(codes)
    assert found == NOT_WRITTEN[kind]


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in GOLDEN.items() for name in names])
def test_writes_the_golden_file(kind, name, batch_for, golden):
    ((_, data),) = files(Raks(), batch_for(name), OPTIONS[kind]).items()
    golden(f"raks/{name}{'' if kind == 'usual' else '-komplet'}.xml", data)


@EACH
def test_passes_the_strict_checker(kind, batch_for, checked):
    for name in written(kind):
        for data in files(Raks(), batch_for(name), OPTIONS[kind]).values():
            found = checked(data)
            assert not found.errors, (name, found.errors)
            assert {warning["code"] for warning in found.warnings} <= {"W_NO_VAT", "W_SUM"}, (name, found.warnings)


@EACH
def test_a_month_of_each_client_passes_the_strict_checker(kind, own_entries, batch_of, checked):
    for client in ("stolarnia", "grafika", "zboze"):
        entries = [entry for name in written(kind) if EXPECTED[name]["client"] == client for entry in own_entries(name)]
        read = 0
        for data in files(Raks(), batch_of(client, entries), OPTIONS[kind]).values():
            found = checked(data)
            assert not found.errors, (client, found.errors)
            read += len(found.docs)
        assert read == len(entries)


def test_holds_what_the_entry_holds(batch_for):
    for name in written("full"):
        batch = batch_for(name)
        (entry,) = batch.entries
        document = single(Raks(), batch, FULL)
        sale = entry.direction is Direction.SALE
        assert document.get("NUMER_DOK") == " ".join(entry.number.split())[:255] or len(entry.number) > 255
        assert document.get("DATA_DOK") == entry.issue_date.isoformat()
        assert document.get("DATA_OP_GOSP") == entry.supply_date.isoformat()
        assert document.get("KSEF_NR_FAKTURY") == entry.ksef_number
        assert document.get("KONTR_NIP") == (entry.counterparty.nip or entry.counterparty.tax_number)
        register = document.find("REJESTRY_VAT/REJESTR_VAT")
        assert register is not None or not entry.vat, name
        if register is not None:
            assert register.get("TYP_REJ") == ("S" if sale else "Z")
            assert register.get("DATA_VAT")[:7] == entry.vat_period
            assert register.get("DATA_OTRZYMANIA") == (entry.receipt_date.isoformat() if entry.receipt_date else "")
        settlement = document.find("ROZRACHUNKI/ROZRACHUNEK")
        if settlement is not None:
            assert amount(settlement, "KWOTA_WAL" if entry.currency != "PLN" else "KWOTA_PLN") == entry.settlement.open_item
            assert settlement.get("DATA_PLAT") == (entry.settlement.due or entry.issue_date).isoformat()
        else:
            assert not entry.settlement.open_item or not (entry.counterparty.nip or entry.counterparty.tax_number)


WORDS = {"P_13_6_2": "0 WDT", "P_13_6_3": "0 EX", "P_13_8": "np I", "P_13_9": "np II", "P_13_11": "marża"}


def test_keeps_the_sum_of_every_rate(batch_for):
    for name in written("full"):
        batch = batch_for(name)
        (entry,) = batch.entries
        wanted: dict[str, tuple[Decimal, Decimal]] = {}
        for box in entry.vat:
            word = WORDS.get(box.box, box.rate)
            net, tax = wanted.get(word, (Decimal(0), Decimal(0)))
            wanted[word] = (net + box.net_pln, tax + box.tax_pln)
        found: dict[str, tuple[Decimal, Decimal]] = {}
        for rate, net, tax in positions(single(Raks(), batch, FULL)):
            word = "rr" if rate.endswith("RR") else rate
            earlier = found.get(word, (Decimal(0), Decimal(0)))
            found[word] = (earlier[0] + net, earlier[1] + tax)
        assert {word: sums for word, sums in found.items() if any(sums)} == {
            word: sums for word, sums in wanted.items() if any(sums)
        }, name


@EACH
def test_reads_back_what_it_expects(kind, batch_for):
    for name in written(kind):
        batch = batch_for(name)
        read = [document for data in files(Raks(), batch, OPTIONS[kind]).values() for document in Raks().read(io.BytesIO(data))]
        assert read == [Raks().expect(entry, batch, OPTIONS[kind]) for entry in batch.entries], name


def test_every_posting_balances_and_names_its_settlement(batch_for):
    posted = 0
    for name in written("full"):
        batch = batch_for(name)
        (entry,) = batch.entries
        document = single(Raks(), batch, FULL)
        lines = list(document.iter("DEKRET"))
        debit = total([amount(line, "KWOTA_PLN") for line in lines if line.get("KONTO_WN")])
        credit = total([amount(line, "KWOTA_PLN") for line in lines if line.get("KONTO_MA")])
        assert debit == credit, name
        for line in lines:
            if line.get("ID_ROZR"):
                (settlement,) = document.iter("ROZRACHUNEK")
                assert line.get("ID_ROZR") == settlement.get("ID")
                assert line.get("KWOTA_PLN") == settlement.get("KWOTA_PLN"), name
                assert line.get("STRONA_ROZR") == ("N" if entry.direction is Direction.SALE else "Z")
        posted += bool(lines)
    assert posted > 40
