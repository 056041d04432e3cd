"""What the format cannot express, and what it must ask."""

from collections.abc import Iterator

from app.base.findings import Finding, asks, blocks
from app.base.money import ZERO, format_amount, format_money, total
from app.booking.deduction import WHOLE
from app.booking.entry import Direction, Entry
from app.booking.flat_rate import flat_rate
from app.booking.questions import Question
from app.invoice.codes import group_words
from app.invoice.forms import VatGroup
from app.targets.questions import SHORT_NUMBER, YES
from app.targets.symfonia.postings import accounts
from app.targets.symfonia.questions import MARGIN, RATE_EXEMPT, RATE_OUTSIDE, REVERSE_CHARGE
from app.targets.symfonia.registers import counting, margin_undecided, own_register, reverse_undecided, special_rate, special_word
from app.targets.symfonia.remarks import left_out
from app.targets.symfonia.scope import Scope
from app.targets.symfonia.tables import is_account, register
from app.targets.symfonia.texts import written_number
from app.targets.wording import flatten

_WORDS = {"zw": ("Zwolnione", RATE_EXEMPT), "np": ("Nie podlega", RATE_OUTSIDE)}


def document_findings(entry: Entry, scope: Scope) -> Iterator[Finding]:
    """Every finding about one document, in the order of seriousness; what stops it hides the notes."""
    if any(box.net_pln is None or box.tax_pln is None for box in entry.vat):
        return  # booking asks for the exchange rate
    stops = [*_impossible(entry, scope), *_treated(entry, scope), *_questions(entry, scope)]
    yield from stops
    if not stops:
        yield from left_out(entry, scope)


def _impossible(entry: Entry, scope: Scope) -> Iterator[Finding]:
    boxes = [box for box, _, _ in counting(entry)]
    options = scope.options
    oss = [box for box in boxes if box.box is VatGroup.P_13_5]
    if oss and (entry.direction is Direction.PURCHASE or not all(box.rate for box in oss)):
        yield blocks(
            "symfonia_oss_purchase",
            "Dokument ma VAT innego kraju (procedura OSS), a nie jest sprzedażą klienta ze znaną stawką. Wprowadź go w FK ręcznie.",
            "P_13_5",
        )
    elif oss and not (options.register_oss and (options.account_vat_oss or options.registers_only)):
        yield blocks(
            "symfonia_oss",
            "Dokument zawiera sprzedaż w procedurze OSS (VAT innego kraju). Podaj w ustawieniach formatu rejestr sprzedaży OSS, który nie "
            "wchodzi do JPK_V7, i konto VAT w procedurze OSS albo wprowadź dokument w FK ręcznie.",
            "P_13_5",
        )
    foreign = [box.rate for box in boxes if box.box is VatGroup.FOREIGN]
    if foreign:
        yield blocks(
            "symfonia_foreign_rate",
            f"Dokument ma stawkę {', '.join(foreign)}%, która nie jest polską stawką VAT. Wprowadź go w FK ręcznie.",
        )
    for box in boxes:
        if box.tax and box.rate in {"zw", "np", "oo", "0", "marza"}:
            yield blocks(
                "symfonia_tax_without_rate",
                f"Suma {group_words(box.box)} nie powinna mieć podatku, a ma {format_amount(box.tax)}: rejestr VAT w FK go nie pomieści. "
                "Wyjaśnij fakturę z wystawcą albo wprowadź ją w FK ręcznie.",
                box.box,
            )
    if any(box.rate == "rr" and flat_rate(entry, box) is None for box in boxes):
        yield blocks(
            "symfonia_rr_rate",
            "Faktura VAT RR łączy stawki zwrotu 7% i 6,5%, a wiersz rejestru ma jedną stawkę. Wprowadź dokument w FK ręcznie.",
        )


def _treated(entry: Entry, scope: Scope) -> Iterator[Finding]:
    """What a rule or a hand decided that the format cannot take."""
    for account in accounts(entry, scope):
        if account and not is_account(account):
            yield blocks(
                "symfonia_account",
                f"Konto „{account}” nie ma postaci konta FK (litery i cyfry rozdzielone pojedynczymi myślnikami, np. 401-2). "
                "Popraw je w regule albo w księgowaniu dokumentu.",
            )
    if entry.register and register(entry.register) is None:
        yield blocks(
            "symfonia_register",
            f"Rejestr „{entry.register}” ma znaki, których plik nie pomieści. Popraw go w regule albo w księgowaniu dokumentu.",
        )
    own = own_register(entry)
    divided = entry.direction is Direction.PURCHASE and ZERO < entry.deductible_share < WHOLE and not scope.client.vat_exempt
    if divided and own is not None and own.short == scope.registers["lost"].short:
        yield blocks(
            "symfonia_register_lost",
            f"Rejestr „{own.short}” jest rejestrem VAT niepodlegającego odliczeniu, a dokument odlicza {entry.deductible_share.normalize():f}%. "
            "Podaj w regule albo w księgowaniu rejestr części odliczanej.",
        )


def _questions(entry: Entry, scope: Scope) -> Iterator[Finding]:
    if reverse_undecided(entry):
        yield asks(
            REVERSE_CHARGE.code,
            f"Odwrotne obciążenie przy zakupie na {_sum(entry, 'oo')}: podatek nalicza nabywca. Wybierz stawkę albo zapis samej kwoty netto.",
            "P_13_10",
        )
    if margin_undecided(entry, scope):
        yield asks(
            MARGIN.code,
            f"Faktura VAT marża na {_sum(entry, 'marza')} nie podaje podstawy opodatkowania. Wybierz, co zapisać w rejestrze VAT; "
            "dla sprzedaży jest to sama dekretacja.",
            "P_13_11",
        )
    yield from _special_rates(entry, scope)
    if entry.decisions.get(SHORT_NUMBER.code) != YES:
        yield from _long_numbers(entry, scope.options.number_length)


def _long_numbers(entry: Entry, limit: int) -> Iterator[Finding]:
    corrected = "" if entry.correction is None else entry.correction.number
    for number, field in ((flatten(entry.number), "P_2"), (flatten(corrected), "NrFaKorygowanej")):
        written = written_number(number, limit)
        if written != number:
            yield asks(
                SHORT_NUMBER.code,
                f"Numer „{number}” ma więcej niż {limit} znaków albo znaki, których plik nie pomieści. Zapisać „{written}”, a pełny numer w "
                "opisie?",
                field,
            )


def _special_rates(entry: Entry, scope: Scope) -> Iterator[Finding]:
    words = dict.fromkeys(filter(None, (special_word(box, entry) for box, _, _ in counting(entry))))
    values: dict[str, str] = {}
    for word in words:
        name, question = _WORDS[word]
        value = special_rate(word, entry, scope)
        if not value:
            yield _rate_asked(name, question, entry.decisions.get(question.code, ""))
        elif value in values.values():
            yield asks(
                question.code, f"Stawka „{name}” nie może mieć tej samej wartości {value}, co stawka „Zwolnione”. Podaj inną."
            )
        values[word] = value


def _rate_asked(name: str, question: Question, answer: str) -> Finding:
    wrong = f" Wartość „{answer}” nie jest liczbą ujemną." if answer else ""
    return asks(
        question.code,
        f"Dokument ma kwoty w stawce „{name}”, a FK oznacza ją własną liczbą ujemną.{wrong} Sprawdź ją w FK na liście stawek VAT i wpisz tutaj "
        "albo w ustawieniach formatu.",
    )


def _sum(entry: Entry, rate: str) -> str:
    return format_money(total([box.gross for box, _, _ in counting(entry) if box.rate == rate]), entry.currency)
