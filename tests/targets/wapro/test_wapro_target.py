"""What WAPRO's file does with documents, one behaviour each."""

import datetime as dt
from decimal import Decimal

import msgspec
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
    Explanation,
    Income,
    Paid,
    PaymentForm,
    Settlement,
)  # fmt: skip
from app.invoice.forms import Kind
from app.invoice.payment import Annotations
from app.targets.contract import Batch
from app.targets.options import parse_options
from app.targets.wapro import Wapro
from app.targets.wapro.kinds import SPECIAL_WORDS
from app.targets.wapro.options import WaproOptions
from tests.targets.conftest import WRITTEN_AT
from tests.targets.made import BUYER, SELLER, box, made_entry
from tests.targets.wapro.wapro_reading import amount, cards, day, documents, rates, single, text

CLIENT = Client(nip=SELLER, name="Stolarnia", income_method=IncomeMethod.BOOKS)
LONG = "FAKTURA/2026/03/ODDZIAŁ-PÓŁNOC/000001"


def batch(*entries, client=CLIENT, environment=Environment.PRODUCTION):
    return Batch(client=client, entries=entries, written_at=WRITTEN_AT, environment=environment)


def record(*entries, **options):
    (found,) = documents(single(Wapro(), batch(*entries), WaproOptions(**options)))
    return found


def findings(*entries, client=CLIENT, **options):
    return list(Wapro().check(batch(*entries, client=client), WaproOptions(**options)))


def codes(*entries, **options):
    return [found.code for found in findings(*entries, **options)]


def message(code, *entries, **options):
    (found,) = [found.message for found in findings(*entries, **options) if found.code == code]
    return found


def purchase(*boxes, **changes):
    return made_entry(*boxes, direction=Direction.PURCHASE, **changes)


def of_invoice(entry, **changes):
    return msgspec.structs.replace(entry, invoice=msgspec.structs.replace(entry.invoice, **changes))


def test_ordinary_documents_need_no_remark():
    assert codes(made_entry(), purchase(number="Z/1")) == []


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (made_entry(), "FS"),
        (purchase(), "FZ"),
        (made_entry(kind=Kind.KOR), "FSk"),
        (purchase(kind=Kind.KOR_ROZ), "FZk"),
        (made_entry(kind=Kind.ZAL), "FS"),
    ],
)
def test_type_by_direction_and_correction(entry, expected):
    assert text(record(entry), "TYP_DOKUMENTU") == expected


SPECIAL = {
    "S-FP": of_invoice(made_entry(), receipt_invoice=True),
    "S-WDT": made_entry(box("P_13_6_2", "0", "100.00", "0.00")),
    "S-EKSPORT": made_entry(box("P_13_6_3", "0", "100.00", "0.00"), kind=Kind.KOR),
    "S-NP": made_entry(box("P_13_8", "np", "100.00", "0.00"), box("P_13_9", "np", "1.00", "0.00")),
    "S-UE": made_entry(box("P_13_9", "np", "100.00", "0.00")),
    "S-OO": made_entry(box("P_13_10", "oo", "100.00", "0.00")),
    "Z-OO": purchase(box("P_13_10", "oo", "100.00", "0.00")),
    "Z-MARŻA": purchase(box("P_13_11", "marza", "100.00", "0.00"), decisions={"wapro_margin": "NP"}),
    "Z-ŚT": purchase(fixed_asset=True),
    "Z-ODLICZENIE": purchase(deductible_share=Decimal(50)),
    "S-ZAL": made_entry(kind=Kind.ZAL),
    "S-KOR_ZAL": made_entry(kind=Kind.KOR_ZAL),
    "Z-UPR": purchase(kind=Kind.UPR),
}


@pytest.mark.parametrize("word", SPECIAL)
def test_each_kind_may_have_a_type_of_its_own(word):
    assert word in SPECIAL_WORDS
    assert text(record(SPECIAL[word], types=f"{word}=WŁASNY"), "TYP_DOKUMENTU") == "WŁASNY"
    assert text(record(SPECIAL[word], types="Z-ROZ=INNY"), "TYP_DOKUMENTU") in {"FS", "FZ", "FSk"}


def test_a_mixed_document_has_no_type_of_one_kind_of_supply():
    mixed = made_entry(box("P_13_6_2", "0", "100.00", "0.00"), box())
    assert text(record(mixed, types="S-WDT=WDT"), "TYP_DOKUMENTU") == "FS"


def test_dates_are_clarion_day_numbers():
    found = record(made_entry(issue_date=dt.date(2026, 2, 1)))
    assert text(found, "DATA_WYSTAWIENIA") == "82215"
    assert day(found, "DATA_WYSTAWIENIA") == dt.date(2026, 2, 1)


def test_the_purchase_is_received_on_its_day_and_counts_in_its_month():
    entry = purchase(receipt_date=dt.date(2026, 4, 2), vat_period=Month("2026-04"))
    found = record(entry)
    assert (day(found, "DATA_WPLYWU"), day(found, "DATA_VAT")) == (dt.date(2026, 4, 2), dt.date(2026, 4, 2))
    later = msgspec.structs.replace(entry, vat_period=Month("2026-06"))
    assert day(record(later), "DATA_VAT") == dt.date(2026, 6, 1)
    assert "2026-06-01" in message("wapro_vat_period", later)
    assert codes(entry) == []


def test_a_long_number_is_asked_for_then_shortened_and_told_in_full():
    entry = made_entry(number=LONG)
    (asked,) = findings(entry)
    assert (asked.level, asked.code) == (Level.ASKS, "short_number")
    decided = msgspec.structs.replace(entry, decisions={"short_number": "yes"})
    found = record(decided)
    assert len(text(found, "NUMER")) == 30
    assert text(found, "NR_DOKM") == text(found, "NUMER")
    assert text(found, "OPIS").startswith("Nr FAKTURA/2026/03/ODDZIAŁ-PÓŁNOC/000001")
    assert f"„{LONG}”" in message("wapro_short_number", decided)


def test_two_long_numbers_of_one_beginning_stay_apart():
    entries = [made_entry(number=LONG + end, decisions={"short_number": "yes"}) for end in "12"]
    first, second = (text(one, "NUMER") for one in documents(single(Wapro(), batch(*entries), WaproOptions())))
    assert first != second


def correction(number="FS/1/2026", **changes):
    fields = {"number": number, "numbers": (number,), "reason": "zwrot towaru"} | changes
    return made_entry(box(net="-100.00", tax="-23.00"), kind=Kind.KOR, number="FK/1", correction=CorrectionReference(**fields))


def test_a_correction_bears_its_difference_its_original_and_its_reason():
    found = record(correction())
    assert (text(found, "CZY_DOKUMENT_KOREKTY"), text(found, "NR_DOK_ORYG")) == ("1", "FS/1/2026")
    assert text(found, "OPIS") == "zwrot towaru"
    assert rates(found) == [("23", "0", Decimal(-100), Decimal(-23))]
    assert (amount(found, "NETTO_SPRZEDAZY"), amount(found, "KW_ROZRACH")) == (Decimal(-100), Decimal(-123))


def test_a_correction_of_many_names_the_first_and_lists_all():
    entry = correction("A/1", numbers=("A/1", "A/2", "A/3"))
    assert text(record(entry), "NR_DOK_ORYG") == "A/1"
    assert "A/1, A/2, A/3" in message("wapro_collective", entry)


def test_a_long_original_is_shortened_as_the_original_itself_was():
    original = made_entry(number=LONG, decisions={"short_number": "yes"})
    assert text(record(correction(LONG)), "NR_DOK_ORYG") == text(record(original), "NUMER")
    assert LONG in message("wapro_original", correction(LONG))


@pytest.mark.parametrize("number", ["", "9992034709-20260319-0A0000000EF3-0C"])
def test_an_original_without_a_number_is_said_to_lack_it(number):
    entry = correction(number)
    assert text(record(entry), "NR_DOK_ORYG") == "BRAK"
    assert "BRAK" in message("wapro_original", entry)
    assert not number or number in message("wapro_original_data", entry)


def test_what_the_original_is_beside_its_number_is_told():
    entry = correction(date=dt.date(2026, 2, 3), ksef_number="9992034709-20260203-0A0000000EF3-0C")
    told = message("wapro_original_data", entry)
    assert "2026-02-03" in told
    assert "9992034709-20260203-0A0000000EF3-0C" in told


@pytest.mark.parametrize(
    ("kind", "flag"),
    [
        (Kind.ZAL, "CZY_FAKTURA_ZALICZKOWA"),
        (Kind.ROZ, "CZY_FAKTURA_KONCOWA"),
        (Kind.KOR_ZAL, "CZY_KOREKTA_FZAL"),
        (Kind.KOR_ROZ, "CZY_KOREKTA_FZAL_KONCOWEJ"),
    ],
)
def test_advances_and_final_invoices_have_their_flags(kind, flag):
    flags = ("CZY_FAKTURA_ZALICZKOWA", "CZY_FAKTURA_KONCOWA", "CZY_KOREKTA_FZAL", "CZY_KOREKTA_FZAL_KONCOWEJ")
    found = record(made_entry(kind=kind))
    assert {name: text(found, name) for name in flags} == {name: "1" if name == flag else "0" for name in flags}


def test_flags_of_the_invoice():
    entry = of_invoice(
        made_entry(cash_method=True, triangular=True), receipt_invoice=True, annotations=Annotations(reverse_charge=True)
    )
    found = record(entry)
    for name in ("METODA_KASOWA", "TROJSTRONNY_UE", "FAKTURA_DO_PARAGONU", "ODWROTNY"):
        assert text(found, name) == "1"
        assert text(record(made_entry()), name) == "0"


def test_codes_stand_together_and_document_types_beside_them():
    entry = made_entry(codes=("GTU_02", "GTU_12", "TP", "FP"), split_payment=True)
    assert text(record(entry), "RODZAJ_TRANSAKCJI_HANDLOWEJ") == "GTU_02 GTU_12 TP MPP"
    assert codes(entry) == []


def test_a_mark_in_place_of_the_ksef_number_is_told():
    entry = made_entry(ksef_mark="BFK")
    assert record(entry).find(".//KSEF") is None
    assert "BFK" in message("wapro_codes", entry)


def test_the_ksef_number_brings_its_day():
    found = record(made_entry(ksef_number="9992014701-20260318-4537936501CD-6B"))
    assert text(found, "KSEF_ID") == "9992014701-20260318-4537936501CD-6B"
    assert day(found, "DATA_POTW_KSEF") == dt.date(2026, 3, 18)


def test_split_payment():
    found = record(purchase(split_payment=True))
    assert (text(found, "PODLEGA_PP"), text(found, "PP"), text(found, "PP_NIP")) == ("1", "1", BUYER)
    assert (text(found, "PP_NR_FAKTURY"), amount(found, "PP_KW_VAT_R")) == ("FS/1/2026", Decimal(23))
    assert record(purchase()).find(".//PODZIELONA_PLATNOSC") is None


def euro(**changes):
    fields = {
        "currency": "EUR",
        "exchange_rate": ExchangeRate(rate=Decimal("4.2500"), source="nbp", table="051/A/NBP/2026", date=dt.date(2026, 3, 9)),
    }
    return made_entry(box(net_pln="425.00", tax_pln="97.75"), **(fields | changes))


def test_a_currency_stands_beside_the_zloty():
    found = record(euro())
    assert (text(found, "SYM_WAL"), text(found, "KURS_WALUTY"), text(found, "KURS_VAT")) == ("EUR", "4.25000000", "4.25000000")
    assert (amount(found, "NETTO_SPRZEDAZY"), amount(found, "NETTO_SPRZEDAZY_WALUTA")) == (Decimal(425), Decimal(100))
    assert (amount(found, "NETTO_WALUTA"), amount(found, "VAT_WALUTA")) == (Decimal(100), Decimal(23))
    assert (amount(found, "KW_ROZRACH"), amount(found, "KW_ROZRACH_W")) == (Decimal("522.75"), Decimal(123))
    assert day(found, "DATA_KURSU") == dt.date(2026, 3, 9)
    assert "051/A/NBP/2026" in message("wapro_rate_table", euro())


def test_a_purchase_in_a_currency_leaves_the_sale_pair_empty():
    found = record(euro(direction=Direction.PURCHASE))
    assert amount(found, "NETTO_ZAKUPU") == Decimal(425)
    assert (amount(found, "NETTO_SPRZEDAZY_WALUTA"), amount(found, "KW_ROZRACH_W")) == (0, Decimal(123))


def test_another_amount_to_pay_is_converted_by_the_rate():
    entry = euro(settlement=Settlement(gross=Decimal("123.00"), open_item=Decimal("100.00"), outside_vat=Decimal("-23.00")))
    assert amount(record(entry), "KW_ROZRACH") == Decimal("425.00")
    assert "100,00 EUR" in message("wapro_outside_vat", entry)


def test_a_currency_without_amounts_and_rate_asks_for_the_rate():
    entry = made_entry(box(net="0.00", tax="0.00"), currency="EUR")
    (asked,) = findings(entry)
    assert (asked.level, asked.code) == (Level.ASKS, "rate")


@pytest.mark.parametrize(
    ("group", "rate", "tax", "row"),
    [
        ("P_13_1", "22", "22.00", ("22", "0")),
        ("P_13_2", "8", "8.00", ("8", "0")),
        ("P_13_3", "5", "5.00", ("5", "0")),
        ("P_13_4", "4", "4.00", ("4", "0")),
        ("P_13_6_1", "0", "0.00", ("0", "0")),
        ("P_13_7", "zw", "0.00", ("ZW", "0")),
        ("P_13_8", "np", "0.00", ("NP", "0")),
        ("P_13_10", "oo", "0.00", ("NP", "1")),
    ],
)
def test_every_rate_has_its_code(group, rate, tax, row):
    assert rates(record(made_entry(box(group, rate, "100.00", tax)))) == [(*row, Decimal(100), Decimal(tax))]


def test_sums_of_one_code_are_one_row_and_their_meanings_are_told():
    entry = made_entry(
        box("P_13_6_1", "0", "10.00", "0.00"), box("P_13_6_2", "0", "20.00", "0.00"), box("P_13_8", "np", "1.00", "0.00")
    )
    assert rates(record(entry)) == [("0", "0", Decimal(30), 0), ("NP", "0", Decimal(1), 0)]
    told = message("wapro_one_rate", entry)
    assert "10,00 zł" in told
    assert "20,00 zł" in told


def test_reverse_charge_stays_apart_from_other_np():
    entry = made_entry(box("P_13_8", "np", "10.00", "0.00"), box("P_13_10", "oo", "20.00", "0.00"))
    assert rates(record(entry)) == [("NP", "0", Decimal(10), 0), ("NP", "1", Decimal(20), 0)]
    assert "wapro_one_rate" not in codes(entry)


def test_a_document_of_nought_keeps_its_rates():
    entry = made_entry(box(net="0.00", tax="0.00"), kind=Kind.ROZ)
    assert rates(record(entry)) == [("23", "0", 0, 0)]
    assert codes(entry) == ["wapro_zero_row"]


def test_taxi_is_written_with_a_warning():
    assert codes(made_entry(box("P_13_4", "4", "100.00", "4.00"))) == ["wapro_taxi"]


@pytest.mark.parametrize("word", ["S-WDT", "S-EKSPORT", "S-UE"])
def test_a_sale_that_its_rate_does_not_tell_wants_a_type_of_its_own(word):
    entry = SPECIAL[word]
    assert word in message("wapro_sale_kind", entry)
    assert "wapro_sale_kind" not in codes(entry, types=f"{word}=X")
    mixed = msgspec.structs.replace(entry, vat=(*entry.vat, box()))
    assert word in message("wapro_sale_kind", mixed, types=f"{word}=X")


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (made_entry(box("P_13_5", "19", "100.00", "19.00")), "wapro_oss"),
        (made_entry(box("P_13_11", "marza", "100.00", "0.00")), "wapro_margin_sale"),
        (made_entry(box("FOREIGN", "25", "100.00", "25.00")), "wapro_rate"),
        (made_entry(box("FA1_P_13_6", "", "100.00", "0.00")), "wapro_rate"),
        (purchase(box("P_11_1", "rr", "1000.00", "65.00"), kind=Kind.VAT_RR), "wapro_rr_rate"),
        (made_entry(counterparty=Counterparty(name="X", tax_country="US", tax_number="1" * 31)), "wapro_tax_number"),
        (made_entry(account="4" * 31), "wapro_mark"),
    ],
)
def test_what_has_no_known_form_is_refused(entry, code):
    found = findings(entry)
    assert [(one.level, one.code, one.document) for one in found] == [(Level.BLOCKS, code, entry.source)]


def test_a_flat_rate_refund_of_seven_percent_is_written():
    entry = purchase(box("P_11_1", "rr", "1000.00", "70.00"), kind=Kind.VAT_RR, codes=("VAT_RR",))
    assert rates(record(entry)) == [("7", "0", Decimal(1000), Decimal(70))]
    assert codes(entry) == ["wapro_flat_rate"]
    assert text(cards(single(Wapro(), batch(entry), WaproOptions()))[0], "VAT_CZYNNY") == "0"


MARGIN = purchase(box("P_13_11", "marza", "100.00", "0.00"))


def test_a_margin_purchase_is_asked_for_and_never_guessed():
    (asked,) = findings(MARGIN)
    assert (asked.level, asked.code) == (Level.ASKS, "wapro_margin")
    assert dict(next(question for question in Wapro.questions if question.code == "wapro_margin").answers).keys() == {"NP", "ZW"}


@pytest.mark.parametrize("code", ["NP", "ZW"])
def test_a_margin_purchase_stands_under_the_rate_of_the_offices_choice(code):
    answered = msgspec.structs.replace(MARGIN, decisions={"wapro_margin": code})
    assert rates(record(answered)) == [(code, "0", Decimal(100), 0)]
    assert rates(record(MARGIN, margin_purchase=code)) == [(code, "0", Decimal(100), 0)]
    assert codes(answered) == ["wapro_margin_purchase"]


def test_an_answer_that_is_none_asks_again():
    assert codes(msgspec.structs.replace(MARGIN, decisions={"wapro_margin": "nie wiem"})) == ["wapro_margin"]


def test_what_the_buyer_settles_is_told():
    assert codes(purchase(box("P_13_10", "oo", "100.00", "0.00"))) == ["wapro_reverse_charge"]
    assert codes(purchase(box("P_13_6_2", "0", "100.00", "0.00"))) == ["wapro_foreign_purchase"]


def test_a_partial_deduction_is_told_in_amounts():
    entry = purchase(box(net="100.00", tax="23.01"), deductible_share=Decimal(50))
    assert rates(record(entry)) == [("23", "0", Decimal(100), Decimal("23.01"))]
    told = message("wapro_deductible_share", entry)
    assert "50%" in told
    assert "11,51 zł" in told
    assert "11,50 zł" in told
    assert text(record(entry, field1="deductible_share"), "POLE1") == "50%"


DECIDED = made_entry(
    category="PALIWO", account="402-1", vat_account="221-1", settlement_account="201-5", register="VAT-S", cost_type="04", unit="00002",
    income=Income(date=dt.date(2026, 3, 10), net_pln=Decimal("100.00"), column="K_10"),
    explanations=(Explanation("column", "K_10", "ręcznie"),),
)  # fmt: skip


def test_decisions_go_where_the_office_says_and_the_rest_is_told():
    found = record(DECIDED, field1="category", field2="register", field3="column")
    assert [text(found, name) for name in ("WYROZNIK", "POLE1", "POLE2", "POLE3")] == ["402-1", "PALIWO", "VAT-S", "K_10"]
    told = message("wapro_treatment", DECIDED, field1="category", field2="register", field3="column")
    for value in ("221-1", "201-5", "04", "00002"):
        assert value in told
    for value in ("PALIWO", "402-1", "VAT-S", "K_10"):
        assert value not in told
        assert value in message("wapro_treatment", DECIDED, mark="none")


def test_the_usual_column_is_left_to_the_program():
    assert codes(made_entry(income=Income(date=dt.date(2026, 3, 10), net_pln=Decimal("100.00"), column="K_7"))) == []


def test_fields_are_written_only_where_the_office_uses_them():
    found = record(DECIDED)
    assert [found.find(f".//POLE{place}") for place in (1, 2, 3)] == [None, None, None]


@pytest.mark.parametrize(("mark", "expected"), [("category", "PALIWO"), ("account", "402-1"), ("none", "")])
def test_the_mark_is_the_offices_choice(mark, expected):
    assert text(record(DECIDED, mark=mark), "WYROZNIK") == expected


def test_the_mark_may_be_the_identifier():
    found = record(DECIDED, mark="id")
    assert text(found, "WYROZNIK") == text(found, "ID_DOKUMENTU_ORYG")


def test_a_fixed_asset_is_told_unless_it_has_a_type():
    entry = SPECIAL["Z-ŚT"]
    assert codes(entry) == ["wapro_treatment"]
    assert codes(entry, types="Z-ŚT=FZST") == []


@pytest.mark.parametrize(
    ("form", "name", "number"),
    [
        (PaymentForm.CASH, "Gotówka", "1"),
        (PaymentForm.CARD, "Karta", "2"),
        (PaymentForm.TRANSFER, "Przelew", "3"),
        (PaymentForm.CHEQUE, "Czek", "7"),
        (PaymentForm.CREDIT, "Kredyt", "8"),
        (PaymentForm.COMPENSATION, "Kompensata", ""),
    ],
)
def test_payment_form_with_its_number(form, name, number):
    found = record(made_entry(settlement=Settlement(gross=Decimal(123), open_item=Decimal(123), form=form)))
    assert (text(found, "FORMA_PLATNOSCI"), text(found, "ID_FORMY_PLAT")) == (name, number)


def test_payment_forms_are_those_of_the_offices_program():
    found = record(made_entry(), payment_transfer="Przelew 14 dni", payment_ids="Przelew 14 dni=12")
    assert (text(found, "FORMA_PLATNOSCI"), text(found, "ID_FORMY_PLAT")) == ("Przelew 14 dni", "12")


def test_due_date_is_the_day_of_issue_for_cash_and_else_unknown():
    cash = made_entry(settlement=Settlement(gross=Decimal(123), open_item=Decimal(123), form=PaymentForm.CASH))
    assert day(record(cash), "TERMIN_PLATNOSCI") == cash.issue_date
    assert codes(cash) == []
    transfer = made_entry(settlement=Settlement(gross=Decimal(123), open_item=Decimal(123), form=PaymentForm.TRANSFER))
    assert text(record(transfer), "TERMIN_PLATNOSCI") == ""
    assert codes(transfer) == ["wapro_due_date"]


def test_payments_and_further_due_dates_are_told():
    dates = (dt.date(2026, 3, 24), dt.date(2026, 4, 24))
    entry = made_entry(
        settlement=Settlement(
            gross=Decimal(123),
            open_item=Decimal(123),
            due=dates[0],
            due_dates=dates,
            payments=(Paid(Decimal("23.00"), dates[0]),),
        )
    )
    assert "2026-04-24" in message("wapro_due_dates", entry)
    assert "23,00 zł 2026-03-24" in message("wapro_paid", entry)


NRB = "47999000010000000011100111"


@pytest.mark.parametrize(("account", "written"), [(NRB, NRB), (f"PL{NRB}", NRB), ("DE89370400440532013000", ""), ("12345", "")])
def test_only_a_sound_polish_account_is_written(account, written):
    paid = Settlement(gross=Decimal(123), open_item=Decimal(123), due=dt.date(2026, 3, 24), account=account)
    assert text(record(purchase(settlement=paid)), "NUMER_RACHUNKU") == written
    assert codes(purchase(settlement=paid)) == ([] if written else ["wapro_account"])
    assert text(record(made_entry(settlement=paid)), "NUMER_RACHUNKU") == ""


def test_long_texts_are_cut_at_a_word_and_told_in_full():
    name = "Przedsiębiorstwo Wielobranżowe " * 8
    entry = made_entry(description="Deski dębowe strugane " * 4, counterparty=Counterparty(name=name, nip=BUYER))
    (card,) = cards(single(Wapro(), batch(entry), WaproOptions()))
    assert text(record(entry), "OPIS") == "Deski dębowe strugane Deski dębowe strugane Deski"
    assert text(card, "NAZWA") == "Przedsiębiorstwo Wielobranżowe Przedsiębiorstwo"
    assert text(card, "NAZWA_PELNA") == " ".join(["Przedsiębiorstwo Wielobranżowe"] * 6)
    told = " ".join(found.message for found in findings(entry) if found.code == "wapro_shortened")
    assert name.strip() in told
    assert entry.description.strip() in told


def test_a_name_that_fits_its_full_field_needs_no_note():
    assert codes(made_entry(counterparty=Counterparty(name="Zakład " * 20, nip=BUYER))) == []


def test_a_party_without_a_name_is_told():
    entry = made_entry(counterparty=Counterparty(name="", nip=BUYER))
    assert text(cards(single(Wapro(), batch(entry), WaproOptions()))[0], "NAZWA") == "BRAK"
    assert codes(entry) == ["wapro_no_name"]


def test_the_common_card_tells_whom_it_hides():
    entry = made_entry(counterparty=Counterparty(name="Jan Nowak", city="Łódź"))
    assert "Jan Nowak Łódź" in message("wapro_consumer", entry, consumers="card")
    assert codes(entry) == []


def test_positions_are_an_option():
    entry = made_entry(box(), box("P_13_2", "8", "50.00", "4.00"), description="Deski")
    assert record(entry).find("POZYCJE_DOKUMENTU") is None
    positions = record(entry, positions=True).findall("POZYCJE_DOKUMENTU/POZYCJA_DOKUMENTU")
    assert [(text(one, "RODZAJ_POZYCJI"), text(one, "KOD_VAT"), text(one, "OPIS_POZYCJI")) for one in positions] == [
        ("P", "23", "Deski"),
        ("P", "8", "Deski"),
    ]
    assert [amount(one, "WARTOSC_BRUTTO") for one in positions] == [Decimal(123), Decimal(54)]
    (bought,) = record(purchase(), positions=True).findall("POZYCJE_DOKUMENTU/POZYCJA_DOKUMENTU")
    assert text(bought, "RODZAJ_POZYCJI") == "R"
    assert (amount(bought, "WARTOSC_ZAKUPU_NETTO"), amount(bought, "WARTOSC_NETTO")) == (Decimal(100), 0)


def test_income_that_is_not_the_net_is_told_to_those_who_keep_a_ledger():
    kpir = Client(nip=SELLER, income_method=IncomeMethod.KPIR)
    final = made_entry(kind=Kind.ROZ, income=Income(date=dt.date(2026, 3, 10), net_pln=Decimal("500.00"), column="K_7"))
    assert "500,00 zł" in message("wapro_income", final, client=kpir)
    advance = made_entry(kind=Kind.ZAL, income=Income(none="Zaliczka nie jest przychodem."))
    assert "Zaliczka nie jest przychodem." in message("wapro_income", advance, client=kpir)
    assert codes(final) == []
    assert codes(advance) == []


def test_the_cost_holds_the_tax_that_is_not_deducted():
    kpir = Client(nip=SELLER, income_method=IncomeMethod.KPIR)
    income = Income(date=dt.date(2026, 3, 10), net_pln=Decimal("111.50"), column="K_13")
    assert codes(purchase(deductible_share=Decimal(50), income=income), client=kpir) == ["wapro_deductible_share"]
    exempt = msgspec.structs.replace(kpir, vat_exempt=True)
    gross = Income(date=dt.date(2026, 3, 10), net_pln=Decimal("123.00"), column="K_13")
    assert codes(purchase(income=gross), client=exempt) == []


DATA_ONLY = made_entry(kind=Kind.KOR, vat=(), no_effect=True, correction=CorrectionReference(number="F/1"), number="FK/9")


def test_a_correction_of_data_only_is_skipped_unless_wanted():
    assert codes(DATA_ONLY) == ["skipped_no_effect"]
    assert list(Wapro().write(batch(DATA_ONLY), WaproOptions())) == []
    assert Wapro().expect(DATA_ONLY, batch(DATA_ONLY), WaproOptions()) is None
    assert rates(record(DATA_ONLY, no_effect="write")) == [("NP", "0", 0, 0)]


def test_a_document_twice_is_refused_and_the_same_number_of_two_sellers_is_not():
    entry = purchase(number="1/2026")
    assert [(found.level, found.code) for found in findings(entry, entry)] == [(Level.BLOCKS, "wapro_duplicate")]
    other = of_invoice(entry, seller=msgspec.structs.replace(entry.invoice.seller, nip="9992034709"))
    assert codes(entry, other) == []


@pytest.mark.parametrize(
    "pairs",
    [
        {"type_sale": ""},
        {"type_purchase": "F" * 11},
        {"types": "S-NIC=X"},
        {"types": "S-WDT="},
        {"types": "WDT"},
        {"payment_cash": ""},
        {"payment_transfer": "P" * 51},
        {"payment_ids": "Przelew=trzy"},
        {"payment_ids": "=3"},
        {"contractor_codes": "kod"},
        {"contractor_codes": "9992014701=A\n9992034709=A"},
        {"contractor_group": "G" * 51},
        {"mark": "ksef"},
        {"field1": "pole"},
    ],
)
def test_unusable_options_are_refused_in_words(pairs):
    with pytest.raises(UnusableArgument) as caught:
        parse_options(WaproOptions, pairs)
    assert caught.value.advice


def test_the_default_options_are_usable():
    assert parse_options(WaproOptions, {"types": "s-wdt=WDT; Z-ŚT=ST", "payment_ids": ""}).tables().types == {
        "S-WDT": "WDT",
        "Z-ŚT": "ST",
    }


def test_import_and_its_trial_are_described():
    assert "Import dokumentów" in Wapro.import_steps
    assert "próbnym importem" in Wapro.unproven
