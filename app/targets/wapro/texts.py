"""The words of a document's header: type, number, description, mark and the fields POLE1…POLE3."""

from collections.abc import Mapping
from typing import Final

from app.base import ksef_number
from app.base.environments import Environment
from app.booking.deduction import WHOLE
from app.booking.entry import Direction, Entry
from app.targets.wapro.kinds import words
from app.targets.wapro.options import WaproOptions
from app.targets.wording import flatten, marked, short_number

NUMBER_LENGTH: Final = 30
DESCRIPTION_LENGTH: Final = 50
MARK_LENGTH: Final = 30
MARKED: Final = frozenset({"account", "category"})
"""What WYROZNIK may hold of an entry."""

_NO_NUMBER: Final = "BRAK"


def document_type(entry: Entry, options: WaproOptions) -> str:
    """TYP_DOKUMENTU: the type of the first word that has one, else that of its direction or of its correction."""
    if special := options.tables().types:
        for word in words(entry):
            if word in special:
                return special[word]
    if entry.direction is Direction.SALE:
        return options.type_sale_correction if entry.kind.is_correction else options.type_sale
    return options.type_purchase_correction if entry.kind.is_correction else options.type_purchase


def written_number(number: str) -> str:
    """A document's number as NUMER and NR_DOK_ORYG take it; see `short_number`."""
    return short_number(flatten(number), NUMBER_LENGTH)


def is_shortened(number: str) -> bool:
    """Whether a document's number does not stand in the file in full."""
    return len(flatten(number)) > NUMBER_LENGTH


def original_invoice(entry: Entry) -> str:
    """The number of the first invoice that a correction corrects; empty where it gives none, or only a KSeF number, which must not be cut."""
    number = flatten(entry.correction.number) if entry.correction is not None else ""
    return "" if number and ksef_number.find(number) == number else number


def original_number(entry: Entry) -> str:
    """NR_DOK_ORYG of a correction: the first original's number (spec, rule 4); ``BRAK`` where the document does not give it."""
    if not entry.kind.is_correction:
        return ""
    return written_number(original_invoice(entry)) or _NO_NUMBER


def description(entry: Entry, environment: Environment) -> str:
    """OPIS in full: the environment's mark, the full number where NUMER holds a shortened one, the description, a correction's reason."""
    parts = [
        f"Nr {flatten(entry.number)}" if is_shortened(entry.number) else "",
        flatten(entry.description),
        flatten(entry.correction.reason) if entry.correction is not None else "",
    ]
    return marked("; ".join(dict.fromkeys(filter(None, parts))), environment)


def decisions(entry: Entry) -> Mapping[str, str]:
    """What the entry says beyond the document, by the names the options use; empty texts where it says nothing."""
    purchase = entry.direction is Direction.PURCHASE
    income = entry.income
    return {
        "category": entry.category,
        "account": entry.account,
        "vat_account": entry.vat_account,
        "settlement_account": entry.settlement_account,
        "register": entry.register,
        "cost_type": entry.cost_type,
        "column": f"{income.rate}%" if income.rate else income.column,
        "deductible_share": f"{entry.deductible_share.normalize():f}%" if purchase and entry.deductible_share != WHOLE else "",
        "fixed_asset": "ŚT" if purchase and entry.fixed_asset else "",
        "unit": entry.unit,
    }
