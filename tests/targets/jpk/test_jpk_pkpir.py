"""JPK_PKPIR: columns, sums of the year, inventories, and which documents are in the book."""

import datetime as dt
import io
from decimal import Decimal

import msgspec
import pytest
from lxml import etree

from app.base.environments import Environment
from app.base.findings import Level
from app.booking.client import IncomeMethod
from app.booking.entry import CorrectionReference, Counterparty, Direction, Income
from app.invoice.forms import Kind
from app.targets.contract import Batch
from app.targets.jpk import JpkPkpir
from app.targets.jpk.pkpir.options import PkpirOptions
from tests.cast import CARPENTRY, DESIGNER
from tests.targets.conftest import WRITTEN_AT
from tests.targets.jpk.cases import data_of
from tests.targets.jpk.jpk_reading import read
from tests.targets.made import made_entry

KSEF = "9992014701-20260304-63EA6CB95206-85"
USUAL = PkpirOptions()


def batch(*entries, client=DESIGNER, environment=Environment.PRODUCTION):
    return Batch(client=client, entries=entries, written_at=WRITTEN_AT, environment=environment)


def document(column="K_7", amount="100.00", date=dt.date(2026, 3, 10), **changes):
    sale = column in {"K_7", "K_8", "K_9"}
    income = Income(date=date, net_pln=Decimal(amount), column=column)
    fields = {"direction": Direction.SALE if sale else Direction.PURCHASE, "income": income, "ksef_number": KSEF}
    return made_entry(**(fields | changes))


def found(entry, options=USUAL, client=DESIGNER):
    return {finding.code: finding for finding in JpkPkpir().check(batch(entry, client=client), options)}


def stops(entry, client=DESIGNER):
    return [code for code, finding in found(entry, client=client).items() if finding.level is not Level.NOTES]


def file_of(*entries, options=USUAL, schemas=None, environment=Environment.PRODUCTION):
    (data,) = data_of(JpkPkpir(), batch(*entries, environment=environment), options).values()
    if schemas:
        assert schemas["jpk-pkpir"].validate(etree.fromstring(data)), schemas["jpk-pkpir"].error_log
    return data


def row_of(entry, schemas=None, **changes):
    (row,) = read(file_of(entry, schemas=schemas, **changes))["PKPIRWiersz"]
    return row


@pytest.mark.parametrize(
    ("column", "fields"),
    [
        ("K_7", {"K_7", "K_9"}),
        ("K_8", {"K_8", "K_9"}),
        ("K_10", {"K_10"}),
        ("K_11", {"K_11"}),
        ("K_12", {"K_12", "K_14"}),
        ("K_13", {"K_13", "K_14"}),
        ("K_15", {"K_15"}),
        ("K_16", {"K_16B"}),
    ],
)
def test_the_column_and_the_sum_it_belongs_to(column, fields, schemas):
    entry = document(column, "12.34")
    row = row_of(entry, schemas)
    assert {name for name, text in row.items() if text == "12.34"} == fields
    data = file_of(entry)
    assert list(JpkPkpir().read(io.BytesIO(data))) == [JpkPkpir().expect(entry, batch(entry), USUAL)]


@pytest.mark.parametrize(
    ("column", "side"), [("K_10", Direction.SALE), ("K_7", Direction.PURCHASE), ("K_99", Direction.PURCHASE)]
)
def test_a_column_of_the_other_side_is_refused(column, side):
    assert stops(document(column, direction=side)) == ["jpk_pkpir_column"]


def test_the_research_column_is_told_to_be_checked():
    assert "P_3" in found(document("K_16"))["jpk_pkpir_research"].message


def test_a_row_names_document_contractor_and_event(schemas):
    party = Counterparty(name="Żubr sp. z o.o.", nip="9992144705", country="PL", address="ul. Ceglana 8\n40-514 Katowice")
    row = row_of(document("K_13", counterparty=party, number="FS/7", description="Papier"), schemas)
    wanted = {
        "K_1": "1",
        "K_2": "2026-03-10",
        "K_3A": "FS/7",
        "K_3B": KSEF,
        "K_4A": "PL",
        "K_4B": "9992144705",
        "K_5A": "Żubr sp. z o.o.",
        "K_5B": "ul. Ceglana 8, 40-514 Katowice",
        "K_6": "Papier",
    }
    assert {name: row[name] for name in wanted} == wanted


def test_greece_is_gr_here_and_a_consumer_has_no_number(schemas):
    greek = Counterparty(name="A", tax_country="EL", tax_number="999000123", eu=True, address="Athen")
    assert row_of(document(counterparty=greek), schemas)["K_4A"] == "GR"
    consumer = row_of(document(counterparty=Counterparty(name="")), schemas)
    assert "K_4A" not in consumer
    assert "K_4B" not in consumer
    assert (consumer["K_5A"], consumer["K_5B"]) == ("BRAK", "BRAK")


def test_an_event_without_a_description_is_named_by_its_side():
    assert row_of(document())["K_6"] == "Sprzedaż"
    assert row_of(document("K_13"))["K_6"] == "Zakup"


def test_remarks_hold_the_correction_and_the_currency(schemas):
    reference = CorrectionReference(number="FS/1", numbers=("FS/1", "FS/2"), reason="rabat")
    entry = document(amount="-42.65", kind=Kind.KOR, correction=reference, currency="EUR")
    row = row_of(entry, schemas)
    assert row["K_17"] == "korekta do FS/1, FS/2; przyczyna: rabat; EUR netto 100 VAT 23"
    assert row["K_7"] == "-42.65"


def test_long_texts_are_shortened_and_told(schemas):
    party = Counterparty(name="Nazwa " * 60, nip="9992144705", address="Ulica " * 60)
    entry = document(counterparty=party, description="Opis " * 60)
    assert all(len(text) <= 256 for text in row_of(entry, schemas).values())
    messages = [finding.message for finding in JpkPkpir().check(batch(entry), USUAL) if finding.code == "jpk_shortened"]
    assert [words in message for words, message in zip(("Nazwa", "Adres", "Opis"), messages, strict=True)] == [True, True, True]


def test_only_revenue_and_cost_are_in_the_book():
    advance = made_entry(income=Income(none="Zaliczka nie jest przychodem."), number="ZAL/1")
    assert "Zaliczka" in found(advance)["not_in_this_file"].message
    assert [row["K_3A"] for row in read(file_of(advance, document(number="FS/2")))["PKPIRWiersz"]] == ["FS/2"]
    assert data_of(JpkPkpir(), batch(advance), USUAL) == {}


def test_a_correction_of_data_is_skipped():
    assert "skipped_no_effect" in found(document(no_effect=True, income=Income(none="Korekta danych nie zmienia kwot.")))


def test_the_year_s_costs_and_income_rest_on_rows_and_inventories(schemas):
    rows = (document("K_7", "1000.00"), document("K_10", "200.00"), document("K_11", "10.00"), document("K_13", "30.00"))
    extra = (document("K_15", "5000.00"), document("K_16", "7000.00"))
    options = PkpirOptions(inventories="2026-01-01=50;2026-12-31=20;2026-06-30=5;2025-06-30=9")
    data = file_of(*rows, *extra, options=options, schemas=schemas)
    assert b"<P_1>50.00</P_1><P_2>20.00</P_2><P_3>270.00</P_3><P_4>730.00</P_4>" in data
    assert data.count(b"<PKPIRSpis>") == 1
    assert b"<P_5A>2026-06-30</P_5A><P_5B>5.00</P_5B>" in data
    assert "jpk_pkpir_inventory" not in found(document(), options)


def test_the_closing_of_a_year_opens_the_next():
    data = file_of(document(), options=PkpirOptions(inventories="2025-12-31=1 250,50"))
    assert b"<P_1>1250.50</P_1><P_2>0.00</P_2>" in data


def test_a_missing_inventory_is_told_once_a_year():
    entries = [document(number="A"), document(number="B"), document(number="C", date=dt.date(2027, 1, 5))]
    findings = [one for one in JpkPkpir().check(batch(*entries), USUAL) if one.code == "jpk_pkpir_inventory"]
    assert [one.document for one in findings] == ["A.xml", "C.xml"]
    assert "na początek i na koniec roku 2026" in findings[0].message
    half = found(document(), PkpirOptions(inventories="2026-01-01=0"))["jpk_pkpir_inventory"].message
    assert "na koniec" in half
    assert "na początek" not in half


def test_each_year_has_a_book_of_its_own(schemas):
    entries = [
        document(number="B", date=dt.date(2027, 1, 5)),
        document(number="A", date=dt.date(2026, 11, 5)),
        document(number="C"),
    ]
    files = data_of(JpkPkpir(), batch(*entries), USUAL)
    assert list(files) == ["jpk-pkpir-9992024705-2026-03_2026-11.xml", "jpk-pkpir-9992024705-2027-01_2027-01.xml"]
    assert [[row["K_3A"] for row in read(data)["PKPIRWiersz"]] for data in files.values()] == [["A", "C"], ["B"]]
    assert b"<DataOd>2026-03-01</DataOd>\n<DataDo>2026-11-30</DataDo>" in min(files.values(), key=lambda data: data.find(b"2027"))
    assert all(schemas["jpk-pkpir"].validate(etree.fromstring(data)) for data in files.values())


def test_a_year_before_the_form_is_refused():
    assert stops(document(date=dt.date(2025, 12, 31))) == ["jpk_pkpir_date"]


@pytest.mark.parametrize("method", [IncomeMethod.BOOKS, IncomeMethod.LUMP_SUM])
def test_a_client_without_the_book_is_told(method):
    client = msgspec.structs.replace(CARPENTRY, income_method=method)
    assert stops(document(), client=client) == ["jpk_pkpir_no_book"]


def test_other_refusals():
    assert stops(document(ksef_number="123")) == ["jpk_ksef_number"]
    assert stops(document(number="N" * 300)) == ["short_number"]
    assert stops(document(amount="10000000000000000.00")) == ["jpk_amount"]
    assert stops(document(counterparty=Counterparty(name="A", tax_country="US", tax_number="1" * 51))) == ["jpk_tax_number"]
    assert stops(msgspec.structs.replace(document(), income=Income())) == []  # the rate is booking's question
    findings = list(JpkPkpir().check(batch(document(), document()), USUAL))
    assert [finding.code for finding in findings if finding.level is Level.BLOCKS] == ["jpk_duplicate"]


def test_a_document_outside_ksef_has_no_number_and_asks_nothing(schemas):
    entry = document(ksef_number="")
    assert stops(entry) == []
    assert "K_3B" not in row_of(entry, schemas)


def test_a_test_environment_stands_in_the_description():
    assert row_of(document(description="Papier"), environment=Environment.TEST)["K_6"] == "TEST – Papier"


def test_the_cash_basis_and_the_purpose(schemas):
    data = file_of(document(), options=PkpirOptions(cash_basis=True, purpose="2"), schemas=schemas)
    assert b"<Kasowy_PIT>1</Kasowy_PIT>" in data
    assert b"<CelZlozenia>2</CelZlozenia>" in data


def test_wrong_sums_are_noticed_when_reading_back():
    data = file_of(document(), document("K_13", number="B"))
    for wrong, words in (
        (b"<SumaPrzychodow>9", "PKPIRCtrl"),
        (b"<LiczbaWierszy>9", "PKPIRCtrl"),
        (b"<K_9>9", "K_9"),
        (b"<K_14>9", "K_14"),
    ):
        with pytest.raises(ValueError, match=words):
            list(JpkPkpir().read(io.BytesIO(data.replace(wrong[:-1], wrong))))
    with pytest.raises(ValueError, match="missing"):
        list(JpkPkpir().read(io.BytesIO(data.replace(b"PKPIRCtrl", b"PKPIRSumy"))))


def test_what_has_no_column_is_told():
    entry = document(category="BIURO", account="401")
    assert "BIURO" in found(entry)["jpk_left_out"].message
    assert "401" in found(entry)["jpk_left_out"].message


def test_says_what_the_file_is_for():
    assert "sprawdzania" in JpkPkpir.title
    assert "nie do wysłania" in JpkPkpir.import_steps
    assert "PKPIRInfo" in JpkPkpir.unproven
