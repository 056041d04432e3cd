"""The own invoices of each client as a universal register: golden files, and an independent reading of what they hold."""

import csv
import datetime as dt
import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from app.base.findings import Level
from app.base.money import total
from app.booking.entry import Direction
from app.targets.sheet import Csv, Xlsx
from app.targets.sheet.options import CsvOptions, XlsxOptions
from tests.cast import CLIENTS

EXPECTED = json.loads((Path(__file__).resolve().parents[2] / "invoices" / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(params=sorted(CLIENTS))
def client(request):
    return request.param


@pytest.fixture
def batch(client, own_entries, batch_of):
    """Every own invoice of the client that is booked without a question left."""
    names = sorted(name for name, expected in EXPECTED.items() if expected["client"] == client)
    booked = [entry for name in names for entry in own_entries(name)]
    return batch_of(client, [entry for entry in booked if all(found.level is Level.NOTES for found in entry.findings)])


def slug_of(name):
    return name.removeprefix("rejestr-").rsplit("-", 4)[0]


def test_csv_is_the_golden_file(client, batch, golden):
    for file in Csv().write(batch, CsvOptions()):
        golden(f"csv/{client}-{slug_of(file.name)}.csv", b"".join(file.chunks))
    for file in Csv().write(batch, CsvOptions(profile="jpk", by_rate=False)):
        golden(f"csv/{client}-{slug_of(file.name)}-jpk.csv", b"".join(file.chunks))


def test_xlsx_parts_are_the_golden_files(batch, golden, client):
    (file,) = Xlsx().write(batch, XlsxOptions())
    with zipfile.ZipFile(io.BytesIO(b"".join(file.chunks))) as archive:
        if client == "grafika":
            for name in set(archive.namelist()) - {"xl/theme/theme1.xml"}:  # the theme is the library's alone
                golden(f"xlsx/{name}", archive.read(name).replace(b"\r\n", b"\n"))  # the library ends lines as the system does
        assert archive.testzip() is None


def entries_of(batch, direction):
    return [entry for entry in batch.entries if entry.direction is direction]


def amount(text):
    return Decimal(text.replace(",", "."))


def test_csv_holds_what_the_entries_hold(batch):
    files = {file.name: b"".join(file.chunks).decode("utf-8-sig") for file in Csv().write(batch, CsvOptions())}
    for direction, slug in ((Direction.SALE, "sprzedaz"), (Direction.PURCHASE, "zakup")):
        entries = entries_of(batch, direction)
        text = next((text for name, text in files.items() if slug_of(name) == slug), "")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
        assert len(rows) == len(entries)
        for row, entry in zip(rows, entries, strict=True):
            assert row["Numer KSeF"] == entry.ksef_number
            assert row["Data wystawienia"] == entry.issue_date.isoformat()
            assert row["Okres VAT"] == entry.vat_period
            assert row["NIP"] == (entry.counterparty.nip or entry.counterparty.tax_number)
            assert amount(row["Razem netto"]) == total([box.net_pln for box in entry.vat])
            assert amount(row["Razem VAT"]) == total([box.tax_pln for box in entry.vat])
            assert amount(row["Brutto"]) == total([box.gross for box in entry.vat])
            singles = [value for name, value in row.items() if name.startswith(("Netto ", "Marża")) and value]
            assert total([amount(value) for value in singles]) == amount(row["Razem netto"])


def test_the_statement_by_rates_adds_up_to_the_register(batch):
    files = {slug_of(file.name): b"".join(file.chunks).decode("utf-8-sig") for file in Csv().write(batch, CsvOptions())}
    for slug in ("sprzedaz", "zakup"):
        if slug not in files:
            continue
        documents, rates = (
            list(csv.DictReader(io.StringIO(files[name], newline=""), delimiter=";")) for name in (slug, f"{slug}-stawki")
        )
        assert total([amount(row["Razem netto"]) for row in documents]) == total([amount(row["Netto"]) for row in rates])
        assert total([amount(row["Razem VAT"]) for row in documents]) == total([amount(row["VAT"]) for row in rates])


def test_xlsx_holds_what_the_entries_hold(batch):
    (file,) = Xlsx().write(batch, XlsxOptions())
    book = openpyxl.load_workbook(io.BytesIO(b"".join(file.chunks)), data_only=True)
    for direction, title in ((Direction.SALE, "Sprzedaż"), (Direction.PURCHASE, "Zakup")):
        entries = entries_of(batch, direction)
        if not entries:
            assert title not in book.sheetnames
            continue
        heading, *rows, sums = [list(row) for row in book[title].iter_rows(values_only=True)]
        assert len(rows) == len(entries)
        for values, entry in zip(rows, entries, strict=True):
            row = dict(zip(heading, values, strict=True))
            assert row["Numer KSeF"] == (entry.ksef_number or None)
            assert row["Data wystawienia"] == dt.datetime.combine(entry.issue_date, dt.time())
            assert row["NIP"] == (entry.counterparty.nip or entry.counterparty.tax_number or None)
            assert Decimal(str(row["Razem netto"])) == total([box.net_pln for box in entry.vat])
            assert Decimal(str(row["Razem VAT"])) == total([box.tax_pln for box in entry.vat])
        wanted = total([box.net_pln for entry in entries for box in entry.vat])
        assert Decimal(str(dict(zip(heading, sums, strict=True))["Razem netto"])) == wanted
