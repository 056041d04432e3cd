"""Bytes → `Document`: the one door into this room."""

import codecs
import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Final

import msgspec
from lxml import etree

from app.base import ksef_number as numbers
from app.base.errors import UnreadableDocument
from app.base.findings import Finding, blocks, notes
from app.base.nip import is_valid_nip
from app.base.safe_xml import parse
from app.invoice.document import Document
from app.invoice.extras import extras_below
from app.invoice.fa import read_fa2, read_fa3
from app.invoice.fa_1 import KEPT_AS_EXTRAS, read_fa1
from app.invoice.fa_rr import read_fa_rr, read_superseded_fa_rr
from app.invoice.forms import Form, Kind
from app.invoice.model import Invoice
from app.invoice.pef import read_pef, read_pef_correction
from app.invoice.recognise import FA_1, FA_2, FA_3, FA_RR, FA_RR_SUPERSEDED, PEF, PEF_KOR, Schema, recognise
from app.invoice.records import Leftovers, Rejected, local_name, refusal

_READERS: Final[Mapping[Schema, Callable[[etree._Element, Leftovers], Invoice]]] = {
    FA_1: read_fa1,
    FA_2: read_fa2,
    FA_3: read_fa3,
    FA_RR: read_fa_rr,
    FA_RR_SUPERSEDED: read_superseded_fa_rr,
    PEF: read_pef,
    PEF_KOR: read_pef_correction,
}

_UBL: Final = frozenset({Form.PEF_3, Form.PEF_KOR_3})
"""Forms with far more elements than the model has fields: what is left over is no sign of anything."""

# Names of amounts, rates, codes, identifiers and documents in all forms: an element of such a name in a place the form does not know.
_BOOKED: Final = re.compile(
    r"P_|GTU|Procedura|Kurs|KodWaluty|Waluta|Kwota|Wartosc|Suma|StanPrzed|Stawka|NIP|NrVatUE|NrID|BrakID|Podmiot|FaWiersz|Zamowienie"
    r"|Platnosc|Rozliczenie|Termin|Zaplac|RodzajFaktury|TypKorekty|DaneFa|PMarzy|Zwolnienie|Adnotacje|FP$|TP$|JST$|GV$"
).match
_CHECK_DIGIT: Final = (
    "NIP {nip} ({name}) ma niewłaściwą cyfrę kontrolną; produkcyjny KSeF takiego numeru nie przyjmuje. Sprawdź numer."
)
_FOLDERS: Final = re.compile(r"[\\/]")


def read_document(data: bytes, *, source: str, ksef_number: str = "", received: dt.date | None = None) -> Document:
    """The invoice in `data`, a structured invoice of any form KSeF has ever taken.

    `source` names the file for people; a KSeF number in the last part of it is taken where `ksef_number` is not given, and the day in
    the number where `received` is not given. Raises `UnreadableDocument` for what is no invoice or breaks its schema where a bookkeeper
    depends on it; its `code` is one of those of `app.base.safe_xml`, or says what the document is (``is_upo``, ``is_jpk``, ``is_html``,
    ``unknown_namespace``, ``no_namespace``, ``wrong_root``, ``form_disagrees``), what its build breaks (``missing_element``,
    ``duplicate_element``, ``conflicting_elements``, ``empty_element``, ``unexpected_content``, ``unknown_element``) or which value is no
    value of its type (``bad_amount``, ``bad_date``, ``bad_nip``, ``bad_code``, ``bad_currency``, ``bad_number``, ``bad_account``,
    ``bad_ksef_number``).
    """
    root = parse(data, source)
    leftovers: Leftovers = []
    try:
        schema = recognise(root)
        invoice = _READERS[schema](root, leftovers)
        strangers = _strangers(leftovers) if leftovers and invoice.form not in _UBL else []
    except UnreadableDocument as error:
        error.source = source
        raise
    if leftovers:
        invoice = msgspec.structs.replace(invoice, extras=extras_below(leftovers))
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
        findings=(*_file_findings(data, root, schema, strangers, problem), *_invoice_findings(invoice)),
    )


def _strangers(leftovers: Leftovers) -> list[str]:
    """Names of elements the form does not know. Refuses one that looks like what books are kept by: it must not go unseen."""
    strangers = [element for element in leftovers if local_name(element) not in KEPT_AS_EXTRAS]
    for element in strangers:
        for part in element.iter("*"):
            if _BOOKED(local_name(part)):
                raise refusal(
                    part, Rejected("unknown_element", "nie należy do wzoru w tym miejscu, a może wpływać na księgowanie.")
                )
    return list(dict.fromkeys(local_name(element) for element in strangers))


def _file_findings(data: bytes, root: etree._Element, schema: Schema, strangers: list[str], number_problem: str) -> list[Finding]:
    """What is worth knowing of the file."""
    found: list[Finding] = []
    encoding = (root.getroottree().docinfo.encoding or "UTF-8").upper()
    if encoding not in {"UTF-8", "ASCII", "US-ASCII"}:
        found.append(_not_original("encoding", f"Plik jest zapisany w kodowaniu {encoding}, a KSeF wydaje pliki w UTF-8"))
    elif data.startswith(codecs.BOM_UTF8):
        found.append(
            _not_original("byte_order_mark", "Plik zaczyna się znacznikiem kolejności bajtów (BOM), którego KSeF nie dodaje")
        )
    if schema.superseded:
        text = "Dokument używa wersji wzoru FA_RR zastąpionej przed wejściem w życie; sprawdź, czy pochodzi ze środowiska produkcyjnego."
        found.append(notes("superseded_form", text))
    if number_problem:
        found.append(notes("ksef_number", number_problem))
    if strangers:
        text = f"Dokument zawiera elementy spoza wzoru ({', '.join(strangers[:3])}); program je pokazuje, ale nie księguje."
        found.append(notes("unknown_elements", text, strangers[0]))
    return found


def _not_original(code: str, what: str) -> Finding:
    return notes(code, f"{what}; to nie jest oryginał z KSeF: skrót i kod QR nie będą zgodne.")


def _invoice_findings(invoice: Invoice) -> list[Finding]:
    """Wrong check digits of NIPs (production KSeF refuses them, test environments do not, guide §14.4); sums nobody can know."""
    parties = [("Podmiot1", invoice.seller), ("Podmiot2", invoice.buyer)]
    if invoice.third_parties:
        parties += [("Podmiot3", third) for third in invoice.third_parties]
    found = [
        notes("nip_checksum", _CHECK_DIGIT.format(nip=party.nip, name=party.name or field), field)
        for field, party in parties
        if party.nip and not is_valid_nip(party.nip)
    ]
    if invoice.kind is Kind.KOR_PEF and invoice.total_due is None and not invoice.totals:
        text = "Korekta PEF nie podaje ani różnic, ani stanu przed korektą, więc nie wiadomo, o ile zmienia kwoty. Zaksięguj ją ręcznie."
        found.append(blocks("pef_no_differences", text, "InvoiceCorrection"))
    return found
