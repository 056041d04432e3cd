"""CSV: a file for each register, and one with a row for each document and rate."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import BinaryIO, ClassVar, Final

from app.base.findings import Finding
from app.booking.entry import Entry
from app.targets.contract import Batch, OutputFile, ReadDocument, Target
from app.targets.sheet.cells import looks_like_a_formula
from app.targets.sheet.checks import findings
from app.targets.sheet.columns import Column, Value
from app.targets.sheet.expecting import in_register, in_statement
from app.targets.sheet.options import CsvOptions
from app.targets.sheet.reading import read_csv
from app.targets.sheet.registers import Rows, Table, file_name, tables, written
from app.targets.spool import Spool
from app.targets.wording import transliterate

_NUMBER: Final = re.compile(r"[+-]?\d[\d ]*(?:[.,]\d+)?", re.ASCII)
_BOM: Final = "\ufeff"
_PIECE: Final = 64 * 1024
_ISO: Final = "%Y-%m-%d"


class Csv(Target[CsvOptions]):
    """Semicolons, quotes where needed, CR LF. One pass over the entries fills all files (see `Spool`)."""

    id: ClassVar[str] = "csv"
    title: ClassVar[str] = "Rejestr VAT w pliku CSV (uniwersalny)"
    suffix: ClassVar[str] = ".csv"
    options: ClassVar[type[CsvOptions]] = CsvOptions
    import_steps: ClassVar[str] = (
        "W programie księgowym wybierz import z pliku tekstowego (CSV) i wskaż wzorzec z kolumnami rozdzielonymi średnikiem. "
        "Sprzedaż i zakup są w osobnych plikach; pliki „stawki” mają po jednym wierszu na dokument i stawkę."
    )
    unproven: ClassVar[str] = "Układ uniwersalny: wzorzec importu w programie księgowym wymaga sprawdzenia próbnym importem."

    def check(self, batch: Batch, options: CsvOptions) -> Iterator[Finding]:
        """Notes on documents left out and on texts that the file holds otherwise than the invoice."""
        return findings(batch, options, lambda text: _safe(text, options))

    def write(self, batch: Batch, options: CsvOptions) -> Iterator[OutputFile]:
        """A file for each table that has a row."""
        chosen = tables(options)
        files = {table.slug: _Lines(table, options) for table in chosen}
        registers = Rows(chosen, _writer(options))
        for place, entry in written(batch, options):
            for table, lines in registers.of(batch, place, entry):
                files[table.slug].add(lines)
        for table in chosen:
            file = files[table.slug]
            if file.documents:
                yield OutputFile(file_name(batch, table.slug, ".csv"), file.drain(), file.documents)

    def expect(self, entry: Entry, batch: Batch, options: CsvOptions) -> ReadDocument | None:  # noqa: ARG002 - the contract's
        """The document in its register, as far as the chosen columns tell."""
        return in_register(entry, options, lambda text: _safe(text, options))

    def expect_all(self, entry: Entry, batch: Batch, options: CsvOptions) -> tuple[ReadDocument, ...]:  # noqa: ARG002 - see above
        """The document in its register and in the statement by rates."""

        def written_as(text: str) -> str:
            return _safe(text, options)

        found = (in_register(entry, options, written_as), in_statement(entry, options, written_as))
        return tuple(one for one in found if one is not None)

    def read(self, file: BinaryIO) -> Iterator[ReadDocument]:
        """The documents of one file: of registers and of statements by rates."""
        return read_csv(file)


class _Lines:
    """The lines of one file, from its heading on, and of how many documents they are."""

    def __init__(self, table: Table, options: CsvOptions) -> None:
        self._encoding = "cp1250" if options.encoding == "cp1250" else "utf-8"
        self._text = io.StringIO()
        self._text.write(_BOM if options.encoding == "utf-8-sig" else "")
        self._writer = csv.writer(self._text, delimiter=";", lineterminator="\r\n")
        self._writer.writerow([transliterate(column.title, options.encoding) for column in table.columns])
        self._spool = Spool()
        self.documents = 0

    def add(self, lines: Iterable[Sequence[str]]) -> None:
        """Add the lines of a document."""
        self.documents += 1
        self._writer.writerows(lines)
        if self._text.tell() > _PIECE:
            self._keep()

    def drain(self) -> Iterator[bytes]:
        """All lines, once."""
        self._keep()
        return self._spool.drain()

    def _keep(self) -> None:
        self._spool.write(self._text.getvalue().encode(self._encoding))
        self._text.seek(0)
        self._text.truncate()


def _writer(options: CsvOptions) -> Callable[[Column], Callable[[Value], str]]:
    """How the office wants the cells of a column."""

    def text(value: Value) -> str:
        return _safe(str(value), options) if value else ""

    def date(value: Value) -> str:
        if not isinstance(value, dt.date):
            return ""
        return value.isoformat() if options.dates == _ISO else value.strftime(options.dates)  # which takes ten times as long

    def count(value: Value) -> str:
        return str(value)

    def amount(value: Value) -> str:
        return "" if value is None else f"{value:.2f}".replace(".", options.decimal)

    def rate(value: Value) -> str:
        return f"{value.normalize():f}".replace(".", options.decimal) if isinstance(value, Decimal) else ""

    by_kind = {"text": text, "date": date, "count": count, "pln": amount, "currency": amount, "rate": rate}
    return lambda column: by_kind[column.kind]


def _safe(text: str, options: CsvOptions) -> str:
    """A text that a spreadsheet does not take for a formula, in characters of the file's encoding."""
    if options.encoding == "cp1250":
        text = transliterate(text, "cp1250")
    return f"'{text}" if looks_like_a_formula(text) and not _NUMBER.fullmatch(text) else text
