"""The registers of JPK_V7: which rows, which fields, which marks, and what is asked, noted or refused."""

import datetime as dt
import io
from decimal import Decimal

import msgspec
import pytest
from lxml import etree

from app.base.dates import Month
from app.base.environments import Environment
from app.base.findings import Level
from app.booking.client import Client
from app.booking.entry import CorrectionReference, Counterparty, Direction, ExchangeRate
from app.invoice.forms import Form, Kind
from app.targets.contract import Batch
from app.targets.jpk import JpkV7k, JpkV7m
from app.targets.jpk.v7.options import V7Options
from tests.cast import CARPENTRY, DESIGNER
from tests.targets.conftest import WRITTEN_AT
from tests.targets.jpk.cases import data_of
from tests.targets.jpk.jpk_reading import read
from tests.targets.made import box, made_entry

KSEF = "9992014701-20260304-63EA6CB95206-85"
USUAL = V7Options()
PURCHASE = {"direction": Direction.PURCHASE, "ksef_number": KSEF}


def batch(*entries, client=CARPENTRY, environment=Environment.PRODUCTION):
    return Batch(client=client, entries=entries, written_at=WRITTEN_AT, environment=environment)


def sale(*boxes, **changes):
    return made_entry(*boxes, **({"ksef_number": KSEF} | changes))


def found(entry, options=USUAL, client=CARPENTRY, target=None):
    """Code → finding about one entry."""
    return {finding.code: finding for finding in (target or JpkV7m()).check(batch(entry, client=client), options)}


def stops(entry, options=USUAL, client=CARPENTRY):
    return [code for code, finding in found(entry, options, client).items() if finding.level is not Level.NOTES]


def row_of(entry, options=USUAL, schemas=None):
    """The one row that is written for an entry."""
    (data,) = data_of(JpkV7m(), batch(entry), options).values()
    if schemas:
        assert schemas["jpk-v7m"].validate(etree.fromstring(data)), schemas["jpk-v7m"].error_log
    rows = read(data)
    (row,) = rows.get("SprzedazWiersz", []) + rows.get("ZakupWiersz", [])
    return row


# exactly one of NrKSeF, OFF, BFK, DI


def test_a_document_without_a_number_asks_for_its_mark():
    finding = found(sale(ksef_number=""))["ksef_mark"]
    assert finding.level is Level.ASKS
    assert "OFF, BFK, DI" in finding.message


@pytest.mark.parametrize("mark", ["OFF", "BFK", "DI"])
def test_the_mark_stands_in_place_of_the_number(mark, schemas):
    entry = sale(ksef_number="", ksef_mark=mark)
    assert stops(entry) == []
    row = row_of(entry, schemas=schemas)
    assert row[mark] == "1"
    assert "NrKSeF" not in row


def test_the_number_of_a_correction_is_its_own():
    reference = CorrectionReference(number="FS/1", ksef_number="9992014701-20260301-000000000000-00", numbers=("FS/1",))
    entry = sale(kind=Kind.KOR, correction=reference)
    assert row_of(entry)["NrKSeF"] == KSEF
    assert "9992014701-20260301-000000000000-00" in found(entry)["jpk_left_out"].message


def test_a_malformed_number_is_refused():
    assert stops(sale(ksef_number="123")) == ["jpk_ksef_number"]


def test_an_old_number_of_36_characters_is_taken(schemas):
    assert row_of(sale(ksef_number="9992014701-20260304-63EA6C-B95206-85"), schemas=schemas)["NrKSeF"].count("-") == 4


# periods and files


def test_each_vat_month_has_a_file_of_its_own(schemas):
    entries = [sale(number="A", vat_period=Month("2026-04")), sale(number="B"), made_entry(number="C", **PURCHASE)]
    files = list(JpkV7m().write(batch(*entries), USUAL))
    assert [file.name for file in files] == ["jpk-v7m-9992014701-2026-03.xml", "jpk-v7m-9992014701-2026-04.xml"]
    assert [file.documents for file in files] == [2, 1]
    march, april = (b"".join(file.chunks) for file in files)
    assert [row["DowodSprzedazy"] for row in read(march)["SprzedazWiersz"]] == ["B"]
    assert [row["DowodZakupu"] for row in read(march)["ZakupWiersz"]] == ["C"]
    assert [row["DowodSprzedazy"] for row in read(april)["SprzedazWiersz"]] == ["A"]
    assert b"<Rok>2026</Rok>\n<Miesiac>4</Miesiac>" in april
    assert all(schemas["jpk-v7m"].validate(etree.fromstring(data)) for data in (march, april))


def test_a_quarter_is_three_files_of_its_months_without_a_return(schemas):
    entries = [sale(number=month, vat_period=Month(f"2026-0{month}")) for month in "456"]
    files = data_of(JpkV7k(), batch(*entries), USUAL)
    assert [name[-11:] for name in files] == ["2026-04.xml", "2026-05.xml", "2026-06.xml"]
    for data in files.values():
        assert b"Deklaracja" not in data
        assert schemas["jpk-v7k"].validate(etree.fromstring(data))


@pytest.mark.parametrize("period", ["2026-01", "2025-12"])
def test_a_period_before_the_form_is_refused(period):
    assert stops(sale(vat_period=Month(period))) == ["jpk_v7_period"]


def test_nothing_to_write_makes_no_file():
    assert data_of(JpkV7m(), batch(made_entry(box("P_13_7", "zw", tax="0.00"), **PURCHASE)), USUAL) == {}


def test_one_register_alone_still_has_both_control_sums(schemas):
    (data,) = data_of(JpkV7m(), batch(sale()), USUAL).values()
    assert read(data)["ZakupCtrl"] == [{"LiczbaWierszyZakupow": "0", "PodatekNaliczony": "0.00"}]
    assert schemas["jpk-v7m"].validate(etree.fromstring(data))


def test_the_wrong_form_for_the_client_is_noted():
    quarterly = msgspec.structs.replace(CARPENTRY, quarterly=True)
    assert "JPK_V7K" in found(sale(), client=quarterly)["jpk_v7_form"].message
    assert "jpk_v7_form" not in found(sale(), client=quarterly, target=JpkV7k())
    assert "JPK_V7M" in found(sale(), target=JpkV7k())["jpk_v7_form"].message


def test_what_belongs_to_the_client_is_said_about_one_document():
    findings = list(JpkV7m().check(batch(sale(number="A"), sale(number="B"), client=DESIGNER), USUAL))
    assert [finding.document for finding in findings if finding.code == "jpk_taxpayer_company"] == ["A.xml"]


def test_a_client_exempt_from_vat_keeps_no_register():
    exempt = msgspec.structs.replace(CARPENTRY, vat_exempt=True)
    assert "jpk_v7_exempt" in stops(sale(), client=exempt)


# control sums


def test_a_receipt_invoice_is_a_row_outside_the_tax():
    (data,) = data_of(JpkV7m(), batch(sale(number="A", codes=("FP",)), sale(number="B")), USUAL).values()
    rows = read(data)
    assert rows["SprzedazCtrl"] == [{"LiczbaWierszySprzedazy": "2", "PodatekNalezny": "23.00"}]
    assert rows["SprzedazWiersz"][0]["TypDokumentu"] == "FP"


def test_a_wrong_control_sum_is_noticed_when_reading_back():
    (data,) = data_of(JpkV7m(), batch(sale()), USUAL).values()
    for wrong in (data.replace(b"<PodatekNalezny>23", b"<PodatekNalezny>24"), data.replace(b"zy>1</Li", b"zy>2</Li")):
        with pytest.raises(ValueError, match="SprzedazCtrl"):
            list(JpkV7m().read(io.BytesIO(wrong)))
    with pytest.raises(ValueError, match="line"):
        list(JpkV7m().read(io.BytesIO(data[:-80])))
    with pytest.raises(ValueError, match="no JPK"):
        list(JpkV7k().read(io.BytesIO(data)))


def test_a_row_with_two_marks_is_noticed_when_reading_back():
    (data,) = data_of(JpkV7m(), batch(sale()), USUAL).values()
    with pytest.raises(ValueError, match="exactly one"):
        list(JpkV7m().read(io.BytesIO(data.replace(b"<K_19>", b"<BFK>1</BFK><K_19>"))))


# sales


def test_marks_stand_in_the_order_of_the_schema(schemas):
    row = row_of(sale(codes=("GTU_01", "GTU_13", "WSTO_EE", "TP", "TT_D", "MR_UZ", "B_MPV_PROWIZJA")), schemas=schemas)
    marks = [name for name, value in row.items() if value == "1" and not name.startswith("Lp")]
    assert marks == ["GTU_01", "GTU_13", "WSTO_EE", "TP", "TT_D", "MR_UZ", "B_MPV_PROWIZJA"]


def test_the_day_of_sale_stands_only_where_it_differs():
    assert "DataSprzedazy" not in row_of(sale())
    assert row_of(sale(supply_date=dt.date(2026, 3, 1)))["DataSprzedazy"] == "2026-03-01"


@pytest.mark.parametrize(
    ("party", "country", "number"),
    [
        (Counterparty(name="A", tax_country="EL", tax_number="999000123", eu=True), "EL", "999000123"),
        (Counterparty(name="A", tax_country="XI", tax_number="299900018", eu=True), "XI", "299900018"),
        (Counterparty(name="A", tax_country="IE", tax_number="1+23456A", eu=True), "IE", "1+23456A"),
        (Counterparty(name="A", tax_country="US", tax_number="98-7000 123"), "US", "987000123"),
        (Counterparty(name="A", nip="9992144705"), None, "9992144705"),
        (Counterparty(name="A"), None, "BRAK"),
    ],
)
def test_the_buyer_s_number_as_the_register_wants_it(party, country, number, schemas):
    row = row_of(sale(counterparty=party), schemas=schemas)
    assert (row.get("KodKrajuNadaniaTIN"), row["NrKontrahenta"]) == (country, number)


def test_a_country_that_the_list_lacks_is_told():
    party = Counterparty(name="A", tax_country="ZZ", tax_number="12345")
    assert "KodKrajuNadaniaTIN" not in row_of(sale(counterparty=party))
    assert "ZZ" in found(sale(counterparty=party))["jpk_country"].message


def test_a_buyer_without_a_name_is_brak(schemas):
    entry = sale(counterparty=Counterparty(name=" "))
    assert row_of(entry, schemas=schemas)["NazwaKontrahenta"] == "BRAK"
    assert "jpk_missing" in found(entry)


def test_a_tax_number_is_never_shortened():
    assert stops(sale(counterparty=Counterparty(name="A", tax_country="US", tax_number="1" * 51))) == ["jpk_tax_number"]


def test_a_long_name_is_shortened_and_told():
    entry = sale(counterparty=Counterparty(name="Długa nazwa " * 60, nip="9992144705"))
    assert len(row_of(entry)["NazwaKontrahenta"]) <= 512
    assert ("Długa nazwa " * 60).strip() in found(entry)["jpk_shortened"].message


def test_a_long_number_asks_and_is_shortened_uniquely(schemas):
    long = sale(number="N" * 300)
    assert stops(long) == ["short_number"]
    entry = msgspec.structs.replace(long, decisions={"short_number": "yes"})
    assert stops(entry) == []
    assert "N" * 300 in found(entry)["jpk_number_shortened"].message
    assert len(row_of(entry, schemas=schemas)["DowodSprzedazy"]) == 256


@pytest.mark.parametrize(("group", "rate"), [("P_13_5", "19"), ("P_13_10", "oo"), ("P_13_4", "4")])
def test_an_amount_without_a_field_asks_with_the_amount_shown(group, rate):
    finding = found(sale(box(group, rate, "500.00", "0.00")))["jpk_without_field"]
    assert finding.level is Level.ASKS
    assert "500,00 zł" in finding.message
    assert finding.field == group


def answered(answer, *boxes):
    return sale(*boxes, decisions={"jpk_without_field": answer})


OSS = box("P_13_5", "19", "500.00", "95.00")


def test_the_answer_row_leaves_the_amount_out_and_says_so(schemas):
    entry = answered("row", OSS, box())
    row = row_of(entry, schemas=schemas)
    assert {name: row[name] for name in row if name.startswith("K_")} == {"K_19": "100.00", "K_20": "23.00"}
    assert "500,00 zł" in found(entry)["jpk_v7_not_in_fields"].message


@pytest.mark.parametrize("place", ["K_10", "K_11"])
def test_the_answer_of_a_field_puts_the_net_there(place, schemas):
    entry = answered(place, OSS, box(), box("P_13_7", "zw", "10.00", "0.00"), box("P_13_8", "np", "20.00", "0.00"))
    row = row_of(entry, schemas=schemas)
    wanted = {"K_10": "10.00", "K_11": "20.00"}
    wanted[place] = str(Decimal(wanted[place]) + 500)
    assert {name: row[name] for name in ("K_10", "K_11")} == wanted
    assert "jpk_v7_not_in_fields" not in found(entry)


def test_the_answer_skip_keeps_the_document_out():
    entry = answered("skip", OSS)
    assert found(entry)["not_in_this_file"].level is Level.NOTES
    assert data_of(JpkV7m(), batch(entry), USUAL) == {}
    assert JpkV7m().expect(entry, batch(entry), USUAL) is None


def test_the_answer_skip_does_not_lose_amounts_that_have_a_field():
    assert stops(answered("skip", OSS, box())) == ["jpk_without_field"]


def test_margin_stands_gross_and_its_tax_is_reminded_of(schemas):
    entry = sale(box("P_13_11", "marza", "18500.00", "0.00"), codes=("MR_UZ",))
    row = row_of(entry, schemas=schemas)
    assert (row["SprzedazVAT_Marza"], row["MR_UZ"]) == ("18500.00", "1")
    assert "jpk_v7_margin_tax" in found(entry)


def test_a_flat_rate_farmer_keeps_no_register():
    base = sale(box("P_11_1", "rr", "100.00", "7.00"))
    entry = msgspec.structs.replace(base, invoice=msgspec.structs.replace(base.invoice, form=Form.FA_RR_1, kind=Kind.VAT_RR))
    assert "not_in_this_file" in found(entry)
    assert data_of(JpkV7m(), batch(entry), USUAL) == {}


# purchases


def test_a_fixed_asset_stands_in_its_own_pair(schemas):
    row = row_of(made_entry(box(), fixed_asset=True, **PURCHASE), schemas=schemas)
    assert (row["K_40"], row["K_41"]) == ("100.00", "23.00")
    assert "K_42" not in row


def test_half_deduction_takes_half_the_tax_and_the_whole_net(schemas):
    entry = made_entry(box(), deductible_share=Decimal(50), **PURCHASE)
    row = row_of(entry, schemas=schemas)
    assert (row["K_42"], row["K_43"]) == ("100.00", "11.50")
    assert "50%" in found(entry)["jpk_v7_share"].message


def test_a_purchase_without_deduction_follows_the_client_s_practice():
    entry = made_entry(box(), deductible_share=Decimal(0), **PURCHASE)
    assert "not_in_this_file" in found(entry)
    row = row_of(entry, V7Options(untaxed_purchases="add"))
    assert (row["K_42"], row["K_43"]) == ("100.00", "0.00")


MIXED = (box(), box("P_13_7", "zw", "40.00", "0.00"), box("P_13_6_1", "0", "5.00", "0.00"))


def test_untaxed_net_stays_out_and_is_told():
    entry = made_entry(*MIXED, **PURCHASE)
    assert row_of(entry)["K_42"] == "100.00"
    message = found(entry)["jpk_v7_not_in_fields"].message
    assert "40,00 zł" in message
    assert "5,00 zł" in message


def test_untaxed_net_joins_where_the_client_wants_it(schemas):
    entry = made_entry(*MIXED, **PURCHASE)
    options = V7Options(untaxed_purchases="add")
    assert row_of(entry, options, schemas)["K_42"] == "145.00"
    assert "jpk_v7_not_in_fields" not in found(entry, options)
    asset = made_entry(box("P_13_7", "zw", "40.00", "0.00"), fixed_asset=True, **PURCHASE)
    row = row_of(asset, options, schemas)
    assert (row["K_40"], row["K_41"]) == ("40.00", "0.00")


def test_foreign_tax_is_never_added_to_a_purchase():
    entry = made_entry(OSS, **PURCHASE)
    assert "not_in_this_file" in found(entry, V7Options(untaxed_purchases="add"))


def test_reverse_charge_tells_the_buyer_what_to_add():
    entry = made_entry(box("P_13_10", "oo", "100.00", "0.00"), **PURCHASE)
    assert "dopisz w programie podatek należny" in found(entry)["not_in_this_file"].message
    assert "jpk_v7_buyer_tax" in found(entry, V7Options(untaxed_purchases="add"))


MARGIN = box("P_13_11", "marza", "1500.00", "0.00")


def test_a_margin_purchase_asks_what_only_the_client_knows():
    assert stops(made_entry(MARGIN, **PURCHASE)) == ["jpk_margin"]


@pytest.mark.parametrize(("decisions", "practice"), [({"jpk_margin": "yes"}, "ask"), ({}, "yes")])
def test_a_margin_purchase_for_resale_stands_gross(decisions, practice, schemas):
    entry = made_entry(MARGIN, decisions=decisions, **PURCHASE)
    row = row_of(entry, V7Options(margin_purchases=practice), schemas)
    assert row["ZakupVAT_Marza"] == "1500.00"
    assert "K_42" not in row


@pytest.mark.parametrize(("decisions", "practice"), [({"jpk_margin": "no"}, "ask"), ({}, "no"), ({"jpk_margin": "no"}, "yes")])
def test_another_margin_purchase_stays_out(decisions, practice):
    entry = made_entry(MARGIN, decisions=decisions, **PURCHASE)
    assert "not_in_this_file" in found(entry, V7Options(margin_purchases=practice))
    beside = made_entry(MARGIN, box(), decisions=decisions, **PURCHASE)
    assert "1 500,00 zł" in found(beside, V7Options(margin_purchases=practice))["jpk_v7_not_in_fields"].message


@pytest.mark.parametrize("code", ["MK", "VAT_RR"])
def test_the_document_type_of_a_purchase(code, schemas):
    assert row_of(made_entry(codes=(code,), **PURCHASE), schemas=schemas)["DokumentZakupu"] == code


def test_a_final_invoice_of_nothing_is_a_row():
    zero = box(net="0.00", tax="0.00")
    assert row_of(sale(zero))["K_19"] == "0.00"
    assert row_of(made_entry(zero, **PURCHASE))["K_42"] == "0.00"
    assert "K_42" not in row_of(msgspec.structs.replace(made_entry(zero, **PURCHASE), vat=()))


# what has no place


def test_what_no_field_holds_is_told_with_its_value():
    rate = ExchangeRate(rate=Decimal("4.265"), source="nbp", table="50/A/NBP/2026", date=dt.date(2026, 3, 9))
    entry = sale(
        box(net_pln="426.50", tax_pln="98.10"),
        currency="EUR",
        exchange_rate=rate,
        split_payment=True,
        category="MEBLE",
        account="702-1",
        unit="00002",
    )
    message = found(entry)["jpk_left_out"].message
    for words in ("podzielonej płatności", "EUR netto 100 VAT 23", "kurs 4,265, tabela 50/A/NBP/2026", "MEBLE", "702-1", "00002"):
        assert words in message


def test_a_correction_of_data_is_skipped_or_a_row_without_amounts(schemas):
    entry = sale(box(net="0.00", tax="0.00"), kind=Kind.KOR, no_effect=True)
    assert found(entry)["skipped_no_effect"].level is Level.NOTES
    assert data_of(JpkV7m(), batch(entry), USUAL) == {}
    assert not any(name.startswith("K_") for name in row_of(entry, V7Options(no_effect="write"), schemas))


def test_a_document_twice_is_refused():
    findings = list(JpkV7m().check(batch(sale(), sale()), USUAL))
    assert [finding.code for finding in findings if finding.level is Level.BLOCKS] == ["jpk_duplicate"]


def test_too_many_digits_are_refused_not_rounded():
    assert stops(sale(box(net="10000000000000000.00", tax="0.00"))) == ["jpk_amount"]


def test_a_missing_exchange_rate_is_booking_s_question():
    unknown = msgspec.structs.replace(box(), net_pln=None, tax_pln=None)
    assert stops(sale(unknown)) == []


def test_a_document_of_both_sides_is_not_lost_with_one_of_them():
    """Seller and buyer are the client: his purchase stays out, his sale must not."""
    entry = made_entry(box("P_13_7", "zw", "40.00", "0.00"), **PURCHASE)
    invoice = msgspec.structs.replace(entry.invoice, seller=entry.invoice.buyer)
    assert "jpk_side_left_out" in found(msgspec.structs.replace(entry, invoice=invoice))


def test_a_test_environment_stands_in_the_header(schemas):
    (data,) = data_of(JpkV7m(), batch(sale(), environment=Environment.TRAINING), USUAL).values()
    assert "<NazwaSystemu>SZKOLENIOWE – Konwerter KSeF</NazwaSystemu>".encode() in data
    assert schemas["jpk-v7m"].validate(etree.fromstring(data))


def test_says_what_the_file_is_for():
    for target in (JpkV7m(), JpkV7k()):
        assert "łączenia i sprawdzania" in target.title
        assert "nie do wysłania" in target.import_steps
        assert "próbnym importem" in target.unproven
    assert "odtworzon" in JpkV7k().title
    assert "odtworzono" in JpkV7k().unproven


def test_the_same_batch_gives_the_same_bytes():
    entries = batch(sale(number="A"), sale(number="B"))
    assert data_of(JpkV7m(), entries, USUAL) == data_of(JpkV7m(), entries, USUAL)


def test_without_an_archive_the_options_name_the_taxpayer(schemas):
    bare = Client(nip="9992014701")
    entries = Batch(client=bare, entries=[sale()], written_at=WRITTEN_AT)
    codes = {finding.code for finding in JpkV7m().check(entries, USUAL) if finding.level is Level.BLOCKS}
    assert codes == {"jpk_tax_office", "jpk_taxpayer_name", "jpk_email"}
    options = V7Options(tax_office="2403", full_name="Stolarnia", email="biuro@firma.example")
    assert [finding for finding in JpkV7m().check(entries, options) if finding.level is Level.BLOCKS] == []
    (data,) = data_of(JpkV7m(), entries, options).values()
    assert schemas["jpk-v7m"].validate(etree.fromstring(data))
