"""XLSX: one workbook with a sheet for each table."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO, ClassVar

from app.base.findings import Finding
from app.booking.entry import Direction, Entry
from app.targets.contract import Batch, OutputFile, ReadDocument, Target
from app.targets.sheet.cells import cell_text
from app.targets.sheet.checks import findings
from app.targets.sheet.expecting import in_register, in_statement
from app.targets.sheet.options import XlsxOptions
from app.targets.sheet.registers import Rows, Table, as_it_is, file_name, tables, written
from app.targets.sheet.workbook_reading import read_workbook


class Xlsx(Target[XlsxOptions]):
    """Real dates and amounts, tax numbers and document numbers as text."""

    id: ClassVar[str] = "xlsx"
    title: ClassVar[str] = "Rejestr VAT w arkuszu Excel (uniwersalny)"
    suffix: ClassVar[str] = ".xlsx"
    options: ClassVar[type[XlsxOptions]] = XlsxOptions
    import_steps: ClassVar[str] = (
        "Otwórz plik w Excelu albo LibreOffice: sprzedaż i zakup są na osobnych arkuszach, z filtrem i wierszem sum. "
        "Program księgowy z importem z arkusza wymaga wskazania kolumn według nagłówków z pierwszego wiersza."
    )
    unproven: ClassVar[str] = "Układ uniwersalny: import do programu księgowego wymaga sprawdzenia próbnym importem."

    def check(self, batch: Batch, options: XlsxOptions) -> Iterator[Finding]:
        """Notes on documents left out; every text goes in as it stands."""
        return findings(batch, options, lambda text: text)

    def write(self, batch: Batch, options: XlsxOptions) -> Iterator[OutputFile]:
        """One file; none where nothing is left to write.

        Its rows wait in temporary files, which are gone when the last piece is read: a year's documents take no memory. Nothing else is
        left on the disk.
        """
        present = _directions(batch, options)
        if present:
            file = OutputFile(file_name(batch, "", ".xlsx"), ())
            file.chunks = _chunks(file, [table for table in tables(options) if table.direction in present], batch, options)
            yield file

    def expect(self, entry: Entry, batch: Batch, options: XlsxOptions) -> ReadDocument | None:  # noqa: ARG002 - the contract's
        """The document in its register, as far as the chosen columns tell."""
        return in_register(entry, options, cell_text)

    def expect_all(self, entry: Entry, batch: Batch, options: XlsxOptions) -> tuple[ReadDocument, ...]:  # noqa: ARG002 - see above
        """The document in its register and in the statement by rates."""
        found = (in_register(entry, options, cell_text), in_statement(entry, options, cell_text))
        return tuple(one for one in found if one is not None)

    def read(self, file: BinaryIO) -> Iterator[ReadDocument]:
        """The documents of the workbook: of registers and of statements by rates."""
        return read_workbook(file)


def _directions(batch: Batch, options: XlsxOptions) -> set[Direction]:
    """The registers that get a row."""
    found: set[Direction] = set()
    for _, entry in written(batch, options):
        found.add(entry.direction)
        if len(found) == len(Direction):
            break
    return found


def _chunks(file: OutputFile, chosen: Sequence[Table], batch: Batch, options: XlsxOptions) -> Iterator[bytes]:
    from app.targets.sheet.workbook import Book, workbook_chunks  # noqa: PLC0415 - XlsxWriter is loaded by those who write with it

    def fill(book: Book) -> None:
        sheets = {table.slug: book.add_sheet(table.title, table.columns) for table in chosen}
        registers = Rows(chosen, as_it_is)
        for place, entry in written(batch, options):
            file.documents += 1
            for table, lines in registers.of(batch, place, entry):
                for values in lines:
                    sheets[table.slug].add(values)

    return workbook_chunks(fill, batch.written_at)
