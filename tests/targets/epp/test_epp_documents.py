"""What an .epp file says of a document, field by field; the numbers are those of the specification."""

import datetime as dt
from decimal import Decimal

import msgspec
import pytest

from app.base.dates import Month
from app.base.environments import Environment
from app.base.findings import Level
from app.booking.entry import CorrectionReference, Paid
from app.targets.epp import Epp
from app.targets.epp.options import EppOptions
from app.targets.wording import transliterate
from tests.targets.epp.epp_reading import read

replace = msgspec.structs.replace


@pytest.fixture(scope="module")
def converted(batch_of, check, write):
    """Checks and writes entries, and reads the file again: (file, codes of findings)."""

    def make(*entries, options=None, environment=Environment.PRODUCTION):
        batch = batch_of("stolarnia", entries, environment)
        findings = check(batch, options)
        assert not [found for found in findings if found.level is not Level.NOTES], findings
        assert {found.document for found in findings} <= {entry.source for entry in entries}
        return read(write(batch, options)), {found.code for found in findings}

    return make


@pytest.fixture(scope="module")
def asked(batch_of, check):
    """Codes of what stands against an entry."""

    def make(*entries, options=None):
        findings = check(batch_of("stolarnia", entries), options)
        return [found.code for found in findings if found.level is not Level.NOTES]

    return make


def test_the_file_opens_with_the_client_and_ends_with_an_empty_line(entry_of, batch_of, write):
    data = write(batch_of("stolarnia", [entry_of("fa3-vat")]))
    info = read(data).info
    assert len(info) == 24
    assert info[:3] == ["1.11", "0", "1250"]
    assert info[6] == "Stolarnia Pod Świerkiem sp. z o.o."
    assert info[10] == "9992014701"
    assert data.endswith(b"\r\n\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_auxiliary_sections_come_in_the_order_of_the_programs_even_when_empty(entry_of, converted):
    file, _ = converted(entry_of("fa3-vat"))
    assert list(file.sections) == [
        "KONTRAHENCI", "GRUPYKONTRAHENTOW", "CECHYKONTRAHENTOW", "DODATKOWEKONTRAHENTOW", "DATYZAKONCZENIA",
        "NUMERYIDENTYFIKACYJNENABYWCOW", "PRZYCZYNYKOREKT", "DOKUMENTYFISKALNEVAT", "OPLATYDODATKOWE", "WYMAGALNOSCMPP", "OPLATACUKROWA",
        "DOKUMENTYZNACZNIKIJPKVAT", "INFORMACJEWSTO", "DATYUJECIAKOREKT",
    ]  # fmt: skip


def test_the_old_version_has_no_newer_sections_and_refuses_what_they_were_for(entry_of, converted, asked):
    old = EppOptions(version="1.05.3")
    file, codes = converted(entry_of("fa3-mpp"), options=old)
    assert file.info[0] == "1.05.3"
    assert list(file.sections) == ["KONTRAHENCI", "GRUPYKONTRAHENTOW", "CECHYKONTRAHENTOW", "DATYZAKONCZENIA"]
    assert "jpk_marks_left_out" in codes
    assert "MPP" in file.documents[0][49]
    assert asked(entry_of("fa3-fp"), options=old) == ["fp_not_in_version"]


def test_other_environments_mark_every_document(entry_of, converted):
    file, _ = converted(entry_of("fa3-vat"), environment=Environment.TRAINING)
    assert file.documents[0][49].startswith("SZKOLENIOWE – KSeF: ")


def test_a_purchase_bears_the_suppliers_number_and_the_day_of_receipt(entry_of, converted):
    entry = entry_of("fa3-vat-zakup")
    file, _ = converted(entry)
    (document,) = file.documents
    assert document[1] == "FZ"
    assert document[5] == document[7] == entry.number
    assert document[24] == entry.ksef_date.strftime("%Y%m%d000000")


def test_a_second_purchase_of_the_same_number_takes_the_digits_of_its_ksef_number(entry_of, converted):
    entry = entry_of("fa3-vat-zakup")
    other = replace(entry, source="inna.xml", ksef_number="9992054701-20260305-0123456789AB-00")
    file, _ = converted(entry, other)
    assert [document[5] for document in file.documents] == [entry.number] * 2
    assert [document[7] for document in file.documents] == [entry.number, "0123456789AB"]


def test_a_long_number_is_shortened_only_with_the_offices_consent(entry_of, converted, asked):
    number = "FV/2026/03/ODDZIAŁ-BIELSKO-BIAŁA/000123"
    sale = replace(entry_of("fa3-vat"), number=number)
    assert asked(replace(sale, decisions={})) == ["short_number"]
    file, codes = converted(replace(sale, decisions={"short_number": "yes"}))
    assert len(file.documents[0][7]) == 27
    assert f"Numer: {number}" in file.documents[0][49]
    assert "number_shortened" in codes
    endless = replace(sale, number=number * 6, decisions={"short_number": "yes"})
    assert asked(endless) == ["remarks_too_long"]


def test_a_correction_of_a_shortened_number_refers_to_what_was_written(entry_of, converted):
    number = "FV/2026/03/ODDZIAŁ-BIELSKO-BIAŁA/000123"
    sale = replace(entry_of("fa3-vat"), number=number)
    correction = replace(entry_of("fa3-kor-roznice"), correction=CorrectionReference(number=number, date=sale.issue_date))
    file, _ = converted(sale, correction)
    assert file.documents[1][8] == f"FS {file.documents[0][7]}"


def test_a_correction_has_differences_its_reason_and_its_original(entry_of, converted):
    entry = entry_of("fa3-kor-roznice")
    file, _ = converted(entry)
    (document,) = file.documents
    assert document[1] == "KFS"
    assert document[8] == f"FS {entry.correction.number}"
    assert document.amount(30) == entry.net + entry.tax
    assert file.row("PRZYCZYNYKOREKT", document.key)[1:] == ["1", entry.correction.reason]
    bare, _ = converted(entry, options=EppOptions(correction_reference="bare"))
    assert bare.documents[0][8] == entry.correction.number


@pytest.mark.parametrize(
    ("reference", "field"),
    [
        (CorrectionReference(ksef_number="9992014701-20260319-E3BD78555230-77"), "FS E3BD78555230"),
        (CorrectionReference(period="styczeń–marzec 2026", reason="rabat"), "styczeń–marzec 2026"),
        (CorrectionReference(reason="rabat kwartalny"), "rabat kwartalny"),
        (None, "brak numeru"),
    ],
)
def test_a_correction_without_a_number_says_what_it_knows(reference, field, entry_of, converted):
    file, codes = converted(replace(entry_of("fa3-kor-roznice"), correction=reference))
    assert file.documents[0][8] == field
    assert "corrected_number_missing" in codes


@pytest.mark.parametrize(
    ("kind", "period", "row"),
    [
        ("2", "2026-03", ["2", "20260320000000"]),
        ("1", "2026-02", ["1", "20260210000000"]),
        ("1", "2026-03", ["3", "20260320000000"]),
        ("", "2026-03", None),
    ],
)
def test_when_a_correction_counts_never_contradicts_the_entry(kind, period, row, entry_of, converted):
    day = dt.date(2026, 3, 20)
    entry = replace(
        entry_of("fa3-kor-roznice"),
        issue_date=day, supply_date=day, tax_point=day, vat_period=Month(period),
        correction=CorrectionReference(number="FS/1", date=dt.date(2026, 2, 10), type=kind),
    )  # fmt: skip
    file, _ = converted(entry)
    rows = file.sections["DATYUJECIAKOREKT"]
    assert rows == ([[file.documents[0].key, *row]] if row else [])


def test_a_correction_of_data_only_is_left_out_unless_wanted(entry_of, batch_of, check, converted):
    entry = entry_of("fa3-kor-danych")
    batch = batch_of("stolarnia", [entry, entry_of("fa3-vat")])
    assert [found.code for found in check(batch) if found.document == entry.source] == ["skipped_no_effect"]
    (file,) = Epp().write(batch, EppOptions())
    assert len(read(b"".join(file.chunks)).documents) == file.documents == 1
    wanted, _ = converted(entry, options=EppOptions(no_effect="write"))
    assert [row[2:5] for row in wanted.documents[0].vat] == [["0.0000"] * 3]


def test_groups_of_different_kinds_of_transaction_wait_for_a_decision(entry_of, asked, converted):
    mixed = replace(entry_of("fa3-vat"), vat=(*entry_of("fa3-vat").vat, *(entry_of("fa3-wdt").vat)))
    in_pln = replace(mixed, vat=tuple(replace(box, net_pln=box.net, tax_pln=box.tax) for box in mixed.vat))
    assert asked(in_pln) == ["epp_transaction"]
    assert asked(replace(in_pln, decisions={"epp_transaction": "6"})) == ["epp_transaction"]
    file, _ = converted(replace(in_pln, decisions={"epp_transaction": "2"}))
    assert file.documents[0][55] == "2"
    assert {"23", "ue"} <= set(file.documents[0].rates)


def test_a_margin_sale_waits_for_a_decision_and_a_purchase_is_written_without_tax(entry_of, asked, converted):
    sale = entry_of("fa3-marza-sprzedaz")
    assert asked(sale) == ["epp_margin"]
    file, codes = converted(replace(sale, decisions={"epp_margin": "fm"}))
    assert file.documents[0][1] == "FM"
    assert "margin_amounts_empty" in codes
    file, _ = converted(replace(sale, decisions={"epp_margin": "zw"}))
    assert file.documents[0][1] == "FS"
    assert file.documents[0].rates["zw"][1] == 0
    file, codes = converted(entry_of("fa3-marza"))
    assert file.documents[0][1] == "FZ"
    assert "margin_purchase" in codes


def test_a_supply_to_the_union_bears_prefix_rate_and_transaction(entry_of, converted):
    file, _ = converted(entry_of("fa3-wdt"))
    (document,) = file.documents
    assert set(document.rates) == {"ue"}
    assert document[55] == "2"
    assert document[18].startswith(document[61])
    assert document[62] == "1"
    assert Decimal(document[48]) == entry_of("fa3-wdt").exchange_rate.rate


def test_a_rate_of_more_than_four_decimals_turns_the_document_into_pln(entry_of, converted):
    entry = entry_of("fa3-huf-za-100")
    file, codes = converted(entry)
    (document,) = file.documents
    assert (document[47], document[48]) == ("PLN", "1.0000")
    assert document.amount(28) == sum(box.net_pln for box in entry.vat)
    assert document.amount(29) == sum(box.tax_pln for box in entry.vat)
    assert document.amount(37) == document.amount(30)
    assert "converted_to_pln" in codes


def test_tax_in_pln_that_the_rate_does_not_give_turns_the_document_into_pln(entry_of, converted):
    entry = entry_of("fa3-eur-kurs")
    file, _ = converted(entry)
    assert file.documents[0][47] == "EUR"
    other = replace(entry, vat=tuple(replace(box, tax_pln=box.tax_pln + 1) for box in entry.vat))
    file, codes = converted(other)
    assert file.documents[0][47] == "PLN"
    assert "converted_to_pln" in codes


def test_payments_fill_the_paid_amount_and_their_own_section(entry_of, converted):
    entry = entry_of("fa3-vat")
    gross = entry.net + entry.tax
    payments = (Paid(Decimal(10), dt.date(2026, 3, 5)), Paid(Decimal(5), None))
    file, codes = converted(replace(entry, settlement=replace(entry.settlement, payments=payments)))
    document = file.documents[0]
    assert (document.amount(36), document.amount(37)) == (Decimal(15), gross)
    assert [row[1:] for row in file.sections["PLATNOSCI"]] == [["0", "10.0000", "PLN", "20260305000000"]]
    assert "payment_without_date" in codes
    whole = (Paid(entry.settlement.open_item, dt.date(2026, 3, 5)),)
    file, _ = converted(replace(entry, settlement=replace(entry.settlement, payments=whole)))
    assert file.documents[0].amount(36) == gross


def test_what_has_no_field_stands_in_the_remarks_with_a_note(entry_of, converted):
    entry = entry_of("fa3-vat-zakup")
    more = replace(
        entry, deductible_share=Decimal(50), account="402-1", unit="00012", vat_period=Month("2026-05"), description="Paliwo"
    )
    file, codes = converted(more)
    remarks = file.documents[0][49]
    for text in ("Odliczenie VAT: 50%", "Konto: 402-1", "Jednostka: 00012", "VAT za 2026-05", "Paliwo"):
        assert text in remarks
    assert "only_in_remarks" in codes


def test_long_and_foreign_texts_are_noted_in_full(entry_of, batch_of, check, write):
    name = 'Приклад "Ósemka" ' + "bardzo długa nazwa " * 20
    entry = entry_of("fa3-vat")
    batch = batch_of("stolarnia", [replace(entry, counterparty=replace(entry.counterparty, name=name))])
    findings = {found.code: found.message for found in check(batch)}
    assert "Приклад" in findings["characters_replaced"]
    assert transliterate(name.strip(), "cp1250") in findings["text_shortened"]
    document = read(write(batch)).documents[0]
    assert document[14].startswith('Pryklad "Ósemka" bardzo')
    assert len(document[14]) <= 255
    typographic = read(write(batch, EppOptions(quotes="typographic"))).documents[0]
    assert typographic[14].startswith("Pryklad ”Ósemka” bardzo")


def test_one_contractor_has_one_code_and_the_offices_symbol_comes_first(entry_of, converted):
    entry = entry_of("fa3-vat")
    nip = entry.counterparty.nip
    renamed = replace(entry, source="2.xml", number="FS/2", counterparty=replace(entry.counterparty, name="Zupełnie Inaczej"))
    file, _ = converted(entry, renamed)
    assert len(file.sections["KONTRAHENCI"]) == 1
    assert {document[12] for document in file.documents} == {file.sections["KONTRAHENCI"][0][1]}
    assert file.documents[0][12].endswith(nip)
    file, _ = converted(entry, options=EppOptions(contractor_symbols=f"{nip}=ODEON"))
    assert file.documents[0][12] == "ODEON"


def test_advances_take_their_status_on_request_and_the_cash_method_adds_a_hundred(entry_of, converted):
    file, _ = converted(entry_of("fa3-zal"))
    assert file.documents[0][41] == "0"
    file, _ = converted(entry_of("fa3-zal"), options=EppOptions(advance_status="37"))
    assert file.documents[0][41] == "37"
    file, _ = converted(entry_of("fa3-metoda-kasowa"))
    assert file.documents[0][41] == "100"


def test_jpk_marks_of_a_sale_fill_their_columns(entry_of, converted):
    entry = replace(entry_of("fa3-vat"), codes=("GTU_06", "TP", "WSTO_EE", "FP"), split_payment=True)
    file, _ = converted(entry)
    row = file.row("DOKUMENTYZNACZNIKIJPKVAT", file.documents[0].key)
    assert len(row) == 31
    assert [place for place, value in enumerate(row, 1) if value != "0"] == [1, 4, 14, 21, 29, 30]
    assert row[28] == "3"
    assert file.row("WYMAGALNOSCMPP", file.documents[0].key)[1] == "1"


def test_the_unconfirmed_ksef_section_is_written_only_on_request(entry_of, converted):
    entry = entry_of("fa3-vat")
    file, _ = converted(entry, options=EppOptions(version="1.12", ksef_section="mode_date"))
    assert list(file.sections)[-1] == "DOKUMENTYKSEF"
    day = entry.ksef_date.strftime("%Y%m%d000000")
    assert file.row("DOKUMENTYKSEF", file.documents[0].key)[1:] == [entry.ksef_number, "0", day]
    assert entry.ksef_number in file.documents[0][49]
