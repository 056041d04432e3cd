"""What the format has to say about a document: what it cannot express, what it must ask, what it leaves out."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.base.findings import Finding, asks, blocks
from app.base.money import format_money, total
from app.booking.entry import Direction, Entry
from app.invoice.forms import VatGroup
from app.targets.questions import SHORT_NUMBER, YES
from app.targets.raks.contractors import NUMBER_LENGTH, tax_number
from app.targets.raks.conversion import Conversion
from app.targets.raks.notes import left_out
from app.targets.raks.options import ACCOUNT_LENGTH, REGISTER_LENGTH
from app.targets.raks.posting import postings
from app.targets.raks.registers import UNKNOWN, counting, registers
from app.targets.raks.settlements import settlement_pln
from app.targets.raks.texts import KSEF_LENGTH, written_number
from app.targets.raks.texts import NUMBER_LENGTH as DOCUMENT_LENGTH
from app.targets.wording import flatten

_DIGITS: Final = 15
"""Significant digits which the program's ``Float`` holds exactly."""


def document_findings(entry: Entry, scope: Conversion) -> Iterator[Finding]:
    """Every finding about one document, in the order of seriousness; what stops it hides the notes."""
    if any(box.net_pln is None or box.tax_pln is None for box in entry.vat):
        return  # booking asks for the exchange rate
    stops = [*_other_taxes(entry), *_rates(entry, scope), *_limits(entry, scope), *_questions(entry)]
    yield from stops
    if not stops:
        yield from left_out(entry, scope)


def _other_taxes(entry: Entry) -> Iterator[Finding]:
    boxes = counting(entry)
    if any(box.box is VatGroup.P_13_5 for box in boxes):
        yield blocks(
            "raks_oss",
            "Dokument zawiera sprzedaż w procedurze OSS (VAT innego kraju). RAKS ma na nią sekcję REJESTRY_OSS, ale nazwy jej wierszy nie są "
            "ogłoszone. Wprowadź dokument w RAKS ręcznie.",
            "P_13_5",
        )
    if any(box.box is VatGroup.FOREIGN for box in boxes):
        rates = ", ".join(box.rate for box in boxes if box.box is VatGroup.FOREIGN)
        yield blocks(
            "raks_foreign_rate", f"Dokument ma stawkę {rates}%, która nie jest polską stawką VAT. Wprowadź go w RAKS ręcznie."
        )
    if entry.direction is Direction.SALE and any(box.rate == "marza" for box in boxes):
        gross = format_money(total([box.gross for box in boxes if box.rate == "marza"]), entry.currency)
        yield blocks(
            "raks_margin_sale",
            f"Sprzedaż w procedurze marży na {gross}: rejestr VAT w RAKS wymaga kwoty netto i podatku od marży, a faktura ich nie zawiera. "
            "Wprowadź dokument w RAKS ręcznie, z marżą i kodem MR_T albo MR_UZ.",
            "P_13_11",
        )


def _rates(entry: Entry, scope: Conversion) -> Iterator[Finding]:
    rows = [row for register in registers(entry, scope) for row in register.rows]
    if any(box.rate == "rr" for box in counting(entry)) and any(row.word == UNKNOWN for row in rows):
        yield blocks(
            "raks_rr_rate",
            "Faktura VAT RR łączy stawki zwrotu 7% i 6,5%, a pozycja rejestru ma jedną stawkę. Wprowadź dokument w RAKS ręcznie.",
        )
    missing = dict.fromkeys(row.word for row in rows if row.word != UNKNOWN and not row.rate_id)
    if entry.direction is Direction.SALE and any(box.rate == "marza" for box in counting(entry)):
        missing.pop("marża", None)
    for word in missing:
        yield blocks(
            "raks_rate_id",
            f"Stawka „{word}” nie ma identyfikatora ze słownika stawek RAKS, a nieznaną stawkę RAKS pomija bez słowa. "
            f"Wpisz {word}=ID w ustawieniu „Identyfikatory stawek VAT” (identyfikator jest w słowniku stawek firmy).",
        )


def _limits(entry: Entry, scope: Conversion) -> Iterator[Finding]:
    number = tax_number(entry.counterparty)
    if len(number) > NUMBER_LENGTH:
        yield blocks(
            "raks_tax_number",
            f"Numer podatkowy kontrahenta „{number}” ma {len(number)} znaków, a pole RAKS mieści {NUMBER_LENGTH}. "
            "Numeru nie wolno skrócić: wprowadź dokument w RAKS ręcznie.",
        )
    if len(entry.ksef_number) > KSEF_LENGTH:
        yield blocks(
            "raks_ksef_number",
            f"Numer KSeF „{entry.ksef_number}” ma więcej niż {KSEF_LENGTH} znaków. Sprawdź nazwę pliku faktury.",
        )
    if len(entry.register) > REGISTER_LENGTH:
        yield blocks(
            "raks_register",
            f"Nazwa rejestru VAT „{entry.register}” ma więcej niż {REGISTER_LENGTH} znaków. Popraw ją w regule albo w księgowaniu.",
        )
    for account in dict.fromkeys(line.account for line in postings(entry, scope) if len(line.account) > ACCOUNT_LENGTH):
        yield blocks(
            "raks_account", f"Konto „{account}” ma więcej niż {ACCOUNT_LENGTH} znaków. Popraw je w regule albo w księgowaniu."
        )
    written = [amount for box in counting(entry) for amount in (box.net_pln, box.tax_pln) if amount is not None]
    largest = max((abs(amount) for amount in (*written, settlement_pln(entry) or Decimal(0))), default=Decimal(0))
    if len(largest.as_tuple().digits) > _DIGITS:
        yield blocks(
            "raks_amount",
            f"Kwota {format_money(largest, 'PLN')} ma więcej niż {_DIGITS} cyfr i RAKS nie zapisze jej dokładnie. Wprowadź dokument ręcznie.",
        )


def _questions(entry: Entry) -> Iterator[Finding]:
    number, written = flatten(entry.number), written_number(entry.number)
    if written != number and entry.decisions.get(SHORT_NUMBER.code) != YES:
        yield asks(
            SHORT_NUMBER.code,
            f"Numer „{number}” ma więcej niż {DOCUMENT_LENGTH} znaków. Zapisać „{written}”, a pełny numer w opisie?",
            "P_2",
        )
