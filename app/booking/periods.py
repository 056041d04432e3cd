"""A VAT period chosen by a person, inside the limits of the act (art. 86(11); invoice guide §8.2, §8.3)."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from app.base.dates import Month, month_of, next_month, parse_month
from app.base.findings import Finding, blocks
from app.booking.corrections import original_date
from app.invoice.model import Invoice

_NEXT_MONTHS: Final = 3
_NEXT_QUARTERS: Final = 2
_MONTHS_OF_QUARTER: Final = 3


def decided_purchase_period(
    earliest: Month,
    *,
    quarterly: bool,
    decisions: Mapping[str, str],
    found: list[Finding],
    limited: bool = True,
    delay: int = 0,
) -> Month:
    """`earliest`, or the later month decided under ``vat_period``, or `delay` months later where the office always waits so long.

    At most three months later, for quarterly settlement within the two next quarters; an earlier or too late month blocks.
    `limited` is False where the start of the term is not known.
    """
    month = _decided(decisions, found)
    if month is None:
        return _delayed(earliest, delay, quarterly=quarterly) if limited else earliest
    if month < earliest and not (quarterly and _quarter(month) == _quarter(earliest)):
        found.append(
            blocks(
                "vat_period_too_early",
                f"Podatku z tej faktury nie można odliczyć w {month}: najwcześniej w {earliest} (otrzymanie faktury i obowiązek podatkowy,"
                " art. 86 ust. 10 i 10b). Wskaż późniejszy miesiąc.",
                "vat_period",
            )
        )
        return earliest
    latest = _last_month(earliest, quarterly=quarterly)
    if limited and month > latest:
        found.append(
            blocks(
                "vat_period_too_late",
                f"Podatku z tej faktury nie można odliczyć w {month}: ostatnim okresem jest {latest} (art. 86 ust. 11)."
                " Wskaż wcześniejszy miesiąc albo skoryguj dawny okres.",
                "vat_period",
            )
        )
        return earliest
    return month


def decided_sale_period(
    invoice: Invoice, tax_point: dt.date, supplied: dt.date, decisions: Mapping[str, str], found: list[Finding]
) -> Month:
    """The month of the tax point, or the one decided under ``vat_period``; a month before anything happened blocks."""
    month = _decided(decisions, found)
    if month is None:
        return month_of(tax_point)
    days = [invoice.issue_date, supplied, tax_point]
    original = original_date(invoice) if invoice.kind.is_correction else None
    first = month_of(min([*days, original] if original is not None else days))
    if month >= first:
        return month
    found.append(
        blocks(
            "vat_period_too_early",
            f"Sprzedaży nie można ująć w {month}: pierwsza data na fakturze jest z {first}. Wskaż późniejszy miesiąc.",
            "vat_period",
        )
    )
    return month_of(tax_point)


def _decided(decisions: Mapping[str, str], found: list[Finding]) -> Month | None:
    answer = decisions.get("vat_period", "").strip()
    if not answer:
        return None
    try:
        return parse_month(answer)
    except ValueError:
        found.append(
            blocks("vat_period_unreadable", f"Okres VAT „{answer}” nie jest miesiącem. Podaj go jako RRRR-MM.", "vat_period")
        )
        return None


def _delayed(earliest: Month, months: int, *, quarterly: bool) -> Month:
    return min(next_month(earliest, months), _last_month(earliest, quarterly=quarterly)) if months > 0 else earliest


def _quarter(month: Month) -> tuple[str, int]:
    return month[:4], (int(month[5:]) - 1) // _MONTHS_OF_QUARTER


def _last_month(earliest: Month, *, quarterly: bool) -> Month:
    if not quarterly:
        return next_month(earliest, _NEXT_MONTHS)
    start = next_month(earliest, -((int(earliest[5:]) - 1) % _MONTHS_OF_QUARTER))
    return next_month(start, (_NEXT_QUARTERS + 1) * _MONTHS_OF_QUARTER - 1)
