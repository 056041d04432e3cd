"""``opis FK``: what the templates read as text, and with it everything that the format has no field for (spec §7)."""

from collections.abc import Iterator

from app.booking.entry import Entry
from app.targets.symfonia.scope import Scope
from app.targets.symfonia.texts import written_number
from app.targets.wording import flatten, marked

_SEPARATOR = " | "


def description(entry: Entry, scope: Scope) -> str:
    """``opis FK`` in full: the environment's mark, the KSeF number, then the rest, the description last."""
    return marked(_SEPARATOR.join(part for part in _parts(entry, scope) if part), scope.environment)


def lines_description(entry: Entry) -> str:
    """``opis`` of the postings: what the document is for."""
    return flatten(entry.description)


def _parts(entry: Entry, scope: Scope) -> Iterator[str]:
    number = flatten(entry.number)
    if entry.ksef_number:
        yield f"KSeF: {entry.ksef_number}" if scope.options.ksef_in_description else ""
    else:
        yield entry.ksef_mark
    limit = scope.options.number_length
    yield f"Nr {number}" if written_number(number, limit) != number else ""
    yield _corrected(entry, limit)
    yield flatten(entry.description)
    yield _rate(entry)
    yield f"jednostka {entry.unit}" if entry.unit else ""
    if entry.correction is not None and entry.correction.ksef_number:
        yield f"numer KSeF faktury korygowanej {flatten(entry.correction.ksef_number)}"


def _corrected(entry: Entry, limit: int) -> str:
    """The originals that the field of one number does not hold in full, and the reason where the description is another text."""
    reference = entry.correction
    if reference is None:
        return ""
    originals = ""
    if reference.collective:
        originals = f"korekta zbiorcza do {', '.join(map(flatten, reference.numbers))}"
    elif written_number(reference.number, limit) != flatten(reference.number):
        originals = f"korekta do {flatten(reference.number)}"
    reason = flatten(reference.reason)
    told = not reason or reason == flatten(entry.description)
    return ", ".join(part for part in (originals, "" if told else f"przyczyna korekty: {reason}") if part)


def _rate(entry: Entry) -> str:
    """The NBP table of the rate: the format has a field for the rate alone."""
    rate = entry.exchange_rate
    if rate is None or not (rate.table or rate.date):
        return ""
    day = f" z {rate.date.isoformat()}" if rate.date else ""
    return f"kurs{f' z tabeli {rate.table}' if rate.table else ''}{day}"
