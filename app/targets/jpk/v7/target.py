"""The targets ``jpk-v7m`` and ``jpk-v7k``: one file for each VAT month, both registers in one pass."""

from collections.abc import Iterator
from decimal import Decimal
from typing import BinaryIO, ClassVar, Final

from app.base.dates import Month
from app.base.findings import Finding, notes
from app.base.money import ZERO
from app.booking.entry import Direction, Entry
from app.booking.jpk import counts_in_sums
from app.booking.questions import Question
from app.targets.contract import Batch, OutputFile, ReadDocument, ReadRow, Target, read_rows
from app.targets.findings import about, data_correction_skipped, identity
from app.targets.jpk.markup import PROLOG, amount, element, moment
from app.targets.jpk.notes import outside, repeated, written_number
from app.targets.jpk.parties import plain_number
from app.targets.jpk.taxpayer import office_code, subject, taxpayer_findings, taxpayer_notes
from app.targets.jpk.v7.amounts import INPUT_TAX, OUTPUT_TAX, TAX_OF, row_fields, stays_out
from app.targets.jpk.v7.checks import client_findings, document_findings
from app.targets.jpk.v7.options import V7Options
from app.targets.jpk.v7.questions import MARGIN, WITHOUT_FIELD
from app.targets.jpk.v7.reading import read_documents
from app.targets.jpk.v7.row import row
from app.targets.questions import SHORT_NUMBER
from app.targets.spool import Spool
from app.targets.wording import marked

_PERSON: Final = "http://crd.gov.pl/xml/schematy/dziedzinowe/mf/2022/09/13/eD/DefinicjeTypy/"
_WHERE: Final = (
    "To plik do łączenia i sprawdzania, nie do wysłania: zawiera same ewidencje, bez deklaracji. wFirma: Ewidencje / Rejestr VAT sprzedaży / "
    "Importuj z JPK V7 (tylko sprzedaż); Rachmistrz i Rewizor nexo: Deklaracje / e-Sprawozdawczość JPK_VAT / Importuj JPK_VAT wewnętrzny; "
    "Comarch Optima: lista plików JPK_V7, scalanie."
)
_TO_CHECK: Final = (
    "Do sprawdzenia próbnym importem: czy program przyjmuje plik bez części deklaracyjnej i czy tworzy zapisy w rejestrach, czy tylko "
    "scala pliki; okres i NIP, oznaczenia GTU i procedur, numery KSeF oraz oznaczenia OFF, BFK i DI."
)


class _JpkV7(Target[V7Options]):
    """The registers of one form. V7K has the same registers as V7M: the quarter stands only in the return, which is left out."""

    suffix: ClassVar[str] = ".xml"
    options: ClassVar[type[V7Options]] = V7Options
    questions: ClassVar[tuple[Question, ...]] = (WITHOUT_FIELD, MARGIN, SHORT_NUMBER)
    import_steps: ClassVar[str] = _WHERE
    namespace: ClassVar[str]
    code: ClassVar[str]
    quarterly: ClassVar[bool]

    def check(self, batch: Batch, options: V7Options) -> Iterator[Finding]:
        """Findings about the client, about each document, and about two that are one."""
        yield from taxpayer_findings(batch.client, options, with_email=True)
        yield from client_findings(batch.client)
        identities: set[str] = set()
        for place, entry in enumerate(batch.entries):
            if not place:
                yield from (about(entry, finding) for finding in self._client_notes(batch, options))
            if entry.no_effect and options.no_effect == "skip":
                yield about(entry, data_correction_skipped(entry))
                continue
            if reason := stays_out(entry, options):
                yield about(entry, outside(entry, batch.client, reason))
                continue
            yield from (about(entry, finding) for finding in document_findings(entry, options))
            key = identity(entry)
            if key in identities:
                yield about(entry, repeated(entry))
            identities.add(key)

    def write(self, batch: Batch, options: V7Options) -> Iterator[OutputFile]:
        """A file for each VAT month, in their order; none where nothing is left to write."""
        months: dict[Month, _Month] = {}
        for entry in batch.entries:
            if _has_row(entry, options):
                months.setdefault(entry.vat_period, _Month()).add(entry, options)
        for month in sorted(months):
            registers = months.pop(month)
            head = self._head(batch, options, month)
            documents = registers.counts[Direction.SALE] + registers.counts[Direction.PURCHASE]
            yield OutputFile(f"{self.id}-{batch.client.nip}-{month}.xml", registers.chunks(head), documents)

    def expect(self, entry: Entry, batch: Batch, options: V7Options) -> ReadDocument | None:  # noqa: ARG002 - the contract's
        """A heading for each net field, with the tax of its pair; K_11 without its part K_12."""
        if not _has_row(entry, options):
            return None
        fields = row_fields(entry, options)
        taxes = set(TAX_OF.values())
        if "K_12" in fields:
            fields["K_11"] -= fields["K_12"]
        return ReadDocument(
            direction=entry.direction,
            number=written_number(entry.number),
            issue_date=entry.issue_date,
            tax_number=plain_number(entry.counterparty),
            ksef_number=entry.ksef_number,
            rows=read_rows(
                ReadRow(name, value, fields.get(TAX_OF.get(name, ""), ZERO))
                for name, value in fields.items()
                if name not in taxes
            ),
        )

    def read(self, file: BinaryIO) -> Iterator[ReadDocument]:
        """The rows of one file."""
        return read_documents(file, self.namespace)

    def _client_notes(self, batch: Batch, options: V7Options) -> Iterator[Finding]:
        yield from taxpayer_notes(batch.client, options)
        if batch.client.quarterly != self.quarterly:
            settles, form = ("kwartalnie", "JPK_V7K") if batch.client.quarterly else ("miesięcznie", "JPK_V7M")
            yield notes("jpk_v7_form", f"Klient rozlicza w karcie VAT {settles}: jego plikiem jest {form}.")

    def _head(self, batch: Batch, options: V7Options, month: Month) -> str:
        return (
            f'{PROLOG}<JPK xmlns="{self.namespace}">\n<Naglowek>\n'
            f'<KodFormularza kodSystemowy="{self.code}" wersjaSchemy="1-0E">JPK_VAT</KodFormularza>\n<WariantFormularza>3</WariantFormularza>\n'
            f"<DataWytworzeniaJPK>{moment(batch.written_at)}</DataWytworzeniaJPK>\n"
            f"{element('NazwaSystemu', marked('Konwerter KSeF', batch.environment))}\n"
            f'<CelZlozenia poz="P_7">{options.purpose}</CelZlozenia>\n<KodUrzedu>{office_code(batch.client, options)}</KodUrzedu>\n'
            f"<Rok>{month[:4]}</Rok>\n<Miesiac>{int(month[5:])}</Miesiac>\n</Naglowek>\n{subject(batch.client, options, _PERSON)}"
        )


class JpkV7m(_JpkV7):
    """JPK_V7M(3)."""

    id: ClassVar[str] = "jpk-v7m"
    title: ClassVar[str] = "JPK_V7M(3), ewidencje bez deklaracji: plik do łączenia i sprawdzania (XML)"
    unproven: ClassVar[str] = _TO_CHECK
    namespace: ClassVar[str] = "http://crd.gov.pl/wzor/2025/12/19/14090/"
    code: ClassVar[str] = "JPK_V7M (3)"
    quarterly: ClassVar[bool] = False


class JpkV7k(_JpkV7):
    """JPK_V7K(3). Its official schema was not at hand: the form follows V7M, from which it differs in its names only."""

    id: ClassVar[str] = "jpk-v7k"
    title: ClassVar[str] = (
        "JPK_V7K(3), ewidencje miesiąca bez deklaracji: plik do łączenia i sprawdzania (XML, schemat odtworzony)"
    )
    unproven: ClassVar[str] = (
        "Schemat JPK_V7K(3) odtworzono z JPK_V7M(3), bo urzędowy nie był dostępny: przed użyciem sprawdź plik w programie, który zna wzór. "
        + _TO_CHECK
    )
    namespace: ClassVar[str] = "http://crd.gov.pl/wzor/2025/12/19/14089/"
    code: ClassVar[str] = "JPK_V7K (3)"
    quarterly: ClassVar[bool] = True


class _Month:
    """The registers of one month in the making."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(Direction, 0)
        self._taxes = dict.fromkeys(Direction, ZERO)
        self._rows = {side: Spool() for side in Direction}

    def add(self, entry: Entry, options: V7Options) -> None:
        """Append a document to its register."""
        side = entry.direction
        fields = row_fields(entry, options)
        self.counts[side] += 1
        if counts_in_sums(entry):
            names = OUTPUT_TAX if side is Direction.SALE else INPUT_TAX
            self._taxes[side] += sum((fields[name] for name in names if name in fields), Decimal(0))
        self._rows[side].write(row(entry, self.counts[side], fields).encode())

    def chunks(self, head: str) -> Iterator[bytes]:
        """The file. A register without rows still has its control sums (the schema wants both)."""
        sale, purchase = Direction.SALE, Direction.PURCHASE
        yield f"{head}<Ewidencja>\n".encode()
        yield from self._rows[sale].drain()
        yield (
            f"<SprzedazCtrl>\n<LiczbaWierszySprzedazy>{self.counts[sale]}</LiczbaWierszySprzedazy>"
            f"{amount('PodatekNalezny', self._taxes[sale])}\n</SprzedazCtrl>\n"
        ).encode()
        yield from self._rows[purchase].drain()
        yield (
            f"<ZakupCtrl>\n<LiczbaWierszyZakupow>{self.counts[purchase]}</LiczbaWierszyZakupow>"
            f"{amount('PodatekNaliczony', self._taxes[purchase])}\n</ZakupCtrl>\n</Ewidencja>\n</JPK>\n"
        ).encode()


def _has_row(entry: Entry, options: V7Options) -> bool:
    if entry.no_effect:
        return options.no_effect == "write"
    return not stays_out(entry, options)
