"""What the file has no place for, or holds only in part: the note carries it in full."""

from collections.abc import Iterator
from typing import Final

from app.base import ksef_number
from app.base.environments import Environment
from app.base.findings import Finding, notes
from app.base.money import format_money
from app.booking.entry import Direction, Entry
from app.booking.treatment import LABELS
from app.targets.wapro.contractors import (
    ADDRESS_LENGTH,
    CITY_LENGTH,
    FULL_NAME_LENGTH,
    POSTAL_CODE_LENGTH,
    STREET_LENGTH,
    address,
    shares_card,
    street,
    tax_country,
    tax_number,
)
from app.targets.wapro.document import transaction_codes
from app.targets.wapro.kinds import FIXED_ASSET
from app.targets.wapro.options import WaproOptions
from app.targets.wapro.payments import due_day, supplier_account
from app.targets.wapro.positions import POSITION_LENGTH, position_text
from app.targets.wapro.rows import rows
from app.targets.wapro.texts import (
    DESCRIPTION_LENGTH,
    decisions,
    description,
    is_shortened,
    original_invoice,
    original_number,
    written_number,
)
from app.targets.wording import flatten

_TOLD: Final = frozenset({"FP", "MK", "VAT_RR"})
"""Document types: two have a flag in the header, the third a note on its rate."""


def left_out(entry: Entry, options: WaproOptions, environment: Environment) -> Iterator[Finding]:
    """The notes about what did not go into the file, or not in full."""
    yield from _treated(entry, options)
    yield from _marks(entry)
    yield from _correction(entry)
    yield from _payment(entry, options)
    yield from _party(entry, options)
    yield from _shortened(entry, options, environment)


def _treated(entry: Entry, options: WaproOptions) -> Iterator[Finding]:
    """What a rule or a hand decided; the usual ledger column is left to the settings of the data source."""
    chosen = {explanation.field for explanation in entry.explanations}
    given = {name: value for name, value in decisions(entry).items() if value and name not in options.places}
    given.pop("deductible_share", None)  # has a note of its own
    if FIXED_ASSET in options.tables().types:
        given.pop("fixed_asset", None)
    if not chosen & {"column", "lump_sum_rate"}:
        given.pop("column", None)
    if given:
        labels = {**LABELS, "column": "kolumna KPiR albo stawka ryczałtu", "unit": "jednostka"}
        words = ", ".join(f"{labels[name]}: {value}" for name, value in given.items())
        yield notes(
            "wapro_treatment",
            f"Nie trafiło do pliku: {words}. Wybierz dla tego pole w ustawieniach formatu albo uzupełnij w programie.",
        )


def _marks(entry: Entry) -> Iterator[Finding]:
    written = {*transaction_codes(entry), *_TOLD}
    lost = [code for code in entry.codes if code not in written]
    if entry.ksef_mark and not entry.ksef_number:
        lost.append(entry.ksef_mark)
    if lost:
        yield notes("wapro_codes", f"Oznaczenia JPK {', '.join(lost)} nie trafiły do pliku. Dopisz je w programie.")
    if entry.exchange_rate is not None and entry.exchange_rate.table:
        yield notes("wapro_rate_table", f"Plik nie ma pola na tabelę kursu: {entry.exchange_rate.table}.")


def _correction(entry: Entry) -> Iterator[Finding]:
    reference = entry.correction
    if not entry.kind.is_correction:
        return
    if not original_invoice(entry):
        yield notes(
            "wapro_original", "Faktura nie podaje numeru dokumentu korygowanego; w pliku jest „BRAK”. Uzupełnij go w programie."
        )
    if reference is None:
        return
    if reference.collective:
        yield notes(
            "wapro_collective",
            f"Korekta zbiorcza dotyczy faktur: {', '.join(reference.numbers)}. Pole numeru mieści pierwszą z nich.",
        )
    elif is_shortened(original_invoice(entry)):
        yield notes(
            "wapro_original",
            f"Numer dokumentu korygowanego skrócono do „{original_number(entry)}”. Pełny numer: „{flatten(reference.number)}”.",
        )
    about = (
        ("data", reference.date.isoformat() if reference.date else ""),
        ("numer KSeF", reference.ksef_number or ksef_number.find(reference.number)),
        ("okres", reference.period),
    )
    words = ", ".join(f"{label} {value}" for label, value in about if value)
    if words:
        yield notes("wapro_original_data", f"Plik nie ma pola na dane faktury korygowanej inne niż numer: {words}.")


def _payment(entry: Entry, options: WaproOptions) -> Iterator[Finding]:
    settlement = entry.settlement
    if due_day(entry) is None and any(row.net or row.tax for row in rows(entry, options)):
        yield notes("wapro_due_date", "Z faktury nie wynika termin płatności; w pliku jest pusty. Uzupełnij go w programie.")
    if len(settlement.due_dates) > 1:
        dates = ", ".join(date.isoformat() for date in settlement.due_dates)
        yield notes(
            "wapro_due_dates", f"Faktura ma kilka terminów płatności bez kwot ({dates}); w pliku jest jeden, najwcześniejszy."
        )
    if settlement.payments:
        paid = ", ".join(
            f"{format_money(payment.amount, entry.currency)} {payment.date.isoformat() if payment.date else '(bez daty)'}"
            for payment in settlement.payments
        )
        yield notes("wapro_paid", f"Plik nie ma pola na zapłaty podane na fakturze: {paid}. Rozlicz je w programie.")
    if settlement.outside_vat:
        yield notes(
            "wapro_outside_vat",
            f"Kwota rozrachunku w pliku to {format_money(settlement.open_item, entry.currency)} (do zapłaty), "
            f"a wartość faktury {format_money(settlement.gross, entry.currency)}.",
            "DoZaplaty",
        )
    account = settlement.account
    if entry.direction is Direction.PURCHASE and account and not supplier_account(entry):
        yield notes(
            "wapro_account",
            f"Rachunek „{account}” nie jest polskim numerem NRB albo ma błędne cyfry kontrolne; nie trafił do pliku. Sprawdź go na fakturze.",
        )


def _party(entry: Entry, options: WaproOptions) -> Iterator[Finding]:
    party = entry.counterparty
    if shares_card(entry, options):
        who = flatten(f"{party.name} {address(party)}") or "bez nazwy"
        yield notes("wapro_consumer", f"Nabywca bez numeru jest w pliku pod wspólną kartoteką. Dane z faktury: {who}.")
        return
    if not flatten(party.name):
        number = f"{tax_country(party)} {tax_number(party)}".strip() or "bez numeru"
        yield notes("wapro_no_name", f"Faktura nie podaje nazwy kontrahenta ({number}); w pliku jest „BRAK”.")


def _shortened(entry: Entry, options: WaproOptions, environment: Environment) -> Iterator[Finding]:
    if is_shortened(entry.number):
        yield notes(
            "wapro_short_number",
            f"Numer dokumentu skrócono do „{written_number(entry.number)}”. Pełny numer: „{flatten(entry.number)}”.",
            "P_2",
        )
    party = entry.counterparty
    texts = [("Opis", description(entry, environment), DESCRIPTION_LENGTH)]
    if not shares_card(entry, options):
        texts += [
            ("Nazwa kontrahenta", party.name, FULL_NAME_LENGTH),
            ("Ulica i numer", street(party), STREET_LENGTH),
            ("Miejscowość", party.city, CITY_LENGTH),
            ("Kod pocztowy", party.postal_code, POSTAL_CODE_LENGTH),
        ]
        if not (party.street or party.city):
            texts.append(("Adres", address(party), ADDRESS_LENGTH))
    if options.positions:
        texts.append(("Opis pozycji", position_text(entry), POSITION_LENGTH))
    for label, text, limit in texts:
        full = flatten(text)
        if len(full) > limit:
            yield notes("wapro_shortened", f"{label}: skrócono do {limit} znaków. Pełny tekst: „{full}”.")
