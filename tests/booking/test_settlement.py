import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.booking.entry import PaymentForm, Settlement
from app.invoice import amounts
from app.invoice.forms import Form, Kind
from app.invoice.payment import BankAccount, DueTerm, PartialPayment, Payment
from tests.booking.invoices import ISSUED, amount, codes_of, make, purchase, sale, total


def settled(payment: Payment, **fields: object) -> Settlement:
    return sale(make(payment=payment, **fields)).settlement


def test_open_item_is_do_zaplaty_else_p_15() -> None:
    assert sale(make(due="123.01")).settlement.open_item == Decimal("123.01")
    charged = sale(make(settlement=amounts.Settlement(to_pay=amount("150.00")))).settlement
    assert (charged.gross, charged.open_item, charged.outside_vat) == (Decimal("123.00"), Decimal("150.00"), Decimal("27.00"))


def test_an_overpayment_is_noted_and_leaves_the_invoice_open() -> None:
    entry = sale(make(settlement=amounts.Settlement(to_settle=amount("27.00"))))
    assert entry.settlement.open_item == Decimal("123.00")
    assert "overpaid" in codes_of(entry.findings)


def test_a_document_without_p_15_takes_its_rows() -> None:
    entry = sale(make(form=Form.PEF_3, kind=Kind.VAT_PEF, totals=(total("P_13_1", "100.00", "23.00"),), due=None))
    assert entry.settlement.gross == Decimal("123.00")


@pytest.mark.parametrize(
    ("form", "code", "meaning"),
    [
        (Form.FA_3, "1", PaymentForm.CASH),
        (Form.FA_2, "2", PaymentForm.CARD),
        (Form.FA_3, "3", PaymentForm.VOUCHER),
        (Form.FA_3, "4", PaymentForm.CHEQUE),
        (Form.FA_3, "5", PaymentForm.CREDIT),
        (Form.FA_1, "6", PaymentForm.TRANSFER),
        (Form.FA_3, "7", PaymentForm.MOBILE),
        (Form.FA_RR_1, "1", PaymentForm.TRANSFER),
        (Form.PEF_3, "10", PaymentForm.CASH),
        (Form.PEF_3, "30", PaymentForm.TRANSFER),
        (Form.PEF_3, "48", PaymentForm.CARD),
        (Form.PEF_3, "ZZZ", PaymentForm.OTHER),
    ],
)
def test_forms_of_payment_depend_on_the_form(form: Form, code: str, meaning: PaymentForm) -> None:
    assert settled(Payment(form=code), form=form).form is meaning


def test_another_form_keeps_its_description() -> None:
    got = settled(Payment(other_form="kompensata wzajemna"))
    assert (got.form, got.form_text) == (PaymentForm.OTHER, "kompensata wzajemna")
    assert settled(Payment()).form is PaymentForm.UNKNOWN


class TestDue:
    @pytest.mark.parametrize(
        ("count", "unit", "day"),
        [
            ("14", "dni", dt.date(2026, 3, 24)),
            ("1", "dzień", dt.date(2026, 3, 11)),
            ("2", "tygodnie", dt.date(2026, 3, 24)),
            ("1", "tydzień", dt.date(2026, 3, 17)),
            ("1", "miesiąc", dt.date(2026, 4, 10)),
            ("3", "miesiące", dt.date(2026, 6, 10)),
        ],
    )
    def test_a_term_counted_from_the_issue_is_computed(self, count: str, unit: str, day: dt.date) -> None:
        assert settled(Payment(due=(DueTerm(count=count, unit=unit, event="od daty wystawienia faktury"),))).due == day

    def test_a_month_keeps_within_the_month(self) -> None:
        term = DueTerm(count="1", unit="miesiąc", event="Wystawienie faktury")
        assert settled(Payment(due=(term,)), issue_date=dt.date(2026, 1, 31)).due == dt.date(2026, 2, 28)

    @pytest.mark.parametrize(
        "term",
        [
            DueTerm(count="30", unit="dni", event="otrzymanie faktury"),
            DueTerm(count="30", unit="godzin", event="wystawienie faktury"),
            DueTerm(count="9999999999", unit="dni", event="wystawienie faktury"),
            DueTerm(count="99999999", unit="miesięcy", event="wystawienie faktury"),
            DueTerm(text="14 dni od daty wystawienia"),
        ],
    )
    def test_other_terms_stay_empty(self, term: DueTerm) -> None:
        assert settled(Payment(due=(term,))).due is None

    def test_the_earliest_of_several_counts_and_all_are_kept(self) -> None:
        later, sooner = dt.date(2026, 5, 1), dt.date(2026, 4, 1)
        got = settled(Payment(due=(DueTerm(date=later), DueTerm(date=sooner), DueTerm(date=later))))
        assert got.due == sooner
        assert got.due_dates == (sooner, later)

    def test_paid_without_a_term_is_due_when_paid(self) -> None:
        assert settled(Payment(paid=True, paid_date=dt.date(2026, 3, 12))).due == dt.date(2026, 3, 12)
        assert settled(Payment(paid=True)).due == ISSUED

    @given(st.dates(dt.date(2006, 1, 1), dt.date(2049, 12, 31)), st.integers(0, 120))
    def test_months_never_skip_one(self, issued: dt.date, count: int) -> None:
        due = settled(Payment(due=(DueTerm(count=str(count), unit="miesięcy", event="wystawienie"),)), issue_date=issued).due
        assert due is not None
        assert (due.year - issued.year) * 12 + due.month - issued.month == count
        assert due.day <= issued.day


class TestPaid:
    def test_paid_means_the_open_item(self) -> None:
        got = settled(Payment(paid=True, paid_date=ISSUED, form="2"))
        assert got.paid == Decimal("123.00")
        assert got.payments[0].form is PaymentForm.CARD

    def test_cash_alone_is_no_payment(self) -> None:
        assert settled(Payment(form="1")).payments == ()

    def test_parts_keep_their_date_and_form(self) -> None:
        parts = (
            PartialPayment(amount("23.00"), ISSUED, "1"),
            PartialPayment(amount("50.00"), None, "", "weksel"),
            PartialPayment(amount("1.00")),
        )
        got = settled(Payment(part_paid="1", partial=parts, form="6"))
        assert got.paid == Decimal("74.00")
        assert [payment.form for payment in got.payments] == [PaymentForm.CASH, PaymentForm.OTHER, PaymentForm.TRANSFER]


class TestAccount:
    polish, german = "PL 59 0971 5747 9197 7589 3199 3876", "DE89370400440532013000"

    def test_the_first_that_fits_the_currency(self) -> None:
        accounts = (BankAccount(self.german), BankAccount(self.polish, swift="ABCDPLPW"))
        got = settled(Payment(accounts=accounts))
        assert got.account == "PL59097157479197758931993876"
        assert got.swift == "ABCDPLPW"
        named = (BankAccount(self.polish), BankAccount(self.german, description="rachunek EUR"))
        assert settled(Payment(accounts=named), currency="EUR", totals=(), due="0").account == self.german
        assert settled(Payment(accounts=(BankAccount("1"), BankAccount("2")))).account == "1"

    def test_a_factor_is_paid_instead_of_the_seller(self) -> None:
        payment = Payment(accounts=(BankAccount(self.polish),), factor_accounts=(BankAccount("11" * 13),))
        entry = purchase(make(payment=payment))
        assert entry.settlement.account == "11" * 13
        assert entry.counterparty.account == "11" * 13

    def test_the_clients_own_account_is_not_his_customers(self) -> None:
        assert sale(make(payment=Payment(accounts=(BankAccount(self.polish),)))).counterparty.account == ""
