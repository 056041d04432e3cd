"""The `Invoice`: a structured invoice as issued. Nothing computed, nothing guessed, nothing lost.

Structs of msgspec rather than dataclasses: as frozen, and they are made several times faster and serialise themselves
to the JSON of `inspect`.
"""

import datetime as dt
from decimal import Decimal

import msgspec

from app.invoice.amounts import AdvanceReference, PartialAdvance, Settlement, VatTotal
from app.invoice.correction import Correction
from app.invoice.forms import Form, Kind
from app.invoice.lines import Line, Order
from app.invoice.parties import Party
from app.invoice.payment import (
    Annotations,
    AttachmentBlock,
    KeyValue,
    Payment,
    Reference,
    Registry,
    TransactionTerms,
)


class Extra(msgspec.Struct, frozen=True):
    """Text of an element without a field of its own: its path from the root (``Fa/FaWiersz[2]/Nowy``) and its text."""

    path: str
    text: str


class Invoice(msgspec.Struct, frozen=True, kw_only=True):
    """One invoice. Field names of the form stand in brackets.

    `total_due` (P_15) is in the document's currency; None only where a PEF document has no amount. For corrections all sums are
    differences (PEF: the reader takes the `InvoiceCorrection` extension). `supply_period` is `OkresFa`. `tax_point_date`
    exists in PEF only. `total_due_pln` and `total_in_words` exist in FA_RR only.
    """

    form: Form
    kind: Kind
    number: str
    issue_date: dt.date
    currency: str
    seller: Party
    buyer: Party
    schema_version: str = ""
    created_at: str = ""
    system_info: str = ""
    issue_place: str = ""
    supply_date: dt.date | None = None
    supply_period: tuple[dt.date, dt.date] | None = None
    tax_point_date: dt.date | None = None
    delivery_notes: tuple[str, ...] = ()
    third_parties: tuple[Party, ...] = ()
    authorised: Party | None = None
    totals: tuple[VatTotal, ...] = ()
    total_due: Decimal | None = None
    total_due_pln: Decimal | None = None
    total_in_words: str = ""
    tax_total_pln: Decimal | None = None
    """Whole tax in PLN of a PEF document in another currency; with one taxed group that group's `tax_pln` says the same."""
    advance_exchange_rate: Decimal | None = None
    annotations: Annotations = Annotations()
    correction: Correction | None = None
    partial_advances: tuple[PartialAdvance, ...] = ()
    receipt_invoice: bool = False
    """FP: issued to a receipt of the cash register; not counted again (guide §9.1)."""
    related_parties: bool = False
    """TP"""
    excise_refund: bool = False
    descriptions: tuple[KeyValue, ...] = ()
    advance_invoices: tuple[AdvanceReference, ...] = ()
    lines: tuple[Line, ...] = ()
    order: Order | None = None
    settlement: Settlement | None = None
    payment: Payment | None = None
    payment_documents: tuple[Reference, ...] = ()
    """`DokumentZaplaty` of FA_RR."""
    terms: TransactionTerms | None = None
    footers: tuple[str, ...] = ()
    registries: tuple[Registry, ...] = ()
    attachment: tuple[AttachmentBlock, ...] = ()
    extras: tuple[Extra, ...] = ()

    @property
    def all_lines(self) -> tuple[Line, ...]:
        """Lines of the invoice and of the order: where GTU and procedures stand (guide §9.2)."""
        return self.lines if self.order is None else self.lines + self.order.lines
