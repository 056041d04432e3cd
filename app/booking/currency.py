"""Amounts in PLN: which exchange rate, where it comes from, and what it gives (invoice guide §7)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import msgspec

from app.base.findings import Finding, asks, notes
from app.base.money import ZERO, format_amount, round_money, round_to
from app.booking.document_rate import document_rate
from app.booking.entry import ExchangeRate
from app.booking.exchange import RATE_PLACES, Rates, rate_text
from app.booking.groups import LinesByGroup
from app.booking.implied_rate import rate_between
from app.booking.line_sums import net_of, percent_of
from app.booking.rate_days import RateDays
from app.invoice.amounts import VatTotal
from app.invoice.codes import group_words
from app.invoice.forms import VatGroup
from app.invoice.lines import Line
from app.invoice.model import Invoice

_PER_LINE: Final = Decimal("0.01")


class InPln(msgspec.Struct, frozen=True):
    """One sum of the header in PLN; None while no rate is known. `rate` is what the net was converted with."""

    net: Decimal | None
    tax: Decimal | None
    rate: Decimal | None = None


class Conversion(msgspec.Struct, frozen=True):
    """Every sum in PLN, in the order of the sums, and the document's rate (None in PLN or while unknown)."""

    amounts: tuple[InPln, ...]
    rate: ExchangeRate | None


def convert(
    invoice: Invoice,
    totals: tuple[VatTotal, ...],
    lines: LinesByGroup,
    *,
    decisions: Mapping[str, str],
    rates: Rates,
    days: RateDays,
    found: list[Finding],
    needs_rate: bool,
) -> Conversion:
    """Convert a document in a foreign currency.

    The tax is P_14_xW as given. The net takes the rate that produced the tax (see `document_rate`); while there is none the document
    asks. `needs_rate` says that something beside the sums (a final invoice's revenue) must be converted.
    """
    wanted = needs_rate or any((total.net or total.tax) and total.net_pln is None for total in totals)
    chosen = document_rate(invoice, totals, decisions=decisions, rates=rates, days=days, wanted=wanted, found=found)
    amounts: list[InPln] = []
    sources: set[str] = set()
    for total in totals:
        amount, source = _convert_total(total, lines.get(total.group, []), chosen.rate, found)
        amounts.append(amount)
        if source:
            sources.add(source)
    missing = any(amount.net is None for amount in amounts)
    if missing or (needs_rate and chosen.rate is None):
        found.append(_question(invoice, decisions.get("rate", ""), chosen.hint))
        return Conversion(tuple(amounts), None)
    return Conversion(tuple(amounts), _summary(totals, amounts, sources, chosen.rate))


def _question(invoice: Invoice, answer: str, hint: str) -> Finding:
    if answer:
        message = f"Nie można użyć kursu „{answer}”: podaj dodatnią liczbę złotych za 1 {invoice.currency}, np. 4,3100."
    else:
        known = f" {hint}" if hint else ""
        message = (
            f"Faktura w walucie {invoice.currency} nie podaje użytecznego kursu ani podatku w złotych.{known}"
            f" Podaj kurs: ile złotych za 1 {invoice.currency}, np. 4,3100."
        )
    return asks("rate", message, "KursWaluty")


def _summary(
    totals: tuple[VatTotal, ...], amounts: list[InPln], sources: set[str], document_rate: ExchangeRate | None
) -> ExchangeRate | None:
    rates = {amount.rate for amount in amounts if amount.rate is not None}
    if len(rates) == 1:
        rate = rates.pop()
        if document_rate is not None and document_rate.rate == rate and sources == {document_rate.source}:
            return msgspec.structs.replace(document_rate, rate=_shown(rate))
        return ExchangeRate(rate=_shown(rate), source=next(iter(sources)) if len(sources) == 1 else "lines")
    if not rates:
        return document_rate
    net = sum((total.net for total in totals), ZERO)
    pln = sum((amount.net for amount in amounts if amount.net is not None), ZERO)
    if not net:
        return document_rate
    return ExchangeRate(rate=_shown(pln / net), source="lines" if "lines" in sources else next(iter(sources)))


def _convert_total(
    total: VatTotal, lines: list[Line], document_rate: ExchangeRate | None, found: list[Finding]
) -> tuple[InPln, str]:
    rates = {line.exchange_rate for line in lines if line.exchange_rate is not None}
    if total.net_pln is not None:
        return _given_in_pln(total, total.net_pln, rates)
    if len(rates) > 1:
        by_lines = _by_line_rates(total, lines, found)
        if by_lines is not None:
            return _with_tax(total, by_lines, len(lines), found), "lines"
    if not total.net and not total.tax:
        return InPln(ZERO, total.tax_pln or ZERO), ""
    if document_rate is None:
        return InPln(None, total.tax_pln if total.tax else ZERO), ""
    in_pln = InPln(round_money(total.net * document_rate.rate), None, document_rate.rate)
    return _with_tax(total, in_pln, len(lines), found), document_rate.source


def _given_in_pln(total: VatTotal, net_pln: Decimal, rates: set[Decimal]) -> tuple[InPln, str]:
    """A sum of FA_RR, which states its net in PLN too: no rate is needed, the one shown is that of the lines where it fits."""
    tax_pln = total.tax_pln if total.tax_pln is not None else (total.tax or ZERO)
    stated = next(iter(rates)) if len(rates) == 1 else None
    if stated is not None and round_money(total.net * stated) == net_pln:
        return InPln(net_pln, tax_pln, stated), "invoice"
    return InPln(net_pln, tax_pln, rate_between([(total.net, net_pln)] if total.net else [])), "implied"


def _with_tax(total: VatTotal, amount: InPln, line_count: int, found: list[Finding]) -> InPln:
    """The tax in PLN: P_14_xW as given (a rate that does not fit it is noted), computed only where the document lacks it."""
    rate = amount.rate
    if total.tax is None or rate is None:
        return InPln(amount.net, total.tax_pln or ZERO, rate)
    computed = round_money(total.tax * rate)
    field = f"{total.group.replace('13', '14')}W"
    if total.tax_pln is None:
        if total.tax and total.group is not VatGroup.P_13_5:
            found.append(
                notes(
                    "pln_tax_computed",
                    f"Faktura nie podaje podatku w złotych ({field}); obliczono {format_amount(computed)} zł z kursu {rate_text(rate)}.",
                    field,
                )
            )
        return InPln(amount.net, computed, rate)
    if abs(computed - total.tax_pln) > _PER_LINE * (line_count + 1) + abs(total.tax) * _half_unit(rate):
        found.append(
            notes(
                "pln_tax_differs",
                f"Podatek w złotych {format_amount(total.tax_pln)} ({field}) nie wynika z kursu {rate_text(rate)} (byłoby"
                f" {format_amount(computed)}). Zapisano kwotę z faktury; sprawdź kurs.",
                field,
            )
        )
    return InPln(amount.net, total.tax_pln, rate)


def _half_unit(rate: Decimal) -> Decimal:
    """How much a rate may be off by its own rounding; matters only for averages."""
    return Decimal(0) if rate == round_to(rate, RATE_PLACES - 2) else Decimal("0.0001")


def _by_line_rates(total: VatTotal, lines: list[Line], found: list[Finding]) -> InPln | None:
    """Net in PLN by the rates of the lines, scaled to the header where the lines do not add up to it (guide §7.2, 3)."""
    net, pln = ZERO, ZERO
    for line in lines:
        amount = net_of(line, percent_of(line.rate_code))
        if amount is None:
            continue
        if line.exchange_rate is None:
            return None
        sign = -1 if line.before else 1
        net += sign * amount
        pln += sign * round_money(amount * line.exchange_rate)
    if net == total.net:
        return InPln(pln, None, pln / net if net else None)
    if not net:
        return None
    found.append(
        notes(
            "line_rates_scaled",
            f"Pozycje o różnych kursach mają razem netto {format_amount(net)}, a suma {group_words(total.group)} to {format_amount(total.net)};"
            " złote przeliczono proporcjonalnie do sumy z nagłówka.",
            total.group,
        )
    )
    return InPln(round_money(total.net * pln / net), None, pln / net)


def _shown(rate: Decimal) -> Decimal:
    """A rate as it stands in the entry: as the document has it, an average with the form's six decimal places."""
    exponent = rate.as_tuple().exponent
    return rate if isinstance(exponent, int) and exponent >= -RATE_PLACES else round_to(rate, RATE_PLACES)
