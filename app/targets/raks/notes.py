"""What the file leaves out, shortens or needs completed in RAKS, as notes with the values."""

from collections.abc import Iterator, Mapping
from typing import Final

from app.base.findings import Finding, notes
from app.base.money import format_money, format_pln, total
from app.booking.client import IncomeMethod
from app.booking.deduction import WHOLE, lost_tax
from app.booking.entry import Direction, Entry, PaymentForm
from app.targets.raks.contractors import CARD_FIELDS, DOCUMENT_FIELDS, contractor_key, number_country, tax_number
from app.targets.raks.conversion import Conversion
from app.targets.raks.document import corrected_ksef_number
from app.targets.raks.markup import in_code_page
from app.targets.raks.options import DOMESTIC, NOT_DEDUCTED, ORDINARY
from app.targets.raks.posting import postings, why_not_posted
from app.targets.raks.registers import buyer_settles, counting, registers, without_register
from app.targets.raks.settlements import has_settlement, paid_on, why_no_settlement
from app.targets.raks.texts import POSTING_LENGTH, SETTLEMENT_LENGTH, description, written_number
from app.targets.wording import encodes, flatten

_PAID_AT_ONCE: Final = frozenset({PaymentForm.CASH, PaymentForm.CARD, PaymentForm.MOBILE, PaymentForm.VOUCHER})


def left_out(entry: Entry, scope: Conversion) -> Iterator[Finding]:
    """The notes about a document that is written."""
    yield from _register(entry, scope)
    yield from _codes(entry, scope)
    yield from _settlement(entry, scope)
    yield from _books(entry, scope)
    yield from _correction(entry)
    yield from _texts(entry, scope)


def _register(entry: Entry, scope: Conversion) -> Iterator[Finding]:
    reason = without_register(entry, scope)
    if reason:
        yield notes("raks_no_register", f"Dokument nie ma w pliku wpisu do rejestru VAT. {reason}")
        return
    table = scope.tables.sales if entry.direction is Direction.SALE else scope.tables.purchases
    usual = DOMESTIC if entry.direction is Direction.SALE else ORDINARY
    for register in registers(entry, scope):
        if register.word not in table:
            yield notes(
                "raks_register_type",
                f"Rodzaj „{register.word}” nie ma liczby w ustawieniach formatu; w pliku jest liczba z „{usual}” ({register.kind}). "
                "Sprawdź i popraw rodzaj w rejestrze VAT w RAKS.",
            )
        if register.word in {"poza krajem", "usługi UE"}:
            yield notes("raks_outside", "Powód niepodlegania VAT nie trafił do pliku. Uzupełnij go w rejestrze VAT w RAKS.")
    if any(buyer_settles(entry, box) for box in counting(entry)):
        yield notes(
            "raks_buyer_tax",
            "Podatek rozlicza nabywca. W pliku jest kwota netto bez VAT; podatek należny i naliczony uzupełnij w RAKS.",
        )
    if entry.direction is Direction.PURCHASE and entry.deductible_share != WHOLE:
        place = "w osobnym wpisie „bez odliczenia”" if NOT_DEDUCTED in table else "poza rejestrem VAT, w koszcie"
        yield notes(
            "raks_deductible_share",
            f"Odliczenie {entry.deductible_share.normalize():f}%: podatek nieodliczony {format_pln(lost_tax(entry))} jest {place}.",
        )


def _codes(entry: Entry, scope: Conversion) -> Iterator[Finding]:
    in_register = not without_register(entry, scope)
    proof = next((code for code in entry.codes if code in scope.tables.proofs), "") if in_register else ""
    lost = [code for code in entry.codes if code != proof]
    if entry.ksef_mark and not entry.ksef_number and entry.ksef_mark not in scope.tables.ksef_marks:
        lost.append(entry.ksef_mark)
    if lost:
        yield notes("raks_codes", f"Oznaczenia JPK {', '.join(lost)} nie trafiły do pliku. Dopisz je w rejestrze VAT w RAKS.")
    if entry.cash_method:
        yield notes("raks_cash_method", "Metoda kasowa: plik nie ma na nią pola. Ustaw w RAKS odliczenie po zapłacie.")
    if entry.invoice.receipt_invoice:
        yield notes(
            "raks_receipt_invoice",
            "Faktura do paragonu (FP): sprzedaż jest już w raporcie fiskalnym. Sprawdź w RAKS, że dokument nie zwiększa podatku należnego.",
            "FP",
        )


def _settlement(entry: Entry, scope: Conversion) -> Iterator[Finding]:
    settlement = entry.settlement
    open_item = format_money(settlement.open_item, entry.currency)
    reason = why_no_settlement(entry, scope)
    if reason:
        yield notes("raks_no_settlement", f"W pliku nie ma rozrachunku na {open_item}. {reason} Dopisz go w RAKS.")
    gross = total([box.gross for box in counting(entry)])
    if settlement.open_item != gross:
        yield notes(
            "raks_open_item",
            f"Rozrachunek z faktury to {open_item}, a netto i VAT dają {format_money(gross, entry.currency)}. Sprawdź różnicę.",
            "P_15",
        )
    written = has_settlement(entry, scope)
    if written and settlement.due is None and not settlement.payments and settlement.form not in _PAID_AT_ONCE:
        yield notes(
            "raks_due_date",
            f"Z faktury nie wynika data płatności; w rozrachunku jest data wystawienia {entry.issue_date.isoformat()}. Popraw termin w RAKS.",
        )
    if len(settlement.due_dates) > 1:
        dates = ", ".join(date.isoformat() for date in settlement.due_dates)
        yield notes("raks_due_dates", f"Faktura ma kilka terminów płatności ({dates}); w pliku jest jeden, najwcześniejszy.")
    if settlement.payments:
        paid = ", ".join(
            f"{format_money(payment.amount, entry.currency)}{f' {payment.date.isoformat()}' if payment.date else ''}"
            for payment in settlement.payments
        )
        day = "; datę zapłaty ma tylko wpis w rejestrze VAT" if paid_on(entry) and not without_register(entry, scope) else ""
        yield notes("raks_paid", f"Faktura podaje wpłaty: {paid}. Plik nie ma na nie pola{day}. Rozlicz rozrachunek w RAKS.")
    if entry.split_payment and not written:
        yield notes(
            "raks_split_payment", "Podzielona płatność (MPP): bez rozrachunku plik nie ma na nią pola. Zaznacz ją w RAKS."
        )


def _books(entry: Entry, scope: Conversion) -> Iterator[Finding]:
    reason = why_not_posted(entry, scope)
    if reason:
        yield notes("raks_not_posted", f"Dekrety dokumentu są puste. {reason}")
    income, method = entry.income, scope.client.income_method
    if method is IncomeMethod.KPIR and income.net_pln is not None:
        column = f"kolumna {income.column.removeprefix('K_')}, " if income.column else ""
        yield notes("raks_ledger", f"Zapis w KPiR ({column}{format_pln(income.net_pln)}) nie trafił do pliku. Zrób go w RAKS.")
    if method is IncomeMethod.LUMP_SUM and entry.direction is Direction.SALE and income.net_pln is not None:
        rate = f"stawka {income.rate}%, " if income.rate else ""
        yield notes(
            "raks_lump_sum",
            f"Zapis w ewidencji ryczałtu ({rate}{format_pln(income.net_pln)}) nie trafił do pliku. Zrób go w RAKS.",
        )
    posted = bool(postings(entry, scope))
    items = (
        ("kategoria", entry.category),
        ("rodzaj kosztu", entry.cost_type),
        ("jednostka", entry.unit),
        ("środek trwały", "tak" if entry.fixed_asset else ""),
        ("konto", "" if posted else entry.account),
        ("konto VAT", "" if posted else entry.vat_account),
        ("konto rozrachunków", "" if posted else entry.settlement_account),
    )
    lost = ", ".join(f"{label}: {value}" for label, value in items if value)
    if lost:
        yield notes("raks_no_field", f"Plik nie ma miejsca na: {lost}. Uzupełnij to w RAKS.")


def _correction(entry: Entry) -> Iterator[Finding]:
    reference = entry.correction
    if reference is None:
        return
    if reference.collective:
        yield notes(
            "raks_collective",
            f"Korekta zbiorcza dotyczy faktur: {', '.join(reference.numbers)}. Pole numeru KSeF faktury korygowanej mieści jeden numer.",
        )
    if reference.ksef_number and not corrected_ksef_number(entry):
        yield notes(
            "raks_corrected_number",
            f"Numer KSeF faktury korygowanej „{reference.ksef_number}” nie jest numerem KSeF; pominięto go.",
        )


def _texts(entry: Entry, scope: Conversion) -> Iterator[Finding]:
    party, encoding = entry.counterparty, scope.options.encoding
    texts = {(field.label, field.limit): flatten(field.text(party)) for field in DOCUMENT_FIELDS}
    if contractor_key(party):
        texts |= {(field.label, field.limit): flatten(field.text(party)) for field in CARD_FIELDS}
    told = description(entry, scope)
    if has_settlement(entry, scope):
        texts["Opis rozrachunku", SETTLEMENT_LENGTH] = told
    elif postings(entry, scope):
        texts["Opis dekretu", POSTING_LENGTH] = told
    elif told:
        yield notes("raks_description", f"Dokument bez rozrachunku i dekretów nie ma pola na opis: „{told}”.")
    yield from _altered(texts, encoding)
    number = written_number(entry.number)
    if not encodes(number, encoding):
        yield notes(
            "raks_number_characters",
            f"Numer „{number}” ma znaki spoza windows-1250; zapisano je odwołaniami XML. Sprawdź numer w RAKS.",
        )
    if not flatten(party.name):
        whose = f"{number_country(party)} {tax_number(party)}".strip() or "bez numeru"
        yield notes("raks_no_name", f"Faktura nie podaje nazwy kontrahenta ({whose}); nazwą skróconą w pliku jest „BRAK”.")


def _altered(texts: Mapping[tuple[str, int], str], encoding: str) -> Iterator[Finding]:
    replaced: dict[str, None] = {}
    for (label, limit), full in texts.items():
        written = in_code_page(full, encoding)
        if written != full:
            replaced[f"{label}: „{written}” zamiast „{full}”"] = None
        if len(written) > limit:
            yield notes("raks_shortened", f"{label}: skrócono do {limit} znaków. Pełny tekst: „{full}”.")
    if replaced:
        yield notes("raks_characters", f"Windows-1250 nie ma wszystkich znaków dokumentu. Zapisano: {'; '.join(replaced)}.")
