"""What of a document is worth copying into a transfer, a letter or a search: shown as people read it, copied as programs take it."""

import re
from dataclasses import dataclass
from typing import Final

from app.base.accounts import usable_account
from app.base.money import format_amount
from app.base.nip import format_nip
from app.base.texts import _
from app.invoice.model import Invoice
from app.office.listing import Details
from app.ui.wording import money

_NIP: Final = re.compile(r"\d{3}-\d{3}-\d{2}-\d{2}")
_ACCOUNT: Final = re.compile(r"(?:[A-Z]{2})?\d{2}(?:\s?[0-9A-Z]{4}){3,7}[0-9A-Z]{0,3}")
_AMOUNT: Final = re.compile(r"(-?\d{1,3}(?:\s\d{3})*(?:,\d+)?)(?:\s[A-Z]{3}|\sz\u0142)?")


@dataclass(frozen=True, slots=True)
class Copyable:
    """A field: its name, the text to show, the text to copy."""

    name: str
    shown: str
    text: str


def plain(text: str) -> str:
    """A field as other programs take it: an account without spaces, a NIP without dashes, an amount without spaces and currency."""
    bare = text.strip()
    if _NIP.fullmatch(bare):
        return bare.replace("-", "")
    if _ACCOUNT.fullmatch(bare):
        return re.sub(r"\s", "", bare)
    amount = _AMOUNT.fullmatch(bare)
    return re.sub(r"\s", "", amount[1]) if amount else bare


def copyables(details: Details) -> tuple[Copyable, ...]:
    """The fields of a document that somebody may want elsewhere, those that it has."""
    row, summary = details.row, details.row.summary
    fields = [
        Copyable(_("Numer KSeF"), row.ksef_number, row.ksef_number),
        Copyable(_("Numer faktury"), summary.number, summary.number),
        Copyable(_("Data wystawienia"), str(summary.issue_date), str(summary.issue_date)),
        *([] if details.document is None else _parties(details.document.invoice)),
        *(
            Copyable(name, money(amount, summary.currency), re.sub(r"\s", "", format_amount(amount)))
            for name, amount in ((_("Brutto"), summary.gross), (_("Netto"), summary.net), (_("VAT"), summary.tax))
        ),
        *([] if details.document is None else _accounts(details.document.invoice)),
    ]
    return tuple(field for field in fields if field.text)


def _parties(invoice: Invoice) -> list[Copyable]:
    return [
        Copyable(_("Sprzedawca"), invoice.seller.name, invoice.seller.name),
        Copyable(_("NIP sprzedawcy"), format_nip(invoice.seller.nip), invoice.seller.nip),
        Copyable(_("Nabywca"), invoice.buyer.name, invoice.buyer.name),
        Copyable(_("NIP nabywcy"), format_nip(invoice.buyer.nip), invoice.buyer.nip),
    ]


def _accounts(invoice: Invoice) -> list[Copyable]:
    """The accounts to pay to; one with wrong check digits is called so, lest somebody pays to it."""
    if invoice.payment is None:
        return []
    accounts = dict.fromkeys(one.number for one in (*invoice.payment.accounts, *invoice.payment.factor_accounts))
    return [
        Copyable(
            _("Rachunek") if usable_account(number) else _("Rachunek, błędny numer"), number, usable_account(number) or number
        )
        for number in accounts
    ]
