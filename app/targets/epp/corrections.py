"""What a correction refers to, and when it counts (spec 9.2)."""

import datetime as dt
from typing import Final, NamedTuple

from app.base.dates import first_day, month_of
from app.base.findings import asks, notes
from app.booking.entry import CorrectionReference, Entry
from app.targets.epp.layout import HEADER
from app.targets.epp.options import EppOptions
from app.targets.epp.texts import Texts
from app.targets.questions import SHORT_NUMBER, YES
from app.targets.wording import short_number, shorten

_OTHER_DATE: Final = 3
_KSEF_DIGITS: Final = slice(20, -3)
_NO_NUMBER: Final = "brak numeru"


class Corrected(NamedTuple):
    """Fields 8 and 9 of the header, and what has to (`needed`) or may (`further`) stand in the remarks."""

    number: str = ""
    date: dt.date | None = None
    needed: tuple[str, ...] = ()
    further: tuple[str, ...] = ()


def corrected(entry: Entry, base_type: str, options: EppOptions, texts: Texts) -> Corrected:
    """The reference of a correction; `base_type` is the type of the corrected document (``FS`` for a ``KFS``)."""
    reference = entry.correction or CorrectionReference()
    prefix = f"{base_type} " if options.correction_reference == "mnemonic" else ""
    limit = HEADER.limit("corrected_number") - len(base_type) - 1
    number = texts.plain(reference.number, "Numer dokumentu korygowanego")
    if not number:
        return _without_number(reference, limit, prefix, texts)
    short = short_number(number, limit)
    needed: tuple[str, ...] = ()
    if short != number:
        needed = (f"Koryguje: {number}",)
        if entry.decisions.get(SHORT_NUMBER.code) != YES:
            message = f"Numer korygowany {number} ma ponad {limit} znaków. Czy zapisać go jako {short}, a pełny w uwagach?"
            texts.found.append(asks(SHORT_NUMBER.code, message, "NrFaKorygowanej"))
        else:
            texts.found.append(notes("number_shortened", f"Numer korygowany {number} zapisano jako {short}.", "NrFaKorygowanej"))
    further: tuple[str, ...] = ()
    if reference.collective:
        further = (f"Korekta zbiorcza: {', '.join(reference.numbers)}",)
        texts.found.append(
            notes(
                "collective_correction", f"Korekta dotyczy {len(reference.numbers)} faktur; w polu numeru jest pierwsza: {short}."
            )
        )
    if reference.period:
        further = (*further, f"Okres: {reference.period}")
    return Corrected(prefix + short, reference.date, needed, further)


def _without_number(reference: CorrectionReference, limit: int, prefix: str, texts: Texts) -> Corrected:
    """The field must not be empty: the original's KSeF number, or what text there is, stands for the number (spec 9.2)."""
    digits = reference.ksef_number[_KSEF_DIGITS].replace("-", "")
    text = texts.plain(reference.period or reference.reason, "Okres lub przyczyna korekty") or _NO_NUMBER
    if digits:
        number, further = prefix + digits[:limit], f"Koryguje KSeF: {reference.ksef_number}"
    else:
        number, further = shorten(text, HEADER.limit("corrected_number")), f"Koryguje: {text}"
    texts.found.append(
        notes("corrected_number_missing", f"Faktura nie podaje numeru dokumentu korygowanego; w jego polu zapisano „{number}”.")
    )
    return Corrected(number, reference.date, (), (further,))


def recognition(entry: Entry) -> tuple[int, dt.date] | None:
    """Mode and date of `DATYUJECIAKOREKT`; None where the document states no `TypKorekty`.

    The type is the seller's view, the period is the entry's: where the two differ the mode is *other* with a day of the entry's period.
    """
    reference = entry.correction
    if reference is None or reference.type not in {"1", "2", "3"}:
        return None
    mode = int(reference.type)
    date = {1: reference.date, 2: entry.issue_date}.get(mode)
    if date is not None and month_of(date) == entry.vat_period:
        return mode, date
    dates = (entry.tax_point, entry.receipt_date, entry.supply_date, entry.issue_date)
    return _OTHER_DATE, next(
        (date for date in dates if date is not None and month_of(date) == entry.vat_period), first_day(entry.vat_period)
    )
