"""Invoices built in place, for tests that need one shape and nothing else."""

import datetime as dt
from decimal import Decimal
from typing import Any

from app.base.findings import Finding, Level
from app.booking.book import Booked, book
from app.booking.client import Client
from app.booking.entry import Entry
from app.invoice.amounts import VatTotal
from app.invoice.document import Document
from app.invoice.forms import Form, Kind, VatGroup
from app.invoice.lines import Line
from app.invoice.model import Invoice
from app.invoice.parties import Party

SELLER = "9992014701"
BUYER = "9992024705"
OTHER = "9992034709"
ISSUED = dt.date(2026, 3, 10)
# A sound number of 12 March 2026.
KSEF_NUMBER = "9992014701-20260312-010000000000-00"


def amount(text: str) -> Decimal:
    return Decimal(text)


def total(group: str, net: str, tax: str | None = None, tax_pln: str | None = None) -> VatTotal:
    return VatTotal(
        VatGroup(group), Decimal(net), None if tax is None else Decimal(tax), None if tax_pln is None else Decimal(tax_pln)
    )


def line(position: int = 1, **fields: Any) -> Line:
    """A line; amounts and rates may be given as text."""
    for name in ("net", "gross", "tax", "exchange_rate", "oss_rate", "unit_price_gross", "quantity"):
        if isinstance(fields.get(name), str):
            fields[name] = Decimal(fields[name])
    fields.setdefault("rate_code", "23")
    return Line(position=position, **fields)


def make(**fields: Any) -> Invoice:
    """An invoice in PLN for 100 + 23 from SELLER to BUYER; `due` is P_15."""
    due = fields.pop("due", None)
    if "totals" not in fields:
        fields["totals"] = (total("P_13_1", "100.00", "23.00"),)
        due = due or "123.00"
    defaults: dict[str, Any] = {
        "form": Form.FA_3,
        "kind": Kind.VAT,
        "number": "FV/1/2026",
        "issue_date": ISSUED,
        "currency": "PLN",
        "seller": Party(name="Sprzedawca", nip=SELLER),
        "buyer": Party(name="Nabywca", nip=BUYER),
        "total_due": None if due is None else Decimal(due),
    }
    return Invoice(**(defaults | fields))


def document(invoice: Invoice, *, ksef_number: str = KSEF_NUMBER, received: dt.date | None = None) -> Document:
    return Document(source="faktura.xml", invoice=invoice, sha256="", ksef_number=ksef_number, received=received)


def booked(invoice: Invoice, nip: str = SELLER, decisions: dict[str, str] | None = None, **options: Any) -> Booked:
    """The booking of an invoice with a KSeF number for the client with this NIP."""
    papers = document(invoice, ksef_number=options.pop("ksef_number", KSEF_NUMBER), received=options.pop("received", None))
    client = Client(nip=nip, **options.pop("client", {}))
    return book(papers, client, decisions or {}, **options)


def sale(invoice: Invoice, decisions: dict[str, str] | None = None, **options: Any) -> Entry:
    (entry,) = booked(invoice, SELLER, decisions, **options).entries
    return entry


def purchase(invoice: Invoice, decisions: dict[str, str] | None = None, **options: Any) -> Entry:
    (entry,) = booked(invoice, BUYER, decisions, **options).entries
    return entry


def codes_of(findings: tuple[Finding, ...], level: Level | None = None) -> set[str]:
    return {finding.code for finding in findings if level is None or finding.level is level}


def asked(findings: tuple[Finding, ...]) -> set[str]:
    return codes_of(findings, Level.ASKS)


def message(findings: tuple[Finding, ...], code: str) -> str:
    return next(finding.message for finding in findings if finding.code == code)
