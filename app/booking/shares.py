"""The part of a purchase that falls to one of several buyers (schema: `Udzial`; invoice guide §3.2)."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

import msgspec

from app.base.findings import Finding, asks, notes
from app.base.money import ZERO, format_amount, format_money, round_money
from app.booking.entry import Income, Paid, Settlement, VatBox
from app.invoice.forms import PartyRole
from app.invoice.model import Invoice
from app.invoice.parties import Party

_HUNDRED: Final = Decimal(100)


class Share(msgspec.Struct, frozen=True):
    """A buyer's share: `percent` of every amount; the first buyer has what the `further` percents leave, to the grosz."""

    percent: Decimal
    further: tuple[Decimal, ...] = ()

    def of(self, amount: Decimal) -> Decimal:
        """The share of an amount, in grosze. The shares of all buyers add up to the amount."""
        if not self.further:
            return round_money(amount * self.percent / _HUNDRED)
        return amount - sum((round_money(amount * percent / _HUNDRED) for percent in self.further), ZERO)


def buyer_share(invoice: Invoice, party: Party | None, decisions: Mapping[str, str], found: list[Finding]) -> Share | None:
    """The share of a further buyer `party`, or of the first buyer where None; None where the whole purchase is the client's.

    A decision ``share`` (percent) goes first. Without `Udzial` the buyers have equal shares. Where the shares leave the first buyer
    nothing, that is noted and the whole is his; a further buyer's own share that is missing beside given ones is asked for.
    """
    further = [other for other in invoice.third_parties if other.role is PartyRole.ADDITIONAL_BUYER]
    if not further:
        return None
    decided = _percent(decisions.get("share", ""))
    if decided is not None and 0 < decided <= _HUNDRED:
        return _part(decided)
    given = [_percent(other.share) for other in further]
    if not any(given):
        equal = _HUNDRED / (len(further) + 1)
        return Share(equal, (equal,) * len(further) if party is None else ())
    if party is None:
        return _first_buyer(further, tuple(percent for percent in given if percent), found)
    own = _percent(party.share)
    if own and 0 < own <= _HUNDRED:
        return _part(own)
    found.append(_unclear(further, "Podaj udział klienta w procentach.", asking=True))
    return None


def _first_buyer(further: list[Party], others: tuple[Decimal, ...], found: list[Finding]) -> Share | None:
    rest = _HUNDRED - sum(others, ZERO)
    if rest > 0:
        return Share(rest, others)
    found.append(
        _unclear(further, "Ujęto całą fakturę; jeżeli klient ma tylko część, podaj jej udział w procentach.", asking=False)
    )
    return None


def _part(percent: Decimal) -> Share | None:
    return None if percent == _HUNDRED else Share(percent)


def _unclear(further: list[Party], what_to_do: str, *, asking: bool) -> Finding:
    shares = ", ".join(other.share or "brak" for other in further)
    message = f"Z udziałów dodatkowych nabywców ({shares}) nie wynika udział klienta. {what_to_do}"
    return asks("share", message, "Udzial") if asking else notes("share_unclear", message, "Udzial")


def _percent(text: str) -> Decimal | None:
    try:
        percent = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return percent if percent.is_finite() else None


def note_share(invoice: Invoice, share: Share, gross: Decimal) -> Finding:
    """What the entry holds, and the whole it was taken from."""
    return notes(
        "buyer_share",
        f"Zakup na {format_money(gross, invoice.currency)} dzieli kilku nabywców: ujęto udział klienta"
        f" {format_amount(round_money(share.percent))}%. Jeżeli udział jest inny, wskaż go.",
        "Udzial",
    )


def shared_boxes(boxes: tuple[VatBox, ...], share: Share) -> tuple[VatBox, ...]:
    """The client's part of the register rows."""
    return tuple(
        VatBox(
            box=box.box,
            rate=box.rate,
            net=share.of(box.net),
            tax=share.of(box.tax),
            net_pln=None if box.net_pln is None else share.of(box.net_pln),
            tax_pln=None if box.tax_pln is None else share.of(box.tax_pln),
        )
        for box in boxes
    )


def shared_settlement(whole: Settlement, share: Share) -> Settlement:
    """The client's part of the settlement."""
    gross, open_item = share.of(whole.gross), share.of(whole.open_item)
    return Settlement(
        gross=gross,
        open_item=open_item,
        outside_vat=open_item - gross,
        form=whole.form,
        form_text=whole.form_text,
        due=whole.due,
        due_dates=whole.due_dates,
        payments=tuple(Paid(share.of(paid.amount), paid.date, paid.form) for paid in whole.payments),
        account=whole.account,
        swift=whole.swift,
    )


def shared_income(whole: Income, share: Share) -> Income:
    """The client's part of the cost."""
    if whole.net_pln is None:
        return whole
    return msgspec.structs.replace(whole, net_pln=share.of(whole.net_pln))
