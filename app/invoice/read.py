"""Bytes → `Document`: the one door into this room."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Final

import msgspec
from lxml import etree

from app.base import ksef_number as numbers
from app.base.errors import UnreadableDocument
from app.base.findings import Finding, notes
from app.base.nip import is_valid_nip
from app.base.safe_xml import parse
from app.invoice.document import Document
from app.invoice.fa import read_fa2, read_fa3
from app.invoice.model import Extra, Invoice
from app.invoice.recognise import FA_2, FA_3, Schema, recognise
from app.invoice.records import Leftovers, texts_of

_READERS: Final[Mapping[Schema, Callable[[etree._Element, Leftovers], Invoice]]] = {FA_2: read_fa2, FA_3: read_fa3}

_FOLDERS: Final = re.compile(r"[\\/]")


def read_document(data: bytes, *, source: str, ksef_number: str = "", received: dt.date | None = None) -> Document:
    """The invoice in `data`, a structured invoice of any form KSeF has ever taken.

    `source` names the file for people; a KSeF number in the last part of it is taken where `ksef_number` is not given, and the day in
    the number where `received` is not given. Raises `UnreadableDocument` for what is no invoice or breaks its schema where a bookkeeper
    depends on it. Its `code` is one of those of `app.base.safe_xml`, of the form (``unknown_namespace``, ``no_namespace``,
    ``wrong_root``, ``is_upo``, ``is_jpk``, ``form_disagrees``) or of a value (``missing_element``, ``duplicate_element``,
    ``conflicting_elements``, ``empty_element``, ``unexpected_content``, ``unknown_amount``, ``bad_amount``, ``bad_date``, ``bad_nip``, ``bad_code``,
    ``bad_currency``, ``bad_number``, ``bad_account``, ``bad_ksef_number``).
    """
    root = parse(data, source)
    try:
        schema = recognise(root)
        invoice = _read(root, schema)
    except UnreadableDocument as error:
        error.source = source
        raise
    number = ksef_number or numbers.find(_FOLDERS.split(source)[-1])
    problem = numbers.check(number) if number else ""
    if received is None and number and not problem:
        received = numbers.date_of(number)
    return Document(
        source=source,
        invoice=invoice,
        sha256=hashlib.sha256(data).hexdigest(),
        ksef_number=number,
        received=received,
        findings=_findings(data, root, schema, invoice, problem),
    )


def _read(root: etree._Element, schema: Schema) -> Invoice:
    leftovers: Leftovers = []
    invoice = _READERS[schema](root, leftovers)
    if leftovers:
        extras = tuple(Extra(path, text) for element in leftovers for path, text in texts_of(element))
        invoice = msgspec.structs.replace(invoice, extras=(*invoice.extras, *extras))
    return invoice


def _findings(data: bytes, root: etree._Element, schema: Schema, invoice: Invoice, number_problem: str) -> tuple[Finding, ...]:
    """What is worth knowing of the file and of the identifiers in it."""
    found: list[Finding] = []
    encoding = (root.getroottree().docinfo.encoding or "UTF-8").upper()
    if encoding not in {"UTF-8", "ASCII", "US-ASCII"}:
        found.append(_not_original("encoding", f"Plik jest zapisany w kodowaniu {encoding}, a KSeF wydaje pliki w UTF-8"))
    elif data.startswith(b"\xef\xbb\xbf"):
        found.append(
            _not_original("byte_order_mark", "Plik zaczyna się znacznikiem kolejności bajtów (BOM), którego KSeF nie dodaje")
        )
    if schema.superseded:
        text = (
            "Dokument używa wzoru FA_RR zastąpionego przed wejściem w życie; sprawdź, czy pochodzi ze środowiska produkcyjnego."
        )
        found.append(notes("superseded_form", text))
    if number_problem:
        found.append(notes("ksef_number", number_problem))
    for field, party in (
        ("Podmiot1", invoice.seller),
        ("Podmiot2", invoice.buyer),
        *(("Podmiot3", third) for third in invoice.third_parties),
    ):
        if party.nip and not is_valid_nip(party.nip):
            text = f"NIP {party.nip} ({party.name or field}) ma niewłaściwą cyfrę kontrolną; produkcyjny KSeF takiego nie przyjmuje. Sprawdź numer."
            found.append(notes("nip_checksum", text, field))
    if invoice.extras and invoice.form.is_fa:
        text = f"Dokument zawiera elementy spoza wzoru, na przykład {invoice.extras[0].path}; program pokazuje je, ale ich nie księguje."
        found.append(notes("unknown_elements", text, invoice.extras[0].path))
    return tuple(found)


def _not_original(code: str, what: str) -> Finding:
    return notes(code, f"{what}; to nie jest oryginał z KSeF: skrót i kod QR nie będą zgodne.")
