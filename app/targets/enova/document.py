"""A document as both forms lay it out: header, VAT elements, payment, analytic description (spec, Object model)."""

import datetime as dt
from decimal import Decimal
from typing import Final

import msgspec

from app.base.environments import Environment
from app.base.money import ZERO, total
from app.booking.client import Client, IncomeMethod
from app.booking.deduction import WHOLE, split_box
from app.booking.entry import Direction, Entry, VatBox
from app.booking.flat_rate import flat_rate
from app.invoice.forms import VatGroup
from app.targets.contractor_code import made_code
from app.targets.document_words import kind_words
from app.targets.enova.options import EnovaXmlOptions, codes_of, definitions_of, rates_of
from app.targets.office_words import payment_name
from app.targets.register_day import register_day
from app.targets.wording import flatten, marked, shorten

DESCRIPTION_LENGTH: Final = 80
"""A production export cuts `Opis` to it (spec, A)."""

UNWRITABLE: Final = frozenset({VatGroup.P_13_5, VatGroup.P_13_11, VatGroup.FOREIGN})
"""OSS, margin and foreign rates: to be left out and reported (spec, Mapping notes)."""

ZERO_WORD: Final = "np"
"""The rate of the element of zero that a document without amounts has."""

_WORDS: Final = {
    VatGroup.P_13_6_2: "wdt",
    VatGroup.P_13_6_3: "eksport",
    VatGroup.P_13_9: "ue",
}
_EU: Final = frozenset({VatGroup.P_13_6_2, VatGroup.P_13_9})
COLUMNS: Final = {
    "K_7": "Sprzedaż",
    "K_8": "PozostałePrzychody",
    "K_10": "ZakupTowarów",
    "K_11": "KosztyUboczne",
    "K_12": "Wynagrodzenia",
    "K_13": "PozostałeKoszty",
    "K_16": "BadaniaIRozwój",
}
"""`Kolumna` by the KPiR column."""


class Element(msgspec.Struct, frozen=True):
    """One element of the VAT header, in PLN. `deduction` is empty for sales."""

    word: str
    code: str
    net: Decimal
    tax: Decimal
    nature: str
    deduction: str


class Payment(msgspec.Struct, frozen=True):
    """The receivable or payable: the sum of the elements, in the document's currency and in PLN."""

    amount: Decimal
    booked: Decimal
    currency: str
    rate: Decimal | None
    due: dt.date | None
    form: str


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that stands in a file about one entry."""

    sale: bool
    definition: str
    number: str
    issued: dt.date
    operation: dt.date
    received: dt.date | None
    registered: dt.date
    corrected: str
    reason: str
    code: str
    description: str
    ksef_number: str
    elements: tuple[Element, ...]
    payment: Payment | None
    symbol: str
    symbol_text: str
    dimension: str
    net: Decimal
    split_payment: bool
    column: str


def laid_out(entry: Entry, client: Client, options: EnovaXmlOptions, environment: Environment) -> Document:
    """The document of an entry that `app.targets.enova.checks` has passed."""
    sale = entry.direction is Direction.SALE
    elements = tuple(_elements(entry, client, options))
    correction = entry.correction
    symbol = _decided(entry, options.analysis_symbol)
    return Document(
        sale=sale,
        definition=definition(entry, options),
        number=flatten(entry.number),
        issued=entry.issue_date,
        operation=entry.supply_date,
        received=None if sale else entry.receipt_date,
        registered=register_day(entry),
        corrected="" if correction is None else flatten(correction.number),
        reason="" if correction is None else flatten(correction.reason),
        code=contractor_code(entry, options),
        description=shorten(description(entry, options, environment), DESCRIPTION_LENGTH),
        ksef_number=entry.ksef_number,
        elements=elements,
        payment=_payment(entry, options),
        symbol=symbol,
        symbol_text=_decided(entry, options.analysis_text) if symbol else "",
        dimension=options.dimension_sale if sale else options.dimension_purchase,
        net=total([element.net for element in elements]),
        split_payment=entry.split_payment,
        column=COLUMNS.get(entry.income.column, "")
        if client.income_method is IncomeMethod.KPIR and not entry.income.none
        else "",
    )


def definition(entry: Entry, options: EnovaXmlOptions) -> str:
    """The symbol of the document's definition: of its kind, else of its direction."""
    symbols = definitions_of(options)
    return next(symbols[word] for word in kind_words(entry.direction, entry.kind) if word in symbols)


def contractor_code(entry: Entry, options: EnovaXmlOptions) -> str:
    """The contractor's code: the office's own, else made of NIP and name; one for all buyers without a number."""
    if is_consumer(entry):
        return options.consumer_code
    party = entry.counterparty
    number = party.tax_country + party.tax_number
    own = codes_of(options)
    return own.get(party.nip or number) or made_code(party, number, options.contractor_code)


def is_consumer(entry: Entry) -> bool:
    """Whether the contractor is the common one of buyers without a number. A supplier without one keeps a card of his own: he is paid."""
    return entry.direction is Direction.SALE and entry.counterparty.without_number


def tax_number(entry: Entry) -> str:
    """What the card of a contractor has of his number: NIP, or VAT-EU number with its country (spec, Contractors)."""
    party = entry.counterparty
    return party.tax_country + party.tax_number if party.eu else party.nip


def party_kind(entry: Entry) -> str:
    """`RodzajPodmiotu`: whose the supply is for VAT; empty where only the contractor's card in the program can tell."""
    sale = entry.direction is Direction.SALE
    groups = {box.box for box in counting(entry)} if sale else frozenset()
    if entry.triangular:
        return "UnijnyTrójstronny"
    if groups & _EU:
        return "Unijny"
    if VatGroup.P_13_6_3 in groups:
        return "Eksportowy"
    return "Krajowy" if entry.counterparty.nip or is_consumer(entry) else ""


def description(entry: Entry, options: EnovaXmlOptions, environment: Environment) -> str:
    """`Opis` in full: the environment's mark, the KSeF number unless it has a feature of its own, the description."""
    number = f"KSeF: {entry.ksef_number}" if entry.ksef_number and not options.ksef_feature else ""
    parts = [number, flatten(entry.description)]
    return marked(", ".join(part for part in parts if part), environment)


def plain_cell(text: str) -> str:
    """A text without the characters that part and enclose the cells of the CSV: no sample shows that the import knows quotes."""
    return text.replace(";", ",").replace('"', "'")


def _decided(entry: Entry, name: str) -> str:
    """What a rule, a hand or the profile has decided, by the name which the options give it."""
    return {"account": entry.account, "category": entry.category, "cost_type": entry.cost_type}.get(name, "")


def counting(entry: Entry) -> tuple[VatBox, ...]:
    """Boxes with an amount."""
    return tuple(box for box in entry.vat if box.net or box.tax)


def rate_word(entry: Entry, box: VatBox) -> str:
    """The word by which a box gets its code; empty where a flat-rate refund has no single rate."""
    if box.rate == "rr":
        rate = flat_rate(entry, box)
        return "" if rate is None else f"rr{rate.normalize():f}".replace(".", ",")
    return _WORDS.get(box.box, box.rate)


def _elements(entry: Entry, client: Client, options: EnovaXmlOptions) -> list[Element]:
    codes = rates_of(options)
    made: list[Element] = []
    for box in counting(entry):
        word = rate_word(entry, box)
        deductible = entry.direction is Direction.PURCHASE and bool(box.tax) and not client.vat_exempt
        parts = split_box(box, entry.deductible_share if deductible else WHOLE)
        nature = _nature(entry, box, options)
        whole = _deduction(entry, deductible=deductible and entry.deductible_share > ZERO)
        for part, deduction in ((parts.deducted, whole), (parts.lost, "Nie")):
            if part is not None and (part.net_pln or part.tax_pln):
                made.append(Element(word, codes[word], part.net_pln or ZERO, part.tax_pln or ZERO, nature, deduction))
    if made:
        return made
    # A document without amounts (a final invoice which advances have covered) has one element of zero.
    return [Element(ZERO_WORD, codes[ZERO_WORD], ZERO, ZERO, _nature(entry, None, options), _deduction(entry, deductible=False))]


def _deduction(entry: Entry, *, deductible: bool) -> str:
    if entry.direction is Direction.SALE:
        return ""
    return "Tak" if deductible else "Nie"


def _nature(entry: Entry, box: VatBox | None, options: EnovaXmlOptions) -> str:
    if entry.direction is Direction.PURCHASE:
        return "ŚrodkiTrwałe" if entry.fixed_asset else options.purchase_nature
    if box is not None and box.box in {VatGroup.P_13_6_2, VatGroup.P_13_6_3}:
        return "Towar"  # WDT and export are of goods by definition
    return "Usługi" if box is not None and box.box is VatGroup.P_13_9 else options.sale_nature


def _payment(entry: Entry, options: EnovaXmlOptions) -> Payment | None:
    boxes = counting(entry)
    booked = total([(box.net_pln or ZERO) + (box.tax_pln or ZERO) for box in boxes])
    if not booked:
        return None
    foreign = entry.currency != "PLN"
    rate = entry.exchange_rate.rate if foreign and entry.exchange_rate is not None else None
    form = payment_name(options, entry.settlement.form)
    return Payment(total([box.gross for box in boxes]), booked, entry.currency, rate, entry.settlement.due, form)
