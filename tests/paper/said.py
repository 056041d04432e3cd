"""What an invoice says, and what a page shows: to prove that nothing is lost between them."""

import datetime as dt
import html
import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from app.base.countries import country_name
from app.base.nip import format_nip
from app.invoice import codes
from app.invoice.model import Invoice
from app.paper import figures

# Fields whose codes the page replaces by words, and how.
WORDS = {
    "role": lambda code, _: codes.ROLES[code],
    "authority_role": lambda code, _: codes.AUTHORITY_ROLES[code],
    "taxpayer_status": lambda code, _: codes.TAXPAYER_STATUSES[code],
    "kind": lambda code, _: codes.KINDS.get(code) or codes.TRANSPORTS[code],
    "type": lambda code, _: codes.CORRECTION_TYPES[code],
    "form": lambda code, invoice: code if code == invoice.form else codes.payment_form(invoice.form, code) or code,
    "own": lambda code, _: codes.OWN_ACCOUNTS[code],
    "cargo": lambda code, _: codes.CARGO[code],
    "margin": lambda code, _: codes.MARGINS[code],
    "country": lambda code, _: country_name(code),
    "id_country": lambda code, _: country_name(code),
    "unit": lambda code, invoice: codes.unit(invoice.form, code),
    "rate_code": lambda code, _: codes.rate_name(code),
    "rate_procedure": lambda code, _: codes.RATE_PROCEDURES.get(code, code),
    "part_paid": lambda code, _: {"1": "zapłacono w części", "2": "zapłacono w całości"}[code],
    "nip": lambda code, _: format_nip(code),
    "share": lambda code, _: code.replace(".", ","),
}
# Fields that are no text of the document: names of sums, types of columns, the order of lines.
NOT_TEXT = {"group", "column_types", "position"}
ACCOUNTS = {"payment.accounts.number", "payment.factor_accounts.number", "payment.buyer_accounts.number"}
VEHICLE = "annotations.vehicles.details"


def squeezed(text: str) -> str:
    """Text without case and without white space: lines may be broken anywhere."""
    return re.sub(r"\s+", "", text).casefold()


def shown(page: str) -> str:
    """The text of a page's body as a reader sees it, squeezed."""
    return squeezed(html.unescape(re.sub(r"<[^>]*>", " ", page.partition("<body>")[2])))


def missing(invoice: Invoice, page: str) -> list[tuple[str, str]]:
    """The (field, text) of the invoice that the page does not show."""
    text = shown(page)
    return [(field, said) for field, said in _said(invoice, invoice, "") if squeezed(said) not in text]


def _said(value: object, invoice: Invoice, field: str) -> Iterator[tuple[str, str]]:
    name = field.rpartition(".")[2]
    if name in NOT_TEXT or value is None or isinstance(value, bool):
        return
    if isinstance(value, msgspec.Struct):
        for child in value.__struct_fields__:
            yield from _said(getattr(value, child), invoice, f"{field}.{child}".strip("."))
    elif isinstance(value, tuple):
        for item in value:
            yield from _said(item, invoice, field)
    elif isinstance(value, Decimal):
        yield field, figures.number(abs(value))  # the page may add a sign or zeros, never change a digit
    elif isinstance(value, dt.date):
        yield field, value.isoformat()
    elif value:
        yield field, _worded(str(value), invoice, field, name)


def _worded(text: str, invoice: Invoice, field: str, name: str) -> str:
    if field in ACCOUNTS:
        return figures.account(text)
    if field == VEHICLE:
        return codes.VEHICLE_FIELDS.get(text, text)
    return WORDS[name](text, invoice) if name in WORDS else text
