"""The universal register as a workbook, read again with openpyxl."""

import datetime as dt
import io
import zipfile
from decimal import Decimal
from itertools import islice

import openpyxl
import pytest

from app.base.environments import Environment
from app.base.errors import StorageError, UnusableArgument
from app.booking.client import Client
from app.booking.entry import Counterparty, Direction
from app.targets.contract import Batch
from app.targets.sheet import Xlsx
from app.targets.sheet.columns import BY_RATE
from app.targets.sheet.options import XlsxOptions
from app.targets.sheet.workbook import workbook_chunks
from tests.targets.conftest import WRITTEN_AT
from tests.targets.made import BUYER, SELLER, box, made_entry


def convert(*entries, **options):
    batch = Batch(client=Client(nip=SELLER), entries=entries, written_at=WRITTEN_AT, environment=Environment.PRODUCTION)
    (file,) = Xlsx().write(batch, XlsxOptions(**options))
    return file, b"".join(file.chunks)


def workbook(*entries, values=True, **options):
    return openpyxl.load_workbook(io.BytesIO(convert(*entries, **options)[1]), data_only=values)


def rows(sheet):
    heading, *found = [list(row) for row in sheet.iter_rows(values_only=True)]
    return [dict(zip(heading, row, strict=True)) for row in found]


def purchase(*boxes, **changes):
    return made_entry(*boxes, direction=Direction.PURCHASE, **changes)


def test_each_register_has_a_sheet():
    assert workbook(made_entry(), purchase()).sheetnames == ["Sprzedaż", "Zakup", "Sprzedaż wg stawek", "Zakup wg stawek"]
    assert workbook(made_entry(), by_rate=False).sheetnames == ["Sprzedaż"]


def test_nothing_to_write_gives_no_file():
    batch = Batch(client=Client(nip=SELLER), entries=(), written_at=WRITTEN_AT)
    assert list(Xlsx().write(batch, XlsxOptions())) == []


def test_the_file_counts_documents_not_rows():
    file, _ = convert(made_entry(box(), box("P_13_2", "8", "50.00", "4.00")), purchase())
    assert (file.documents, file.name) == (2, f"rejestr-{SELLER}-2026-04-20.xlsx")


def test_dates_and_amounts_are_real_and_numbers_of_parties_are_text():
    sheet = workbook(made_entry(box(net="1234.56", tax="283.95"), number="0012"))["Sprzedaż"]
    row = rows(sheet)[0]
    assert row["Data wystawienia"] == dt.datetime(2026, 3, 10)  # noqa: DTZ001 - a spreadsheet's dates have no zone
    assert (row["Netto 23"], row["VAT 23"], row["Brutto PLN"]) == (1234.56, 283.95, 1518.51)
    assert (row["NIP"], row["Numer faktury"], row["Lp"]) == (BUYER, "0012", 1)
    cells = {sheet.cell(1, place).value: sheet.cell(2, place) for place in range(1, sheet.max_column + 1)}
    assert cells["NIP"].data_type == "s"
    assert cells["Data wystawienia"].is_date
    assert cells["Netto 23"].number_format == "#,##0.00"


def test_sums_stand_below_and_follow_the_filter():
    entries = [made_entry(), made_entry(box(net="-40.00", tax="-9.20"), number="K/1")]
    assert rows(workbook(*entries)["Sprzedaż"])[-1]["Razem netto"] == 60
    last = rows(workbook(*entries, values=False)["Sprzedaż"])[-1]
    assert last["Lp"] == "Razem"
    assert last["Razem netto"].startswith("=SUBTOTAL(109,")
    assert last["Brutto"] is None  # amounts of several currencies have no sum


def test_the_heading_stays_in_sight_and_filters():
    sheet = workbook(made_entry(), made_entry(number="FS/2"))["Sprzedaż"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.auto_filter.ref.endswith("3")


def test_formulas_in_texts_stay_texts():
    cell = next(
        cell
        for row in workbook(made_entry(number="=1+1"), values=False)["Sprzedaż"].iter_rows()
        for cell in row
        if cell.value == "=1+1"
    )
    assert cell.data_type in {"s", "inlineStr"}
    assert cell.quotePrefix


def test_escapes_and_hostile_characters_come_back_as_they_were():
    name = "<b>&amp; _x0041_ „Żółć” \U0001f600"
    entry = made_entry(counterparty=Counterparty(name=name + "\u0000", nip=BUYER))
    text = zipfile.ZipFile(io.BytesIO(convert(entry)[1])).read("xl/worksheets/sheet1.xml").decode()
    assert "&lt;b&gt;&amp;amp; _x005F_x0041_ „Żółć” \U0001f600</t>" in text


def test_a_text_that_looks_like_mark_up_stays_text():
    entry = made_entry(counterparty=Counterparty(name="<r><t>Firma</r>", nip=BUYER))
    assert rows(workbook(entry)["Sprzedaż"])[0]["Kontrahent nazwa"].rstrip() == "<r><t>Firma</r>"


def test_an_amount_too_long_for_a_spreadsheet_stays_exact():
    row = rows(workbook(made_entry(box(net="90071992547409930.11", tax="0.00")))["Sprzedaż"])[0]
    assert row["Netto 23"] == "90071992547409930,11"
    assert rows(workbook(made_entry(box(net="9007199254740.93", tax="0.00")))["Sprzedaż"])[0]["Netto 23"] == 9007199254740.93


def test_the_same_batch_gives_the_same_bytes_without_any_clock():
    first, second = convert(made_entry(), purchase())[1], convert(made_entry(), purchase())[1]
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 31, 0, 0, 0)}
        assert b"2026-04-20T10:30:00Z" in archive.read("docProps/core.xml")


@pytest.mark.parametrize("pieces", [0, 1, 1_000_000], ids=["none", "one", "all"])
def test_nothing_stays_on_the_disk(tmp_path, monkeypatch, pieces):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    batch = Batch(client=Client(nip=SELLER), entries=(made_entry(),), written_at=WRITTEN_AT)
    (file,) = Xlsx().write(batch, XlsxOptions())
    chunks = iter(file.chunks)
    list(islice(chunks, pieces))
    chunks.close()  # as a cancelled conversion does
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_of_temporary_files_is_said():
    def fill(_book):
        raise OSError(28, "No space left on device")

    with pytest.raises(StorageError, match="Zwolnij miejsce"):
        list(workbook_chunks(fill, WRITTEN_AT))


def test_a_row_more_than_a_sheet_has_is_refused():
    def fill(book):
        sheet = book.add_sheet("Sprzedaż", BY_RATE)
        sheet._count = 1_048_574
        sheet.add([None for _ in BY_RATE])

    with pytest.raises(UnusableArgument, match="1048574 wierszy"):
        list(workbook_chunks(fill, WRITTEN_AT))


def test_sums_match_the_entries_exactly():
    entries = [made_entry(box(net=f"{place}.10", tax=f"{place}.02"), number=f"FS/{place}") for place in range(200)]
    text = zipfile.ZipFile(io.BytesIO(convert(*entries)[1])).read("xl/worksheets/sheet1.xml").decode()
    assert f"<v>{sum((entry.net for entry in entries), Decimal(0))}</v></c>" in text
