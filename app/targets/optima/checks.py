"""What the format has to say about a document: what it cannot express, what it must ask, what it leaves out."""

from collections.abc import Iterator
from typing import Final

from app.base.accounts import usable_account
from app.base.environments import Environment
from app.base.findings import Finding, Level, asks, blocks, notes
from app.base.money import format_money, format_pln, total
from app.booking.client import Client, IncomeMethod
from app.booking.entry import Direction, Entry, PaymentForm
from app.booking.flat_rate import flat_rate
from app.invoice.forms import VatGroup
from app.targets.contract import SKIPPED_NO_EFFECT
from app.targets.optima.contractors import NAME_LENGTH, NUMBER_LENGTH, PHONE_LENGTH, SMALL_FIELD, tax_country, tax_number
from app.targets.optima.margin import MARGIN, has_margin, margin_undecided
from app.targets.optima.options import REGISTER_LENGTH, OptimaOptions
from app.targets.optima.register import DESCRIPTION_LENGTH, description, written_codes, written_number
from app.targets.optima.rows import ledger_column, posted_pln, posts_other_income, rows
from app.targets.optima.transaction import DOMESTIC, REVERSE_CHARGE, TRANSACTION, counting, possible, undecided
from app.targets.questions import SHORT_NUMBER, YES
from app.targets.wording import flatten

_PAID_AT_ONCE: Final = frozenset({PaymentForm.CASH, PaymentForm.CARD, PaymentForm.MOBILE, PaymentForm.VOUCHER})


def document_findings(entry: Entry, client: Client, options: OptimaOptions, environment: Environment) -> Iterator[Finding]:
    """Every finding about one document, in the order of seriousness; what stops it hides the notes."""
    treated = list(_treated(entry))
    stops = [*_impossible(entry), *(one for one in treated if one.level is Level.BLOCKS), *_questions(entry, options)]
    yield from stops
    if stops or any(box.net_pln is None or box.tax_pln is None for box in entry.vat):
        return
    yield from treated
    yield from _left_out(entry, options)
    yield from _to_complete(entry)
    yield from _shortened(entry, options, environment)
    yield from _ledger(entry, client, options)


def _impossible(entry: Entry) -> Iterator[Finding]:
    boxes = counting(entry)
    if any(box.box is VatGroup.P_13_5 for box in boxes):
        yield blocks(
            "optima_oss",
            "Dokument zawiera sprzedaż w procedurze OSS (VAT innego kraju). Nazwy pól OSS w pliku Optimy nie są znane, a żaden "
            "z typów transakcji jej nie zastępuje. Wprowadź dokument w Optimie ręcznie.",
            "P_13_5",
        )
    if any(box.box is VatGroup.FOREIGN for box in boxes):
        rates = ", ".join(box.rate for box in boxes if box.box is VatGroup.FOREIGN)
        yield blocks(
            "optima_foreign_rate",
            f"Dokument ma stawkę {rates}%, która nie jest polską stawką VAT. Wprowadź go w Optimie ręcznie.",
        )
    if entry.direction is Direction.SALE and has_margin(entry):
        yield blocks(
            "optima_margin_sale",
            f"Sprzedaż w procedurze marży na {_gross(entry, 'marza')}: faktura nie zawiera podstawy opodatkowania, a zapis kwoty brutto "
            "jako „nie podlega” zafałszowałby rejestr. Wprowadź dokument w Optimie ręcznie, z marżą i kodem MR_T albo MR_UZ.",
            "P_13_11",
        )
    if any(box.rate == "rr" and flat_rate(entry, box) is None for box in boxes):
        yield blocks(
            "optima_rr_rate",
            "Faktura VAT RR łączy stawki zwrotu 7% i 6,5%, a rejestr wymaga jednej stawki w pozycji. Wprowadź dokument w Optimie ręcznie.",
        )
    number = tax_number(entry.counterparty)
    if len(number) > NUMBER_LENGTH:
        yield blocks(
            "optima_tax_number",
            f"Numer podatkowy kontrahenta „{number}” ma {len(number)} znaków, a pole Optimy mieści {NUMBER_LENGTH}. "
            "Numeru nie wolno skrócić: wprowadź dokument w Optimie ręcznie.",
        )


def _questions(entry: Entry, options: OptimaOptions) -> Iterator[Finding]:
    if undecided(entry):
        words = ", ".join(f"„{word}”" for word in possible(entry))
        yield asks(
            TRANSACTION.code,
            f"Dokument łączy pozycje różnych typów transakcji ({words}), a Optima ma jeden typ na dokument. Wybierz go.",
        )
    if margin_undecided(entry, options):
        yield asks(
            MARGIN.code,
            f"Zakup z faktury VAT marża na {_gross(entry, 'marza')} nie daje odliczenia. Wybierz pozycję: "
            "„nie podlega” albo „zwolniona”, według praktyki biura.",
            "P_13_11",
        )
    shortened = written_number(entry.number, options)
    if shortened != flatten(entry.number) and entry.decisions.get(SHORT_NUMBER.code) != YES:
        yield asks(
            SHORT_NUMBER.code,
            f"Numer „{flatten(entry.number)}” ma więcej niż {options.number_length} znaków. Zapisać „{shortened}”, a pełny numer w opisie?",
            "P_2",
        )


def _gross(entry: Entry, rate: str) -> str:
    return format_money(total([box.gross for box in counting(entry) if box.rate == rate]), entry.currency)


def _left_out(entry: Entry, options: OptimaOptions) -> Iterator[Finding]:
    settlement = entry.settlement
    rows_gross = total([box.gross for box in counting(entry)])
    if settlement.open_item != rows_gross:
        yield notes(
            "optima_open_item",
            f"Płatność w pliku to suma pozycji, {format_money(rows_gross, entry.currency)}; z faktury wynika "
            f"{format_money(settlement.open_item, entry.currency)}. Różnicę rozlicz w Optimie ręcznie.",
            "P_15",
        )
    if settlement.due is None and rows_gross and not settlement.payments and settlement.form not in _PAID_AT_ONCE:
        yield notes(
            "optima_due_date",
            f"Z faktury nie wynika data płatności; w pliku jest data wystawienia {entry.issue_date.isoformat()}. Popraw termin w Optimie.",
        )
    if len(settlement.due_dates) > 1:
        dates = ", ".join(date.isoformat() for date in settlement.due_dates)
        yield notes(
            "optima_due_dates", f"Faktura ma kilka terminów płatności bez kwot ({dates}); w pliku jest jeden, najwcześniejszy."
        )
    account = settlement.account
    if entry.direction is Direction.PURCHASE and account and not usable_account(account):
        yield notes(
            "optima_account",
            f"Rachunek „{account}” nie jest numerem NRB ani IBAN albo ma błędne cyfry kontrolne; nie trafił do pliku. Sprawdź go na fakturze.",
        )
    lost = [code for code in entry.codes if code not in written_codes(entry, options)]
    if entry.ksef_mark and not entry.ksef_number and entry.ksef_mark not in written_codes(entry, options):
        lost.append(entry.ksef_mark)
    if lost:
        yield notes("optima_codes", f"Oznaczenia JPK {', '.join(lost)} nie trafiły do pliku. Dopisz je w Optimie na karcie JPK.")
    if entry.correction is not None and entry.correction.collective:
        yield notes(
            "optima_collective",
            f"Korekta zbiorcza dotyczy faktur: {', '.join(entry.correction.numbers)}. Pole numeru mieści pierwszy z nich.",
        )


def _to_complete(entry: Entry) -> Iterator[Finding]:
    if entry.direction is Direction.PURCHASE:
        yield from _buyer_taxes(entry)
    if entry.invoice.receipt_invoice:
        yield notes(
            "optima_receipt_invoice",
            "Faktura do paragonu (FP): sprzedaż jest już w raporcie fiskalnym. Sprawdź w Optimie, że dokument nie zwiększa podatku należnego.",
            "FP",
        )
    if not counting(entry):
        yield notes("optima_zero_row", "Dokument nie ma kwot do rejestru VAT; w pliku ma jedną pozycję 0,00 „nie podlega”.")
    if 0 < entry.deductible_share < 100:  # noqa: PLR2004 - percent
        yield notes(
            "optima_deductible_share",
            f"Odliczenie {entry.deductible_share}%: każda stawka jest w pliku w dwóch pozycjach, z odliczeniem i bez odliczenia.",
        )


def _treated(entry: Entry) -> Iterator[Finding]:
    """What a rule or a hand decided and the file has no place for, or holds only so much of."""
    if len(entry.register) > REGISTER_LENGTH:
        yield blocks(
            "optima_register",
            f"Nazwa rejestru „{entry.register}” ma więcej niż {REGISTER_LENGTH} znaków. Popraw ją w regule albo w księgowaniu.",
        )
    given = (
        ("konto VAT", entry.vat_account),
        ("konto rozrachunków", entry.settlement_account),
        ("rodzaj kosztu", entry.cost_type),
    )
    lost = ", ".join(f"{label}: {value}" for label, value in given if value)
    if lost:
        yield notes("optima_treatment", f"Plik Optimy nie ma pola na: {lost}. Uzupełnij to w Optimie, jeżeli jest potrzebne.")


def _buyer_taxes(entry: Entry) -> Iterator[Finding]:
    """Purchases of kinds whose tax the buyer settles, or which a Polish seller's invoice should not hold (spec §8)."""
    if REVERSE_CHARGE in possible(entry):
        yield notes(
            "optima_reverse_charge",
            "Odwrotne obciążenie: podatek rozlicza nabywca. W pliku jest kwota netto bez VAT; stawkę i podatek uzupełnij w Optimie.",
            "P_13_10",
        )
    if entry.triangular:
        yield notes(
            "optima_triangular", "Dostawa trójstronna po stronie nabywcy: sprawdź w Optimie typ transakcji i podatek.", "P_23"
        )
    unusual = [box for box in counting(entry) if box.box in {VatGroup.P_13_6_2, VatGroup.P_13_6_3, VatGroup.P_13_9}]
    if unusual and DOMESTIC in possible(entry):
        fields = ", ".join(box.box for box in unusual)
        yield notes(
            "optima_unusual_purchase",
            f"Zakup z kwotą w polu {fields}, typowym dla sprzedaży zagranicznej; w pliku ma typ „nie”. Sprawdź dokument w Optimie.",
            unusual[0].box,
        )


def _shortened(entry: Entry, options: OptimaOptions, environment: Environment) -> Iterator[Finding]:
    party = entry.counterparty
    texts = (
        ("Nazwa kontrahenta", party.name, NAME_LENGTH),
        ("Numer domu", party.house, SMALL_FIELD),
        ("Numer lokalu", party.flat, SMALL_FIELD),
        ("Kod pocztowy", party.postal_code, SMALL_FIELD),
        ("Telefon kontrahenta", party.phone, PHONE_LENGTH),
        ("Opis", description(entry, options, environment), DESCRIPTION_LENGTH),
    )
    for label, text, limit in texts:
        full = flatten(text)
        if len(full) > limit:
            yield notes("optima_shortened", f"{label}: skrócono do {limit} znaków. Pełny tekst: „{full}”.")
    if not flatten(party.name):
        number = f"{tax_country(party)} {tax_number(party)}".strip() or "bez numeru"
        yield notes("optima_no_name", f"Faktura nie podaje nazwy kontrahenta ({number}); w pliku jest „BRAK”.")


def _ledger(entry: Entry, client: Client, options: OptimaOptions) -> Iterator[Finding]:
    if client.income_method is not IncomeMethod.KPIR or options.ledger != "column" or entry.income.none:
        return
    document = rows(entry, client, options)
    if posts_other_income(entry, document) and entry.income.net_pln is not None:
        yield notes(
            "optima_income",
            f"Przychód albo koszt do KPiR to {format_pln(entry.income.net_pln)}, a z pozycji rejestru wynika "
            f"{format_pln(posted_pln(entry, document))}. W pliku jest „Nie księgować”: zaksięguj KPiR w Optimie ręcznie.",
        )
    elif entry.income.column and not ledger_column(entry, client, options, document):
        yield notes(
            "optima_ledger_column",
            f"Nazwa kolumny KPiR {entry.income.column} z Optimy nie jest ustawiona w opcjach; kolumnę wybierze Optima.",
        )


def skipped(entry: Entry) -> Finding:
    """The note about a correction of data only that stays out of the file."""
    return notes(
        SKIPPED_NO_EFFECT,
        f"Korekta „{entry.number}” zmienia same dane, bez kwot: nie trafia do rejestru. Popraw dane w kartotece kontrahenta.",
    )
