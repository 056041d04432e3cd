"""The target: one pass over the entries, a file for each journal."""

from collections.abc import Iterator
from typing import BinaryIO, ClassVar, Final

from app.base.dates import WARSAW
from app.base.findings import Finding, blocks
from app.base.nip import clean
from app.booking.entry import Direction, Entry
from app.booking.questions import Question
from app.targets.contract import Batch, OutputFile, ReadDocument, ReadRow, Target, read_rows
from app.targets.findings import about, data_correction_skipped, identity
from app.targets.questions import SHORT_NUMBER
from app.targets.raks.checks import document_findings
from app.targets.raks.contractors import card, contractor_key, number_country, tax_number
from app.targets.raks.conversion import Conversion, conversion
from app.targets.raks.document import Counters, document_markup
from app.targets.raks.markup import END, VERSION, encoded
from app.targets.raks.options import RaksOptions
from app.targets.raks.reading import read_documents
from app.targets.raks.registers import registers
from app.targets.raks.texts import written_number
from app.targets.spool import Spool

_SLUGS: Final = {Direction.SALE: "sprzedaz", Direction.PURCHASE: "zakup"}


class Raks(Target[RaksOptions]):
    """RAKS SQL. Sales and purchases are imported from different journals, so each has a file of its own.

    The cards of contractors and the highest identifiers follow the documents: one pass over the entries fills all sections.
    """

    id: ClassVar[str] = "raks"
    title: ClassVar[str] = "RAKS SQL (XML dokumentów księgowych)"
    suffix: ClassVar[str] = ".xml"
    options: ClassVar[type[RaksOptions]] = RaksOptions
    questions: ClassVar[tuple[Question, ...]] = (SHORT_NUMBER,)
    import_steps: ClassVar[str] = (
        "W RAKS otwórz Księgowość / Dokumenty księgowe albo dziennik (sprzedaży lub zakupów), wybierz Eksport / import, potem Import (xml), "
        "i wskaż zapisany plik; sprzedaż i zakup są w osobnych plikach. Dzienniki, rejestry VAT i identyfikatory stawek z ustawień "
        "formatu muszą być takie jak w tej firmie w RAKS."
    )
    unproven: ClassVar[str] = (
        "Do sprawdzenia próbnym importem: czy każda stawka VAT jest w rejestrze (nieznany identyfikator RAKS pomija bez słowa), typ dokumentu "
        "korekty, rodzaj sprzedaży i zakupu w rejestrze, dokument z pustymi dekretami, dopasowanie kontrahenta po NIP, powiązanie dekretu "
        "z rozrachunkiem. Zapisów KPiR, ryczałtu i OSS oraz kodów GTU i procedur plik nie zawiera, bo nazwy ich wierszy nie są ogłoszone."
    )

    def check(self, batch: Batch, options: RaksOptions) -> Iterator[Finding]:
        """Findings about each document, and about two that are one."""
        scope = conversion(batch, options)
        identities: set[str] = set()
        for entry in batch.entries:
            if entry.no_effect:
                yield about(entry, data_correction_skipped(entry))
                continue
            yield from (about(entry, finding) for finding in document_findings(entry, scope))
            key = identity(entry)
            if key in identities:
                yield about(entry, _repeated(entry))
            identities.add(key)

    def write(self, batch: Batch, options: RaksOptions) -> Iterator[OutputFile]:
        """A file for each direction that has a document."""
        scope = conversion(batch, options)
        files = {direction: _Journal(direction, scope) for direction in _SLUGS}
        for entry in batch.entries:
            if not entry.no_effect:
                files[entry.direction].add(entry)
        stamp = f"{batch.written_at.astimezone(WARSAW):%Y-%m-%d %H:%M:%S}"
        period = batch.period or stamp[:10]
        for direction, journal in files.items():
            if journal.counters.documents:
                name = f"raks-{_SLUGS[direction]}-{batch.client.nip}-{period}.xml"
                yield OutputFile(name, journal.chunks(stamp), journal.counters.documents)

    def expect(self, entry: Entry, batch: Batch, options: RaksOptions) -> ReadDocument | None:
        """The document with a heading for each rate, the rate's id; no rows where it has no entry in a register."""
        if entry.no_effect:
            return None
        found = registers(entry, conversion(batch, options))
        return ReadDocument(
            direction=entry.direction,
            number=written_number(entry.number),
            issue_date=entry.issue_date,
            tax_number=number_country(entry.counterparty) + clean(tax_number(entry.counterparty)),
            ksef_number=entry.ksef_number,
            rows=read_rows(ReadRow(row.rate_id, row.net, row.tax) for register in found for row in register.rows),
        )

    def read(self, file: BinaryIO) -> Iterator[ReadDocument]:
        """The documents of a written file."""
        return read_documents(file)


class _Journal:
    """The sections of one file while it is filled."""

    def __init__(self, direction: Direction, scope: Conversion) -> None:
        self.counters = Counters()
        self._direction = direction
        self._scope = scope
        self._documents = Spool()
        self._cards = Spool()
        self._contacts: dict[str, int] = {}

    def add(self, entry: Entry) -> None:
        """Write a document, and the card of a contractor who had none in this file."""
        key = contractor_key(entry.counterparty)
        contact = self._contacts.get(key, 0)
        if key and not contact:
            self.counters.contacts += 1
            contact = self._contacts[key] = self.counters.contacts
            self._cards.write(self._bytes(card(entry.counterparty, contact, self._direction, self._scope)))
        self._documents.write(self._bytes(document_markup(entry, self._scope, self.counters, contact)))

    def chunks(self, stamp: str) -> Iterator[bytes]:
        """The file in pieces, once."""
        name = "Windows-1250" if self._scope.options.encoding == "cp1250" else "UTF-8"
        yield self._bytes(f'<?xml version="1.0" encoding="{name}"?>{END}')
        yield self._bytes(f'<RAKS><EKSPORT DATA_MODYFIKACJI="{stamp}" WERSJA="{VERSION}"><DOKUMENTY>{END}')
        yield from self._documents.drain()
        used = self.counters
        yield self._bytes(
            f'</DOKUMENTY>{END}<GENERATORY_ID><GENERATOR_ID ID_KONTAKTU="{used.contacts}" ID_DEKRETU="{used.postings}" '
            f'ID_VAT="{used.registers}" ID_VAT_POZ="{used.rows}" ID_KSIEGA="" ID_RYCZALT="" ID_POWIAZANIA_BUDZET="" ID_OSS="" '
            f'ID_OSS_POZ=""/></GENERATORY_ID>{END}<KONTAKTY>{END}'
        )
        yield from self._cards.drain()
        yield self._bytes(f"</KONTAKTY></EKSPORT></RAKS>{END}")

    def _bytes(self, text: str) -> bytes:
        return encoded(text, self._scope.options.encoding)


def _repeated(entry: Entry) -> Finding:
    return blocks("raks_duplicate", f"Dokument „{entry.number}” jest w zestawie dwa razy; usuń powtórzony plik.")
