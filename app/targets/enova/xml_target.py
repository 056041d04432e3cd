"""The target ``enova-xml``: a business session (spec, B). Three of its names are inferred: experimental."""

from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from app.base.dates import WARSAW
from app.base.findings import Finding
from app.booking.entry import Entry
from app.targets.contract import Batch, OutputFile, ReadDocument, Target
from app.targets.enova.contractors import Contractors
from app.targets.enova.csv_target import check_batch, expected
from app.targets.enova.document import is_consumer, laid_out, party_kind, tax_number
from app.targets.enova.markup import HEAD, TAIL, document_markup
from app.targets.enova.options import EnovaXmlOptions
from app.targets.enova.reading import read_xml
from app.targets.spool import Spool


class EnovaXml(Target[EnovaXmlOptions]):
    """enova365, XML with contractors and documents. No complete public file shows it: a trial import comes first."""

    id: ClassVar[str] = "enova-xml"
    title: ClassVar[str] = "enova365 (XML, doświadczalny)"
    suffix: ClassVar[str] = ".xml"
    options: ClassVar[type[EnovaXmlOptions]] = EnovaXmlOptions
    import_steps: ClassVar[str] = (
        "Najpierw wypróbuj plik na kopii bazy: dbmgr importxml BAZA PLIK.xml albo import z pliku XML w enova365. Dokumenty trafią do bufora "
        "ewidencji, a brakujący kontrahenci zostaną założeni."
    )
    unproven: ClassVar[str] = (
        "Format doświadczalny, do sprawdzenia próbnym importem na kopii bazy: nazwy elementów VAT, nagłówka VAT i płatności są wywnioskowane. "
        "Sprawdź też kody stawek, kwoty w walucie, oznaczenie KSeF, kolumnę KPiR, opis analityczny, cechę z numerem KSeF, "
        "korekty i założenie kontrahentów."
    )

    def check(self, batch: Batch, options: EnovaXmlOptions) -> Iterator[Finding]:
        """Findings about each document, and about one that the batch has twice."""
        yield from check_batch(batch, options, xml=True, creates_contractors=True)

    def write(self, batch: Batch, options: EnovaXmlOptions) -> Iterator[OutputFile]:
        """One file: contractors, then documents; none where nothing is left to write."""
        documents, contractors, count = Spool(), Contractors(options), 0
        for entry in batch.entries:
            if not entry.no_effect:
                document = laid_out(entry, batch.client, options, batch.environment)
                contractors.add(entry, document.code)
                documents.write(document_markup(document, party_kind(entry), _mark(entry), options.ksef_feature).encode())
                count += 1
        if count:
            name = f"enova-{batch.client.nip}-{batch.period or batch.written_at.astimezone(WARSAW).date().isoformat()}.xml"
            yield OutputFile(name, _chunks(contractors, documents), count)

    def expect(self, entry: Entry, batch: Batch, options: EnovaXmlOptions) -> ReadDocument | None:
        """A heading for each code of a rate."""
        if entry.no_effect:
            return None
        number = "" if is_consumer(entry) else tax_number(entry)
        return expected(laid_out(entry, batch.client, options, batch.environment), number)

    def read(self, file: BinaryIO) -> Iterator[ReadDocument]:
        """The documents of a written file."""
        return read_xml(file)


def _chunks(contractors: Contractors, documents: Spool) -> Iterator[bytes]:
    yield HEAD.encode()
    yield from contractors.cards.drain()
    yield from documents.drain()
    yield TAIL.encode()


def _mark(entry: Entry) -> str:
    """`OznaczenieKSeF`: the number's own word where there is a number, else the mark that was chosen."""
    return "NumerKSeF" if entry.ksef_number else entry.ksef_mark
