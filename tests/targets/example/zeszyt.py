"""A worked example: everything that a new target needs (README, *Nowy format*), for an invented program called *Zeszyt*.

Its file is text in UTF-8 with a line for each document and rate, seven fields parted by ``;``, no quotes:
``S;2026-03-10;FS/1/2026;9992144705;23;100,00;23,00`` (S or Z, day, number in at most 20 characters, tax number, rate, net, VAT, in PLN).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO, ClassVar

from app.base.findings import Finding, asks, blocks, notes
from app.booking.entry import Direction, Entry
from app.booking.questions import Question
from app.targets.contract import Batch, OutputFile, ReadDocument, ReadRow, Target, read_rows
from app.targets.findings import about, data_correction_skipped
from app.targets.options import option
from app.targets.questions import SHORT_NUMBER, YES
from app.targets.wording import flatten, short_number

_LONGEST = 20
_SIDES = {Direction.SALE: "S", Direction.PURCHASE: "Z"}
_RATES = frozenset({"23", "8", "5", "0", "zw", "np"})


@dataclass(frozen=True, slots=True)
class ZeszytOptions:
    """What an office sets: window, profile and ``--set`` draw themselves from the fields."""

    heading: bool = option(default=True, label="Wiersz z nazwami pól", help="Pierwszy wiersz pliku nazywa pola.")


class Zeszyt(Target[ZeszytOptions]):
    """One file for sales and purchases together."""

    id: ClassVar[str] = "zeszyt"
    title: ClassVar[str] = "Zeszyt (przykład)"
    suffix: ClassVar[str] = ".txt"
    options: ClassVar[type[ZeszytOptions]] = ZeszytOptions
    questions: ClassVar[tuple[Question, ...]] = (SHORT_NUMBER,)
    import_steps: ClassVar[str] = "W programie Zeszyt wybierz Plik / Import. Wskaż zapisany plik."
    unproven: ClassVar[str] = "Program jest zmyślony: niczego nie próbowano zaimportować."

    def check(self, batch: Batch, options: ZeszytOptions) -> Iterator[Finding]:  # noqa: ARG002 - others need the options
        """What a line cannot hold is refused, asked or noted: never bent, never dropped without a word."""
        for entry in batch.entries:
            yield from (about(entry, finding) for finding in _findings(entry))

    def write(self, batch: Batch, options: ZeszytOptions) -> Iterator[OutputFile]:
        """Lays out what the entries say; the same batch gives the same bytes."""
        file = OutputFile(f"zeszyt-{batch.client.nip}.txt", ())
        file.chunks = _lines(batch, options, file)
        yield file

    def expect(self, entry: Entry, batch: Batch, options: ZeszytOptions) -> ReadDocument | None:  # noqa: ARG002 - see `check`
        """What `read` must find of the entry: the program compares the two after every conversion."""
        if entry.no_effect:
            return None
        rows = read_rows(ReadRow(box.rate, *_amounts(box.net_pln, box.tax_pln)) for box in entry.vat)
        number, tax_number = _number(entry), _tax_number(entry)
        return ReadDocument(
            direction=entry.direction, number=number, issue_date=entry.issue_date, tax_number=tax_number, rows=rows
        )

    def read(self, file: BinaryIO) -> Iterator[ReadDocument]:
        """Reads the file as somebody who knows the format and not the writer. (A real target keeps this in a module of its own.)"""
        sides = {"S": Direction.SALE, "Z": Direction.PURCHASE}
        head: tuple[str, ...] = ()
        rows: list[ReadRow] = []
        for line in file.read().decode("utf-8").split("\r\n"):
            cells = line.split(";")
            if rows and tuple(cells[:4]) != head:
                yield ReadDocument(
                    direction=sides[head[0]],
                    issue_date=dt.date.fromisoformat(head[1]),
                    number=head[2],
                    tax_number=head[3],
                    rows=read_rows(rows),
                )
                rows = []
            if line and cells[0] != "strona":
                head = tuple(cells[:4])
                rows.append(ReadRow(cells[4], Decimal(cells[5].replace(",", ".")), Decimal(cells[6].replace(",", "."))))


def _findings(entry: Entry) -> Iterator[Finding]:
    if entry.no_effect:
        yield data_correction_skipped(entry)
        return
    for rate in dict.fromkeys(box.rate for box in entry.vat if box.rate not in _RATES):
        yield blocks("zeszyt_rate", f"Zeszyt nie zna stawki „{rate}”. Wprowadź dokument „{entry.number}” ręcznie.")
    if _number(entry) != flatten(entry.number):
        if entry.decisions.get(SHORT_NUMBER.code) != YES:
            yield asks(
                SHORT_NUMBER.code,
                f"Numer „{entry.number}” nie mieści się w {_LONGEST} znakach bez średnika. Skrócić go w pliku?",
                "P_2",
            )
        else:
            yield notes("number_shortened", f"Numer „{entry.number}” jest w pliku jako „{_number(entry)}”.", "P_2")
    if entry.ksef_number:
        yield notes("ksef_number_left_out", f"Zeszyt nie ma miejsca na numer KSeF: {entry.ksef_number}.")


def _lines(batch: Batch, options: ZeszytOptions, file: OutputFile) -> Iterator[bytes]:
    if options.heading:
        yield b"strona;data;numer;NIP;stawka;netto;VAT\r\n"
    for entry in batch.entries:
        if not entry.no_effect:
            file.documents += 1
            head = (_SIDES[entry.direction], entry.issue_date.isoformat(), _number(entry), _tax_number(entry))
            for box in entry.vat:
                amounts = (f"{amount:.2f}".replace(".", ",") for amount in _amounts(box.net_pln, box.tax_pln))
                yield f"{';'.join((*head, box.rate, *amounts))}\r\n".encode()


def _amounts(net: Decimal | None, tax: Decimal | None) -> tuple[Decimal, Decimal]:
    """Amounts in PLN. They are missing only while booking asks for the exchange rate, and then nothing is written."""
    if net is None or tax is None:
        raise ValueError("an entry without its exchange rate is never written")
    return net, tax


def _number(entry: Entry) -> str:
    return short_number(flatten(entry.number).replace(";", ","), _LONGEST)


def _tax_number(entry: Entry) -> str:
    return entry.counterparty.nip or f"{entry.counterparty.tax_country}{entry.counterparty.tax_number}"
