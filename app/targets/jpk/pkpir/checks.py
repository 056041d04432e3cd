"""What JPK_PKPIR has to say about a document."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from app.base.environments import Environment
from app.base.findings import Finding, blocks, notes
from app.booking.client import Client, IncomeMethod
from app.booking.entry import Direction, Entry
from app.targets.jpk.ksef import ksef_number_finding
from app.targets.jpk.markup import LARGEST, LAST_DAY
from app.targets.jpk.notes import left_out, left_out_note, number_note, number_question, pln, shortened
from app.targets.jpk.parties import NUMBER_LENGTH, tax_number
from app.targets.jpk.pkpir.options import PkpirOptions, year_stock
from app.targets.jpk.pkpir.row import COLUMNS, REVENUE, TEXT_LENGTH, address, booked, description, remarks

_FIRST_DAY: Final = dt.date(2026, 1, 1)
"""JPK_PKPIR(3) applies to books of years since 2026."""


def client_findings(client: Client) -> Iterator[Finding]:
    """What keeps every document of the client out of the book."""
    if client.income_method is not IncomeMethod.KPIR:
        yield blocks(
            "jpk_pkpir_no_book",
            "Klient w karcie nie prowadzi KPiR. Jeżeli ją prowadzi, zmień formę opodatkowania w karcie klienta.",
        )


def document_findings(entry: Entry, environment: Environment) -> Iterator[Finding]:
    """Every finding about one document of the book; what stops it hides the notes."""
    found = booked(entry)
    if found is None:
        return  # booking asks for the exchange rate
    stops = [*ksef_number_finding(entry)]
    sale = entry.direction is Direction.SALE
    if not _FIRST_DAY <= found.day <= LAST_DAY:
        stops.append(
            blocks(
                "jpk_pkpir_date",
                f"Dzień przychodu lub kosztu to {found.day.isoformat()}, a JPK_PKPIR(3) dotyczy ksiąg od 2026 r. Ujmij dokument w programie.",
                "K_2",
            )
        )
    if found.column not in COLUMNS or (found.column in REVENUE) != sale:
        side = "sprzedaży: 7 albo 8" if sale else "zakupu: 10, 11, 12, 13, 15 albo 16"
        stops.append(
            blocks(
                "jpk_pkpir_column",
                f"Kolumna KPiR „{found.column.removeprefix('K_')}” nie pasuje do dokumentu. Kolumny {side}; "
                "popraw ją w regule albo w księgowaniu.",
                "K_13",
            )
        )
    if abs(found.value) >= LARGEST:
        stops.append(blocks("jpk_amount", f"Kwota {pln(found.value)} ma więcej cyfr, niż mieści JPK.", found.column))
    number = tax_number(entry.counterparty).number
    if len(number) > NUMBER_LENGTH:
        stops.append(
            blocks(
                "jpk_tax_number", f"Numer podatkowy kontrahenta „{number}” nie mieści się w polu JPK. Numeru nie wolno skrócić."
            )
        )
    stops = stops or [*number_question(entry)]
    yield from stops
    if not stops:
        yield from _notes(entry, found.column, environment)


def inventory_notes(options: PkpirOptions, year: int) -> Iterator[Finding]:
    """What the sums of the year rest on; said once for each year."""
    stock = year_stock(options.stock(), year)
    missing = [word for word, value in (("na początek", stock.opening), ("na koniec", stock.closing)) if value is None]
    if missing:
        which = " i ".join(missing)
        yield notes(
            "jpk_pkpir_inventory",
            f"W ustawieniach formatu nie ma spisu z natury {which} roku {year}: w pliku jest 0,00. Koszty i dochód w pliku to sumy jego wierszy "
            "i tych spisów, a nie całej księgi.",
            "PKPIRInfo",
        )


def _notes(entry: Entry, column: str, environment: Environment) -> Iterator[Finding]:
    yield from number_note(entry)
    yield from shortened("Nazwa kontrahenta", entry.counterparty.name, TEXT_LENGTH)
    yield from shortened("Adres kontrahenta", address(entry), TEXT_LENGTH)
    for label, text in (("Opis", description(entry, environment)), ("Uwagi", remarks(entry))):
        if len(text) > TEXT_LENGTH:
            yield from shortened(label, text, TEXT_LENGTH)
    if column == "K_16":
        yield notes(
            "jpk_pkpir_research",
            "Koszt B+R jest tylko w kolumnie 16 i nie wchodzi do kosztów roku (P_3). Jeżeli ma być też w kolumnie kosztów, dopisz go.",
            "K_16B",
        )
    yield from left_out_note(left_out(entry, split_payment=False, correction=False, currency=False, ledger=False), "JPK_PKPIR")
