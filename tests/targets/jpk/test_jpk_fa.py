"""JPK_FA: sums, kinds, corrections, lines, orders, currencies, and what it cannot hold."""

import datetime as dt
import io
from decimal import Decimal

import msgspec
import pytest
from lxml import etree

from app.base.environments import Environment
from app.base.findings import Level
from app.booking.entry import CorrectionReference, Counterparty, Direction
from app.invoice.amounts import AdvanceReference
from app.invoice.forms import Form, Kind, MarginKind
from app.invoice.lines import Line, Order
from app.invoice.parties import Address, Party
from app.invoice.payment import Annotations, NewVehicle
from app.targets.contract import Batch
from app.targets.jpk import JpkFa
from app.targets.jpk.fa.options import FaOptions
from tests.cast import CARPENTRY
from tests.targets.conftest import WRITTEN_AT
from tests.targets.jpk.cases import data_of
from tests.targets.jpk.jpk_reading import read
from tests.targets.made import BUYER, SELLER, box, made_entry

USUAL = FaOptions()
BOTH = FaOptions(purchases="write")
FLAGS = ("P_16", "P_17", "P_18", "P_18A", "P_19", "P_20", "P_21", "P_22", "P_23", "P_106E_2", "P_106E_3")


def batch(*entries, environment=Environment.PRODUCTION):
    return Batch(client=CARPENTRY, entries=entries, written_at=WRITTEN_AT, environment=environment)


def sale(*boxes, lines=(), of_invoice=(), **changes):
    """A sale with these lines; `of_invoice` are changes of its invoice."""
    entry = made_entry(*boxes, **changes)
    address = Address(country="PL", line1="ul. Dębowa 14", line2="43-300 Bielsko-Biała")
    parties = {"seller": Party(nip=SELLER, name="Stolarnia", address=address), "buyer": Party(nip=BUYER, name="Nabywca")}
    known = {**parties, "lines": lines, **dict(of_invoice)}
    return msgspec.structs.replace(entry, invoice=msgspec.structs.replace(entry.invoice, **known))


def purchase(*boxes, **changes):
    entry = sale(*boxes, direction=Direction.PURCHASE, **changes)
    return msgspec.structs.replace(
        entry,
        invoice=msgspec.structs.replace(
            entry.invoice, seller=Party(nip=BUYER, name="Dostawca"), buyer=Party(nip=SELLER, name="Stolarnia")
        ),
    )


def found(entry, options=USUAL):
    return {finding.code: finding for finding in JpkFa().check(batch(entry), options)}


def stops(entry, options=USUAL):
    return [code for code, finding in found(entry, options).items() if finding.level is not Level.NOTES]


def rows_of(*entries, options=USUAL, schemas=None, environment=Environment.PRODUCTION):
    (data,) = data_of(JpkFa(), batch(*entries, environment=environment), options).values()
    if schemas:
        assert schemas["jpk-fa"].validate(etree.fromstring(data)), schemas["jpk-fa"].error_log
    return read(data)


def invoice_of(entry, schemas=None):
    (row,) = rows_of(entry, schemas=schemas)["Faktura"]
    return row


def test_the_sums_of_fa_3_come_together_where_jpk_fa_has_fewer(schemas):
    entry = sale(
        box("P_13_1", "23", "100.00", "23.00"),
        box("P_13_2", "8", "10.00", "0.80"),
        box("P_13_3", "5", "10.00", "0.50"),
        box("P_13_4", "4", "10.00", "0.40"),
        box("P_13_10", "oo", "7.00", "0.00"),
        box("P_13_5", "19", "100.00", "19.00"),
        box("P_13_8", "np", "1.00", "0.00"),
        box("P_13_9", "np", "2.00", "0.00"),
        box("P_13_6_1", "0", "1.00", "0.00"),
        box("P_13_6_2", "0", "2.00", "0.00"),
        box("P_13_6_3", "0", "4.00", "0.00"),
        box("P_13_7", "zw", "9.00", "0.00"),
        box("P_13_11", "marza", "50.00", "0.00"),
    )
    row = invoice_of(entry, schemas)
    assert {name: row[name] for name in row if name.startswith(("P_13", "P_14"))} == {
        "P_13_1": "100.00", "P_14_1": "23.00", "P_13_2": "10.00", "P_14_2": "0.80", "P_13_3": "10.00", "P_14_3": "0.50",
        "P_13_4": "17.00", "P_14_4": "0.40", "P_13_5": "103.00", "P_14_5": "19.00", "P_13_6": "7.00", "P_13_7": "9.00",
    }  # fmt: skip
    assert {"jpk_fa_merged", "jpk_fa_margin"} <= set(found(entry))


def test_amounts_stay_in_their_currency_and_the_tax_is_in_pln_too(schemas):
    entry = sale(box(net_pln="426.50", tax_pln="98.10"), box("P_13_6_2", "0", "5.00", "0.00", net_pln="21.33"), currency="EUR")
    row = invoice_of(entry, schemas)
    assert row["KodWaluty"] == "EUR"
    assert (row["P_13_1"], row["P_14_1"], row["P_14_1W"], row["P_13_6"]) == ("100.00", "23.00", "98.10", "5.00")
    assert "P_14_1W" not in invoice_of(sale(box()))


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (Kind.VAT, "VAT"),
        (Kind.UPR, "VAT"),
        (Kind.ROZ, "VAT"),
        (Kind.VAT_PEF, "VAT"),
        (Kind.ZAL, "ZAL"),
        (Kind.KOR, "KOREKTA"),
        (Kind.KOR_ZAL, "KOREKTA"),
        (Kind.KOR_ROZ, "KOREKTA"),
        (Kind.KOR_PEF, "KOREKTA"),
    ],
)
def test_kinds(kind, word, schemas):
    assert invoice_of(sale(kind=kind), schemas)["RodzajFaktury"] == word


def test_a_correction_names_what_it_corrects(schemas):
    reference = CorrectionReference(number="FS/1", numbers=("FS/1", "FS/2"), reason="rabat", period="marzec")
    row = invoice_of(sale(kind=Kind.KOR, correction=reference), schemas)
    assert (row["NrFaKorygowanej"], row["PrzyczynaKorekty"], row["OkresFaKorygowanej"]) == ("FS/1, FS/2", "rabat", "marzec")


def test_hundreds_of_corrected_invoices_are_told_in_full(schemas):
    numbers = tuple(f"FS/{number}/2026" for number in range(200))
    entry = sale(kind=Kind.KOR, correction=CorrectionReference(number=numbers[0], numbers=numbers))
    assert len(invoice_of(entry, schemas)["NrFaKorygowanej"]) <= 256
    assert ", ".join(numbers) in found(entry)["jpk_shortened"].message


def test_a_correction_without_its_original_says_so(schemas):
    entry = sale(kind=Kind.KOR, correction=CorrectionReference())
    assert "NrFaKorygowanej" not in invoice_of(entry, schemas)
    assert "jpk_fa_original" in found(entry)


LINE = Line(
    position=1, name="Deska", unit="szt.", quantity=Decimal(4), unit_price_net=Decimal(25), net=Decimal(100), rate_code="23"
)


def test_states_before_a_correction_are_taken_off():
    after = msgspec.structs.replace(LINE, position=2, quantity=Decimal(3), net=Decimal(75))
    rows = rows_of(sale(kind=Kind.KOR, lines=(msgspec.structs.replace(LINE, before=True), after)))
    assert [(row["P_8B"], row["P_9A"], row["P_11"]) for row in rows["FakturaWiersz"]] == [
        ("-4.00", "25.00", "-100.00"),
        ("3.00", "25.00", "75.00"),
    ]
    assert rows["FakturaWierszCtrl"] == [{"LiczbaWierszyFaktur": "2", "WartoscWierszyFaktur": "-25.00"}]


@pytest.mark.parametrize(
    ("code", "rate"),
    [
        ("23", "23"),
        ("3", "3"),
        ("0", "0"),
        ("0 KR", "0"),
        ("0 WDT", "0"),
        ("0 EX", "0"),
        ("zw", "zw"),
        ("np", "np"),
        ("np I", "np"),
        ("np II", "np"),
        ("oo", "oo"),
        ("S 23", "23"),
        ("S 8.00", "8"),
        ("Z 0", "0"),
        ("E", "zw"),
        ("AE 0", "oo"),
        ("K 0", "0"),
        ("G 0", "0"),
        ("O", "np"),
    ],
)
def test_rates_of_lines(code, rate, schemas):
    (row,) = rows_of(sale(lines=(msgspec.structs.replace(LINE, rate_code=code),)), schemas=schemas)["FakturaWiersz"]
    assert row["P_12"] == rate


def test_a_rate_that_the_list_lacks_is_told():
    entry = sale(lines=(msgspec.structs.replace(LINE, rate_code="S 25"),))
    assert "P_12" not in rows_of(entry)["FakturaWiersz"][0]
    assert "S 25" in found(entry)["jpk_fa_line_rates"].message


def test_a_foreign_rate_has_its_own_field(schemas):
    (row,) = rows_of(sale(lines=(msgspec.structs.replace(LINE, rate_code="", oss_rate=Decimal("19.5")),)), schemas=schemas)[
        "FakturaWiersz"
    ]
    assert row["P_12_XII"] == "19.50"


def test_a_price_of_more_decimals_is_left_out_and_told_never_rounded(schemas):
    line = msgspec.structs.replace(LINE, unit_price_net=Decimal("12.19512"), quantity=Decimal("1.123456"))
    entry = sale(lines=(line,))
    (row,) = rows_of(entry, schemas=schemas)["FakturaWiersz"]
    assert "P_9A" not in row
    assert row["P_8B"] == "1.123456"
    assert "12,19512" in found(entry)["jpk_fa_line_values"].message
    assert "12.1900" not in str(rows_of(sale(lines=(msgspec.structs.replace(LINE, unit_price_net=Decimal("12.1900")),))))


def test_a_long_name_of_a_line_is_shortened_and_told():
    entry = sale(lines=(msgspec.structs.replace(LINE, name="Deska sosnowa " * 30),))
    assert len(rows_of(entry)["FakturaWiersz"][0]["P_7"]) <= 256
    assert ("Deska sosnowa " * 30).strip() in found(entry)["jpk_fa_line_names"].message


def test_an_order_stands_in_its_own_section_with_its_lines(schemas):
    order = Order(Decimal("49200.00"), (msgspec.structs.replace(LINE, tax=Decimal(23)),))
    rows = rows_of(sale(kind=Kind.ZAL, of_invoice={"order": order}), sale(number="FS/2", lines=(LINE,)), schemas=schemas)
    assert rows["Zamowienie"][0]["WartoscZamowienia"] == "49200.00"
    assert rows["FakturaWiersz"][0]["P_2B"] == "FS/2"


def test_an_order_without_lines_is_written_too(schemas):
    rows = rows_of(sale(kind=Kind.ZAL, of_invoice={"order": Order(Decimal(100))}), schemas=schemas)
    assert rows["ZamowienieCtrl"] == [{"LiczbaZamowien": "1", "WartoscZamowien": "100.00"}]


def test_a_file_of_invoices_without_lines_has_the_one_that_the_schema_wants(schemas):
    entry = sale()
    assert rows_of(entry, schemas=schemas)["FakturaWiersz"] == [{"P_2B": "FS/1/2026"}]
    assert "jpk_fa_no_lines" in found(entry)


def test_a_final_invoice_names_its_advances(schemas):
    advances = (
        AdvanceReference(ksef_number="9992014701-20260304-63EA6CB95206-85"),
        AdvanceReference(number="FZ/2", outside_ksef=True),
    )
    row = invoice_of(sale(kind=Kind.ROZ, of_invoice={"advance_invoices": advances}), schemas)
    assert row["NrFaZaliczkowej"] == "9992014701-20260304-63EA6CB95206-85, FZ/2"


def annotated(authorised=None, **flags):
    return sale(of_invoice={"annotations": Annotations(**flags), "authorised": authorised})


@pytest.mark.parametrize(
    ("flags", "raised"),
    [
        ({}, set()),
        ({"cash_method": True, "self_billing": True}, {"P_16", "P_17"}),
        ({"reverse_charge": True, "split_payment": True, "triangular": True}, {"P_18", "P_18A", "P_23"}),
        ({"exempt": True, "exempt_act": "art. 43"}, {"P_19"}),
        ({"margin": MarginKind.TRAVEL}, {"P_106E_2"}),
        ({"margin": MarginKind.ART}, {"P_106E_3"}),
        ({"margin": MarginKind.UNSPECIFIED}, set()),
    ],
)
def test_flags_of_the_annotations(flags, raised, schemas):
    row = invoice_of(annotated(**flags), schemas)
    assert {name for name in FLAGS if row[name] == "true"} == raised
    assert set(FLAGS) <= set(row)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (MarginKind.USED_GOODS, "procedura marży - towary używane"),
        (MarginKind.ART, "procedura marży - dzieła sztuki"),
        (MarginKind.ANTIQUES, "procedura marży - przedmioty kolekcjonerskie i antyki"),
    ],
)
def test_the_words_of_the_margin_schemes(kind, words):
    assert invoice_of(annotated(margin=kind))["P_106E_3A"] == words


def test_a_margin_of_unknown_kind_is_told():
    assert "jpk_fa_margin_kind" in found(annotated(margin=MarginKind.UNSPECIFIED))


def test_bailiff_and_tax_representative(schemas):
    address = Address(country="PL", line1="ul. Sądowa 4")
    bailiff = invoice_of(annotated(Party(name="Komornik", nip=BUYER, authority_role="2", address=address)), schemas)
    assert (bailiff["P_20"], bailiff["P_20A"], bailiff["P_20B"], bailiff["P_21"]) == ("true", "Komornik", "ul. Sądowa 4", "false")
    agent = invoice_of(annotated(Party(name="Agent", nip=BUYER, authority_role="3")), schemas)
    assert (agent["P_20"], agent["P_21A"], agent["P_21B"], agent["P_21C"]) == ("false", "Agent", "BRAK", BUYER)


def test_the_first_new_vehicle_is_written_and_the_others_told(schemas):
    vehicles = (
        NewVehicle(dt.date(2026, 1, 15), "1", (("P_22B", "10 km"), ("P_22BMK", "Żubr"))),
        NewVehicle(dt.date(2026, 1, 16), "2", (("P_22C", "5 h"),)),
    )
    entry = annotated(new_vehicles=True, vehicles=vehicles)
    row = invoice_of(entry, schemas)
    assert (row["P_22A"], row["P_22B"]) == ("2026-01-15", "10 km")
    assert "jpk_fa_vehicles" in found(entry)


@pytest.mark.parametrize(
    ("party", "code", "number"),
    [
        (Counterparty(name="A", tax_country="EL", tax_number="999000123", eu=True), "EL", "999000123"),
        (Counterparty(name="A", tax_country="US", tax_number="98-7000123"), None, "987000123"),
        (Counterparty(name="A"), None, None),
        (Counterparty(name="A", nip=BUYER), None, BUYER),
    ],
)
def test_the_buyer_s_number(party, code, number, schemas):
    entry = sale(counterparty=party)
    row = invoice_of(entry, schemas)
    assert (row.get("P_5A"), row.get("P_5B")) == (code, number)
    (data,) = data_of(JpkFa(), batch(entry), USUAL).values()
    assert list(JpkFa().read(io.BytesIO(data))) == [JpkFa().expect(entry, batch(entry), USUAL)]


def test_purchases_stay_out_unless_the_office_wants_them(schemas):
    entry = purchase()
    assert "not_in_this_file" in found(entry)
    assert data_of(JpkFa(), batch(entry), USUAL) == {}
    files = data_of(JpkFa(), batch(entry, sale()), BOTH)
    assert [name.startswith("jpk-fa-zakup-") for name in files] == [False, True]
    (row,) = read(files[max(files)])["Faktura"]
    assert (row["P_3C"], row["P_4B"], row["P_5B"]) == ("Dostawca", BUYER, SELLER)
    assert all(schemas["jpk-fa"].validate(etree.fromstring(data)) for data in files.values())


def test_an_invoice_to_oneself_is_written_once():
    entry = purchase()
    own = msgspec.structs.replace(entry, invoice=msgspec.structs.replace(entry.invoice, seller=entry.invoice.buyer))
    assert "jako sprzedaż" in found(own, BOTH)["jpk_side_left_out"].message
    assert data_of(JpkFa(), batch(own), BOTH) == {}


def test_two_invoices_of_one_number_never_share_a_file():
    """Lines know their invoice by its number only."""
    first, second = sale(lines=(LINE,)), sale(lines=(msgspec.structs.replace(LINE, name="Belka"),), kind=Kind.KOR)
    files = data_of(JpkFa(), batch(first, second, sale(number="FS/2")), USUAL)
    assert [name[-6:] for name in files] == ["10.xml", "-2.xml"]
    assert [[row["P_7"] for row in read(data)["FakturaWiersz"]] for data in files.values()] == [["Deska"], ["Belka"]]


def test_the_period_are_whole_months(schemas):
    later = sale(number="B", issue_date=dt.date(2026, 5, 2))
    (data,) = data_of(JpkFa(), batch(sale(number="A"), later), USUAL).values()
    assert b"<DataOd>2026-03-01</DataOd>\n<DataDo>2026-05-31</DataDo>" in data
    assert schemas["jpk-fa"].validate(etree.fromstring(data))


@pytest.mark.parametrize("day", [dt.date(2016, 6, 30), dt.date(2030, 1, 1)])
def test_a_date_outside_the_form_is_refused(day):
    assert stops(sale(issue_date=day)) == ["jpk_fa_date"]
    assert stops(sale(supply_date=dt.date(2031, 1, 1))) == ["jpk_fa_date"]


def test_what_it_cannot_hold_is_refused():
    rr = sale(box("P_11_1", "rr"), of_invoice={"form": Form.FA_RR_1, "kind": Kind.VAT_RR})
    assert stops(rr) == ["jpk_fa_rr"]
    assert stops(sale(currency="XCG")) == ["jpk_fa_currency"]
    assert stops(purchase(share=Decimal(60)), BOTH) == ["jpk_fa_share"]
    assert stops(sale(box("FOREIGN", "25"))) == ["jpk_fa_group"]
    assert stops(sale(counterparty=Counterparty(name="A", tax_country="US", tax_number="1" * 51))) == ["jpk_tax_number"]
    assert "jpk_amount" in stops(sale(box(net="10000000000000000.00", tax="0.00")))


def test_a_long_number_asks():
    assert stops(sale(number="N" * 300)) == ["short_number"]
    assert len(invoice_of(sale(number="N" * 300, decisions={"short_number": "yes"}))["P_2A"]) == 256


def test_the_ksef_number_and_the_marks_are_told():
    message = found(sale(ksef_number="9992014701-20260304-63EA6CB95206-85", codes=("GTU_12", "TP")))["jpk_left_out"].message
    assert "9992014701-20260304-63EA6CB95206-85" in message
    assert "GTU_12, TP" in message


def test_the_address_that_the_schema_wants_is_told_where_it_is_missing():
    message = found(sale())["jpk_fa_address"].message
    assert "województwo, powiat, gmina" in message
    options = FaOptions(voivodeship="ŚLĄSKIE", county="Bielsko-Biała", commune="Bielsko-Biała")
    assert "jpk_fa_address" not in found(sale(), options)
    (data,) = data_of(JpkFa(), batch(sale()), options).values()
    assert "<e:Wojewodztwo>ŚLĄSKIE</e:Wojewodztwo>".encode() in data


def test_a_correction_of_data_is_skipped_or_written(schemas):
    entry = sale(box(net="0.00", tax="0.00"), kind=Kind.KOR, no_effect=True)
    assert "skipped_no_effect" in found(entry)
    assert data_of(JpkFa(), batch(entry), USUAL) == {}
    assert rows_of(entry, options=FaOptions(no_effect="write"), schemas=schemas)["Faktura"]


def test_a_document_twice_is_refused():
    findings = list(JpkFa().check(batch(sale(), sale()), USUAL))
    assert [finding.code for finding in findings if finding.level is Level.BLOCKS] == ["jpk_duplicate"]


def test_a_test_environment_stands_in_every_line():
    order = Order(Decimal(100), (LINE,))
    rows = rows_of(sale(lines=(LINE,), of_invoice={"order": order}), environment=Environment.TEST)
    assert rows["FakturaWiersz"][0]["P_7"] == "TEST – Deska"
    (data,) = data_of(JpkFa(), batch(sale(of_invoice={"order": order}), environment=Environment.TEST), USUAL).values()
    assert "<P_7Z>TEST – Deska</P_7Z>".encode() in data


def test_wrong_control_sums_are_noticed_when_reading_back():
    order = Order(Decimal(100), (LINE,))
    (data,) = data_of(JpkFa(), batch(sale(lines=(LINE,), of_invoice={"order": order})), USUAL).values()
    for name in (b"WartoscFaktur>", b"LiczbaFaktur>", b"WartoscWierszyFaktur>", b"LiczbaZamowien>", b"WartoscZamowien>"):
        with pytest.raises(ValueError, match="Ctrl"):
            list(JpkFa().read(io.BytesIO(data.replace(b"<" + name, b"<" + name + b"9"))))
    with pytest.raises(ValueError, match="control sums"):
        list(JpkFa().read(io.BytesIO(data.replace(b"FakturaCtrl", b"FakturaSuma"))))


def test_says_what_the_file_is_for():
    assert "sprawdzania" in JpkFa.title
    assert "nie zastępuje" in JpkFa.import_steps
    assert "nietypowy" in JpkFa.unproven
