"""What the file leaves out, shortens or needs completed in FK, as notes with the values."""

from collections.abc import Iterator
from typing import Final

from app.base.accounts import usable_account
from app.base.findings import Finding, notes
from app.base.money import format_money, format_pln, total
from app.booking.client import IncomeMethod
from app.booking.deduction import WHOLE, lost_tax
from app.booking.entry import Direction, Entry, PaymentForm
from app.invoice.forms import VatGroup
from app.targets.symfonia.descriptions import description
from app.targets.symfonia.document import document_codes, row_codes
from app.targets.symfonia.postings import accounts, main_pln, repeats_receipt
from app.targets.symfonia.questions import MARGIN, NET_ONLY, REVERSE_CHARGE, WITHOUT_ROW
from app.targets.symfonia.registers import counting
from app.targets.symfonia.scope import Scope
from app.targets.symfonia.texts import VALUE_LENGTH, plain
from app.targets.wording import flatten

_PAID_AT_ONCE: Final = frozenset({PaymentForm.CASH, PaymentForm.CARD, PaymentForm.MOBILE, PaymentForm.VOUCHER})


def left_out(entry: Entry, scope: Scope) -> Iterator[Finding]:
    """The notes about a document that is written."""
    yield from _registers(entry, scope)
    yield from _taxes(entry, scope)
    yield from _codes(entry, scope)
    yield from _settlement(entry)
    yield from _books(entry, scope)
    yield from _texts(entry, scope)


def _registers(entry: Entry, scope: Scope) -> Iterator[Finding]:
    boxes = [box for box, _, _ in counting(entry)]
    if not boxes:
        posting = "" if scope.options.registers_only else " i dekretację"
        yield notes("symfonia_zero", f"Dokument nie ma kwot do rejestru VAT; w pliku ma jeden wiersz rejestru{posting} 0,00.")
    purchase = entry.direction is Direction.PURCHASE
    if any(box.rate == "oo" for box in boxes) and purchase and entry.decisions.get(REVERSE_CHARGE.code) == NET_ONLY:
        yield notes(
            "symfonia_reverse_net",
            "Odwrotne obciążenie: w pliku jest kwota netto bez VAT. Podatek należny i naliczony uzupełnij w FK.",
            "P_13_10",
        )
    if any(box.rate == "marza" for box in boxes) and entry.decisions.get(MARGIN.code) == WITHOUT_ROW:
        yield notes(
            "symfonia_margin_row",
            "Procedura marży: kwota faktury VAT marża nie ma w pliku wiersza rejestru VAT. Przy sprzedaży dopisz w FK marżę, jej podatek i kod "
            "MR_T albo MR_UZ.",
            "P_13_11",
        )


def _taxes(entry: Entry, scope: Scope) -> Iterator[Finding]:
    boxes = [box for box, _, _ in counting(entry)]
    purchase = entry.direction is Direction.PURCHASE
    if any(box.box is VatGroup.P_13_5 for box in boxes):
        yield notes(
            "symfonia_oss_register", "Sprzedaż OSS: sprawdź w FK, że rejestr tej sprzedaży nie wchodzi do JPK_V7.", "P_13_5"
        )
    unusual = [box for box in boxes if box.box in {VatGroup.P_13_6_2, VatGroup.P_13_6_3, VatGroup.P_13_9}]
    if purchase and unusual:
        fields = ", ".join(box.box for box in unusual)
        yield notes(
            "symfonia_unusual_purchase",
            f"Zakup z kwotą w polu {fields}, typowym dla sprzedaży zagranicznej; w pliku stoi w rejestrze zakupu. Sprawdź dokument w FK.",
            unusual[0].box,
        )
    if purchase and entry.triangular:
        yield notes("symfonia_triangular", "Dostawa trójstronna po stronie nabywcy: sprawdź w FK rejestr i podatek.", "P_23")
    if purchase and entry.deductible_share != WHOLE and (lost := lost_tax(entry)):
        yield notes(
            "symfonia_deductible_share",
            f"Odliczenie {entry.deductible_share.normalize():f}%: VAT bez odliczenia {format_pln(lost)} jest w osobnym rejestrze i w koszcie.",
        )
    if repeats_receipt(entry):
        posting = "" if scope.options.registers_only else ", dlatego dekretacja nie księguje przychodu ani VAT"
        yield notes(
            "symfonia_receipt_invoice",
            f"Faktura do paragonu (FP): sprzedaż jest już w raporcie fiskalnym{posting}. Sprawdź w FK, że dokument nie zwiększa podatku "
            "należnego.",
            "FP",
        )


def _codes(entry: Entry, scope: Scope) -> Iterator[Finding]:
    written = {*row_codes(entry, scope.options), *document_codes(entry, scope.options)}
    lost = [code for code in entry.codes if code not in written]
    if entry.ksef_mark and not entry.ksef_number and entry.ksef_mark not in written:
        lost.append(entry.ksef_mark)
    if lost:
        yield notes("symfonia_codes", f"Oznaczenia JPK {', '.join(lost)} nie trafiły do pola JPK_V7. Dopisz je w FK.")
    if entry.ksef_number and not scope.options.ksef_in_description:
        yield notes("symfonia_ksef_number", f"Numer KSeF {entry.ksef_number} nie trafił do pliku. Uzupełnij go w FK.")
    if entry.cash_method:
        yield notes("symfonia_cash_method", "Metoda kasowa: plik nie ma na nią znanego pola. Ustaw ją w FK na dokumencie.")
    if entry.split_payment and not scope.options.mpp_flag:
        yield notes("symfonia_split_payment", "Podzielona płatność (MPP) nie trafiła do pliku. Zaznacz ją w FK.")


def _settlement(entry: Entry) -> Iterator[Finding]:
    settlement = entry.settlement
    gross = total([box.gross for box, _, _ in counting(entry)])
    if settlement.open_item != gross:
        yield notes(
            "symfonia_open_item",
            f"Rozrachunek w pliku to netto i VAT, {format_money(gross, entry.currency)}; z faktury wynika "
            f"{format_money(settlement.open_item, entry.currency)}. Różnicę zaksięguj w FK ręcznie.",
            "P_15",
        )
    if settlement.due is None and gross and not settlement.payments and settlement.form not in _PAID_AT_ONCE:
        yield notes(
            "symfonia_due_date",
            f"Z faktury nie wynika data płatności; w pliku jest data wystawienia {entry.issue_date.isoformat()}. Popraw termin w FK.",
        )
    if len(settlement.due_dates) > 1:
        dates = ", ".join(date.isoformat() for date in settlement.due_dates)
        yield notes(
            "symfonia_due_dates", f"Faktura ma kilka terminów płatności bez kwot ({dates}); w pliku jest jeden, najwcześniejszy."
        )
    if settlement.payments:
        paid = ", ".join(
            f"{format_money(payment.amount, entry.currency)}{f' {payment.date.isoformat()}' if payment.date else ''}"
            for payment in settlement.payments
        )
        yield notes("symfonia_paid", f"Faktura podaje wpłaty: {paid}. Plik ich nie księguje: rozlicz rozrachunek w FK.")
    account = settlement.account
    if entry.direction is Direction.PURCHASE and account and not usable_account(account):
        yield notes(
            "symfonia_account_number",
            f"Rachunek „{account}” nie jest numerem NRB ani IBAN albo ma błędne cyfry kontrolne; nie trafił do pliku. Sprawdź go na fakturze.",
        )


def _books(entry: Entry, scope: Scope) -> Iterator[Finding]:
    income = entry.income
    usual = not entry.account and not scope.options.registers_only
    if usual and income.net_pln is not None and income.net_pln != main_pln(entry, scope):
        yield notes(
            "symfonia_income",
            f"Przychód albo koszt dokumentu to {format_pln(income.net_pln)}, a dekretacja ma {format_pln(main_pln(entry, scope))}. "
            "Różnicę, na przykład rozliczone zaliczki, przeksięguj w FK.",
        )
    given = (("konto", entry.account), ("konto VAT", entry.vat_account), ("konto rozrachunków", entry.settlement_account))
    unused = set(filter(None, (account for _, account in given))) - set(accounts(entry, scope))
    items = (
        ("kategoria", entry.category),
        ("rodzaj kosztu", entry.cost_type),
        ("kolumna KPiR", income.column.removeprefix("K_") if scope.client.income_method is IncomeMethod.KPIR else ""),
        ("stawka ryczałtu", income.rate if scope.client.income_method is IncomeMethod.LUMP_SUM else ""),
        *((label, account) for label, account in given if account in unused),
    )
    lost = ", ".join(f"{label}: {value}" for label, value in items if value)
    if lost:
        yield notes("symfonia_treatment", f"Plik nie ma miejsca na: {lost}. Uzupełnij to w FK, jeżeli jest potrzebne.")


def _texts(entry: Entry, scope: Scope) -> Iterator[Finding]:
    party = entry.counterparty
    texts = (
        ("Nazwa kontrahenta", party.name),
        ("Ulica", party.street or party.address),
        ("Miejscowość", party.city),
        ("Opis", description(entry, scope)),
    )
    for label, text in texts:
        full = flatten(text)
        written = plain(full)
        if len(written) > VALUE_LENGTH:
            yield notes("symfonia_shortened", f"{label}: skrócono do {VALUE_LENGTH} znaków. Pełny tekst: „{full}”.")
        elif written != full:
            yield notes(
                "symfonia_characters", f"{label}: plik nie pomieści wszystkich znaków; zapisano „{written}” zamiast „{full}”."
            )
    if not flatten(party.name):
        yield notes("symfonia_no_name", "Faktura nie podaje nazwy kontrahenta; w pliku jest „BRAK”.")
