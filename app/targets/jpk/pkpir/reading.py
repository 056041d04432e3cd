"""An independent reading of a JPK_PKPIR file: its rows, with the control sums proved."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import BinaryIO, Final

from app.booking.entry import Direction
from app.targets.contract import ReadDocument, ReadRow, read_rows
from app.targets.jpk.reading import amount, children, decimal_of, given, sections

NAMESPACE: Final = "http://jpk.mf.gov.pl/wzor/2024/10/30/10302/"
_REVENUE: Final = ("K_7", "K_8")
_COSTS: Final = ("K_10", "K_11", "K_12", "K_13", "K_15", "K_16B")


def read_documents(file: BinaryIO) -> Iterator[ReadDocument]:
    """The rows of one file. `ReadDocument.issue_date` is the day of the event: the book has no date of issue.

    Raises `ValueError` for what is no JPK_PKPIR, and where rows and sums disagree.
    """
    count, revenue, proved = 0, Decimal(0), False
    for name, element in sections(file, NAMESPACE, ("PKPIRWiersz", "PKPIRCtrl")):
        values = children(element)
        if name == "PKPIRWiersz":
            count += 1
            revenue += amount(values.get("K_9", "0"))
            _prove(values)
            yield _document(values)
        else:
            if given(values, "LiczbaWierszy") != str(count) or decimal_of(values, "SumaPrzychodow") != revenue:
                raise ValueError(f"PKPIRCtrl: {values}, rows {count}, revenue {revenue}")
            proved = True
    if not proved:
        raise ValueError("PKPIRCtrl missing")


def _prove(values: dict[str, str]) -> None:
    for sum_field, parts in (("K_9", _REVENUE), ("K_14", ("K_12", "K_13"))):
        added = sum((amount(values[part]) for part in parts if part in values), Decimal(0))
        if amount(values.get(sum_field, "0")) != added:
            raise ValueError(f"{sum_field} is not {added}")


def _document(values: dict[str, str]) -> ReadDocument:
    sale = any(name in values for name in _REVENUE)
    country = values.get("K_4A", "")
    country = {"PL": "", "GR": "EL"}.get(country, country)
    number = "".join(char for char in values.get("K_4B", "") if char.isalnum())
    return ReadDocument(
        direction=Direction.SALE if sale else Direction.PURCHASE,
        number=given(values, "K_3A"),
        issue_date=dt.date.fromisoformat(given(values, "K_2")),
        tax_number=country + number if number else "",
        ksef_number=values.get("K_3B", ""),
        rows=read_rows(
            ReadRow(name.removesuffix("B"), amount(values[name]), Decimal(0)) for name in (*_REVENUE, *_COSTS) if name in values
        ),
    )
