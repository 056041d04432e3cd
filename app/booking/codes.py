"""Marks of the JPK_V7 row: GTU, procedures, document types, and the mark in place of a KSeF number (invoice guide §9)."""

from collections.abc import Mapping
from typing import Final

from app.base.findings import Finding, asks, notes
from app.booking.entry import Direction
from app.invoice.codes import GTU
from app.invoice.codes import PROCEDURES as LINE_PROCEDURES
from app.invoice.document import Document
from app.invoice.forms import Form, MarginKind
from app.invoice.model import Invoice

PROCEDURES: Final = (
    "WSTO_EE",
    "IED",
    "TP",
    "TT_WNT",
    "TT_D",
    "MR_T",
    "MR_UZ",
    "I_42",
    "I_63",
    "B_SPV",
    "B_SPV_DOSTAWA",
    "B_MPV_PROWIZJA",
)
DOCUMENT_TYPES: Final = ("FP", "MK", "VAT_RR")
KSEF_MARKS: Final = ("OFF", "BFK", "DI")

_ORDER: Final = {code: place for place, code in enumerate((*GTU, *PROCEDURES, *DOCUMENT_TYPES))}
_LINE_MARKS: Final = frozenset((*GTU, *LINE_PROCEDURES))


def codes(invoice: Invoice, direction: Direction, found: list[Finding]) -> tuple[str, ...]:
    """The marks of the row, in the order of the JPK schema.

    GTU and procedures are the union over all lines, of the order too and of states before a correction; sales only.
    """
    if direction is Direction.PURCHASE:
        if invoice.form is Form.FA_RR_1:
            return ("VAT_RR",)
        return ("MK",) if invoice.annotations.cash_method else ()
    marks = _line_marks(invoice, found)
    if invoice.related_parties:
        marks.add("TP")
    if invoice.annotations.triangular:
        marks.add("TT_D")
    margin = invoice.annotations.margin
    if margin is MarginKind.TRAVEL:
        marks.add("MR_T")
    elif margin is not None and margin is not MarginKind.UNSPECIFIED:
        marks.add("MR_UZ")
    if invoice.receipt_invoice:
        marks.add("FP")
        found.append(
            notes(
                "receipt_invoice",
                "Faktura do paragonu (FP): sprzedaż jest już w raporcie kasy, więc nie wlicza się ponownie do podatku ani do przychodu.",
                "FP",
            )
        )
    if len(marks) < 2:  # noqa: PLR2004 - nothing to sort
        return tuple(marks)
    return tuple(sorted(marks, key=_ORDER.__getitem__))


def _line_marks(invoice: Invoice, found: list[Finding]) -> set[str]:
    marks: set[str] = set()
    for line in invoice.all_lines:
        if line.gtu:
            marks.update(line.gtu)
        if line.procedures:
            marks.update(line.procedures)
    unknown = marks - _LINE_MARKS
    if unknown:
        marks.difference_update(unknown)
        found.append(
            notes(
                "unknown_mark", f"Oznaczenie {', '.join(sorted(unknown))} nie jest kodem JPK_V7 i zostało pominięte.", "Procedura"
            )
        )
    return marks


def ksef_mark(document: Document, decisions: Mapping[str, str], found: list[Finding]) -> str:
    """OFF, BFK or DI as decided under ``ksef_mark`` for a document without a number; empty where it has one or nobody decided."""
    if document.ksef_number:
        return ""
    answer = decisions.get("ksef_mark", "")
    if answer in KSEF_MARKS:
        return answer
    if answer:
        found.append(
            asks("ksef_mark", f"Oznaczenie „{answer}” nie jest dozwolone: podaj OFF, BFK albo DI.", "NrKSeF"),
        )
        return ""
    found.append(
        notes(
            "ksef_number_missing",
            "Dokument nie ma numeru KSeF (nie ma go w pliku XML). Nazwij plik numerem KSeF albo wskaż oznaczenie OFF, BFK lub DI.",
            "NrKSeF",
        )
    )
    return ""
