"""The target: one file with sales and purchases, told apart by the type of each row."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from app.base.findings import Finding, blocks
from app.booking.entry import Entry
from app.booking.questions import Question
from app.targets.contract import Batch, OutputFile, ReadDocument, ReadRow, Target, read_rows
from app.targets.findings import about, data_correction_skipped, identity
from app.targets.madar.checks import document_findings
from app.targets.madar.options import MadarOptions
from app.targets.madar.reading import read_documents
from app.targets.madar.record import HEADING, record, tax_number
from app.targets.madar.rows import COLUMNS, MARGIN, rows
from app.targets.spool import Spool
from app.targets.wording import flatten


class Madar(Target[MadarOptions]):
    """MADAR. Both places where it imports take sales and purchases together, as the vendor's sample files hold them: one file."""

    id: ClassVar[str] = "madar"
    title: ClassVar[str] = "MADAR (CSV rejestrów VAT)"
    suffix: ClassVar[str] = ".csv"
    options: ClassVar[type[MadarOptions]] = MadarOptions
    questions: ClassVar[tuple[Question, ...]] = (MARGIN,)
    import_steps: ClassVar[str] = (
        "W MADAR wybierz Rejestry VAT / operacje albo Integrator / import, potem czytanie z dysku pliku .csv, i wskaż zapisany plik; "
        "sprzedaż i zakup są w nim razem. Typy dokumentów z ustawień formatu muszą być na liście kodów (Rejestry VAT / operacje / lista kodów)."
    )
    unproven: ClassVar[str] = (
        "Do sprawdzenia próbnym importem: kwoty w kolumnach nettoZW i nettoNP, miesiąc rejestru (DATA_SPRZEDAZY), pola deklaracji dla typów "
        "dokumentów, korekty z kwotami ujemnymi, kontrahenci zagraniczni. Numer KSeF i oznaczenia JPK są w opisie: dopisz je w MADAR."
    )

    def check(self, batch: Batch, options: MadarOptions) -> Iterator[Finding]:
        """Findings about each document, and about two that are one."""
        identities: set[str] = set()
        for entry in batch.entries:
            if entry.no_effect:
                yield about(entry, data_correction_skipped(entry))
                continue
            yield from (about(entry, finding) for finding in document_findings(entry, batch.client, options))
            key = identity(entry)
            if key in identities:
                yield about(entry, _repeated(entry))
            identities.add(key)

    def write(self, batch: Batch, options: MadarOptions) -> Iterator[OutputFile]:
        """One file; none where nothing is left to write."""
        lines, documents = Spool(), 0
        for entry in batch.entries:
            if not entry.no_effect:
                lines.write(_encoded(record(entry, batch.client, options, batch.environment)))
                documents += 1
        if documents:
            name = f"madar-{batch.client.nip}-{batch.period or batch.written_at.date().isoformat()}.csv"
            yield OutputFile(name, _chunks(lines), documents)

    def expect(self, entry: Entry, batch: Batch, options: MadarOptions) -> ReadDocument | None:
        """The document with a heading for each net column."""
        if entry.no_effect:
            return None
        return ReadDocument(
            direction=entry.direction,
            number=flatten(entry.number),
            issue_date=entry.issue_date,
            tax_number="".join(char for char in tax_number(entry.counterparty) if char.isalnum()),
            ksef_number=entry.ksef_number,
            rows=read_rows(
                ReadRow(net, row.amounts[net], row.amounts.get(tax, row.amounts[net] * 0))
                for row in rows(entry, batch.client, options)
                for net, tax in COLUMNS.values()
                if net in row.amounts
            ),
        )

    def read(self, file: BinaryIO) -> Iterator[ReadDocument]:
        """The documents of a written file."""
        return read_documents(file)


def _chunks(lines: Spool) -> Iterator[bytes]:
    yield _encoded([HEADING])
    yield from lines.drain()


def _encoded(records: Iterator[tuple[str, ...]] | list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(records)
    return text.getvalue().encode()


def _repeated(entry: Entry) -> Finding:
    return blocks("madar_duplicate", f"Dokument „{entry.number}” jest w zestawie dwa razy; usuń powtórzony plik.")
