import datetime as dt

import pytest

from app.booking.corrections import LineStyle, line_style
from app.invoice.correction import CorrectedInvoice, Correction
from app.invoice.forms import Kind
from tests.booking.invoices import codes_of, line, make, message, sale, total

ORIGINAL = CorrectedInvoice("FV/7/2026", dt.date(2026, 2, 3), "9992014701-20260203-0000000000AA-00")


def test_lines_come_as_pairs_differences_or_not_at_all() -> None:
    assert line_style((line(net="1.00", before=True), line(net="2.00"))) is LineStyle.PAIRS
    assert line_style((line(net="-1.00"),)) is LineStyle.DIFFERENCES
    assert line_style((line(gross="-1.00"),)) is LineStyle.DIFFERENCES
    assert line_style((line(name="rabat"),)) is LineStyle.NONE
    assert line_style(()) is LineStyle.NONE


def test_reference_names_the_original_and_the_reason() -> None:
    entry = sale(make(kind=Kind.KOR, correction=Correction(corrected=(ORIGINAL,), reason="Zwrot", type="2")))
    assert entry.correction is not None
    assert (entry.correction.number, entry.correction.date) == ("FV/7/2026", dt.date(2026, 2, 3))
    assert entry.correction.ksef_number == ORIGINAL.ksef_number
    assert (entry.correction.reason, entry.correction.type) == ("Zwrot", "2")
    assert not entry.correction.collective
    assert entry.description == "Zwrot"


def test_a_right_number_goes_before_the_wrong_one() -> None:
    entry = sale(make(kind=Kind.KOR, correction=Correction(corrected=(ORIGINAL,), right_number="FV/8/2026")))
    assert entry.correction is not None
    assert entry.correction.number == "FV/8/2026"
    assert entry.correction.numbers == ("FV/7/2026",)


def test_a_collective_correction_keeps_all_numbers_and_is_noted() -> None:
    several = tuple(CorrectedInvoice(f"FV/{number}/2026") for number in range(1, 800))
    entry = sale(make(kind=Kind.KOR, correction=Correction(corrected=several, period="2026-01")))
    assert entry.correction is not None
    assert entry.correction.collective
    assert len(entry.correction.numbers) == 799
    assert "799" in message(entry.findings, "collective_correction")


def test_a_correction_without_its_original_is_noted() -> None:
    entry = sale(make(kind=Kind.KOR))
    assert entry.correction is not None
    assert entry.correction.number == ""
    assert "corrected_invoice_missing" in codes_of(entry.findings)


def test_an_ordinary_invoice_has_no_reference() -> None:
    assert sale(make()).correction is None


class TestEffect:
    @pytest.mark.parametrize("totals", [(), (total("P_13_1", "0.00", "0.00"),), (total("P_13_7", "0"),)])
    def test_a_correction_of_data_has_none(self, totals: tuple[object, ...]) -> None:
        entry = sale(make(kind=Kind.KOR, totals=totals, due="0.00", correction=Correction(corrected=(ORIGINAL,))))
        assert entry.no_effect
        assert entry.income.none
        assert "correction_without_effect" in codes_of(entry.findings)

    def test_a_change_of_rate_with_nothing_to_pay_has(self) -> None:
        totals = (total("P_13_1", "-100.00", "-23.00"), total("P_13_2", "113.89", "9.11"))
        entry = sale(make(kind=Kind.KOR, totals=totals, due="0.00"))
        assert not entry.no_effect
        assert len(entry.vat) == 2

    def test_an_invoice_of_nothing_is_no_correction_of_data(self) -> None:
        assert not sale(make(totals=(), due="0.00")).no_effect
        assert not sale(make(kind=Kind.ROZ, totals=(), due="0.00")).no_effect

    def test_a_final_correction_counts_by_its_lines(self) -> None:
        lines = (line(1, net="500.00", before=True), line(1, net="400.00"))
        entry = sale(make(kind=Kind.KOR_ROZ, totals=(), due="0.00", lines=lines))
        assert not entry.no_effect
        assert str(entry.income.net_pln) == "-100.00"
        same = (line(1, net="500.00", before=True), line(1, net="500.00"))
        assert sale(make(kind=Kind.KOR_ROZ, totals=(), due="0.00", lines=same)).no_effect
