from app.invoice.forms import Form, Kind
from app.invoice.payment import BankAccount, Payment
from app.office.payees import Payee, payee_of
from tests.booking.invoices import SELLER, document, make, total

ACCOUNT = "61109010140000071219812874"
OTHER = "27114020040000300201355387"


def payee(*accounts: BankAccount, **fields: object) -> Payee | None:
    return payee_of(document(make(payment=Payment(accounts=accounts), **fields)))


def test_polish_accounts_of_the_seller_each_once() -> None:
    found = payee(
        BankAccount(f"PL{ACCOUNT}"),
        BankAccount("61 1090 1014 0000 0712 1981 2874"),
        BankAccount(OTHER),
        BankAccount("DE89370400440532013000"),
    )
    assert found == Payee(SELLER, (ACCOUNT, OTHER), taxed=True)


def test_accounts_of_the_bank_of_a_factor_and_impossible_ones_are_left_out() -> None:
    assert payee(BankAccount(ACCOUNT, own="2")) is None
    assert payee(BankAccount("61109010140000071219812875")) is None
    assert payee_of(document(make(payment=Payment(factor_accounts=(BankAccount(ACCOUNT),))))) is None
    assert payee_of(document(make())) is None


def test_without_tax_the_status_does_not_matter() -> None:
    found = payee(BankAccount(ACCOUNT), totals=(total("P_13_7", "100.00"),), due="100.00")
    assert found == Payee(SELLER, (ACCOUNT,), taxed=False)


def test_farmers_are_not_on_the_list() -> None:
    assert (
        payee(BankAccount(ACCOUNT), form=Form.FA_RR_1, kind=Kind.VAT_RR, totals=(total("P_11_1", "1.00", "0.07"),), due="1.07")
        is None
    )
