"""The universal register as CSV, read again with the csv module."""

import csv
import datetime as dt
import io
from decimal import Decimal

import msgspec
import pytest

from app.base.environments import Environment
from app.base.errors import UnusableArgument
from app.base.findings import notes
from app.booking.client import Client
from app.booking.entry import CorrectionReference, Counterparty, Direction, ExchangeRate, Settlement
from app.invoice.forms import Kind
from app.targets.contract import Batch
from app.targets.options import parse_options
from app.targets.sheet import Csv
from app.targets.sheet.options import CsvOptions
from tests.targets.conftest import WRITTEN_AT
from tests.targets.made import BUYER, SELLER, box, made_entry

CLIENT = Client(nip=SELLER)


def batch(*entries, environment=Environment.PRODUCTION):
    return Batch(client=CLIENT, entries=entries, written_at=WRITTEN_AT, environment=environment, period="2026-03")


def files(*entries, environment=Environment.PRODUCTION, **options):
    made = Csv().write(batch(*entries, environment=environment), CsvOptions(**options))
    return {file.name: b"".join(file.chunks) for file in made}


def table(*entries, slug="sprzedaz", encoding="utf-8-sig", **options):
    """The rows of one file, by heading."""
    data = files(*entries, encoding=encoding, **options)[f"rejestr-{slug}-{SELLER}-2026-03.csv"]
    return list(csv.DictReader(io.StringIO(data.decode(encoding), newline=""), delimiter=";"))


def purchase(*boxes, **changes):
    return made_entry(*boxes, direction=Direction.PURCHASE, **changes)


def test_sales_and_purchases_have_files_of_their_own():
    made = files(made_entry(), purchase())
    assert list(made) == [
        f"rejestr-sprzedaz-{SELLER}-2026-03.csv",
        f"rejestr-zakup-{SELLER}-2026-03.csv",
        f"rejestr-sprzedaz-stawki-{SELLER}-2026-03.csv",
        f"rejestr-zakup-stawki-{SELLER}-2026-03.csv",
    ]
    assert list(files(made_entry(), by_rate=False)) == [f"rejestr-sprzedaz-{SELLER}-2026-03.csv"]
    assert files() == {}


def test_a_file_says_how_many_documents_it_holds():
    counts = [file.documents for file in Csv().write(batch(made_entry(box(), box("P_13_2", "8", "50.00", "4.00"))), CsvOptions())]
    assert counts == [1, 1]


def test_a_document_is_one_row_with_a_pair_of_columns_for_each_rate():
    (row,) = table(made_entry(box(), box("P_13_2", "8", "50.00", "4.00"), box("P_13_7", "zw", "10.00", "0.00")))
    assert (row["Netto 23"], row["VAT 23"], row["Netto 8"], row["VAT 8"]) == ("100,00", "23,00", "50,00", "4,00")
    assert (row["Netto zw"], row["Netto 5"], row["Netto np"]) == ("10,00", "", "")
    assert (row["Razem netto"], row["Razem VAT"], row["Brutto PLN"]) == ("160,00", "27,00", "187,00")
    assert (row["Lp"], row["Rejestr"], row["Numer faktury"], row["NIP"], row["Prefiks NIP"]) == (
        "1",
        "S",
        "FS/1/2026",
        BUYER,
        "PL",
    )


@pytest.mark.parametrize(
    ("group", "rate", "column"),
    [
        ("P_13_6_1", "0", "Netto 0"),
        ("P_13_6_2", "0", "Netto WDT"),
        ("P_13_6_3", "0", "Netto eksport"),
        ("P_13_8", "np", "Netto np"),
        ("P_13_9", "np", "Netto np"),
        ("P_13_10", "oo", "Netto oo"),
        ("P_13_11", "marza", "Marża"),
        ("P_13_1", "22", "Netto inne stawki"),
        ("P_13_4", "4", "Netto inne stawki"),
        ("P_11_1", "rr", "Netto inne stawki"),
        ("P_13_5", "19", "Netto OSS i zagraniczne"),
    ],
)
def test_every_group_has_its_column(group, rate, column):
    (row,) = table(made_entry(box(group, rate, "500.00", "0.00")))
    assert row[column] == row["Razem netto"] == "500,00"


def test_the_statement_by_rates_has_a_row_for_each():
    rows = table(made_entry(box(), box("P_13_9", "np", "50.00", "0.00")), made_entry(number="FS/2"), slug="sprzedaz-stawki")
    assert [(row["Lp"], row["Stawka"], row["Netto"], row["VAT"]) for row in rows] == [
        ("1", "23", "100,00", "23,00"),
        ("1", "np II", "50,00", "0,00"),
        ("2", "23", "100,00", "23,00"),
    ]


def test_a_document_without_amounts_keeps_its_row_in_both():
    nothing = made_entry(vat=())
    assert table(nothing)[0]["Razem netto"] == "0,00"
    assert table(nothing, slug="sprzedaz-stawki")[0]["Netto"] == "0,00"


def test_columns_of_rates_are_in_pln_beside_the_gross_in_currency():
    entry = made_entry(
        box(net_pln="425.31", tax_pln="97.82"),
        currency="EUR",
        exchange_rate=ExchangeRate(rate=Decimal("4.253100"), source="invoice"),
    )
    (row,) = table(entry)
    assert (row["Waluta"], row["Kurs"], row["Netto 23"], row["Brutto"], row["Brutto PLN"]) == (
        "EUR", "4,2531", "425,31", "123,00", "523,13",
    )  # fmt: skip


def test_lines_end_as_on_windows_and_the_file_begins_with_its_mark():
    data = files(made_entry())[f"rejestr-sprzedaz-{SELLER}-2026-03.csv"]
    assert data.startswith(b"\xef\xbb\xbfLp;Rejestr;Numer KSeF;")
    assert data.count(b"\r\n") == 2
    assert data.count(b"\n") == 2


def test_the_office_chooses_encoding_decimal_sign_and_dates():
    (row,) = table(made_entry(), encoding="cp1250", decimal=".", dates="%d.%m.%Y")
    assert (row["Netto 23"], row["Data wystawienia"], row["Miejscowość"]) == ("100.00", "10.03.2026", "Katowice")


def test_letters_which_windows_1250_lacks_are_noted():
    entry = made_entry(counterparty=Counterparty(name="Ångström Ђорђе", nip=BUYER))
    (found,) = Csv().check(batch(entry), CsvOptions(encoding="cp1250"))
    assert (found.code, found.document) == ("sheet_text", entry.source)
    assert "Ångström Ђорђе" in found.message
    assert table(entry, encoding="cp1250")[0]["Kontrahent nazwa"] in found.message
    assert list(Csv().check(batch(entry), CsvOptions())) == []


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)"])
def test_formulas_are_neutralised_and_noted(text):
    entry = made_entry(number=text)
    assert table(entry)[0]["Numer faktury"] == f"'{text}"
    assert [found.code for found in Csv().check(batch(entry), CsvOptions())] == ["sheet_text"]


def test_numbers_are_no_formulas():
    entry = made_entry(box(net="-100.00", tax="-23.00"), number="-12", counterparty=Counterparty(name="+48 600", nip=BUYER))
    row = table(entry)[0]
    assert (row["Numer faktury"], row["Netto 23"], row["Kontrahent nazwa"]) == ("-12", "-100,00", "+48 600")


def test_separators_and_quotes_in_texts_survive():
    name = 'Spółka "A;B", C\r\nsp.k.'
    assert table(made_entry(counterparty=Counterparty(name=name, nip=BUYER)))[0]["Kontrahent nazwa"] == 'Spółka "A;B", C sp.k.'


def test_the_jpk_profile_has_the_fields_of_the_register():
    (sale,) = table(made_entry(box(), box("P_13_6_2", "0", "50.00", "0.00")), profile="jpk")
    assert (sale["K_19"], sale["K_20"], sale["K_21"], sale["K_10"]) == ("100,00", "23,00", "50,00", "")
    assert "Netto 23" not in sale
    (bought,) = table(purchase(), profile="jpk", slug="zakup")
    assert (bought["K_42"], bought["K_43"]) == ("100,00", "23,00")
    assert [name for name in bought if name.startswith("K_")] == [f"K_{number}" for number in range(40, 48)]


def test_columns_may_be_chosen_and_ordered():
    (row,) = table(made_entry(), columns="nip, number,gross_pln")
    assert list(row.items()) == [("NIP", BUYER), ("Numer faktury", "FS/1/2026"), ("Brutto PLN", "123,00")]
    assert "K_19" in table(made_entry(), columns="number,amounts", profile="jpk")[0]
    with pytest.raises(UnusableArgument, match="kwota"):
        parse_options(CsvOptions, {"columns": "number,kwota"})


def test_codes_payment_and_remarks_have_columns():
    entry = made_entry(
        codes=("GTU_06", "GTU_07", "TP"),
        ksef_mark="BFK",
        split_payment=True,
        findings=(notes("x", "Pierwsza uwaga."), notes("y", "Druga uwaga.")),
        settlement=Settlement(
            gross=Decimal("123.00"), open_item=Decimal("113.00"), due=dt.date(2026, 3, 24), account="06105010250000000000000123"
        ),
    )
    (row,) = table(entry)
    assert (row["GTU"], row["Procedury"], row["MPP"]) == ("GTU_06, GTU_07", "TP, BFK", "T")
    assert (row["Termin płatności"], row["Rachunek"], row["Do zapłaty"]) == ("2026-03-24", "06105010250000000000000123", "113,00")
    assert row["Uwagi konwersji"].startswith("Pierwsza uwaga. Druga uwaga.")


def test_corrections_name_what_they_correct():
    reference = CorrectionReference(number="FS/1", numbers=("FS/1", "FS/2"))
    collective = made_entry(kind=Kind.KOR, correction=reference)
    assert table(collective)[0]["Numer korygowanej"] == "zbiorcza: FS/1 + 1"
    assert "FS/1, FS/2" in table(collective)[0]["Uwagi konwersji"]
    assert [found.code for found in Csv().check(batch(collective), CsvOptions())] == ["sheet_collective"]
    single = msgspec.structs.replace(reference, numbers=("FS/1",))
    assert table(made_entry(kind=Kind.KOR, correction=single))[0]["Numer korygowanej"] == "FS/1"


def test_corrections_of_data_are_written_with_a_remark_or_skipped():
    entry = made_entry(kind=Kind.KOR, vat=(), no_effect=True)
    assert "bez wpływu" in table(entry)[0]["Uwagi konwersji"]
    assert files(entry, no_effect="skip") == {}
    (found,) = Csv().check(batch(entry), CsvOptions(no_effect="skip"))
    assert (found.code, found.document) == ("skipped_no_effect", entry.source)


def test_other_environments_mark_every_document():
    assert table(made_entry(), environment=Environment.TEST)[0]["Opis"] == "TEST"


def test_entries_are_read_once_to_be_written():
    class Counted:
        passes = 0

        def __iter__(self):
            self.passes += 1
            return iter([made_entry(), purchase()])

    entries = Counted()
    for file in Csv().write(Batch(client=CLIENT, entries=entries, written_at=WRITTEN_AT), CsvOptions()):
        b"".join(file.chunks)
    assert entries.passes == 1
