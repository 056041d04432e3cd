"""The target ``jpk-pkpir``: one file for each year of the book."""

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO, ClassVar, Final

from app.base.dates import first_day, last_day, month_of
from app.base.findings import Finding
from app.base.money import ZERO
from app.booking.entry import Entry
from app.booking.questions import Question
from app.targets.contract import Batch, OutputFile, ReadDocument, ReadRow, Target, read_rows
from app.targets.findings import about, data_correction_skipped, identity
from app.targets.jpk.markup import PROLOG, amount, mark, moment
from app.targets.jpk.notes import outside, repeated, written_number
from app.targets.jpk.parties import plain_number
from app.targets.jpk.pkpir.checks import client_findings, document_findings, inventory_notes
from app.targets.jpk.pkpir.options import PkpirOptions, year_stock
from app.targets.jpk.pkpir.reading import NAMESPACE, read_documents
from app.targets.jpk.pkpir.row import Booked, Sums, booked, row
from app.targets.jpk.taxpayer import office_code, subject, taxpayer_findings, taxpayer_notes
from app.targets.questions import SHORT_NUMBER
from app.targets.spool import Spool

_PERSON: Final = "http://crd.gov.pl/xml/schematy/dziedzinowe/mf/2022/01/05/eD/DefinicjeTypy/"


class JpkPkpir(Target[PkpirOptions]):
    """JPK_PKPIR(3). Only documents which are revenue or cost have a row in it."""

    id: ClassVar[str] = "jpk-pkpir"
    title: ClassVar[str] = "JPK_PKPIR(3), zapisy księgi: plik do przenoszenia i sprawdzania (XML)"
    suffix: ClassVar[str] = ".xml"
    options: ClassVar[type[PkpirOptions]] = PkpirOptions
    questions: ClassVar[tuple[Question, ...]] = (SHORT_NUMBER,)
    import_steps: ClassVar[str] = (
        "Plik do sprawdzania i przenoszenia zapisów, nie do wysłania: ma tylko zapisy z faktur, bez reszty księgi. Znany program, który go "
        "wczytuje, to AMi-BOOK (import JPK_PKPIR do księgi); okres i NIP pliku muszą być takie, jak otwarty miesiąc i firma w programie."
    )
    unproven: ClassVar[str] = (
        "Do sprawdzenia próbnym importem: kolumny księgi, korekty z kwotami ujemnymi, spisy z natury i dochód (PKPIRInfo to suma wierszy "
        "pliku), kolumna 16 (B+R)."
    )

    def check(self, batch: Batch, options: PkpirOptions) -> Iterator[Finding]:
        """Findings about the client, about each document, and about two that are one."""
        yield from taxpayer_findings(batch.client, options)
        yield from client_findings(batch.client)
        identities: set[str] = set()
        years: set[int] = set()
        for place, entry in enumerate(batch.entries):
            if not place:
                yield from (about(entry, finding) for finding in taxpayer_notes(batch.client, options))
            if entry.no_effect:
                yield about(entry, data_correction_skipped(entry))
                continue
            if entry.income.none:
                yield about(entry, outside(entry, batch.client, entry.income.none))
                continue
            found = booked(entry)
            if found is not None and found.day.year not in years:
                years.add(found.day.year)
                yield from (about(entry, finding) for finding in inventory_notes(options, found.day.year))
            yield from (about(entry, finding) for finding in document_findings(entry, batch.environment))
            key = identity(entry)
            if key in identities:
                yield about(entry, repeated(entry))
            identities.add(key)

    def write(self, batch: Batch, options: PkpirOptions) -> Iterator[OutputFile]:
        """A file for each year; none where nothing is left to write."""
        years: dict[int, _Year] = {}
        for entry in batch.entries:
            found = booked(entry)
            if found is not None:
                years.setdefault(found.day.year, _Year()).add(entry, found, batch)
        for year in sorted(years):
            book = years.pop(year)
            period = f"{month_of(book.first)}_{month_of(book.last)}"
            yield OutputFile(f"{self.id}-{batch.client.nip}-{period}.xml", book.chunks(batch, options, year), book.sums.rows)

    def expect(self, entry: Entry, batch: Batch, options: PkpirOptions) -> ReadDocument | None:  # noqa: ARG002 - the contract's
        """The row under its column; `issue_date` is the day of the event, which is the date the book has."""
        found = booked(entry)
        if found is None:
            return None
        return ReadDocument(
            direction=entry.direction,
            number=written_number(entry.number),
            issue_date=found.day,
            tax_number=plain_number(entry.counterparty),
            ksef_number=entry.ksef_number,
            rows=read_rows([ReadRow(found.column, found.value, ZERO)]),
        )

    def read(self, file: BinaryIO) -> Iterator[ReadDocument]:
        """The rows of one file."""
        return read_documents(file)


class _Year:
    """The book of one year in the making."""

    def __init__(self) -> None:
        self.sums = Sums()
        self.first = dt.date.max
        self.last = dt.date.min
        self._rows = Spool()

    def add(self, entry: Entry, found: Booked, batch: Batch) -> None:
        """Append a document."""
        self.first, self.last = min(self.first, found.day), max(self.last, found.day)
        self._rows.write(row(entry, self.sums.add(found), found, batch.environment).encode())

    def chunks(self, batch: Batch, options: PkpirOptions, year: int) -> Iterator[bytes]:
        """The file; its period are the whole months of its rows."""
        client, sums = batch.client, self.sums
        stock = year_stock(options.stock(), year)
        opening, closing = stock.opening or ZERO, stock.closing or ZERO
        costs = opening + sums.costs - closing
        counts = "".join(
            f"<PKPIRSpis><P_5A>{day.isoformat()}</P_5A>{amount('P_5B', value)}</PKPIRSpis>\n" for day, value in stock.within
        )
        yield (
            f'{PROLOG}<JPK xmlns="{NAMESPACE}">\n<Naglowek>\n'
            f'<KodFormularza kodSystemowy="JPK_PKPIR (3)" wersjaSchemy="1-0">JPK_PKPIR</KodFormularza>\n'
            f"<WariantFormularza>3</WariantFormularza>\n<CelZlozenia>{options.purpose}</CelZlozenia>\n<DataWytworzeniaJPK>{moment(batch.written_at)}</DataWytworzeniaJPK>\n"
            f"<DataOd>{first_day(month_of(self.first))}</DataOd>\n<DataDo>{last_day(month_of(self.last))}</DataDo>\n"
            f"<KodUrzedu>{office_code(client, options)}</KodUrzedu>\n</Naglowek>\n"
            f"{subject(client, options, _PERSON, more=mark('Kasowy_PIT') if options.cash_basis else '')}"
            f"<PKPIRInfo>\n{amount('P_1', opening)}{amount('P_2', closing)}{amount('P_3', costs)}{amount('P_4', sums.revenue - costs)}\n"
            f"</PKPIRInfo>\n{counts}"
        ).encode()
        yield from self._rows.drain()
        yield (
            f"<PKPIRCtrl>\n<LiczbaWierszy>{sums.rows}</LiczbaWierszy>{amount('SumaPrzychodow', sums.revenue)}\n</PKPIRCtrl>\n</JPK>\n"
        ).encode()
