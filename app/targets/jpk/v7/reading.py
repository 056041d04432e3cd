"""An independent reading of a JPK_V7 file: its rows, with the control sums proved."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import BinaryIO, Final

from lxml import etree

from app.booking.entry import Direction
from app.targets.contract import ReadDocument, ReadRow, read_rows
from app.targets.jpk.reading import amount, children, decimal_of, given, sections

_ROWS: Final = {"SprzedazWiersz": Direction.SALE, "ZakupWiersz": Direction.PURCHASE}
_CONTROLS: Final = {
    "SprzedazCtrl": (Direction.SALE, "LiczbaWierszySprzedazy", "PodatekNalezny"),
    "ZakupCtrl": (Direction.PURCHASE, "LiczbaWierszyZakupow", "PodatekNaliczony"),
}
_NAMES: Final = {
    Direction.SALE: ("NrKontrahenta", "DowodSprzedazy", "DataWystawienia"),
    Direction.PURCHASE: ("NrDostawcy", "DowodZakupu", "DataZakupu"),
}
_PAIRS: Final = {"K_15": "K_16", "K_17": "K_18", "K_19": "K_20", "K_40": "K_41", "K_42": "K_43"}
_MARGINS: Final = ("SprzedazVAT_Marza", "ZakupVAT_Marza")
_WAYS: Final = ("NrKSeF", "OFF", "BFK", "DI")


def read_documents(file: BinaryIO, namespace: str) -> Iterator[ReadDocument]:
    """The rows of both registers. Raises `ValueError` for what is no such file, and where rows and control sums disagree."""
    counts = dict.fromkeys(Direction, 0)
    taxes = dict.fromkeys(Direction, Decimal(0))
    proved: set[str] = set()
    for name, element in sections(file, namespace, (*_ROWS, *_CONTROLS)):
        values = children(element)
        if name in _ROWS:
            side = _ROWS[name]
            counts[side] += 1
            taxes[side] += _tax(values)
            yield _document(element, values, side)
            continue
        side, count, tax = _CONTROLS[name]
        if given(values, count) != str(counts[side]) or decimal_of(values, tax) != taxes[side]:
            raise ValueError(f"{name}: {values}, rows {counts[side]}, tax {taxes[side]}")
        proved.add(name)
    if proved != set(_CONTROLS):
        raise ValueError(f"control sums missing: {set(_CONTROLS) - proved}")


def _tax(values: dict[str, str]) -> Decimal:
    if values.get("TypDokumentu") == "FP":
        return Decimal(0)
    return sum((amount(values[tax]) for tax in _PAIRS.values() if tax in values), Decimal(0))


def _document(element: etree._Element, values: dict[str, str], side: Direction) -> ReadDocument:
    if sum(way in values for way in _WAYS) != 1:
        raise ValueError(f"row {element.tag!r} without exactly one of {_WAYS}")
    number, document, issued = _NAMES[side]
    tax_number = given(values, number)
    country = values.get("KodKrajuNadaniaTIN", "")
    return ReadDocument(
        direction=side,
        number=given(values, document),
        issue_date=dt.date.fromisoformat(given(values, issued)),
        tax_number="" if tax_number == "BRAK" else country + "".join(char for char in tax_number if char.isalnum()),
        ksef_number=values.get("NrKSeF", ""),
        rows=read_rows(_rows(values)),
    )


def _rows(values: dict[str, str]) -> Iterator[ReadRow]:
    """One row for each net field; K_12 is a part of K_11 (guide §13.1), which is read without it."""
    taxes = set(_PAIRS.values())
    for name, text in values.items():
        if (name.startswith("K_") and name not in taxes) or name in _MARGINS:
            tax = _PAIRS.get(name, "")
            inside = amount(values.get("K_12", "0")) if name == "K_11" else Decimal(0)
            yield ReadRow(name, amount(text) - inside, amount(values[tax]) if tax else Decimal(0))
