"""What the format has to say about a document: what it cannot express, what it leaves out."""

from collections.abc import Iterator

from app.base.environments import Environment
from app.base.findings import Finding, blocks, notes
from app.base.money import ZERO, format_money, format_pln, total
from app.booking.client import Client
from app.booking.deduction import WHOLE
from app.booking.entry import Direction, Entry
from app.invoice.forms import VatGroup
from app.targets.enova.document import (
    DESCRIPTION_LENGTH,
    UNWRITABLE,
    ZERO_WORD,
    counting,
    description,
    rate_word,
)
from app.targets.enova.options import EnovaXmlOptions, rates_of
from app.targets.wording import flatten

_REASONS = {
    VatGroup.P_13_5: ("enova_oss", "sprzedaż w procedurze OSS (VAT innego kraju)"),
    VatGroup.P_13_11: ("enova_margin", "kwotę w procedurze marży, bez podstawy opodatkowania"),
    VatGroup.FOREIGN: ("enova_foreign_rate", "stawkę, która nie jest polską stawką VAT"),
}


def document_findings(entry: Entry, client: Client, options: EnovaXmlOptions, environment: Environment) -> Iterator[Finding]:
    """Every finding about one document; what stops it hides the notes."""
    stops = list(_impossible(entry, options, environment))
    yield from stops
    if stops or any(box.net_pln is None or box.tax_pln is None for box in entry.vat):
        return
    yield from _payments(entry)
    yield from _left_out(entry, client)
    yield from _shortened(entry, options, environment)


def _impossible(entry: Entry, options: EnovaXmlOptions, environment: Environment) -> Iterator[Finding]:
    boxes = counting(entry)
    for group in dict.fromkeys(box.box for box in boxes if box.box in UNWRITABLE):
        code, what = _REASONS[group]
        amount = format_money(total([box.gross for box in boxes if box.box is group]), entry.currency)
        yield blocks(
            code,
            f"Dokument zawiera {what}: {amount}. Plik nie ma dla niej znanej postaci; wprowadź dokument w enova365 ręcznie.",
            group,
        )
    known = rates_of(options)
    words = {rate_word(entry, box) for box in boxes if box.box not in UNWRITABLE} or {ZERO_WORD}
    for word in sorted(words):
        if not word:
            yield blocks(
                "enova_rr_rate",
                "Faktura VAT RR łączy stawki zwrotu 7% i 6,5%, a element rejestru ma jedną. Wprowadź dokument w enova365 ręcznie.",
            )
        elif word not in known:
            yield blocks(
                "enova_rate_code",
                f"Stawka „{word}” nie ma kodu z enova365. Dopisz wiersz „{word}=KOD” w ustawieniu „Kody stawek VAT”.",
            )
    start = description(entry, options, environment).partition(",")[0]
    if entry.ksef_number and not options.ksef_feature and len(start) > DESCRIPTION_LENGTH:
        yield blocks(
            "enova_ksef_number", f"Opis mieści {DESCRIPTION_LENGTH} znaków i nie pomieści numeru KSeF {entry.ksef_number}."
        )


def _payments(entry: Entry) -> Iterator[Finding]:
    side = entry.settlement
    gross = total([box.gross for box in counting(entry)])
    if side.open_item != gross:
        yield notes(
            "enova_open_item",
            f"Płatność w pliku to suma elementów VAT, {format_money(gross, entry.currency)}; z faktury wynika "
            f"{format_money(side.open_item, entry.currency)}. Różnicę rozlicz w enova365 ręcznie.",
            "P_15",
        )
    if side.payments:
        yield notes("enova_paid", f"Zapłat ({format_money(side.paid, entry.currency)}) plik nie zawiera. Rozlicz je w enova365.")
    if gross and side.due is None and not side.payments:
        yield notes("enova_due_date", "Z faktury nie wynika termin płatności; ustali go enova365.")
    if len(side.due_dates) > 1:
        dates = ", ".join(day.isoformat() for day in side.due_dates)
        yield notes("enova_due_dates", f"Faktura ma kilka terminów płatności bez kwot ({dates}); w pliku jest najwcześniejszy.")


def _left_out(entry: Entry, client: Client) -> Iterator[Finding]:
    marks = [*entry.codes, *([entry.ksef_mark] if entry.ksef_mark and not entry.ksef_number else [])]
    if marks:
        yield notes("enova_codes", f"Oznaczeń JPK {', '.join(marks)} plik nie zawiera. Ustaw je w enova365.")
    if entry.cash_method:
        yield notes("enova_cash_method", "Metoda kasowa: plik nie ma dla niej pola. Ustaw ją w enova365 na dokumencie.", "P_16")
    if entry.correction is not None and entry.correction.collective:
        numbers = ", ".join(entry.correction.numbers)
        yield notes("enova_collective", f"Korekta zbiorcza dotyczy faktur: {numbers}. Pole numeru mieści pierwszy z nich.")
    if entry.direction is Direction.PURCHASE and any(box.rate == "oo" for box in counting(entry)):
        yield notes(
            "enova_reverse_charge", "Odwrotne obciążenie: w pliku jest netto bez VAT; podatek nalicz w enova365.", "P_13_10"
        )
    if entry.invoice.receipt_invoice:
        yield notes(
            "enova_receipt_invoice", "Faktura do paragonu (FP): sprzedaż jest już w raporcie fiskalnym. Sprawdź rejestr.", "FP"
        )
    if not counting(entry):
        yield notes("enova_zero", "Dokument nie ma kwot do rejestru VAT; w pliku ma jeden element 0,00.")
    given = (("rejestr", entry.register), ("kategoria", entry.category), ("rodzaj kosztu", entry.cost_type),
             ("konto VAT", entry.vat_account), ("konto rozrachunków", entry.settlement_account), ("jednostka", entry.unit))  # fmt: skip
    lost = ", ".join(f"{label}: {value}" for label, value in given if value)
    if lost:
        yield notes("enova_treatment", f"Plik nie ma pola na: {lost}. Uzupełnij to w enova365, jeżeli jest potrzebne.")
    posted = total([(box.net_pln or ZERO) for box in counting(entry)])
    if (
        entry.income.net_pln is not None
        and not client.vat_exempt
        and entry.income.net_pln != posted
        and entry.deductible_share == WHOLE
    ):
        yield notes(
            "enova_income",
            f"Przychód albo koszt to {format_pln(entry.income.net_pln)}, a netto elementów {format_pln(posted)}. Zaksięguj go ręcznie.",
        )


def _shortened(entry: Entry, options: EnovaXmlOptions, environment: Environment) -> Iterator[Finding]:
    full = description(entry, options, environment)
    if len(full) > DESCRIPTION_LENGTH:
        yield notes("enova_shortened", f"Opis skrócono do {DESCRIPTION_LENGTH} znaków. Pełny tekst: „{full}”.")
    if not flatten(entry.counterparty.name) and not entry.counterparty.without_number:
        yield notes("enova_no_name", "Faktura nie podaje nazwy kontrahenta; w pliku jest jego kod.")
