"""The target ``enova``: CSV with property paths (spec, A)."""

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import BinaryIO, ClassVar, Final

from app.base.dates import WARSAW
from app.base.findings import Finding, blocks, notes
from app.base.nip import clean
from app.booking.entry import Direction, Entry
from app.targets.contract import Batch, OutputFile, ReadDocument, ReadRow, Target, read_rows
from app.targets.enova.checks import document_findings
from app.targets.enova.contractors import Contractors
from app.targets.enova.document import Document, contractor_code, is_consumer, laid_out, plain_cell
from app.targets.enova.options import EnovaOptions, EnovaXmlOptions, codes_of
from app.targets.enova.reading import read_csv
from app.targets.findings import about, data_correction_skipped, identity
from app.targets.spool import Spool
from app.targets.wording import comma_amount, flatten

_HEADER: Final = (
    "Class", "Definicja:Symbol", "DataDokumentu", "DataOperacji", "DataWplywu",
    "Workers.EwidencjaVAT.NagEwidencjiVAT.DataZaewidencjonowania", "NumerDokumentu", "NrDokumentuK", "PrzyczynaKorekty", "Podmiot:Class",
    "Podmiot:Kod", "Opis",
)  # fmt: skip
_PAYMENT: Final = ("Class", "SposobZaplaty:Nazwa", "Termin", "Kwota", "KwotaKsiegi", "Kurs")
_ELEMENT: Final = ("Class", "DefinicjaStawki:Kod", "Netto", "VAT", "Rodzaj", "Odliczenia", "Grupa")
_ANALYSIS: Final = ("Class", "Wymiar", "Symbol", "Kwota", "Opis")
_DETAILS: Final = (
    *(f"Platnosci:{name}" for name in _PAYMENT),
    *(f"NagEwidencjiVAT.Elementy:{name}" for name in _ELEMENT),
    *(f"OpisAnalityczny:{name}" for name in _ANALYSIS),
)
_BOM: Final = b"\xef\xbb\xbf"


class Enova(Target[EnovaOptions]):
    """enova365, CSV of *ewidencja dokumentów*, and a file of contractors to be loaded before it."""

    id: ClassVar[str] = "enova"
    title: ClassVar[str] = "enova365 (CSV ewidencji dokumentów)"
    suffix: ClassVar[str] = ".csv"
    options: ClassVar[type[EnovaOptions]] = EnovaOptions
    import_steps: ClassVar[str] = (
        "Najpierw wczytaj plik z kontrahentami (XML) albo upewnij się, że ich kody są w enova365. Potem na liście Ewidencja dokumentów wybierz "
        "import z pliku CSV i wskaż plik z dokumentami; trafią do bufora."
    )
    unproven: ClassVar[str] = (
        "Do sprawdzenia próbnym importem: kodowanie pliku i polskie litery, ścieżki kolumn z datami i sposobem zapłaty, kody stawek zw., np. "
        "i 0%, kwoty w walucie, okres VAT dokumentu, korekty, opis analityczny, numer KSeF w opisie albo w cesze, założenie kontrahentów."
    )

    def check(self, batch: Batch, options: EnovaOptions) -> Iterator[Finding]:
        """Findings about each document, and about one that the batch has twice."""
        yield from check_batch(batch, options, xml=False, creates_contractors=options.contractors_file)

    def write(self, batch: Batch, options: EnovaOptions) -> Iterator[OutputFile]:
        """The contractors where they are wanted, then the documents; nothing where nothing is left to write."""
        rows, contractors, count = Spool(), Contractors(options), 0
        header = (*_HEADER, *([f"Features.{options.ksef_feature}"] if options.ksef_feature else []), *_DETAILS)
        rows.write(_BOM + _lines([header]))
        for entry in batch.entries:
            if not entry.no_effect:
                document = laid_out(entry, batch.client, options, batch.environment)
                contractors.add(entry, document.code)
                rows.write(_lines(_rows(document, feature=bool(options.ksef_feature))))
                count += 1
        if not count:
            return
        name = f"enova-{batch.client.nip}-{batch.period or batch.written_at.astimezone(WARSAW).date().isoformat()}"
        if options.contractors_file:
            yield OutputFile(f"{name}-kontrahenci.xml", contractors.chunks(), 0)
        yield OutputFile(f"{name}.csv", rows.drain(), count)

    def expect(self, entry: Entry, batch: Batch, options: EnovaOptions) -> ReadDocument | None:
        """A heading for each code of a rate."""
        if entry.no_effect:
            return None
        document = laid_out(entry, batch.client, options, batch.environment)
        return expected(document, document.code)

    def read(self, file: BinaryIO) -> Iterator[ReadDocument]:
        """The documents of a written file; none in the file of contractors."""
        return read_csv(file)


def check_batch(batch: Batch, options: EnovaXmlOptions, *, xml: bool, creates_contractors: bool) -> Iterator[Finding]:
    """What both forms check: each document, its contractor where no file creates him, and what the batch has twice."""
    known = frozenset(codes_of(options).values())
    identities: set[str] = set()
    numbers: set[tuple[Direction, str, str]] = set()
    for entry in batch.entries:
        if entry.no_effect:
            yield about(entry, data_correction_skipped(entry))
            continue
        for finding in document_findings(entry, batch.client, options, batch.environment, xml=xml):
            yield about(entry, finding)
        if not creates_contractors and contractor_code(entry, options) not in known:
            yield about(entry, _must_exist(entry, options))
        key = identity(entry)
        number = (entry.direction, flatten(entry.number), contractor_code(entry, options))
        if key in identities:
            yield about(
                entry, blocks("enova_duplicate", f"Dokument „{entry.number}” jest w zestawie dwa razy; usuń powtórzony plik.")
            )
        elif number in numbers:
            yield about(
                entry,
                notes(
                    "enova_same_number",
                    f"W zestawie jest już inny dokument o numerze „{entry.number}” tego samego kontrahenta. enova365 może uznać go za "
                    "powtórzony: po imporcie sprawdź, że są oba.",
                ),
            )
        identities.add(key)
        numbers.add(number)


def _must_exist(entry: Entry, options: EnovaXmlOptions) -> Finding:
    code = contractor_code(entry, options)
    who = "wspólny kontrahent nabywców bez numeru" if is_consumer(entry) else f"kontrahent „{flatten(entry.counterparty.name)}”"
    number = entry.counterparty.nip or f"{entry.counterparty.tax_country}{entry.counterparty.tax_number}"
    return notes(
        "enova_contractor",
        f"CSV nie zakłada kontrahentów: przed importem w enova365 musi być {who}{f' ({number})' if number else ''} o kodzie „{code}”. "
        "Inny kod wpisz w ustawieniu „Kody kontrahentów z enova365”.",
    )


def expected(document: Document, tax_number: str) -> ReadDocument:
    """What a reader must find of a document in either form; the CSV has the contractor's code in place of a tax number."""
    return ReadDocument(
        direction=Direction.SALE if document.sale else Direction.PURCHASE,
        number=document.number,
        issue_date=document.issued,
        tax_number=clean(tax_number),
        ksef_number=document.ksef_number,
        rows=read_rows(ReadRow(element.code, element.net, element.tax) for element in document.elements),
    )


def _rows(document: Document, *, feature: bool) -> Iterator[tuple[str, ...]]:
    """A row for the header, then one for each detail, in which all other cells are empty (spec, A)."""
    side = "Sprzedaz" if document.sale else "Zakup"
    head = (
        f"{side}Ewidencja", document.definition, document.issued.isoformat(), document.operation.isoformat(),
        "" if document.received is None else document.received.isoformat(), document.registered.isoformat(), document.number,
        document.corrected, plain_cell(document.reason), "Kontrahent", document.code, plain_cell(document.description),
        *((document.ksef_number,) if feature else ()),
    )  # fmt: skip
    blank = ("",) * len(head)
    after_payment = ("",) * (len(_ELEMENT) + len(_ANALYSIS))
    yield (*head, *("",) * len(_DETAILS))
    if document.payment is not None:
        payment = document.payment
        foreign = (comma_amount(payment.booked), comma_amount(payment.rate)) if payment.rate is not None else ("", "")
        amount = _money(payment.amount) + (payment.currency if payment.rate is not None else "")
        due = "" if payment.due is None else payment.due.isoformat()
        name = "Naleznosc" if document.sale else "Zobowiazanie"
        yield (*blank, name, payment.form, due, amount, *foreign, *after_payment)
    group = "MPP" if document.split_payment else ""
    for element in document.elements:
        cells = (
            f"ElemEwidencjiVAT{side}",
            element.code,
            _money(element.net),
            _money(element.tax),
            element.nature,
            element.deduction,
            group,
        )
        yield (*blank, *("",) * len(_PAYMENT), *cells, *("",) * len(_ANALYSIS))
    if document.symbol:
        analysis = (
            "ElementOpisuEwidencji",
            document.dimension,
            document.symbol,
            _money(document.net),
            plain_cell(document.symbol_text),
        )
        yield (*blank, *("",) * (len(_PAYMENT) + len(_ELEMENT)), *analysis)


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def _lines(rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
