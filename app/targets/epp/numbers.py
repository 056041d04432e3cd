"""Document numbers and keys (spec 3.1)."""

from typing import Final, NamedTuple

from app.base.findings import Finding, asks, notes
from app.booking.entry import Direction, Entry
from app.targets.epp.layout import HEADER
from app.targets.questions import SHORT_NUMBER, YES
from app.targets.wording import short_number

_KEY_LIMIT: Final = 30
_DOCUMENTED_SUPPLIER_LIMIT: Final = 20
_KSEF_DIGITS: Final = slice(20, -3)


class Numbering(NamedTuple):
    """Numbers of one document: field 4, field 5, field 7, and the key which auxiliary sections refer to.

    `shortened` tells that the full number has to stand in the notes.
    """

    running: int
    supplier: str
    number: str
    key: str
    shortened: bool


class Numbers:
    """Gives every document of one file a number of its own within its type."""

    def __init__(self) -> None:
        self._taken: dict[str, set[str]] = {}

    def assign(self, document_type: str, entry: Entry, number: str, found: list[Finding]) -> Numbering:
        """The numbers of a document whose P_2, in the file's characters, is `number`."""
        taken = self._taken.setdefault(document_type, set())
        limit = _KEY_LIMIT - len(document_type) - 1
        if entry.direction is Direction.SALE:
            supplier, own = "", short_number(number, limit, taken, seed=entry.ksef_number or entry.source)
            shortened = own != number
        else:
            supplier = short_number(number, HEADER.limit("supplier_number"))
            shortened = supplier != number
            own = _purchase_number(number, limit, taken, entry)
        if shortened:
            _ask(entry, limit, own if entry.direction is Direction.SALE else supplier, found)
        elif len(supplier) > _DOCUMENTED_SUPPLIER_LIMIT:
            found.append(
                notes(
                    "supplier_number_long",
                    f"Numer {supplier} ma {len(supplier)} znaków; opis formatu przewiduje 20, nexo przyjmuje dłuższe.",
                    "P_2",
                )
            )
        taken.add(own)
        return Numbering(len(taken), supplier, own, f"{document_type} {own}", shortened)


def _purchase_number(number: str, limit: int, taken: set[str], entry: Entry) -> str:
    """Our own number of a purchase: the supplier's where it fits and is free, else the twelve digits of the KSeF number."""
    if len(number) <= limit and number not in taken:
        return number
    digits = entry.ksef_number[_KSEF_DIGITS].replace("-", "")
    if digits and digits not in taken:
        return digits
    return short_number(number, limit, taken, seed=entry.ksef_number or entry.source)


def _ask(entry: Entry, limit: int, short: str, found: list[Finding]) -> None:
    if entry.decisions.get(SHORT_NUMBER.code) == YES:
        found.append(notes("number_shortened", f"Numer {entry.number} zapisano jako {short}; pełny numer jest w uwagach.", "P_2"))
        return
    reason = f"ma ponad {limit} znaków" if len(entry.number) > limit else "powtarza się w pliku"
    found.append(
        asks(
            SHORT_NUMBER.code,
            f"Numer {entry.number} {reason}. Czy zapisać go jako {short}, a pełny w uwagach?",
            "P_2",
        )
    )
