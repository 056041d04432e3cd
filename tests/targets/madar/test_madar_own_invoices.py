"""Every own invoice as MADAR gets it: golden files, an independent reader, and the way there and back."""

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.base.findings import Level
from app.booking.entry import Direction
from app.targets.madar import Madar
from app.targets.madar.options import MadarOptions
from tests.targets.madar.madar_reading import DESCRIBED_COLUMNS, VENDOR_COLUMNS, rows_of, sums

EXPECTED = json.loads((Path(__file__).resolve().parents[2] / "invoices" / "expected.json").read_text(encoding="utf-8"))
NAMES = sorted(name for name, expected in EXPECTED.items() if expected["client"])
NOT_WRITTEN = json.loads(
    (Path(__file__).resolve().parents[1] / "golden" / "madar" / "not-written.json").read_text(encoding="utf-8")
)
FULL = MadarOptions(
    document_types=(
        "S=FV;S-KOR=FK;S-WDT=WDT;S-eksport=EXP;S-trójstronna=TR;S-usługi UE=UE;Z=KSZ;Z-towary=PZ;Z-środek trwały=ST;Z-bez odliczenia=KSN"
    ),
    cost_types="usługi=KSZU",
    margin_purchase="np",
)
"""An office that has given a type to everything."""
OPTIONS = {"usual": MadarOptions(), "full": FULL}
COLUMN = {
    "23": "netto23",
    "8": "netto8",
    "5": "netto5",
    "0": "netto0",
    "zw": "nettoZW",
    "np": "nettoNP",
    "oo": "nettoOO",
    "marza": "nettoNP",
}


@pytest.fixture
def batch_for(own_entries, batch_of):
    return lambda name: batch_of(EXPECTED[name]["client"], own_entries(name))


def written(kind):
    return [name for name in NAMES if name not in NOT_WRITTEN[kind]]


def data_of(batch, options):
    (file,) = Madar().write(batch, options)
    return b"".join(file.chunks)


EACH = pytest.mark.parametrize("kind", OPTIONS)


@EACH
def test_says_why_an_invoice_is_not_written(kind, batch_for):
    found = {}
    for name in NAMES:
        batch = batch_for(name)
        findings = [*Madar().check(batch, OPTIONS[kind]), *(finding for entry in batch.entries for finding in entry.findings)]
        codes = {finding.code for finding in findings if finding.level is not Level.NOTES}
        if not codes and not list(Madar().write(batch, OPTIONS[kind])):
            codes = {finding.code for finding in findings if finding.code == "skipped_no_effect"}
        if codes or not batch.entries:
            found[name] = sorted(codes)
    assert found == NOT_WRITTEN[kind]


@pytest.mark.parametrize(
    ("kind", "client"), [("usual", "grafika"), ("full", "stolarnia"), ("full", "grafika"), ("full", "zboze")]
)
def test_writes_the_golden_file_of_a_client_s_documents(kind, client, own_entries, batch_of, golden):
    entries = [entry for name in written(kind) if EXPECTED[name]["client"] == client for entry in own_entries(name)]
    golden(f"madar/{client}{'' if kind == 'usual' else '-komplet'}.csv", data_of(batch_of(client, entries), OPTIONS[kind]))


def test_holds_what_the_entry_holds(batch_for):
    for name in written("full"):
        batch = batch_for(name)
        (entry,) = batch.entries
        rows = rows_of(data_of(batch, FULL))
        sale = entry.direction is Direction.SALE
        for row in rows:
            assert row["faktura_nr"] == " ".join(entry.number.split())
            assert row["nip"].endswith(entry.counterparty.nip or entry.counterparty.tax_number)
            assert row["klient_nazwa"] == " ".join(entry.counterparty.name.split())
            assert _iso(row["DATA_FAKTURY"]) == entry.issue_date.isoformat()
            assert _iso(row["DATA_SPRZEDAZY"])[:7] == entry.vat_period
            assert sale or _iso(row["DATA_OTRZYMANIA"]) == entry.receipt_date.isoformat()
            assert _iso(row["termin_platnosci"]) == (entry.settlement.due.isoformat() if entry.settlement.due else "")
            assert (row["typ"] in {"FV", "FK", "WDT", "EXP", "TR", "UE"}) == sale
            assert entry.ksef_number in row["opis"]
            assert all(code in row["opis"] for code in entry.codes)


def _iso(day):
    return "-".join(part.zfill(2) for part in reversed(day.split("."))) if day else ""


def test_keeps_the_sum_of_every_rate(batch_for):
    for name in written("full"):
        batch = batch_for(name)
        (entry,) = batch.entries
        wanted: dict[str, tuple[Decimal, Decimal]] = {}
        for box in entry.vat:
            net, tax = wanted.get(COLUMN[box.rate], (Decimal(0), Decimal(0)))
            wanted[COLUMN[box.rate]] = (net + box.net_pln, tax + box.tax_pln)
        assert sums(rows_of(data_of(batch, FULL))) == {column: pair for column, pair in wanted.items() if any(pair)}, name


@EACH
def test_reads_back_what_it_expects(kind, own_entries, batch_of):
    for client in ("stolarnia", "grafika", "zboze"):
        entries = [entry for name in written(kind) if EXPECTED[name]["client"] == client for entry in own_entries(name)]
        batch = batch_of(client, entries)
        read = list(Madar().read(io.BytesIO(data_of(batch, OPTIONS[kind]))))
        assert read == [Madar().expect(entry, batch, OPTIONS[kind]) for entry in entries]


def test_has_the_columns_of_the_vendor_s_file(shared, batch_for):
    vendor = (shared / "formats" / "madar-samples" / "vatstawki.csv").read_text(encoding="utf-8").splitlines()[0].split("\t")
    assert set(vendor) - {""} == VENDOR_COLUMNS
    heading = data_of(batch_for("fa3-vat"), MadarOptions()).decode().splitlines()[0].split("\t")
    assert set(heading) == VENDOR_COLUMNS | DESCRIBED_COLUMNS


def test_the_reader_of_the_tests_takes_the_vendor_s_own_rows(shared):
    """Without his unnamed column and with the described ones, which his file lacks."""
    text = (shared / "formats" / "madar-samples" / "vatstawki.csv").read_text(encoding="utf-8")
    heading, *lines = [line.split("\t") for line in text.splitlines()]
    unnamed = heading.index("")
    described = sorted(DESCRIBED_COLUMNS)
    table = [
        [*heading, *described],
        *([*line, *("1.08.2016" if name.startswith("DATA") else "" for name in described)] for line in lines),
    ]
    data = "".join("\t".join(row[:unnamed] + row[unnamed + 1 :]) + "\n" for row in table).encode()
    assert len(rows_of(data)) == len(lines)
    assert sums(rows_of(data))["nettoOO"] == (Decimal(3000), Decimal(0))
