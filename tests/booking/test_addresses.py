import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.booking.addresses import AddressParts, split_address
from app.invoice.parties import Address


@pytest.mark.parametrize(
    ("line1", "line2", "parts"),
    [
        ("ul. Kwiatowa 1 m. 2", "00-001 Warszawa", ("ul. Kwiatowa", "1", "2", "Warszawa", "00-001")),
        ("ul. Sadowa 1 lok. 3", "00-002 Kraków", ("ul. Sadowa", "1", "3", "Kraków", "00-002")),
        ("ul. 11 Listopada 5", "40-100 Katowice", ("ul. 11 Listopada", "5", "", "Katowice", "40-100")),
        ("al. 3 Maja 12A/5", "40-100 Katowice", ("al. 3 Maja", "12A", "5", "Katowice", "40-100")),
        ("Nowa Wieś 12", "05-806 Komorów, woj. mazowieckie", ("Nowa Wieś", "12", "", "Komorów", "05-806")),
        ("ul. Prosta 1/2, 00-001 Warszawa", "", ("ul. Prosta", "1", "2", "Warszawa", "00-001")),
        ("ul. Prosta 1", "Warszawa 00-001", ("ul. Prosta", "1", "", "Warszawa", "00-001")),
        ("ul. Prosta 1, Warszawa", "", ("ul. Prosta", "1", "", "Warszawa", "")),
        ("00-001 Warszawa", "ul. Prosta 7", ("ul. Prosta", "7", "", "Warszawa", "00-001")),
        ("Rynek Główny", "31-042 Kraków", ("Rynek Główny", "", "", "Kraków", "31-042")),
        ("Biurowiec", "Gdańsk", ("Biurowiec", "", "", "Gdańsk", "")),
        ("", "", ("", "", "", "", "")),
    ],
)
def test_free_lines_are_split_where_they_can_be(line1: str, line2: str, parts: tuple[str, ...]) -> None:
    assert split_address(Address(country="PL", line1=line1, line2=line2)) == AddressParts(*parts)


def test_foreign_addresses_keep_their_code() -> None:
    got = split_address(Address(country="DE", line1="Hauptstraße 5", line2="10115 Berlin"))
    assert (got.street, got.house, got.postal_code, got.city) == ("Hauptstraße", "5", "10115", "Berlin")
    assert split_address(Address(country="GB", line1="1 High Street", line2="London SW1A 1AA")).city == "London SW1A 1AA"


def test_a_structured_address_is_taken_as_it_is() -> None:
    got = split_address(Address(country="PL", line1="ul. X 1", street="ul. Y", house="2", city="Z", postal_code="11-111"))
    assert got == AddressParts("ul. Y", "2", "", "Z", "11-111")


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["PL", "DE", ""]))
def test_nothing_written_there_can_make_it_fail(line1: str, line2: str, country: str) -> None:
    split_address(Address(country=country, line1=line1, line2=line2))
