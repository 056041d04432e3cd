"""Whom a purchase is to be paid to, as far as the white list knows such people; and what its answers mean for the document."""

from typing import Final

import msgspec

from app.archive.store import Archive
from app.archive.whitelist import find_answer
from app.base.accounts import usable_account
from app.base.findings import Finding, notes
from app.base.nip import format_nip, is_valid_nip
from app.base.public_registers import ACTIVE, ASSIGNED, ListAnswer
from app.invoice.document import Document
from app.invoice.forms import Form

CONFIRMED: Final = "whitelist_confirmed"
"""Code of the remark that only informs: it raises nothing in lists."""


class Payee(msgspec.Struct, frozen=True):
    """The seller's NIP, his Polish accounts on the invoice (26 digits), and whether the invoice has tax to deduct."""

    nip: str
    accounts: tuple[str, ...]
    taxed: bool


class Verified(msgspec.Struct, frozen=True):
    """What the white list last said about a document's seller: the answers with their proofs, and what they mean.

    `open` counts what it was never asked about.
    """

    answers: tuple[ListAnswer, ...]
    findings: tuple[Finding, ...]
    open: int


def payee_of(document: Document) -> Payee | None:
    """The seller of a purchase, where he has a Polish NIP and at least one Polish account of his own on the invoice; else None.

    Accounts of the bank itself (RachunekWlasnyBanku) and of a factor are not the seller's. Flat-rate farmers are not on the list.
    """
    invoice = document.invoice
    if invoice.form is Form.FA_RR_1 or invoice.payment is None or not is_valid_nip(invoice.seller.nip):
        return None
    usable = [usable_account(account.number) for account in invoice.payment.accounts if not account.own]
    accounts = tuple(dict.fromkeys(account for account in usable if account.isdecimal()))
    taxed = any(total.tax for total in invoice.totals)
    return Payee(invoice.seller.nip, accounts, taxed) if accounts else None


def whitelist_of(archive: Archive, document: Document) -> Verified:
    """What was learnt about a purchase's seller and accounts, whenever that was; nothing for a document that is not to be checked."""
    payee = payee_of(document)
    if payee is None:
        return Verified((), (), 0)
    status = find_answer(archive, payee.nip, "") if payee.taxed else None
    accounts = [find_answer(archive, payee.nip, account) for account in payee.accounts]
    findings = [_not_listed(answer) for answer in accounts if answer is not None and answer.assigned != ASSIGNED]
    if status is not None and status.vat_status != ACTIVE:
        findings.insert(0, _not_active(status))
    answers = tuple(answer for answer in (status, *accounts) if answer is not None)
    return Verified(answers, tuple(findings), len(accounts) + payee.taxed - len(answers))


def remarks_on(verified: Verified) -> tuple[Finding, ...]:
    """What a document shows of it: what is wrong, or the proofs where all was asked about and all is well."""
    if verified.findings or verified.open or not verified.answers:
        return verified.findings
    proofs = "; ".join(f"{_account_words(answer.account) or 'VAT czynny'} {_proof(answer)}" for answer in verified.answers)
    return (notes(CONFIRMED, f"Biała lista potwierdza sprzedawcę: {proofs}.", "NrRB"),)


def _account_words(account: str) -> str:
    return " ".join([account[:2], *(account[place : place + 4] for place in range(2, len(account), 4))]) if account else ""


def _not_listed(answer: ListAnswer) -> Finding:
    return notes(
        "account_not_listed",
        f"Rachunku {_account_words(answer.account)} nie ma na białej liście przy NIP {format_nip(answer.nip)} {_proof(answer)}."
        " Przed zapłatą potwierdź go u sprzedawcy. Przelew ponad 15 000 zł na taki rachunek nie jest kosztem, chyba że w 7 dni złożysz"
        " ZAW-NR.",
        "NrRB",
    )


def _not_active(answer: ListAnswer) -> Finding:
    return notes(
        "seller_not_active",
        f"Sprzedawca, NIP {format_nip(answer.nip)}, ma na białej liście status „{answer.vat_status}” {_proof(answer)}, a faktura wykazuje"
        " podatek. Wyjaśnij to z nim, zanim odliczysz VAT.",
        "Podmiot1",
    )


def _proof(answer: ListAnswer) -> str:
    return f"(stan na {answer.day}, identyfikator zapytania {answer.request_id})"
