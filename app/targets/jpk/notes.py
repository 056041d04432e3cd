"""What the JPK targets say alike about a document: what no field holds, what was shortened, why it stays out of the file."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.base.findings import Finding, asks, blocks, notes
from app.base.money import format_money
from app.base.nip import clean
from app.booking.client import Client
from app.booking.entry import Direction, Entry
from app.booking.treatment import LABELS
from app.targets.contract import NOT_IN_THIS_FILE
from app.targets.jpk.markup import MISSING
from app.targets.questions import SHORT_NUMBER, YES
from app.targets.wording import comma_amount, flatten, short_number, shorten

NUMBER_LENGTH: Final = 256


def outside(entry: Entry, client: Client, reason: str) -> Finding:
    """The note about a document that rightly stays out of this file.

    A document of which the client is both seller and buyer has two entries with one name: the other of them may have its place, so the note
    about this one must not keep both out.
    """
    invoice = entry.invoice
    both = clean(invoice.seller.nip) == clean(invoice.buyer.nip) == client.nip
    message = (
        f"{'Sprzedaż' if entry.direction is Direction.SALE else 'Zakup'} „{flatten(entry.number)}” nie trafia do pliku: {reason}"
    )
    return notes("jpk_side_left_out" if both else NOT_IN_THIS_FILE, message)


def repeated(entry: Entry) -> Finding:
    """The finding about a document that the batch holds twice."""
    return blocks("jpk_duplicate", f"Dokument „{entry.number}” jest w zestawie dwa razy; usuń powtórzony plik.")


def written_number(number: str) -> str:
    """A document's number as the file has it: in one line, at most 256 characters."""
    return short_number(flatten(number), NUMBER_LENGTH) or MISSING


def number_question(entry: Entry) -> Iterator[Finding]:
    """Asks where the number does not fit."""
    number = flatten(entry.number)
    written = written_number(entry.number)
    if number and written != number and entry.decisions.get(SHORT_NUMBER.code) != YES:
        yield asks(
            SHORT_NUMBER.code,
            f"Numer „{number}” ma więcej niż {NUMBER_LENGTH} znaków. Zapisać „{written}”? Pełny numer zostanie w uwagach.",
            "P_2",
        )


def number_note(entry: Entry) -> Iterator[Finding]:
    """The full number of a document whose number was shortened, or that the document has none."""
    number = flatten(entry.number)
    if not number:
        yield notes("jpk_no_number", "Dokument nie ma numeru; w pliku jest „BRAK”.", "P_2")
    elif (written := written_number(number)) != number:
        yield notes("jpk_number_shortened", f"W pliku jest numer „{written}”. Pełny: „{number}”.", "P_2")


def shortened(label: str, text: str, limit: int) -> Iterator[Finding]:
    """The full text of a field that was shortened, or that the document gives none."""
    full = flatten(text)
    if len(full) > limit:
        yield notes("jpk_shortened", f"{label}: w pliku jest „{shorten(full, limit)}”. Pełny tekst: „{full}”.")
    elif not full:
        yield notes("jpk_missing", f"{label}: dokument tego nie podaje; w pliku jest „{MISSING}”.")


def left_out(
    entry: Entry, *, split_payment: bool = True, correction: bool = True, currency: bool = True, ledger: bool = True
) -> Iterator[str]:
    """What of an entry a JPK has no field for, each with its value. The arguments tell which of it the file has no place for."""
    if split_payment and entry.split_payment:
        yield "mechanizm podzielonej płatności"
    if correction:
        yield from correction_words(entry)
    if currency:
        yield from currency_words(entry)
    chosen = {explanation.field for explanation in entry.explanations}
    fields = ("category", "account", "vat_account", "settlement_account", "cost_type", "register")
    yield from (f"{LABELS[name]} {flatten(value)}" for name in fields if (value := getattr(entry, name)))
    if ledger and "column" in chosen and entry.income.column:
        yield f"kolumna KPiR {entry.income.column.removeprefix('K_')}"
    if entry.income.rate:
        yield f"stawka ryczałtu {entry.income.rate}%"
    if entry.unit:
        yield f"jednostka {entry.unit}"


def correction_words(entry: Entry) -> Iterator[str]:
    """What a correction corrects, and why."""
    reference = entry.correction
    if reference is None:
        return
    if originals := ", ".join(flatten(number) for number in reference.numbers) or flatten(reference.number):
        yield f"korekta do {originals}"
    if reference.ksef_number:
        yield f"numer KSeF korygowanej {reference.ksef_number}"
    if reference.reason:
        yield f"przyczyna: {flatten(reference.reason)}"


def currency_words(entry: Entry) -> Iterator[str]:
    """The amounts in the document's currency and the rate."""
    if entry.currency != "PLN":
        yield f"{entry.currency} netto {comma_amount(entry.net)} VAT {comma_amount(entry.tax)}"
    rate = entry.exchange_rate
    if rate is not None:
        table = f", tabela {rate.table}" if rate.table else ""
        yield f"kurs {comma_amount(rate.rate)}{table}{f' z {rate.date.isoformat()}' if rate.date else ''}"


def left_out_note(words: Iterator[str], file: str) -> Iterator[Finding]:
    """One note for all of `words`; none where there are none."""
    if items := "; ".join(words):
        yield notes("jpk_left_out", f"{file} nie ma pól na: {items.rstrip('.')}.")


def pln(value: Decimal) -> str:
    """An amount in PLN for a sentence."""
    return format_money(value, "PLN")
