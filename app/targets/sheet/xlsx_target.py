"""XLSX: one workbook with a sheet for each table."""

from collections.abc import Iterator
from typing import ClassVar

from app.base.findings import Finding
from app.targets.contract import Batch, OutputFile, Target
from app.targets.sheet.checks import findings
from app.targets.sheet.options import XlsxOptions
from app.targets.sheet.registers import file_name, rows, tables, written
from app.targets.sheet.workbook import Sheet, workbook_chunks


class Xlsx(Target[XlsxOptions]):
    """Real dates and amounts, tax numbers and document numbers as text. One pass over the entries fills all sheets (see `Spool`)."""

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
        """One file; none where nothing is left to write."""
        sheets = [(table, Sheet(table.title, table.columns)) for table in tables(options)]
        documents = 0
        for place, entry in written(batch, options):
            documents += 1
            for table, sheet in sheets:
                for values in rows(table, batch, place, entry):
                    sheet.add(values)
        if documents:
            filled = [sheet for _, sheet in sheets if sheet.count]
            yield OutputFile(file_name(batch, "", ".xlsx"), workbook_chunks(filled, batch.written_at), documents)
