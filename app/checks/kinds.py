"""What a kind of invoice must have, and corrections against what they correct (invoice guide §5, §6, §14.25-31)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.base.findings import Finding, notes
from app.base.ksef_number import check
from app.base.money import format_money
from app.checks.case import Case
from app.invoice.correction import CorrectedInvoice
from app.invoice.forms import Kind
from app.invoice.model import Invoice

_SIMPLIFIED_UP_TO: Final = {"PLN": Decimal(450), "EUR": Decimal(100)}
_NAMED: Final = 3


def check_kind(case: Case) -> Iterator[Finding]:
    """What is odd for a document of this kind."""
    invoice = case.invoice
    match invoice.kind:
        case Kind.ZAL:
            yield from _advance(invoice)
        case Kind.ROZ:
            if not invoice.advance_invoices:
                yield notes(
                    "final_without_advances",
                    "Faktura końcowa nie wskazuje faktur zaliczkowych. To poprawne tylko, gdy zaliczka i dostawa były w jednym okresie"
                    " (art. 106e ust. 1a); w innym razie ustal, które zaliczki rozlicza.",
                    "FakturaZaliczkowa",
                )
        case Kind.UPR:
            yield from _simplified(invoice)
        case Kind.KOR_ZAL | Kind.KOR_ROZ:
            if invoice.form.is_fa and case.sums and (invoice.correction is None or invoice.correction.amount_before is None):
                yield notes(
                    "amount_before_missing",
                    "Korekta faktury zaliczkowej lub końcowej nie podaje kwoty sprzed korekty (P_15ZK). Różnice z nagłówka są pewne;"
                    " stan zaliczek sprawdź z fakturą pierwotną.",
                    "P_15ZK",
                )
        case _:
            pass
    if invoice.correction is not None and invoice.correction.corrected:
        yield from _corrected(case, invoice.correction.corrected)


def _advance(invoice: Invoice) -> Iterator[Finding]:
    if invoice.lines:
        yield notes(
            "advance_with_lines",
            "Faktura zaliczkowa ma pozycje faktury (FaWiersz); zamówienie opisują pozycje zamówienia. Kwoty wzięto z nagłówka.",
            "FaWiersz",
        )
    order, due = invoice.order, invoice.total_due
    if order is None and not invoice.lines:
        yield notes(
            "advance_without_order",
            "Faktura zaliczkowa nie opisuje zamówienia (Zamowienie). Ustal, czego dotyczy zaliczka, zanim ją rozliczysz.",
            "Zamowienie",
        )
    elif order is not None and due is not None and order.value < due:
        yield notes(
            "order_below_advance",
            f"Zamówienie {format_money(order.value, invoice.currency)} jest mniejsze niż zaliczka {format_money(due, invoice.currency)}."
            " Sprawdź kwoty z wystawcą.",
            "WartoscZamowienia",
        )


def _simplified(invoice: Invoice) -> Iterator[Finding]:
    limit, due = _SIMPLIFIED_UP_TO.get(invoice.currency), invoice.total_due
    if limit is not None and due is not None and due > limit:
        yield notes(
            "simplified_over_limit",
            f"Faktura uproszczona na {format_money(due, invoice.currency)}, a może być najwyżej na {format_money(limit, invoice.currency)}"
            " (art. 106e ust. 5 pkt 3). Poproś wystawcę o pełną fakturę.",
            "P_15",
        )


def _corrected(case: Case, corrected: tuple[CorrectedInvoice, ...]) -> Iterator[Finding]:
    invoice = case.invoice
    if not case.corrects:
        yield notes(
            "corrected_on_ordinary",
            f"Faktura rodzaju {invoice.kind.value} wskazuje fakturę korygowaną {corrected[0].number}. Jeżeli to korekta, ma zły rodzaj:"
            " jej kwoty byłyby wtedy różnicami. Wyjaśnij to z wystawcą.",
            "DaneFaKorygowanej",
        )
        return
    later = [one for one in corrected if one.date is not None and one.date > invoice.issue_date]
    if later:
        yield notes(
            "correction_before_original",
            f"Korekta z {invoice.issue_date} jest wcześniejsza niż faktura korygowana {later[0].number} z {later[0].date}. Sprawdź daty"
            " z wystawcą.",
            "DataWystFaKorygowanej",
        )
    for one in corrected:
        problem = check(one.ksef_number) if one.ksef_number else ""
        if problem:
            yield notes("corrected_number_unsound", f"Faktura korygowana {one.number}: {problem}", "NrKSeFFaKorygowanej")
            break
    yield from _originals(case, corrected)


def _originals(case: Case, corrected: tuple[CorrectedInvoice, ...]) -> Iterator[Finding]:
    originals = case.context.originals
    if originals is None:
        return
    missing = [one.number for one, found in zip(corrected, originals, strict=True) if found is None]
    if missing:
        more = f" i {len(missing) - _NAMED} innych" if len(missing) > _NAMED else ""
        yield notes(
            "original_not_in_archive",
            f"W archiwum nie ma faktury korygowanej {', '.join(missing[:_NAMED])}{more}. Kwoty korekty to tylko różnica: sprawdź, czy faktura"
            " pierwotna jest w księgach.",
            "NrFaKorygowanej",
        )
    changed = [
        (one, found)
        for one, found in zip(corrected, originals, strict=True)
        if found is not None and one.date is not None and found.issue_date != one.date
    ]
    if changed:
        one, found = changed[0]
        yield notes(
            "original_date_differs",
            f"Korekta podaje, że faktura {one.number} jest z {one.date}, a w archiwum ma datę {found.issue_date}. Sprawdź, czy koryguje"
            " właściwą fakturę.",
            "DataWystFaKorygowanej",
        )
