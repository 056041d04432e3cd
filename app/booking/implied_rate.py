"""The exchange rate that the tax in PLN gives away: P_14_xW / P_14_x (invoice guide §7.2, 5 and §7.3)."""

from decimal import Decimal
from typing import Final

from app.base.money import round_money, round_to
from app.invoice.amounts import VatTotal

_NBP_PLACES: Final = 4
_FIELD_PLACES: Final = 6
_LEAST_RATIO: Final = Decimal(90)
_MOST_RATIO: Final = Decimal(110)


def implied_rate(totals: tuple[VatTotal, ...]) -> Decimal | None:
    """The rate that turns the tax into its PLN: with NBP's four decimals where such a rate gives every tax of the document.

    None where no sum has tax both in the currency and in PLN.
    """
    return rate_between([(total.tax, total.tax_pln) for total in totals if total.tax and total.tax_pln])


def fits(rate: Decimal, totals: tuple[VatTotal, ...]) -> bool:
    """Whether `rate` turns every tax that the document gives in PLN too into exactly that (guide §7.2, 5)."""
    return all(round_money(total.tax * rate) == total.tax_pln for total in totals if total.tax and total.tax_pln)


def rate_between(pairs: list[tuple[Decimal, Decimal]]) -> Decimal | None:
    """The rate that turns the first amount of every pair into the second, in as few places as give them all; None without pairs."""
    if not pairs:
        return None
    amount, pln = max(pairs, key=lambda pair: abs(pair[0]))
    exact = pln / amount
    if exact <= 0:
        return None
    for places in (_NBP_PLACES, _FIELD_PLACES):
        rate = round_to(exact, places)
        if all(round_money(amount * rate) == pln for amount, pln in pairs):
            return rate
    return round_to(exact, _FIELD_PLACES)


def looks_per_hundred(rate: Decimal, totals: tuple[VatTotal, ...]) -> bool:
    """Whether a rate of the document is a hundred times the one its tax in PLN was computed with."""
    implied = implied_rate(totals)
    return implied is not None and _LEAST_RATIO * implied <= rate <= _MOST_RATIO * implied
