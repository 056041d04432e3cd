"""Amounts in PLN: which exchange rate, where it comes from, and what it gives (invoice guide §7)."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

import msgspec

from app.base.findings import Finding, asks, notes
from app.base.money import ZERO, format_amount, round_money, round_to
from app.booking.entry import ExchangeRate
from app.booking.groups import LinesByGroup, priced_lines
from app.booking.implied_rate import implied_rate, looks_per_hundred, rate_between
from app.booking.line_sums import net_of, percent_of
from app.invoice.amounts import VatTotal
from app.invoice.codes import group_words
from app.invoice.forms import VatGroup
from app.invoice.lines import Line
from app.invoice.model import Invoice

_PER_LINE: Final = Decimal("0.01")
_HUNDRED: Final = Decimal(100)
_RATE_PLACES: Final = 6
_MOST_PLN_FOR_UNIT: Final = Decimal("0.5")
_CHEAP_CURRENCIES: Final = frozenset({"HUF", "JPY", "ISK", "KRW", "CLP", "IDR", "INR"})


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
    found: list[Finding],
    needs_rate: bool,
) -> Conversion:
    """Convert a document in a foreign currency.

    The tax is P_14_xW as given. The net takes the rate that produced the tax: of the lines, of the advance (KursWalutyZ), of the
    partial advances, implied by P_14_xW, or decided under ``rate``; else the document asks. `needs_rate` says that something
    beside the sums (a final invoice's revenue) must be converted.
    """
    document_rate = _document_rate(invoice, totals, decisions, found)
    amounts: list[InPln] = []
    sources: set[str] = set()
    for total in totals:
        amount, source = _convert_total(total, lines.get(total.group, []), document_rate, found)
        amounts.append(amount)
        if source:
            sources.add(source)
    missing = any(amount.net is None for amount in amounts)
    if missing or (needs_rate and document_rate is None):
        found.append(_question(invoice, decisions.get("rate", "")))
        return Conversion(tuple(amounts), None)
    return Conversion(tuple(amounts), _summary(totals, amounts, sources, document_rate))


def _question(invoice: Invoice, answer: str) -> Finding:
    if answer:
        message = f"Nie można użyć kursu „{answer}”: podaj dodatnią liczbę złotych za 1 {invoice.currency}, np. 4,3100."
    else:
        message = (
            f"Faktura w walucie {invoice.currency} nie podaje kursu ani podatku w złotych."
            f" Podaj kurs: ile złotych za 1 {invoice.currency}, np. 4,3100."
        )
    return asks("rate", message, "KursWaluty")


def _summary(
    totals: tuple[VatTotal, ...], amounts: list[InPln], sources: set[str], document_rate: ExchangeRate | None
) -> ExchangeRate | None:
    rates = {amount.rate for amount in amounts if amount.rate is not None}
    if len(rates) == 1:
        source = next(iter(sources)) if len(sources) == 1 else "lines"
        return ExchangeRate(rate=_shown(rates.pop()), source=source)
    if not rates:
        return document_rate
    net = sum((total.net for total in totals), ZERO)
    pln = sum((amount.net for amount in amounts if amount.net is not None), ZERO)
    if not net:
        return document_rate
    return ExchangeRate(rate=_shown(pln / net), source="lines" if "lines" in sources else next(iter(sources)))


def _document_rate(
    invoice: Invoice, totals: tuple[VatTotal, ...], decisions: Mapping[str, str], found: list[Finding]
) -> ExchangeRate | None:
    """The one rate of the document for sums whose own lines have none."""
    rates = {line.exchange_rate for line in priced_lines(invoice) if line.exchange_rate is not None}
    if len(rates) == 1:
        return _usable(invoice, totals, rates.pop(), found)
    if invoice.advance_exchange_rate is not None:
        return _usable(invoice, totals, invoice.advance_exchange_rate, found)
    partial = _partial_rate(invoice)
    if partial is not None:
        return ExchangeRate(rate=partial, source="partial")
    implied = implied_rate(totals)
    if implied is not None:
        if not rates:
            found.append(
                notes(
                    "rate_implied",
                    f"Faktura nie podaje kursu {invoice.currency}; z podatku w złotych wynika {_text(implied)}. Porównaj go z tabelą NBP.",
                    "KursWaluty",
                )
            )
        return ExchangeRate(rate=implied, source="implied")
    decided = _decided(decisions.get("rate", ""))
    return None if decided is None else ExchangeRate(rate=decided, source="user")


def _decided(answer: str) -> Decimal | None:
    try:
        rate = Decimal(answer.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return rate if rate.is_finite() and rate > 0 else None


def _usable(invoice: Invoice, totals: tuple[VatTotal, ...], rate: Decimal, found: list[Finding]) -> ExchangeRate | None:
    """A rate of the document, brought to one unit where the issuer wrote it for a hundred; None where it cannot be meant."""
    if looks_per_hundred(rate, totals):
        found.append(
            notes(
                "rate_per_hundred",
                f"Kurs {_text(rate)} podano za 100 {invoice.currency} (tak wynika z podatku w złotych); przyjęto {_text(rate / _HUNDRED)}.",
                "KursWaluty",
            )
        )
        return ExchangeRate(rate=rate / _HUNDRED, source="invoice")
    if rate <= 0:
        return None
    if invoice.currency in _CHEAP_CURRENCIES and rate >= _MOST_PLN_FOR_UNIT and not any(total.tax_pln for total in totals):
        return None
    return ExchangeRate(rate=rate, source="invoice")


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
                    f"Faktura nie podaje podatku w złotych ({field}); obliczono {format_amount(computed)} zł z kursu {_text(rate)}.",
                    field,
                )
            )
        return InPln(amount.net, computed, rate)
    if abs(computed - total.tax_pln) > _PER_LINE * (line_count + 1) + abs(total.tax) * _half_unit(rate):
        found.append(
            notes(
                "pln_tax_differs",
                f"Podatek w złotych {format_amount(total.tax_pln)} ({field}) nie wynika z kursu {_text(rate)} (byłoby"
                f" {format_amount(computed)}). Zapisano kwotę z faktury; sprawdź kurs.",
                field,
            )
        )
    return InPln(amount.net, total.tax_pln, rate)


def _half_unit(rate: Decimal) -> Decimal:
    """How much a rate may be off by its own rounding; matters only for averages."""
    return Decimal(0) if rate == round_to(rate, _RATE_PLACES - 2) else Decimal("0.0001")


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
    return rate if isinstance(exponent, int) and exponent >= -_RATE_PLACES else round_to(rate, _RATE_PLACES)


def _text(rate: Decimal) -> str:
    """A rate as people read it: with a comma, without zeros at the end."""
    return format_amount(round_to(rate, _RATE_PLACES))
