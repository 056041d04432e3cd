"""Field 49: the KSeF number and everything that has no field of its own (spec 8, 9.2)."""

from collections.abc import Iterator
from decimal import Decimal

from app.base.dates import Month, month_of
from app.base.environments import Environment
from app.base.findings import blocks, notes
from app.booking.entry import Direction, Entry
from app.targets.epp.layout import HEADER
from app.targets.epp.texts import Texts
from app.targets.wording import marked, shorten

_SEPARATOR = "; "
_WHOLE = Decimal(100)


def remarks(entry: Entry, environment: Environment, needed: list[str], further: list[str], texts: Texts) -> str:
    """The remarks of a document.

    Environment, KSeF number and `needed` (full numbers of what was shortened elsewhere) must fit, or the document is refused; `further`
    texts follow as far as they go, with a note on what did not.
    """
    limit = HEADER.limit("notes")
    first = [f"KSeF: {entry.ksef_number}"] if entry.ksef_number else []
    start = marked(_SEPARATOR.join([*first, *needed]), environment)
    if len(start) > limit:
        texts.found.append(
            blocks("remarks_too_long", f"Uwagi pliku EPP mieszczą {limit} znaków i nie pomieszczą pełnych numerów: {start}")
        )
        return ""
    rest = [*further, *_without_field(entry, texts)]
    if not rest:
        return start
    full = texts.plain(_SEPARATOR.join([start, *rest] if start else rest), "Uwagi")
    if len(full) <= limit:
        return full
    texts.found.append(notes("text_shortened", f"Uwagi skrócono do {limit} znaków. Pełny tekst: „{full}”."))
    return start + shorten(full[len(start) :], limit - len(start)) if start else shorten(full, limit)


def _without_field(entry: Entry, texts: Texts) -> Iterator[str]:
    """What an entry says and an .epp file has no field for."""
    items = list(_settings(entry))
    if items:
        listed = ", ".join(items)
        texts.found.append(
            notes(
                "only_in_remarks",
                f"Format EPP nie ma pola na: {listed}. Zapisano to w uwagach; po imporcie ustaw to w programie.",
            )
        )
    yield from items
    if entry.description:
        yield entry.description


def _settings(entry: Entry) -> Iterator[str]:
    if entry.direction is Direction.PURCHASE and entry.deductible_share != _WHOLE:
        yield f"Odliczenie VAT: {entry.deductible_share.normalize():f}%"
    if entry.vat_period != _period_of_dates(entry):
        yield f"VAT za {entry.vat_period}"
    given = (
        ("Konto", entry.account),
        ("Konto VAT", entry.vat_account),
        ("Konto rozrachunków", entry.settlement_account),
        ("Rejestr", entry.register),
        ("Rodzaj kosztu", entry.cost_type),
    )
    yield from (f"{label}: {value}" for label, value in given if value)
    if entry.fixed_asset:
        yield "Środek trwały"
    if entry.unit:
        yield f"Jednostka: {entry.unit}"


def _period_of_dates(entry: Entry) -> Month:
    """The month in which a program puts a document by its dates alone."""
    if entry.direction is Direction.PURCHASE:
        received = entry.receipt_date or entry.issue_date
        return month_of(received if entry.kind.is_correction else max(received, entry.supply_date))
    return month_of(entry.issue_date if entry.kind.is_correction else entry.supply_date)
