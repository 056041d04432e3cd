"""The worked examples of the invoice guide (§18): on our own invoices with the same figures, and on the official ones where at hand."""

import datetime as dt
from decimal import Decimal

import pytest

from app.base.dates import month_of
from app.base.findings import Level
from app.booking.book import book
from app.booking.client import Client
from app.booking.entry import Direction
from app.booking.jpk import counts_in_sums, register_fields
from app.invoice.read import read_document

RECEIVED = dt.date(2026, 3, 2)


@pytest.fixture(params=["own", "official"])
def example(request, invoices):
    """Reads example `name` and books it for its seller, or for its buyer."""

    def read(name, side=Direction.SALE):
        if request.param == "own":
            file = invoices / "przyklady" / f"przyklad-{name}.xml"
        else:
            folder = request.getfixturevalue("shared") / "ksef" / "samples"
            start = "ksef_fop__fa3_poza_ue_FA_3_Przyklad_" if name == 23 else "mf_official__FA_3_Przyklad_"
            (file,) = [path for path in folder.glob("*.xml") if path.name.lower() == f"{start}{name}.xml".lower()]
        document = read_document(file.read_bytes(), source=file.name, received=RECEIVED)
        party = document.invoice.seller if side is Direction.SALE else document.invoice.buyer
        return document, book(document, Client(nip=party.nip), direction=side)

    return read


def _fields(entry):
    return {name: amount for name, amount in register_fields(entry).items() if amount}


def _amounts(**fields):
    return {name: Decimal(amount) for name, amount in fields.items()}


def _only(booked):
    (entry,) = booked.entries
    return entry


def test_example_1(example):
    entry = _only(example(1)[1])
    assert _fields(entry) == _amounts(K_15="0.95", K_16="0.05", K_19="1666.66", K_20="383.33")
    assert entry.settlement.open_item == Decimal(2051)


def test_example_1_for_the_buyer(example):
    entry = _only(example(1, Direction.PURCHASE)[1])
    assert _fields(entry) == _amounts(K_42="1667.61", K_43="383.38")
    assert entry.settlement.open_item == Decimal(2051)


@pytest.mark.parametrize("name", [2, 3])
def test_example_2_3(example, name):
    entry = _only(example(name)[1])
    assert _fields(entry) == _amounts(K_19="-162.60", K_20="-37.40")
    assert entry.settlement.open_item == Decimal(-200)


def test_example_4(example):
    entry = _only(example(4)[1])
    assert _fields(entry) == _amounts(K_19="52260.10", K_20="12019.82")
    assert entry.settlement.open_item == Decimal("63279.92")
    assert month_of(entry.supply_date) != month_of(entry.issue_date)
    assert any(finding.code == "months_differ" for finding in entry.findings)


def test_example_6(example):
    entry = _only(example(6)[1])
    assert _fields(entry) == _amounts(K_19="-40650.41", K_20="-9349.59")
    assert len(entry.correction.numbers) == 6
    assert entry.correction.collective
    assert entry.correction.type == "2"
    assert entry.invoice.lines == ()


def test_example_8(example):
    entry = _only(example(8)[1])
    assert _fields(entry) == _amounts(SprzedazVAT_Marza="15000")
    assert {"GTU_07", "MR_UZ", "FP"} <= set(entry.codes)
    assert not counts_in_sums(entry)
    assert entry.settlement.paid == Decimal(10000)
    assert entry.settlement.due is None


def test_example_10(example):
    entry = _only(example(10)[1])
    assert _fields(entry) == _amounts(K_19="16260.16", K_20="3739.84")
    assert entry.income.net_pln is None
    assert entry.income.none


def test_example_11(example):
    entry = _only(example(11)[1])
    assert _fields(entry) == _amounts(K_19="-15993.60", K_20="-3678.53", K_17="18214.94", K_18="1457.19")
    assert entry.settlement.open_item == 0
    assert not entry.no_effect


def test_example_14(example):
    entry = _only(example(14)[1])
    assert _fields(entry) == _amounts(K_19="4100.16", K_20="943.04", K_17="280177.59", K_18="22414.21")
    assert "GTU_10" in entry.codes
    assert entry.supply_date == dt.date(2026, 9, 17)
    assert entry.income.net_pln == Decimal(312000)
    assert entry.settlement.open_item == Decimal(307635)


@pytest.mark.parametrize("name", [15, 16])
def test_example_15_16(example, name):
    entry = _only(example(name)[1])
    assert _fields(entry) == _amounts(K_19="365.85", K_20="84.15")
    assert entry.settlement.open_item == Decimal(450)


def test_example_19(example):
    entry = _only(example(19)[1])
    assert _fields(entry) == _amounts(K_19="813.00", K_20="187.00", SprzedazVAT_Marza="2000")
    assert "MR_T" in entry.codes
    assert any(finding.code == "margin" for finding in entry.findings)


def test_example_20(example):
    entry = _only(example(20)[1])
    assert _fields(entry) == _amounts(K_19="61026.78", K_20="14036.16")
    assert entry.settlement.open_item == Decimal("16678.80")
    assert entry.currency == "EUR"
    assert entry.supply_date > entry.issue_date


def test_example_21(example):
    entry = _only(example(21)[1])
    assert _fields(entry) == _amounts(K_19="59861.48", K_20="13768.14")


def test_example_23_asks_for_the_rate(example):
    document, booked = example(23)
    assert {finding.code for finding in booked.findings if finding.level is Level.ASKS} == {"rate"}
    assert any(finding.code == "months_differ" for finding in booked.findings)
    answered = book(document, Client(nip=document.invoice.seller.nip), {"rate": "3.9000"})
    assert _fields(_only(answered)) == _amounts(K_22="31200.00")
