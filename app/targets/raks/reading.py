"""An independent reading of a written file: documents and the entries of their registers (spec, DOKUMENT, REJESTR_VAT, POZYCJA)."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import BinaryIO

from lxml import etree

from app.base.nip import clean
from app.booking.entry import Direction
from app.targets.contract import ReadDocument, ReadRow, read_rows


def read_documents(file: BinaryIO) -> Iterator[ReadDocument]:
    """The documents of one file, one in memory at a time. Raises `ValueError` for what is no file of RAKS documents."""
    events = etree.iterparse(
        file, events=("end",), tag=("DOKUMENT", "EKSPORT"), resolve_entities=False, load_dtd=False, no_network=True
    )
    exported = False
    try:
        for _event, element in events:
            if element.tag == "EKSPORT":
                exported = True
                continue
            yield _document(element)
            element.clear()
            _forget_before(element)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    if not exported:
        raise ValueError("no EKSPORT in the file")


def _forget_before(element: etree._Element) -> None:
    """Give back the memory of the documents that are read."""
    parent = element.getparent()
    while parent is not None and (earlier := element.getprevious()) is not None:
        parent.remove(earlier)


def _document(element: etree._Element) -> ReadDocument:
    rows = [
        ReadRow(_given(row, "ID_STAWKI"), _amount(row, "KWOTA_NETTO"), _amount(row, "KWOTA_VAT"))
        for row in element.iterfind("REJESTRY_VAT/REJESTR_VAT/POZYCJE/POZYCJA")
    ]
    return ReadDocument(
        direction=_direction(element),
        number=_given(element, "NUMER_DOK"),
        issue_date=dt.date.fromisoformat(_given(element, "DATA_DOK")),
        tax_number=element.get("KONTR_KODKRAJU", "") + clean(element.get("KONTR_NIP", "")),
        ksef_number=element.get("KSEF_NR_FAKTURY", ""),
        rows=read_rows(rows),
    )


def _direction(element: etree._Element) -> Direction:
    """By the register, else by the settlement; a document with neither is a sale where it says when its revenue arises."""
    register = element.find("REJESTRY_VAT/REJESTR_VAT")
    if register is not None:
        return _side(_given(register, "TYP_REJ"), sale="S")
    settlement = element.find("ROZRACHUNKI/ROZRACHUNEK")
    if settlement is not None:
        return _side(_given(settlement, "TYP_ROZR"), sale="N")
    sale = element.get("TYP_DOK") == "1" or bool(element.get("DATA_UZYSKANIA_PRZYCHODU"))
    return Direction.SALE if sale else Direction.PURCHASE


def _side(letter: str, *, sale: str) -> Direction:
    if letter not in {sale, "Z"}:
        raise ValueError(f"unknown side {letter}")
    return Direction.SALE if letter == sale else Direction.PURCHASE


def _given(element: etree._Element, name: str) -> str:
    value = element.get(name)
    if not value:
        raise ValueError(f"{element.tag!r} without {name}")
    return value


def _amount(element: etree._Element, name: str) -> Decimal:
    try:
        return Decimal(_given(element, name).replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(f"{name} is no amount") from error
