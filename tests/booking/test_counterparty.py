import pytest

from app.booking.entry import Counterparty
from app.invoice.parties import Address, Contact, Party
from tests.booking.invoices import SELLER, codes_of, make, purchase, sale


def customer(**fields: object) -> Counterparty:
    return sale(make(buyer=Party(**({"name": "Kontrahent"} | fields)))).counterparty


def test_a_sale_is_to_the_buyer_and_a_purchase_from_the_seller() -> None:
    assert sale(make()).counterparty.name == "Nabywca"
    bought = purchase(make()).counterparty
    assert (bought.name, bought.nip, bought.tax_country, bought.tax_number) == ("Sprzedawca", SELLER, "", SELLER)


@pytest.mark.parametrize(
    ("code", "number", "country", "expected"),
    [
        ("DE", "123456788", "DE", "123456788"),
        ("EL", "123456789", "EL", "123456789"),
        ("GR", "123456789", "EL", "123456789"),
        ("XI", "123456789", "XI", "123456789"),
    ],
)
def test_eu_numbers(code: str, number: str, country: str, expected: str) -> None:
    got = customer(eu_code=code, eu_number=number)
    assert (got.nip, got.tax_country, got.tax_number, got.eu) == ("", country, expected, True)


def test_a_repeated_country_code_is_taken_off_with_a_note() -> None:
    entry = sale(make(buyer=Party(name="K", eu_code="DE", eu_number="DE123456788")))
    assert entry.counterparty.tax_number == "123456788"
    assert "eu_code_repeated" in codes_of(entry.findings)
    assert "eu_code_repeated" not in codes_of(sale(make(buyer=Party(name="K", eu_code="DE", eu_number="123456788"))).findings)


def test_other_numbers() -> None:
    american = customer(id_country="US", id_number="12-3456789")
    assert (american.tax_country, american.tax_number, american.eu) == ("US", "12-3456789", False)
    prefixed = customer(prefix="DE", id_number="123456788")
    assert (prefixed.tax_country, prefixed.tax_number, prefixed.eu) == ("DE", "123456788", True)
    polish = customer(eu_code="PL", eu_number="9992034709")
    assert (polish.nip, polish.tax_country, polish.eu) == ("9992034709", "", False)
    assert customer(id_number="PL 999-203-47-09").nip == "9992034709"
    assert customer(internal_id="9992034709-00001").nip == "9992034709"


def test_a_consumer_has_no_number() -> None:
    got = customer(no_id=True, name="Jan Nowak")
    assert got.without_number
    assert got.key == "Jan Nowak"


def test_names_in_parts_and_contacts() -> None:
    got = customer(
        name="", first_name="Jan", last_name="Nowak", nip="999-203-47-09", contacts=(Contact("a@b.pl", "500"), Contact("c@d.pl"))
    )
    assert (got.name, got.nip, got.email, got.phone) == ("Jan Nowak", "9992034709", "a@b.pl", "500")
    assert customer(name="", trade_name="Bar u Jana").name == "Bar u Jana"


def test_the_address_is_kept_whole_beside_its_parts() -> None:
    got = customer(nip="9992034709", address=Address(country="PL", line1="ul. Długa 5", line2="00-001 Warszawa"))
    assert got.address == "ul. Długa 5\n00-001 Warszawa"
    assert (got.street, got.house, got.postal_code, got.city, got.country) == ("ul. Długa", "5", "00-001", "Warszawa", "PL")
