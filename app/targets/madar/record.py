"""One document as rows of the file, and the two texts that carry what has no column."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from app.base.countries import country_name
from app.base.environments import Environment
from app.base.money import total
from app.booking.client import Client
from app.booking.deduction import WHOLE
from app.booking.entry import Counterparty, Direction, Entry
from app.targets.madar.options import MadarOptions
from app.targets.madar.rows import COLUMNS, counting, rows, share
from app.targets.register_day import register_day
from app.targets.wording import comma_amount, flatten, marked

AMOUNTS: Final = tuple(name for pair in COLUMNS.values() for name in pair if name)
HEADING: Final = (
    "faktura_nr", "tresc", "klient_nazwa", "ulica", "kod_pocztowy", "miejscowosc", "nip", *AMOUNTS, "DATA_FAKTURY", "DATA_OTRZYMANIA",
    "DATA_SPRZEDAZY", "termin_platnosci", "typ", "opis",
)  # fmt: skip
"""The vendor's columns; MADAR finds them by name."""
SEPARATOR: Final = " | "
_USUAL_COLUMNS: Final = frozenset({"", "K_7", "K_13"})
"""Columns of KPiR that nobody has chosen: sales and other costs."""
SIDES: Final = {Direction.SALE: "sprzedaż", Direction.PURCHASE: "zakup"}


def record(entry: Entry, client: Client, options: MadarOptions, environment: Environment) -> Iterator[tuple[str, ...]]:
    """The rows of a document, in the order of `HEADING`.

    DATA_SPRZEDAZY is what MADAR reads as its booking date, so it is the day in the VAT register. The vendor's sales have a
    DATA_OTRZYMANIA too; there it is the same day, so that the month is right whichever of both decides.
    """
    party, booked = entry.counterparty, register_day(entry)
    head = (
        flatten(entry.number),
        marked(flatten(entry.description), environment),
        flatten(party.name),
        address(party),
        flatten(party.postal_code),
        flatten(party.city),
        tax_number(party),
    )
    tail = (day(entry.issue_date), day(entry.receipt_date or booked), day(booked), day(entry.settlement.due))
    text = SEPARATOR.join(description(entry, client))
    for row in rows(entry, client, options):
        amounts = (comma_amount(row.amounts[name]) if name in row.amounts else "" for name in AMOUNTS)
        yield (*head, *amounts, *tail, row.type, text)


def day(date: dt.date | None) -> str:
    """``9.08.2026``, as the vendor writes it; nothing where there is no date."""
    return f"{date.day}.{date.month:02}.{date.year}" if date else ""


def tax_number(party: Counterparty) -> str:
    """The NIP, or a foreign number with the code of its state."""
    return party.nip or f"{party.tax_country}{party.tax_number}"


def address(party: Counterparty) -> str:
    """Street, house and flat; the address as it stands where it could not be taken apart."""
    if not party.street and not party.house and not party.city:
        return flatten(party.address)
    house = f"{party.house}/{party.flat}" if party.flat else party.house
    return flatten(f"{party.street} {house}")


def description(entry: Entry, client: Client) -> Iterator[str]:
    """The parts of `opis`: the side in the vendor's words, the KSeF number, and everything else that has no column."""
    yield SIDES[entry.direction]
    if entry.ksef_number:
        yield f"KSeF {entry.ksef_number}"
    yield from without_column(entry, client)
    yield from _dates(entry)
    yield from _payment(entry)
    if entry.counterparty.country not in {"", "PL"}:
        yield f"kraj {country_name(entry.counterparty.country)}"


def without_column(entry: Entry, client: Client) -> Iterator[str]:
    """What MADAR has to be told by hand, since it will not read it from `opis`."""
    mark = (entry.ksef_mark,) if entry.ksef_mark and not entry.ksef_number else ()
    if codes := ", ".join((*mark, *entry.codes)):
        yield f"oznaczenia {codes}"
    if entry.split_payment:
        yield "MPP"
    if entry.cash_method:
        yield "metoda kasowa"
    yield from _correction(entry)
    yield from _currency(entry)
    income = entry.income
    items = (
        ("kategoria", entry.category),
        ("konto", entry.account),
        ("konto VAT", entry.vat_account),
        ("konto rozrachunków", entry.settlement_account),
        ("rejestr", entry.register),
        ("rodzaj kosztu", entry.cost_type),
        ("jednostka", entry.unit),
        ("kolumna KPiR", "" if income.column in _USUAL_COLUMNS else income.column.removeprefix("K_")),
        ("stawka ryczałtu", f"{income.rate}%" if income.rate else ""),
        ("środek trwały", "tak" if entry.fixed_asset else ""),
    )
    yield from (f"{label} {flatten(value)}" for label, value in items if value)
    deducted = share(entry, client)
    if deducted != WHOLE:
        yield f"odliczenie {deducted.normalize():f}%"


def _correction(entry: Entry) -> Iterator[str]:
    reference = entry.correction
    if reference is None:
        return
    originals = ", ".join(flatten(number) for number in reference.numbers) or flatten(reference.number)
    if originals:
        yield f"korekta do {originals}"
    if reference.ksef_number:
        yield f"numer KSeF korygowanej {reference.ksef_number}"
    if reference.reason:
        yield f"przyczyna: {flatten(reference.reason)}"


def _currency(entry: Entry) -> Iterator[str]:
    if entry.currency != "PLN":
        net, tax = total([box.net for box in counting(entry)]), total([box.tax for box in counting(entry)])
        yield f"{entry.currency} netto {comma_amount(net)} VAT {comma_amount(tax)}"
    rate = entry.exchange_rate
    if rate is not None:
        table = f", tabela {rate.table}" if rate.table else ""
        date = f" z {day(rate.date)}" if rate.date else ""
        yield f"kurs {comma_amount(rate.rate)}{table}{date}"


def _dates(entry: Entry) -> Iterator[str]:
    if entry.supply_date != register_day(entry):
        yield f"data sprzedaży {day(entry.supply_date)}"
    if len(entry.settlement.due_dates) > 1:
        yield f"terminy {', '.join(day(date) for date in entry.settlement.due_dates)}"


def _payment(entry: Entry) -> Iterator[str]:
    settlement = entry.settlement
    if form := settlement.form or flatten(settlement.form_text):
        yield form
    if entry.direction is Direction.PURCHASE and settlement.account:
        yield f"rachunek {flatten(settlement.account)}"
    if settlement.open_item != total([box.gross for box in counting(entry)]):
        yield f"do zapłaty {comma_amount(settlement.open_item)} {entry.currency}"
    for payment in settlement.payments:
        yield f"zapłacono {comma_amount(payment.amount)}{f' {day(payment.date)}' if payment.date else ''}"
