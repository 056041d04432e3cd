"""Entries made by hand, for what no invoice of ours shows."""

import datetime as dt
from decimal import Decimal

from app.base.dates import Month
from app.booking.entry import Counterparty, Direction, Entry, Income, PaymentForm, Settlement, VatBox
from app.invoice.forms import Form, Kind, VatGroup
from app.invoice.model import Invoice
from app.invoice.parties import Party

SELLER = "9992014701"
BUYER = "9992144705"


def box(group=VatGroup.P_13_1, rate="23", net="100.00", tax="23.00", **pln):
    """A row of the register; in PLN unless `net_pln` and `tax_pln` say otherwise."""
    return VatBox(
        box=VatGroup(group),
        rate=rate,
        net=Decimal(net),
        tax=Decimal(tax),
        net_pln=Decimal(pln.get("net_pln", net)),
        tax_pln=Decimal(pln.get("tax_pln", tax)),
    )


def made_entry(*boxes, **changes):
    """A sale of one row, unless changed."""
    boxes = boxes or (box(),)
    gross = sum((row.gross for row in boxes), Decimal("0.00"))
    number = changes.get("number", "FS/1/2026")
    day = dt.date(2026, 3, 10)
    sale = changes.get("direction", Direction.SALE) is Direction.SALE
    invoice = Invoice(
        form=Form.FA_3,
        kind=changes.get("kind", Kind.VAT),
        number=number,
        issue_date=day,
        currency=changes.get("currency", "PLN"),
        seller=Party(nip=SELLER if sale else BUYER),
        buyer=Party(nip=BUYER if sale else SELLER),
    )
    fields = {
        "source": f"{number}.xml",
        "invoice": invoice,
        "direction": Direction.SALE,
        "kind": Kind.VAT,
        "number": number,
        "issue_date": day,
        "supply_date": day,
        "tax_point": day,
        "receipt_date": None if sale else day,
        "vat_period": Month("2026-03"),
        "counterparty": Counterparty(name="Bud-Montaż sp. z o.o.", nip=BUYER, country="PL", city="Katowice", street="Ceglana"),
        "currency": "PLN",
        "vat": boxes,
        "settlement": Settlement(gross=gross, open_item=gross, form=PaymentForm.TRANSFER, due=dt.date(2026, 3, 24)),
        "income": Income(none="Przykład bez przychodu."),
    }
    return Entry(**(fields | changes))
