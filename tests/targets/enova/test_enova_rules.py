"""Each rule of the files of enova365 on entries made by hand: contractors, money, what is refused, what is told, what reading refuses."""

import csv
import datetime as dt
import io
from decimal import Decimal

import msgspec
import pytest
from lxml import etree

from app.base.dates import Month
from app.base.errors import UnusableArgument
from app.base.findings import Level
from app.booking.client import Client, IncomeMethod
from app.booking.entry import (
    CorrectionReference,
    Counterparty,
    Direction,
    ExchangeRate,
    Explanation,
    Income,
    Paid,
    PaymentForm,
    Settlement,
)
from app.invoice.forms import Kind
from app.targets.contract import Batch
from app.targets.enova import Enova, EnovaXml
from app.targets.enova.options import EnovaOptions, EnovaXmlOptions
from tests.targets.conftest import WRITTEN_AT
from tests.targets.made import BUYER, SELLER, box, made_entry

NS = "{http://www.soneta.pl/schema/business}"
BOOKS = Client(nip=SELLER, income_method=IncomeMethod.BOOKS)
KPIR = Client(nip=SELLER)
FORMS = {"enova": (Enova(), EnovaOptions), "enova-xml": (EnovaXml(), EnovaXmlOptions)}
EACH = pytest.mark.parametrize("form", FORMS)
GERMAN = Counterparty(name="Vendor GmbH", tax_country="DE", tax_number="123456789", eu=True, country="DE")
AMERICAN = Counterparty(name="Acme", tax_country="US", tax_number="12-34", country="US")


def purchase(*boxes, **changes):
    return made_entry(*boxes, direction=Direction.PURCHASE, **changes)


def batch(*entries, client=BOOKS):
    return Batch(client=client, entries=entries, written_at=WRITTEN_AT)


def files(form, entries, client=BOOKS, **options):
    target, kind = FORMS[form]
    return {file.name: b"".join(file.chunks) for file in target.write(batch(*entries, client=client), kind(**options))}


def rows(*entries, **options):
    data = files("enova", entries, contractors_file=False, **options).popitem()[1]
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def session(*entries, client=BOOKS, **options):
    return etree.fromstring(files("enova-xml", entries, client, **options).popitem()[1])


def findings(*entries, form="enova", client=BOOKS, **options):
    target, kind = FORMS[form]
    return list(target.check(batch(*entries, client=client), kind(**options)))


def codes(*entries, **options):
    return [found.code for found in findings(*entries, **options)]


def message(code, *entries, **options):
    (found,) = [found for found in findings(*entries, **options) if found.code == code]
    assert found.level is Level.NOTES
    return found.message


@EACH
def test_a_plain_document_has_nothing_to_tell(form):
    assert codes(made_entry(), form=form) == []
    assert codes(purchase(), form=form) == []


def test_codes_that_differ_only_in_signs_stay_two_contractors():
    other = made_entry(number="F/2", counterparty=Counterparty(name="Inny", nip="9992034709"))
    table = f"{BUYER}=A-B\n9992034709=A_B"
    root = session(made_entry(), other, contractor_codes=table)
    by_id = {card.get("id"): card.findtext(f"{NS}NIP") for card in root.iter(f"{NS}Kontrahent")}
    assert [by_id[one.findtext(f"{NS}Podmiot")] for one in root.iter(f"{NS}DokEwidencji")] == [BUYER, "9992034709"]


def test_a_supplier_without_a_number_has_a_card_of_his_own():
    farmer = purchase(counterparty=Counterparty(name="Rolnik Jan"))
    assert rows(farmer)[0]["Podmiot:Kod"].startswith("ROLNIKJAN_")
    assert session(farmer).findtext(f"{NS}Kontrahent/{NS}Nazwa") == "Rolnik Jan"


def test_the_common_buyer_tells_whom_it_hides():
    consumer = made_entry(counterparty=Counterparty(name="Jan Nowak", address="Łódź"))
    assert rows(consumer)[0]["Podmiot:Kod"] == "KONSUMENT"
    assert "Jan Nowak Łódź" in message("enova_consumer", consumer)
    assert "KONSUMENT" in message("enova_contractor", consumer, contractors_file=False)


def test_the_note_of_a_contractor_says_which_code_must_be_there():
    told = message("enova_contractor", made_entry(counterparty=GERMAN), contractors_file=False)
    assert "Vendor GmbH" in told
    assert told.count("DE123456789") == 2


def test_numbers_of_contractors_by_country():
    root = session(made_entry(number="1", counterparty=GERMAN), made_entry(number="2", counterparty=AMERICAN))
    assert [card.findtext(f"{NS}EuVAT") for card in root.iter(f"{NS}Kontrahent")] == ["DE123456789", None]
    assert "US 12-34" in message("enova_foreign_number", made_entry(counterparty=AMERICAN))


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        (made_entry(), "Krajowy"),
        (made_entry(counterparty=Counterparty(name="Jan")), "Krajowy"),
        (made_entry(box("P_13_6_2", "0", tax="0.00"), counterparty=GERMAN), "Unijny"),
        (made_entry(box("P_13_9", "np", tax="0.00"), counterparty=GERMAN), "Unijny"),
        (made_entry(box("P_13_6_3", "0", tax="0.00"), counterparty=AMERICAN), "Eksportowy"),
        (made_entry(box("P_13_8", "np", tax="0.00"), counterparty=GERMAN, triangular=True), "UnijnyTrójstronny"),
        (made_entry(box("P_13_8", "np", tax="0.00"), counterparty=AMERICAN), None),
        (purchase(box("P_13_8", "np", tax="0.00"), counterparty=AMERICAN), None),
    ],
)
def test_the_kind_of_party_is_said_only_where_it_is_known(entry, kind):
    assert session(entry).findtext(f".//{NS}RodzajPodmiotu") == kind


def test_a_currency_without_a_rate_is_asked_for():
    (asked,) = findings(made_entry(currency="EUR"))
    assert (asked.level, asked.code) == (Level.ASKS, "rate")
    assert codes(made_entry(vat=(), currency="EUR")) == ["enova_zero", "enova_open_item"]


def test_the_table_of_a_rate_is_told():
    rate = ExchangeRate(rate=Decimal("4.25"), source="nbp", table="047/A/NBP/2026", date=dt.date(2026, 3, 9))
    entry = made_entry(box(net_pln="425.00", tax_pln="97.75"), currency="EUR", exchange_rate=rate)
    payment = next(row for row in rows(entry) if row["Platnosci:Class"])
    assert [payment[f"Platnosci:{name}"] for name in ("Kwota", "KwotaKsiegi", "Kurs")] == ["123,00EUR", "522,75", "4,25"]
    assert "047/A/NBP/2026 z 2026-03-09" in message("enova_rate_table", entry)


@EACH
@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (made_entry(box("P_13_5", "19", "100.00", "19.00")), "enova_oss"),
        (made_entry(box("P_13_11", "marza", "100.00", "0.00")), "enova_margin"),
        (purchase(box("P_13_11", "marza", "100.00", "0.00")), "enova_margin"),
        (made_entry(box("FOREIGN", "25", "100.00", "25.00")), "enova_foreign_rate"),
        (made_entry(box("FA1_P_13_6", "", "100.00", "0.00")), "enova_rate"),
        (made_entry(box("P_13_1", "25", "100.00", "25.00")), "enova_rate"),
        (purchase(box("P_11_1", "rr", "1000.00", "65.00"), kind=Kind.VAT_RR), "enova_rate_code"),
        (purchase(box("P_11_1", "rr", "1000.00", "67.00"), kind=Kind.VAT_RR), "enova_rr_rate"),
    ],
)
def test_what_has_no_known_form_is_refused(form, entry, code):
    assert [(found.level, found.code, found.document) for found in findings(entry, form=form)] == [
        (Level.BLOCKS, code, entry.source)
    ]


def test_a_refund_of_six_and_a_half_percent_is_written_once_it_has_a_code():
    entry = purchase(box("P_11_1", "rr", "1000.00", "65.00"), kind=Kind.VAT_RR)
    table = "rr6,5=6,5%"
    (element,) = [row for row in rows(entry, rate_codes=table) if row["NagEwidencjiVAT.Elementy:Class"]]
    assert element["NagEwidencjiVAT.Elementy:DefinicjaStawki:Kod"] == "6,5%"
    assert codes(entry, rate_codes=table) == ["enova_flat_rate"]


DECIDED = purchase(
    category="PALIWO", account="402-1", vat_account="221-1", settlement_account="201-5", register="VAT-Z", cost_type="04", unit="00002",
    income=Income(date=dt.date(2026, 3, 10), net_pln=Decimal("100.00"), column="K_10"),
    explanations=(Explanation("column", "K_10", "ręcznie"),),
)  # fmt: skip


def analysis(entry, **options):
    found = [row for row in rows(entry, **options) if row["OpisAnalityczny:Class"]]
    return [tuple(row[f"OpisAnalityczny:{name}"] for name in ("Wymiar", "Symbol", "Kwota", "Opis")) for row in found]


def test_the_analytic_description_holds_what_the_office_wants():
    assert analysis(DECIDED) == [("4", "402-1", "100,00", "PALIWO")]
    assert analysis(DECIDED, analysis_symbol="cost_type", analysis_text="account") == [("4", "04", "100,00", "402-1")]
    assert analysis(DECIDED, analysis_text="none", dimension_purchase="KOSZT") == [("KOSZT", "402-1", "100,00", "")]
    assert analysis(made_entry(category="TOWARY")) == []
    texts = [session(DECIDED).findtext(f".//{NS}ElementOpisu/{NS}{name}") for name in ("Symbol", "Kwota", "Opis")]
    assert texts == ["402-1", "100.00 PLN", "PALIWO"]


def test_decisions_without_a_place_are_told():
    told = message("enova_treatment", DECIDED)
    for value in ("VAT-Z", "221-1", "201-5", "04", "00002", "K_10"):
        assert value in told
    for value in ("PALIWO", "402-1"):
        assert value not in told
    assert "kategoria: TOWARY" in message("enova_treatment", made_entry(category="TOWARY"))


def test_the_column_of_the_ledger_stands_in_the_xml_and_is_told_with_the_csv():
    assert session(DECIDED, client=KPIR).findtext(f".//{NS}Kolumna") == "ZakupTowarów"
    assert "K_10" not in message("enova_treatment", DECIDED, form="enova-xml", client=KPIR)
    assert "K_10" in message("enova_treatment", DECIDED, client=KPIR)
    income = Income(date=dt.date(2026, 3, 10), net_pln=Decimal("100.00"), column="K_7", rate="8.5")
    lump_sum = made_entry(income=income, explanations=(Explanation("lump_sum_rate", "8.5", "reguła: Usługi"),))
    for form in FORMS:
        assert "8.5%" in message(
            "enova_treatment", lump_sum, form=form, client=Client(nip=SELLER, income_method=IncomeMethod.LUMP_SUM)
        )


def test_a_mark_in_place_of_the_number_stands_in_the_xml_and_is_told_with_the_csv():
    entry = made_entry(ksef_mark="BFK", codes=("GTU_07",))
    assert session(entry).findtext(f".//{NS}OznaczenieKSeF") == "BFK"
    assert "GTU_07, BFK" in message("enova_codes", entry)
    assert "BFK" not in message("enova_codes", entry, form="enova-xml")


def test_a_month_that_no_date_tells_is_told():
    entry = purchase(vat_period=Month("2026-06"))
    registered = "Workers.EwidencjaVAT.NagEwidencjiVAT.DataZaewidencjonowania"
    assert rows(entry)[0][registered] == "2026-06-01"
    assert "2026-06-01" in message("enova_vat_period", entry)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (purchase(box("P_13_10", "oo", tax="0.00")), "enova_reverse_charge"),
        (made_entry(box("P_13_10", "oo", tax="0.00")), "enova_reverse_charge"),
        (purchase(box("P_13_6_2", "0", tax="0.00")), "enova_foreign_purchase"),
        (made_entry(cash_method=True), "enova_cash_method"),
        (made_entry(vat=()), "enova_zero"),
        (made_entry(counterparty=Counterparty(name="", nip=BUYER)), "enova_no_name"),
    ],
)
def test_what_the_program_must_be_told(entry, code):
    assert code in codes(entry)


def test_payments_due_dates_and_unnamed_forms_are_told():
    dates = (dt.date(2026, 3, 24), dt.date(2026, 4, 24))
    side = Settlement(
        gross=Decimal(123), open_item=Decimal(100), form=PaymentForm.CARD, due=dates[0], due_dates=dates,
        payments=(Paid(Decimal("23.00"), dates[0]),),
    )  # fmt: skip
    entry = made_entry(settlement=side)
    assert "2026-04-24" in message("enova_due_dates", entry)
    assert "23,00 zł 2026-03-24" in message("enova_paid", entry)
    assert "100,00 zł" in message("enova_open_item", entry)
    assert "karta" in message("enova_payment_form", entry)
    assert "enova_payment_form" not in codes(entry, payment_card="Karta")


def correction(number="FS/1/2026", **changes):
    fields = {"number": number, "numbers": (number,), "reason": "zwrot towaru"} | changes
    return made_entry(box(net="-100.00", tax="-23.00"), kind=Kind.KOR, number="FK/1", correction=CorrectionReference(**fields))


def test_a_correction_has_its_original_and_its_reason():
    head, payment, element = rows(correction())
    assert (head["NrDokumentuK"], head["PrzyczynaKorekty"]) == ("FS/1/2026", "zwrot towaru")
    assert (payment["Platnosci:Kwota"], element["NagEwidencjiVAT.Elementy:VAT"]) == ("-123,00", "-23,00")
    assert codes(correction()) == []
    assert codes(correction("")) == ["enova_original"]
    told = message("enova_original_data", correction(date=dt.date(2026, 2, 3), ksef_number="9992034709-20260203-0A0000000EF3-0C"))
    assert "2026-02-03, numer KSeF 9992034709-20260203-0A0000000EF3-0C" in told
    assert "A/1, A/2" in message("enova_collective", correction("A/1", numbers=("A/1", "A/2")))


def test_signs_that_part_cells_are_changed_in_texts_told_and_never_in_numbers():
    entry = msgspec.structs.replace(correction('FS;"1"', reason='zwrot; "całość"'), description="deski; belki")
    head = rows(entry)[0]
    assert (head["Opis"], head["PrzyczynaKorekty"], head["NrDokumentuK"]) == ("deski, belki", "zwrot, 'całość'", 'FS;"1"')
    assert "deski; belki" in message("enova_characters", entry)
    assert 'FS;"1"' in message("enova_quoted_number", entry)
    assert session(entry).findtext(f".//{NS}Opis") == "deski; belki"
    assert codes(entry, form="enova-xml") == []


def test_the_ledger_is_told_only_to_those_who_keep_one():
    advance = made_entry(kind=Kind.ZAL, income=Income(none="Zaliczka nie jest przychodem."))
    assert "Zaliczka nie jest przychodem." in message("enova_income", advance, client=KPIR)
    half = Income(date=dt.date(2026, 3, 10), net_pln=Decimal("111.50"), column="K_13")
    assert codes(purchase(deductible_share=Decimal(50), income=half), client=KPIR) == []
    final = made_entry(kind=Kind.ROZ, income=Income(date=dt.date(2026, 3, 10), net_pln=Decimal("500.00"), column="K_7"))
    assert "500,00 zł" in message("enova_income", final, client=KPIR)
    assert codes(advance) == codes(final) == []


def test_an_exempt_client_deducts_nothing():
    (element,) = [
        row
        for row in csv.DictReader(
            io.StringIO(
                files("enova", [purchase()], Client(nip=SELLER, vat_exempt=True)).popitem()[1].decode("utf-8-sig"), newline=""
            ),
            delimiter=";",
        )
        if row["NagEwidencjiVAT.Elementy:Class"]
    ]
    assert element["NagEwidencjiVAT.Elementy:Odliczenia"] == "Nie"


def test_the_same_number_of_one_contractor_twice_is_told_and_of_two_is_not():
    entry = purchase(number="1/2026", ksef_number="9992144705-20260310-0A0000000001-5B")
    again = msgspec.structs.replace(entry, ksef_number="9992144705-20260310-0A0000000002-5B", source="inny.xml")
    (found,) = findings(entry, again)
    assert (found.code, found.document) == ("enova_same_number", "inny.xml")
    assert codes(entry, msgspec.structs.replace(again, counterparty=GERMAN)) == []


@EACH
def test_reading_gives_back_what_is_expected(form):
    target, kind = FORMS[form]
    parties = (GERMAN, AMERICAN, Counterparty(name="Jan Nowak"), Counterparty(name="Firma", nip=BUYER))
    entries = [
        made_entry(box(net=f"{place}.10"), number=f"F/{place}", counterparty=party) for place, party in enumerate(parties, 1)
    ]
    entries.append(purchase(number="Z/1", counterparty=Counterparty(name="Rolnik Jan"), deductible_share=Decimal(50)))
    data = files(form, entries).popitem()[1]
    assert list(target.read(io.BytesIO(data))) == [target.expect(entry, batch(*entries), kind()) for entry in entries]


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        ("enova", b";100,00;", b";100,01;"),
        ("enova", b"SprzedazEwidencja", b"ZakupEwidencja"),
        ("enova", b";FS/1/2026;", b";FS/2/2026;"),
        ("enova", b";9992144705;", b";9992144706;"),
        ("enova", b";23%;", b";22%;"),
        ("enova-xml", b"<VAT>23.00 ", b"<VAT>23.01 "),
        ("enova-xml", b'class="SprzedazEwidencja"', b'class="ZakupEwidencja"'),
        ("enova-xml", b"<NIP>9992144705<", b"<NIP>9992144706<"),
        ("enova-xml", b"Kod=23%", b"Kod=22%"),
        ("enova-xml", b">2026-03-10</DataDokumentu>", b">2026-03-11</DataDokumentu>"),
    ],
)
def test_reading_sees_a_change(form, old, new):
    target, kind = FORMS[form]
    entry = made_entry()
    data = files(form, [entry]).popitem()[1]
    assert old in data
    assert list(target.read(io.BytesIO(data.replace(old, new)))) != [target.expect(entry, batch(entry), kind())]


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        ("enova", b"SprzedazEwidencja", b"Sprzedaz"),
        ("enova", b";100,00;", b";sto;"),
        ("enova", b"NumerDokumentu", b"Numer"),
        ("enova-xml", b'class="SprzedazEwidencja"', b'class="Sprzedaz"'),
        ("enova-xml", b"<Podmiot>Kontrahent_9992144705<", b"<Podmiot>Kontrahent_9992144706<"),
        ("enova-xml", b"<Netto>100.00 PLN<", b"<Netto>100.00 EUR<"),
        ("enova-xml", b"</session>", b""),
        ("enova-xml", b"schema/business", b"schema/other"),
    ],
)
def test_reading_refuses_what_is_no_such_file(form, old, new):
    data = files(form, [made_entry()]).popitem()[1]
    assert old in data
    with pytest.raises(ValueError, match=r"."):
        list(FORMS[form][0].read(io.BytesIO(data.replace(old, new))))


@pytest.mark.parametrize("wrong", [{"contractor_codes": f"{BUYER}=A\n9992034709=A"}, {"definition_sale": " "}])
def test_options_that_would_mix_documents_up_are_refused(wrong):
    with pytest.raises(UnusableArgument) as caught:
        EnovaXmlOptions(**wrong)
    assert caught.value.advice


def test_a_correction_of_data_only_is_skipped():
    entry = made_entry(kind=Kind.KOR, vat=(), no_effect=True, correction=CorrectionReference(number="F/1"))
    assert codes(entry) == ["skipped_no_effect"]
    for form, (target, kind) in FORMS.items():
        assert files(form, [entry]) == {}
        assert target.expect(entry, batch(entry), kind()) is None


@EACH
def test_both_forms_tell_where_to_import_and_what_is_unproven(form):
    target, _ = FORMS[form]
    assert "enova365" in target.import_steps
    assert "próbnym importem" in target.unproven
