"""The target: one pass over the entries, three sections."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO, ClassVar

import msgspec

from app.base.findings import Finding, blocks
from app.booking.entry import Direction, Entry
from app.booking.questions import Question
from app.targets.contract import Batch, OutputFile, ReadDocument, ReadRow, Target, letters_and_digits, read_rows
from app.targets.optima.checks import document_findings, skipped
from app.targets.optima.contractors import Contractors, card, tax_country, tax_number
from app.targets.optima.identity import document_id
from app.targets.optima.margin import MARGIN
from app.targets.optima.markup import HEAD, TAIL, section_head
from app.targets.optima.options import OptimaOptions
from app.targets.optima.reading import heading, read_documents
from app.targets.optima.register import document_markup, written_number
from app.targets.optima.rows import rows
from app.targets.optima.transaction import TRANSACTION
from app.targets.questions import SHORT_NUMBER
from app.targets.spool import Spool


class Optima(Target[OptimaOptions]):
    """Comarch ERP Optima, XML of *praca rozproszona*.

    The file wants all contractors first, then the sale, then the purchase register. Each iteration of the entries reads and books every
    document again, so `write` goes over them once and keeps the finished sections in compressed spools (some hundred bytes a document).
    """

    id: ClassVar[str] = "optima"
    title: ClassVar[str] = "Comarch ERP Optima (XML pracy rozproszonej)"
    suffix: ClassVar[str] = ".xml"
    options: ClassVar[type[OptimaOptions]] = OptimaOptions
    questions: ClassVar[tuple[Question, ...]] = (TRANSACTION, MARGIN, SHORT_NUMBER)
    import_steps: ClassVar[str] = (
        "W konfiguracji firmy (Firma / Ogólne / Praca rozproszona) włącz pracę rozproszoną i wpisz te same identyfikatory baz, co "
        "w ustawieniach formatu; rejestry VAT, kategorie i formy płatności o podanych nazwach muszą już istnieć. "
        "Następnie wybierz import pracy rozproszonej i wskaż zapisany plik XML."
    )
    unproven: ClassVar[str] = (
        "Do sprawdzenia próbnym importem: typy transakcji na dokumentach, nazwy kolumn KPiR, konta w pozycjach, numer KSeF i kody JPK "
        "w rejestrze, dopasowanie kontrahenta po samym NIP, zachowanie przy ponownym imporcie tego samego dokumentu."
    )

    def check(self, batch: Batch, options: OptimaOptions) -> Iterator[Finding]:
        """Findings about each document, and about two that cannot stand in one file."""
        contractors = Contractors(options)
        identifiers: set[str] = set()
        for entry in batch.entries:
            if entry.no_effect and options.no_effect == "skip":
                yield _of(entry, skipped(entry))
                continue
            yield from (_of(entry, finding) for finding in document_findings(entry, batch.client, options, batch.environment))
            found, _ = contractors.find(entry)
            if found.code and contractors.owner(found.code) != found.key:
                yield _of(entry, _code_taken(found.code, contractors.owner(found.code), found.key))
            identifier = document_id(entry, batch.client)
            if identifier in identifiers:
                yield _of(entry, _repeated(entry))
            identifiers.add(identifier)

    def write(self, batch: Batch, options: OptimaOptions) -> Iterator[OutputFile]:
        """One file; none where nothing is left to write."""
        contractors = Contractors(options)
        cards, sales, purchases = Spool(), Spool(), Spool()
        has_cards = False
        counts = {Direction.SALE: 0, Direction.PURCHASE: 0}
        for entry in batch.entries:
            if entry.no_effect and options.no_effect == "skip":
                continue
            found, new = contractors.find(entry)
            if new:
                has_cards = True
                cards.write(card(entry, found, options).encode())
            register = sales if entry.direction is Direction.SALE else purchases
            register.write(document_markup(entry, batch.client, found, options, batch.environment).encode())
            counts[entry.direction] += 1
        if not any(counts.values()):
            return
        sections = [
            ("KONTRAHENCI", cards if has_cards else None),
            ("REJESTRY_SPRZEDAZY_VAT", sales if counts[Direction.SALE] else None),
            ("REJESTRY_ZAKUPU_VAT", purchases if counts[Direction.PURCHASE] else None),
        ]
        filled = [(name, spool) for name, spool in sections if spool is not None]
        yield OutputFile(_name(batch), _chunks(filled, options), sum(counts.values()))

    def expect(self, entry: Entry, batch: Batch, options: OptimaOptions) -> ReadDocument | None:
        """The document with a heading for each percent and status; the parts of a row that is deducted in part are one."""
        if entry.no_effect and options.no_effect == "skip":
            return None
        party = entry.counterparty
        return ReadDocument(
            direction=entry.direction,
            number=written_number(entry.number, options),
            issue_date=entry.issue_date,
            tax_number=letters_and_digits(tax_country(party) + tax_number(party)),
            ksef_number=entry.ksef_number,
            rows=read_rows(
                ReadRow(heading(row.status, row.rate), row.net_pln, row.tax_pln) for row in rows(entry, batch.client, options)
            ),
        )

    def read(self, file: BinaryIO) -> Iterator[ReadDocument]:
        """The documents of a written file."""
        return read_documents(file)


def _chunks(sections: Iterable[tuple[str, Spool]], options: OptimaOptions) -> Iterator[bytes]:
    yield HEAD
    for name, spool in sections:
        yield section_head(name, options.source_base, options.target_base)
        yield from spool.drain()
        yield f"</{name}>\n".encode()
    yield TAIL


def _name(batch: Batch) -> str:
    return f"optima-{batch.client.nip}-{batch.period or batch.written_at.date().isoformat()}.xml"


def _of(entry: Entry, finding: Finding) -> Finding:
    return msgspec.structs.replace(finding, document=entry.source)


def _code_taken(code: str, first: str, second: str) -> Finding:
    return blocks(
        "optima_contractor_code",
        f"Kod kontrahenta „{code}” przypada dwóm kontrahentom: {first} i {second}. Popraw listę kodów w ustawieniach formatu.",
    )


def _repeated(entry: Entry) -> Finding:
    return blocks(
        "optima_duplicate",
        f"Dokument „{entry.number}” jest w zestawie dwa razy. Optima rozpoznałaby go jako jeden; usuń powtórzony plik.",
    )
