"""Each check by itself: silent on an own invoice, and speaking after one change of it."""

import ast
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from app.base.findings import Level
from app.checks.check import INFORMATION
from app.checks.context import Related
from tests.checks.conftest import Check

ROOM = Path(__file__).resolve().parents[2] / "app" / "checks"
_BUYER_OF_VAT = "<NIP>9992054706</NIP>"
_THIRD = "  </Podmiot2>\n"
_ACCOUNT = "<NrRB>47999000010000000011100111</NrRB>"
_SECOND_ACCOUNT = (
    f"{_ACCOUNT}\n      </RachunekBankowy>\n      <RachunekBankowy>\n        <NrRB>67999000040000000044400441</NrRB>"
)
_PART = (
    "<ZaplataCzesciowa><KwotaZaplatyCzesciowej>{}</KwotaZaplatyCzesciowej>"
    "<DataZaplatyCzesciowej>2026-03-10</DataZaplatyCzesciowej></ZaplataCzesciowa>"
)
_FIRST_LINE = "<FaWiersz>\n      <NrWierszaFa>1<"
_DESCRIPTION = "<DodatkowyOpis><Klucz>Zamówienie</Klucz><Wartosc>7</Wartosc></DodatkowyOpis>"
_NO_EXEMPTION = "<P_19N>1</P_19N>"
_EXEMPTION = "<P_19>1</P_19>\n        <P_19A>art. 43 ust. 1 pkt 19 ustawy o VAT</P_19A>"


def third(role: str, *, nip: str = "9992064716", share: str = "") -> str:
    part = f"<Udzial>{share}</Udzial>" if share else ""
    return f"<Podmiot3><DaneIdentyfikacyjne><NIP>{nip}</NIP><Nazwa>Inny</Nazwa></DaneIdentyfikacyjne><Rola>{role}</Rola>{part}</Podmiot3>\n"


CHANGES = [
    # parties
    ("polish_nip_as_foreign", "fa3-vat", {_BUYER_OF_VAT: "<KodUE>PL</KodUE><NrVatUE>9992054706</NrVatUE>"}),
    ("polish_nip_as_foreign", "fa3-vat", {_BUYER_OF_VAT: "<NrID>9992054706</NrID>"}),
    ("polish_code_for_foreign", "fa3-vat", {_BUYER_OF_VAT: "<KodUE>PL</KodUE><NrVatUE>9992054707</NrVatUE>"}),
    ("eu_number_unusual", "fa3-wdt", {"<NrVatUE>299900018": "<NrVatUE>29990001"}),
    ("internal_id_unsound", "fa3-jst", {"<IDWew>9992124708-": "<IDWew>9992124707-"}),
    ("authorised_nip_unsound", "fa3-komornik", {"<NIP>9992184716</NIP>": "<NIP>9992184717</NIP>"}),
    ("jst_recipient_missing", "fa3-vat", {"<JST>2</JST>": "<JST>1</JST>"}),
    ("jst_flag_missing", "fa3-jst", {"<JST>1</JST>": "<JST>2</JST>"}),
    ("group_recipient_missing", "fa3-vat", {"<GV>2</GV>": "<GV>1</GV>"}),
    ("group_flag_missing", "fa3-vat", {_THIRD: _THIRD + third("10")}),
    ("roles_conflict", "fa3-vat", {_THIRD: _THIRD + third("4", nip="9992014701")}),
    ("shares_over_hundred", "fa3-vat", {_THIRD: _THIRD + third("4", share="60") + third("4", share="50")}),
    ("shares_incomplete", "fa3-vat", {_THIRD: _THIRD + third("4", share="60") + third("4")}),
    # sums
    ("tax_differs_from_rate", "fa3-vat", {"<P_14_1>1000.50": "<P_14_1>1000.60", "<P_15>5350.50": "<P_15>5350.60"}),
    ("tax_differs_from_rate", "fa3-kor-pary", {"<P_14_1>-92.00": "<P_14_1>-92.20"}),
    ("tax_differs_from_rate", "fa3-oss", {"<P_14_5>95.00": "<P_14_5>105.00"}),
    ("tax_differs_from_rate", "fa-rr", {"<P_11_2>": "<P_11_2>1"}),
    ("signs_differ", "fa3-vat", {"<P_14_1>1000.50": "<P_14_1>-1000.50"}),
    ("negative_amounts", "fa3-vat", {"<P_15>5350.50": "<P_15>-5350.50"}),
    ("zero_invoice", "fa3-bez-wierszy", {">100.00<": ">0.00<", ">23.00<": ">0.00<", ">123.00<": ">0.00<"}),
    ("amount_very_large", "fa3-vat", {"<P_15>5350.50": "<P_15>10000000.01"}),
    ("due_rounded", "fa3-vat", {"<P_15>5350.50": "<P_15>5350.46"}),
    ("settlement_differs", "fa3-rozliczenie", {"<DoZaplaty>1300.00": "<DoZaplaty>1301.00"}),
    ("settlement_sums_differ", "fa3-rozliczenie", {"<SumaObciazen>": "<SumaObciazen>1"}),
    # lines
    ("line_value_differs", "fa3-vat", {"<P_9A>400.00": "<P_9A>401.00"}),
    ("line_tax_differs", "fa3-podatek-wierszy", {"<P_11Vat>2.32": "<P_11Vat>2.42"}),
    ("gross_lines_differ", "fa3-brutto", {"<P_11A>": "<P_11A>1"}),
    ("sum_without_lines", "fa3-vat", {"<P_12>23": "<P_12>8"}),
    ("correction_lines_differ", "fa3-kor-pary", {"<P_13_1>-400.00": "<P_13_1>-500.00"}),
    ("final_lines_below_rest", "fa3-roz", {"<P_11>40000.00": "<P_11>4000.00"}),
    # marks
    ("reverse_charge_abroad", "fa3-odwrotne-krajowe", {"<NIP>9992034709</NIP>": "<KodUE>DE</KodUE><NrVatUE>299900018</NrVatUE>"}),
    ("reverse_charge_unmarked", "fa3-odwrotne-krajowe", {"<P_18>1": "<P_18>2"}),
    ("reverse_charge_without_amount", "fa3-vat", {"<P_18>2": "<P_18>1"}),
    ("wdt_polish_buyer", "fa3-wdt", {"<KodUE>DE</KodUE>": "", "<NrVatUE>299900018</NrVatUE>": _BUYER_OF_VAT}),
    ("wdt_without_eu_number", "fa3-wdt", {"<PrefiksPodatnika>PL</PrefiksPodatnika>": ""}),
    ("wdt_without_eu_number", "fa3-wdt", {"<KodUE>DE</KodUE>": "", "<NrVatUE>299900018</NrVatUE>": "<BrakID>1</BrakID>"}),
    ("export_eu_buyer", "fa3-wdt", {"P_13_6_2": "P_13_6_3", "0 WDT": "0 EX"}),
    ("services_without_eu_number", "fa3-np", {"P_13_8": "P_13_9", "np I": "np II"}),
    ("exemption_without_basis", "fa3-zw", {_EXEMPTION: _NO_EXEMPTION}),
    ("basis_without_exemption", "fa3-vat", {_NO_EXEMPTION: _EXEMPTION}),
    ("margin_unmarked", "fa3-marza", {"<P_PMarzy>1</P_PMarzy>": "<P_PMarzyN>1</P_PMarzyN>", "<P_PMarzy_3_1>1</P_PMarzy_3_1>": ""}),
    ("margin_without_amount", "fa3-vat", {"<P_PMarzyN>1</P_PMarzyN>": "<P_PMarzy>1</P_PMarzy><P_PMarzy_2>1</P_PMarzy_2>"}),
    ("new_vehicle_without_wdt", "fa3-nowy-srodek-transportu", {"P_13_6_2": "P_13_6_1", "0 WDT": "0 KR"}),
    ("triangular_without_amount", "fa3-trojstronna", {"P_13_8": "P_13_6_1", "np I": "0 KR"}),
    ("oss_without_rate", "fa3-oss", {"<P_12_XII>19</P_12_XII>": "", "<Procedura>WSTO_EE</Procedura>": ""}),
    ("oss_rate_without_sum", "fa3-oss", {"<P_13_5>500.00</P_13_5>": "<P_13_8>500.00</P_13_8>", "<P_14_5>95.00</P_14_5>": ""}),
    ("split_payment_needless", "fa3-mpp", {"<P_15>19680.00": "<P_15>15000.00"}),
    ("split_payment_without_goods", "fa3-mpp", {"<P_12_Zal_15>1</P_12_Zal_15>": ""}),
    ("split_payment_missing", "fa3-mpp", {"<P_18A>1": "<P_18A>2"}),
    ("split_payment_missing", "fa3-mpp", {"<P_18A>1": "<P_18A>2", "<P_12_Zal_15>1</P_12_Zal_15>": "<GTU>GTU_06</GTU>"}),
    # kinds
    ("advance_with_lines", "fa3-vat", {"<RodzajFaktury>VAT": "<RodzajFaktury>ZAL"}),
    ("advance_without_order", "fa3-bez-wierszy", {"<RodzajFaktury>VAT": "<RodzajFaktury>ZAL"}),
    ("order_below_advance", "fa3-zal", {"<WartoscZamowienia>49200.00": "<WartoscZamowienia>12299.99"}),
    ("final_without_advances", "fa3-vat", {"<RodzajFaktury>VAT": "<RodzajFaktury>ROZ"}),
    ("amount_before_missing", "fa3-kor-zal", {"<P_15ZK>12300.00</P_15ZK>": ""}),
    ("simplified_over_limit", "fa3-upr", {"<P_15>100.00": "<P_15>450.01"}),
    ("corrected_on_ordinary", "fa3-kor-pary", {"<RodzajFaktury>KOR": "<RodzajFaktury>VAT"}),
    ("correction_before_original", "fa3-kor-pary", {"<P_1>2026-03-20": "<P_1>2026-03-03"}),
    ("corrected_number_unsound", "fa3-kor-pary", {"0A12B3C4D5E6-02": "0A12B3C4D5E6-03"}),
    # currency
    ("line_rates_far_apart", "fa3-eur-kursy-wierszy", {"<KursWaluty>4.3000": "<KursWaluty>5.3000"}),
    ("contract_rate_for_tax", "fa3-wszystko", {"<KursUmowny>4.3000": "<KursUmowny>4.2650"}),
    ("test_currency", "fa3-wdt", {"<KodWaluty>EUR": "<KodWaluty>XXX"}),
    # dates
    ("issued_in_future", "fa3-vat", {"<P_1>2026-03-04": "<P_1>2026-05-21"}),
    ("issued_too_early", "fa3-vat", {"<P_6>2026-03-03": "<P_6>2026-05-04"}),
    ("supply_after_issue", "fa3-vat", {"<P_6>2026-03-03": "<P_6>2026-05-03"}),
    ("issued_long_after_supply", "fa3-vat", {"<P_6>2026-03-03": "<P_6>2025-12-03"}),
    ("paid_in_future", "fa3-zal", {"<DataZaplaty>2026-03-05": "<DataZaplaty>2026-05-21"}),
    ("paid_long_before_issue", "fa3-zal", {"<DataZaplaty>2026-03-05": "<DataZaplaty>2025-03-04"}),
    ("due_before_issue", "fa3-vat", {"<Termin>2026-03-18": "<Termin>2026-03-03"}),
    ("period_in_future", "fa3-vat", {"<P_6>2026-03-03": "<P_6>2026-06-01"}),
    # payments
    ("transfer_without_account", "fa3-vat", {f"<RachunekBankowy>\n        {_ACCOUNT}\n      </RachunekBankowy>": ""}),
    ("account_unsound", "fa3-vat", {_ACCOUNT: "<NrRB>47999000010000000011100112</NrRB>"}),
    ("account_unsound", "fa3-vat", {_ACCOUNT: "<NrRB>4799900001000000001110011</NrRB>"}),
    ("account_unsound", "fa3-wdt", {"PL86999000020000000022200221": "DE86999000020000000022"}),
    ("several_accounts", "fa3-vat", {_ACCOUNT: _SECOND_ACCOUNT}),
    ("bank_own_account", "fa3-vat", {_ACCOUNT: f"{_ACCOUNT}<RachunekWlasnyBanku>2</RachunekWlasnyBanku>"}),
    ("split_payment_cash", "fa3-mpp", {"<FormaPlatnosci>6": "<FormaPlatnosci>1"}),
    # contents
    ("additional_descriptions", "fa3-vat", {_FIRST_LINE: _DESCRIPTION + _FIRST_LINE}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "name", "changes"), CHANGES, ids=[f"{code}-{name}" for code, name, _changes in CHANGES])
def test_a_change_is_noticed_and_the_invoice_as_it_was_is_not(
    check: Check, code: str, name: str, changes: dict[str, str]
) -> None:
    assert code not in check(name)
    finding = check(name, changes)[code]
    assert finding.level is Level.NOTES
    assert finding.field
    assert finding.message.endswith(".")


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("fa3-vat", {"<P_14_1>1000.50": "<P_14_1>1000.52", "<P_15>5350.50": "<P_15>5350.52"}),  # rounding of two lines
        ("fa3-vat", {"<P_9A>400.00": "<P_9A>399.9955"}),  # a price with more places than the value
        ("fa3-vat", {_ACCOUNT: "<NrRB>47 9990 0001 0000 0000 1110 0111</NrRB>"}),
        ("fa3-mpp", {"<P_15>19680.00": "<P_15>15000.01"}),
        ("fa3-mpp", {"<P_18A>1": "<P_18A>2", "<P_15>19680.00": "<P_15>15000.00"}),  # goods of annex 15, too little money
        ("fa3-mpp", {"<P_18A>1": "<P_18A>2", "<P_12_Zal_15>1</P_12_Zal_15>": ""}),  # much money, no such goods
        ("fa3-vat", {"<P_6>2026-03-03": "<P_6>2026-02-03"}),
    ],
)  # fmt: skip
def test_what_is_lawful_is_not_noted(check: Check, name: str, changes: dict[str, str]) -> None:
    assert check(name, changes) == {}


def test_instalments(check: Check) -> None:
    marker = "<ZnacznikZaplatyCzesciowej>{}</ZnacznikZaplatyCzesciowej>"
    term = "<TerminPlatnosci>"
    too_much = check("fa3-vat", {term: marker.format(1) + _PART.format("5000.00") + _PART.format("351.00") + term})
    assert "parts_above_due" in too_much
    too_little = check("fa3-vat", {term: marker.format(2) + _PART.format("5000.00") + term})
    assert "parts_below_due" in too_little
    assert "parts_below_due" not in check("fa3-vat", {term: marker.format(1) + _PART.format("5000.00") + term})


def test_a_purchase_received_after_three_months(check: Check) -> None:
    late = check("fa3-vat", purchase=True, decisions={"receipt_date": "2026-06-03"}, today=dt.date(2026, 6, 4))
    assert "issued_long_ago" in late
    assert "issued_long_ago" not in check("fa3-vat", purchase=True, decisions={"receipt_date": "2026-06-02"})
    assert "issued_long_ago" not in check("fa3-vat", today=dt.date(2027, 1, 1)), "an own sale without a number is no news"


def test_gtu_of_a_purchase(check: Check) -> None:
    assert "gtu_on_purchase" in check("fa3-marza", purchase=True)
    assert "gtu_on_purchase" not in check("fa3-marza")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("9992014701-20260304-0A12B3C4D5E6-02", ""),
        ("9992034709-20260304-0A12B3C4D5E6-{}", "ksef_number_of_another"),
        ("9992014701-20260302-0A12B3C4D5E6-{}", "ksef_number_before_issue"),
        ("9992014701-20260303-0A12B3C4D5E6-{}", ""),
    ],
)
def test_the_ksef_number_belongs_to_the_document(check: Check, number: str, code: str) -> None:
    from app.base.ksef_number import check as problem  # noqa: PLC0415 - its name is taken here

    sound = next(text for digits in range(256) if not problem(text := number.format(f"{digits:02X}")))
    assert set(check("fa3-vat", ksef_number=sound)) == ({code} if code else set())


def test_a_client_who_is_no_party_of_the_sums_has_no_flags_in_older_forms(check: Check) -> None:
    assert check("fa2-vat") == {}


def test_very_many_lines_and_attachments_are_only_mentioned(check: Check, invoices: Path) -> None:
    assert "attachment" in check("fa3-zalacznik")
    text = (invoices / "fa3-vat.xml").read_text(encoding="utf-8")
    line = text[text.index("    <FaWiersz>") : text.index("    <Platnosc>")]
    assert "many_lines" not in check("fa3-vat", {line: line * 500})
    assert "many_lines" in check("fa3-vat", {line: line * 501})


def test_every_code_has_been_provoked() -> None:
    made = {
        node.args[0].value
        for file in ROOM.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "notes" and isinstance(node.args[0], ast.Constant)
    }
    source = Path(__file__).read_text(encoding="utf-8")
    assert [code for code in sorted(made) if f'"{code}"' not in source] == []
    assert made >= INFORMATION


class TestContext:
    """What the archive adds."""

    def test_nothing_is_said_where_nothing_is_known(self, check: Check) -> None:
        assert check("fa3-kor-pary") == {}
        assert check("fa3-vat", purchase=True) == {}

    def test_a_new_seller(self, check: Check) -> None:
        assert set(check("fa3-vat", purchase=True, seller_known=False)) == {"new_seller"}
        assert check("fa3-vat", purchase=True, seller_known=True) == {}
        assert check("fa3-vat", seller_known=False) == {}, "his own sale"

    def test_another_account(self, check: Check) -> None:
        found = check("fa3-vat", purchase=True, accounts=frozenset({"67999000040000000044400441"}))
        assert set(found) == {"account_changed"}
        assert "47999000010000000011100111" in found["account_changed"].message
        assert check("fa3-vat", purchase=True, accounts=frozenset({"47999000010000000011100111"})) == {}
        assert check("fa3-vat", purchase=True, accounts=frozenset()) == {}, "the first account ever"
        spaced = {_ACCOUNT: "<NrRB>PL47 9990 0001 0000 0000 1110 0111</NrRB>"}
        assert check("fa3-vat", spaced, purchase=True, accounts=frozenset({"47999000010000000011100111"})) == {}

    def test_an_unusual_amount(self, check: Check) -> None:
        usual = tuple(map(Decimal, ("400.00", "500.00", "510.00", "520.00", "600.00")))
        assert set(check("fa3-vat", purchase=True, usual_amounts=usual)) == {"amount_unusual"}
        assert check("fa3-vat", purchase=True, usual_amounts=usual[1:]) == {}, "four make no habit"
        assert check("fa3-vat", purchase=True, usual_amounts=(*usual, Decimal("6000.00"))) == {}

    def test_a_twin(self, check: Check) -> None:
        twin = Related(number="FS 12/03/2026", issue_date=dt.date(2026, 3, 4), gross=Decimal("5350.50"))
        found = check("fa3-vat", twins=(twin,))
        assert set(found) == {"possible_duplicate"}
        assert "FS 12/03/2026" in found["possible_duplicate"].message

    def test_originals(self, check: Check) -> None:
        assert set(check("fa3-kor-pary", originals=(None,))) == {"original_not_in_archive"}
        original = Related(number="FS/12/03/2026", issue_date=dt.date(2026, 3, 4), gross=Decimal("5350.50"))
        assert check("fa3-kor-pary", originals=(original,)) == {}
        other = Related(number="FS/12/03/2026", issue_date=dt.date(2026, 3, 14), gross=Decimal("5350.50"))
        assert set(check("fa3-kor-pary", originals=(other,))) == {"original_date_differs"}

    def test_originals_of_a_collective_correction_are_named_three_at_most(self, check: Check) -> None:
        found = check("przyklady/przyklad-6", originals=(None,) * 6, today=dt.date(2026, 8, 1))
        assert "i 3 innych" in found["original_not_in_archive"].message

    def test_a_closed_period(self, check: Check) -> None:
        assert set(check("fa3-vat", closed_until="2026-04")) == {"period_closed"}
        assert check("fa3-vat", closed_until="2026-03") == {}, "the month itself may still be added to"
