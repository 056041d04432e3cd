"""Purchases that an office always deducts later, inside the limits of art. 86(11)."""

import pytest

from app.invoice.forms import Kind
from tests.booking.invoices import make, purchase, total

# Received on 12 March 2026 (the KSeF number's day).


@pytest.mark.parametrize(("delay", "month"), [(0, "2026-03"), (1, "2026-04"), (3, "2026-06")])
def test_the_office_waits_as_long_as_the_profile_says(delay, month):
    assert purchase(make(), client={"deduction_delay": delay}).vat_period == month


def test_a_quarterly_client_waits_at_most_to_the_end_of_the_second_next_quarter():
    assert purchase(make(), client={"deduction_delay": 3, "quarterly": True}).vat_period == "2026-06"


def test_a_month_chosen_for_the_document_wins():
    assert purchase(make(), {"vat_period": "2026-05"}, client={"deduction_delay": 1}).vat_period == "2026-05"


def test_what_a_decrease_takes_back_does_not_wait():
    correction = make(kind=Kind.KOR, totals=(total("P_13_1", "-100.00", "-23.00"),), due="-123.00")
    assert purchase(correction, client={"deduction_delay": 2}).vat_period == "2026-03"
