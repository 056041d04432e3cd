"""Zapis: the posting of a document, debit and credit in balance (spec §5.1)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from app.base.money import ZERO, total
from app.booking.entry import Direction, Entry, VatBox
from app.invoice.forms import Kind, VatGroup
from app.targets.symfonia.registers import Box, charged_rate, counting, taxed_parts
from app.targets.symfonia.scope import Scope

_WORDS: Final = {
    VatGroup.P_13_5: "OSS",
    VatGroup.P_13_6_2: "WDT",
    VatGroup.P_13_6_3: "eksport",
    VatGroup.P_13_11: "marża",
}


class Posting(NamedTuple):
    """One Zapis in PLN: WN where `debit`. `settlement` marks the one that opens a receivable or payable."""

    debit: bool
    account: str
    amount: Decimal
    settlement: bool = False


def postings(entry: Entry, scope: Scope, number: int) -> tuple[Posting, ...]:
    """The posting, the settlement first; nothing where only registers are wanted. `number` is the contractor's in FK.

    Amounts of one account and side are added up. A document without amounts has two lines of nought: it must not stand without a posting.
    """
    if scope.options.registers_only:
        return ()
    merged: dict[tuple[bool, str, bool], Posting] = {}
    for line in _lines(entry, scope):
        account = line.account.replace("{K}", str(number))
        key = (line.debit, account, line.settlement)
        same = merged.get(key)
        merged[key] = line._replace(account=account, amount=line.amount if same is None else same.amount + line.amount)
    return tuple(line for line in merged.values() if line.amount) or tuple(merged.values())[:2]


def main_pln(entry: Entry, scope: Scope) -> Decimal:
    """What the posting makes revenue or cost: the net, and tax of a purchase that is not deducted."""
    if entry.direction is Direction.SALE:
        return ZERO if repeats_receipt(entry) else total([box.net for box in counting(entry)])
    parts = [(box, taxed_parts(box, entry, scope)) for box in counting(entry)]
    return total([box.net + part.tax - part.deducted_tax for box, part in parts])


def repeats_receipt(entry: Entry) -> bool:
    """Whether sale and tax stand in the fiscal report already (FP), so that revenue must not be posted twice."""
    return entry.direction is Direction.SALE and entry.invoice.receipt_invoice


def settlement_account(entry: Entry, scope: Scope) -> str:
    """The pattern of the receivable's or payable's account."""
    options = scope.options
    return entry.settlement_account or (
        options.account_receivable if entry.direction is Direction.SALE else options.account_payable
    )


def accounts(entry: Entry, scope: Scope) -> tuple[str, ...]:
    """The patterns of all accounts that the posting uses."""
    return () if scope.options.registers_only else tuple(dict.fromkeys(line.account for line in _lines(entry, scope)))


def opens_settlement(entry: Entry, scope: Scope) -> bool:
    """Whether a receivable or payable remains: not for an invoice to a receipt that goes back to the same account."""
    return not repeats_receipt(entry) or scope.options.account_receipt != settlement_account(entry, scope)


def _lines(entry: Entry, scope: Scope) -> Iterator[Posting]:
    sale = entry.direction is Direction.SALE
    boxes = counting(entry)
    gross = total([box.net + box.tax for box in boxes])
    yield Posting(debit=sale, account=settlement_account(entry, scope), amount=gross, settlement=True)
    if repeats_receipt(entry):
        yield Posting(debit=False, account=scope.options.account_receipt, amount=gross)
        return
    if not boxes:
        yield Posting(debit=not sale, account=_main_account(entry, scope, None), amount=ZERO)
    for box in boxes:
        yield from _sale_lines(box, entry, scope) if sale else _purchase_lines(box, entry, scope)


def _sale_lines(box: Box, entry: Entry, scope: Scope) -> Iterator[Posting]:
    yield Posting(debit=False, account=_main_account(entry, scope, box.box), amount=box.net)
    if box.tax:
        options = scope.options
        usual = options.account_vat_oss if box.box.box is VatGroup.P_13_5 else options.account_vat_due
        yield Posting(debit=False, account=entry.vat_account or usual, amount=box.tax)


def _purchase_lines(box: Box, entry: Entry, scope: Scope) -> Iterator[Posting]:
    options = scope.options
    parts = taxed_parts(box, entry, scope)
    yield Posting(debit=True, account=_main_account(entry, scope, box.box), amount=box.net + parts.tax - parts.deducted_tax)
    if parts.deducted_tax:
        yield Posting(debit=True, account=entry.vat_account or options.account_vat_input, amount=parts.deducted_tax)
    if charged_rate(box.box, entry) and parts.tax:
        yield Posting(debit=False, account=options.account_vat_due, amount=parts.tax)


def _main_account(entry: Entry, scope: Scope, box: VatBox | None) -> str:
    """The account of revenue or cost: the entry's own, else by the kind of document, else by the rate."""
    options = scope.options
    sale = entry.direction is Direction.SALE
    if entry.account:
        return entry.account
    if entry.kind in {Kind.ZAL, Kind.KOR_ZAL}:
        return options.account_sale_advance if sale else options.account_purchase_advance
    if not sale:
        return options.account_fixed_asset if entry.fixed_asset else options.account_cost
    word = "" if box is None else _WORDS.get(box.box, box.rate)
    return scope.revenue.get(word, options.account_revenue)
