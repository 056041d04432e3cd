"""An independent reading of a written file: sections and fields by name, a document at a time (spec §2-§5)."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import BinaryIO, Final

from app.booking.entry import Direction
from app.targets.contract import ReadDocument, ReadRow, read_rows

_KSEF: Final = re.compile(r"(?:[A-ZĄĆĘŁŃÓŚŹŻ]+ – )?KSeF: (\S+)")
_DIRECTIONS: Final = {"sprzedaży": Direction.SALE, "zakupu": Direction.PURCHASE}


class _Section:
    """A section with its fields and the sections in it; the first of a repeated field is the one that counts."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.fields: dict[str, str] = {}
        self.inner: list[_Section] = []

    def given(self, name: str) -> str:
        """A field that must be there."""
        value = self.fields.get(name.lower(), "")
        if not value:
            raise ValueError(f"{self.name} without {name}")
        return value

    def amount(self, name: str) -> Decimal:
        try:
            return Decimal(self.given(name))
        except InvalidOperation as error:
            raise ValueError(f"{name} is no amount") from error


def read_documents(file: BinaryIO) -> Iterator[ReadDocument]:
    """The documents of a file. Raises `ValueError` for what is no file of format 3.0."""
    known = False
    for section in _sections(file):
        if section.name == "INFO":
            known = True
        elif section.name == "Dokument":
            yield _document(section)
    if not known:
        raise ValueError("no INFO in the file")


def _sections(lines: BinaryIO) -> Iterator[_Section]:
    open_sections: list[_Section] = []
    for raw in lines:
        line = raw.decode("cp1250").strip()
        name, sign, value = line.partition("=")
        if line == "}":
            if not open_sections:
                raise ValueError("a section ends that has not begun")
            done = open_sections.pop()
            if open_sections:
                open_sections[-1].inner.append(done)
            else:
                yield done
        elif sign and open_sections:
            open_sections[-1].fields.setdefault(name.strip().lower(), value.strip())
        elif line.endswith("{") and not sign:
            open_sections.append(_Section(line[:-1].strip()))
        elif line:
            raise ValueError(f"neither a section nor a field: {line[:40]}")
    if open_sections:
        raise ValueError(f"{open_sections[-1].name} does not end")


def _document(section: _Section) -> ReadDocument:
    direction = _DIRECTIONS.get(section.given("rodzaj_dok"))
    if direction is None:
        raise ValueError("neither a sale nor a purchase")
    side = "dane nabywcy" if direction is Direction.SALE else "dane sprzedawcy"
    party = next((inner for inner in section.inner if inner.name.lower() == side), None)
    if party is None:
        raise ValueError("a document without its party")
    told = _KSEF.match(section.fields.get("opis fk", ""))
    return ReadDocument(
        direction=direction,
        number=section.given("FK nazwa"),
        issue_date=dt.date.fromisoformat(section.given("data")),
        tax_number="".join(filter(str.isalnum, party.fields.get("khnip", ""))),
        ksef_number=told[1] if told else "",
        rows=read_rows(_row(inner) for inner in section.inner if inner.name == "Rejestr"),
    )


def _row(section: _Section) -> ReadRow:
    """A heading is the rate, with the word for input tax: a purchase under reverse charge has the same rate on both sides."""
    heading = section.given("stawka")
    if section.fields.get("naliczony") == "1":
        heading += " naliczony"
    return ReadRow(heading, section.amount("netto"), section.amount("vat"))
