"""A workbook of Office Open XML, written as a stream.

Written here rather than by a library: a target must not touch the disk, and the libraries either keep every cell of 20,000 documents as an
object or pour them into temporary files. The few parts that a register needs are made row by row, amounts go in as the decimal digits they
are, and the same tables give the same bytes.
"""

import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape

from app.targets.sheet.columns import Column, Value
from app.targets.sheet.package import DECLARATION, MAIN, parts
from app.targets.spool import Spool
from app.targets.wording import shorten

_EPOCH: Final = dt.date(1899, 12, 30)
_CELL_LENGTH: Final = 32_767
_PRECISION: Final = 15
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA: Final = re.compile(r"[=+\-@]")

# Places in the cellXfs of the styles (see `app.targets.sheet.package`).
_HEADING, _TEXT, _QUOTED, _DATE, _MONEY, _COUNT, _RATE, _SUM, _SUM_TEXT = range(1, 10)
_STYLE: Final = {"text": _TEXT, "date": _DATE, "count": _COUNT, "pln": _MONEY, "currency": _MONEY, "rate": _RATE}
_WIDTH: Final = {"text": 16, "date": 12, "count": 6, "pln": 14, "currency": 14, "rate": 10}
_WIDE: Final = {"name": 36, "ksef_number": 38, "number": 22, "remarks": 60, "description": 40, "street": 26}


class Sheet:
    """One sheet: a heading row that stays in sight, typed cells, a filter, and a row of sums below."""

    def __init__(self, title: str, columns: Sequence[Column]) -> None:
        self.title = title
        self.count = 0
        self._columns = columns
        self._letters = [_letters(place) for place in range(len(columns))]
        self._sums = {place: Decimal("0.00") for place, column in enumerate(columns) if column.kind == "pln"}
        self._rows = Spool()

    @property
    def range(self) -> str:
        """The heading and the rows, as the filter names them."""
        return f"A1:{self._letters[-1]}{self.count + 1}"

    @property
    def absolute_range(self) -> str:
        """`range` as a defined name holds it."""
        return f"{quoted(self.title)}!$A$1:${self._letters[-1]}${self.count + 1}"

    def add(self, values: Sequence[Value]) -> None:
        """Add a row, in the order of the columns."""
        self.count += 1
        row = self.count + 1
        cells: list[str] = []
        for place, (column, value) in enumerate(zip(self._columns, values, strict=True)):
            if value is None or value == "":
                continue
            if place in self._sums and isinstance(value, Decimal):
                self._sums[place] += value
            cells.append(_cell(f"{self._letters[place]}{row}", column, value))
        self._rows.write(f'<row r="{row}">{"".join(cells)}</row>\n'.encode())

    def chunks(self) -> Iterator[bytes]:
        """The part of the sheet, once."""
        yield self._opening().encode()
        yield from self._rows.drain()
        yield self._closing().encode()

    def _opening(self) -> str:
        widths = "".join(
            f'<col min="{place}" max="{place}" width="{_WIDE.get(column.name, _WIDTH[column.kind])}" customWidth="1"/>'
            for place, column in enumerate(self._columns, 1)
        )
        heading = "".join(
            _text(f"{letters}1", column.title, _HEADING) for letters, column in zip(self._letters, self._columns, strict=True)
        )
        return (
            f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="13.5"/><cols>{widths}</cols><sheetData><row r="1">{heading}</row>\n'
        )

    def _closing(self) -> str:
        last, row = self.count + 1, self.count + 2
        sums = "".join(
            f'<c r="{letters}{row}" s="{_SUM}"><f>SUBTOTAL(109,{letters}2:{letters}{last})</f><v>{self._sums[place]}</v></c>'
            if place in self._sums
            else _text(f"{letters}{row}", "Razem", _SUM_TEXT)
            if place == 0
            else ""
            for place, letters in enumerate(self._letters)
        )
        return (
            f'<row r="{row}">{sums}</row></sheetData><autoFilter ref="{self.range}"/>'
            '<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/></worksheet>'
        )


def quoted(title: str) -> str:
    """A sheet's name inside a formula."""
    return "'" + title.replace("'", "''") + "'"


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _cell(address: str, column: Column, value: Value) -> str:
    if isinstance(value, dt.date):
        return f'<c r="{address}" s="{_DATE}"><v>{(value - _EPOCH).days}</v></c>'
    if isinstance(value, str):
        return _text(address, value, _QUOTED if _FORMULA.match(value) else _TEXT)
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > _PRECISION:
        return _text(address, f"{value:f}".replace(".", ","), _TEXT)  # a spreadsheet would keep only its first fifteen digits
    return f'<c r="{address}" s="{_STYLE[column.kind]}"><v>{value:f}</v></c>'


def _text(address: str, text: str, style: int) -> str:
    body = escape(_ESCAPED.sub("_x005F_", shorten(text, _CELL_LENGTH)))
    return f'<c r="{address}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{body}</t></is></c>'


class _Sink:
    """What the archive is written to; its pieces are taken away as they come."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def taken(self) -> bytes:
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


def workbook_chunks(sheets: Sequence[Sheet], written_at: dt.datetime) -> Iterator[bytes]:
    """The file in pieces: no part bears any time but `written_at`."""
    sink = _Sink()
    names = [sheet.title for sheet in sheets]
    filters = [sheet.absolute_range for sheet in sheets]
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload] # it needs only write and flush
        for name, text in parts(names, filters, written_at).items():
            with archive.open(_info(name, written_at), "w") as part:
                part.write(text.encode())
            yield sink.taken()
        for place, sheet in enumerate(sheets, 1):
            with archive.open(_info(f"xl/worksheets/sheet{place}.xml", written_at), "w") as part:
                for chunk in sheet.chunks():
                    part.write(chunk)
                    if data := sink.taken():
                        yield data
    yield sink.taken()


def _info(name: str, written_at: dt.datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, written_at.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0  # otherwise the bytes would tell Windows from Linux
    return info
