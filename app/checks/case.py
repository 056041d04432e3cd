"""A document under examination: what every check looks at, worked out once."""

from collections.abc import Mapping
from decimal import Decimal
from textwrap import shorten
from typing import Final

import msgspec

from app.base.money import round_money
from app.booking.entry import Direction, Entry
from app.checks.context import Context
from app.invoice.amounts import VatTotal
from app.invoice.document import Document
from app.invoice.forms import Form, VatGroup
from app.invoice.lines import Line
from app.invoice.model import Invoice
from app.invoice.parties import Party

_NAME_LENGTH: Final = 40


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One document with its entry (None where it cannot be booked) and its surroundings.

    `sums` are the groups of the header that hold an amount. `codes`, `gtu` and `procedures` are those of all lines, of the order too;
    `annex_15` tells whether a line is marked as goods of annex 15, `oss` whether one has a rate of the OSS procedure.
    """

    document: Document
    invoice: Invoice
    entry: Entry | None
    context: Context
    sums: Mapping[VatGroup, VatTotal]
    codes: frozenset[str]
    gtu: frozenset[str]
    procedures: frozenset[str]
    annex_15: bool
    oss: bool

    @property
    def purchase(self) -> bool:
        """Whether the document is booked as a purchase."""
        return self.entry is not None and self.entry.direction is Direction.PURCHASE

    @property
    def corrects(self) -> bool:
        """Whether the document is a correction: its sums are differences."""
        return self.invoice.kind.is_correction

    @property
    def gross(self) -> Decimal | None:
        """What the whole document is for, in its own currency."""
        return self.invoice.total_due

    @property
    def gross_pln(self) -> Decimal | None:
        """What the whole document is for, in PLN; None while no exchange rate is known."""
        if self.gross is None or self.invoice.currency == "PLN":
            return self.gross
        rate = None if self.entry is None else self.entry.exchange_rate
        return None if rate is None else round_money(self.gross * rate.rate)


def case_of(document: Document, entry: Entry | None, context: Context) -> Case:
    """The case of a document."""
    invoice = document.invoice
    codes: set[str] = set()
    gtu: set[str] = set()
    procedures: set[str] = set()
    annex_15 = oss = False
    for line in invoice.all_lines:
        codes.add(line.rate_code)
        if line.gtu:
            gtu.update(line.gtu)
        if line.procedures:
            procedures.update(line.procedures)
        annex_15 = annex_15 or line.annex_15
        oss = oss or line.oss_rate is not None
    return Case(
        document=document,
        invoice=invoice,
        entry=entry,
        context=context,
        sums={total.group: total for total in invoice.totals if total.net or total.tax},
        codes=frozenset(codes),
        gtu=frozenset(gtu),
        procedures=frozenset(procedures),
        annex_15=annex_15,
        oss=oss,
    )


def has(case: Case, *groups: VatGroup) -> bool:
    """Whether any of the groups holds an amount."""
    return any(group in case.sums for group in groups)


def is_foreign(party: Party) -> bool:
    """Whether a party is known by a number of another country."""
    return bool(party.eu_number and party.eu_code != "PL") or bool(party.id_number and party.id_country not in {"", "PL"})


def has_margin_in_due_only(invoice: Invoice) -> bool:
    """FA(1) has no sum for margin: it is in P_15 only (guide §4.1)."""
    return invoice.form is Form.FA_1 and invoice.annotations.margin is not None


def line_name(line: Line) -> str:
    """A line as a person finds it on the page."""
    name = shorten(line.name, _NAME_LENGTH, placeholder="…")
    return f"{line.line_number or line.position} („{name}”)" if name else line.line_number or str(line.position)
