"""A small reader of .epp files for tests: it knows the places of fields from the specification and nothing of the writer."""

import csv
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass
class Document:
    """A header's 62 fields by number (as in the specification, from 1) and the rows of its VAT table."""

    fields: list[str]
    vat: list[list[str]] = field(default_factory=list)

    def __getitem__(self, number: int) -> str:
        return self.fields[number - 1]

    def amount(self, number: int) -> Decimal:
        return Decimal(self[number])

    @property
    def key(self) -> str:
        return f"{self[1]} {self[7]}"

    @property
    def rates(self) -> dict[str, tuple[Decimal, Decimal]]:
        """Net and tax by symbol of the rate."""
        return {row[0]: (Decimal(row[2]), Decimal(row[3])) for row in self.vat}


@dataclass
class File:
    """A whole file."""

    info: list[str]
    documents: list[Document]
    sections: dict[str, list[list[str]]]

    def row(self, keyword: str, key: str) -> list[str]:
        """The one row of a section that belongs to a document."""
        (row,) = [row for row in self.sections[keyword] if row[0] == key]
        return row


def read(data: bytes) -> File:
    """The file behind the bytes."""
    blocks: list[list[list[str]]] = []
    for line in data.decode("cp1250").split("\r\n"):
        if line in {"[INFO]", "[NAGLOWEK]", "[ZAWARTOSC]"}:
            blocks.append([])
        elif line:
            assert "\n" not in line
            blocks[-1] += csv.reader([line], strict=True)
    (info,) = blocks[0]
    documents, sections = [], {}
    for (head,), rows in zip(blocks[1::2], blocks[2::2], strict=True):
        if len(head) == 1:
            sections[head[0]] = rows
        else:
            documents.append(Document(head, rows))
    return File(info, documents, sections)
