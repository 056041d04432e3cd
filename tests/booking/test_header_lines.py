import pytest

from app.invoice.forms import Kind
from tests.booking.invoices import codes_of, line, make, message, sale, total

FINDINGS = {"lines_differ", "lines_without_header", "due_differs"}


def noted(**fields: object) -> set[str]:
    return codes_of(sale(make(**fields)).findings) & FINDINGS


def test_agreement_says_nothing() -> None:
    assert noted(lines=(line(1, net="40.00"), line(2, net="60.00"))) == set()
    assert noted() == set()


def test_rounding_is_tolerated_by_the_number_of_lines() -> None:
    assert noted(lines=(line(net="99.98"),)) == set()
    assert noted(lines=(line(net="99.97"),)) == {"lines_differ"}
    five = tuple(line(place, net="19.99") for place in range(1, 6))
    assert noted(lines=five) == set()


def test_a_difference_names_both_amounts_and_changes_nothing() -> None:
    entry = sale(make(lines=(line(net="90.00"),)))
    text = message(entry.findings, "lines_differ")
    assert "90,00" in text
    assert "100,00" in text
    assert str(entry.net) == "100.00"


@pytest.mark.parametrize("kind", [Kind.ROZ, Kind.ZAL, Kind.UPR, Kind.KOR_ROZ])
def test_kinds_whose_lines_show_something_else_are_left_alone(kind: Kind) -> None:
    assert noted(kind=kind, lines=(line(net="9000.00"),)) == set()


def test_pairs_of_a_correction_and_gross_prices_are_left_alone() -> None:
    assert noted(kind=Kind.KOR, lines=(line(1, net="500.00", before=True), line(1, net="90.00"))) == set()
    assert noted(lines=(line(gross="123.00"),)) == set()
    assert noted(lines=(line(net="90.00", unit_price_gross="123.00"),)) == set()
    assert noted(lines=(line(name="opis"),)) == set()


def test_a_rate_the_header_lacks_is_noted() -> None:
    totals = (total("P_13_1", "100.00", "23.00"), total("P_13_2", "10.00", "0.80"))
    lines = (line(1, net="100.00"), line(2, net="10.00", rate_code="8"), line(3, net="7.00", rate_code="zw"))
    assert noted(totals=totals, due="133.80", lines=lines) == {"lines_without_header"}


def test_due_may_differ_by_rounding_only() -> None:
    assert noted(due="123.05") == set()
    assert noted(due="123.06") == {"due_differs"}


def test_foreign_tax_left_out_of_the_header_explains_the_due_amount() -> None:
    assert (
        noted(totals=(total("P_13_5", "100.00"),), due="119.00", lines=(line(net="100.00", rate_code="", oss_rate="19"),))
        == set()
    )
