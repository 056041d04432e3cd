"""An independent reading of a written file: the records of both VAT registers and their rows (spec §2, §5, §6)."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import BinaryIO, Final

from lxml import etree

from app.booking.entry import Direction
from app.targets.contract import ReadDocument, ReadRow, letters_and_digits, read_rows

_NS: Final = "{http://www.comarch.pl/cdn/optima/offline}"
_REGISTERS: Final = {
    f"{_NS}REJESTR_SPRZEDAZY_VAT": Direction.SALE,
    f"{_NS}REJESTR_ZAKUPU_VAT": Direction.PURCHASE,
}
_ROOT: Final = f"{_NS}ROOT"
_TAXED: Final = "opodatkowana"


def heading(status: str, rate: Decimal) -> str:
    """What tells rows apart: the percent of a taxed one, else the status in Optima's words."""
    return f"{rate.normalize():f}" if status == _TAXED else status


def read_documents(file: BinaryIO) -> Iterator[ReadDocument]:
    """The documents of one file, one in memory at a time. Raises `ValueError` for what is no file of Optima's registers."""
    events = etree.iterparse(
        file,
        events=("end",),
        tag=(*_REGISTERS, f"{_NS}KONTRAHENT", _ROOT),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
    )
    finished = False
    try:
        for _event, element in events:
            tag = str(element.tag)
            finished = finished or tag == _ROOT
            if tag in _REGISTERS:
                yield _document(element, _REGISTERS[tag])
            element.clear()
            _forget_before(element)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    if not finished:
        raise ValueError("no ROOT of Optima in the file")


def _forget_before(element: etree._Element) -> None:
    """Give back the memory of the records that are read."""
    parent = element.getparent()
    while parent is not None and (earlier := element.getprevious()) is not None:
        parent.remove(earlier)


def _document(element: etree._Element, direction: Direction) -> ReadDocument:
    return ReadDocument(
        direction=direction,
        number=_given(element, "NUMER"),
        issue_date=dt.date.fromisoformat(_given(element, "DATA_WYSTAWIENIA")),
        tax_number=letters_and_digits(_text(element, "NIP_KRAJ") + _text(element, "NIP")),
        ksef_number=_text(element, "NR_KSEF"),
        rows=read_rows([_row(row) for row in element.iterfind(f"{_NS}POZYCJE/{_NS}POZYCJA")]),
    )


def _row(element: etree._Element) -> ReadRow:
    label = heading(_given(element, "STATUS_VAT"), _amount(element, "STAWKA_VAT"))
    return ReadRow(label, _amount(element, "NETTO_SYS"), _amount(element, "VAT_SYS"))


def _text(element: etree._Element, name: str) -> str:
    return str(element.findtext(_NS + name) or "")


def _given(element: etree._Element, name: str) -> str:
    value = _text(element, name)
    if not value:
        raise ValueError(f"{element.tag!r} without {name}")
    return value


def _amount(element: etree._Element, name: str) -> Decimal:
    try:
        return Decimal(_given(element, name))
    except InvalidOperation as error:
        raise ValueError(f"{name} is no amount") from error
