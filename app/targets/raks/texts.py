"""The document's number and its description, as the file bears them."""

from typing import Final

from app.booking.entry import Direction, Entry
from app.targets.raks.conversion import Conversion
from app.targets.wording import flatten, marked, short_number

NUMBER_LENGTH: Final = 255
SETTLEMENT_LENGTH: Final = 255
POSTING_LENGTH: Final = 370
KSEF_LENGTH: Final = 36
_TYPE_LENGTH: Final = 50


def written_number(text: str) -> str:
    """A document's number as NUMER_DOK takes it; see `short_number`."""
    return short_number(flatten(text), NUMBER_LENGTH)


def type_name(name: str, scope: Conversion) -> str:
    """NAZWA_DOK; the environment stands before it, since a document without settlement and posting has no other text."""
    return marked(name, scope.environment)[:_TYPE_LENGTH]


def description(entry: Entry, scope: Conversion) -> str:
    """OPIS and OPIS_OPERACJI in full: mark, full number where a shortened one is written, description, and what has no field of its own."""
    number = flatten(entry.number)
    parts = (
        f"Nr {number}" if written_number(number) != number else "",
        flatten(entry.description),
        _corrected(entry),
        _payment(entry),
        _rate(entry),
    )
    return marked(" | ".join(part for part in parts if part), scope.environment)


def _corrected(entry: Entry) -> str:
    reference = entry.correction
    if reference is None:
        return ""
    originals = ", ".join(flatten(number) for number in reference.numbers) or flatten(reference.number)
    told = not reference.reason or flatten(reference.reason) == flatten(entry.description)
    reason = "" if told else f", przyczyna: {flatten(reference.reason)}"
    return f"Korekta do {originals}{reason}" if originals else f"Korekta{reason}"


def _payment(entry: Entry) -> str:
    settlement = entry.settlement
    form = settlement.form or flatten(settlement.form_text)
    account = f"rachunek {flatten(settlement.account)}" if entry.direction is Direction.PURCHASE and settlement.account else ""
    return ", ".join(part for part in (form, account) if part)


def _rate(entry: Entry) -> str:
    rate = entry.exchange_rate
    if rate is None:
        return ""
    table = f", tabela {rate.table}" if rate.table else ""
    day = f" z {rate.date.isoformat()}" if rate.date else ""
    value = f"{rate.rate.normalize():f}".replace(".", ",")
    return f"kurs {entry.currency} {value}{table}{day}"
