"""The lines: each by itself, and against the header where booking does not compare them (invoice guide §4.3, §6.1, §14.12, 14, 26, 29)."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from app.base.findings import Finding, notes
from app.base.money import ZERO, format_amount, round_money
from app.booking.groups import GROUP_OF_CODE, LinesByGroup, has_before_rows, lines_by_group
from app.booking.line_sums import net_of, percent_of
from app.checks.case import Case, line_name
from app.checks.sums import tolerance
from app.invoice.codes import group_words, rate_name
from app.invoice.forms import Form, Kind, VatGroup
from app.invoice.lines import Line

_HUNDRED: Final = Decimal(100)
_LEAST_TOLERANCE: Final = Decimal("0.02")
_HALF: Final = Decimal("0.5")
_LEAST_PLACES: Final = 2
_PRICED: Final = frozenset({Form.FA_1, Form.FA_2, Form.FA_3, Form.FA_RR_1})
"""Forms whose price is for one unit; PEF may price a pack (`BaseQuantity`)."""
_WITH_PAIRS: Final = frozenset({Kind.KOR, Kind.KOR_VAT_RR})
_GROUPS_OF_CODES: Final = frozenset(GROUP_OF_CODE.values())


def check_lines(case: Case) -> Iterator[Finding]:
    """What is odd about the lines."""
    invoice = case.invoice
    if not invoice.lines:
        return
    if invoice.form in _PRICED and not case.corrects:
        yield from _each(
            case,
            _value_differs,
            "line_value_differs",
            "Wartość pozycji {line} nie wynika z jej ilości i ceny{more}. Liczy się wartość (P_11), nic nie zmieniono; sprawdź fakturę.",
            "P_11",
        )
        yield from _each(
            case,
            _tax_differs,
            "line_tax_differs",
            "Podatek pozycji {line} nie wynika z jej wartości i stawki{more}. Do rejestru trafia suma z nagłówka; sprawdź fakturę.",
            "P_11Vat",
        )
    if invoice.kind is Kind.VAT:
        yield from _without_line(case)
    if not invoice.totals:
        return
    lines = lines_by_group(invoice, invoice.totals)
    if invoice.kind is Kind.VAT:
        yield from _gross_lines(case, lines)
    if invoice.kind in _WITH_PAIRS and has_before_rows(invoice.lines):
        yield from _pairs(case, lines)
    if invoice.kind is Kind.ROZ:
        yield from _final(case)


def _each(case: Case, wrong: Callable[[Line], bool], code: str, sentence: str, field: str) -> Iterator[Finding]:
    found = [line for line in case.invoice.lines if wrong(line)]
    if found:
        more = f" (podobnie {len(found) - 1} innych)" if len(found) > 1 else ""
        yield notes(code, sentence.format(line=line_name(found[0]), more=more), field)


def _value_differs(line: Line) -> bool:
    if line.quantity is None:
        return False
    if line.net is not None and line.unit_price_net is not None:
        price, value = line.unit_price_net, line.net
    elif line.gross is not None and line.unit_price_gross is not None:
        price, value = line.unit_price_gross, line.gross
    else:
        return False
    quantity = line.quantity
    if quantity * price == value:  # nearly always
        return False
    allowed = _LEAST_TOLERANCE + abs(quantity) * _half_unit(price)
    if quantity != quantity.to_integral_value():
        allowed += abs(price) * _half_unit(quantity)
    if abs(quantity * price - value) <= allowed:
        return False
    discount = line.discount
    # A discount is for the whole line or for each unit: issuers do both (guide §4.3).
    return discount is None or (
        abs(quantity * price - discount - value) > allowed and abs(quantity * (price - discount) - value) > allowed
    )


def _half_unit(number: Decimal) -> Decimal:
    """How much a written number may be off by its own rounding."""
    exponent = number.as_tuple().exponent
    places = max(_LEAST_PLACES, -exponent if isinstance(exponent, int) else 0)
    return _HALF.scaleb(-places)


def _tax_differs(line: Line) -> bool:
    if line.tax is None:
        return False
    percent = percent_of(line.rate_code) if line.oss_rate is None else line.oss_rate
    if not percent:
        return False
    if line.net is not None:
        expected = line.net * percent / _HUNDRED
    elif line.gross is not None:
        expected = line.gross * percent / (_HUNDRED + percent)
    else:
        return False
    return abs(round_money(expected) - line.tax) > _LEAST_TOLERANCE


def _without_line(case: Case) -> Iterator[Finding]:
    """A sum whose rate no line has; silent where a line does not say its group (FA(2): ``0``, ``np``; margin)."""
    lines = case.invoice.lines
    groups = {GROUP_OF_CODE.get(line.rate_code) for line in lines if line.oss_rate is None}
    if None in groups:
        return
    if case.oss:
        groups.add(VatGroup.P_13_5)
    for total in case.sums.values():
        if total.group in _GROUPS_OF_CODES and total.group not in groups:
            rates = ", ".join(sorted({rate_name(line.rate_code) for line in lines if line.rate_code}))
            yield notes(
                "sum_without_lines",
                f"Suma {group_words(total.group)} na {format_amount(total.net)} nie ma żadnej pozycji: pozycje mają stawki {rates}."
                " Rejestr zapisano według nagłówka; sprawdź fakturę.",
                total.group,
            )


def _gross_lines(case: Case, lines: LinesByGroup) -> Iterator[Finding]:
    """Lines priced gross against their sum; lines with nets are compared by booking (`lines_differ`)."""
    for total in case.invoice.totals:
        own = lines.get(total.group, [])
        if not own or all(line.net is not None and line.unit_price_gross is None for line in own):
            continue
        amounts = [line.gross for line in own if line.gross is not None]
        if len(amounts) < len(own):
            continue
        gross, stated = sum(amounts, ZERO), total.net + (total.tax or ZERO)
        if abs(gross - stated) > tolerance(len(own)):
            yield notes(
                "gross_lines_differ",
                f"Pozycje dają brutto {format_amount(gross)}, a suma {group_words(total.group)} z podatkiem to {format_amount(stated)}."
                " Do rejestru trafia kwota z nagłówka; sprawdź fakturę.",
                total.group,
            )


def _pairs(case: Case, lines: LinesByGroup) -> Iterator[Finding]:
    """States before and after against the difference in the header (guide §6.1, §14.29)."""
    nets = {total.group: total.net for total in case.invoice.totals}
    for group in {**nets, **dict.fromkeys(group for group in lines if group is not None)}:
        own = lines.get(group)
        if own is None and None in lines:
            continue
        difference = _net_change(own or [])
        stated = nets.get(group, ZERO)
        if difference is not None and abs(difference - stated) > tolerance(len(own or [])):
            yield notes(
                "correction_lines_differ",
                f"Pozycje przed i po korekcie dają różnicę {format_amount(difference)}, a suma {group_words(group)} w nagłówku to"
                f" {format_amount(stated)}. Do rejestru trafia kwota z nagłówka; sprawdź korektę.",
                group,
            )


def _net_change(lines: list[Line]) -> Decimal | None:
    """Net after minus net before; None where a line has no amount."""
    change = ZERO
    for line in lines:
        net = net_of(line, percent_of(line.rate_code))
        if net is None:
            return None
        change += -net if line.before else net
    return change


def _final(case: Case) -> Iterator[Finding]:
    """A final invoice shows the whole delivery in its lines and only the rest in the header (guide §4.3)."""
    value = _net_change(list(case.invoice.lines))
    rest = sum((total.net for total in case.invoice.totals), ZERO)
    if value is not None and value < rest - tolerance(len(case.invoice.lines)):
        yield notes(
            "final_lines_below_rest",
            f"Pozycje faktury końcowej mają razem netto {format_amount(value)}, a pozostało do rozliczenia {format_amount(rest)}:"
            " powinny pokazywać całą dostawę. Przychód lub koszt liczy się z pozycji; sprawdź fakturę.",
            "P_11",
        )
