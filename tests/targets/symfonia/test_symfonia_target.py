"""What Symfonia's file does with documents, one behaviour each."""

import datetime as dt
import io
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.environments import Environment
from app.base.errors import UnusableArgument
from app.base.findings import Level
from app.base.money import total
from app.booking.client import Client, IncomeMethod
from app.booking.entry import CorrectionReference, Counterparty, Direction, ExchangeRate, Income, Paid, PaymentForm, Settlement
from app.invoice.forms import Kind
from app.targets.contract import Batch
from app.targets.options import parse_options
from app.targets.symfonia import Symfonia
from app.targets.symfonia.contractors import derived_number
from app.targets.symfonia.options import SymfoniaOptions
from tests.targets.conftest import WRITTEN_AT
from tests.targets.made import BUYER, SELLER, box, made_entry
from tests.targets.symfonia.symfonia_reading import cards, documents, tree, written

CLIENT = Client(nip=SELLER, name="Stolarnia", income_method=IncomeMethod.BOOKS)
LISTED = f"{BUYER}=17"
RATES = {"rate_exempt": "-1", "rate_outside": "-2"}


def batch(*entries, client=CLIENT, environment=Environment.PRODUCTION):
    return Batch(client=client, entries=entries, written_at=WRITTEN_AT, environment=environment)


def convert(*entries, client=CLIENT, environment=Environment.PRODUCTION, **options):
    return written(Symfonia(), batch(*entries, client=client, environment=environment), settings(options))


def settings(options):
    return SymfoniaOptions(**({"fk_numbers": LISTED} | RATES | options))


def findings(*entries, client=CLIENT, **options):
    return list(Symfonia().check(batch(*entries, client=client), settings(options)))


def codes(*entries, **options):
    return [found.code for found in findings(*entries, **options)]


def record(*entries, **options):
    (found,) = documents(convert(*entries, **options))
    return found


def purchase(*boxes, **changes):
    return made_entry(*boxes, direction=Direction.PURCHASE, **changes)


def posted(document):
    return [(line["strona"], line["konto"], line.amount("kwota")) for line in document.all("Zapis")]


def rows(document):
    return [
        (row["Skrot"], row["stawka"], row.amount("netto"), row.amount("vat"), "Naliczony" in row)
        for row in document.all("Rejestr")
    ]


def amount(text):
    return Decimal(text)


def test_an_ordinary_sale_of_a_known_contractor_needs_no_remark():
    assert codes(made_entry()) == []


def test_the_same_batch_gives_the_same_bytes_and_nothing_gives_no_file():
    assert convert(made_entry(), purchase()) == convert(made_entry(), purchase())
    assert list(Symfonia().write(batch(), SymfoniaOptions())) == []


def test_info_comes_first_then_cards_then_documents():
    data = convert(made_entry(), purchase(number="FZ/1", counterparty=Counterparty(name="Tartak", nip="9992154709")))
    assert [section.name for section in tree(data).inner] == ["INFO", "Kontrahent", "Kontrahent", "Dokument", "Dokument"]
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_entries_are_read_once_to_be_written():
    class Counted:
        passes = 0

        def __iter__(self):
            self.passes += 1
            return iter([made_entry(), purchase()])

    entries = Counted()
    written(Symfonia(), Batch(client=CLIENT, entries=entries, written_at=WRITTEN_AT), SymfoniaOptions())
    assert entries.passes == 1


def test_a_sale_is_posted_receivable_against_revenue_and_tax():
    found = record(made_entry())
    assert posted(found) == [
        ("WN", "201-2-1-17", amount("123.00")),
        ("MA", "702-1", amount("100.00")),
        ("MA", "221-1", amount("23.00")),
    ]
    (opened,) = found.all("Transakcja")
    assert (opened["IdDlaRozliczen"], opened["termin"], opened.amount("kwota")) == ("1", "2026-03-24", amount("123.00"))


def test_a_purchase_is_posted_payable_against_cost_and_tax():
    found = record(purchase())
    assert posted(found) == [
        ("MA", "202-3-1-17", amount("123.00")),
        ("WN", "300-1", amount("100.00")),
        ("WN", "221-2", amount("23.00")),
    ]
    assert rows(found) == [("rZPV", "23.00", amount("100.00"), amount("23.00"), True)]
    assert found.all("Rejestr")[0]["ABC"] == "1"


def test_accounts_and_register_of_the_entry_go_before_those_of_the_options():
    given_by_hand = {
        "account": "401-2",
        "vat_account": "221-2-50",
        "settlement_account": "202-9-{K}",
        "register": "rSAM Samochody osobowe",
    }
    found = record(purchase(**given_by_hand))
    assert [account for _, account, _ in posted(found)] == ["202-9-17", "401-2", "221-2-50"]
    (row,) = found.all("Rejestr")
    assert (row["Skrot"], row["Nazwa"]) == ("rSAM", "Samochody osobowe")


def test_revenue_has_an_account_for_each_rate_and_adds_up_otherwise():
    entry = made_entry(box(), box("P_13_2", "8", "50.00", "4.00"), box("P_13_6_2", "0", "30.00", "0.00"))
    assert posted(record(entry))[1:] == [("MA", "702-1", amount("180.00")), ("MA", "221-1", amount("27.00"))]
    split = posted(record(entry, accounts_revenue="8%=702-8; wdt = 702-9-{K}"))
    assert [line for line in split if line[1].startswith("702")] == [
        ("MA", "702-1", amount("100.00")),
        ("MA", "702-8", amount("50.00")),
        ("MA", "702-9-17", amount("30.00")),
    ]


def test_tax_that_is_not_deducted_goes_to_the_cost_and_to_a_register_of_its_own():
    found = record(purchase(box(net="100.01", tax="23.01"), deductible_share=Decimal(50)))
    assert rows(found) == [
        ("rZPV", "23.00", amount("50.01"), amount("11.51"), True),
        ("rZNO", "23.00", amount("50.00"), amount("11.50"), True),
    ]
    assert ["ABC" in row for row in found.all("Rejestr")] == [True, False]
    assert posted(found)[1:] == [("WN", "300-1", amount("111.51")), ("WN", "221-2", amount("11.51"))]
    assert codes(purchase(deductible_share=Decimal(50))) == ["symfonia_deductible_share"]


def test_nothing_is_deducted_by_an_exempt_client_or_at_a_share_of_nought():
    exempt = Client(nip=SELLER, vat_exempt=True)
    for found in (record(purchase(deductible_share=Decimal(0))), record(purchase(), client=exempt)):
        assert rows(found) == [("rZNO", "23.00", amount("100.00"), amount("23.00"), True)]
        assert posted(found)[1:] == [("WN", "300-1", amount("123.00"))]


def test_a_part_deducted_cannot_stand_in_the_register_of_what_is_not():
    assert codes(purchase(register="rZNO", deductible_share=Decimal(50))) == ["symfonia_register_lost"]
    assert codes(purchase(register="rZNO", deductible_share=Decimal(0))) == ["symfonia_deductible_share"]


@given(
    st.decimals("-1e9", "1e9", places=2),
    st.decimals("-1e8", "1e8", places=2),
    st.integers(min_value=0, max_value=100),
    st.sampled_from(list(Direction)),
)
def test_every_posting_is_in_balance_and_no_grosz_of_the_register_is_lost(net, tax, share, direction):
    found = record(made_entry(box(net=str(net), tax=str(tax)), direction=direction, deductible_share=Decimal(share)))
    lines = posted(found)
    assert total(value for side, _, value in lines if side == "WN") == total(value for side, _, value in lines if side == "MA")
    assert (total(row[2] for row in rows(found)), total(row[3] for row in rows(found))) == (net, tax)


def test_a_fixed_asset_has_its_register_and_account():
    found = record(purchase(fixed_asset=True))
    assert rows(found)[0][0] == "rZST"
    assert posted(found)[1][1] == "080-1"


def test_registers_only_leaves_postings_and_settlement_out():
    found = record(made_entry(), registers_only=True)
    assert (found.all("Zapis"), found.all("Transakcja")) == ([], [])
    assert rows(found) == [("rSPV", "23.00", amount("100.00"), amount("23.00"), False)]
    assert codes(made_entry(account="401-2"), registers_only=True) == ["symfonia_treatment"]


@pytest.mark.parametrize(
    ("group", "rate", "register", "written_rate"),
    [
        ("P_13_6_1", "0", "rSPV", "0.00"),
        ("P_13_6_2", "0", "rWDT", "0.00"),
        ("P_13_6_3", "0", "rEXP", "0.00"),
        ("P_13_7", "zw", "rSPV", "-1"),
        ("P_13_8", "np", "rSNP", "-2"),
        ("P_13_9", "np", "rSUE", "-2"),
        ("P_13_10", "oo", "rSOO", "-2"),
        ("P_13_4", "4", "rSPV", "4.00"),
    ],
)
def test_each_kind_of_sale_has_its_register_and_rate(group, rate, register, written_rate):
    found = record(made_entry(box(group, rate, "500.00", "0.00")))
    assert rows(found) == [(register, written_rate, amount("500.00"), amount("0.00"), False)]


def test_rates_without_percent_are_asked_for_once_and_only_where_they_occur():
    exempt, outside = box("P_13_7", "zw", "50.00", "0.00"), box("P_13_8", "np", "50.00", "0.00")
    unknown = {"rate_exempt": "", "rate_outside": ""}
    assert codes(made_entry(), **unknown) == []
    assert [found.code for found in findings(made_entry(exempt, outside), **unknown)] == ["symfonia_rate_zw", "symfonia_rate_np"]
    answered = made_entry(exempt, outside, decisions={"symfonia_rate_zw": "-3", "symfonia_rate_np": "-4"})
    assert codes(answered, **unknown) == []
    assert [row[1] for row in rows(record(answered, **unknown))] == ["-3", "-4"]
    wrong = made_entry(exempt, decisions={"symfonia_rate_zw": "trzy"})
    (asked,) = findings(wrong, **unknown)
    assert (asked.level, "„trzy”" in asked.message) == (Level.ASKS, True)
    same = made_entry(exempt, outside, decisions={"symfonia_rate_zw": "-3", "symfonia_rate_np": "-3"})
    assert codes(same, **unknown) == ["symfonia_rate_np"]


def test_tax_at_a_rate_that_holds_none_is_refused():
    assert codes(made_entry(box("P_13_7", "zw", "100.00", "23.00"))) == ["symfonia_tax_without_rate"]


def test_reverse_charge_is_asked_for_and_taxed_on_both_sides():
    row = box("P_13_10", "oo", "500.00", "0.00")
    assert codes(purchase(row)) == ["symfonia_reverse_charge"]
    answered = purchase(row, decisions={"symfonia_reverse_charge": "23"})
    assert codes(answered) == []
    found = record(answered)
    assert rows(found) == [
        ("rNOO", "23.00", amount("500.00"), amount("115.00"), False),
        ("rZOO", "23.00", amount("500.00"), amount("115.00"), True),
    ]
    assert posted(found) == [
        ("MA", "202-3-1-17", amount("500.00")),
        ("WN", "300-1", amount("500.00")),
        ("WN", "221-2", amount("115.00")),
        ("MA", "221-1", amount("115.00")),
    ]


def test_reverse_charge_may_stay_net_and_half_deducted():
    row = box("P_13_10", "oo", "500.00", "0.00")
    net = purchase(row, decisions={"symfonia_reverse_charge": "net"})
    assert codes(net) == ["symfonia_reverse_net"]
    assert rows(record(net)) == [("rZOO", "-2", amount("500.00"), amount("0.00"), True)]
    half = record(purchase(row, decisions={"symfonia_reverse_charge": "23"}, deductible_share=Decimal(50)))
    assert [row[:1] + row[3:4] for row in rows(half)] == [
        ("rNOO", amount("115.00")), ("rZOO", amount("57.50")), ("rZNO", amount("57.50")),
    ]  # fmt: skip
    assert posted(half)[1:] == [
        ("WN", "300-1", amount("557.50")), ("WN", "221-2", amount("57.50")), ("MA", "221-1", amount("115.00")),
    ]  # fmt: skip


def test_a_margin_invoice_follows_the_office():
    row = box("P_13_11", "marza", "18500.00", "0.00")
    assert codes(made_entry(row)) == codes(purchase(row)) == ["symfonia_margin"]
    assert codes(made_entry(row, decisions={"symfonia_margin": "zw"})) == ["symfonia_margin"]
    sale = made_entry(row, decisions={"symfonia_margin": "none"})
    assert codes(sale) == ["symfonia_margin_row"]
    assert (rows(record(sale)), posted(record(sale))[1]) == ([], ("MA", "702-1", amount("18500.00")))
    assert rows(record(purchase(row, decisions={"symfonia_margin": "zw"})))[0][1] == "-1"
    assert codes(sale, registers_only=True) == ["symfonia_margin"]


def test_oss_needs_a_register_and_an_account_of_its_own():
    entry = made_entry(box("P_13_5", "19", "100.00", "19.00"))
    assert codes(entry) == ["symfonia_oss"]
    options = {"register_oss": "rOSS Sprzedaż OSS", "account_vat_oss": "221-5"}
    assert codes(entry, **options) == ["symfonia_oss_register"]
    found = record(entry, **options)
    assert rows(found) == [("rOSS", "19.00", amount("100.00"), amount("19.00"), False)]
    assert posted(found)[2] == ("MA", "221-5", amount("19.00"))
    assert codes(purchase(box("P_13_5", "19", "100.00", "19.00")), **options) == ["symfonia_oss_purchase"]


def test_an_advance_is_no_revenue():
    assert posted(record(made_entry(kind=Kind.ZAL)))[1] == ("MA", "845-1", amount("100.00"))
    assert posted(record(purchase(kind=Kind.KOR_ZAL)))[1] == ("WN", "300-1", amount("100.00"))


def test_a_final_invoice_says_what_of_the_revenue_is_not_posted():
    entry = made_entry(kind=Kind.ROZ, income=Income(date=dt.date(2026, 3, 10), net_pln=Decimal("1000.00")))
    (found,) = findings(entry)
    assert found.code == "symfonia_income"
    assert "1 000,00 zł" in found.message
    assert "100,00 zł" in found.message


def test_an_invoice_to_a_receipt_posts_neither_revenue_nor_tax_again():
    entry = made_entry(codes=("FP",))
    entry = msgspec.structs.replace(entry, invoice=msgspec.structs.replace(entry.invoice, receipt_invoice=True))
    found = record(entry)
    assert posted(found) == [("WN", "201-2-1-17", amount("123.00")), ("MA", "201-2-1-17", amount("123.00"))]
    assert found.all("Transakcja") == []
    assert found["JPK_V7"] == "FP"
    assert codes(entry) == ["symfonia_receipt_invoice"]
    offset = record(entry, account_receipt="149-1")
    assert [account for _, account, _ in posted(offset)] == ["201-2-1-17", "149-1"]
    assert len(offset.all("Transakcja")) == 1


def test_a_document_without_amounts_has_a_row_and_a_posting_of_nought():
    nothing = Settlement(gross=Decimal("0.00"), open_item=Decimal("0.00"))
    entry = made_entry(box(net="0.00", tax="0.00"), kind=Kind.ROZ, settlement=nothing)
    found = record(entry)
    assert rows(found) == [("rSPV", "23.00", amount("0.00"), amount("0.00"), False)]
    assert posted(found) == [("WN", "201-2-1-17", amount("0.00")), ("MA", "702-1", amount("0.00"))]
    assert codes(entry) == ["symfonia_zero"]


def test_a_correction_that_cancels_out_on_one_account_stays_in_balance():
    entry = made_entry(box(), box("P_13_2", "8", "-100.00", "-23.00"), kind=Kind.KOR)
    assert posted(record(entry)) == [("WN", "201-2-1-17", amount("0.00")), ("MA", "702-1", amount("0.00"))]


def test_kinds_have_the_offices_symbols():
    def symbols(entry, **options):
        found = record(entry, **options)
        return found["symbol FK"], found["obsluguj jak"]

    assert symbols(made_entry()) == ("FVS", "FVS")
    assert symbols(made_entry(kind=Kind.KOR)) == ("FKS", "FKS")
    assert symbols(purchase(kind=Kind.KOR_ROZ)) == ("FKZ", "FKZ")
    assert symbols(made_entry(kind=Kind.ZAL), symbol_sale_advance="FZAL") == ("FZAL", "FVS")
    assert symbols(made_entry(kind=Kind.ROZ), symbol_sale_final="FKON") == ("FKON", "FVS")
    rr = box("P_11_1", "rr", "100.00", "7.00")
    assert symbols(purchase(rr, kind=Kind.VAT_RR), symbol_rr="FRR") == ("FRR", "FVZ")
    assert symbols(purchase(rr, kind=Kind.KOR_VAT_RR), symbol_rr_correction="KRR") == ("KRR", "FKZ")


def test_a_correction_names_its_original_and_everything_else_in_the_description():
    reference = CorrectionReference(
        number="FS/1/2026", date=dt.date(2026, 3, 1), ksef_number="9992014701-20260301-668FAE05D819-4F",
        numbers=("FS/1/2026", "FS/2/2026"), reason="rabat",
    )  # fmt: skip
    found = record(made_entry(kind=Kind.KOR, number="FK/1", correction=reference, description="Okno"))
    assert (found["NazwaKor"], found["DataKor"]) == ("FS/1/2026", "2026-03-01")
    for told in ("FS/2/2026", "przyczyna korekty: rabat", reference.ksef_number):
        assert told in found["opis FK"]


def test_amounts_of_a_currency_document_stand_in_both_currencies():
    rate = ExchangeRate(rate=Decimal("4.2531"), source="nbp", table="045/A/NBP/2026", date=dt.date(2026, 3, 9))
    row = box(net="100.00", tax="23.00", net_pln="425.31", tax_pln="97.82")
    found = record(made_entry(row, currency="EUR", exchange_rate=rate))
    assert [found[name] for name in ("netto", "vat", "kwota")] == ["425.31", "97.82", "523.13"]
    assert [found[name] for name in ("waluta", "kurs", "walnetto", "walbrutto", "wdozaplaty")] == [
        "EUR", "4.2531", "100.00", "123.00", "123.00",
    ]  # fmt: skip
    assert "045/A/NBP/2026 z 2026-03-09" in found["opis FK"]
    assert posted(found)[0][2] == amount("523.13")


def test_the_ksef_number_stands_in_the_description_unless_the_office_wants_it_out():
    number = "9992014701-20260311-668FAE05D819-4F"
    entry = made_entry(ksef_number=number, description="Okno")
    assert record(entry)["opis FK"] == f"KSeF: {number} | Okno"
    assert record(entry, ksef_in_description=False)["opis FK"] == "Okno"
    (found,) = findings(entry, ksef_in_description=False)
    assert (found.code, number in found.message) == ("symfonia_ksef_number", True)


def test_a_mark_in_place_of_a_ksef_number_is_told():
    entry = made_entry(ksef_mark="BFK", description="Okno")
    assert record(entry)["opis FK"] == "BFK | Okno"
    assert codes(entry) == ["symfonia_codes"]
    assert record(entry, ksef_mark_code=True)["JPK_V7"] == "BFK"
    assert codes(entry, ksef_mark_code=True) == []


def test_gtu_stand_in_every_row_and_procedures_at_the_document():
    entry = made_entry(box(), box("P_13_2", "8", "50.00", "4.00"), codes=("GTU_06", "GTU_12", "TP"))
    found = record(entry)
    assert [row["JPK_V7"] for row in found.all("Rejestr")] == ["GTU_06,GTU_12"] * 2
    assert found["JPK_V7"] == "TP"
    together = record(entry, gtu="document")
    assert together["JPK_V7"] == "GTU_06,GTU_12,TP"
    assert not any("JPK_V7" in row for row in together.all("Rejestr"))
    (lost,) = findings(entry, gtu="none")
    assert (lost.code, "GTU_06, GTU_12" in lost.message) == ("symfonia_codes", True)


def test_split_payment_has_the_flag_of_the_options():
    assert record(purchase(split_payment=True))["mppFlags"] == "1"
    assert "mppFlags" not in record(purchase())
    assert "mppFlags" not in record(purchase(split_payment=True), mpp_flag="")
    assert codes(purchase(split_payment=True), mpp_flag="") == ["symfonia_split_payment"]


def test_the_cash_method_is_told():
    entry = purchase(cash_method=True, codes=("MK",))
    assert codes(entry) == ["symfonia_cash_method"]
    assert record(entry)["JPK_V7"] == "MK"


def test_what_the_settlement_cannot_say_is_noted():
    settled = Settlement(
        gross=Decimal("123.00"), open_item=Decimal("113.00"), due=dt.date(2026, 3, 24),
        due_dates=(dt.date(2026, 3, 24), dt.date(2026, 4, 24)), payments=(Paid(Decimal("50.00"), dt.date(2026, 3, 11)),),
    )  # fmt: skip
    found = findings(made_entry(settlement=settled))
    assert [one.code for one in found] == ["symfonia_open_item", "symfonia_due_dates", "symfonia_paid"]
    assert "113,00 zł" in found[0].message
    assert "2026-04-24" in found[1].message
    assert "50,00 zł 2026-03-11" in found[2].message
    assert record(made_entry(settlement=settled))["dozaplaty"] == "63.00"


def test_a_missing_term_is_the_day_of_issue_and_noted_unless_it_is_paid_at_once():
    unpaid = Settlement(gross=Decimal("123.00"), open_item=Decimal("123.00"), form=PaymentForm.TRANSFER)
    assert codes(made_entry(settlement=unpaid)) == ["symfonia_due_date"]
    assert record(made_entry(settlement=unpaid))["plattermin"] == "2026-03-10"
    cash = msgspec.structs.replace(unpaid, form=PaymentForm.CASH)
    assert codes(made_entry(settlement=cash)) == []
    assert record(made_entry(settlement=cash), payment_cash="kasa")["forma_platnosci"] == "kasa"


def test_only_a_sound_account_reaches_the_card():
    party = Counterparty(name="Tartak", nip=BUYER, account="06105010250000000000000123")
    (card,) = cards(convert(purchase(counterparty=party)))
    assert card["bkonto"] == party.account
    (card,) = cards(convert(made_entry(counterparty=party)))
    assert "bkonto" not in card
    wrong = Settlement(gross=Decimal("123.00"), open_item=Decimal("123.00"), due=dt.date(2026, 3, 24), account="06105010")
    assert codes(purchase(settlement=wrong)) == ["symfonia_account_number"]


def test_the_ledger_column_and_the_lump_sum_rate_have_no_place():
    income = Income(date=dt.date(2026, 3, 10), net_pln=Decimal("100.00"), column="K_7", rate="8.5")
    for method, told in ((IncomeMethod.KPIR, "kolumna KPiR: 7"), (IncomeMethod.LUMP_SUM, "stawka ryczałtu: 8.5")):
        (found,) = findings(made_entry(income=income), client=Client(nip=SELLER, income_method=method))
        assert (found.code, told in found.message) == ("symfonia_treatment", True)
    assert codes(made_entry(income=income)) == []


def test_unusual_purchases_are_to_be_looked_at():
    assert codes(purchase(box("P_13_6_2", "0", "500.00", "0.00"))) == ["symfonia_unusual_purchase"]
    assert codes(purchase(triangular=True)) == ["symfonia_triangular"]


def test_categories_have_no_place():
    (found,) = findings(purchase(category="Paliwo", cost_type="Rodzaj 2"))
    assert found.code == "symfonia_treatment"
    assert "kategoria: Paliwo, rodzaj kosztu: Rodzaj 2" in found.message


@pytest.mark.parametrize("account", ["401 2", "401--2", "-401", "401-2-", "401-{X}", "401ł"])
def test_an_account_that_fk_cannot_have_is_refused(account):
    (found,) = findings(purchase(account=account))
    assert (found.code, account in found.message) == ("symfonia_account", True)


def test_numbers_of_contractors_are_the_offices_or_come_from_the_nip():
    (card,) = cards(convert(made_entry()))
    assert (card["id"], card["khfk"]) == (str(65535 + 17), "17")
    (card,) = cards(convert(made_entry(), fk_numbers=""))
    assert (card["id"], "khfk" in card) == (str(65535 + 999214470), False)
    assert record(made_entry(), fk_numbers="")["opis FK"] == ""
    (found,) = findings(made_entry(), purchase(), fk_numbers="")
    assert (found.code, "201-2-1-999214470" in found.message) == ("symfonia_contractor_unlisted", True)


@given(st.text(min_size=1, max_size=30))
def test_a_derived_number_is_stable_and_below_four_bytes(key):
    assert derived_number(key) == derived_number(key)
    assert 1_000_000_000 <= derived_number(key) <= 2**31 - 1 - 65535


def test_two_contractors_may_not_share_a_number_or_a_code(monkeypatch):
    other = made_entry(number="FS/2", counterparty=Counterparty(name="Inny", nip="9992154709"))
    twice = findings(made_entry(), other, contractor_codes=f"{BUYER}=BUD\n9992154709=bud", fk_numbers=f"{LISTED};9992154709=18")
    assert [(found.code, found.document) for found in twice] == [("symfonia_contractor_code", "FS/2.xml")]
    monkeypatch.setattr("app.targets.symfonia.contractors.derived_number", lambda _key: 17)
    assert codes(made_entry(), other) == ["symfonia_contractor_number", "symfonia_contractor_unlisted"]


def test_buyers_without_a_number_share_a_card_unless_the_office_wants_their_names():
    party = Counterparty(name="Jan Żak", city="Opole")
    people = [made_entry(number=f"FS/{name}", counterparty=msgspec.structs.replace(party, name=name)) for name in ("Jan", "Ewa")]
    (card,) = cards(convert(*people))
    assert (card["kod"], card["osfiz"], "ulica" in card) == ("KONSUMENT", "1", False)
    assert [document.all("Dane Nabywcy")[0]["khnazwa"] for document in documents(convert(*people))] == ["Jan", "Ewa"]
    assert [card["nazwa"] for card in cards(convert(*people, consumers="name"))] == ["Jan", "Ewa"]


def test_a_foreign_number_keeps_its_country():
    party = Counterparty(name="Holz GmbH", tax_country="DE", tax_number="123456789", eu=True, country="DE")
    (card,) = cards(convert(made_entry(counterparty=party)))
    assert (card["nip"], card["statusUE"], card["krajKod"], card["krajNazwa"]) == ("DE123456789", "1", "DE", "Niemcy")


def test_a_document_given_twice_is_refused_and_two_sellers_of_one_number_are_noted():
    found = findings(made_entry(), made_entry(source="kopia.xml"))
    assert [(item.code, item.document) for item in found] == [("symfonia_duplicate", "kopia.xml")]
    other = purchase(source="b.xml", counterparty=Counterparty(name="Inny", nip="9992154709"))
    numbers = f"{LISTED}\n9992154709=18"
    assert codes(purchase(), other, fk_numbers=numbers) == ["symfonia_same_number"]
    again = codes(purchase(), other, msgspec.structs.replace(other, source="c.xml"), fk_numbers=numbers)
    assert again == ["symfonia_same_number", "symfonia_duplicate"]


def test_a_long_number_asks_and_then_stands_in_full_in_the_description():
    number = "FAKTURA/ODDZIAŁ-PÓŁNOC/2026/03/000123"
    assert codes(made_entry(number=number)) == []
    assert codes(made_entry(number=number), number_length=30) == ["short_number"]
    entry = made_entry(number=number, decisions={"short_number": "yes"})
    assert codes(entry, number_length=30) == []
    found = record(entry, number_length=30)
    assert len(found["FK nazwa"]) <= 30
    assert f"Nr {number}" in found["opis FK"]


def test_a_long_number_of_the_original_asks_too():
    reference = CorrectionReference(number="FAKTURA/ODDZIAŁ-PÓŁNOC/2026/03/000123")
    entry = made_entry(kind=Kind.KOR, correction=reference)
    assert codes(entry, number_length=30) == ["short_number"]
    found = record(msgspec.structs.replace(entry, decisions={"short_number": "yes"}), number_length=30)
    assert (
        found["NazwaKor"]
        == record(made_entry(number=reference.number, decisions={"short_number": "yes"}), number_length=30)["FK nazwa"]
    )
    assert f"korekta do {reference.number}" in found["opis FK"]


def test_a_number_that_the_file_cannot_hold_asks_and_stays_unmistakable():
    entry = made_entry(number="FS/{1}/2026", decisions={"short_number": "yes"})
    assert codes(made_entry(number="FS/{1}/2026")) == ["short_number"]
    found = record(entry)
    assert found["FK nazwa"].startswith("FS/(1)/2026~")
    assert found["FK nazwa"] != record(made_entry(number="FS/(1)/2026"))["FK nazwa"]


def test_hostile_texts_stay_texts():
    name = 'A{}\u0000\u202e "Żółć" \U0001f600\r\n}=x'
    found = record(made_entry(counterparty=Counterparty(name=name, nip=BUYER), description="Dokument{"))
    assert found.all("Dane Nabywcy")[0]["khnazwa"] == 'A() "Żółć" ? )=x'
    assert found["opis FK"] == "Dokument("
    told = findings(made_entry(counterparty=Counterparty(name=name, nip=BUYER)))
    assert [one.code for one in told] == ["symfonia_characters"]


def test_long_texts_are_shortened_with_a_note_of_the_whole():
    name = "Bardzo długa nazwa " * 20
    found = record(made_entry(counterparty=Counterparty(name=name, nip=BUYER)))
    assert len(found.all("Dane Nabywcy")[0]["khnazwa"]) <= 255
    (told,) = findings(made_entry(counterparty=Counterparty(name=name, nip=BUYER)))
    assert (told.code, name.strip() in told.message) == ("symfonia_shortened", True)


def test_other_environments_mark_every_document():
    data = convert(made_entry(description="Okno"), environment=Environment.TRAINING)
    assert documents(data)[0]["opis FK"] == "SZKOLENIOWE – Okno"
    assert tree(data).all("INFO")[0]["Nazwa programu"] == "SZKOLENIOWE – Konwerter KSeF"
    number = "9992014701-20260311-668FAE05D819-4F"
    entry = made_entry(ksef_number=number)
    marked = batch(entry, environment=Environment.TEST)
    (read,) = Symfonia().read(io.BytesIO(written(Symfonia(), marked, SymfoniaOptions())))
    assert read == Symfonia().expect(entry, marked, SymfoniaOptions())
    assert read.ksef_number == number


def test_corrections_of_data_are_skipped_or_written_as_nought():
    nothing = Settlement(gross=Decimal("0.00"), open_item=Decimal("0.00"))
    entry = made_entry(kind=Kind.KOR, no_effect=True, settlement=nothing)
    entry = msgspec.structs.replace(entry, vat=())
    assert codes(entry) == ["skipped_no_effect"]
    assert list(Symfonia().write(batch(entry), SymfoniaOptions())) == []
    assert Symfonia().expect(entry, batch(entry), SymfoniaOptions()) is None
    assert rows(record(entry, no_effect="write")) == [("rSPV", "23.00", amount("0.00"), amount("0.00"), False)]


@pytest.mark.parametrize(
    "data", [b"", b"Dokument{\r\n", b"INFO{\r\n}\r\n}\r\n", b"<xml/>", b"INFO{\r\n}\r\nDokument{\r\n\tdata =2026\r\n}\r\n"]
)
def test_another_file_is_not_read(data):
    with pytest.raises(ValueError, match=r".+"):
        list(Symfonia().read(io.BytesIO(data)))


def test_a_changed_amount_or_register_is_noticed():
    whole = convert(purchase())
    (right,) = Symfonia().read(io.BytesIO(whole))
    for before, after in (
        (b"vat =23.00\r\n\t}", b"vat =23.01\r\n\t}"),
        (b"\t\tNaliczony =1\r\n", b""),
        (b"khnip =9", b"khnip =8"),
    ):
        assert before in whole
        (read,) = Symfonia().read(io.BytesIO(whole.replace(before, after)))
        assert read != right


@pytest.mark.parametrize(
    "pairs",
    [
        {"symbol_sale": ""},
        {"symbol_sale": "FAKTURA"},
        {"register_sale": ""},
        {"register_sale": "r{SPV"},
        {"register_lost": "rZPV"},
        {"account_cost": ""},
        {"account_cost": "401 2"},
        {"account_payable": "202-{NIP}"},
        {"accounts_revenue": "17=702-1"},
        {"accounts_revenue": "23=702 1"},
        {"rate_exempt": "1"},
        {"rate_exempt": "zw"},
        {"rate_exempt": "-1", "rate_outside": "-1"},
        {"fk_numbers": "9992144705=0"},
        {"fk_numbers": "9992144705=5\n9992154709=5"},
        {"fk_numbers": "9992144705"},
        {"contractor_codes": "9992144705=KOD KONTRAHENTA ZA DŁUGI"},
        {"consumer_code": ""},
        {"number_length": "10"},
        {"mpp_flag": "tak"},
        {"payment_cash": ""},
        {"gtu": "może"},
    ],
)
def test_options_that_cannot_be_meant_are_refused(pairs):
    with pytest.raises(UnusableArgument):
        parse_options(SymfoniaOptions, pairs)
