"""Files: encoding, line ends, splitting, identifiers, contractors, and what reading refuses."""

import io
from decimal import Decimal

import pytest

from app.base.dates import Month
from app.base.environments import Environment
from app.booking.client import Client
from app.booking.entry import Counterparty, Direction
from app.targets.contract import Batch
from app.targets.wapro import Wapro
from app.targets.wapro.identity import Numbers
from app.targets.wapro.options import WaproOptions
from tests.targets.conftest import WRITTEN_AT
from tests.targets.made import BUYER, SELLER, box, made_entry
from tests.targets.wapro.wapro_reading import card_of, cards, documents, files, root_of, single, text

CLIENT = Client(nip=SELLER, name="Stolarnia")


class Year:
    """So many documents of seven contractors, made anew at each iteration; every other one is a purchase."""

    def __init__(self, count):
        self.count = count

    def __iter__(self):
        for place in range(self.count):
            direction = Direction.PURCHASE if place % 2 else Direction.SALE
            party = Counterparty(
                name=f"Firma {place % 7}", tax_country="DE", tax_number=f"12345678{place % 7}", eu=True, country="DE"
            )
            yield made_entry(box(net=f"{place}.10"), number=f"F/{place}", direction=direction, counterparty=party)


def batch(entries, **changes):
    return Batch(**({"client": CLIENT, "entries": entries, "written_at": WRITTEN_AT} | changes))


def test_999_documents_are_one_file():
    assert list(files(Wapro(), batch(Year(999)), WaproOptions())) == ["wapro-9992014701-2026-04-20.xml"]


def test_more_documents_are_several_files_each_complete():
    period = batch(Year(1001), period=Month("2026-03"))
    written = files(Wapro(), period, WaproOptions())
    assert list(written) == [f"wapro-9992014701-2026-03-{place}.xml" for place in (1, 2)]
    counts = [len(documents(data)) for data in written.values()]
    assert counts == [999, 2]
    assert [text(root_of(data), "LICZBA_DOKUMENTOW") for data in written.values()] == ["999", "2"]
    assert [len(cards(data)) for data in written.values()] == [7, 2]
    for data in written.values():
        known = {text(card, "ID_KONTRAHENTA") for card in cards(data)}
        assert {text(one, "ID_KONTRAHENTA") for one in documents(data)} == known
        assert len({text(one, "ID_DOKUMENTU_ORYG") for one in documents(data)}) == len(documents(data))
    numbers = [text(one, "NUMER") for data in written.values() for one in documents(data)]
    assert numbers == [f"F/{place}" for place in range(1001)]


def test_output_files_count_their_documents():
    assert [file.documents for file in Wapro().write(batch(Year(1000)), WaproOptions())] == [999, 1]


def test_nothing_to_write_is_no_file():
    assert files(Wapro(), batch(()), WaproOptions()) == {}


def test_the_same_batch_gives_the_same_bytes():
    assert files(Wapro(), batch(Year(30)), WaproOptions()) == files(Wapro(), batch(Year(30)), WaproOptions())


def test_identifiers_do_not_depend_on_the_other_documents():
    alone = single(Wapro(), batch([made_entry(number="F/1")]), WaproOptions())
    beside = single(Wapro(), batch([made_entry(number="F/0"), made_entry(number="F/1")]), WaproOptions())
    for name in ("ID_DOKUMENTU_ORYG", "ID_KONTRAHENTA"):
        assert text(documents(alone)[0], name) == text(documents(beside)[1], name)


def test_a_contractor_with_a_sound_nip_is_its_first_nine_digits():
    assert text(cards(single(Wapro(), batch([made_entry()]), WaproOptions()))[0], "ID_KONTRAHENTA") == BUYER[:9]


def test_two_documents_of_one_number_get_different_ones():
    numbers = Numbers()
    first, second = numbers.document("sale|F/1"), numbers.document("sale|F/1")
    assert first != second
    assert all(0 < number < 2**31 for number in (first, second))


def test_one_contractor_with_both_roles():
    data = single(Wapro(), batch([made_entry(), made_entry(number="Z/1", direction=Direction.PURCHASE)]), WaproOptions())
    (card,) = cards(data)
    assert (text(card, "ODBIORCA"), text(card, "DOSTAWCA")) == ("1", "1")


def test_the_same_number_in_two_countries_is_two_contractors():
    parties = [Counterparty(name="A", tax_country=country, tax_number="12345678", eu=True) for country in ("CZ", "HU")]
    data = single(Wapro(), batch([made_entry(number=party.tax_country, counterparty=party) for party in parties]), WaproOptions())
    assert [text(card, "SYMBOL_KRAJU_KONTRAHENTA") for card in cards(data)] == ["CZ", "HU"]


def test_consumers_of_one_name_at_two_addresses_stay_apart():
    parties = [Counterparty(name="Jan Nowak", country="PL", city=city) for city in ("Łódź", "Kraków", "Łódź")]
    entries = [made_entry(number=f"F/{place}", counterparty=party) for place, party in enumerate(parties)]
    data = single(Wapro(), batch(entries), WaproOptions())
    assert [text(card, "MIEJSCOWOSC") for card in cards(data)] == ["Łódź", "Kraków"]
    assert {text(card, "RODZAJ_EWIDENCJI") for card in cards(data)} == {"0"}
    shared = single(Wapro(), batch(entries), WaproOptions(consumers="card"))
    assert [text(card, "NAZWA") for card in cards(shared)] == ["Nabywcy bez numeru identyfikacyjnego"]


def test_a_supplier_without_a_number_never_goes_to_the_buyers_card():
    entry = made_entry(direction=Direction.PURCHASE, counterparty=Counterparty(name="Rolnik Jan"))
    assert text(cards(single(Wapro(), batch([entry]), WaproOptions(consumers="card")))[0], "NAZWA") == "Rolnik Jan"


def test_the_offices_own_code_comes_first():
    german = Counterparty(name="Vendor GmbH", tax_country="DE", tax_number="123456789", eu=True)
    entries = [made_entry(), made_entry(number="F/2", counterparty=german)]
    options = WaproOptions(contractor_codes=f"{BUYER}=BUDMONT\nDE123456789=VENDOR")
    assert [text(card, "KOD_KONTRAHENTA") for card in cards(single(Wapro(), batch(entries), options))] == ["BUDMONT", "VENDOR"]
    usual = single(Wapro(), batch(entries), WaproOptions())
    assert [text(card, "KOD_KONTRAHENTA") for card in cards(usual)] == [BUYER, "DE123456789"]


def test_a_foreign_number_loses_its_separators_and_keeps_its_country():
    party = Counterparty(name="Swiss AG", tax_country="CH", tax_number="CHE-123.456.789", country="CH")
    data = single(Wapro(), batch([made_entry(counterparty=party)]), WaproOptions())
    card = card_of(data, documents(data)[0])
    assert (text(card, "NIP"), text(card, "SYMBOL_KRAJU_KONTRAHENTA")) == ("CHE123456789", "CH")
    assert text(card, "CZY_KONTRAHENT_UE") == "0"


NAME = "Źdźbło & Ψ😀 <Łąka>"


@pytest.mark.parametrize(
    ("encoding", "prolog", "written"),
    [
        ("cp1250", b'encoding="windows-1250"', "Źdźbło &amp; ".encode("cp1250") + b"&#936;&#128512; &lt;"),
        ("utf-8", b'encoding="utf-8"', "Źdźbło &amp; Ψ😀 &lt;".encode()),
    ],
)
def test_every_character_survives_in_either_encoding(encoding, prolog, written):
    entry = made_entry(counterparty=Counterparty(name=NAME, nip=BUYER))
    data = single(Wapro(), batch([entry]), WaproOptions(encoding=encoding))
    assert prolog in data.splitlines()[0]
    assert written in data
    assert text(cards(data)[0], "NAZWA") == NAME
    assert data.count(b"\n") == data.count(b"\r\n") > 50


def test_the_sections_stand_in_their_order():
    assert [section.tag for section in root_of(single(Wapro(), batch([made_entry()]), WaproOptions()))] == [
        "INFO_EKSPORTU", "DOKUMENTY", "KARTOTEKA_KONTRAHENTOW", "KARTOTEKA_PRACOWNIKOW", "KARTOTEKA_ARTYKULOW",
    ]  # fmt: skip


def test_the_time_of_writing_is_polish():
    root = root_of(single(Wapro(), batch([made_entry()]), WaproOptions()))
    assert (text(root, "DATA_EKSPORTU"), text(root, "GODZINA_EKSPORTU")) == ("20-04-2026", "12:30:00")


@pytest.mark.parametrize("environment", [one for one in Environment if one is not Environment.PRODUCTION])
def test_every_document_outside_production_is_marked(environment):
    entries = [made_entry(), made_entry(number="F/2", description="Deski dębowe")]
    data = single(Wapro(), batch(entries, environment=environment), WaproOptions())
    assert [text(one, "OPIS") for one in documents(data)] == [environment.mark, f"{environment.mark} – Deski dębowe"]


def test_reading_gives_back_what_is_expected():
    entries = list(Year(20))
    year = batch(entries)
    data = single(Wapro(), year, WaproOptions())
    assert list(Wapro().read(io.BytesIO(data))) == [Wapro().expect(entry, year, WaproOptions()) for entry in entries]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<NETTO>0.1000<", b"<NETTO>0.1100<"),
        (b"<ZAKUP_SPRZEDAZ>S<", b"<ZAKUP_SPRZEDAZ>Z<"),
        (b"<NUMER>F/0<", b"<NUMER>F/8<"),
        (b"<NIP>123456780<", b"<NIP>123456787<"),
        (b"<KOD_VAT>23<", b"<KOD_VAT>22<"),
    ],
)
def test_reading_sees_a_change(old, new):
    year = batch(Year(1))
    data = single(Wapro(), year, WaproOptions())
    assert old in data
    assert list(Wapro().read(io.BytesIO(data.replace(old, new)))) != [
        Wapro().expect(entry, year, WaproOptions()) for entry in year.entries
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"MAGIK_EKSPORT", b"EKSPORT"),
        (b"<LICZBA_DOKUMENTOW>1<", b"<LICZBA_DOKUMENTOW>2<"),
        (b"<ZAKUP_SPRZEDAZ>S<", b"<ZAKUP_SPRZEDAZ>I<"),
        (b"<NUMER>F/0</NUMER>", b""),
        (b"<NETTO>0.1000<", b"<NETTO>dziesi<"),
        (b"<KONTRAHENT>", b"<KONTRAHEN>"),
        (b"<KARTOTEKA_KONTRAHENTOW>", b"<!-- "),
        (b"<KOD_VAT>23</KOD_VAT>", b""),
    ],
)
def test_reading_refuses_what_is_no_such_file(old, new):
    data = single(Wapro(), batch(Year(1)), WaproOptions())
    with pytest.raises(ValueError, match=r"."):
        list(Wapro().read(io.BytesIO(data.replace(old, new))))


def test_amounts_are_exact_however_large():
    entry = made_entry(box(net="9007199254740.93", tax="2071655828590.41"))
    (document,) = documents(single(Wapro(), batch([entry]), WaproOptions()))
    assert text(document, "BRUTTO_SPRZEDAZY") == "11078855083331.3400"
    assert Decimal(text(document, "NETTO")) == Decimal("9007199254740.93")
