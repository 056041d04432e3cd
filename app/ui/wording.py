"""Words and figures the views share: how codes, states, dates and amounts are shown to a person."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from app.base.dates import WARSAW, polish_day
from app.base.findings import Level
from app.base.money import format_amount
from app.base.nip import format_nip
from app.base.texts import Later, Words, _, plural
from app.booking.entry import Direction
from app.office.listing import CurrencyTotal, WorkState

_MOST_PROBLEMS: Final = 10
STATES: Final = Words(
    {
        WorkState.NEW: "nowa",
        WorkState.TO_CONVERT: "do przekazania",
        WorkState.CONVERTED: "przekazana",
        WorkState.SKIPPED: "pominięta",
    }
)
DIRECTIONS: Final = Words({Direction.SALE: "sprzedaż", Direction.PURCHASE: "zakup"})
LEVELS: Final = Words({Level.BLOCKS: "niemożliwe", Level.ASKS: "wymaga decyzji", Level.NOTES: "uwaga"})

_MONTHS: Final[tuple[Later, ...]] = (
    "styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec",
    "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień",
)  # fmt: skip


def month_name(month: str) -> str:
    """``"2026-11"`` as „listopad 2026”."""
    return f"{_(_MONTHS[int(month[5:]) - 1])} {month[:4]}"


def money(amount: Decimal, currency: str = "PLN") -> str:
    """An amount with its currency: „1 234,56 zł”, „1 234,56 EUR”."""
    return f"{format_amount(amount)} {'zł' if currency == 'PLN' else currency}"


def totals_text(totals: tuple[CurrencyTotal, ...], label: str) -> str:
    """„Pokazane 124: netto 1 234,56 zł · VAT 283,95 zł”, one part per currency."""
    count = sum(total.documents for total in totals)
    sums = "   ".join(
        _("netto {net} · VAT {tax}").format(net=money(total.net, total.currency), tax=money(total.tax, total.currency))
        for total in totals
    )
    return f"{label} {count}: {sums}" if totals else f"{label} 0"


def documents(count: int) -> str:
    """A count with the right form of the noun: „1 dokument”, „3 dokumenty”, „124 dokumenty”, „5 dokumentów”."""
    return f"{count} {plural(count, 'dokument', 'dokumenty', 'dokumentów')}"


def moment(when: dt.datetime) -> str:
    """An aware moment by the clock in Poland: „2026-11-20 18:32”."""
    return f"{when.astimezone(WARSAW):%Y-%m-%d %H:%M}"


def clock(when: dt.datetime, now: dt.datetime) -> str:
    """The hour of a moment; with its day where that is not today: „14:32”, „2026-11-21 08:00”."""
    return f"{when.astimezone(WARSAW):%H:%M}" if polish_day(when) == polish_day(now) else moment(when)


def context_name(context: str) -> str:
    """A NIP with its dashes, a unit's identifier with its number: „999-201-47-01”, „999-201-47-01 · 00002”."""
    nip, _dash, unit = context.partition("-")
    return f"{format_nip(nip)} · {unit}" if unit else format_nip(nip)


def shortened(problems: Sequence[str], where: str = "") -> str:
    """As many lines as a message has room for; how many there are besides, and where they are."""
    more = len(problems) - _MOST_PROBLEMS
    rest = [f"{_('…i jeszcze {n}.').format(n=more)} {where}".strip()] if more > 0 else []
    return "\n".join([*problems[:_MOST_PROBLEMS], *rest])
