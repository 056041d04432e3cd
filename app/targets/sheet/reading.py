"""An independent reading of written registers: columns by their headings, whatever their order and choice."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import BinaryIO, Final

from app.base.money import round_money
from app.booking.entry import Direction
from app.targets.contract import ReadDocument, ReadRow, letters_and_digits, read_rows

_SIDES: Final = {"S": Direction.SALE, "Z": Direction.PURCHASE}
_PAIRS: Final = {
    **{rate: (f"Netto {rate}", f"VAT {rate}") for rate in ("23", "8", "5", "inne stawki")},
    **{name: (f"Netto {name}", "") for name in ("0", "WDT", "eksport", "zw", "np", "oo")},
    "marża": ("Marża", ""),
    "OSS i zagraniczne": ("Netto OSS i zagraniczne", "VAT OSS i zagraniczne"),
    **{name: (name, "") for name in ("SprzedazVAT_Marza", "ZakupVAT_Marza")},
}
_JPK_FIELD: Final = re.compile(r"K_\d+")
JPK_TAX: Final = frozenset(
    f"K_{field}" for field in (16, 18, 20, 24, 26, 28, 30, 32, 33, 34, 35, 36, 360, 41, 43, 44, 45, 46, 47)
)
"""The fields of JPK_V7 that hold tax; the others hold a net amount."""
_TOTALS: Final = ("Razem netto", "Razem VAT")
_STATEMENT: Final = frozenset({"Lp", "Stawka", "Netto", "VAT"})
"""Columns which the statement by rates has and a register never has together."""
_ISO: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_DAY_FIRST: Final = re.compile(r"(\d\d)[.-](\d\d)[.-](\d{4})", re.ASCII)
_SERIAL: Final = re.compile(r"\d{1,6}", re.ASCII)
_SPREADSHEET_ZERO: Final = dt.date(1899, 12, 30)
_BOM: Final = b"\xef\xbb\xbf"
_Amounts = Callable[[Mapping[str, str]], Iterable[ReadRow]]

BY_RATE: Final = "stawka "
"""What headings of the statement by rates begin with."""
WHOLE: Final = "razem"
"""The heading of a register that has no columns of amounts but the totals."""


def read_csv(file: BinaryIO) -> Iterator[ReadDocument]:
    """The documents of one CSV file of this program. Raises `ValueError` for what is none."""
    start = file.read(len(_BOM))
    encoding = "utf-8"
    if start != _BOM:
        encoding = "cp1250"
        file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield from read_table(csv.reader(text, delimiter=";", strict=True))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    finally:
        text.detach()


def read_table(records: Iterator[Sequence[str]]) -> Iterator[ReadDocument]:
    """The documents of one table, whose first record holds the headings. Dates may be a spreadsheet's days."""
    titles = next(records, None)
    if not titles:
        raise ValueError("a table without headings")
    rows = (dict(zip(titles, record, strict=True)) for record in records)
    if set(titles) >= _STATEMENT:
        for _place, group in groupby(rows, key=lambda row: row["Lp"]):
            yield _document(list(group), _rated)
    else:
        pairs = _pairs(titles)
        for row in rows:
            yield _document([row], lambda row: (ReadRow(name, _amount(row, net), _amount(row, tax)) for name, net, tax in pairs))


def _pairs(titles: Sequence[str]) -> list[tuple[str, str, str]]:
    """Heading, column of net and column of tax (an empty name: no column) of a register."""
    pairs = [(name, net, tax) for name, (net, tax) in _PAIRS.items() if net in titles or tax in titles]
    fields = [title for title in titles if _JPK_FIELD.fullmatch(title)]
    pairs += [(field, "", field) if field in JPK_TAX else (field, field, "") for field in fields]
    if pairs:
        return pairs
    net, tax = (title if title in titles else "" for title in _TOTALS)
    return [(WHOLE, net, tax)]


def _rated(row: Mapping[str, str]) -> Iterable[ReadRow]:
    return [ReadRow(BY_RATE + row["Stawka"], _amount(row, "Netto"), _amount(row, "VAT"))]


def _document(rows: Sequence[Mapping[str, str]], amounts: _Amounts) -> ReadDocument:
    first = rows[0]
    side = first.get("Rejestr")
    return ReadDocument(
        direction=None if side is None else _side(side),
        number=first.get("Numer faktury", ""),
        issue_date=_day(first["Data wystawienia"]) if "Data wystawienia" in first else None,
        tax_number=letters_and_digits(first.get("Prefiks NIP", "") + first.get("NIP", "")),
        ksef_number=first.get("Numer KSeF", ""),
        rows=read_rows(found for row in rows for found in amounts(row)),
    )


def _side(letter: str) -> Direction:
    if letter not in _SIDES:
        raise ValueError(f"neither sale nor purchase: {letter}")
    return _SIDES[letter]


def _amount(row: Mapping[str, str], title: str) -> Decimal:
    """An amount in whole grosze; a spreadsheet's binary number is the nearest one."""
    text = row.get(title, "") or "0"
    try:
        return round_money(Decimal(text.replace(",", ".")))
    except InvalidOperation as error:
        raise ValueError(f"{title} is no amount: {text}") from error


def _day(text: str) -> dt.date:
    if found := _ISO.fullmatch(text):
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(text):
        return dt.date(int(found[3]), int(found[2]), int(found[1]))
    if _SERIAL.fullmatch(text):
        return _SPREADSHEET_ZERO + dt.timedelta(days=int(text))
    raise ValueError(f"no date: {text}")
