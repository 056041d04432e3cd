"""The target ``jpk-fa``: invoices, then their lines, then orders, each section with its control sums."""

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO, ClassVar, Final

from app.base.dates import first_day, last_day, month_of
from app.base.environments import Environment
from app.base.findings import Finding
from app.base.money import ZERO
from app.booking.client import Client
from app.booking.entry import Direction, Entry
from app.booking.questions import Question
from app.targets.contract import Batch, OutputFile, ReadDocument, ReadRow, Target, read_rows
from app.targets.findings import about, data_correction_skipped, identity
from app.targets.jpk.fa.checks import FIRST_DAY, LAST_DAY, client_notes, document_findings, stays_out
from app.targets.jpk.fa.invoice import P_5A_CODES, invoice_markup
from app.targets.jpk.fa.lines import empty_line, lines_section, order_section
from app.targets.jpk.fa.options import FaOptions
from app.targets.jpk.fa.reading import NAMESPACE, read_documents
from app.targets.jpk.fa.sums import sums
from app.targets.jpk.markup import MISSING, PROLOG, amount, element, moment
from app.targets.jpk.notes import outside, repeated, written_number
from app.targets.jpk.parties import plain_number, tax_number
from app.targets.jpk.taxpayer import full_name, office_code, taxpayer_findings, taxpayer_notes
from app.targets.questions import SHORT_NUMBER
from app.targets.spool import Spool
from app.targets.wording import flatten, shorten

_TYPES: Final = "http://crd.gov.pl/xml/schematy/dziedzinowe/mf/2018/08/24/eD/DefinicjeTypy/"
_LIMITS: Final = {"Ulica": 65, "NrDomu": 9, "NrLokalu": 10, "Miejscowosc": 56, "KodPocztowy": 8}
"""Lengths in the type TAdresPolski1."""


class JpkFa(Target[FaOptions]):
    """JPK_FA(4). Sales by default, as the ministry means it; purchases in a file of their own where the office wants them."""

    id: ClassVar[str] = "jpk-fa"
    title: ClassVar[str] = "JPK_FA(4), faktury z pozycjami: plik do przenoszenia i sprawdzania (XML)"
    suffix: ClassVar[str] = ".xml"
    options: ClassVar[type[FaOptions]] = FaOptions
    questions: ClassVar[tuple[Question, ...]] = (SHORT_NUMBER,)
    import_steps: ClassVar[str] = (
        "Plik z fakturami do przeniesienia albo sprawdzenia; nie zastępuje własnego formatu programu i nie jest gotowy do wysłania. "
        "Czytają go m.in. mOrganizer finansów i mKsięgowość, Mała Księgowość Rzeczpospolitej, WAPRO Kaper (własne źródło danych, „Import "
        "danych z pliku JPK_FA”) i dodatki do Symfonii FK: wskaż go w imporcie JPK_FA tego programu."
    )
    unproven: ClassVar[str] = (
        "Do sprawdzenia próbnym importem: korekty (kwoty są różnicami), zaliczki i zamówienia, waluty (kwoty w walucie faktury), "
        "stawki pozycji, kontrahenci bez NIP. Numeru KSeF i oznaczeń JPK_V7 plik nie zawiera; zakup w JPK_FA jest nietypowy."
    )

    def check(self, batch: Batch, options: FaOptions) -> Iterator[Finding]:
        """Findings about the client, about each document, and about two that are one."""
        yield from taxpayer_findings(batch.client, options)
        identities: set[str] = set()
        for place, entry in enumerate(batch.entries):
            if not place:
                said = (*taxpayer_notes(batch.client, options), *client_notes(batch.client, options))
                yield from (about(entry, finding) for finding in said)
            if reason := stays_out(entry, batch.client, options):
                yield about(entry, outside(entry, batch.client, reason))
                continue
            if entry.no_effect and options.no_effect == "skip":
                yield about(entry, data_correction_skipped(entry))
                continue
            yield from (about(entry, finding) for finding in document_findings(entry))
            key = identity(entry)
            if key in identities:
                yield about(entry, repeated(entry))
            identities.add(key)

    def write(self, batch: Batch, options: FaOptions) -> Iterator[OutputFile]:
        """A file of sales, and one of purchases where the options want it; none where nothing is left to write.

        Only its number ties a line to its invoice, so that the second invoice of a number goes to a second file.
        """
        files: dict[Direction, list[_File]] = {Direction.SALE: [], Direction.PURCHASE: []}
        for entry in batch.entries:
            if _is_written(entry, batch.client, options):
                _file_for(entry, files[entry.direction], batch.client).add(entry, batch.environment)
        for side, label in ((Direction.SALE, ""), (Direction.PURCHASE, "-zakup")):
            for place, file in enumerate(files.pop(side), 1):
                period = batch.period or f"{file.first.isoformat()}_{file.last.isoformat()}"
                name = f"{self.id}{label}-{batch.client.nip}-{period}{f'-{place}' if place > 1 else ''}.xml"
                yield OutputFile(name, file.chunks(batch, options), file.invoices)

    def expect(self, entry: Entry, batch: Batch, options: FaOptions) -> ReadDocument | None:
        """A heading for each sum; see `read_documents` for documents in another currency than PLN."""
        if not _is_written(entry, batch.client, options):
            return None
        mark = "" if entry.currency == "PLN" else f" {entry.currency}"
        rows = [
            ReadRow(f"P_13_{ending}{mark}", net, (tax if tax_pln is None else tax_pln) or ZERO)
            for ending, (net, tax, tax_pln) in sums(entry).items()
        ]
        return ReadDocument(
            direction=entry.direction,
            number=written_number(entry.number),
            issue_date=entry.issue_date,
            tax_number=_readable_number(entry),
            rows=read_rows(rows),
        )

    def read(self, file: BinaryIO) -> Iterator[ReadDocument]:
        """The invoices of one file."""
        return read_documents(file)


class _File:
    """The sections of one file in the making."""

    def __init__(self, client: Client) -> None:
        self.invoices = 0
        self.numbers: set[str] = set()
        self.first = LAST_DAY
        self.last = FIRST_DAY
        self._client = client
        self._first_number = ""
        self._value = self._lines_value = self._orders_value = ZERO
        self._lines = self._orders = 0
        self._heads, self._bodies, self._requests = Spool(), Spool(), Spool()

    def add(self, entry: Entry, environment: Environment) -> None:
        """Append a document to all sections."""
        self.invoices += 1
        number = written_number(entry.number)
        self.numbers.add(number)
        self._first_number = self._first_number or number
        self.first, self.last = min(self.first, entry.issue_date), max(self.last, entry.issue_date)
        self._value += entry.settlement.gross
        self._heads.write(invoice_markup(entry, self._client).encode())
        lines, order = lines_section(entry, environment), order_section(entry, environment)
        self._lines += lines.items
        self._lines_value += lines.value
        self._bodies.write(lines.markup.encode())
        self._orders += order.items
        self._orders_value += order.value
        self._requests.write(order.markup.encode())

    def chunks(self, batch: Batch, options: FaOptions) -> Iterator[bytes]:
        """The file."""
        yield _head(batch, options, self.first, self.last).encode()
        yield from self._heads.drain()
        yield _control("Faktura", ("LiczbaFaktur", self.invoices), amount("WartoscFaktur", self._value))
        if not self._lines:
            yield empty_line(self._first_number).encode()
        yield from self._bodies.drain()
        count = ("LiczbaWierszyFaktur", self._lines or 1)
        yield _control("FakturaWiersz", count, amount("WartoscWierszyFaktur", self._lines_value))
        if self._orders:
            yield from self._requests.drain()
            yield _control("Zamowienie", ("LiczbaZamowien", self._orders), amount("WartoscZamowien", self._orders_value))
        yield b"</JPK>\n"


def _file_for(entry: Entry, files: list[_File], client: Client) -> _File:
    """The first file that has no invoice of this number yet; a new one where all have."""
    number = written_number(entry.number)
    for file in files:
        if number not in file.numbers:
            return file
    files.append(_File(client))
    return files[-1]


def _control(section: str, count: tuple[str, int], value: str) -> bytes:
    name, number = count
    return f"<{section}Ctrl>\n<{name}>{number}</{name}>{value}\n</{section}Ctrl>\n".encode()


def _head(batch: Batch, options: FaOptions, first: dt.date, last: dt.date) -> str:
    """The header and Podmiot1; the period are the whole months of the invoices."""
    client = batch.client
    until = min(last_day(month_of(last)), LAST_DAY)
    since = max(first_day(month_of(first)), FIRST_DAY)
    parts = (
        ("Wojewodztwo", options.voivodeship), ("Powiat", options.county), ("Gmina", options.commune), ("Ulica", client.street),
        ("NrDomu", client.house), ("NrLokalu", client.flat), ("Miejscowosc", client.city), ("KodPocztowy", client.postal_code),
    )  # fmt: skip
    optional = {"Ulica", "NrLokalu"}
    address = "".join(
        element(f"e:{name}", shorten(flatten(value), _LIMITS.get(name, len(value))) or ("" if name in optional else MISSING))
        for name, value in parts
    )
    return (
        f'{PROLOG}<JPK xmlns="{NAMESPACE}" xmlns:e="{_TYPES}">\n<Naglowek>\n'
        f'<KodFormularza kodSystemowy="JPK_FA (4)" wersjaSchemy="1-0">JPK_FA</KodFormularza>\n<WariantFormularza>4</WariantFormularza>\n'
        f"<CelZlozenia>1</CelZlozenia>\n<DataWytworzeniaJPK>{moment(batch.written_at)}</DataWytworzeniaJPK>\n"
        f"<DataOd>{since}</DataOd>\n<DataDo>{until}</DataDo>\n<KodUrzedu>{office_code(client, options)}</KodUrzedu>\n</Naglowek>\n"
        f"<Podmiot1>\n<IdentyfikatorPodmiotu><NIP>{client.nip}</NIP>"
        f"{element('PelnaNazwa', full_name(client, options))}</IdentyfikatorPodmiotu>\n"
        f"<AdresPodmiotu><e:KodKraju>PL</e:KodKraju>{address}</AdresPodmiotu>\n</Podmiot1>\n"
    )


def _is_written(entry: Entry, client: Client, options: FaOptions) -> bool:
    if stays_out(entry, client, options):
        return False
    return not entry.no_effect or options.no_effect == "write"


def _readable_number(entry: Entry) -> str:
    """The buyer's number with its country where P_5A takes it; the seller's number alone."""
    country, number = tax_number(entry.counterparty)
    if entry.direction is Direction.SALE and (country in P_5A_CODES or not country):
        return plain_number(entry.counterparty)
    return "" if number == MISSING else "".join(char for char in number if char.isalnum())
