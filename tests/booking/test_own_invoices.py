"""What becomes of the project's own invoices in their client's books, as tests/invoices/expected.json states."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.base.findings import Level
from app.booking.book import book
from app.booking.jpk import register_fields
from tests.cast import CLIENTS

EXPECTED = json.loads((Path(__file__).resolve().parents[1] / "invoices" / "expected.json").read_text(encoding="utf-8"))
BOOKED = sorted(name for name, expected in EXPECTED.items() if expected["client"] and not expected["books"].get("refused"))


def _names(key, *, without=()):
    return [name for name in BOOKED if key in EXPECTED[name]["books"] and not set(without) & set(EXPECTED[name]["books"])]


@pytest.fixture
def entry_of(own_document):
    def booked(name):
        (entry,) = book(own_document(name), CLIENTS[EXPECTED[name]["client"]]).entries
        return entry

    return booked


@pytest.mark.parametrize("name", BOOKED)
def test_stands_on_its_side(name, entry_of):
    entry = entry_of(name)
    assert entry.direction == EXPECTED[name]["direction"]
    assert entry.kind == EXPECTED[name]["kind"]
    assert entry.ksef_number == EXPECTED[name]["ksef_number"]


@pytest.mark.parametrize("name", _names("register", without=("asks", "share")))
def test_fills_the_register(name, entry_of):
    wanted = {field: Decimal(amount) for field, amount in EXPECTED[name]["books"]["register"].items()}
    found = register_fields(entry_of(name))
    assert {field: amount for field, amount in found.items() if amount} == {
        field: amount for field, amount in wanted.items() if amount
    }


@pytest.mark.parametrize("name", _names("open_item", without=("share",)))
def test_opens_the_item(name, entry_of):
    assert entry_of(name).settlement.open_item == Decimal(EXPECTED[name]["books"]["open_item"])


@pytest.mark.parametrize("name", _names("paid"))
def test_knows_what_is_paid(name, entry_of):
    assert entry_of(name).settlement.paid == Decimal(EXPECTED[name]["books"]["paid"])


@pytest.mark.parametrize("name", _names("due"))
def test_knows_when_it_is_due(name, entry_of):
    due = entry_of(name).settlement.due
    assert (due and due.isoformat()) == EXPECTED[name]["books"]["due"]


@pytest.mark.parametrize("name", _names("account"))
def test_pays_to_the_right_account(name, entry_of):
    assert entry_of(name).settlement.account == EXPECTED[name]["books"]["account"]


@pytest.mark.parametrize("name", _names("period"))
def test_falls_into_its_month(name, entry_of):
    assert entry_of(name).vat_period == EXPECTED[name]["books"]["period"]


@pytest.mark.parametrize("name", _names("codes"))
def test_carries_its_codes(name, entry_of):
    assert set(entry_of(name).codes) == set(EXPECTED[name]["books"]["codes"])


@pytest.mark.parametrize("name", _names("rate"))
def test_converts_with_its_rate(name, entry_of):
    rate = entry_of(name).exchange_rate
    assert rate is not None
    assert rate.rate == Decimal(EXPECTED[name]["books"]["rate"])


@pytest.mark.parametrize("name", _names("rates"))
def test_keeps_the_rate_of_its_time(name, entry_of):
    assert {box.box.value: box.rate for box in entry_of(name).vat} == EXPECTED[name]["books"]["rates"]


@pytest.mark.parametrize("name", _names("split_rates"))
def test_splits_a_sum_of_two_rates(name, entry_of):
    found = {box.rate: [box.net, box.tax] for box in entry_of(name).vat}
    assert found == {rate: [Decimal(amount) for amount in both] for rate, both in EXPECTED[name]["books"]["split_rates"].items()}


@pytest.mark.parametrize("name", _names("income"))
def test_earns(name, entry_of):
    assert entry_of(name).income.net_pln == Decimal(EXPECTED[name]["books"]["income"])


@pytest.mark.parametrize("name", _names("no_income"))
def test_earns_nothing_and_says_why(name, entry_of):
    income = entry_of(name).income
    assert income.net_pln is None
    assert income.none


@pytest.mark.parametrize("name", _names("no_effect"))
def test_knows_whether_it_changes_anything(name, entry_of):
    assert entry_of(name).no_effect is EXPECTED[name]["books"]["no_effect"]


@pytest.mark.parametrize("name", _names("corrected"))
def test_names_all_that_it_corrects(name, entry_of):
    assert list(entry_of(name).correction.numbers) == EXPECTED[name]["books"]["corrected"]


@pytest.mark.parametrize("name", _names("tax_country"))
def test_gives_the_register_the_countrys_vat_code(name, entry_of):
    assert entry_of(name).counterparty.tax_country == EXPECTED[name]["books"]["tax_country"]


@pytest.mark.parametrize("name", _names("unit"))
def test_keeps_the_internal_unit(name, entry_of):
    assert entry_of(name).unit == EXPECTED[name]["books"]["unit"]


@pytest.mark.parametrize("name", _names("share"))
def test_divides_among_its_buyers(name, own_document):
    books = EXPECTED[name]["books"]
    document = own_document(name)
    first = book(document, CLIENTS[EXPECTED[name]["client"]]).entries[0]
    second = book(document, CLIENTS[books["third_client"]]).entries[0]
    whole = document.invoice.totals[0]
    assert first.net == whole.net * Decimal(books["share"]) / 100
    assert second.net == whole.net * Decimal(books["third_share"]) / 100
    assert first.net + second.net == whole.net
    assert first.tax + second.tax == whole.tax


@pytest.mark.parametrize("name", BOOKED)
def test_asks_only_what_it_must(name, own_document):
    findings = book(own_document(name), CLIENTS[EXPECTED[name]["client"]]).findings
    asked = {finding.code for finding in findings if finding.level is Level.ASKS}
    wanted = set(EXPECTED[name]["books"].get("asks", []))
    if name in {"fa-rr-niezaplacona", "fa-rr-pierwszy-schemat"}:  # no payment is known; a decrease needs none
        wanted = {"vat_period"}
    assert asked == wanted
    assert [finding for finding in findings if finding.level is Level.BLOCKS] == []


def test_does_not_guess_a_simplified_invoice_of_two_rates(own_document):
    booked = book(own_document("fa3-upr-nie-do-wyliczenia"), CLIENTS["grafika"])
    assert any(finding.level is not Level.NOTES for finding in booked.findings)
    assert all(not entry.vat for entry in booked.entries)
