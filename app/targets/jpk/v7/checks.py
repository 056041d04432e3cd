"""What the registers of JPK_V7 have to say about a document."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from app.base.dates import Month, month_of
from app.base.findings import Finding, asks, blocks, notes
from app.base.money import format_money, total
from app.booking.client import Client
from app.booking.entry import Direction, Entry
from app.booking.jpk import without_field
from app.booking.questions import KSEF_MARK
from app.invoice.codes import group_words
from app.invoice.forms import VatGroup
from app.targets.jpk.ksef import ksef_number_finding
from app.targets.jpk.markup import LARGEST, LAST_DAY
from app.targets.jpk.notes import left_out, left_out_note, number_note, number_question, pln, shortened
from app.targets.jpk.parties import NUMBER_LENGTH, tax_number
from app.targets.jpk.v7.amounts import BUYER_SETTLES, has_margin, margin_practice, only_without_field, row_fields, unplaced
from app.targets.jpk.v7.options import V7Options
from app.targets.jpk.v7.questions import MARGIN, PLACES, ROW, SKIP, WITHOUT_FIELD
from app.targets.jpk.v7.row import NAME_LENGTH

FIRST_MONTH: Final = Month("2026-02")
"""The first period of version (3)."""
_FIRST_DAY: Final = dt.date(2006, 1, 1)


def client_findings(client: Client) -> Iterator[Finding]:
    """What keeps every document of the client out of a register."""
    if client.vat_exempt:
        yield blocks(
            "jpk_v7_exempt",
            "Klient jest w karcie zwolniony z VAT, więc nie prowadzi ewidencji JPK_V7. Jeżeli to pomyłka, popraw kartę klienta.",
        )


def document_findings(entry: Entry, options: V7Options) -> Iterator[Finding]:
    """Every finding about one document with a row; what stops it hides the notes."""
    if any(box.net_pln is None or box.tax_pln is None for box in entry.vat):
        return  # booking asks for the exchange rate
    stops = [*_impossible(entry, options)] or [*_questions(entry, options)]
    yield from stops
    if not stops:
        yield from _amounts_left_out(entry, options)
        yield from _texts(entry)


def _impossible(entry: Entry, options: V7Options) -> Iterator[Finding]:
    if not FIRST_MONTH <= entry.vat_period <= month_of(LAST_DAY):
        yield blocks(
            "jpk_v7_period",
            f"Okres VAT dokumentu to {entry.vat_period}, a wzór JPK_V7 w wersji (3) obowiązuje od {FIRST_MONTH}. Dokument należy do pliku "
            "w starszej wersji: ujmij go w programie księgowym.",
        )
    for label, date in (("wystawienia", entry.issue_date), ("otrzymania", entry.receipt_date), ("sprzedaży", entry.supply_date)):
        if date is not None and not _FIRST_DAY <= date <= LAST_DAY:
            yield blocks("jpk_v7_date", f"Data {label} {date.isoformat()} jest poza zakresem JPK_V7 (lata 2006–2090).")
    yield from ksef_number_finding(entry)
    for name, value in row_fields(entry, options).items():
        if abs(value) >= LARGEST:
            yield blocks("jpk_amount", f"Kwota {pln(value)} w polu {name} ma więcej cyfr, niż mieści JPK.", name)
    number = tax_number(entry.counterparty).number
    if len(number) > NUMBER_LENGTH:
        yield blocks(
            "jpk_tax_number",
            f"Numer podatkowy kontrahenta „{number}” ma {len(number)} znaków, a pole JPK mieści {NUMBER_LENGTH}. Numeru nie wolno skrócić.",
        )


def _questions(entry: Entry, options: V7Options) -> Iterator[Finding]:
    if not entry.ksef_number and not entry.ksef_mark:
        yield asks(
            KSEF_MARK.code,
            "Dokument nie ma numeru KSeF, a każdy wiersz JPK_V7 musi mieć numer albo jedno z oznaczeń OFF, BFK, DI. Podaj numer (nazwa pliku) "
            "albo wybierz oznaczenie.",
            "NrKSeF",
        )
    yield from number_question(entry)
    boxes = without_field(entry)
    if entry.direction is Direction.SALE:
        answer = entry.decisions.get(WITHOUT_FIELD.code, "")
        decided = answer in {ROW, *PLACES} or (answer == SKIP and only_without_field(entry))
        if boxes and not decided:
            amounts = "; ".join(f"{format_money(box.net, entry.currency)} – {group_words(box.box)}" for box in boxes)
            other = (
                "" if only_without_field(entry) else " Dokument ma też kwoty z własnym polem, więc jego wiersz jest potrzebny."
            )
            yield asks(
                WITHOUT_FIELD.code, f"Kwota bez pola w JPK_V7: {amounts}. Wybierz, jak ująć dokument.{other}", boxes[0].box
            )
    elif has_margin(entry) and margin_practice(entry, options) not in {"yes", "no"}:
        gross = total([box.net for box in boxes if box.box is VatGroup.P_13_11])
        yield asks(
            MARGIN.code,
            f"Zakup z faktury VAT marża na {format_money(gross, entry.currency)}: do ZakupVAT_Marza wpisuje się go tylko wtedy, gdy jest "
            "przeznaczony do sprzedaży w procedurze marży. Wybierz, czy go wpisać.",
            "P_13_11",
        )


def _amounts_left_out(entry: Entry, options: V7Options) -> Iterator[Finding]:
    if boxes := unplaced(entry, options):
        amounts = "; ".join(f"{pln(box.net_pln)} – {group_words(box.box)}" for box in boxes if box.net_pln is not None)
        yield notes("jpk_v7_not_in_fields", f"W żadnym polu K wiersza nie ma kwoty: {amounts}.", boxes[0].box)
    if entry.direction is Direction.PURCHASE:
        settles = [box for box in without_field(entry) if box.box in BUYER_SETTLES]
        if settles or entry.triangular:
            yield notes(
                "jpk_v7_buyer_tax",
                "Jeżeli podatek rozlicza nabywca, dopisz podatek należny (K_23–K_32) i naliczony: plik ich nie zawiera.",
            )
        share = entry.deductible_share
        if share != 100 and any(box.tax for box in entry.vat):  # noqa: PLR2004 - percent
            yield notes("jpk_v7_share", f"Odliczenie {share.normalize():f}%: netto jest w całości, podatek w tej części.")
    elif any(box.box is VatGroup.P_13_11 for box in entry.vat):
        yield notes(
            "jpk_v7_margin_tax",
            "Sprzedaż w procedurze marży: plik ma tylko kwotę brutto (SprzedazVAT_Marza). Podatek od marży dodaj do K_19 i K_20.",
            "P_13_11",
        )


def _texts(entry: Entry) -> Iterator[Finding]:
    party = entry.counterparty
    yield from number_note(entry)
    yield from shortened("Nazwa kontrahenta", party.name, NAME_LENGTH)
    if not party.nip and party.tax_country and not tax_number(party).country:
        yield notes("jpk_country", f"Kodu kraju „{party.tax_country}” nie ma na liście JPK; numer jest w pliku bez kraju.")
    yield from left_out_note(left_out(entry), "JPK_V7")
