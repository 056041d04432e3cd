"""Where exchange rates come from that the document itself does not tell, and how they read."""

import datetime as dt
from decimal import Decimal
from typing import Final, Protocol

from app.base.money import format_amount, round_to
from app.booking.entry import ExchangeRate
from app.invoice.model import Invoice

RATE_PLACES: Final = 6
"""Decimal places of a rate on a form."""


class Rates(Protocol):
    """A source of rates. Answers from what it knows; never raises because it does not know."""

    def before(self, currency: str, day: dt.date) -> ExchangeRate | None:
        """The NBP's mean rate (table A) of the last working day before `day`, with its table and date; None where it is not known."""

    def of_original(self, correction: Invoice) -> ExchangeRate | None:
        """The rate with which the one invoice that `correction` corrects is booked; None where that is not known."""


class _NoRates:
    """Knows nothing: documents without a rate ask."""

    def before(self, currency: str, day: dt.date) -> ExchangeRate | None:  # noqa: ARG002 - the protocol's signature
        return None

    def of_original(self, correction: Invoice) -> ExchangeRate | None:  # noqa: ARG002 - the protocol's signature
        return None


NO_RATES: Final[Rates] = _NoRates()


def rate_text(rate: Decimal) -> str:
    """A rate as people read it: with a comma, without zeros at the end."""
    return format_amount(round_to(rate, RATE_PLACES))


def nbp_text(rate: ExchangeRate) -> str:
    """An NBP rate with its proof: ``4,2512 (tabela 046/A/NBP/2026 z 2026-03-09)``."""
    return f"{rate_text(rate.rate)} (tabela {rate.table} z {rate.date})"
