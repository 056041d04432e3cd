"""An independent reading of a JPK_FA file: its invoices, with all control sums proved."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import BinaryIO, Final

from app.booking.entry import Direction
from app.targets.contract import ReadDocument, ReadRow, read_rows
from app.targets.jpk.reading import amount, children, decimal_of, given, sections

NAMESPACE: Final = "http://jpk.mf.gov.pl/wzor/2022/02/17/02171/"
_COUNTED: Final = {"Faktura": "P_15", "FakturaWiersz": "P_11", "Zamowienie": "WartoscZamowienia"}
_CONTROLS: Final = {
    "FakturaCtrl": ("Faktura", "LiczbaFaktur", "WartoscFaktur"),
    "FakturaWierszCtrl": ("FakturaWiersz", "LiczbaWierszyFaktur", "WartoscWierszyFaktur"),
    "ZamowienieCtrl": ("Zamowienie", "LiczbaZamowien", "WartoscZamowien"),
}


def read_documents(file: BinaryIO) -> Iterator[ReadDocument]:
    """The invoices of one file. In another currency than PLN, which the heading then names, the file states PLN for the tax only: the net
    amounts are in that currency.

    Raises `ValueError` for what is no JPK_FA, and where invoices, lines or orders and their sums disagree.
    """
    counts = dict.fromkeys(_COUNTED, 0)
    sums = dict.fromkeys(_COUNTED, Decimal(0))
    proved: set[str] = set()
    ours = ""
    for name, element in sections(file, NAMESPACE, ("IdentyfikatorPodmiotu", *_COUNTED, *_CONTROLS)):
        values = children(element)
        if name == "IdentyfikatorPodmiotu":
            ours = given(values, "NIP")
        elif name in _COUNTED:
            counts[name] += 1
            sums[name] += amount(values.get(_COUNTED[name], "0"))
            if name == "Faktura":
                yield _document(values, ours)
        else:
            section, count, value = _CONTROLS[name]
            if given(values, count) != str(counts[section]) or decimal_of(values, value) != sums[section]:
                raise ValueError(f"{name}: {values}, counted {counts[section]} of {sums[section]}")
            proved.add(section)
    if missing := {name for name in _COUNTED if counts[name] and name not in proved} or not counts["Faktura"]:
        raise ValueError(f"without control sums or invoices: {missing}")


def _document(values: dict[str, str], ours: str) -> ReadDocument:
    direction = Direction.SALE if values.get("P_4B") == ours else Direction.PURCHASE
    number = values.get("P_5A", "") + values.get("P_5B", "") if direction is Direction.SALE else values.get("P_4B", "")
    return ReadDocument(
        direction=direction,
        number=given(values, "P_2A"),
        issue_date=dt.date.fromisoformat(given(values, "P_1")),
        tax_number="".join(char for char in number if char.isalnum()),
        rows=read_rows(_rows(values)),
    )


def _rows(values: dict[str, str]) -> Iterator[ReadRow]:
    currency = given(values, "KodWaluty")
    mark = "" if currency == "PLN" else f" {currency}"
    for name, text in values.items():
        if name.startswith("P_13_"):
            tax = name.replace("13", "14", 1)
            yield ReadRow(f"{name}{mark}", amount(text), amount(values.get(f"{tax}W") or values.get(tax, "0")))
