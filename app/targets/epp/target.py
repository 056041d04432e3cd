"""The target ``epp``: streams documents, then the auxiliary sections (spec 1.2, 7.0)."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO, ClassVar, Final

from app.base.dates import WARSAW, first_day, last_day
from app.base.errors import ProgramError
from app.base.findings import Finding, Level
from app.booking.entry import Direction, Entry
from app.booking.questions import Question
from app.targets.contract import SKIPPED_NO_EFFECT, Batch, OutputFile, ReadDocument, Target, letters_and_digits, read_rows
from app.targets.epp.contractors import written_number
from app.targets.epp.document import Documents, left_out
from app.targets.epp.layout import ENCODING, END, INFO, KSEF_SECTIONS, SECTIONS, Section, version_at_least
from app.targets.epp.options import EppOptions
from app.targets.epp.questions import QUESTIONS
from app.targets.epp.rates import expected_rows
from app.targets.epp.reading import comparable, read_documents
from app.targets.epp.texts import Texts
from app.targets.wording import marked

_CHUNK: Final = 1 << 16
_DIRECTION_NAMES: Final = {Direction.SALE: "sprzedaz", Direction.PURCHASE: "zakup"}


class Epp(Target[EppOptions]):
    """EDI++ for Rewizor and Rachmistrz. Pure; keeps per document only its rows of the trailing sections, as bytes."""

    id: ClassVar[str] = "epp"
    title: ClassVar[str] = "Rachmistrz i Rewizor (InsERT GT, InsERT nexo) – plik EPP"
    suffix: ClassVar[str] = ".epp"
    options: ClassVar[type[EppOptions]] = EppOptions
    questions: ClassVar[tuple[Question, ...]] = QUESTIONS
    import_steps: ClassVar[str] = (
        "Rachmistrz GT i Rewizor GT: Narzędzia – Import (Ctrl+F9) – „plik komunikacji”, wskaż plik i zaznacz dokumenty; w Rewizorze "
        "przygotuj wcześniej schematy importu „z podmiotu i plików komunikacji” dla FS, FZ, KFS i KFZ. "
        "Rachmistrz nexo i Rewizor nexo: Konfiguracja – Nadawcy dokumentów – Dodaj (plik), odbierz najpierw słowniki, potem dokumenty, "
        "i zadekretuj je z listy dokumentów do księgowania."
    )
    unproven: ClassVar[str] = (
        "Do sprawdzenia próbnym importem: odczyt numeru KSeF z uwag, numer dokumentu dostawcy dłuższy niż 20 znaków, numer i data "
        "dokumentu korygowanego, cudzysłów w nazwie kontrahenta, dopasowanie kontrahentów po symbolu, stawki i rodzaje transakcji WDT, "
        "eksportu, npo i oo, waluta i kurs, częściowe zapłaty, data ujęcia korekty, faktury zaliczkowe, VAT marża i OSS, "
        "a w wersji 1.12 sekcja DOKUMENTYKSEF."
    )

    def check(self, batch: Batch, options: EppOptions) -> Iterator[Finding]:
        """See `Target.check`; a correction of data only that is left out has the note ``skipped_no_effect``."""
        documents = Documents(batch, options)
        for entry in batch.entries:
            if documents.skips(entry):
                yield Finding(
                    Level.NOTES,
                    SKIPPED_NO_EFFECT,
                    f"Korekta {entry.number} zmienia tylko dane, bez kwot: nie zapisano jej w pliku.",
                    document=entry.source,
                )
                continue
            for found in documents.lay_out(entry).findings:
                yield Finding(found.level, found.code, found.message, found.field, entry.source)

    def write(self, batch: Batch, options: EppOptions) -> Iterator[OutputFile]:
        """See `Target.write`: one file, or one for each direction that occurs, that of the first document first."""
        writing = _Writing(batch, options)
        if not options.separate_files:
            yield writing.file()
            return
        first = next((entry.direction for entry in batch.entries), None)
        if first is None:
            return
        yield writing.file(first)
        if writing.left_out:
            yield writing.file(Direction.PURCHASE if first is Direction.SALE else Direction.SALE)

    def expect(self, entry: Entry, batch: Batch, options: EppOptions) -> ReadDocument | None:  # noqa: ARG002 - the contract's
        """The document with a heading for each symbol of a rate; its whole number, which the remarks give where the field cannot."""
        if left_out(entry, options):
            return None
        return ReadDocument(
            direction=entry.direction,
            number=comparable(Texts(options).plain(entry.number, "")),
            issue_date=entry.issue_date,
            tax_number=letters_and_digits(written_number(entry.counterparty)),
            ksef_number=entry.ksef_number,
            rows=read_rows(expected_rows(entry, options)),
        )

    def read(self, file: BinaryIO) -> Iterator[ReadDocument]:
        """The documents of a written file."""
        return read_documents(file)


class _Writing:
    """The files of one conversion; `left_out` tells after a file of one direction that there are documents of the other."""

    def __init__(self, batch: Batch, options: EppOptions) -> None:
        self._batch = batch
        self._options = options
        self.left_out = False

    def file(self, direction: Direction | None = None) -> OutputFile:
        """The file of one direction, or of both; its bytes are made while they are read."""
        batch = self._batch
        parts = ["epp", batch.client.nip, batch.period or f"{batch.written_at.astimezone(WARSAW):%Y-%m-%d}"]
        if direction is not None:
            parts.append(_DIRECTION_NAMES[direction])
        file = OutputFile("_".join(parts) + Epp.suffix, ())
        file.chunks = self._chunks(file, direction)
        return file

    def _chunks(self, file: OutputFile, direction: Direction | None) -> Iterator[bytes]:
        documents = Documents(self._batch, self._options)
        sections = _Sections(self._options)
        buffer = bytearray(_encode(self._info()))
        for entry in self._entries(direction):
            if documents.skips(entry):
                continue
            laid_out = documents.lay_out(entry)
            if any(found.level is not Level.NOTES for found in laid_out.findings):
                raise ProgramError(
                    "Do zapisu trafił dokument, którego format nie przyjmuje.",
                    detail=f"{entry.source}: {', '.join(found.code for found in laid_out.findings)}",
                )
            buffer += _encode(laid_out.records)
            for keyword, row in laid_out.rows:
                sections.add(keyword, row)
            file.documents += 1
            if len(buffer) >= _CHUNK:
                yield bytes(buffer)
                buffer.clear()
        yield bytes(buffer)
        yield from sections.chunks()

    def _entries(self, direction: Direction | None) -> Iterator[Entry]:
        for entry in self._batch.entries:
            if direction is None or entry.direction is direction:
                yield entry
            else:
                self.left_out = True

    def _info(self) -> str:
        """The one record on sender and contents (spec 2): the client is the sender."""
        batch, client = self._batch, self._batch.client
        texts = Texts(self._options)
        house = f"{client.house}/{client.flat}" if client.flat else client.house
        postal_code = client.postal_code if len(client.postal_code) <= INFO.limit("postal_code") else ""
        values = {
            "version": self._options.version,
            "program": marked("Konwerter KSeF", batch.environment),
            "sender_code": client.nip,
            "short_name": texts.fit(client.name, INFO.limit("short_name"), "Nazwa klienta"),
            "name": texts.fit(client.name, INFO.limit("name"), "Nazwa klienta"),
            "city": texts.fit(client.city, INFO.limit("city"), "Miejscowość klienta"),
            "postal_code": postal_code,
            "street": texts.fit(f"{client.street} {house}", INFO.limit("street"), "Adres klienta"),
            "nip": client.nip,
            "has_period": batch.period is not None,
            "first_day": first_day(batch.period) if batch.period else None,
            "last_day": last_day(batch.period) if batch.period else None,
            "written_at": f"{batch.written_at.astimezone(WARSAW):%Y%m%d%H%M%S}",
            "eu_nip": f"PL{client.nip}",
        }
        return END.join(["[INFO]", INFO.record(values), "", ""])


class _Sections:
    """The auxiliary sections of one file, which follow its documents."""

    def __init__(self, options: EppOptions) -> None:
        sections: Iterable[Section] = SECTIONS
        if options.ksef_section != "off":
            sections = (*SECTIONS, KSEF_SECTIONS[options.ksef_section])
        self._sections = {section.keyword: section for section in sections if version_at_least(options.version, section.since)}
        self._rows: dict[str, bytearray] = {keyword: bytearray() for keyword in self._sections}
        self._rates: set[str] = set()

    def add(self, keyword: str, record: str) -> None:
        """Append a row; nothing where the version does not know the section."""
        rows = self._rows.get(keyword)
        if rows is None:
            return
        if keyword == "STAWKIVATZAGRANICZNE":  # declared once for the file, not for a document
            if record in self._rates:
                return
            self._rates.add(record)
        rows += _encode(record + END)

    def chunks(self) -> Iterator[bytes]:
        """The sections in their order, the last one followed by the empty line that ends the file."""
        for keyword, section in self._sections.items():
            rows = self._rows[keyword]
            if rows or section.always:
                yield _encode(f'[NAGLOWEK]{END}"{keyword}"{END}{END}[ZAWARTOSC]{END}')
                yield bytes(rows)
                yield _encode(END)


def _encode(text: str) -> bytes:
    return text.encode("ascii" if text.isascii() else ENCODING)  # the same bytes; Python has a fast way for ASCII only
