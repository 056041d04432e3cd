"""What the accountant must know of a document that is written: what the file has no place for, what the program must be told."""

from collections.abc import Iterator

from app.base import ksef_number
from app.base.environments import Environment
from app.base.findings import Finding, notes
from app.base.money import ZERO, format_money, format_pln, total
from app.booking.client import Client, IncomeMethod
from app.booking.deduction import lost_tax
from app.booking.entry import Direction, Entry
from app.booking.treatment import LABELS
from app.invoice.forms import VatGroup
from app.targets.enova.document import (
    COLUMNS,
    DESCRIPTION_LENGTH,
    counting,
    description,
    is_consumer,
    plain_cell,
    tax_number,
)
from app.targets.enova.options import EnovaXmlOptions
from app.targets.office_words import payment_name
from app.targets.register_day import register_day
from app.targets.wording import flatten

_SETTLED_BY_BUYER = frozenset({VatGroup.P_13_6_2, VatGroup.P_13_6_3, VatGroup.P_13_8, VatGroup.P_13_9})


def remarks(entry: Entry, client: Client, options: EnovaXmlOptions, environment: Environment, *, xml: bool) -> Iterator[Finding]:
    """The notes about one document in the form with (`xml`) or without it."""
    yield from _rates(entry)
    yield from _payment(entry, options)
    yield from _marks(entry, xml=xml)
    yield from _correction(entry)
    yield from _treatment(entry, client, options, xml=xml)
    yield from _income(entry, client)
    yield from _party(entry)
    yield from _texts(entry, options, environment, xml=xml)


def _rates(entry: Entry) -> Iterator[Finding]:
    boxes = counting(entry)
    sale = entry.direction is Direction.SALE
    if not boxes:
        yield notes("enova_zero", "Dokument nie ma kwot do rejestru VAT; w pliku ma jeden element 0,00.")
    if any(box.rate == "oo" for box in boxes):
        what = "sprawdź w enova365 rodzaj sprzedaży elementu" if sale else "podatek nalicz w enova365"
        yield notes("enova_reverse_charge", f"Odwrotne obciążenie: w pliku jest netto bez VAT; {what}.", "P_13_10")
    if not sale and (entry.triangular or any(box.box in _SETTLED_BY_BUYER for box in boxes)):
        yield notes(
            "enova_foreign_purchase",
            "Zakup bez polskiego VAT (od dostawcy z innego kraju): podatek rozlicza zwykle nabywca. W pliku jest zwykły zakup bez podatku; "
            "wybierz w enova365 właściwy dokument (WNT, import usług).",
        )
    if any(box.rate == "rr" for box in boxes):
        yield notes(
            "enova_flat_rate",
            "Zryczałtowany zwrot podatku (VAT RR): odliczenie przysługuje po zapłacie. Sprawdź dokument.",
            "P_11_2",
        )
    day = register_day(entry)
    if day not in {entry.tax_point, entry.receipt_date}:
        yield notes(
            "enova_vat_period",
            f"Dokument należy do VAT za {entry.vat_period}, choć jego daty są z innego miesiąca: datą zaewidencjonowania jest w pliku "
            f"{day.isoformat()}. Sprawdź okres VAT w enova365.",
        )


def _payment(entry: Entry, options: EnovaXmlOptions) -> Iterator[Finding]:
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
        paid = ", ".join(
            f"{format_money(payment.amount, entry.currency)} {payment.date.isoformat() if payment.date else '(bez daty)'}"
            for payment in side.payments
        )
        yield notes("enova_paid", f"Plik nie ma pola na zapłaty podane na fakturze: {paid}. Rozlicz je w enova365.")
    if gross and side.due is None and not side.payments:
        yield notes("enova_due_date", "Z faktury nie wynika termin płatności; ustali go enova365.")
    if len(side.due_dates) > 1:
        dates = ", ".join(day.isoformat() for day in side.due_dates)
        yield notes("enova_due_dates", f"Faktura ma kilka terminów płatności bez kwot ({dates}); w pliku jest najwcześniejszy.")
    if gross and side.form and not payment_name(options, side.form):
        yield notes(
            "enova_payment_form",
            f"Forma płatności „{side.form}” nie ma nazwy w ustawieniach formatu; sposób zapłaty ustali enova365.",
        )
    rate = entry.exchange_rate
    if rate is not None and rate.table:
        day = f" z {rate.date.isoformat()}" if rate.date else ""
        yield notes("enova_rate_table", f"Plik nie ma pola na tabelę kursu: {rate.table}{day}.")


def _marks(entry: Entry, *, xml: bool) -> Iterator[Finding]:
    marks = [*entry.codes, *([entry.ksef_mark] if entry.ksef_mark and not entry.ksef_number and not xml else [])]
    if marks:
        yield notes("enova_codes", f"Oznaczeń JPK {', '.join(marks)} plik nie zawiera. Ustaw je w enova365.")
    if entry.cash_method:
        yield notes("enova_cash_method", "Metoda kasowa: plik nie ma dla niej pola. Ustaw ją w enova365 na dokumencie.", "P_16")
    if entry.invoice.receipt_invoice:
        yield notes(
            "enova_receipt_invoice", "Faktura do paragonu (FP): sprzedaż jest już w raporcie fiskalnym. Sprawdź rejestr.", "FP"
        )


def _correction(entry: Entry) -> Iterator[Finding]:
    reference = entry.correction
    if not entry.kind.is_correction:
        return
    if reference is None or not flatten(reference.number):
        yield notes("enova_original", "Faktura nie podaje numeru dokumentu korygowanego. Uzupełnij go w enova365.")
    if reference is None:
        return
    if reference.collective:
        numbers = ", ".join(reference.numbers)
        yield notes("enova_collective", f"Korekta zbiorcza dotyczy faktur: {numbers}. Pole numeru mieści pierwszy z nich.")
    about = (
        ("data", reference.date.isoformat() if reference.date else ""),
        ("numer KSeF", reference.ksef_number or ksef_number.find(reference.number)),
        ("okres", reference.period),
    )
    words = ", ".join(f"{label} {value}" for label, value in about if value)
    if words:
        yield notes("enova_original_data", f"Plik nie ma pola na dane faktury korygowanej inne niż numer: {words}.")


def _treatment(entry: Entry, client: Client, options: EnovaXmlOptions, *, xml: bool) -> Iterator[Finding]:
    """What a rule, a hand or the profile decided and the file does not hold."""
    given = {
        "account": entry.account,
        "category": entry.category,
        "cost_type": entry.cost_type,
        "register": entry.register,
        "vat_account": entry.vat_account,
        "settlement_account": entry.settlement_account,
        "unit": entry.unit,
    }
    if given.get(options.analysis_symbol):
        del given[options.analysis_symbol]
        given.pop(options.analysis_text, None)
    chosen = {explanation.field for explanation in entry.explanations}
    income = entry.income
    if "lump_sum_rate" in chosen:
        given["lump_sum_rate"] = f"{income.rate}%" if income.rate else ""
    written = xml and client.income_method is IncomeMethod.KPIR and income.column in COLUMNS
    if "column" in chosen and not written:
        given["column"] = income.column
    labels = {**LABELS, "unit": "jednostka"}
    lost = ", ".join(f"{labels[name]}: {value}" for name, value in given.items() if value)
    if lost:
        yield notes("enova_treatment", f"Nie trafiło do pliku: {lost}. Uzupełnij to w enova365, jeżeli jest potrzebne.")


def _income(entry: Entry, client: Client) -> Iterator[Finding]:
    """Where the ledger gets another amount than the elements give, or none."""
    sale = entry.direction is Direction.SALE
    if client.income_method is IncomeMethod.BOOKS or (client.income_method is IncomeMethod.LUMP_SUM and not sale):
        return
    ledger = "ewidencji przychodów" if client.income_method is IncomeMethod.LUMP_SUM else "KPiR"
    if entry.income.none:
        yield notes("enova_income", f"{entry.income.none} W pliku nie ma na to znaku: nie księguj tego dokumentu w {ledger}.")
        return
    tax = total([box.tax_pln or ZERO for box in entry.vat])
    posted = total([box.net_pln or ZERO for box in entry.vat]) + (tax if client.vat_exempt and not sale else lost_tax(entry))
    if entry.income.net_pln is not None and entry.income.net_pln != posted:
        yield notes(
            "enova_income",
            f"{'Przychód' if sale else 'Koszt'} do {ledger} to {format_pln(entry.income.net_pln)}, a z elementów wynika "
            f"{format_pln(posted)}. Popraw kwotę w {ledger}.",
        )


def _party(entry: Entry) -> Iterator[Finding]:
    party = entry.counterparty
    if is_consumer(entry):
        who = flatten(f"{party.name} {party.address}") or "bez nazwy"
        yield notes("enova_consumer", f"Nabywca bez numeru jest w pliku pod wspólnym kontrahentem. Dane z faktury: {who}.")
        return
    if party.tax_number and not tax_number(entry):
        yield notes(
            "enova_foreign_number",
            f"Numer podatkowy {party.tax_country} {party.tax_number} nie jest NIP-em ani numerem VAT-UE i nie trafił do kartoteki. "
            "Uzupełnij go u kontrahenta w enova365.",
        )
    if not flatten(party.name):
        yield notes("enova_no_name", "Faktura nie podaje nazwy kontrahenta; w pliku jest jego kod.")


def _texts(entry: Entry, options: EnovaXmlOptions, environment: Environment, *, xml: bool) -> Iterator[Finding]:
    full = description(entry, options, environment)
    if len(full) > DESCRIPTION_LENGTH:
        yield notes("enova_shortened", f"Opis skrócono do {DESCRIPTION_LENGTH} znaków. Pełny tekst: „{full}”.")
    if xml:
        return
    reason = entry.correction.reason if entry.correction is not None else ""
    changed = [text for text in (full, flatten(reason)) if plain_cell(text) != text]
    if changed:
        yield notes(
            "enova_characters",
            f"W tekstach zamieniono średnik na przecinek, a cudzysłów na apostrof, bo w CSV rozdzielają kolumny: „{'”, „'.join(changed)}”.",
        )
    numbers = (flatten(entry.number), flatten(entry.correction.number) if entry.correction is not None else "")
    quoted = [number for number in numbers if plain_cell(number) != number]
    if quoted:
        yield notes(
            "enova_quoted_number",
            f"Numer „{quoted[0]}” ma średnik albo cudzysłów; w CSV stoi w cudzysłowie. Po imporcie sprawdź go w enova365.",
            "P_2",
        )
