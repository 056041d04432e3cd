"""An independent reading of both forms: columns by their names, elements by theirs."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import BinaryIO, Final

from lxml import etree

from app.base.nip import clean
from app.booking.entry import Direction
from app.targets.contract import ReadDocument, ReadRow, read_rows

_DIRECTIONS: Final = {"SprzedazEwidencja": Direction.SALE, "ZakupEwidencja": Direction.PURCHASE}
_ELEMENT: Final = "NagEwidencjiVAT.Elementy:"
_NS: Final = "{http://www.soneta.pl/schema/business}"
_READ: Final = tuple(f"{_NS}{name}" for name in ("session", "Kontrahent", "DokEwidencji"))
_KSEF: Final = re.compile(r"KSeF: ([0-9A-Z-]{35,36})(?:,|$)")


def read_csv(file: BinaryIO) -> Iterator[ReadDocument]:
    """The documents of a CSV file; a file of contractors (XML) has none. Raises `ValueError` for what is neither."""
    if file.read(5) == b"<?xml":
        return
    file.seek(0)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        rows = csv.DictReader(text, delimiter=";", restval="")
        if not rows.fieldnames or rows.fieldnames[0] != "Class":
            raise ValueError("the first column is not Class")
        head: dict[str, str] | None = None
        amounts: list[ReadRow] = []
        for row in rows:
            if row["Class"]:
                if head is not None:
                    yield _document(head, amounts)
                head, amounts = row, []
            if row[f"{_ELEMENT}Class"]:
                rate = row[f"{_ELEMENT}DefinicjaStawki:Kod"]
                amounts.append(ReadRow(rate, _comma(row[f"{_ELEMENT}Netto"]), _comma(row[f"{_ELEMENT}VAT"])))
        if head is not None:
            yield _document(head, amounts)
    except (UnicodeDecodeError, KeyError, csv.Error) as error:
        raise ValueError(str(error)) from error
    finally:
        text.detach()


def read_xml(file: BinaryIO) -> Iterator[ReadDocument]:
    """The documents of an XML session, one in memory at a time. Raises `ValueError` for another file."""
    events = etree.iterparse(file, events=("end",), tag=_READ, resolve_entities=False, load_dtd=False, no_network=True)
    numbers: dict[str, str] = {}
    seen = False
    try:
        for _event, element in events:
            name = etree.QName(element).localname
            if name == "session":
                seen = True
            elif name == "Kontrahent":
                _add_contractor(element, numbers)
            else:
                yield _xml_document(element, numbers)
            element.clear()
    except (etree.XMLSyntaxError, KeyError) as error:
        raise ValueError(str(error)) from error
    if not seen:
        raise ValueError("no session in the file")


def _document(head: dict[str, str], amounts: list[ReadRow]) -> ReadDocument:
    feature = next((value for name, value in head.items() if name and name.startswith("Features.")), "")
    found = _KSEF.search(head["Opis"])
    return ReadDocument(
        direction=_DIRECTIONS[head["Class"]],
        number=head["NumerDokumentu"],
        issue_date=dt.date.fromisoformat(head["DataDokumentu"]),
        tax_number=clean(head["Podmiot:Kod"]),
        ksef_number=feature or (found[1] if found else ""),
        rows=read_rows(amounts),
    )


def _add_contractor(element: etree._Element, numbers: dict[str, str]) -> None:
    name = element.get("id", "")
    if name in numbers:
        raise ValueError(f"two contractors {name}")
    numbers[name] = element.findtext(f"{_NS}EuVAT") or element.findtext(f"{_NS}NIP") or ""


def _xml_document(element: etree._Element, numbers: dict[str, str]) -> ReadDocument:
    def text(name: str) -> str:
        return element.findtext(f"{_NS}{name}") or ""

    found = _KSEF.search(text("Opis"))
    feature = element.findtext(f"{_NS}features/{_NS}Feature") or ""
    rows = []
    for part in element.iter(f"{_NS}ElemEwidencjiVATAkcyzy"):
        rate = part.find(f"{_NS}DefinicjaStawki")
        code = "" if rate is None else rate.get("where", "").partition("=")[2]
        rows.append(ReadRow(code, _money(part, "Netto"), _money(part, "VAT")))
    return ReadDocument(
        direction=_DIRECTIONS[element.get("class", "")],
        number=text("NumerDokumentu"),
        issue_date=dt.date.fromisoformat(text("DataDokumentu")),
        tax_number=clean(numbers[text("Podmiot")]),
        ksef_number=feature or (found[1] if found else ""),
        rows=read_rows(rows),
    )


def _money(element: etree._Element, name: str) -> Decimal:
    text = element.findtext(f"{_NS}{name}") or ""
    amount, _, currency = text.partition(" ")
    if currency != "PLN":
        raise ValueError(text)
    return _decimal(amount)


def _comma(text: str) -> Decimal:
    return _decimal(text.replace(",", "."))


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
