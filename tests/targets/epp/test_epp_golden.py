"""Every own invoice as an .epp file: byte for byte, and read again by a reader that shares nothing with the writer."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.base.findings import Level
from app.targets.epp.options import EppOptions
from tests.targets.epp.epp_reading import read

INVOICES = Path(__file__).resolve().parents[2] / "invoices"
NAMES = sorted(json.loads((INVOICES / "expected.json").read_text(encoding="utf-8")))
GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "epp"

# Symbols of rates by sum of the form (spec section 4); sums that mix rates or need lines are not in the table.
SYMBOLS = {
    "P_13_3": "5",
    "P_13_6_1": "0",
    "P_13_6_2": "ue",
    "P_13_6_3": "ex",
    "P_13_7": "zw",
    "P_13_8": "npo",
    "P_13_9": "npo",
    "P_13_10": "oo",
}


@pytest.fixture(scope="module")
def refusals(own_entries, batch_of, check, expected):
    """Own invoices that are not written, with the codes of what stands against it."""
    against = {}
    for name in NAMES:
        client = expected[name]["client"]
        entries = own_entries(name) if client else ()
        findings = (
            [*check(batch_of(client, entries)), *(found for entry in entries for found in entry.findings)] if entries else []
        )
        codes = {found.code for found in findings if found.level is not Level.NOTES or found.code == "skipped_no_effect"}
        if codes or not entries:
            against[name] = sorted(codes)
    return against


def test_the_invoices_that_are_not_written_are_those_we_know_of(refusals, golden):
    golden("epp/not-written.json", (json.dumps(refusals, indent=1) + "\n").encode())


@pytest.fixture(scope="module")
def written(own_entries, batch_of, write, refusals, expected):
    """The bytes of every own invoice that is written."""
    return {name: write(batch_of(expected[name]["client"], own_entries(name))) for name in NAMES if name not in refusals}


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_the_golden_one(name, written, golden):
    if name in written:
        golden(f"epp/{name}.epp", written[name])
    else:
        assert not (GOLDEN / f"{name}.epp").exists()


def test_the_independent_checker_finds_no_error_in_any_golden_file(written, checker):
    errors = {name: errors for name, data in written.items() if (errors := checker.check_bytes(data, name, "product").errors)}
    assert not errors


@pytest.mark.parametrize("version", ["1.11", "1.12", "1.05.3"])
@pytest.mark.parametrize("client", ["stolarnia", "grafika", "zboze"])
def test_all_documents_of_a_client_make_one_sound_file(
    client, version, *, own_entries, batch_of, check, write, expected, checker
):
    options = EppOptions(version=version, no_effect="write")
    entries = [entry for name in NAMES if expected[name]["client"] == client for entry in own_entries(name)]
    against = {found.document for found in check(batch_of(client, entries), options) if found.level is not Level.NOTES}
    kept = [entry for entry in entries if entry.source not in against]
    data = write(batch_of(client, kept), options)
    assert not checker.check_bytes(data, client, "product").errors
    assert len(read(data).documents) == len(kept) > len(against)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read_again_is_what_the_invoice_says(name, written, expected):
    if name not in written:
        return
    known = expected[name]
    file = read(written[name])
    (document,) = file.documents
    sale = known["direction"] == "sale"
    assert document[1][-2:] in ({"FS"} if sale else {"FZ", "FR"})
    assert known["number"] == document[7 if sale else 5] or f"Numer: {known['number']}" in document[49]
    assert known["ksef_number"] in document[49]
    assert document[22] == known["issue_date"].replace("-", "") + "000000"
    other = known["buyer" if sale else "seller"]
    if other and other.isdigit():
        assert document[18].removeprefix(document[61] if document[62] == "1" else "") == other
    assert document.amount(28) + document.amount(29) == document.amount(30)
    for symbol, (net, tax) in _expected_rates(known).items():
        if document[47] == known["currency"]:
            assert document.rates["ue" if document[55] == "3" else symbol] == (net, tax)  # 3: triangular
    if document[47] == known["currency"]:
        sums = [(Decimal(net), Decimal(tax or 0)) for net, tax, _ in known["totals"].values()]
        if sums and "udzial" not in name:
            assert document.amount(28) == sum(net for net, _ in sums)
            assert document.amount(29) == sum(tax for _, tax in sums)
    assert len(file.sections["DATYZAKONCZENIA"]) == len(file.sections["DOKUMENTYZNACZNIKIJPKVAT"]) == 1
    assert file.row("WYMAGALNOSCMPP", document.key)
    assert file.sections["KONTRAHENCI"][0][1] == document[12]


def _expected_rates(known):
    rates: dict[str, tuple[Decimal, Decimal]] = {}
    for group, (net, tax, _) in known["totals"].items():
        symbol = SYMBOLS.get(group)
        if symbol and Decimal(net):
            before = rates.get(symbol, (Decimal(0), Decimal(0)))
            rates[symbol] = (before[0] + Decimal(net), before[1] + Decimal(tax or 0))
    return rates
