"""EKSPORT, the type of a transaction (spec §8).

The words are those of Optima's own contractor list; on documents they are inferred. A document has one of them for all its rows.
"""

from typing import Final

from app.booking.entry import Direction, Entry, VatBox
from app.booking.questions import Question
from app.invoice.forms import VatGroup

DOMESTIC: Final = "nie"
EXPORT: Final = "pozaunijny"
INTRA_EU: Final = "wewnątrzunijny"
TRIANGULAR: Final = "wewnątrzunijny trójstronny"
REVERSE_CHARGE: Final = "podatnikiem jest nabywca"
ABROAD: Final = "poza terytorium kraju (stawka NP)"

_SALE: Final = {
    VatGroup.P_13_6_2: INTRA_EU,
    VatGroup.P_13_6_3: EXPORT,
    VatGroup.P_13_8: ABROAD,
    VatGroup.P_13_9: ABROAD,
    VatGroup.P_13_10: REVERSE_CHARGE,
}
_PURCHASE: Final = {VatGroup.P_13_10: REVERSE_CHARGE}

_ANSWERS: Final = {
    "krajowa": DOMESTIC,
    "eksport": EXPORT,
    "wdt": INTRA_EU,
    "trojstronna": TRIANGULAR,
    "nabywca": REVERSE_CHARGE,
    "poza_krajem": ABROAD,
}

TRANSACTION: Final = Question(
    "optima_transaction",
    "Dokument łączy sprzedaż różnych typów, a Optima ma na dokumencie jeden typ transakcji. Który zapisać?",
    tuple((answer, f"typ transakcji „{word}”") for answer, word in _ANSWERS.items()),
)


def counting(entry: Entry) -> tuple[VatBox, ...]:
    """The rows of the register that hold an amount. Issuers also write sums of 0.00, which say nothing of the transaction."""
    return tuple(box for box in entry.vat if box.net or box.tax)


def possible(entry: Entry) -> tuple[str, ...]:
    """The words that rows of the document call for, without repetition."""
    if entry.triangular:
        return (TRIANGULAR,)
    words = _SALE if entry.direction is Direction.SALE else _PURCHASE
    return tuple(dict.fromkeys(words.get(box.box, DOMESTIC) for box in counting(entry))) or (DOMESTIC,)


def undecided(entry: Entry) -> bool:
    """Whether the document's rows call for different words and nobody has chosen one."""
    return len(possible(entry)) > 1 and entry.decisions.get(TRANSACTION.code) not in _ANSWERS


def transaction(entry: Entry) -> str:
    """The document's word. A document that is `undecided` must not come here."""
    words = possible(entry)
    return words[0] if len(words) == 1 else _ANSWERS[entry.decisions[TRANSACTION.code]]


def in_eu_summary(entry: Entry) -> bool:
    """DEKLARACJA_VATUE: a WDT, a service of art. 100(1)(4) or a triangular supply of the client's own."""
    groups = {box.box for box in counting(entry)}
    return entry.direction is Direction.SALE and (entry.triangular or bool(groups & {VatGroup.P_13_6_2, VatGroup.P_13_9}))
