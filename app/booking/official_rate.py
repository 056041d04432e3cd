"""Rates compared with the NBP's table A: which day fits, what to propose, and what looks unusual (invoice guide §7.2, §14.33)."""

from collections.abc import Collection
from decimal import Decimal
from typing import Final

from app.base.findings import Finding, notes
from app.booking.entry import ExchangeRate
from app.booking.exchange import Rates, nbp_text, rate_text
from app.booking.rate_days import RateDays
from app.invoice.model import Invoice

_MOST_NAMED: Final = 3


def of_reference(invoice: Invoice, rates: Rates, days: RateDays) -> ExchangeRate | None:
    """The rate before the day of the obligation; None where a day is not known or several days give different tables."""
    known = [rates.before(invoice.currency, day) for day in days.reference]
    return known[0] if known and known[0] is not None and all(one == known[0] for one in known) else None


def matching(invoice: Invoice, rate: Decimal, rates: Rates, days: RateDays) -> ExchangeRate | None:
    """The table before a candidate day that has exactly this rate; the day of the obligation goes first."""
    for day in days.candidates:
        table = rates.before(invoice.currency, day)
        if table is not None and table.rate == rate:
            return table
    return None


def proposal(invoice: Invoice, rates: Rates, days: RateDays) -> str:
    """What the NBP's tables offer to somebody who must give the rate, in words; empty where nothing is known."""
    correction = invoice.correction
    if invoice.kind.is_correction and correction is not None and correction.corrected:
        if len(correction.corrected) > 1:
            table = rates.before(invoice.currency, invoice.issue_date)
            known = "" if table is None else f" Kurs NBP sprzed wystawienia korekty ({invoice.issue_date}): {nbp_text(table)}."
            return f"Korekta zbiorcza: właściwy jest kurs faktur pierwotnych albo kurs NBP sprzed wystawienia korekty (art. 31b).{known}"
        original = correction.corrected[0]
        table = None if original.date is None else rates.before(invoice.currency, original.date)
        known = "" if table is None else f" Kurs NBP sprzed jej wystawienia ({original.date}): {nbp_text(table)}."
        return f"Właściwy jest kurs faktury pierwotnej {original.number} (art. 31b).{known}"
    offered = [
        f"sprzed {day}: {nbp_text(table)}"
        for day in days.reference[:_MOST_NAMED]
        if (table := rates.before(invoice.currency, day)) is not None
    ]
    if not offered:
        return ""
    doubt = "Nie jest pewne, kiedy powstał obowiązek podatkowy. " if len(days.reference) > 1 else ""
    return f"{doubt}Kurs NBP {'; '.join(offered)}."


def note_unusual(invoice: Invoice, stated: Collection[Decimal], *, rates: Rates, days: RateDays, found: list[Finding]) -> None:
    """Note rates of a document that no candidate day's table has; nothing where not all the tables are known.

    A correction takes its original's rate: it is only compared where the original is known.
    """
    tables = [rates.before(invoice.currency, day) for day in days.candidates]
    known = [table for table in tables if table is not None]
    original = rates.of_original(invoice) if known and invoice.kind.is_correction else None
    if not known or len(known) < len(tables) or (invoice.kind.is_correction and original is None):
        return
    expected = {table.rate for table in known} | ({original.rate} if original is not None else set())
    strange = sorted(rate for rate in stated if rate not in expected)
    if strange:
        named = "; ".join(
            f"sprzed {day}: {nbp_text(table)}" for day, table in zip(days.candidates[:_MOST_NAMED], known, strict=False)
        )
        rate = ", ".join(rate_text(one) for one in strange[:_MOST_NAMED])
        found.append(
            notes(
                "rate_unusual",
                f"Kurs {rate} nie jest kursem NBP z żadnego możliwego dnia ({named}). Wystawca mógł wybrać kurs EBC albo zasady podatku"
                " dochodowego; jeżeli nie, wyjaśnij to z nim. Zapisano kurs z faktury.",
                "KursWaluty",
            )
        )
