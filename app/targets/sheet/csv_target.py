"""CSV: a file for each register, and one with a row for each document and rate."""

import csv
import datetime as dt
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
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
from app.targets.sheet.registers import Table, file_name, rows, tables, written
from app.targets.spool import Spool
from app.targets.wording import transliterate

_NUMBER: Final = re.compile(r"[+-]?\d[\d ]*(?:[.,]\d+)?", re.ASCII)
_BOM: Final = b"\xef\xbb\xbf"


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
        registers = tables(options)
        spools = {table.slug: Spool() for table in registers}
        documents: dict[str, int] = defaultdict(int)
        cell = _writer(options)
        for place, entry in written(batch, options):
            for table, lines in groupby(rows(registers, batch, place, entry, cell), itemgetter(0)):
                spools[table.slug].write(_encoded((line for _, line in lines), options))
                documents[table.slug] += 1
        for table in registers:
            if documents[table.slug]:
                chunks = _chunks(table, spools[table.slug], options)
                yield OutputFile(file_name(batch, table.slug, ".csv"), chunks, documents[table.slug])

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


def _chunks(table: Table, spool: Spool, options: CsvOptions) -> Iterator[bytes]:
    heading = _encoded([[transliterate(column.title, options.encoding) for column in table.columns]], options)
    yield (_BOM if options.encoding == "utf-8-sig" else b"") + heading
    yield from spool.drain()


def _encoded(lines: Iterable[Sequence[str]], options: CsvOptions) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode("cp1250" if options.encoding == "cp1250" else "utf-8")


def _writer(options: CsvOptions) -> Callable[[Column, Value], str]:
    """How the office wants a cell."""

    def cell(column: Column, value: Value) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, str):
            return _safe(value, options)
        if isinstance(value, Decimal):
            digits = f"{value.normalize():f}" if column.kind == "rate" else f"{value:.2f}"
            return digits.replace(".", options.decimal)
        return value.strftime(options.dates) if isinstance(value, dt.date) else str(value)

    return cell


def _safe(text: str, options: CsvOptions) -> str:
    """A text that a spreadsheet does not take for a formula, in characters of the file's encoding."""
    if options.encoding == "cp1250":
        text = transliterate(text, "cp1250")
    return f"'{text}" if looks_like_a_formula(text) and not _NUMBER.fullmatch(text) else text
