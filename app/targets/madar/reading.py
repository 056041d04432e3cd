"""An independent reading of a written file: columns by name (spec, CSV layout)."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import BinaryIO, Final

from app.booking.entry import Direction
from app.targets.contract import ReadDocument, ReadRow, read_rows

_NET: Final = re.compile(r"netto(\w+)")
_DAY: Final = re.compile(r"(\d{1,2})\.(\d\d)\.(\d{4})", re.ASCII)
_SIDES: Final = {"sprzedaż": Direction.SALE, "zakup": Direction.PURCHASE}
_NEEDED: Final = ("faktura_nr", "nip", "DATA_FAKTURY", "typ", "opis")


def read_documents(file: BinaryIO) -> Iterator[ReadDocument]:
    """The documents of one file; neighbouring rows of one document are one. Raises `ValueError` for what is no such file."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    try:
        reader = csv.DictReader(text, delimiter="\t", restval="", strict=True)
        missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"no columns {missing}")
        for _key, rows in groupby(
            reader, key=lambda row: tuple(row[name] for name in ("faktura_nr", "nip", "DATA_FAKTURY", "opis"))
        ):
            yield _document(list(rows))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    finally:
        text.detach()


def _document(rows: list[dict[str, str]]) -> ReadDocument:
    first = rows[0]
    side, *parts = first["opis"].split(" | ")
    if side not in _SIDES:
        raise ValueError(f"neither sale nor purchase: {side}")
    ksef = parts[0].removeprefix("KSeF ") if parts and parts[0].startswith("KSeF ") else ""
    return ReadDocument(
        direction=_SIDES[side],
        number=first["faktura_nr"],
        issue_date=_day(first["DATA_FAKTURY"]),
        tax_number="".join(char for char in first["nip"] if char.isalnum()),
        ksef_number=ksef,
        rows=read_rows(found for row in rows for found in _amounts(row)),
    )


def _amounts(row: Mapping[str, str]) -> Iterator[ReadRow]:
    for name in row:
        found = _NET.fullmatch(name or "")
        if found:
            yield ReadRow(name, _amount(row[name]), _amount(row.get(f"vat{found[1]}", "")))


def _amount(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", ".") or 0)
    except InvalidOperation as error:
        raise ValueError(f"no amount: {text}") from error


def _day(text: str) -> dt.date:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"no date: {text}")
    return dt.date(int(found[3]), int(found[2]), int(found[1]))
