"""Every own invoice as WAPRO gets it: golden files, the strict checker, an independent reading, and the way there and back."""

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.base.findings import Level
from app.base.money import total
from app.booking.entry import Direction
from app.targets.wapro import Wapro
from app.targets.wapro.options import WaproOptions
from tests.targets.wapro.wapro_reading import amount, card_of, cards, day, documents, files, rates, single, text

EXPECTED = json.loads((Path(__file__).resolve().parents[2] / "invoices" / "expected.json").read_text(encoding="utf-8"))
NAMES = sorted(name for name, expected in EXPECTED.items() if expected["client"])
NOT_WRITTEN = json.loads(
    (Path(__file__).resolve().parents[1] / "golden" / "wapro" / "not-written.json").read_text(encoding="utf-8")
)
WRITTEN = [name for name in NAMES if name not in NOT_WRITTEN]
GOLDEN = (
    "fa-rr", "fa1-vat", "fa3-brutto", "fa3-czesciowa-zaplata", "fa3-dlugie-pola", "fa3-eksport-usd-bez-kursu", "fa3-eur-kurs", "fa3-fp",
    "fa3-jst", "fa3-konsument", "fa3-kor-do-zera", "fa3-kor-eur", "fa3-kor-stawki", "fa3-kor-zal", "fa3-kor-roz", "fa3-kor-zbiorcza",
    "fa3-metoda-kasowa", "fa3-mpp", "fa3-np", "fa3-odwrotne-krajowe", "fa3-przelom-miesiaca", "fa3-roz", "fa3-roz-zero",
    "fa3-rozliczenie", "fa3-samofakturowanie", "fa3-taxi", "fa3-tp-gtu", "fa3-trojstronna", "fa3-upr", "fa3-wdt-grecja",
    "fa3-wrogie-nazwy", "fa3-wszystkie-grupy", "fa3-zal", "fa3-zalacznik", "fa3-zw", "pef-kor",
)  # fmt: skip
EVERYTHING = WaproOptions(
    types="S-WDT=WDT;S-EKSPORT=EXP;S-ZAL=FZAL;S-ROZ=FKON;Z-MARŻA=FZM;S-FP=FP",
    mark="id",
    field1="column",
    field2="unit",
    field3="deductible_share",
    positions=True,
    margin_purchase="NP",
    no_effect="write",
    consumers="card",
    encoding="utf-8",
)
"""An office that uses every option."""
FULL = ("fa3-marza-turystyka", "fa3-wdt", "fa3-eur-kurs", "fa3-kor-danych", "fa3-konsument", "fa3-podmiot3-odbiorca")


@pytest.fixture
def batch_for(own_entries, batch_of):
    return lambda name: batch_of(EXPECTED[name]["client"], own_entries(name))


def stops(batch, options):
    """The codes that keep a batch of one document out of the file."""
    found = [*Wapro().check(batch, options), *(finding for entry in batch.entries for finding in entry.findings)]
    codes = {finding.code for finding in found if finding.level is not Level.NOTES}
    return codes or {finding.code for finding in found if finding.code == "skipped_no_effect"}


def test_says_why_an_invoice_is_not_written(batch_for):
    found = {}
    for name in NAMES:
        batch = batch_for(name)
        codes = stops(batch, WaproOptions())
        if codes:
            found[name] = sorted(codes)
    assert found == NOT_WRITTEN


@pytest.mark.parametrize("name", GOLDEN)
def test_writes_the_golden_file(name, batch_for, golden):
    golden(f"wapro/{name}.xml", single(Wapro(), batch_for(name), WaproOptions()))


@pytest.mark.parametrize("name", FULL)
def test_writes_the_golden_file_with_every_option(name, batch_for, golden):
    golden(f"wapro/{name}-komplet.xml", single(Wapro(), batch_for(name), EVERYTHING))


@pytest.mark.parametrize("options", [WaproOptions(), EVERYTHING], ids=["usual", "everything"])
def test_every_invoice_passes_the_strict_checker_and_reads_back(options, checked, batch_for):
    count = 0
    for name in NAMES:
        batch = batch_for(name)
        if stops(batch, options) - {"skipped_no_effect"}:
            continue
        for data in files(Wapro(), batch, options).values():
            assert not checked(data).errors, name
            assert list(Wapro().read(io.BytesIO(data))) == [Wapro().expect(entry, batch, options) for entry in batch.entries]
            count += 1
    assert count >= len(WRITTEN)


def test_a_month_of_each_client_passes_the_strict_checker_and_reads_back(checked, own_entries, batch_of):
    for client in ("stolarnia", "grafika", "zboze"):
        names = [name for name in WRITTEN if EXPECTED[name]["client"] == client]
        batch = batch_of(client, [entry for name in names for entry in own_entries(name)])
        stopped = {found.document for found in Wapro().check(batch, WaproOptions()) if found.level is not Level.NOTES}
        batch = batch_of(client, [entry for entry in batch.entries if entry.source not in stopped])
        data = single(Wapro(), batch, WaproOptions())
        found = checked(data)
        assert not found.errors, client
        assert [document["number"] for document in found.docs] == [text(one, "NUMER") for one in documents(data)]
        assert list(Wapro().read(io.BytesIO(data))) == [Wapro().expect(entry, batch, WaproOptions()) for entry in batch.entries]


@pytest.mark.parametrize("name", WRITTEN)
def test_holds_what_the_entry_holds(name, batch_for):
    batch = batch_for(name)
    (entry,) = batch.entries
    data = single(Wapro(), batch, WaproOptions())
    (document,) = documents(data)
    (card,) = cards(data)
    sale = entry.direction is Direction.SALE
    full_number = " ".join(entry.number.split())
    assert text(document, "ZAKUP_SPRZEDAZ") == ("S" if sale else "Z")
    assert text(document, "NUMER") == full_number or len(full_number) > 30
    assert text(document, "KSEF_ID") == (entry.ksef_number or None)
    assert day(document, "DATA_WYSTAWIENIA") == entry.issue_date
    assert day(document, "DATA_SPRZEDAZY") == entry.supply_date
    assert day(document, "DATA_WPLYWU") == (entry.issue_date if sale else entry.receipt_date)
    assert day(document, "DATA_VAT").isoformat().startswith(entry.vat_period)
    assert text(document, "CZY_DOKUMENT_KOREKTY") == ("1" if entry.kind.is_correction else "0")
    assert bool(text(document, "NR_DOK_ORYG")) == entry.kind.is_correction
    assert text(document, "PODLEGA_PP") == ("1" if entry.split_payment else "0")
    assert {code for code in entry.codes if code.startswith("GTU")} <= set(text(document, "RODZAJ_TRANSAKCJI_HANDLOWEJ").split())
    assert text(card, "NIP") == (entry.counterparty.nip or entry.counterparty.tax_number.replace(".", "").replace("-", ""))
    assert card_of(data, document) is not None
    assert text(card, "ODBIORCA" if sale else "DOSTAWCA") == "1"
    assert len(text(document, "OPIS")) <= 50


@pytest.mark.parametrize("name", WRITTEN)
def test_keeps_every_amount_to_the_grosz(name, batch_for):
    batch = batch_for(name)
    (entry,) = batch.entries
    (document,) = documents(single(Wapro(), batch, WaproOptions()))
    pair = "SPRZEDAZY" if entry.direction is Direction.SALE else "ZAKUPU"
    other = "ZAKUPU" if pair == "SPRZEDAZY" else "SPRZEDAZY"
    net, tax = total([box.net_pln for box in entry.vat]), total([box.tax_pln for box in entry.vat])
    assert (amount(document, f"NETTO_{pair}"), amount(document, f"BRUTTO_{pair}")) == (net, net + tax)
    assert (amount(document, f"NETTO_{other}"), amount(document, f"BRUTTO_{other}")) == (0, 0)
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for code, reverse, row_net, row_tax in rates(document):
        assert reverse == "0" or code == "NP"
        key = "oo" if reverse == "1" else code.lower()
        assert key not in found
        found[key] = (row_net, row_tax)
    for rate in {box.rate for box in entry.vat if box.net or box.tax}:
        boxes = [box for box in entry.vat if box.rate == rate]
        assert found["7" if rate == "rr" else rate] == (
            total([box.net_pln for box in boxes]),
            total([box.tax_pln for box in boxes]),
        )
    if entry.currency == "PLN":
        assert amount(document, "KW_ROZRACH") == entry.settlement.open_item
        assert text(document, "POZ_WAL_BAZOWE") == "1"
    else:
        assert amount(document, "KW_ROZRACH_W") == entry.settlement.open_item
        assert amount(document, "KURS_WALUTY") == round(entry.exchange_rate.rate, 8)
        assert total([amount(rate, "NETTO_WALUTA") for rate in document.findall("VAT/STAWKA")]) == entry.net
        assert total([amount(rate, "VAT_WALUTA") for rate in document.findall("VAT/STAWKA")]) == entry.tax
        assert text(document, "POZ_WAL_BAZOWE") == "0"
