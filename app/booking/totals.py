"""The sums to book: those of the header, or computed where the form allows their absence (invoice guide §4.4, §4.5, §1.3)."""

from collections.abc import Mapping
from typing import Final

from app.base.findings import Finding, asks, notes
from app.base.money import ZERO, format_money
from app.booking.derived_totals import RATE_OF_GROUP, field_order, total_from_gross, totals_from_due
from app.booking.groups import DECIDABLE
from app.invoice.amounts import VatTotal
from app.invoice.codes import group_words
from app.invoice.forms import Form, VatGroup
from app.invoice.model import Invoice

# What a sum that covers several groups may stand for (guide §1.3); a foreign PEF rate may be anything.
_MEANINGS: Final[dict[VatGroup, frozenset[VatGroup]]] = {
    VatGroup.FA1_P_13_4: frozenset({VatGroup.P_13_4, VatGroup.P_13_10}),
    VatGroup.FA1_P_13_5: frozenset({VatGroup.P_13_5, VatGroup.P_13_8, VatGroup.P_13_9}),
    VatGroup.FA1_P_13_6: frozenset({VatGroup.P_13_6_1, VatGroup.P_13_6_2, VatGroup.P_13_6_3}),
    VatGroup.FOREIGN: frozenset(DECIDABLE),
}
_CODES_WITHOUT_GROUP: Final = frozenset({"0", "np"})

_SPECIAL: Final = frozenset(_MEANINGS) | {VatGroup.P_13_4, VatGroup.P_13_5, VatGroup.P_13_10, VatGroup.P_13_11}


def header_totals(invoice: Invoice, decisions: Mapping[str, str], found: list[Finding]) -> tuple[VatTotal, ...]:
    """The sums that go to the register, in the document's currency.

    As issued, except: sums of nothing in groups without an ordinary row (OSS, margin, taxi…) are left out; a margin invoice of
    FA(1) has its value only in P_15; a simplified invoice may have only P_15; sums that cover several groups take the group of the
    decision ``group``, and ask for it.
    """
    totals = invoice.totals
    if any(total.group in _SPECIAL and not total.net and not total.tax for total in totals):
        totals = tuple(total for total in totals if total.group not in _SPECIAL or total.net or total.tax)
    if not invoice.totals:
        return _without_header(invoice, decisions, found)
    if any(total.group in _MEANINGS for total in totals):
        return tuple(_decided(invoice, total, decisions, found) for total in totals)
    if invoice.form is Form.FA_1 and invoice.annotations.margin is not None:
        return _with_fa1_margin(invoice, totals)
    return totals


def _with_fa1_margin(invoice: Invoice, totals: tuple[VatTotal, ...]) -> tuple[VatTotal, ...]:
    """FA(1) has no sum for margin: what P_15 holds beyond the other sums is the margin part."""
    rest = (invoice.total_due or ZERO) - sum((total.net + (total.tax or ZERO) for total in totals), ZERO)
    return (*totals, VatTotal(VatGroup.P_13_11, rest)) if rest else totals


def _decided(invoice: Invoice, total: VatTotal, decisions: Mapping[str, str], found: list[Finding]) -> VatTotal:
    meanings = _MEANINGS.get(total.group)
    if meanings is None:
        return total
    for answer in decisions.get("group", "").split(","):
        if answer.strip() in meanings:
            return VatTotal(VatGroup(answer.strip()), total.net, total.tax, total.tax_pln, total.net_pln, None, total.reason)
    choices = "; ".join(group_words(group) for group in sorted(meanings, key=field_order))
    amount = format_money(total.net, invoice.currency)
    if total.group is VatGroup.FOREIGN:
        rate = "" if total.rate is None else f" {total.rate.normalize():f}%"
        message = f"Stawka{rate} przy kwocie {amount} nie jest polską stawką VAT. Wskaż, do której sumy należy: {choices}."
    else:
        name = total.group.removeprefix("FA1_")
        message = f"Kwota {amount} w polu {name} formularza FA(1) może należeć do różnych sum. Wskaż właściwą: {choices}."
    found.append(asks("group", message, total.group.removeprefix("FA1_")))
    return total


def _without_header(invoice: Invoice, decisions: Mapping[str, str], found: list[Finding]) -> tuple[VatTotal, ...]:
    due = invoice.total_due
    if not due:
        return ()
    if invoice.annotations.margin is not None:
        return (VatTotal(VatGroup.P_13_11, due),)
    amount = format_money(due, invoice.currency)
    computed = totals_from_due(invoice, due)
    if computed:
        found.append(
            notes(
                "vat_computed",
                f"Dokument nie podaje sum VAT; netto i podatek obliczono z kwoty {amount} i stawek pozycji (art. 106e ust. 5 pkt 3).",
                "P_15",
            )
        )
        return computed
    answer = decisions.get("group", "").strip()
    if answer in RATE_OF_GROUP:
        return (total_from_gross(VatGroup(answer), RATE_OF_GROUP[VatGroup(answer)], due),)
    message = f"Z dokumentu nie wynika, jaką stawkę VAT ma kwota {amount}. Wskaż sumę VAT, do której należy."
    found.append(asks("group", message, "P_15"))
    return ()
