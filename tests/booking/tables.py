"""A source of rates made of a few tables, for tests."""

import datetime as dt
from decimal import Decimal

from app.booking.entry import ExchangeRate
from app.invoice.model import Invoice


class Tables:
    """Knows the tables of `rates` (day → rate) for every currency, and the rate of any original where given.

    A day more than ten days after the last known table is not known: the source says so.
    """

    def __init__(self, rates: dict[str, str], original: ExchangeRate | None = None) -> None:
        self._rates = {dt.date.fromisoformat(day): Decimal(rate) for day, rate in rates.items()}
        self._original = original

    def before(self, currency: str, day: dt.date) -> ExchangeRate | None:
        assert currency != "PLN"
        days = [known for known in self._rates if known < day <= known + dt.timedelta(days=10)]
        if not days:
            return None
        return ExchangeRate(
            rate=self._rates[max(days)], source="nbp", table=f"{max(days):%j}/A/NBP/{max(days):%Y}", date=max(days)
        )

    def of_original(self, correction: Invoice) -> ExchangeRate | None:
        assert correction.kind.is_correction
        return self._original
