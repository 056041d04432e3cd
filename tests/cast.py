"""The office's three clients, whose documents the project's own invoices are (tests/invoices/README.md)."""

from app.booking.client import Client, IncomeMethod

CARPENTRY = Client(
    nip="9992014701",
    name="Stolarnia Pod Świerkiem sp. z o.o.",
    street="ul. Dębowa",
    house="14",
    city="Bielsko-Biała",
    postal_code="43-300",
    email="biuro@podswierkiem.example",
    tax_office="2403",
    income_method=IncomeMethod.BOOKS,
)
DESIGNER = Client(
    nip="9992024705",
    name="Zofia Gżegżółka Projekty Graficzne",
    street="ul. Szewska",
    house="7",
    flat="3",
    city="Kraków",
    postal_code="31-009",
    email="zofia@gzegzolka.example",
    tax_office="1228",
    income_method=IncomeMethod.KPIR,
)
GRAIN = Client(
    nip="9992034709",
    name="Żyto i Chmiel Wąsowscy sp.j.",
    street="ul. Młyńska",
    house="2",
    city="Inowrocław",
    postal_code="88-100",
    email="handel@zytoichmiel.example",
    tax_office="0410",
    income_method=IncomeMethod.BOOKS,
)
CLIENTS = {"stolarnia": CARPENTRY, "grafika": DESIGNER, "zboze": GRAIN}
"""By the name that tests/invoices/expected.json uses."""
