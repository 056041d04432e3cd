"""A workbook of XlsxWriter, filled row by row."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from xlsxwriter import Workbook  # type: ignore[import-untyped] # has neither types nor stubs
from xlsxwriter.exceptions import XlsxFileError  # type: ignore[import-untyped] # see above
from xlsxwriter.format import Format  # type: ignore[import-untyped] # see above
from xlsxwriter.utility import xl_range  # type: ignore[import-untyped] # see above
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped] # see above

from app.base.errors import StorageError, UnusableArgument
from app.targets.sheet.cells import cell_text, looks_like_a_formula
from app.targets.sheet.columns import Column, Value

_ROWS: Final = 1_048_576 - 2
"""What a sheet holds besides its heading and its sums."""
_PRECISION: Final = 15
_PIECE: Final = 64 * 1024

_FONT: Final = {"font_name": "Calibri", "font_size": 10}
_TEXT: Final = {"num_format": "@"}
_MONEY: Final = {"num_format": 4}
_FORMATS: Final = {
    "text": _TEXT,
    "quoted": {**_TEXT, "quote_prefix": True},
    "date": {"num_format": r"yyyy\-mm\-dd"},
    "count": {"num_format": 1},
    "pln": _MONEY,
    "currency": _MONEY,
    "rate": {"num_format": "0.0000##"},
    "heading": {**_TEXT, "bold": True, "bg_color": "#E7ECF2"},
    "sum": {**_MONEY, "bold": True, "top": 1},
    "sum_text": {**_TEXT, "bold": True, "top": 1},
}
"""Formats of cells by the kind of their column, and of the rows above and below."""
_WIDTH: Final = {"text": 16, "date": 12, "count": 6, "pln": 14, "currency": 14, "rate": 10}
_WIDE: Final = {"name": 36, "ksef_number": 38, "number": 22, "remarks": 60, "description": 40, "street": 26}


class Sheet:
    """One sheet: a heading row that stays in sight, typed cells, a filter, and a row of sums below."""

    def __init__(self, worksheet: Worksheet, columns: Sequence[Column], formats: Mapping[str, Format]) -> None:
        self._worksheet = worksheet
        self._columns = columns
        self._formats = formats
        self._count = 0
        self._sums = {place: Decimal("0.00") for place, column in enumerate(columns) if column.kind == "pln"}
        worksheet.freeze_panes(1, 0)
        worksheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.5)
        for place, column in enumerate(columns):
            worksheet.set_column(place, place, _WIDE.get(column.name, _WIDTH[column.kind]))
            worksheet.write_string(0, place, column.title, formats["heading"])

    def add(self, values: Sequence[Value]) -> None:
        """Add a row, in the order of the columns. Raises `UnusableArgument` for one row more than a sheet can have."""
        if self._count == _ROWS:
            raise UnusableArgument(
                f"Arkusz Excela mieści najwyżej {_ROWS} wierszy, a dokumentów jest więcej.",
                advice="Zapisz rejestr w częściach, na przykład miesiącami, albo wybierz plik CSV.",
            )
        self._count += 1
        for place, (column, value) in enumerate(zip(self._columns, values, strict=True)):
            if value is None or value == "":
                continue
            if place in self._sums and isinstance(value, Decimal):
                self._sums[place] += value
            self._cell(place, column, value)

    def finish(self) -> None:
        """Put the filter over the rows and the sums below them."""
        self._worksheet.autofilter(0, 0, self._count, len(self._columns) - 1)
        below = self._count + 1
        for place in range(len(self._columns)):
            if place in self._sums:
                formula = f"=SUBTOTAL(109,{xl_range(1, place, self._count, place)})"
                self._worksheet.write_formula(below, place, formula, self._formats["sum"], self._sums[place])
            elif place == 0:
                self._worksheet.write_string(below, place, "Razem", self._formats["sum_text"])

    def _cell(self, place: int, column: Column, value: Value) -> None:
        write, formats = self._worksheet, self._formats
        if isinstance(value, dt.date):
            write.write_datetime(self._count, place, value, formats["date"])
        elif isinstance(value, str):
            write.write_string(self._count, place, cell_text(value), formats["quoted" if looks_like_a_formula(value) else "text"])
        elif isinstance(value, Decimal) and len(value.as_tuple().digits) > _PRECISION:
            # A spreadsheet would keep only its first fifteen digits.
            write.write_string(self._count, place, f"{value:f}".replace(".", ","), formats["text"])
        else:
            write.write_number(self._count, place, value, formats[column.kind])


class Book:
    """The workbook while it is filled: sheets in the order in which they are added."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._formats = {name: workbook.add_format(properties) for name, properties in _FORMATS.items()}
        self._sheets: list[Sheet] = []

    def add_sheet(self, title: str, columns: Sequence[Column]) -> Sheet:
        """A new sheet with its heading."""
        sheet = Sheet(self._workbook.add_worksheet(title), columns, self._formats)
        self._sheets.append(sheet)
        return sheet

    def finish(self) -> None:
        """Nothing is added any more."""
        for sheet in self._sheets:
            sheet.finish()


def workbook_chunks(fill: Callable[[Book], None], written_at: dt.datetime) -> Iterator[bytes]:
    """The file that `fill` makes, in pieces. It bears no time but `written_at`.

    The rows wait in a folder of temporary files, which is removed with the last piece and also when the reader gives up. Raises
    `StorageError` where there is no room for them.
    """
    with TemporaryDirectory(prefix="konwerter-ksef-", ignore_cleanup_errors=True) as folder:
        path = Path(folder, "rejestr.xlsx")
        try:
            with Workbook(path, {"constant_memory": True, "tmpdir": folder, "default_format_properties": _FONT}) as workbook:
                workbook.set_properties({"author": "Konwerter KSeF", "created": written_at.astimezone(dt.UTC)})
                book = Book(workbook)
                fill(book)
                book.finish()
            with path.open("rb") as file:
                while piece := file.read(_PIECE):
                    yield piece
        except (OSError, XlsxFileError) as error:
            raise StorageError(
                "Nie można użyć pliku tymczasowego.",
                advice="Zwolnij miejsce na dysku z plikami tymczasowymi i spróbuj ponownie.",
                detail=str(error),
            ) from error
