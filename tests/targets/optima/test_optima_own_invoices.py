"""Every own invoice as Optima gets it: golden files, and an independent reading of what they hold."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.base.findings import Level
from app.base.money import total
from app.booking.entry import Direction
from app.targets.optima import Optima
from app.targets.optima.options import OptimaOptions
from tests.targets.optima.reading import numbers, party_name, records, text, texts, written

EXPECTED = json.loads((Path(__file__).resolve().parents[2] / "invoices" / "expected.json").read_text(encoding="utf-8"))
NAMES = sorted(name for name, expected in EXPECTED.items() if expected["client"])
NOT_WRITTEN = json.loads(
    (Path(__file__).resolve().parents[1] / "golden" / "optima" / "not-written.json").read_text(encoding="utf-8")
)
WRITTEN = [name for name in NAMES if name not in NOT_WRITTEN]


@pytest.fixture
def batch_for(own_entries, batch_of):
    return lambda name: batch_of(EXPECTED[name]["client"], own_entries(name))


@pytest.mark.parametrize("name", sorted(NOT_WRITTEN))
def test_says_why_an_invoice_is_not_written(name, batch_for):
    batch = batch_for(name)
    codes = {found.code for found in Optima().check(batch, OptimaOptions()) if found.level is not Level.NOTES}
    codes |= {found.code for entry in batch.entries for found in entry.findings if found.level is not Level.NOTES}
    if not codes and batch.entries:
        codes = {found.code for found in Optima().check(batch, OptimaOptions()) if found.code == "skipped_no_effect"}
        assert not list(Optima().write(batch, OptimaOptions()))
    assert sorted(codes) == NOT_WRITTEN[name]


@pytest.mark.parametrize("name", WRITTEN)
def test_writes_the_golden_file(name, batch_for, golden):
    batch = batch_for(name)
    assert not [found for found in Optima().check(batch, OptimaOptions()) if found.level is not Level.NOTES]
    golden(f"optima/{name}.xml", written(Optima(), batch, OptimaOptions()))


@pytest.mark.parametrize("name", WRITTEN)
def test_holds_what_the_entry_holds(name, batch_for):
    batch = batch_for(name)
    (entry,) = batch.entries
    (record,) = records(written(Optima(), batch, OptimaOptions()))
    sale = entry.direction is Direction.SALE
    assert record.tag.endswith("REJESTR_SPRZEDAZY_VAT" if sale else "REJESTR_ZAKUPU_VAT")
    assert text(record, "NUMER") == " ".join(entry.number.split())
    assert text(record, "NR_KSEF") == entry.ksef_number
    assert text(record, "DATA_WYSTAWIENIA") == entry.issue_date.isoformat()
    assert text(record, "DATA_SPRZEDAZY" if sale else "DATA_ZAKUPU") == entry.supply_date.isoformat()
    assert text(record, "DATA_WPLYWU") == (None if sale else entry.receipt_date.isoformat())
    assert text(record, "DEKLARACJA_VAT7") == entry.vat_period
    assert text(record, "NIP") == (entry.counterparty.nip or entry.counterparty.tax_number)
    assert text(record, "PODMIOT_NIP") == text(record, "NIP")
    full_name = " ".join(entry.counterparty.name.split())
    assert party_name(record) == (full_name or "BRAK") or (len(full_name) > 350 and full_name.startswith(party_name(record)))
    assert total(numbers(record, "NETTO")) == total([box.net for box in entry.vat])
    assert total(numbers(record, "VAT")) == total([box.tax for box in entry.vat])
    assert total(numbers(record, "NETTO_SYS")) == total([box.net_pln for box in entry.vat])
    assert total(numbers(record, "VAT_SYS")) == total([box.tax_pln for box in entry.vat])
    payment = total(numbers(record, "KWOTA_PLAT"))
    assert payment == abs(total([box.gross for box in entry.vat]))
    assert (text(record, "KIERUNEK") == "przychód") == (sale == (total([box.gross for box in entry.vat]) > 0)) or not payment


@pytest.mark.parametrize("name", WRITTEN)
def test_keeps_the_sum_of_every_rate(name, batch_for):
    batch = batch_for(name)
    (entry,) = batch.entries
    (record,) = records(written(Optima(), batch, OptimaOptions()))
    found: dict[tuple[Decimal, str], Decimal] = {}
    rows = zip(numbers(record, "STAWKA_VAT"), texts(record, "STATUS_VAT"), numbers(record, "NETTO_SYS"), strict=True)
    for rate, status, net in rows:
        found[rate, status] = found.get((rate, status), Decimal(0)) + net
    for status, rates in (("zwolniona", {"zw"}), ("nie podlega", {"np", "oo"})):
        wanted = total([box.net_pln for box in entry.vat if box.rate in rates])
        assert found.get((Decimal(0), status), Decimal(0)) == wanted
    for rate in {box.rate for box in entry.vat if box.rate.isdigit()}:
        wanted = total([box.net_pln for box in entry.vat if box.rate == rate])
        assert found.get((Decimal(rate), "opodatkowana"), Decimal(0)) == wanted
