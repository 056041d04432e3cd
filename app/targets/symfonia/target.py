"""The target: one pass over the entries; cards first in the file, then documents."""

from collections.abc import Iterator
from decimal import Decimal
from typing import BinaryIO, ClassVar

from app.base.findings import Finding, blocks, notes
from app.base.money import round_money
from app.booking.entry import Direction, Entry
from app.booking.questions import Question
from app.targets.contract import Batch, OutputFile, ReadDocument, ReadRow, Target, read_rows
from app.targets.findings import about, data_correction_skipped
from app.targets.questions import SHORT_NUMBER
from app.targets.spool import Spool
from app.targets.symfonia.checks import document_findings
from app.targets.symfonia.contractors import Contractor, Contractors, card, tax_number
from app.targets.symfonia.document import document, symbol
from app.targets.symfonia.options import SymfoniaOptions
from app.targets.symfonia.postings import settlement_account
from app.targets.symfonia.questions import MARGIN, RATE_EXEMPT, RATE_OUTSIDE, REVERSE_CHARGE
from app.targets.symfonia.reading import read_documents
from app.targets.symfonia.registers import charged_rate, counting, rate_text, special_word
from app.targets.symfonia.scope import Scope, scope_of
from app.targets.symfonia.texts import ENCODING, END, fit, plain, written_number
from app.targets.wording import marked

TEMPLATE_VERSION = "3.2"
"""Of those seen in files (spec §3)."""
PRODUCER_VERSION = "1.0"
"""Of the way these files are laid out, not of the program: a new release with the same files gives the same bytes."""


class Symfonia(Target[SymfoniaOptions]):
    """Symfonia Finanse i Księgowość, text of format 3.0.

    The variant for Mała Księgowość (spec §10: no offset of ids, ledger columns for accounts) is not offered: one generator is all that is
    known of it.
    """

    id: ClassVar[str] = "symfonia"
    title: ClassVar[str] = "Symfonia Finanse i Księgowość, także 50c i 50cloud (tekst w formacie 3.0)"
    suffix: ClassVar[str] = ".txt"
    options: ClassVar[type[SymfoniaOptions]] = SymfoniaOptions
    questions: ClassVar[tuple[Question, ...]] = (RATE_EXEMPT, RATE_OUTSIDE, REVERSE_CHARGE, MARGIN, SHORT_NUMBER)
    import_steps: ClassVar[str] = (
        "W Symfonii FK wybierz Import specjalny (miejsce w menu zależy od wersji), szablon FK2005 albo HMFK i zapisany plik, a w kroku "
        "uzgodnień wskaż typy dokumentów, rejestry VAT, konta i kontrahentów, których FK nie znalazł. "
        "Pole KSeF dokumentów wypełnij potem synchronizacją z KSeF w Symfonii albo ręcznie: żaden znany szablon nie czyta numeru KSeF z pliku, "
        "numer jest tylko w opisie."
    )
    unproven: ClassVar[str] = (
        "Do sprawdzenia próbnym importem: który szablon czyta dekretację, rejestry i rozrachunki, konto z numerem kontrahenta spoza listy "
        "numerów FK, wartości stawek „zwolnione” i „nie podlega”, skróty rejestrów, typ zakupu (ABC) w rejestrze bez odliczenia, data wpływu "
        "zakupu, kilka kodów JPK_V7 po przecinku, znacznik podzielonej płatności, korekty ze znakiem minus, dokument z dekretacją 0,00, kurs "
        "waluty, dwa dokumenty różnych kontrahentów o tym samym numerze. Wariantu dla Małej Księgowości program nie zapisuje."
    )

    def check(self, batch: Batch, options: SymfoniaOptions) -> Iterator[Finding]:
        """Findings about each document, and about two that cannot stand in one file."""
        scope = scope_of(batch, options)
        contractors = Contractors(scope)
        owners: dict[str, str] = {}
        for entry in batch.entries:
            if entry.no_effect and options.no_effect == "skip":
                yield about(entry, data_correction_skipped(entry))
                continue
            found, new = contractors.find(entry)
            own = [*document_findings(entry, scope), *_contractor(entry, found, contractors, scope, new=new)]
            own += _same_number(entry, found, owners, options)
            yield from (about(entry, finding) for finding in own)

    def write(self, batch: Batch, options: SymfoniaOptions) -> Iterator[OutputFile]:
        """One file; none where nothing is left to write."""
        scope = scope_of(batch, options)
        contractors = Contractors(scope)
        cards, documents = Spool(), Spool()
        count = 0
        for entry in batch.entries:
            if entry.no_effect and options.no_effect == "skip":
                continue
            found, new = contractors.find(entry)
            if new:
                cards.write(_encoded(card(entry, found)))
            documents.write(_encoded(document(entry, found, scope)))
            count += 1
        if count:
            yield OutputFile(_name(batch), _chunks(_info(batch), cards, documents), count)

    def expect(self, entry: Entry, batch: Batch, options: SymfoniaOptions) -> ReadDocument | None:
        """The document with a heading for each rate; tax that the client charges himself stands on both sides."""
        if entry.no_effect and options.no_effect == "skip":
            return None
        return ReadDocument(
            direction=entry.direction,
            number=written_number(entry.number, options.number_length),
            issue_date=entry.issue_date,
            tax_number="".join(filter(str.isalnum, plain(tax_number(entry.counterparty)))),
            ksef_number=entry.ksef_number if options.ksef_in_description else "",
            rows=read_rows(_expected_rows(entry, scope_of(batch, options))),
        )

    def read(self, file: BinaryIO) -> Iterator[ReadDocument]:
        """The documents of a written file."""
        return read_documents(file)


def _expected_rows(entry: Entry, scope: Scope) -> Iterator[ReadRow]:
    for box, net, tax in counting(entry):
        rate = charged_rate(box, entry)
        if rate:
            charged = round_money(net * Decimal(rate) / 100)
            yield ReadRow(f"{rate}.00", net, charged)
            yield ReadRow(f"{rate}.00 naliczony", net, charged)
        elif box.rate != "marza" or special_word(box, entry):
            side = "" if entry.direction is Direction.SALE else " naliczony"
            yield ReadRow(rate_text(box, entry, scope) + side, net, tax)


def _contractor(entry: Entry, found: Contractor, contractors: Contractors, scope: Scope, *, new: bool) -> Iterator[Finding]:
    first = contractors.owner(found.code)
    if first != found.key:
        yield blocks(
            "symfonia_contractor_code",
            f"Kod kontrahenta „{found.code}” przypada dwóm kontrahentom: {first} i {found.key}. Popraw listę kodów w ustawieniach formatu.",
        )
    first = contractors.owner(found.number)
    if first != found.key:
        yield blocks(
            "symfonia_contractor_number",
            f"Numer {found.number} przypada dwóm kontrahentom: {first} i {found.key}. Wpisz numer jednego z nich z kartoteki FK w ustawieniach "
            "formatu.",
        )
    account = settlement_account(entry, scope)
    if new and not found.listed and "{K}" in account and not scope.options.registers_only:
        written = account.replace("{K}", str(found.number))
        yield notes(
            "symfonia_contractor_unlisted",
            f"Kontrahent {found.key} nie ma w ustawieniach formatu numeru z kartoteki FK: jego konto w pliku to {written}. Wpisz numer w "
            "ustawieniach albo wskaż konto w kroku uzgodnień.",
        )


def _same_number(entry: Entry, found: Contractor, owners: dict[str, str], options: SymfoniaOptions) -> Iterator[Finding]:
    """FK knows a document by its symbol and name: a repeated one is refused, two suppliers' documents of one name are noted."""
    number = written_number(entry.number, options.number_length)
    name = f"{symbol(entry, options)}|{number.upper()}"
    key = found.key if entry.direction is Direction.PURCHASE else ""
    if name not in owners:
        owners[name] = key
    elif owners[name] == key or f"{name}|{key}" in owners:
        yield blocks(
            "symfonia_duplicate",
            f"Dokument „{entry.number}” jest w zestawie dwa razy (ten sam symbol i numer). Usuń powtórzony plik albo zapisz dokumenty osobno.",
        )
    else:
        owners[f"{name}|{key}"] = key
        yield notes(
            "symfonia_same_number",
            f"Numer „{number}” ma w tym pliku także dokument innego kontrahenta. Szablon importu, który pomija powtórzone nazwy, zapisze tylko "
            "jeden: sprawdź po imporcie, że w FK są oba.",
        )


def _info(batch: Batch) -> str:
    """INFO with the data of the client."""
    client = batch.client
    lines = (
        "INFO{",
        f"\tNazwa programu ={marked('Konwerter KSeF', batch.environment)}",
        f"\tWersja_programu ={PRODUCER_VERSION}",
        f"\tWersja szablonu ={TEMPLATE_VERSION}",
        "\tKontrahent{",
        "\t\tid =0",
        f"\t\tkod ={client.nip}",
        f"\t\tnazwa ={fit(client.name) or client.nip}",
        f"\t\tmiejscowosc ={fit(client.city)}",
        f"\t\tulica ={fit(client.street)}",
        f"\t\tdom ={fit(client.house)}",
        f"\t\tlokal ={fit(client.flat)}",
        f"\t\tkodpocz ={fit(client.postal_code)}",
        f"\t\tnip ={client.nip}",
        "\t}",
        "}",
    )
    return END.join(lines) + END


def _chunks(info: str, cards: Spool, documents: Spool) -> Iterator[bytes]:
    yield _encoded(info)
    yield from cards.drain()
    yield from documents.drain()


def _encoded(text: str) -> bytes:
    return text.encode(ENCODING)


def _name(batch: Batch) -> str:
    return f"symfonia-{batch.client.nip}-{batch.period or batch.written_at.date().isoformat()}.txt"
