"""DEKRETY: the posting of a document, in one line each for the settlement, the net amount and the tax (spec, DEKRET)."""

from decimal import Decimal
from typing import NamedTuple

from app.base.money import ZERO, format_pln, total
from app.booking.deduction import WHOLE, split_box
from app.booking.entry import Direction, Entry
from app.targets.raks.conversion import Conversion
from app.targets.raks.registers import counting


class Posting(NamedTuple):
    """One DEKRET: an account on the debit side or else the credit side, an amount in PLN and one in the document's currency."""

    account: str
    debit: bool
    pln: Decimal
    currency: Decimal
    settlement: bool = False


class Amounts(NamedTuple):
    """What a document posts: the whole, the part that is revenue or cost, and the tax that is settled with the office."""

    gross: Decimal
    main: Decimal
    tax: Decimal


def amounts(entry: Entry, scope: Conversion, *, in_pln: bool) -> Amounts:
    """The amounts in PLN or in the document's currency; tax that may not be deducted belongs to the cost."""
    share = entry.deductible_share if entry.direction is Direction.PURCHASE else WHOLE
    if scope.client.vat_exempt:
        share = ZERO
    net, tax, deducted = ZERO, ZERO, ZERO
    for box in counting(entry):
        part = split_box(box, share).deducted
        if in_pln:
            net, tax, deducted = net + (box.net_pln or ZERO), tax + (box.tax_pln or ZERO), deducted + (part.tax_pln or ZERO)
        else:
            net, tax, deducted = net + box.net, tax + box.tax, deducted + part.tax
    return Amounts(net + tax, net + tax - deducted, deducted)


def accounts(entry: Entry, scope: Conversion) -> tuple[str, str, str]:
    """The accounts of settlement, of revenue or cost, and of tax: the entry's own first, else those of the options."""
    options = scope.options
    if entry.direction is Direction.SALE:
        usual = (options.account_customer, options.account_revenue, options.account_vat_sale)
    else:
        usual = (options.account_supplier, options.account_cost, options.account_vat_purchase)
    return (entry.settlement_account or usual[0], entry.account or usual[1], entry.vat_account or usual[2])


def why_not_posted(entry: Entry, scope: Conversion) -> str:
    """Why the posting of a document stays empty, as a Polish sentence; empty where it is written or nobody wants it."""
    if not scope.options.posting:
        return ""
    pln = amounts(entry, scope, in_pln=True)
    if not any(pln):
        return ""
    named = zip(("rozrachunków", "przychodów albo kosztów", "VAT"), accounts(entry, scope), pln, strict=True)
    missing = [name for name, account, amount in named if amount and not account]
    if missing:
        return f"Brakuje konta: {', '.join(missing)}. Dopisz je w ustawieniach formatu albo w regule."
    if entry.settlement.open_item != total([box.gross for box in counting(entry)]):
        return "Kwota do zapłaty jest inna niż suma netto i VAT, a różnicy nie wiadomo gdzie zaksięgować."
    return "" if entry.account else _other_income(entry, pln.main)


def _other_income(entry: Entry, posted: Decimal) -> str:
    """Why the usual account of the options is not the document's."""
    income = entry.income
    if income.none:
        return f"{income.none} Konto wskaż w regule albo w księgowaniu."
    if income.net_pln is None or income.net_pln == posted:
        return ""
    return (
        f"Przychód albo koszt to {format_pln(income.net_pln)}, a z kwot dokumentu wynika {format_pln(posted)}. "
        "Konto wskaż w regule albo w księgowaniu."
    )


def postings(entry: Entry, scope: Conversion) -> tuple[Posting, ...]:
    """The posting, in balance; a decrease is posted with a minus on the same sides. Empty where it is not written."""
    if not scope.options.posting or why_not_posted(entry, scope):
        return ()
    pln = amounts(entry, scope, in_pln=True)
    currency = Amounts(ZERO, ZERO, ZERO) if entry.currency == "PLN" else amounts(entry, scope, in_pln=False)
    settlement, main, tax = accounts(entry, scope)
    sale = entry.direction is Direction.SALE
    lines = (
        Posting(settlement, sale, pln.gross, currency.gross, settlement=True),
        Posting(main, not sale, pln.main, currency.main),
        Posting(tax, not sale, pln.tax, currency.tax),
    )
    return tuple(line for line in lines if line.pln)
