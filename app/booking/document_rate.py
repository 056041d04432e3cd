"""The one exchange rate of a document: its own, the one its tax gives away, the original's, the NBP's, or a typed one (guide §7.2, §7.4)."""

from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

import msgspec

from app.base.findings import Finding, notes
from app.base.money import ZERO
from app.booking.entry import ExchangeRate
from app.booking.exchange import Rates, nbp_text, rate_text
from app.booking.groups import priced_lines
from app.booking.implied_rate import fits, implied_rate, looks_per_hundred
from app.booking.official_rate import matching, note_unusual, of_reference, proposal
from app.booking.rate_days import RateDays
from app.invoice.amounts import VatTotal
from app.invoice.model import Invoice

_HUNDRED: Final = Decimal(100)
_MOST_PLN_FOR_UNIT: Final = Decimal("0.5")
_CHEAP_CURRENCIES: Final = frozenset({"HUF", "JPY", "ISK", "KRW", "CLP", "IDR", "INR"})
_AVERAGES: Final = frozenset({"lines", "partial"})


class Chosen(msgspec.Struct, frozen=True):
    """The document's rate; None while a person must give it: then `hint` says what is known, in Polish (empty: nothing)."""

    rate: ExchangeRate | None
    hint: str = ""


def document_rate(
    invoice: Invoice,
    totals: tuple[VatTotal, ...],
    *,
    decisions: Mapping[str, str],
    rates: Rates,
    days: RateDays,
    wanted: bool,
    found: list[Finding],
) -> Chosen:
    """The one rate of the document for sums whose own lines have none.

    `wanted` says that something depends on it: only then the NBP and the original are asked for a rate that the document lacks.
    """
    of_lines = {line.exchange_rate for line in priced_lines(invoice) if line.exchange_rate is not None}
    stated = next(iter(of_lines)) if len(of_lines) == 1 else invoice.advance_exchange_rate
    if stated is not None:
        own = _usable(invoice, totals, stated, rates=rates, days=days, found=found)
        return Chosen(own) if own is not None else _typed(decisions) or Chosen(None, proposal(invoice, rates, days))
    partial = _partial_rate(invoice)
    if partial is not None:
        parts = {part.exchange_rate for part in invoice.partial_advances if part.exchange_rate}
        note_unusual(invoice, parts, rates=rates, days=days, found=found)
        return Chosen(ExchangeRate(rate=partial, source="partial"))
    if of_lines:
        note_unusual(invoice, of_lines, rates=rates, days=days, found=found)
    implied = implied_rate(totals)
    if implied is not None:
        plain = ExchangeRate(rate=implied, source="implied")
        return Chosen(plain if of_lines else _of_tax(invoice, totals, plain, rates=rates, days=days, found=found))
    return _typed(decisions) or (_looked_up(invoice, rates, days, found, of_lines) if wanted else Chosen(None))


def _looked_up(invoice: Invoice, rates: Rates, days: RateDays, found: list[Finding], of_lines: Collection[Decimal]) -> Chosen:
    """What the document lacks, from elsewhere; where only some of its lines have rates, a person decides about the others."""
    if of_lines:
        return Chosen(None, proposal(invoice, rates, days))
    return (_original if invoice.kind.is_correction else _official)(invoice, rates, days, found)


def _typed(decisions: Mapping[str, str]) -> Chosen | None:
    try:
        rate = Decimal(decisions.get("rate", "").strip().replace(",", "."))
    except InvalidOperation:
        return None
    return Chosen(ExchangeRate(rate=rate, source="user")) if rate.is_finite() and rate > 0 else None


def _usable(
    invoice: Invoice, totals: tuple[VatTotal, ...], rate: Decimal, *, rates: Rates, days: RateDays, found: list[Finding]
) -> ExchangeRate | None:
    """A rate of the document, brought to one unit where the issuer wrote it for a hundred; None where it cannot be meant."""
    if rate <= 0:
        return None
    dear = invoice.currency in _CHEAP_CURRENCIES and rate >= _MOST_PLN_FOR_UNIT and not any(total.tax_pln for total in totals)
    by_tax = looks_per_hundred(rate, totals)
    by_table = dear and matching(invoice, rate / _HUNDRED, rates, days) is not None
    if dear and not by_table:
        return None
    if by_tax or by_table:
        reason = "z podatku w złotych" if by_tax else "z tabeli NBP"
        found.append(
            notes(
                "rate_per_hundred",
                f"Kurs {rate_text(rate)} podano za 100 {invoice.currency} (tak wynika {reason}); przyjęto {rate_text(rate / _HUNDRED)}.",
                "KursWaluty",
            )
        )
        rate /= _HUNDRED
    table = matching(invoice, rate, rates, days)
    if table is None:
        note_unusual(invoice, {rate}, rates=rates, days=days, found=found)
        return ExchangeRate(rate=rate, source="invoice")
    return ExchangeRate(rate=rate, source="invoice", table=table.table, date=table.date)


def _partial_rate(invoice: Invoice) -> Decimal | None:
    """Average of several KursWalutyZW, in proportion to P_15Z (guide §7.2, 4)."""
    parts = invoice.partial_advances
    if not parts or not all(part.exchange_rate for part in parts):
        return None
    rates = {part.exchange_rate for part in parts}
    if len(rates) == 1:
        return rates.pop()
    amount = sum((part.amount for part in parts), ZERO)
    return sum((part.amount * part.exchange_rate for part in parts if part.exchange_rate), ZERO) / amount if amount else None


def _of_tax(
    invoice: Invoice, totals: tuple[VatTotal, ...], implied: ExchangeRate, *, rates: Rates, days: RateDays, found: list[Finding]
) -> ExchangeRate:
    """The rate that the tax in PLN was computed with: the original's or the NBP's where one gives that tax, else the one it implies."""
    original = rates.of_original(invoice) if invoice.kind.is_correction else None
    if original is not None and fits(original.rate, totals):
        return _taken_over(invoice, original, found)
    for day in days.candidates:
        table = rates.before(invoice.currency, day)
        if table is not None and fits(table.rate, totals):
            message = f"Faktura nie podaje kursu {invoice.currency}; podatek w złotych odpowiada kursowi NBP {nbp_text(table)}."
            found.append(notes("rate_nbp", message, "KursWaluty"))
            return table
    message = f"Faktura nie podaje kursu {invoice.currency}; z podatku w złotych wynika {rate_text(implied.rate)}. Porównaj go z tabelą NBP."
    found.append(notes("rate_implied", message, "KursWaluty"))
    note_unusual(invoice, {implied.rate}, rates=rates, days=days, found=found)
    return implied


def _original(invoice: Invoice, rates: Rates, days: RateDays, found: list[Finding]) -> Chosen:
    """A correction without a rate takes the original's (art. 31b): KursWalutyZK, else as the original is booked."""
    correction = invoice.correction
    before = None if correction is None else correction.exchange_rate_before
    original = ExchangeRate(rate=before, source="original") if before and before > 0 else rates.of_original(invoice)
    if original is None:
        return Chosen(None, proposal(invoice, rates, days))
    if original.source in _AVERAGES:
        hint = f"Faktura pierwotna ma kilka kursów (średnio {rate_text(original.rate)}): wybierz kurs tej pozycji, której dotyczy korekta."
        return Chosen(None, hint)
    return Chosen(_taken_over(invoice, original, found))


def _taken_over(invoice: Invoice, original: ExchangeRate, found: list[Finding]) -> ExchangeRate:
    number = invoice.correction.corrected[0].number if invoice.correction is not None and invoice.correction.corrected else ""
    table = f", tabela {original.table} z {original.date}" if original.table else ""
    message = (
        f"Korekta nie podaje kursu; przyjęto kurs faktury pierwotnej {number}: {rate_text(original.rate)}{table} (art. 31b)."
    )
    found.append(notes("rate_original", message, "KursWaluty"))
    return msgspec.structs.replace(original, source="original")


def _official(invoice: Invoice, rates: Rates, days: RateDays, found: list[Finding]) -> Chosen:
    """The NBP's rate of art. 31a(1)-(2), where the days in question agree about it."""
    table = of_reference(invoice, rates, days)
    if table is None:
        return Chosen(None, proposal(invoice, rates, days))
    oss = " Deklaracja OSS liczy kursem EBC z ostatniego dnia kwartału." if days.oss else ""
    message = (
        f"Faktura nie podaje kursu {invoice.currency}; przyjęto kurs średni NBP {nbp_text(table)}"
        f" z ostatniego dnia roboczego przed {days.reference[-1]} (art. 31a ust. 1–2).{oss}"
    )
    found.append(notes("rate_nbp", message, "KursWaluty"))
    return Chosen(table)
