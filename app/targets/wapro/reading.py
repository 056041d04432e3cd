"""An independent reading of a written file: documents, their rates, and the contractors that follow them (spec, whole)."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import BinaryIO, Final, NamedTuple

from lxml import etree

from app.booking.entry import Direction
from app.targets.contract import ReadDocument, ReadRow, read_rows

_CLARION_ZERO: Final = dt.date(1800, 12, 28)
_SIDES: Final = {"S": Direction.SALE, "Z": Direction.PURCHASE}


class _Waiting(NamedTuple):
    """A document whose contractor has not been read yet: the cards follow the documents, of which a file has 999 at most."""

    contractor: str
    document: ReadDocument


def heading(code: str, *, reverse: bool) -> str:
    """A rate with its mark of reverse charge: what tells one STAWKA of a document from another."""
    return f"{code} ODWROTNY" if reverse else code


def read_documents(file: BinaryIO) -> Iterator[ReadDocument]:
    """The documents of one file, in its order. Raises `ValueError` for what is no WAPRO XML."""
    waiting: list[_Waiting] = []
    numbers: dict[str, str] = {}
    declared = ""
    events = etree.iterparse(
        file,
        events=("end",),
        tag=("DOKUMENT", "KONTRAHENT", "INFO_EKSPORTU", "MAGIK_EKSPORT"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
    )
    finished = False
    try:
        for _event, element in events:
            if element.tag == "DOKUMENT":
                waiting.append(_document(element))
            elif element.tag == "KONTRAHENT":
                numbers[_given(element, "ID_KONTRAHENTA")] = _text(element, "NIP")
            elif element.tag == "INFO_EKSPORTU":
                declared = _given(element, "LICZBA_DOKUMENTOW")
            else:
                finished = True
            element.clear()
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    if not finished or declared != str(len(waiting)):
        raise ValueError(f"{len(waiting)} documents, LICZBA_DOKUMENTOW {declared or 'missing'}")
    for contractor, document in waiting:
        if contractor not in numbers:
            raise ValueError(f"no contractor {contractor}")
        yield _with_number(document, numbers[contractor])


def _document(element: etree._Element) -> _Waiting:
    header = element.find("NAGLOWEK_DOKUMENTU")
    if header is None:
        raise ValueError("DOKUMENT without NAGLOWEK_DOKUMENTU")
    side = _given(header, "ZAKUP_SPRZEDAZ")
    if side not in _SIDES:
        raise ValueError(f"ZAKUP_SPRZEDAZ {side}")
    read = ReadDocument(
        direction=_SIDES[side],
        number=_given(header, "NUMER"),
        issue_date=_CLARION_ZERO + dt.timedelta(days=int(_given(header, "DATY/DATA_WYSTAWIENIA"))),
        ksef_number=_text(header, "KSEF/KSEF_ID"),
        rows=read_rows([_row(rate) for rate in element.iterfind("VAT/STAWKA")]),
    )
    return _Waiting(_given(header, "ID_KONTRAHENTA"), read)


def _row(rate: etree._Element) -> ReadRow:
    label = heading(_given(rate, "KOD_VAT"), reverse=_text(rate, "ODWROTNY") == "1")
    return ReadRow(label, _amount(rate, "NETTO"), _amount(rate, "VAT"))


def _with_number(document: ReadDocument, number: str) -> ReadDocument:
    return ReadDocument(
        direction=document.direction,
        number=document.number,
        issue_date=document.issue_date,
        tax_number="".join(char for char in number if char.isalnum()),
        ksef_number=document.ksef_number,
        rows=document.rows,
    )


def _text(element: etree._Element, path: str) -> str:
    return str(element.findtext(path) or "")


def _given(element: etree._Element, path: str) -> str:
    value = _text(element, path)
    if not value:
        raise ValueError(f"{element.tag!r} without {path}")
    return value


def _amount(element: etree._Element, path: str) -> Decimal:
    try:
        return Decimal(_given(element, path))
    except InvalidOperation as error:
        raise ValueError(f"{path} is no amount") from error
