"""How the invoice is paid: the settlement, terms, instalments and accounts."""

from app.invoice import codes
from app.invoice.forms import Form
from app.invoice.model import Invoice
from app.invoice.payment import BankAccount, DueTerm, PartialPayment, Payment
from app.paper import figures
from app.paper.blocks import Block, Column, Row, cell, facts, halves, table


def settlement(invoice: Invoice) -> tuple[Block, ...]:
    """What is added to and taken from the total (guide §10.4)."""
    if invoice.settlement is None:
        return ()
    found = invoice.settlement
    rows = [Row((cell("Obciążenie"), cell(one.reason), cell(figures.amount(one.amount)))) for one in found.charges]
    rows += [Row((cell("Odliczenie"), cell(one.reason), cell(figures.amount(one.amount)))) for one in found.deductions]
    columns = (Column("Rodzaj"), Column("Powód", wide=True), Column("Kwota", figures=True))
    return table("Rozliczenie", columns, tuple(rows))


def payment(invoice: Invoice) -> tuple[Block, ...]:
    """Whether it is paid, how and when to pay, and where to."""
    found = invoice.payment
    if found is None:
        return _payment_documents(invoice)
    form = _form_name(invoice.form, found.form)
    stated = facts(
        "Płatność",
        ("Forma płatności", "; ".join(one for one in (form, found.other_form) if one)),
        ("Zapłacono", _paid(found)),
        ("Zapłata w częściach", codes.PART_PAID.get(found.part_paid, found.part_paid)),
        ("Termin płatności", "; ".join(due_text(one) for one in found.due)),
        ("Warunki płatności", found.terms_text),
        ("Skonto – warunki", found.discount_terms),
        ("Skonto – wysokość", found.discount_amount),
        ("Identyfikator płatności KSeF", found.ksef_payment_id),
        ("Link do płatności", found.link),
    )
    accounts = (
        *_accounts("Rachunek bankowy rolnika" if invoice.form is Form.FA_RR_1 else "Rachunek bankowy", found.accounts),
        *_accounts("Rachunek bankowy faktora", found.factor_accounts),
        *_accounts("Rachunek bankowy nabywcy", found.buyer_accounts),
    )
    return (*halves(stated, accounts), *_instalments(invoice, found.partial), *_payment_documents(invoice))


def due_text(term: DueTerm) -> str:
    """A payment term: its date and its description, whichever there are."""
    described = " ".join(part for part in (term.count, term.unit, term.event) if part)
    return ", ".join(part for part in (figures.day(term.date), term.text, described) if part)


def _paid(found: Payment) -> str:
    return ", ".join(part for part in ("tak" if found.paid else "", figures.day(found.paid_date)) if part)


def _instalments(invoice: Invoice, partial: tuple[PartialPayment, ...]) -> tuple[Block, ...]:
    columns = (Column("Data"), Column("Forma płatności", wide=True), Column("Kwota", figures=True))
    rows = tuple(
        Row((cell(figures.day(one.date)), cell(_form(invoice.form, one)), cell(figures.amount(one.amount)))) for one in partial
    )
    return table("Zapłaty częściowe", columns, rows)


def _form(form: Form, one: PartialPayment) -> str:
    return "; ".join(part for part in (_form_name(form, one.form), one.other_form) if part)


def _accounts(title: str, accounts: tuple[BankAccount, ...]) -> tuple[Block, ...]:
    return tuple(
        block
        for place, one in enumerate(accounts, start=1)
        for block in facts(
            title if len(accounts) == 1 else f"{title} {place}",
            ("Numer", figures.account(one.number)),
            ("Bank", one.bank),
            ("SWIFT", one.swift),
            ("Opis", one.description),
            ("Rodzaj", codes.OWN_ACCOUNTS.get(one.own, one.own)),
        )
    )


def _payment_documents(invoice: Invoice) -> tuple[Block, ...]:
    columns = (Column("Numer dokumentu", wide=True), Column("Data"))
    rows = tuple(Row((cell(one.number), cell(figures.day(one.date)))) for one in invoice.payment_documents)
    return table("Dokumenty zapłaty", columns, rows)


def _form_name(form: Form, code: str) -> str:
    return codes.payment_form(form, code) or code
