"""Which lines belong to which sum of the VAT summary, and the rate texts of the groups (invoice guide §4.1, §4.2)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from app.invoice.amounts import VatTotal
from app.invoice.codes import GROUPS
from app.invoice.forms import VatGroup
from app.invoice.lines import Line
from app.invoice.model import Invoice

LinesByGroup = dict[VatGroup | None, list[Line]]
"""Lines of each group in the order of the file; under None those whose group the document does not tell."""

GROUP_OF_CODE: Final[dict[str, VatGroup]] = {
    "23": VatGroup.P_13_1,
    "22": VatGroup.P_13_1,
    "8": VatGroup.P_13_2,
    "7": VatGroup.P_13_2,
    "5": VatGroup.P_13_3,
    "4": VatGroup.P_13_4,
    "3": VatGroup.P_13_4,
    "0 KR": VatGroup.P_13_6_1,
    "0 WDT": VatGroup.P_13_6_2,
    "0 EX": VatGroup.P_13_6_3,
    "zw": VatGroup.P_13_7,
    "np I": VatGroup.P_13_8,
    "np II": VatGroup.P_13_9,
    "oo": VatGroup.P_13_10,
}

# P_12_Procedura of FA(1) beside the codes 0 and np (guide §1.3).
_GROUP_OF_PROCEDURE: Final[dict[str, VatGroup]] = {
    "1": VatGroup.P_13_6_1,
    "2": VatGroup.P_13_6_2,
    "3": VatGroup.P_13_6_3,
    "4": VatGroup.P_13_8,
    "5": VatGroup.P_13_9,
    "6": VatGroup.P_13_10,
    "7": VatGroup.P_13_10,
}

ZERO_RATE_GROUPS: Final = frozenset({VatGroup.P_13_6_1, VatGroup.P_13_6_2, VatGroup.P_13_6_3, VatGroup.FA1_P_13_6})
ABROAD_GROUPS: Final = frozenset({VatGroup.P_13_8, VatGroup.P_13_9, VatGroup.FA1_P_13_5})
OTHER_COUNTRY_GROUPS: Final = frozenset({VatGroup.P_13_5, VatGroup.FOREIGN})
"""Groups whose tax is another country's (OSS, foreign PEF rates)."""

DECIDABLE: Final = tuple(group for group in GROUPS if group.startswith("P_13_") and group is not VatGroup.P_13_11)
"""The groups that the answer to ``group`` may name, in the order of the form."""

UNTAXED_RATES: Final[dict[VatGroup, str]] = {
    VatGroup.P_13_6_1: "0",
    VatGroup.P_13_6_2: "0",
    VatGroup.P_13_6_3: "0",
    VatGroup.P_13_7: "zw",
    VatGroup.P_13_8: "np",
    VatGroup.P_13_9: "np",
    VatGroup.P_13_10: "oo",
}
"""Groups in which the seller shows no tax, with their rates in the register."""

FIXED_RATES: Final[dict[VatGroup, str]] = {
    **UNTAXED_RATES,
    VatGroup.P_13_11: "marza",
    VatGroup.FLAT_RATE: "rr",
    VatGroup.FA1_P_13_4: "4",
    VatGroup.FA1_P_13_5: "np",
    VatGroup.FA1_P_13_6: "0",
}
"""Groups whose register rate does not depend on the lines."""


def priced_lines(invoice: Invoice) -> tuple[Line, ...]:
    """The lines that carry the document's rates: of the order in an advance invoice, of the invoice otherwise."""
    if invoice.kind.is_advance and invoice.order is not None:
        return invoice.order.lines
    return invoice.lines


def lines_by_group(invoice: Invoice, totals: tuple[VatTotal, ...]) -> LinesByGroup:
    """Sort the lines under the groups of the summary.

    A document with one sum has all its lines there. The codes ``0`` and ``np`` of FA(2) do not say which group they mean:
    where exactly one such group is in the summary it is that one (guide §4.2).
    """
    lines = priced_lines(invoice)
    if len(totals) == 1:
        return {totals[0].group: list(lines)}
    present = frozenset(total.group for total in totals)
    sorted_lines: LinesByGroup = {}
    for line in lines:
        group = GROUP_OF_CODE.get(line.rate_code) or _vague_group(line, present)
        if group in sorted_lines:
            sorted_lines[group].append(line)
        else:
            sorted_lines[group] = [line]
    return sorted_lines


def _vague_group(line: Line, present: frozenset[VatGroup]) -> VatGroup | None:
    if line.oss_rate is not None:
        return VatGroup.P_13_5
    if line.rate_procedure in _GROUP_OF_PROCEDURE:
        return _GROUP_OF_PROCEDURE[line.rate_procedure]
    if line.rate_code == "0":
        return _only(present & ZERO_RATE_GROUPS)
    if line.rate_code == "np":
        return _only(present & ABROAD_GROUPS)
    if not line.rate_code and VatGroup.P_13_11 in present:
        return VatGroup.P_13_11
    return None


def _only(groups: frozenset[VatGroup]) -> VatGroup | None:
    return next(iter(groups)) if len(groups) == 1 else None


def percent_text(percent: Decimal) -> str:
    """A percent as the register writes it: ``19.00`` is ``"19"``, ``6.50`` is ``"6.5"``."""
    text = f"{percent:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def has_before_rows(lines: Iterable[Line]) -> bool:
    """Whether any line shows the state before a correction (`StanPrzed`)."""
    return any(line.before for line in lines)
