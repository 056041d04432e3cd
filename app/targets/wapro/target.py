"""The target ``wapro``: files of at most 999 documents, each complete with its contractors."""

from collections.abc import Iterator
from typing import BinaryIO, ClassVar, Final

from app.base.dates import WARSAW
from app.base.findings import Finding, blocks
from app.booking.entry import Entry
from app.booking.questions import Question
from app.targets.contract import Batch, OutputFile, ReadDocument, ReadRow, Target, read_rows
from app.targets.findings import about, data_correction_skipped, identity
from app.targets.questions import SHORT_NUMBER
from app.targets.wapro.checks import document_findings
from app.targets.wapro.contractors import Contractors, shares_card, tax_number
from app.targets.wapro.document import Identity, document_markup
from app.targets.wapro.identity import Numbers
from app.targets.wapro.markup import VERSION, encoded
from app.targets.wapro.options import WaproOptions
from app.targets.wapro.questions import MARGIN
from app.targets.wapro.reading import heading, read_documents
from app.targets.wapro.rows import rows
from app.targets.wapro.texts import written_number
from app.targets.wording import marked

MOST_DOCUMENTS: Final = 999
"""Multiplicity of DOKUMENT in a file (spec, File)."""


class Wapro(Target[WaproOptions]):
    """WAPRO Kaper and WAPRO Fakir, WAPRO XML 4.3.2."""

    id: ClassVar[str] = "wapro"
    title: ClassVar[str] = "WAPRO Kaper i WAPRO Fakir (WAPRO XML)"
    suffix: ClassVar[str] = ".xml"
    options: ClassVar[type[WaproOptions]] = WaproOptions
    questions: ClassVar[tuple[Question, ...]] = (MARGIN, SHORT_NUMBER)
    import_steps: ClassVar[str] = (
        "Kaper: Narzędzia / Import dokumentów, źródło danych rodzaju WAPRO XML z ustawieniami dla każdego typu dokumentu; włącz w nim "
        "„Pomiń dokumenty już zaksięgowane” i sprawdź dokumenty w buforze. "
        "Fakir: Dokumenty / Wymiana danych / Import dokumentów, źródło danych i schemat księgowania dla typów dokumentów z ustawień formatu."
    )
    unproven: ClassVar[str] = (
        "Do sprawdzenia próbnym importem: typy dokumentów i rejestr VAT, do którego trafiły, data w rejestrze VAT (DATA_VAT), numer KSeF, "
        "forma i termin płatności, stawki NP, odwrotne obciążenie, WDT i eksport, faktury zaliczkowe i końcowe, kwoty w walucie, pola 1–3, "
        "dopasowanie kontrahentów, pomijanie dokumentów zaimportowanych drugi raz, przyjęcie dokumentów bez pozycji."
    )

    def check(self, batch: Batch, options: WaproOptions) -> Iterator[Finding]:
        """Findings about each document, and about one that the batch has twice."""
        identities: set[str] = set()
        for entry in batch.entries:
            if _left_out(entry, options):
                yield about(entry, data_correction_skipped(entry))
                continue
            for finding in document_findings(entry, batch.client, options, batch.environment):
                yield about(entry, finding)
            key = identity(entry)
            if key in identities:
                yield about(entry, _repeated(entry))
            identities.add(key)

    def write(self, batch: Batch, options: WaproOptions) -> Iterator[OutputFile]:
        """As many files as are needed; none where nothing is left to write. Several have their places in their names."""
        place = 0
        part = _Part(batch, options)
        for entry in batch.entries:
            if _left_out(entry, options):
                continue
            if len(part.documents) == MOST_DOCUMENTS:
                place += 1
                yield part.file(place)
                part = _Part(batch, options)
            part.add(entry)
        if part.documents:
            yield part.file(place + 1 if place else 0)

    def expect(self, entry: Entry, batch: Batch, options: WaproOptions) -> ReadDocument | None:  # noqa: ARG002 - the contract's
        """What `read` must find of an entry."""
        if _left_out(entry, options):
            return None
        found = [ReadRow(heading(row.code, reverse=row.reverse), row.net_pln, row.tax_pln) for row in rows(entry, options)]
        return ReadDocument(
            direction=entry.direction,
            number=written_number(entry.number),
            issue_date=entry.issue_date,
            tax_number="" if shares_card(entry, options) else _plain(tax_number(entry.counterparty)),
            ksef_number=entry.ksef_number,
            rows=read_rows(found),
        )

    def read(self, file: BinaryIO) -> Iterator[ReadDocument]:
        """The documents of one file."""
        return read_documents(file)


class _Part:
    """One file in the making. It is bounded, so its documents are kept as they will be written."""

    def __init__(self, batch: Batch, options: WaproOptions) -> None:
        numbers = Numbers()
        self.documents: list[bytes] = []
        self._batch = batch
        self._options = options
        self._numbers = numbers
        self._contractors = Contractors(options, numbers)

    def add(self, entry: Entry) -> None:
        """Append a document."""
        numbers = Identity(self._numbers.document(identity(entry)), self._contractors.number(entry))
        markup = document_markup(entry, self._options, self._batch.environment, numbers)
        self.documents.append(encoded(markup, self._options.encoding))

    def file(self, place: int) -> OutputFile:
        """The finished file; `place` is that among several, nought for the only one."""
        batch = self._batch
        name = f"wapro-{batch.client.nip}-{batch.period or batch.written_at.astimezone(WARSAW).date().isoformat()}"
        return OutputFile(f"{name}-{place}.xml" if place else f"{name}.xml", self._chunks(), len(self.documents))

    def _chunks(self) -> Iterator[bytes]:
        encoding = self._options.encoding
        yield encoded(self._head(), encoding)
        yield b"".join(self.documents)
        cards = "".join(self._contractors.markup())
        tail = f"</DOKUMENTY>\n<KARTOTEKA_KONTRAHENTOW>\n{cards}</KARTOTEKA_KONTRAHENTOW>\n{_EMPTY_SECTIONS}</MAGIK_EKSPORT>\n"
        yield encoded(tail, encoding)

    def _head(self) -> str:
        written = self._batch.written_at.astimezone(WARSAW)
        prolog = "windows-1250" if self._options.encoding == "cp1250" else "utf-8"
        return (
            f'<?xml version="1.0" encoding="{prolog}"?>\n<MAGIK_EKSPORT>\n<INFO_EKSPORTU>\n<WERSJA_MAGIKA>{VERSION}</WERSJA_MAGIKA>\n'
            f"<NAZWA_PROGRAMU>{marked('Konwerter KSeF', self._batch.environment)}</NAZWA_PROGRAMU>\n"
            f"<DATA_EKSPORTU>{written:%d-%m-%Y}</DATA_EKSPORTU>\n<GODZINA_EKSPORTU>{written:%H:%M:%S}</GODZINA_EKSPORTU>\n"
            f"<LICZBA_DOKUMENTOW>{len(self.documents)}</LICZBA_DOKUMENTOW>\n</INFO_EKSPORTU>\n<DOKUMENTY>\n"
        )


_EMPTY_SECTIONS: Final = "<KARTOTEKA_PRACOWNIKOW></KARTOTEKA_PRACOWNIKOW>\n<KARTOTEKA_ARTYKULOW></KARTOTEKA_ARTYKULOW>\n"


def _left_out(entry: Entry, options: WaproOptions) -> bool:
    return entry.no_effect and options.no_effect == "skip"


def _repeated(entry: Entry) -> Finding:
    return blocks(
        "wapro_duplicate",
        f"Dokument „{entry.number}” jest w zestawie dwa razy, a identyfikator dokumentu w pliku musi być jeden. Usuń powtórzony plik.",
    )


def _plain(number: str) -> str:
    return "".join(char for char in number if char.isalnum())
