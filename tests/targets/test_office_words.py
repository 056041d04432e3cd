"""What an office's program calls contractors and forms of payment."""

import pytest

from app.booking.entry import PaymentForm
from app.targets.epp.options import EppOptions
from app.targets.office_words import contractor_codes, payment_name
from app.targets.optima.options import OptimaOptions


def test_codes_stand_in_lines_or_behind_semicolons():
    found = [(one.number, one.code) for one in contractor_codes("526-000-12-46 = MF\n\n DE 123456789=NIEMIEC ; 7791011327=J=K")]
    assert found == [("5260001246", "MF"), ("DE123456789", "NIEMIEC"), ("7791011327", "J=K")]


@pytest.mark.parametrize("line", ["5260001246", "=MF", "5260001246=", "MF"])
def test_a_line_of_another_form_is_given_back_whole(line):
    assert list(contractor_codes(f" {line} ")) == [(line, "", "")]


@pytest.mark.parametrize("form", list(PaymentForm))
def test_every_form_of_payment_has_a_name_in_optima_and_the_known_ones_in_epp(form):
    assert payment_name(OptimaOptions(), form)
    assert bool(payment_name(EppOptions(), form)) is (form not in {PaymentForm.OTHER, PaymentForm.UNKNOWN})


def test_the_office_may_rename_a_form():
    assert payment_name(EppOptions(payment_cash="kasa"), PaymentForm.CASH) == "kasa"
