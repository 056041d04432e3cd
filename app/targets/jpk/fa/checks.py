"""What JPK_FA has to say about a document."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from app.base.findings import Finding, blocks, notes
from app.base.money import format_amount, format_money
from app.base.nip import clean
from app.booking.client import Client
from app.booking.entry import Direction, Entry
from app.invoice.codes import group_words
from app.invoice.currencies import CURRENCIES
from app.invoice.forms import Form, MarginKind
from app.targets.jpk.fa.invoice import TEXT_LENGTH, advance_numbers, corrected_numbers, party_address, party_name
from app.targets.jpk.fa.lines import numbers, rate_code
from app.targets.jpk.fa.options import FaOptions
from app.targets.jpk.fa.sums import FIELDS, IN_TOTAL_ONLY, sums
from app.targets.jpk.markup import LARGEST, MISSING
from app.targets.jpk.notes import left_out, left_out_note, number_note, number_question, shortened
from app.targets.jpk.parties import NUMBER_LENGTH, tax_number
from app.targets.wording import comma_amount, flatten

FIRST_DAY: Final = dt.date(2016, 7, 1)
_FIRST_SUPPLY: Final = dt.date(2006, 1, 1)
LAST_DAY: Final = dt.date(2030, 1, 1)
_KNOWN_CURRENCIES: Final = CURRENCIES - {"XCG"}
"""TKodWaluty of JPK_FA is older than that of the invoices."""


def client_notes(client: Client, options: FaOptions) -> Iterator[Finding]:
    """What the address of Podmiot1 lacks; said once, about the first document."""
    parts = (
        ("województwo", options.voivodeship),
        ("powiat", options.county),
        ("gmina", options.commune),
        ("numer domu", client.house),
        ("miejscowość", client.city),
        ("kod pocztowy", client.postal_code),
    )
    if missing := [label for label, value in parts if not value.strip()]:
        yield notes(
            "jpk_fa_address",
            f"Adres podatnika jest niepełny, w pliku jest „{MISSING}”: {', '.join(missing)}. Uzupełnij kartę klienta i ustawienia formatu, "
            "jeżeli plik ma trafić dalej.",
            "AdresPodmiotu",
        )


def stays_out(entry: Entry, client: Client, options: FaOptions) -> str:
    """Why a document is not in the file, as the end of a sentence; empty for one that is."""
    if entry.direction is Direction.SALE:
        return ""
    if options.purchases != "write":
        return "JPK_FA obejmuje faktury sprzedaży."
    return "jest w nim już jako sprzedaż." if clean(entry.invoice.seller.nip) == client.nip else ""


def document_findings(entry: Entry) -> Iterator[Finding]:
    """Every finding about one document of the file; what stops it hides the notes."""
    if any(box.net_pln is None or box.tax_pln is None for box in entry.vat):
        return  # booking asks for the exchange rate
    stops = [*_impossible(entry)] or [*number_question(entry)]
    yield from stops
    if not stops:
        yield from _content(entry)
        yield from _parties(entry)
        yield from _references(entry)
        yield from _lines(entry)
        yield from left_out_note(_left_out(entry), "JPK_FA")


def _impossible(entry: Entry) -> Iterator[Finding]:
    if entry.invoice.form is Form.FA_RR_1:
        yield blocks(
            "jpk_fa_rr", "Faktury VAT RR nie należą do JPK_FA; mają własną strukturę JPK_FA_RR. Ujmij dokument w programie."
        )
    if entry.currency not in _KNOWN_CURRENCIES:
        yield blocks("jpk_fa_currency", f"Waluty {entry.currency} nie ma na liście JPK_FA(4).", "KodWaluty")
    if not FIRST_DAY <= entry.issue_date < LAST_DAY:
        yield blocks(
            "jpk_fa_date", f"JPK_FA(4) obejmuje faktury z lat 2016–2029, a ta jest z {entry.issue_date.isoformat()}.", "P_1"
        )
    elif not _FIRST_SUPPLY <= entry.supply_date <= LAST_DAY:
        yield blocks(
            "jpk_fa_date", f"Data sprzedaży {entry.supply_date.isoformat()} jest poza zakresem JPK_FA (lata 2006–2029).", "P_6"
        )
    if entry.share != 100:  # noqa: PLR2004 - percent
        yield blocks(
            "jpk_fa_share",
            f"Klient ma {comma_amount(entry.share)}% tego zakupu, a JPK_FA pokazuje całą fakturę. Wprowadź dokument w programie ręcznie.",
        )
    foreign = [
        box
        for box in entry.vat
        if box.box not in FIELDS and box.box is not IN_TOTAL_ONLY and entry.invoice.form is not Form.FA_RR_1
    ]
    if foreign:
        words = ", ".join(group_words(box.box) for box in foreign)
        yield blocks("jpk_fa_group", f"JPK_FA nie ma sumy dla: {words}. Wskaż polską stawkę albo wprowadź dokument ręcznie.")
    found = [entry.settlement.gross, *(value for each in sums(entry).values() for value in each if value is not None)]
    for value in found:
        if abs(value) >= LARGEST:
            yield blocks("jpk_amount", f"Kwota {format_money(value, entry.currency)} ma więcej cyfr, niż mieści JPK.", "P_15")
    number = tax_number(entry.counterparty).number
    if len(number) > NUMBER_LENGTH:
        yield blocks(
            "jpk_tax_number",
            f"Numer podatkowy kontrahenta „{number}” ma {len(number)} znaków, a pole JPK mieści {NUMBER_LENGTH}. Numeru nie wolno skrócić.",
        )


def _content(entry: Entry) -> Iterator[Finding]:
    margin = [box for box in entry.vat if box.box is IN_TOTAL_ONLY]
    if margin:
        yield notes("jpk_fa_margin", "Procedura marży: JPK_FA nie ma na nią sumy, jej kwota jest tylko w P_15.", "P_13_11")
    if entry.invoice.annotations.margin is MarginKind.UNSPECIFIED:
        yield notes("jpk_fa_margin_kind", "Faktura nie mówi, która to procedura marży; oba pola JPK_FA mają „nie”.", "P_PMarzy")
    if len(entry.invoice.annotations.vehicles) > 1:
        yield notes("jpk_fa_vehicles", "Faktura opisuje kilka nowych środków transportu; JPK_FA mieści dane pierwszego.", "P_22A")
    merged = {FIELDS[box.box] for box in entry.vat if box.box in FIELDS and (box.net or box.tax)}
    groups = {box.box for box in entry.vat if box.box in FIELDS and (box.net or box.tax)}
    if len(groups) > len(merged):
        yield notes(
            "jpk_fa_merged", "JPK_FA ma mniej sum niż faktura: stawki 0% są razem w P_13_6, sprzedaż poza krajem razem w P_13_5."
        )


def _parties(entry: Entry) -> Iterator[Finding]:
    seller, buyer = entry.invoice.seller, entry.invoice.buyer
    yield from number_note(entry)
    yield from shortened("Nazwa sprzedawcy", party_name(seller), TEXT_LENGTH)
    yield from shortened("Adres sprzedawcy", party_address(seller), TEXT_LENGTH)
    annotations = entry.invoice.annotations
    reason = entry.correction.reason if entry.correction is not None else ""
    texts = (
        ("Nazwa nabywcy", party_name(buyer)),
        ("Adres nabywcy", party_address(buyer)),
        ("Przyczyna korekty", flatten(reason)),
        ("Podstawa zwolnienia", flatten(annotations.exempt_act)),
        ("Podstawa zwolnienia (dyrektywa)", flatten(annotations.exempt_directive)),
        ("Inna podstawa zwolnienia", flatten(annotations.exempt_other)),
        ("Numery faktur zaliczkowych", advance_numbers(entry)),
        ("Numery faktur korygowanych", corrected_numbers(entry)),
    )
    for label, text in texts:
        if len(text) > TEXT_LENGTH:
            yield from shortened(label, text, TEXT_LENGTH)


def _references(entry: Entry) -> Iterator[Finding]:
    if not entry.kind.is_correction:
        return
    if not corrected_numbers(entry):
        yield notes(
            "jpk_fa_original", "Korekta nie podaje numeru faktury korygowanej; w pliku nie ma go także.", "NrFaKorygowanej"
        )
    if entry.invoice.order is not None:
        yield notes(
            "jpk_fa_order",
            "Wartość zamówienia w korekcie zaliczki jest w pliku taka, jak na fakturze (po korekcie).",
            "WartoscZamowienia",
        )


def _lines(entry: Entry) -> Iterator[Finding]:
    names: list[str] = []
    values: list[str] = []
    rates: list[str] = []
    order = entry.invoice.order
    for lines, of_order in ((entry.invoice.lines, False), (() if order is None else order.lines, True)):
        for line in lines:
            name = flatten(line.name)
            if len(name) > TEXT_LENGTH:
                names.append(f"{line.position}: „{name}”")
            values.extend(
                f"{line.position}: {each.field} {format_amount(each.value)}"
                for each in numbers(line, order=of_order)
                if not each.fits
            )
            if line.rate_code and not rate_code(line):
                rates.append(f"{line.position}: {line.rate_code}")
    if names:
        yield notes("jpk_fa_line_names", f"Nazwy pozycji skrócono do {TEXT_LENGTH} znaków. Pełne: {'; '.join(names)}.", "P_7")
    if values:
        yield notes(
            "jpk_fa_line_values", f"Pole JPK_FA ma za mało miejsc na te liczby z pozycji; pominięto je: {'; '.join(values)}."
        )
    if rates:
        yield notes("jpk_fa_line_rates", f"JPK_FA nie zna stawek z pozycji; pominięto je: {'; '.join(rates)}.", "P_12")
    if not entry.invoice.lines and entry.invoice.order is None:
        yield notes("jpk_fa_no_lines", "Faktura nie ma pozycji; w pliku są same jej sumy.", "FakturaWiersz")


def _left_out(entry: Entry) -> Iterator[str]:
    if entry.ksef_number:
        yield f"numer KSeF {entry.ksef_number}"
    if codes := ", ".join(entry.codes):
        yield f"oznaczenia JPK_V7 {codes}"
    if entry.invoice.receipt_invoice and "FP" not in entry.codes:
        yield "faktura do paragonu (FP)"
    rate = entry.exchange_rate
    if rate is not None:
        yield f"kurs {comma_amount(rate.rate)}{f', tabela {rate.table}' if rate.table else ''}"
    if entry.correction is not None and entry.correction.ksef_number:
        yield f"numer KSeF korygowanej {entry.correction.ksef_number}"
    yield from left_out(entry, correction=False, currency=False, split_payment=False)
