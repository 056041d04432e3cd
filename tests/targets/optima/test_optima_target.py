"""What Optima's file does with documents, one behaviour each."""

import datetime as dt
import re
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    PaymentForm,
    Settlement,
)  # fmt: skip
from app.invoice.forms import Kind, VatGroup
from app.targets.contract import Batch
from app.targets.optima import Optima
from app.targets.optima.contractors import names
from app.targets.optima.options import OptimaOptions
from app.targets.options import parse_options
from tests.targets.conftest import WRITTEN_AT
from tests.targets.made import BUYER, SELLER, box, made_entry
from tests.targets.optima.reading import cards, numbers, party_name, records, root_of, text, texts, written

CLIENT = Client(nip=SELLER, name="Stolarnia", income_method=IncomeMethod.KPIR)


def batch(*entries, client=CLIENT, environment=Environment.PRODUCTION):
    return Batch(client=client, entries=entries, written_at=WRITTEN_AT, environment=environment)


def convert(*entries, client=CLIENT, environment=Environment.PRODUCTION, **options):
    return written(Optima(), batch(*entries, client=client, environment=environment), OptimaOptions(**options))


def findings(*entries, client=CLIENT, environment=Environment.PRODUCTION, **options):
    return list(Optima().check(batch(*entries, client=client, environment=environment), OptimaOptions(**options)))


def codes(*entries, **options):
    return [found.code for found in findings(*entries, **options)]


def record(*entries, **options):
    (found,) = records(convert(*entries, **options))
    return found


def purchase(*boxes, **changes):
    return made_entry(*boxes, direction=Direction.PURCHASE, **changes)


def test_an_ordinary_sale_needs_no_remark():
    assert codes(made_entry()) == []


def test_the_same_batch_gives_the_same_bytes():
    assert convert(made_entry(), purchase()) == convert(made_entry(), purchase())


def test_sections_stand_in_order_under_the_same_base_identifiers():
    root = root_of(convert(purchase(), made_entry(), source_base="SPRZ", target_base="KH"))
    assert [child.tag.split("}")[1] for child in root] == ["KONTRAHENCI", "REJESTRY_SPRZEDAZY_VAT", "REJESTRY_ZAKUPU_VAT"]
    assert [text(section, "BAZA_ZRD_ID") for section in root] == ["SPRZ"] * 3
    assert [text(section, "BAZA_DOC_ID") for section in root] == ["KH"] * 3


def test_a_section_without_documents_is_left_out():
    root = root_of(convert(purchase()))
    assert [child.tag.split("}")[1] for child in root] == ["KONTRAHENCI", "REJESTRY_ZAKUPU_VAT"]


def test_nothing_to_write_gives_no_file():
    assert list(Optima().write(batch(), OptimaOptions())) == []


def test_entries_are_read_once_to_be_written():
    class Counted:
        passes = 0

        def __iter__(self):
            self.passes += 1
            return iter([made_entry(), purchase()])

    entries = Counted()
    written(Optima(), Batch(client=CLIENT, entries=entries, written_at=WRITTEN_AT), OptimaOptions())
    assert entries.passes == 1


def test_a_contractor_of_many_documents_has_one_card():
    data = convert(*(made_entry(number=f"FS/{place}/2026") for place in range(5)), purchase())
    (card,) = cards(data)
    assert text(card, "AKRONIM") == f"BUDMONTAZ_{BUYER}"
    assert set(texts(root_of(data), "PODMIOT")) == {f"BUDMONTAZ_{BUYER}"}


def test_a_name_written_otherwise_makes_no_second_card():
    other = made_entry(number="FS/2/2026", counterparty=Counterparty(name="BUD MONTAZ SP Z O O", nip=BUYER, country="PL"))
    data = convert(made_entry(counterparty=Counterparty(name="Montaż", nip=BUYER)), other)
    assert [text(card, "AKRONIM") for card in cards(data)] == [f"MONTAZ_{BUYER}"]
    assert set(texts(root_of(data), "PODMIOT")) == {f"MONTAZ_{BUYER}"}


def test_the_office_may_give_its_own_contractor_codes():
    found = record(made_entry(), contractor_codes=f"{BUYER} = BUD\n\nDE123456789=NIEMIEC")
    assert text(found, "PODMIOT") == "BUD"


def test_two_contractors_may_not_share_a_code():
    other = made_entry(number="FS/2/2026", counterparty=Counterparty(name="Inna", nip="9992024705"))
    found = findings(made_entry(), other, contractor_codes=f"{BUYER}=X\n9992024705=x")
    assert [(item.code, item.level, item.document) for item in found] == [
        ("optima_contractor_code", Level.BLOCKS, "FS/2/2026.xml")
    ]


def test_without_codes_there_are_no_cards_and_the_number_identifies():
    data = convert(made_entry(), contractor_code="none")
    assert not cards(data)
    (found,) = records(data)
    assert (text(found, "PODMIOT"), text(found, "PODMIOT_NIP")) == ("", BUYER)


def test_consumers_share_a_card_and_keep_their_names_on_documents():
    entries = [
        made_entry(number=f"FS/{name}/2026", counterparty=Counterparty(name=name, country="PL")) for name in ("Anna", "Piotr")
    ]
    data = convert(*entries)
    assert [text(card, "AKRONIM") for card in cards(data)] == ["KONSUMENT"]
    assert [party_name(found) for found in records(data)] == ["Anna", "Piotr"]
    assert [text(found, "FINALNY") for found in records(data)] == ["Tak", "Tak"]
    apart = [text(card, "AKRONIM") for card in cards(convert(*entries, consumers="name"))]
    assert len(set(apart)) == 2


@given(st.text(max_size=60), st.from_regex(r"[A-Z0-9+*]{1,50}", fullmatch=True), st.sampled_from(["DE", "US", "EL"]))
def test_a_code_never_exceeds_its_field(name, number, country):
    entry = made_entry(counterparty=Counterparty(name=name, tax_country=country, tax_number=number, country=country))
    if "optima_tax_number" not in codes(entry):
        assert 0 < len(text(record(entry), "PODMIOT")) <= 20


@given(st.text(max_size=400))
def test_a_name_cut_in_pieces_comes_together_again(name):
    parts = [element.text or "" for element in root_of(f"<R>{names(name)}</R>".encode())]
    whole = " ".join("".join(char for char in name if char.isprintable() or char.isspace()).split())
    joined = "".join(parts)
    assert len(parts) == 3
    assert all(part == part.strip() for part in parts)
    assert [len(part) <= limit for part, limit in zip(parts, (50, 50, 250), strict=True)] == [True] * 3
    assert joined == whole or (not whole and joined == "BRAK") or (len(whole) > 350 and whole.startswith(joined))


def test_a_long_name_is_noted_in_full():
    name = "Spółdzielnia " * 40
    (found,) = findings(made_entry(counterparty=Counterparty(name=name, nip=BUYER)))
    assert found.code == "optima_shortened"
    assert name.strip() in found.message


def test_a_decrease_is_a_payment_the_other_way():
    entry = made_entry(
        box(net="-100.00", tax="-23.00"),
        kind=Kind.KOR,
        number="K/1",
        correction=CorrectionReference(number="FS/1", numbers=("FS/1",)),
    )
    found = record(entry)
    assert (text(found, "KOREKTA"), text(found, "KOREKTA_NUMER")) == ("Tak", "FS/1")
    assert numbers(found, "NETTO") == [Decimal("-100.00")]
    assert (numbers(found, "KWOTA_PLAT"), text(found, "KIERUNEK")) == ([Decimal("123.00")], "rozchód")


def test_a_change_of_rate_without_a_difference_has_no_payment():
    entry = made_entry(box(net="-100.00", tax="-23.00"), box("P_13_2", "8", "113.89", "9.11"), kind=Kind.KOR)
    assert numbers(record(entry), "KWOTA_PLAT") == []


def test_a_collective_correction_names_the_first_and_counts_the_rest():
    reference = CorrectionReference(number="FS/1", numbers=("FS/1", "FS/2", "FS/3"))
    entry = made_entry(kind=Kind.KOR, correction=reference)
    assert text(record(entry), "KOREKTA_NUMER") == "zbiorcza: FS/1 + 2"
    assert "FS/1, FS/2, FS/3" in findings(entry)[0].message


def test_currency_amounts_stand_beside_those_in_pln():
    entry = made_entry(
        box(net="100.00", tax="23.00", net_pln="425.31", tax_pln="97.82"),
        currency="EUR",
        exchange_rate=ExchangeRate(rate=Decimal("4.2531"), source="invoice", date=dt.date(2026, 3, 9)),
    )
    found = record(entry)
    assert (text(found, "WALUTA"), text(found, "NOTOWANIE_WALUTY_ILE"), text(found, "DATA_KURSU")) == (
        "EUR",
        "4.2531",
        "2026-03-09",
    )
    assert (numbers(found, "NETTO"), numbers(found, "NETTO_SYS")) == ([Decimal(100)], [Decimal("425.31")])
    assert (numbers(found, "KWOTA_PLAT"), text(found, "WALUTA_PLAT")) == ([Decimal(123)], "EUR")
    assert numbers(found, "KWOTA_PLN_PLAT") == [Decimal("523.13")]


@pytest.mark.parametrize(
    ("group", "rate", "word", "status", "summary"),
    [
        (VatGroup.P_13_6_1, "0", "nie", "opodatkowana", "Nie"),
        (VatGroup.P_13_6_2, "0", "wewnątrzunijny", "opodatkowana", "Tak"),
        (VatGroup.P_13_6_3, "0", "pozaunijny", "opodatkowana", "Nie"),
        (VatGroup.P_13_7, "zw", "nie", "zwolniona", "Nie"),
        (VatGroup.P_13_8, "np", "poza terytorium kraju (stawka NP)", "nie podlega", "Nie"),
        (VatGroup.P_13_9, "np", "poza terytorium kraju (stawka NP)", "nie podlega", "Tak"),
        (VatGroup.P_13_10, "oo", "podatnikiem jest nabywca", "nie podlega", "Nie"),
    ],
)
def test_groups_of_a_sale_have_their_transaction(group, rate, word, status, summary):
    found = record(made_entry(box(group, rate, "500.00", "0.00")))
    assert (text(found, "EKSPORT"), text(found, "STATUS_VAT"), text(found, "DEKLARACJA_VATUE")) == (word, status, summary)
    assert numbers(found, "STAWKA_VAT") == [Decimal(0)]


def test_a_triangular_sale_has_the_word_for_it():
    found = record(made_entry(box("P_13_8", "np", "500.00", "0.00"), triangular=True, codes=("TT_D",)))
    assert (text(found, "EKSPORT"), text(found, "DEKLARACJA_VATUE")) == ("wewnątrzunijny trójstronny", "Tak")
    assert texts(found, "KOD") == ["TT_D"]


def test_mixed_transactions_ask_until_one_is_chosen():
    rows = (box(), box("P_13_6_2", "0", "500.00", "0.00"))
    (asked,) = findings(made_entry(*rows))
    assert (asked.code, asked.level) == ("optima_transaction", Level.ASKS)
    answered = made_entry(*rows, decisions={"optima_transaction": "wdt"})
    assert codes(answered) == []
    assert text(record(answered), "EKSPORT") == "wewnątrzunijny"
    assert codes(made_entry(*rows, decisions={"optima_transaction": "inaczej"})) == ["optima_transaction"]


def test_an_answer_about_transactions_changes_no_other_document():
    assert text(record(made_entry(decisions={"optima_transaction": "wdt"})), "EKSPORT") == "nie"


def test_sums_of_nought_say_nothing():
    rows = (box(), box("P_13_5", "19", "0.00", "0.00"), box("P_13_6_2", "0", "0.00", "0.00"))
    assert codes(made_entry(*rows)) == []
    assert numbers(record(made_entry(*rows)), "STAWKA_VAT") == [Decimal(23)]


def test_oss_is_refused_with_the_reason():
    (found,) = findings(made_entry(box("P_13_5", "19", "100.00", "19.00")))
    assert (found.code, found.level) == ("optima_oss", Level.BLOCKS)


def test_a_margin_sale_is_left_to_a_person():
    (found,) = findings(made_entry(box("P_13_11", "marza", "18500.00", "0.00")))
    assert (found.code, found.level) == ("optima_margin_sale", Level.BLOCKS)
    assert "18 500,00 zł" in found.message


def test_a_margin_purchase_follows_the_office():
    row = box("P_13_11", "marza", "18500.00", "0.00")
    assert codes(purchase(row)) == ["optima_margin"]
    assert codes(purchase(row), margin_purchase="np") == []
    found = record(purchase(row, decisions={"optima_margin": "zw"}), margin_purchase="np")
    assert (text(found, "STATUS_VAT"), text(found, "ODLICZENIA_VAT")) == ("zwolniona", "Nie")


def test_a_purchase_that_the_buyer_taxes_is_to_be_completed():
    entry = purchase(box("P_13_10", "oo", "500.00", "0.00"))
    assert codes(entry) == ["optima_reverse_charge"]
    assert text(record(entry), "EKSPORT") == "podatnikiem jest nabywca"


def test_a_purchase_deducted_in_part_is_split_without_a_remainder():
    entry = purchase(box(net="100.01", tax="23.01"), deductible_share=Decimal(50))
    found = record(entry)
    assert numbers(found, "NETTO") == [Decimal("50.01"), Decimal("50.00")]
    assert sum(numbers(found, "VAT")) == Decimal("23.01")
    assert texts(found, "ODLICZENIA_VAT") == ["Tak", "Nie"]


@given(st.decimals("-1e9", "1e9", places=2), st.decimals("-1e8", "1e8", places=2), st.integers(min_value=1, max_value=99))
def test_a_split_keeps_the_sums(net, tax, share):
    found = record(purchase(box(net=str(net), tax=str(tax)), deductible_share=Decimal(share)))
    assert (sum(numbers(found, "NETTO")), sum(numbers(found, "VAT"))) == (net, tax)
    assert (sum(numbers(found, "NETTO_SYS")), sum(numbers(found, "VAT_SYS"))) == (net, tax)


def test_an_exempt_client_deducts_nothing():
    client = Client(nip=SELLER, vat_exempt=True)
    assert texts(record(purchase(), client=client), "ODLICZENIA_VAT") == ["Nie"]


def test_the_ledger_column_follows_the_income():
    def column(entry, client=CLIENT, **options):
        return text(record(entry, client=client, **options), "KOLUMNA_KPR")

    booked = Income(date=dt.date(2026, 3, 10), net_pln=Decimal("100.00"), column="K_7")
    assert column(made_entry(income=booked)) == "Sprzedaż"
    assert column(made_entry(income=Income(none="Zaliczka nie jest przychodem."))) == "Nie księgować"
    assert column(made_entry(income=booked), ledger="none") == "Nie księgować"
    assert column(made_entry(income=booked), ledger="omit") is None
    assert column(made_entry(income=booked), client=Client(nip=SELLER, income_method=IncomeMethod.BOOKS)) is None
    cost = msgspec.structs.replace(booked, column="K_13")
    assert column(purchase(income=cost)) == "Inne"
    assert column(purchase(income=msgspec.structs.replace(cost, column="K_10")), ledger_goods="Towary") == "Towary"


def test_income_other_than_the_register_is_not_posted_by_optima():
    entry = made_entry(income=Income(date=dt.date(2026, 3, 10), net_pln=Decimal("1000.00"), column="K_7"))
    assert text(record(entry), "KOLUMNA_KPR") == "Nie księgować"
    (found,) = findings(entry)
    assert found.code == "optima_income"
    assert "1 000,00 zł" in found.message
    assert "100,00 zł" in found.message


def test_a_column_without_a_name_is_left_to_optima():
    entry = purchase(income=Income(date=dt.date(2026, 3, 10), net_pln=Decimal("100.00"), column="K_10"))
    assert codes(entry) == ["optima_ledger_column"]
    assert text(record(entry), "KOLUMNA_KPR") is None


def test_lump_sum_clients_get_their_rate():
    client = Client(nip=SELLER, income_method=IncomeMethod.LUMP_SUM)
    income = Income(date=dt.date(2026, 3, 10), net_pln=Decimal("100.00"), rate="8.5")
    assert text(record(made_entry(income=income), client=client), "KOLUMNA_RYCZALT") == "8.50"


def test_split_payment_names_the_tax():
    found = record(purchase(split_payment=True))
    assert (text(found, "MPP"), text(found, "PLAT_SPLIT_PAYMENT"), text(found, "PLAT_SPLIT_KWOTA_VAT")) == ("Tak", "Tak", "23.00")


def test_amounts_beside_vat_are_noted():
    settlement = Settlement(gross=Decimal("123.00"), open_item=Decimal("113.00"), due=dt.date(2026, 3, 24))
    (found,) = findings(made_entry(settlement=settlement))
    assert found.code == "optima_open_item"
    assert "113,00 zł" in found.message
    assert numbers(record(made_entry(settlement=settlement)), "KWOTA_PLAT") == [Decimal("123.00")]


def test_a_missing_due_date_is_noted_unless_it_is_paid_at_once():
    unpaid = Settlement(gross=Decimal("123.00"), open_item=Decimal("123.00"), form=PaymentForm.TRANSFER)
    assert codes(made_entry(settlement=unpaid)) == ["optima_due_date"]
    assert text(record(made_entry(settlement=unpaid)), "TERMIN_PLAT") == "2026-03-10"
    assert codes(made_entry(settlement=msgspec.structs.replace(unpaid, form=PaymentForm.CASH))) == []


def test_payment_forms_carry_the_offices_names():
    settlement = Settlement(
        gross=Decimal("123.00"), open_item=Decimal("123.00"), form=PaymentForm.TRANSFER, due=dt.date(2026, 3, 24)
    )
    found = record(made_entry(settlement=settlement), payment_transfer="Przelew 14 dni")
    assert text(found, "FORMA_PLATNOSCI") == text(found, "FORMA_PLATNOSCI_PLAT") == "Przelew 14 dni"


def test_a_doubtful_account_does_not_reach_a_payment():
    settlement = Settlement(
        gross=Decimal("123.00"), open_item=Decimal("123.00"), due=dt.date(2026, 3, 24), account="11 1111 1111 1111 1111 1111 1111"
    )
    (found,) = findings(purchase(settlement=settlement))
    assert found.code == "optima_account"
    assert settlement.account in found.message
    assert text(record(purchase(settlement=settlement)), "PLATNOSC_PODMIOT_RACHUNEK_NR") == ""


def test_a_refund_does_not_go_to_the_sellers_own_account():
    settlement = Settlement(
        gross=Decimal("-123.00"), open_item=Decimal("-123.00"), due=dt.date(2026, 3, 24), account="06105010250000000000000123"
    )
    refund = made_entry(box(net="-100.00", tax="-23.00"), settlement=settlement)
    assert (text(record(refund), "KIERUNEK"), text(record(refund), "PLATNOSC_PODMIOT_RACHUNEK_NR")) == ("rozchód", None)
    payable = msgspec.structs.replace(settlement, gross=Decimal("123.00"), open_item=Decimal("123.00"))
    assert text(record(purchase(settlement=payable)), "PLATNOSC_PODMIOT_RACHUNEK_NR") == settlement.account


def test_the_ksef_number_brings_its_own_day():
    number = "9992014701-20260311-668FAE05D819-4F"
    found = record(made_entry(ksef_number=number, ksef_date=dt.date(2026, 3, 12)))
    assert (text(found, "NR_KSEF"), text(found, "KSEF_DATA_PRZYJECIA")) == (number, "2026-03-11")
    assert text(found, "OPIS") == ""
    assert text(record(made_entry(ksef_number=number), ksef_in_description=True), "OPIS") == f"KSeF {number}"


def test_identifiers_are_derived_and_differ():
    found = [text(item, "ID_ZRODLA") for item in records(convert(made_entry(), made_entry(number="FS/2"), purchase()))]
    assert len(set(found)) == 3
    assert all(re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", item) for item in found)


def test_a_document_given_twice_is_refused():
    found = findings(made_entry(), made_entry(source="kopia.xml"))
    assert [(item.code, item.document) for item in found] == [("optima_duplicate", "kopia.xml")]


def test_a_long_number_asks_and_then_stands_in_full_in_the_description():
    number = "FAKTURA/SPRZEDAŻ/ODDZIAŁ-PÓŁNOC/2026/03/000123"
    assert codes(made_entry(number=number)) == []
    assert codes(made_entry(number=number), number_length="30") == ["short_number"]
    entry = made_entry(number=number, decisions={"short_number": "yes"})
    assert codes(entry, number_length="30") == []
    found = record(entry, number_length="30")
    assert len(text(found, "NUMER")) <= 30
    assert text(found, "OPIS") == f"Nr {number}"


def test_other_environments_mark_every_document():
    found = record(made_entry(description="Okno"), environment=Environment.TRAINING)
    assert text(found, "OPIS") == "SZKOLENIOWE – Okno"


def test_corrections_of_data_are_skipped_or_written_as_nought():
    entry = made_entry(
        kind=Kind.KOR, vat=(), no_effect=True, settlement=Settlement(gross=Decimal("0.00"), open_item=Decimal("0.00"))
    )
    assert codes(entry) == ["skipped_no_effect"]
    assert list(Optima().write(batch(entry), OptimaOptions())) == []
    found = record(entry, no_effect="write")
    assert (numbers(found, "NETTO"), text(found, "STATUS_VAT")) == ([Decimal("0.00")], "nie podlega")


def test_marks_which_the_register_does_not_know_are_noted():
    entry = made_entry(codes=("GTU_06", "MK"), ksef_mark="BFK")
    (found,) = findings(entry)
    assert found.code == "optima_codes"
    assert "MK, BFK" in found.message
    assert texts(record(entry), "KOD") == ["GTU_06"]
    assert texts(
        record(
            entry,
        ),
        "KOD",
    ) == ["GTU_06"]
    assert texts(record(made_entry(ksef_mark="BFK"), ksef_mark_code=True), "KOD") == ["BFK"]


def test_hostile_texts_stay_texts():
    name = "<b>&amp;\u0000]]>\u202e „Żółć” \U0001f600\r\nsp. z o.o."
    found = record(made_entry(counterparty=Counterparty(name=name, nip=BUYER), description="</OPIS><X/>"))
    assert party_name(found) == "<b>&amp;]]> „Żółć” \U0001f600 sp. z o.o."
    assert text(found, "OPIS") == "</OPIS><X/>"


@pytest.mark.parametrize(
    "pairs",
    [
        {"target_base": "baza księgowa"},
        {"register_sale": ""},
        {"register_purchase": "REJESTR O ZBYT DŁUGIEJ NAZWIE"},
        {"contractor_codes": "9992144705"},
        {"contractor_codes": "9992144705=KOD KONTRAHENTA ZA DŁUGI"},
        {"consumer_code": ""},
        {"payment_cash": ""},
        {"margin_purchase": "może"},
    ],
)
def test_options_that_cannot_be_meant_are_refused(pairs):
    with pytest.raises(UnusableArgument):
        parse_options(OptimaOptions, pairs)
