"""An independent reading of a written file: headers and VAT tables by the places of their fields (spec 1, 3, 4)."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import BinaryIO, Final

from app.base.money import round_money
from app.booking.entry import Direction
from app.targets.contract import ReadDocument, ReadRow, letters_and_digits, read_rows

_TYPES: Final = {
    "FS": Direction.SALE,
    "FM": Direction.SALE,
    "KFS": Direction.SALE,
    "KFM": Direction.SALE,
    "FZ": Direction.PURCHASE,
    "KFZ": Direction.PURCHASE,
    "FR": Direction.PURCHASE,
}
# Fields of a header and columns of a row, by their number in the specification.
_TYPE, _SUPPLIER_NUMBER, _NUMBER, _NIP, _ISSUED, _ROWS, _RATE, _REMARKS = 1, 5, 7, 18, 22, 25, 48, 49
_HEADER_LENGTH: Final = 62
_SYMBOL, _NET, _TAX = 1, 3, 4
_PLACES: Final = frozenset({"[INFO]", "[NAGLOWEK]", "[ZAWARTOSC]"})
_DAY: Final = re.compile(r"(\d{4})(\d\d)(\d\d)000000", re.ASCII)
_KSEF: Final = re.compile(r"(?:[^;]+ – )?KSeF: ([0-9A-Z-]+)(?:; |$)")
_SHORTENED: Final = re.compile(r"(.*)~[0-9A-F]{8}")
_SEPARATOR: Final = "; "


def comparable(number: str) -> str:
    """A number as far as the remarks, whose texts a semicolon parts, let it be known for certain."""
    return number.split(_SEPARATOR, 1)[0]


def read_documents(file: BinaryIO) -> Iterator[ReadDocument]:
    """The documents of one file, one in memory at a time. Raises `ValueError` for what is no EDI++ file."""
    text = io.TextIOWrapper(file, encoding="cp1250", newline="")
    header: list[str] | None = None
    rows: list[list[str]] = []
    place = ""
    try:
        for record in csv.reader(text, strict=True):
            if len(record) == 1 and record[0] in _PLACES:
                if place == "" and record[0] != "[INFO]":
                    raise ValueError("no [INFO] at the beginning")
                place = record[0]
                if place == "[NAGLOWEK]" and header is not None:
                    yield _document(header, rows)
                    header, rows = None, []
            elif record and place == "[NAGLOWEK]" and len(record) > 1:
                header = record
            elif record and place == "[ZAWARTOSC]" and header is not None:
                rows.append(record)
    except csv.Error as error:
        raise ValueError(str(error)) from error
    finally:
        text.detach()
    if header is not None:
        yield _document(header, rows)
    if not place:
        raise ValueError("no records in the file")


def _document(header: Sequence[str], rows: Sequence[Sequence[str]]) -> ReadDocument:
    if len(header) != _HEADER_LENGTH:
        raise ValueError(f"a header of {len(header)} fields")
    kind = header[_TYPE - 1]
    if kind not in _TYPES:
        raise ValueError(f"unknown type of document {kind}")
    if header[_ROWS - 1] != str(len(rows)):
        raise ValueError(f"{len(rows)} rows where the header says {header[_ROWS - 1]}")
    direction = _TYPES[kind]
    remarks = header[_REMARKS - 1]
    found = _KSEF.match(remarks)
    rate = _amount(header[_RATE - 1])
    return ReadDocument(
        direction=direction,
        number=comparable(_number(header[(_NUMBER if direction is Direction.SALE else _SUPPLIER_NUMBER) - 1], remarks)),
        issue_date=_day(header[_ISSUED - 1]),
        tax_number=letters_and_digits(header[_NIP - 1]),
        ksef_number=found[1] if found else "",
        rows=read_rows([_row(row, rate) for row in rows]),
    )


def _number(field: str, remarks: str) -> str:
    """The document's number: the field's, or the whole one that the remarks give where the field holds a shortened one."""
    short = _SHORTENED.fullmatch(field)
    if short is None:
        return field
    for text in remarks.split(_SEPARATOR):
        _mark, label, whole = text.partition("Numer: ")
        if label and whole.startswith(comparable(short[1])):
            return whole
    return field


def _row(row: Sequence[str], rate: Decimal) -> ReadRow:
    """A row in PLN: what a program makes of it with the header's rate."""
    return ReadRow(row[_SYMBOL - 1], round_money(_amount(row[_NET - 1]) * rate), round_money(_amount(row[_TAX - 1]) * rate))


def _amount(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"no amount: {text}") from error


def _day(text: str) -> dt.date:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"no date: {text}")
    return dt.date(int(found[1]), int(found[2]), int(found[3]))
