"""What the RAKS file does with documents, one behaviour each."""

import datetime as dt
import io
from decimal import Decimal

import pytest

from app.base.dates import Month
from app.base.environments import Environment
from app.base.errors import UnusableArgument
from app.base.findings import Level
from app.booking.client import Client, IncomeMethod
from app.booking.entry import (
    CorrectionReference,
    Counterparty,
    Direction,
    ExchangeRate,
    Income,
    Paid,
    PaymentForm,
    Settlement,
)  # fmt: skip
from app.invoice.forms import Kind
from app.targets.contract import Batch
from app.targets.options import parse_options
from app.targets.raks import Raks
from app.targets.raks.options import RaksOptions
from tests.targets.conftest import WRITTEN_AT
from tests.targets.made import BUYER, SELLER, box, made_entry
from tests.targets.raks.raks_reading import EVERY_RATE, amount, files, root_of

CLIENT = Client(nip=SELLER, name="Stolarnia", income_method=IncomeMethod.BOOKS)
NOW = dt.date(2026, 3, 10)


def batch(*entries, client=CLIENT, environment=Environment.PRODUCTION):
    return Batch(client=client, entries=entries, written_at=WRITTEN_AT, environment=environment)


def findings(*entries, client=CLIENT, environment=Environment.PRODUCTION, **options):
    return list(Raks().check(batch(*entries, client=client, environment=environment), RaksOptions(**options)))


def codes(*entries, **options):
    return [found.code for found in findings(*entries, **options)]


def message(code, *entries, **options):
    (found,) = [found for found in findings(*entries, **options) if found.code == code]
    return found.message


def convert(*entries, client=CLIENT, environment=Environment.PRODUCTION, **options):
    return files(Raks(), batch(*entries, client=client, environment=environment), RaksOptions(**options))


def document(entry, **options):
    (data,) = convert(entry, **options).values()
    (found,) = root_of(data).iter("DOKUMENT")
    return found


def purchase(*boxes, **changes):
    return made_entry(*boxes, **({"direction": Direction.PURCHASE} | changes))


def posting(entry, **options):
    usual = {"account_revenue": "701", "account_cost": "402", "account_vat_sale": "221-1", "account_vat_purchase": "221-2"}
    found = document(entry, posting=True, **(usual | options))
    return [(line.get("KONTO_WN"), line.get("KONTO_MA"), amount(line, "KWOTA_PLN")) for line in found.iter("DEKRET")]


def test_sales_and_purchases_stand_in_files_of_their_own():
    written = convert(made_entry(), purchase(number="Z/1"))
    assert list(written) == [f"raks-sprzedaz-{SELLER}-2026-04-20.xml", f"raks-zakup-{SELLER}-2026-04-20.xml"]
    assert [[row.get("TYP_REJ") for row in root_of(data).iter("REJESTR_VAT")] for data in written.values()] == [["S"], ["Z"]]


def test_nothing_is_written_of_nothing():
    assert convert() == {}
    assert convert(made_entry(no_effect=True)) == {}
    assert codes(made_entry(no_effect=True)) == ["skipped_no_effect"]


def test_a_rate_without_an_id_blocks_and_names_the_line_to_write():
    entry = made_entry(box(), box("P_13_7", "zw", "50.00", "0.00"))
    (found,) = findings(entry)
    assert (found.level, found.code) == (Level.BLOCKS, "raks_rate_id")
    assert "zw=ID" in found.message
    assert not [found for found in findings(entry, rate_ids="23=12;zw=40") if found.level is not Level.NOTES]
    assert [row.get("ID_STAWKI") for row in document(entry, rate_ids="23=12;zw=40").iter("POZYCJA")] == ["12", "40"]


@pytest.mark.parametrize(
    ("group", "rate", "word"),
    [
        ("P_13_6_1", "0", "0"),
        ("P_13_6_2", "0", "0 WDT"),
        ("P_13_6_3", "0", "0 EX"),
        ("P_13_8", "np", "np I"),
        ("P_13_9", "np", "np II"),
        ("P_13_10", "oo", "oo"),
        ("P_13_2", "7", "7"),
    ],
)
def test_each_kind_of_rate_has_an_id_of_its_own(group, rate, word):
    entry = made_entry(box(group, rate, "100.00", "0.00"))
    assert f"{word}=ID" in message("raks_rate_id", entry)
    (row,) = document(entry, rate_ids=f"{word}=77").iter("POZYCJA")
    assert row.get("ID_STAWKI") == "77"


def test_a_sum_of_nought_beside_others_needs_no_id():
    entry = made_entry(box(), box("P_13_7", "zw", "0.00", "0.00"))
    assert codes(entry) == []
    assert len(list(document(entry).iter("POZYCJA"))) == 1


def test_purchases_without_deduction_have_no_entry_in_the_register():
    entry = purchase(box("P_13_7", "zw", "50.00", "0.00"))
    assert codes(entry) == ["raks_no_register"]
    assert document(entry).find("REJESTRY_VAT") is None
    assert document(entry, without_register="none", rate_ids=EVERY_RATE).find("REJESTRY_VAT") is not None


def test_a_purchase_from_abroad_stays_in_the_register_for_the_buyer_s_tax():
    seller = Counterparty(name="Acme", tax_country="DE", tax_number="123456789", eu=True, country="DE")
    entry = purchase(box("P_13_8", "np", "100.00", "0.00"), counterparty=seller)
    assert codes(entry) == ["raks_rate_id"]
    assert set(codes(entry, rate_ids=EVERY_RATE)) == {"raks_buyer_tax", "raks_register_type"}
    found = document(entry, rate_ids=EVERY_RATE, purchase_types="zakup=0;odwrotne obciążenie=9")
    assert found.find("REJESTRY_VAT/REJESTR_VAT").get("TYP_ZAKUPU") == "9"
    assert (found.get("KONTR_NIP"), found.get("KONTR_KODKRAJU")) == ("123456789", "DE")


def test_sales_of_different_kinds_have_registers_of_their_own():
    entry = made_entry(box(), box("P_13_6_2", "0", "200.00", "0.00"))
    found = document(entry, rate_ids=EVERY_RATE, sale_types="kraj=0;WDT=3")
    registers = list(found.iter("REJESTR_VAT"))
    assert [register.get("TYP_SPRZEDAZY") for register in registers] == ["0", "3"]
    assert "„WDT”" in message("raks_register_type", entry, rate_ids=EVERY_RATE)
    assert "raks_register_type" not in codes(entry, rate_ids=EVERY_RATE, sale_types="kraj=0;WDT=3")


def test_a_client_without_vat_keeps_no_register():
    client = Client(nip=SELLER, vat_exempt=True)
    entry = purchase(box())
    assert "raks_no_register" in codes(entry, client=client)
    assert document(entry, client=client).find("REJESTRY_VAT") is None


def test_tax_deducted_in_part_splits_the_register():
    entry = purchase(box(net="100.01", tax="23.01"), deductible_share=Decimal(50))
    (register,) = document(entry).iter("REJESTR_VAT")
    (row,) = register.iter("POZYCJA")
    assert (amount(row, "KWOTA_NETTO"), amount(row, "KWOTA_VAT")) == (Decimal("50.01"), Decimal("11.51"))
    assert "11,50 zł" in message("raks_deductible_share", entry)
    whole, lost = document(entry, purchase_types="zakup=0;bez odliczenia=4").iter("REJESTR_VAT")
    assert (whole.get("TYP_ZAKUPU"), lost.get("TYP_ZAKUPU")) == ("0", "4")
    assert amount(next(lost.iter("POZYCJA")), "KWOTA_VAT") == Decimal("11.50")


def test_tax_that_is_not_deducted_at_all_stays_out_of_the_ordinary_register():
    entry = purchase(deductible_share=Decimal(0))
    assert "raks_no_register" in codes(entry)
    assert document(entry).find("REJESTRY_VAT") is None
    (register,) = document(entry, purchase_types="zakup=0;bez odliczenia=4").iter("REJESTR_VAT")
    assert register.get("TYP_ZAKUPU") == "4"


def test_the_day_in_the_register_lies_in_the_vat_period():
    entry = purchase(vat_period=Month("2026-05"))
    register = document(entry).find("REJESTRY_VAT/REJESTR_VAT")
    assert (register.get("DATA_VAT"), register.get("DATA_OTRZYMANIA")) == ("2026-05-01", "2026-03-10")


@pytest.mark.parametrize(
    ("choice", "day"), [("income", "2026-03-07"), ("issue", "2026-03-10"), ("supply", "2026-03-05"), ("vat", "2026-03-10")]
)
def test_the_office_chooses_the_booking_day(choice, day):
    income = Income(date=dt.date(2026, 3, 7), net_pln=Decimal("100.00"))
    entry = made_entry(income=income, supply_date=dt.date(2026, 3, 5))
    found = document(entry, booking_day=choice)
    assert found.get("DATA_KS") == day
    assert (found.get("DATA_OP_GOSP"), found.get("DATA_UZYSKANIA_PRZYCHODU")) == ("2026-03-05", "2026-03-07")


def test_document_types_are_looked_up_by_kind():
    types = "S=1 Faktura;S-KOR=7 Korekta;S-KOR_ZAL=8 Korekta zaliczki;Z=4 Zakup"
    assert document(made_entry(kind=Kind.VAT), document_types=types).get("TYP_DOK") == "1"
    assert document(made_entry(kind=Kind.KOR_ROZ), document_types=types).get("TYP_DOK") == "7"
    assert document(made_entry(kind=Kind.KOR_ZAL), document_types=types).get("NAZWA_DOK") == "Korekta zaliczki"
    assert document(purchase(kind=Kind.KOR), document_types=types).get("TYP_DOK") == "4"


def test_the_settlement_is_what_is_to_pay():
    entry = made_entry(settlement=Settlement(gross=Decimal("123.00"), open_item=Decimal("150.00"), due=dt.date(2026, 4, 1)))
    (found,) = document(entry).iter("ROZRACHUNEK")
    assert (amount(found, "KWOTA_PLN"), found.get("DATA_PLAT"), found.get("TYP_ROZR")) == (Decimal(150), "2026-04-01", "N")
    assert "raks_open_item" in codes(entry)
    assert document(entry, settlements=False).find("ROZRACHUNKI/ROZRACHUNEK") is None


def test_the_settlement_of_a_currency_bears_both_amounts():
    entry = made_entry(
        box(net_pln="426.50", tax_pln="98.09"),
        currency="EUR",
        exchange_rate=ExchangeRate(rate=Decimal("4.2650"), source="nbp", table="055/A/NBP/2026", date=dt.date(2026, 3, 9)),
    )
    (found,) = document(entry).iter("ROZRACHUNEK")
    assert (amount(found, "KWOTA_PLN"), amount(found, "KWOTA_WAL"), found.get("KOD_WAL")) == (
        Decimal("524.59"),
        Decimal(123),
        "EUR",
    )
    assert "kurs EUR 4,265, tabela 055/A/NBP/2026 z 2026-03-09" in found.get("OPIS")


def test_a_party_without_a_number_has_neither_card_nor_settlement():
    entry = made_entry(counterparty=Counterparty(name="Jan Nowak", country="PL"))
    (data,) = convert(entry).values()
    root = root_of(data)
    assert list(root.iter("KONTAKT")) == list(root.iter("ROZRACHUNEK")) == []
    assert "123,00 zł" in message("raks_no_settlement", entry)


def test_a_contractor_has_one_card_in_a_file():
    (data,) = convert(made_entry(), made_entry(number="FS/2"), made_entry(number="FS/3")).values()
    root = root_of(data)
    (card,) = root.iter("KONTAKT")
    assert {line.get("ID_KONTAKTU") for line in root.iter("ROZRACHUNEK")} == {card.get("ID")}
    assert root.find("EKSPORT/GENERATORY_ID/GENERATOR_ID").get("ID_VAT_POZ") == "3"


def test_a_card_bears_the_country_of_the_number_not_of_the_address():
    for party, country in (
        (Counterparty(name="A", nip=BUYER, country="DE"), "PL"),
        (Counterparty(name="B", tax_country="EL", tax_number="999999999", eu=True, country="GR"), "EL"),
    ):
        (data,) = convert(made_entry(counterparty=party)).values()
        assert root_of(data).find("EKSPORT/KONTAKTY/KONTAKT").get("KOD_KRAJU") == country


def test_the_office_s_short_name_goes_before_the_invoice_s():
    found = document(made_entry(), short_names=f"{BUYER}=BUDMONT")
    assert found.get("KONTR_NAZWA_SKROCONA") == "BUDMONT"
    assert found.get("KONTR_NAZWA_PELNA") == "Bud-Montaż sp. z o.o."


def test_split_payment_and_the_day_of_payment():
    paid = Settlement(gross=Decimal(123), open_item=Decimal(123), payments=(Paid(Decimal(123), NOW, PaymentForm.CASH),))
    found = document(purchase(settlement=paid, split_payment=True))
    assert found.find("ROZRACHUNKI/ROZRACHUNEK").get("MECHANIZM_PODZIELONEJ_PLATNOSCI") == "True"
    assert found.find("REJESTRY_VAT/REJESTR_VAT").get("DATA_ZAPLATY") == "2026-03-10"
    part = Settlement(gross=Decimal(123), open_item=Decimal(123), payments=(Paid(Decimal(100), NOW),))
    assert document(purchase(settlement=part)).find("REJESTRY_VAT/REJESTR_VAT").get("DATA_ZAPLATY") == ""
    assert "100,00 zł 2026-03-10" in message("raks_paid", purchase(settlement=part))


def test_ksef_numbers_of_the_document_and_its_original():
    reference = CorrectionReference(
        number="FS/0", ksef_number=f"{SELLER}-20260301-ABCDEF123456-AB", numbers=("FS/0",), reason="rabat"
    )
    entry = made_entry(kind=Kind.KOR, correction=reference, ksef_number=f"{SELLER}-20260310-ABCDEF123456-AB")
    found = document(entry)
    assert found.get("KSEF_NR_FAKTURY") == f"{SELLER}-20260310-ABCDEF123456-AB"
    assert found.get("KSEF_NR_FAKTURY_KORYGOWANEJ") == f"{SELLER}-20260301-ABCDEF123456-AB"
    assert found.get("KSEF_DATA_FAKTURY") == "2026-03-10"
    assert "Korekta do FS/0, przyczyna: rabat" in found.find("ROZRACHUNKI/ROZRACHUNEK").get("OPIS")


def test_marks_need_the_numbers_of_the_office():
    entry = made_entry(ksef_mark="BFK", codes=("GTU_01", "FP"))
    assert (
        message("raks_codes", entry) == "Oznaczenia JPK GTU_01, FP, BFK nie trafiły do pliku. Dopisz je w rejestrze VAT w RAKS."
    )
    found = document(entry, ksef_marks="OFF=1;BFK=2", proof_types="FP=3")
    assert found.get("KSEF_OZNACZENIE_FAKTURY") == "2"
    assert found.find("REJESTRY_VAT/REJESTR_VAT").get("TYP_DOWODU") == "3"
    assert "GTU_01 nie trafiły" in message("raks_codes", entry, ksef_marks="BFK=2", proof_types="FP=3")


def test_the_register_of_a_rule_goes_before_the_options():
    assert document(made_entry(register="Sklep")).find("REJESTRY_VAT/REJESTR_VAT").get("NAZWA_REJ") == "Sklep"
    assert codes(made_entry(register="S" * 46)) == ["raks_register"]


def test_postings_use_the_accounts_of_the_options():
    income = Income(date=NOW, net_pln=Decimal("100.00"))
    assert posting(made_entry(income=income)) == [("@O", "", 123), ("", "701", 100), ("", "221-1", 23)]
    assert posting(purchase(income=income)) == [("", "@D", 123), ("402", "", 100), ("221-2", "", 23)]


def test_accounts_of_the_entry_go_first():
    entry = made_entry(account="702", vat_account="222", settlement_account="201-7")
    assert posting(entry) == [("201-7", "", 123), ("", "702", 100), ("", "222", 23)]


def test_tax_that_is_not_deducted_is_cost():
    entry = purchase(income=Income(date=NOW, net_pln=Decimal("111.50")), deductible_share=Decimal(50))
    assert posting(entry) == [("", "@D", 123), ("402", "", Decimal("111.50")), ("221-2", "", Decimal("11.50"))]


def test_a_decrease_is_posted_with_a_minus():
    entry = made_entry(box(net="-100.00", tax="-23.00"), kind=Kind.KOR, income=Income(date=NOW, net_pln=Decimal("-100.00")))
    assert posting(entry) == [("@O", "", -123), ("", "701", -100), ("", "221-1", -23)]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (made_entry(income=Income(none="Zaliczka nie jest przychodem.")), "Zaliczka nie jest przychodem."),
        (made_entry(income=Income(date=NOW, net_pln=Decimal("500.00"))), "500,00 zł"),
        (made_entry(account="701", settlement=Settlement(gross=Decimal(123), open_item=Decimal(150))), "do zapłaty"),
        (purchase(fixed_asset=True, income=Income(none="Środek trwały.")), "Brakuje konta: VAT"),
    ],
)
def test_a_document_that_is_not_what_the_accounts_are_for_is_not_posted(entry, reason):
    options = {"account_revenue": "701", "account_cost": "402", "account_vat_sale": "221-1", "posting": True}
    assert reason in message("raks_not_posted", entry, **options)
    assert list(document(entry, **options).iter("DEKRET")) == []


def test_what_the_file_has_no_field_for_is_noted_with_its_value():
    entry = purchase(category="PALIWO", cost_type="usługi", account="402-1", unit="00002", cash_method=True, codes=("MK",))
    told = message("raks_no_field", entry)
    assert all(text in told for text in ("kategoria: PALIWO", "rodzaj kosztu: usługi", "konto: 402-1", "jednostka: 00002"))
    assert {"raks_cash_method", "raks_codes"} <= set(codes(entry))


@pytest.mark.parametrize(
    ("method", "income", "code", "text"),
    [
        (IncomeMethod.KPIR, Income(date=NOW, net_pln=Decimal("100.00"), column="K_7"), "raks_ledger", "kolumna 7, 100,00 zł"),
        (
            IncomeMethod.LUMP_SUM,
            Income(date=NOW, net_pln=Decimal("100.00"), rate="8.5"),
            "raks_lump_sum",
            "stawka 8.5%, 100,00 zł",
        ),
    ],
)
def test_entries_of_the_ledger_are_noted(method, income, code, text):
    assert text in message(code, made_entry(income=income), client=Client(nip=SELLER, income_method=method))


def test_what_the_format_cannot_express_is_refused():
    assert codes(made_entry(box("P_13_5", "19"))) == ["raks_oss"]
    assert codes(made_entry(box("FOREIGN", "25"))) == ["raks_foreign_rate"]
    assert codes(made_entry(box("P_13_11", "marza", "100.00", "0.00")), rate_ids=EVERY_RATE) == ["raks_margin_sale"]
    assert codes(made_entry(box(net="12345678901234.56"))) == ["raks_amount"]
    assert codes(made_entry(counterparty=Counterparty(name="X", tax_country="DE", tax_number="1" * 26))) == ["raks_tax_number"]
    assert codes(made_entry(account="7" * 31), posting=True, account_vat_sale="221") == ["raks_account"]
    assert codes(made_entry(ksef_number="1" * 37)) == ["raks_ksef_number"]


def test_the_same_document_twice_is_refused():
    assert codes(made_entry(), made_entry()) == ["raks_duplicate"]
    assert codes(made_entry(), made_entry(kind=Kind.KOR)) == []


def test_a_long_number_asks_once_and_stands_in_full_in_the_description():
    entry = made_entry(number="A" * 260)
    assert codes(entry) == ["short_number"]
    agreed = made_entry(number="A" * 260, decisions={"short_number": "yes"})
    found = document(agreed)
    assert len(found.get("NUMER_DOK")) == 255
    assert "A" * 260 in message("raks_shortened", agreed)


def test_characters_which_the_code_page_lacks():
    entry = made_entry(number="Ж/1", counterparty=Counterparty(name="Жук & „Syn”", nip=BUYER, country="PL"))
    found = document(entry)
    assert (found.get("NUMER_DOK"), found.get("KONTR_NAZWA_PELNA")) == ("Ж/1", "Zhuk & „Syn”")
    assert {"raks_characters", "raks_number_characters"} <= set(codes(entry))
    assert document(entry, encoding="utf-8").get("KONTR_NAZWA_PELNA") == "Жук & „Syn”"
    assert codes(entry, encoding="utf-8") == []


def test_long_texts_are_shortened_with_a_note():
    name = "Przedsiębiorstwo " * 15
    entry = made_entry(counterparty=Counterparty(name=name, nip=BUYER, city="M" * 41, country="PL"), description="opis " * 60)
    found = document(entry)
    assert len(found.get("KONTR_NAZWA_PELNA")) <= 200
    assert found.get("KONTR_MIEJSCOWOSC") == "M" * 40
    assert codes(entry).count("raks_shortened") == 3


def test_every_document_bears_the_mark_of_its_environment():
    found = document(made_entry(description="Stół"), environment=Environment.TEST)
    assert found.get("NAZWA_DOK") == "TEST – Faktura sprzedaży"
    assert found.find("ROZRACHUNKI/ROZRACHUNEK").get("OPIS").startswith("TEST – Stół")


def test_the_same_batch_gives_the_same_bytes():
    entries = (made_entry(), purchase(number="Z/1"))
    assert convert(*entries) == convert(*entries)


@pytest.mark.parametrize(
    "options",
    [
        {"journal_sale": ""},
        {"journal_purchase": "DZIENNIK"},
        {"register_sale": "R" * 46},
        {"account_cost": "4" * 31},
        {"rate_ids": "24=1"},
        {"rate_ids": "23=dwanaście"},
        {"document_types": "S=1 Faktura"},
        {"document_types": "S=Faktura;Z=4 Zakup"},
        {"sale_types": "WDT=1"},
        {"purchase_types": ""},
        {"ksef_marks": "XXX=1"},
        {"short_names": "BUDMONT"},
    ],
)
def test_unusable_options_are_refused(options):
    with pytest.raises(UnusableArgument) as caught:
        parse_options(RaksOptions, options)
    assert caught.value.advice


def test_words_of_tables_need_no_exact_capitals():
    assert RaksOptions(rate_ids="23%=12; 0 wdt = 17").tables().rates == {"23": "12", "0 WDT": "17"}


@pytest.mark.parametrize(
    "data",
    [b"<RAKS/>", b"nonsense", b"<RAKS><EKSPORT><DOKUMENTY><DOKUMENT/></DOKUMENTY></EKSPORT></RAKS>", b""],
)
def test_another_file_is_not_read(data):
    with pytest.raises(ValueError):  # noqa: PT011 - that it is refused is what matters
        list(Raks().read(io.BytesIO(data)))
