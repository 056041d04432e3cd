"""What the MADAR file does with documents, one behaviour each."""

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
    Settlement,
)  # fmt: skip
from app.invoice.forms import Kind
from app.targets.contract import Batch
from app.targets.madar import Madar
from app.targets.madar.options import MadarOptions
from app.targets.options import parse_options
from tests.targets.conftest import WRITTEN_AT
from tests.targets.madar.madar_reading import amount, rows_of, sums
from tests.targets.made import SELLER, box, made_entry

CLIENT = Client(nip=SELLER, name="Stolarnia", income_method=IncomeMethod.BOOKS)
NOW = dt.date(2026, 3, 10)
TYPES = "S=FV\nZ=KSZ\nZ-towary=PZ\n"


def batch(*entries, client=CLIENT, environment=Environment.PRODUCTION):
    return Batch(client=client, entries=entries, written_at=WRITTEN_AT, environment=environment)


def findings(*entries, client=CLIENT, **options):
    return list(Madar().check(batch(*entries, client=client), MadarOptions(**options)))


def codes(*entries, **options):
    return [found.code for found in findings(*entries, **options)]


def message(code, *entries, **options):
    (found,) = [found for found in findings(*entries, **options) if found.code == code]
    return found.message


def convert(*entries, client=CLIENT, environment=Environment.PRODUCTION, **options):
    return [
        b"".join(file.chunks)
        for file in Madar().write(batch(*entries, client=client, environment=environment), MadarOptions(**options))
    ]


def rows(*entries, **options):
    (data,) = convert(*entries, **options)
    return rows_of(data)


def row(entry, **options):
    (found,) = rows(entry, **options)
    return found


def purchase(*boxes, **changes):
    return made_entry(*boxes, **({"direction": Direction.PURCHASE} | changes))


def test_sales_and_purchases_stand_in_one_file():
    (file,) = Madar().write(batch(made_entry(), purchase(number="Z/1")), MadarOptions())
    found = rows_of(b"".join(file.chunks))
    assert [(entry["typ"], entry["opis"].split(" | ")[0]) for entry in found] == [("FV", "sprzedaż"), ("KSZ", "zakup")]
    assert (file.name, file.documents) == (f"madar-{SELLER}-2026-04-20.csv", 2)


def test_nothing_is_written_of_nothing():
    assert convert() == []
    assert convert(made_entry(no_effect=True)) == []
    assert codes(made_entry(no_effect=True)) == ["skipped_no_effect"]


@pytest.mark.parametrize(
    ("group", "rate", "column"),
    [
        ("P_13_1", "23", "netto23"),
        ("P_13_2", "8", "netto8"),
        ("P_13_3", "5", "netto5"),
        ("P_13_6_1", "0", "netto0"),
        ("P_13_7", "zw", "nettoZW"),
        ("P_13_8", "np", "nettoNP"),
        ("P_13_10", "oo", "nettoOO"),
    ],
)
def test_each_rate_has_its_column(group, rate, column):
    tax = "7.00" if rate in {"23", "8", "5"} else "0.00"
    entry = made_entry(box(group, rate, "100.00", tax))
    assert codes(entry) == []
    assert sums([row(entry)]) == {column: (Decimal(100), Decimal(tax))}


@pytest.mark.parametrize("rate", ["22", "7", "4", "3"])
def test_a_rate_without_a_column_is_refused(rate):
    entry = made_entry(box(), box("P_13_2", rate, "100.00", "7.00"))
    (found,) = findings(entry)
    assert (found.level, found.code) == (Level.BLOCKS, "madar_rate")
    assert f"{rate}%" in found.message


def test_what_the_format_cannot_express_is_refused():
    assert codes(made_entry(box("P_13_5", "19"))) == ["madar_oss"]
    assert codes(made_entry(box("FOREIGN", "25"))) == ["madar_rate"]
    assert codes(purchase(box("P_11_1", "rr"))) == ["madar_rate"]
    assert codes(made_entry(box("P_13_11", "marza", "100.00", "0.00"))) == ["madar_margin_sale"]


def test_a_purchase_under_the_margin_scheme_asks_for_the_office_s_practice():
    entry = purchase(box("P_13_11", "marza", "100.00", "0.00"))
    (found,) = findings(entry)
    assert (found.level, found.code) == (Level.ASKS, "madar_margin")
    assert sums([row(entry, margin_purchase="zw")]) == {"nettoZW": (100, 0)}
    decided = purchase(box("P_13_11", "marza", "100.00", "0.00"), decisions={"madar_margin": "np"})
    assert codes(decided) == []
    assert sums([row(decided)]) == {"nettoNP": (100, 0)}


@pytest.mark.parametrize(
    ("group", "rate", "word"), [("P_13_6_2", "0", "S-WDT"), ("P_13_6_3", "0", "S-eksport"), ("P_13_9", "np", "S-usługi UE")]
)
def test_a_sale_which_its_column_does_not_tell_apart_needs_a_type_of_its_own(group, rate, word):
    entry = made_entry(box(group, rate, "100.00", "0.00"))
    assert f"{word}=TYP" in message("madar_type", entry)
    assert codes(entry, document_types=f"{TYPES}{word}=FX") == []
    assert row(entry, document_types=f"{TYPES}{word}=FX")["typ"] == "FX"


def test_a_sale_of_two_types_takes_two_rows_of_one_document():
    entry = made_entry(box(), box("P_13_6_2", "0", "200.00", "0.00"))
    found = rows(entry, document_types=f"{TYPES}S-WDT=FX")
    assert [(line["typ"], line["faktura_nr"]) for line in found] == [("FV", entry.number), ("FX", entry.number)]
    (data,) = convert(entry, document_types=f"{TYPES}S-WDT=FX")
    assert len(list(Madar().read(io.BytesIO(data)))) == 1


def test_types_are_looked_up_by_kind_goods_and_cost():
    types = f"{TYPES}S-KOR=FK\nZ-VAT=ZV\n"
    assert row(made_entry(kind=Kind.KOR_ZAL), document_types=types)["typ"] == "FK"
    assert row(purchase(), document_types=types)["typ"] == "ZV"
    goods = Income(date=NOW, net_pln=Decimal("100.00"), column="K_10")
    assert row(purchase(income=goods))["typ"] == "PZ"
    assert row(purchase(income=goods, cost_type="Usługi"), cost_types="usługi=KSZU")["typ"] == "KSZU"


def test_a_fixed_asset_needs_a_type_of_its_own():
    entry = purchase(fixed_asset=True)
    assert "Z-środek trwały=TYP" in message("madar_type", entry)
    assert row(entry, document_types=f"{TYPES}Z-środek trwały=ST")["typ"] == "ST"
    assert "środek trwały tak" in message("madar_in_description", entry, document_types=f"{TYPES}Z-środek trwały=ST")


def test_tax_that_is_not_deducted_needs_a_type_of_its_own():
    entry = purchase(box(net="100.01", tax="23.01"), deductible_share=Decimal(50))
    assert "Z-bez odliczenia=TYP" in message("madar_type", entry)
    deducted, lost = rows(entry, document_types=f"{TYPES}Z-bez odliczenia=KN")
    assert (deducted["typ"], amount(deducted, "vat23")) == ("KSZ", Decimal("11.51"))
    assert (lost["typ"], amount(lost, "vat23")) == ("KN", Decimal("11.50"))
    assert "odliczenie 50%" in message("madar_in_description", entry, document_types=f"{TYPES}Z-bez odliczenia=KN")


def test_a_client_without_vat_deducts_nothing():
    client = Client(nip=SELLER, vat_exempt=True)
    assert codes(purchase(), client=client) == ["madar_type"]
    assert row(purchase(), client=client, document_types=f"{TYPES}Z-bez odliczenia=KN")["typ"] == "KN"
    exempt = purchase(box("P_13_7", "zw", "50.00", "0.00"))
    assert row(exempt, client=client)["typ"] == "KSZ"


def test_dates_are_written_as_the_vendor_does():
    entry = purchase(issue_date=dt.date(2026, 3, 9), receipt_date=dt.date(2026, 3, 11), vat_period=Month("2026-05"))
    found = row(entry)
    assert [found[name] for name in ("DATA_FAKTURY", "DATA_OTRZYMANIA", "DATA_SPRZEDAZY", "termin_platnosci")] == [
        "9.03.2026", "11.03.2026", "1.05.2026", "24.03.2026"
    ]  # fmt: skip
    assert "2026-05" in message("madar_period", entry)
    assert row(made_entry())["DATA_OTRZYMANIA"] == "10.03.2026"


def test_what_has_no_column_stands_in_the_description_and_in_a_note():
    reference = CorrectionReference(number="FS/0", numbers=("FS/0", "FS/00"), ksef_number="KSEF-0", reason="rabat")
    entry = made_entry(
        kind=Kind.KOR,
        correction=reference,
        codes=("GTU_01", "TP"),
        split_payment=True,
        category="TOWAR",
        account="702-1",
        unit="00002",
    )
    told = row(entry)["opis"]
    for text in ("oznaczenia GTU_01, TP", "MPP", "korekta do FS/0, FS/00", "numer KSeF korygowanej KSEF-0", "przyczyna: rabat",
                 "kategoria TOWAR", "konto 702-1", "jednostka 00002"):  # fmt: skip
        assert text in told
        assert text in message("madar_in_description", entry)
    assert "oznaczenia OFF" in row(made_entry(ksef_mark="OFF"))["opis"]


def test_currency_and_rate_stand_in_the_description():
    rate = ExchangeRate(rate=Decimal("4.2650"), source="nbp", table="055/A/NBP/2026", date=dt.date(2026, 3, 9))
    found = row(made_entry(box(net_pln="426.50", tax_pln="98.09"), currency="EUR", exchange_rate=rate))
    assert (found["netto23"], found["vat23"]) == ("426,5", "98,09")
    assert "EUR netto 100 VAT 23 | kurs 4,265, tabela 055/A/NBP/2026 z 9.03.2026" in found["opis"]


def test_foreign_numbers_bear_their_country():
    party = Counterparty(
        name="Acme", tax_country="DE", tax_number="123456789", eu=True, country="DE", street="Weg", house="1", flat="2"
    )
    found = row(made_entry(counterparty=party))
    assert (found["nip"], found["ulica"]) == ("DE123456789", "Weg 1/2")
    assert "kraj Niemcy" in found["opis"]


def test_notes_on_what_to_check():
    kpir = Client(nip=SELLER, income_method=IncomeMethod.KPIR)
    assert codes(made_entry(income=Income(date=NOW, net_pln=Decimal("500.00"))), client=kpir) == ["madar_income"]
    assert codes(purchase(box("P_13_10", "oo", "100.00", "0.00"))) == ["madar_buyer_tax"]
    assert codes(made_entry(box(net="0.00", tax="0.00"))) == ["madar_zero"]
    assert codes(made_entry(counterparty=Counterparty(name=""))) == ["madar_no_name"]
    assert codes(made_entry(settlement=Settlement(gross=Decimal(123), open_item=Decimal(150)))) == ["madar_open_item"]


def test_the_same_document_twice_is_refused():
    assert codes(made_entry(), made_entry()) == ["madar_duplicate"]


def test_every_document_bears_the_mark_of_its_environment():
    assert row(made_entry(description="Stół"), environment=Environment.TEST)["tresc"] == "TEST – Stół"
    assert row(made_entry(), environment=Environment.DEMO)["tresc"] == "DEMO"


def test_texts_keep_to_one_cell():
    entry = made_entry(number="FS\t1", counterparty=Counterparty(name='A\n"B"\tC', country="PL"))
    assert (row(entry)["faktura_nr"], row(entry)["klient_nazwa"]) == ("FS 1", 'A "B" C')


def test_the_same_batch_gives_the_same_bytes():
    assert convert(made_entry(), purchase()) == convert(made_entry(), purchase())


@pytest.mark.parametrize(
    "options",
    [
        {"document_types": "S=FV"},
        {"document_types": "S=FV;Z=KSZ;X=Y"},
        {"document_types": "S=FV;Z=K S"},
        {"document_types": "S=FV;Z"},
        {"cost_types": "usługi"},
        {"cost_types": "usługi="},
    ],
)
def test_unusable_options_are_refused(options):
    with pytest.raises(UnusableArgument) as caught:
        parse_options(MadarOptions, options)
    assert caught.value.advice


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"faktura_nr\tnip\n1\t2\n",
        b"faktura_nr\tnip\tDATA_FAKTURY\ttyp\topis\nFS/1\t1\t1.02.2026\tFV\tcokolwiek\n",
        b"faktura_nr\tnip\tDATA_FAKTURY\ttyp\topis\nFS/1\t1\tjutro\tFV\tzakup\n",
        b"faktura_nr\tnip\tnetto23\tDATA_FAKTURY\ttyp\topis\nFS/1\t1\tx\t1.02.2026\tFV\tzakup\n",
        b"faktura_nr\tnip\tDATA_FAKTURY\ttyp\topis\nFS/1\n",
        b"\xff\xfe",
    ],
)
def test_another_file_is_not_read(data):
    with pytest.raises(ValueError):  # noqa: PT011 - that it is refused is what matters
        list(Madar().read(io.BytesIO(data)))
