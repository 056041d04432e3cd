"""The traps of the invoice guide (§16), one by one, on the project's own invoices. Traps of written files are tested with their targets."""

import datetime as dt
import re
from decimal import Decimal

import pytest

from app.base.dates import polish_day
from app.base.errors import UnreadableDocument
from app.base.findings import Level
from app.base.safe_names import safe_name
from app.booking.book import book
from app.booking.entry import Direction, PaymentForm
from app.booking.jpk import counts_in_sums, register_fields
from app.invoice.read import read_document
from tests.bad_inputs import bad_input
from tests.cast import CARPENTRY, DESIGNER, GRAIN


@pytest.fixture
def booked(own_document):
    """Books one of our own invoices for a client: all of its entries and findings."""
    return lambda name, client, decisions=None, **options: book(own_document(name), client, decisions or {}, **options)


@pytest.fixture
def entry(booked):
    """Books one of our own invoices for a client: its only entry."""

    def only(name, client, decisions=None, **options):
        (one,) = booked(name, client, decisions, **options).entries
        return one

    return only


def _codes(findings, level=None):
    return {finding.code for finding in findings if level is None or finding.level is level}


def _nonzero(entry):
    return {name: amount for name, amount in register_fields(entry).items() if amount}


# 1 ------------------------------------------------------------------------------------------------------------------------------


def test_trap_01_self_billing_is_a_sale_of_the_seller(entry):
    """Direction taken from "who sent it": self-billing turns it round."""
    sold = entry("fa3-samofakturowanie", DESIGNER)
    bought = entry("fa3-samofakturowanie-zakup", GRAIN)
    assert sold.direction is Direction.SALE
    assert bought.direction is Direction.PURCHASE
    assert bought.counterparty.nip == "9992204703"


def test_trap_01_farmers_invoice_is_a_purchase_of_its_issuer(entry):
    """FA_RR turns the direction round: Podmiot2 issues it and buys."""
    bought = entry("fa-rr", GRAIN)
    assert bought.direction is Direction.PURCHASE
    assert bought.counterparty.name == "Józef Źdźbło"


def test_trap_01_a_third_party_has_no_entry_by_itself(own_document):
    """Podmiot3 roles do not make a sale or a purchase by themselves: factor, payer, issuer, original entity, bailiff."""
    for name, nip in (
        ("fa3-podmiot3-faktor", "9992104700"),
        ("fa3-podmiot3-platnik-inny", "9992144705"),
        ("fa3-podmiot3-platnik-inny", "9992064716"),
        ("fa3-podmiot3-platnik-inny", "9992154709"),
        ("fa3-komornik", "9992184716"),
    ):
        other = book(own_document(name), type(CARPENTRY)(nip=nip))
        assert other.entries == ()
        assert _codes(other.findings, Level.BLOCKS) == {"client_has_no_entry"}


def test_trap_01_both_sides_wait_for_a_decision(own_document):
    """Podmiot1 and Podmiot2 equal: two entries or none: ask."""
    town = type(CARPENTRY)(nip="9992124708")
    document = own_document("fa3-sam-sobie")
    assert _codes(book(document, town).findings, Level.ASKS) == {"direction"}
    for side in Direction:
        (one,) = book(document, town, direction=side).entries
        assert one.direction is side


# 2 ------------------------------------------------------------------------------------------------------------------------------


def test_trap_02_invoice_to_a_receipt_is_not_counted_again(entry):
    """FP=1 booked as an ordinary sale: tax doubled."""
    sold = entry("fa3-fp", CARPENTRY)
    assert "FP" in sold.codes
    assert _nonzero(sold) == {"K_19": Decimal(500), "K_20": Decimal(115)}
    assert not counts_in_sums(sold)
    assert sold.income.net_pln is None
    assert sold.income.none


# 3 ------------------------------------------------------------------------------------------------------------------------------


def test_trap_03_header_of_a_correction_is_the_difference(entry):
    """Correction: header is already a difference; StanPrzed rows are not added up."""
    pairs, differences = entry("fa3-kor-pary", CARPENTRY), entry("fa3-kor-roznice", CARPENTRY)
    assert register_fields(pairs) == register_fields(differences) == {"K_19": Decimal(-400), "K_20": Decimal(-92)}
    assert pairs.income.net_pln == differences.income.net_pln == Decimal(-400)


@pytest.mark.parametrize("name", ["pef-kor", "pef-kor-bez-roznic"])
def test_trap_03_body_of_a_public_correction_is_the_state_after(entry, name):
    """The PEF body is the *after* state; the difference stands in an extension, or is after minus before."""
    corrected = entry(name, GRAIN)
    assert _nonzero(corrected) == {"K_19": Decimal(-80), "K_20": Decimal("-18.40")}
    assert corrected.settlement.open_item == Decimal("-98.40")


# 4 ------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["fa3-kor-stawki", "fa3-kor-zal"])
def test_trap_04_change_of_rate_with_nothing_to_pay_counts(entry, name):
    """Correction with P_15 = 0 thrown away though rates changed."""
    corrected = entry(name, CARPENTRY)
    assert corrected.settlement.open_item == 0
    assert not corrected.no_effect
    assert set(_nonzero(corrected)) == {"K_17", "K_18", "K_19", "K_20"}


def test_trap_04_final_invoice_with_nothing_to_pay_is_revenue(entry):
    """ROZ with P_15 = 0 thrown away though revenue arises."""
    final = entry("fa3-roz-zero", CARPENTRY)
    assert final.income.net_pln == Decimal(5000)
    assert not final.no_effect


@pytest.mark.parametrize("name", ["fa3-kor-danych", "fa3-kor-numeru"])
def test_trap_04_correction_of_data_alone_has_no_effect(entry, name):
    """…while a correction of data only makes no row."""
    corrected = entry(name, CARPENTRY)
    assert corrected.no_effect
    assert register_fields(corrected) == {}
    assert corrected.income.net_pln is None


# 5 ------------------------------------------------------------------------------------------------------------------------------


def test_trap_05_final_invoice_register_from_header_revenue_from_lines(entry):
    """ROZ: register from the header, revenue from the lines."""
    final = entry("fa3-roz", CARPENTRY)
    assert register_fields(final)["K_19"] == Decimal(30000)
    assert final.income.net_pln == Decimal(40000)
    lowered = entry("fa3-kor-roz", CARPENTRY)
    assert lowered.income.net_pln == Decimal(-2000)


def test_trap_05_advance_is_in_the_register_and_no_revenue(entry):
    """ZAL: register yes, revenue no."""
    advance = entry("fa3-zal", CARPENTRY)
    assert register_fields(advance) == {"K_19": Decimal(10000), "K_20": Decimal(2300)}
    assert advance.income.net_pln is None


# 6 ------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "client", "amounts"),
    [
        ("fa3-podatek-wierszy", DESIGNER, ("30.30", "6.96", "37.26")),
        ("fa3-zaokraglone-p15", DESIGNER, ("1219.51", "280.48", "1500.00")),
        ("fa3-niezgodne-wiersze", DESIGNER, ("1000.00", "230.00", "1230.00")),
        ("fa3-niezgodne-sumy", DESIGNER, ("1000.00", "230.00", "1500.00")),
    ],
)
def test_trap_06_vat_is_never_repaired(entry, name, client, amounts):
    """Recomputed or "repaired" VAT: the header counts, two rounding methods are lawful, P_15 may differ."""
    bought = entry(name, client)
    net, tax, open_item = map(Decimal, amounts)
    assert register_fields(bought) == {"K_42": net, "K_43": tax}
    assert bought.settlement.open_item == open_item


def test_trap_06_a_real_difference_is_reported(booked):
    """…but what does not agree is said."""
    assert "due_differs" in _codes(booked("fa3-niezgodne-sumy", DESIGNER).findings)
    assert "lines_differ" in _codes(booked("fa3-niezgodne-wiersze", DESIGNER).findings)
    assert "lines_differ" not in _codes(booked("fa3-podatek-wierszy", DESIGNER).findings)


# 7 ------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "net", "tax"),
    [
        ("fa3-eur-kurs", "6397.50", "1471.43"),
        ("fa3-eur-kursy-wierszy", "6400.00", "1472.00"),
        ("fa3-eur-bez-kursu", "3420.00", "786.60"),
        ("fa3-huf-za-100", "1096.50", "252.20"),
        ("fa3-zal-eur", "8602.00", "1978.46"),
        ("fa3-zal-eur-dwie-wplaty", "12850.00", "2955.50"),
    ],
)
def test_trap_07_currency_comes_to_zloty_by_the_rate_of_the_tax(entry, name, net, tax):
    """P_14_x booked as PLN, P_14_xW ignored, net at 1.0 or at another rate than the tax; rates per line; per-100 rates."""
    assert register_fields(entry(name, CARPENTRY)) == {"K_19": Decimal(net), "K_20": Decimal(tax)}


@pytest.mark.parametrize(("name", "field"), [("fa3-eksport-usd-bez-kursu", "K_22"), ("fa3-kor-eur-bez-kursu", "K_21")])
def test_trap_07_without_a_rate_the_document_waits(booked, entry, name, field):
    """Never use 1.0 and never use today's rate."""
    waiting = booked(name, CARPENTRY)
    assert _codes(waiting.findings, Level.ASKS) == {"rate"}
    assert all(box.net_pln is None for one in waiting.entries for box in one.vat)
    answered = entry(name, CARPENTRY, {"rate": "4.0000"})
    assert register_fields(answered) == {field: answered.invoice.total_due * 4}


# 8 ------------------------------------------------------------------------------------------------------------------------------


def test_trap_08_deduction_waits_for_the_number(entry):
    """Deduction month: P_1 or P_6 used instead of the KSeF number date."""
    bought = entry("fa3-przelom-miesiaca", CARPENTRY)
    assert bought.issue_date == dt.date(2026, 3, 31)
    assert bought.receipt_date == dt.date(2026, 4, 1)
    assert bought.vat_period == "2026-04"


def test_trap_08_days_are_polish():
    """UTC day instead of Polish day."""
    assert polish_day(dt.datetime(2026, 3, 31, 22, 30, tzinfo=dt.UTC)) == dt.date(2026, 4, 1)
    assert polish_day(dt.datetime(2026, 1, 31, 23, 30, tzinfo=dt.UTC)) == dt.date(2026, 2, 1)


def test_trap_08_without_a_number_the_day_of_receipt_is_asked(own_document):
    """If only the XML is present the receipt date is unknown: ask; never assume P_1."""
    document = own_document("fa3-vat-zakup", numbered=False)
    assert "receipt_date" in _codes(book(document, CARPENTRY).findings, Level.ASKS)
    (answered,) = book(document, CARPENTRY, {"receipt_date": "2026-05-04"}).entries
    assert answered.vat_period == "2026-05"


# 9 ------------------------------------------------------------------------------------------------------------------------------


def test_trap_09_p_13_5_means_abroad_in_the_first_form_and_oss_later(entry):
    """P_13_5 in FA(1) is "abroad", in FA(2)/(3) OSS."""
    assert _nonzero(entry("fa1-poza-krajem", DESIGNER)) == {"K_11": Decimal(2000)}
    assert _nonzero(entry("fa1-usluga-ue", CARPENTRY)) == {"K_11": Decimal(800), "K_12": Decimal(800)}
    assert _nonzero(entry("fa2-oss", CARPENTRY)) == {}


def test_trap_09_p_13_4_of_the_first_form_holds_reverse_charge_and_taxis(entry):
    """P_13_4 in FA(1) includes reverse charge."""
    assert _nonzero(entry("fa1-odwrotne", GRAIN)) == {}
    assert _nonzero(entry("fa1-taxi", DESIGNER)) == {"K_42": Decimal(100), "K_43": Decimal(4)}


# 10 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_10_foreign_tax_is_never_polish(own_document, entry):
    """P_14_5 is foreign VAT: never output tax, never deductible in Poland."""
    sold = entry("fa3-oss", CARPENTRY)
    assert _nonzero(sold) == {}
    assert sold.settlement.open_item == Decimal(595)
    document = own_document("fa3-oss")
    assert document.invoice.totals[0].tax == Decimal(95)


# 11 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_11_margin_is_gross_and_nothing_is_deducted(entry):
    """P_13_11 is gross; buyer has nothing to deduct."""
    for name in ("fa3-marza", "fa3-kor-marza", "fa1-marza"):
        assert _nonzero(entry(name, GRAIN)) == {}
    bought = entry("fa3-marza", GRAIN)
    assert bought.income.net_pln == Decimal(42000)
    assert _nonzero(entry("fa3-marza-sprzedaz", GRAIN)) == {"SprzedazVAT_Marza": Decimal(18500)}
    assert _nonzero(entry("fa3-marza-turystyka", DESIGNER)) == {"K_42": Decimal("406.50"), "K_43": Decimal("93.50")}


# 12 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_12_reverse_charge_is_mostly_abroad(entry):
    """P_18=1 read as domestic reverse charge."""
    abroad, union, home = (
        entry("fa3-np", DESIGNER),
        entry("fa3-odwrotne-obciazenie", CARPENTRY),
        entry("fa3-odwrotne-krajowe", GRAIN),
    )
    assert _nonzero(abroad) == {"K_11": Decimal(3000)}
    assert _nonzero(union) == {"K_11": Decimal(5118), "K_12": Decimal(5118)}
    assert _nonzero(home) == {}
    assert "domestic_reverse_charge" in _codes(home.findings)
    assert "domestic_reverse_charge" not in _codes(abroad.findings + union.findings)


# 13 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_13_form_1_is_cash_or_transfer(entry):
    """FormaPlatnosci 1 is cash in FA, transfer in FA_RR."""
    assert entry("fa3-vat-gotowka", DESIGNER).settlement.form is PaymentForm.CASH
    assert entry("fa-rr", GRAIN).settlement.form is PaymentForm.TRANSFER
    assert entry("pef", GRAIN).settlement.form is PaymentForm.TRANSFER


# 14 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_14_the_same_number_of_two_sellers_is_two_documents(own_document):
    """Duplicates: the key must include the seller's NIP and the kind; `FV/1/2026` is used by everybody."""
    one, other = own_document("fa3-tp-gtu"), own_document("fa3-ten-sam-numer")
    assert one.invoice.number == other.invoice.number
    assert one.invoice.seller.nip != other.invoice.seller.nip
    assert one.sha256 != other.sha256


def test_trap_14_the_same_bytes_are_one_document(invoices):
    """…file and API copy."""
    data = (invoices / "fa3-vat.xml").read_bytes()
    assert read_document(data, source="a.xml").sha256 == read_document(data, source="b.xml").sha256


# 15 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_15_a_foreign_document_is_refused(booked):
    """Invoices of other clients imported into the wrong book."""
    refused = booked("fa3-obca", CARPENTRY)
    assert refused.entries == ()
    assert _codes(refused.findings, Level.BLOCKS) == {"client_not_found"}
    assert booked("fa3-vat", GRAIN).entries == ()


def test_trap_15_a_unit_is_told_whose_register_it_is(own_document):
    """…or of a VAT group / JST unit."""
    member = type(CARPENTRY)(nip="9992214707")
    (bought,) = book(own_document("fa3-gv"), member).entries
    (sold,) = book(own_document("fa3-gv-wystawca"), member).entries
    assert (bought.direction, sold.direction) == (Direction.PURCHASE, Direction.SALE)
    assert all("unit_of_another" in _codes(one.findings) for one in (bought, sold))


def test_trap_15_one_document_of_two_clients_goes_each_its_way(entry):
    """…sort by NIP, never import all as purchases."""
    assert entry("fa3-komornik", CARPENTRY).direction is Direction.SALE
    assert entry("fa3-komornik", GRAIN).direction is Direction.PURCHASE


# 16 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_16_cash_method_is_marked_and_said(entry):
    """Cash method (P_16) deducted at once."""
    bought = entry("fa3-metoda-kasowa", DESIGNER)
    assert bought.cash_method
    assert "MK" in bought.codes
    assert "cash_method" in _codes(bought.findings)


def test_trap_16_farmers_invoice_waits_for_its_payment(booked, entry):
    """VAT RR deducted before payment."""
    assert entry("fa-rr", GRAIN).vat_period == "2026-04"
    unpaid = booked("fa-rr-niezaplacona", GRAIN)
    assert _codes(unpaid.findings, Level.ASKS) == {"vat_period"}
    assert entry("fa-rr-niezaplacona", GRAIN, {"vat_period": "2026-06"}).vat_period == "2026-06"


# 17 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_17_what_is_to_pay_is_not_the_gross(entry):
    """`DoZaplaty` used as gross, or P_15 used as the open item when Rozliczenie exists; `Skonto` treated as an amount."""
    settled = entry("fa3-rozliczenie", CARPENTRY).settlement
    assert (settled.gross, settled.open_item, settled.outside_vat) == (Decimal(1230), Decimal(1300), Decimal(70))
    assert register_fields(entry("fa3-rozliczenie", CARPENTRY)) == {"K_42": Decimal(1000), "K_43": Decimal(230)}


def test_trap_17_an_overpayment_is_said_and_not_booked(entry):
    """…without `DoZaplaty` the open item is P_15; what was overpaid before (`DoRozliczenia`) is in the accounts already."""
    bought = entry("fa3-rozliczenie-nadplata", DESIGNER)
    assert bought.settlement.gross == bought.settlement.open_item == Decimal(123)
    assert "overpaid" in _codes(bought.findings)


# 18 -----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["fa3-zal", "fa3-zal-eur", "fa3-zal-dwa-miesiace"])
def test_trap_18_the_order_is_never_booked(entry, name):
    """`Zamowienie` values or `WartoscZamowienia` booked as sale."""
    advance = entry(name, CARPENTRY)
    order = advance.invoice.order
    assert order.value > advance.invoice.total_due
    assert advance.settlement.open_item == advance.invoice.total_due
    assert advance.net == advance.invoice.totals[0].net


# 19 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_19_marks_are_the_union_of_all_lines(entry):
    """GTU read from the first line only."""
    assert {"GTU_06", "GTU_12"} <= set(entry("fa3-tp-gtu", DESIGNER).codes)


def test_trap_19_marks_of_an_advance_stand_in_the_order(entry):
    """…or from FaWiersz for ZAL."""
    assert "GTU_10" in entry("fa3-zal-eur", CARPENTRY).codes


@pytest.mark.parametrize(("name", "client"), [("fa3-marza", GRAIN), ("fa3-vat-gotowka", DESIGNER)])
def test_trap_19_marks_do_not_concern_purchases(entry, name, client):
    """…GTU on purchases."""
    assert not any(code.startswith("GTU") for code in entry(name, client).codes)


# 20 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_20_old_rates_survive(entry):
    """22 and 7 in corrections of old invoices lost, because "P_13_1 = 23%"."""
    assert {box.rate for box in entry("fa3-kor-stara-stawka", CARPENTRY).vat} == {"22", "7"}
    mixed = entry("fa3-kor-stawki-mieszane", CARPENTRY)
    assert {box.rate: (box.net, box.tax) for box in mixed.vat} == {
        "22": (Decimal(-500), Decimal(-110)),
        "23": (Decimal(-200), Decimal(-46)),
    }


# 21 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_21_ambiguous_codes_are_told_by_the_header(entry):
    """`0`/`np` of FA(2) guessed."""
    assert _nonzero(entry("fa2-zero-i-np", CARPENTRY)) == {"K_11": Decimal(400), "K_12": Decimal(400), "K_21": Decimal(3000)}


def test_trap_21_greece_and_northern_ireland_have_two_codes(entry):
    """`EL`/`GR`, `XI`/`GB`."""
    greek, ulster = entry("fa3-wdt-grecja", GRAIN).counterparty, entry("fa3-wdt-irlandia-polnocna", GRAIN).counterparty
    assert (greek.tax_country, greek.tax_number, greek.country) == ("EL", "999000123", "GR")
    assert (ulster.tax_country, ulster.tax_number, ulster.country) == ("XI", "299900013", "GB")


# 22 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_22_the_number_of_the_corrected_invoice_is_not_our_own(own_document, entry):
    """KSeF number taken from `NrKSeFFaKorygowanej`; missing in the XML itself."""
    document = own_document("fa3-kor-pary", numbered=False)
    assert document.ksef_number == ""
    corrected = entry("fa3-kor-pary", CARPENTRY)
    assert corrected.ksef_number != corrected.correction.ksef_number
    assert corrected.correction.ksef_number.startswith("9992014701-20260304-")


def test_trap_22_a_missing_number_is_said_and_never_invented(own_document):
    """…otherwise leave the choice to the user."""
    (sold,) = book(own_document("fa3-vat", numbered=False), CARPENTRY).entries
    assert sold.ksef_number == ""
    assert "ksef_number_missing" in _codes(sold.findings)


def test_trap_22_the_old_form_of_the_number_is_taken(own_document):
    """36-character form refused."""
    (corrected,) = own_document("fa1-kor").invoice.correction.corrected
    assert len(corrected.ksef_number) == 36


# 23 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_23_line_values_are_never_multiplied(own_document, entry):
    """P_10, P_9A, P_8B multiplied; P_11 counts."""
    line = own_document("fa3-rabat").invoice.lines[0]
    assert (line.quantity, line.unit_price_net, line.discount, line.net) == (10, 50, 5, 450)
    bought = entry("fa3-rabat", DESIGNER)
    assert bought.income.net_pln == Decimal(450)
    assert "lines_differ" not in _codes(bought.findings)


# 24 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_24_creation_of_the_file_is_no_date_of_issue(own_document):
    """`DataWytworzeniaFa` or file time as issue date."""
    invoice = own_document("fa3-przelom-miesiaca").invoice
    assert invoice.created_at.startswith("2026-03-31T22:30")
    assert invoice.issue_date == dt.date(2026, 3, 31)


# 25 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_25_rows_before_and_after_may_share_a_number(own_document):
    """`NrWierszaFa` as a unique key."""
    before, after = own_document("fa3-kor-pary").invoice.lines
    assert (before.line_number, before.before) == (after.line_number, True)
    assert not after.before
    assert (before.position, after.position) == (1, 2)


def test_trap_25_no_line_at_all_is_legal(entry):
    """…line count 0."""
    assert register_fields(entry("fa3-bez-wierszy", CARPENTRY)) == {"K_19": Decimal(100), "K_20": Decimal(23)}


def test_trap_25_thousands_of_lines_and_corrected_invoices(invoices):
    """…thousands of lines; `NrFaKorygowanej` list of thousands."""
    text = (invoices / "fa3-vat.xml").read_text(encoding="utf-8")
    row = re.search(r"    <FaWiersz>.*?</FaWiersz>\n", text, re.DOTALL)[0]
    many = read_document(text.replace(row, row * 5000, 1).encode(), source="many.xml")
    assert len(many.invoice.lines) == 5001
    text = (invoices / "fa3-kor-zbiorcza.xml").read_text(encoding="utf-8")
    block = re.search(r"    <DaneFaKorygowanej>.*?</DaneFaKorygowanej>\n", text, re.DOTALL)[0]
    collective = read_document(text.replace(block, block * 3000, 1).encode(), source="many.xml")
    (booked,) = book(collective, CARPENTRY).entries
    assert len(booked.correction.numbers) == 3002


# 26 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_26_amounts_beyond_floats_are_exact(entry):
    """Numbers as float."""
    assert register_fields(entry("fa3-duze-kwoty", CARPENTRY)) == {
        "K_42": Decimal("9007199254740.93"),
        "K_43": Decimal("2071655828590.41"),
    }


@pytest.mark.parametrize("name", ["kwota-z-przecinkiem.xml", "kwota-nan.xml", "kwota-wykladnicza.xml", "kwota-za-dluga.xml"])
def test_trap_26_what_only_looks_like_an_amount_is_refused(name):
    """ "1 000,00" read as 1; NaN."""
    with pytest.raises(UnreadableDocument) as refused:
        read_document(bad_input(name), source=name)
    assert refused.value.code == "bad_amount"
    assert refused.value.line


# 27 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_27_hostile_texts_are_kept_whole(entry):
    """Names with `;`, quotes, line breaks, formulas: booking keeps them; each target escapes for itself."""
    bought = entry("fa3-wrogie-nazwy", DESIGNER)
    assert bought.number == '=1+1;"A"'
    assert '"Źrebię; & Spółka" <Łódź>' in bought.counterparty.name


def test_trap_27_a_number_never_becomes_a_path(entry):
    """Numbers with `/`, `..` used as file names."""
    name = safe_name(entry("fa3-wrogi-numer", DESIGNER).number)
    assert not set(name) & set('/\\:*?"<>|')
    assert not name.startswith(".")


# 28 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_28_public_invoice_has_a_plain_nip(entry):
    """PEF: NIP with `PL`."""
    assert entry("pef", GRAIN).counterparty.nip == "9992234704"


def test_trap_28_the_second_tax_total_is_the_same_tax_in_zloty(entry):
    """…two TaxTotal elements added."""
    sold = entry("pef-eur", GRAIN)
    assert sold.tax == Decimal(92)
    assert _nonzero(sold) == {"K_19": Decimal(1706), "K_20": Decimal("392.38")}


def test_trap_28_an_allowance_of_the_document_is_inside_already(entry):
    """…document-level allowances added twice."""
    assert _nonzero(entry("pef-rabat", GRAIN)) == {"K_19": Decimal(900), "K_20": Decimal(207)}


def test_trap_28_a_foreign_rate_is_asked(booked):
    """…25% rates."""
    assert "group" in _codes(booked("pef-25", GRAIN).findings, Level.ASKS)


# 29 -----------------------------------------------------------------------------------------------------------------------------


def test_trap_29_a_collective_correction_keeps_all_its_numbers(entry):
    """Collective corrections forced into one "corrected invoice number"."""
    corrected = entry("fa3-kor-zbiorcza", CARPENTRY).correction
    assert corrected.collective
    assert corrected.numbers == ("FS/3/01/2026", "FS/5/02/2026", "FS/12/03/2026")
    assert corrected.period == "styczeń–marzec 2026"


# 30 -----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["encja-z-pliku.xml", "dtd-z-sieci.xml", "bomba-encji.xml"])
def test_trap_30_document_types_and_entities_are_refused(name):
    """XML with DTD, entities: refuse, never fetch."""
    with pytest.raises(UnreadableDocument) as refused:
        read_document(bad_input(name), source=name)
    assert refused.value.code == "has_dtd"


def test_trap_30_a_stylesheet_instruction_is_ignored():
    """…stylesheet instruction."""
    assert read_document(bad_input("arkusz-stylow.xml"), source="a.xml").invoice.number == "ZL/1/03/2026"
