"""DOKUMENT with its sections, in the order of the spec."""

import datetime as dt
from dataclasses import dataclass

from app.base import ksef_number
from app.booking.entry import Direction, Entry
from app.targets.raks.contractors import party_markup, short_name
from app.targets.raks.conversion import Conversion
from app.targets.raks.markup import END, attribute, day, fit
from app.targets.raks.posting import postings
from app.targets.raks.registers import Register, registers
from app.targets.raks.settlements import has_settlement, paid_on, settlement_due, settlement_pln
from app.targets.raks.tables import document_type
from app.targets.raks.texts import KSEF_LENGTH, POSTING_LENGTH, SETTLEMENT_LENGTH, description, type_name, written_number
from app.targets.register_day import register_day
from app.targets.wording import comma_amount


@dataclass(slots=True)
class Counters:
    """The highest identifiers used in one file (GENERATORY_ID); they need only be unique within it."""

    documents: int = 0
    postings: int = 0
    settlements: int = 0
    registers: int = 0
    rows: int = 0
    contacts: int = 0


def document_markup(entry: Entry, scope: Conversion, counters: Counters, contact: int) -> str:
    """One document; `contact` is the number of its contractor's card, 0 where it has none."""
    counters.documents += 1
    settlement = _settlement(entry, scope, counters, contact) if has_settlement(entry, scope) else ""
    return "".join(
        (
            _head(entry, scope, counters.documents),
            _postings(entry, scope, counters, counters.settlements if settlement else 0),
            f"<ROZRACHUNKI>{settlement}</ROZRACHUNKI>{END}",
            _registers(entry, scope, counters),
            f"</DOKUMENT>{END}",
        )
    )


def _head(entry: Entry, scope: Conversion, place: int) -> str:
    sale = entry.direction is Direction.SALE
    options, party = scope.options, entry.counterparty
    number, name = document_type(scope.tables.documents, entry.direction, entry.kind)
    mark = scope.tables.ksef_marks.get(entry.ksef_mark, "") if not entry.ksef_number else ""
    return "".join(
        (
            f'<DOKUMENT NUMER_KOLEJNY="{place}" ID_WEW="" ID_DOK_KS="" TYP_DOK="{number}"',
            attribute("NAZWA_DOK", fit(type_name(name, scope), 50, options.encoding)),
            attribute("SYMBOL_DZIENNIKA", options.journal_sale if sale else options.journal_purchase),
            attribute("DATA_KS", day(booking_day(entry, scope))),
            attribute("NUMER_DOK", written_number(entry.number)),
            attribute("DATA_DOK", day(entry.issue_date)),
            party_markup(party, short_name(party, scope), options.encoding),
            attribute("DATA_OP_GOSP", day(entry.supply_date)),
            attribute("DATA_UZYSKANIA_PRZYCHODU", day(entry.income.date) if sale else ""),
            attribute("KSEF_NR_FAKTURY", entry.ksef_number),
            attribute("KSEF_DATA_FAKTURY", day(_ksef_day(entry))),
            attribute("KSEF_NR_FAKTURY_KORYGOWANEJ", corrected_ksef_number(entry)),
            attribute("KSEF_OZNACZENIE_FAKTURY", mark),
            f">{END}",
        )
    )


def booking_day(entry: Entry, scope: Conversion) -> dt.date:
    """DATA_KS by the office's choice; the day of issue for a document that is neither revenue nor cost."""
    choice = scope.options.booking_day
    if choice == "supply":
        return entry.supply_date
    if choice == "vat":
        return register_day(entry)
    return (entry.income.date if choice == "income" else None) or entry.issue_date


def corrected_ksef_number(entry: Entry) -> str:
    """The number of the first original; none where what the invoice states is longer than a KSeF number."""
    number = entry.correction.ksef_number if entry.correction is not None else ""
    return number if len(number) <= KSEF_LENGTH else ""


def _ksef_day(entry: Entry) -> dt.date | None:
    """The day the number was given; that inside the number where nothing else is known."""
    if entry.ksef_date is not None or not entry.ksef_number:
        return entry.ksef_date
    try:
        return ksef_number.date_of(entry.ksef_number)
    except ValueError:
        return None


def _settlement(entry: Entry, scope: Conversion, counters: Counters, contact: int) -> str:
    counters.settlements += 1
    foreign = entry.currency != "PLN"
    pln = settlement_pln(entry)
    return "".join(
        (
            f'{END}<ROZRACHUNEK ID="{counters.settlements}" ID_WEW="" ID_KONTAKTU="{contact}"',
            attribute("KONTR_NAZWA", short_name(entry.counterparty, scope)),
            attribute("TYP_ROZR", "N" if entry.direction is Direction.SALE else "Z"),
            attribute("DATA_OPER", day(entry.issue_date)),
            attribute("DATA_PLAT", day(settlement_due(entry))),
            attribute("KWOTA_PLN", "" if pln is None else comma_amount(pln)),
            attribute("KWOTA_WAL", comma_amount(entry.settlement.open_item) if foreign else "0"),
            attribute("KOD_WAL", entry.currency),
            attribute("OPIS", fit(description(entry, scope), SETTLEMENT_LENGTH, scope.options.encoding)),
            f' SYGNATURA="" ZAPLATA="0" MECHANIZM_PODZIELONEJ_PLATNOSCI="{entry.split_payment}"/>{END}',
        )
    )


def _postings(entry: Entry, scope: Conversion, counters: Counters, settlement: int) -> str:
    lines = postings(entry, scope)
    if not lines:
        return f"<DEKRETY></DEKRETY>{END}"
    text = attribute("OPIS_OPERACJI", fit(description(entry, scope), POSTING_LENGTH, scope.options.encoding))
    parts = [f"<DEKRETY>{END}"]
    for line in lines:
        counters.postings += 1
        linked = line.settlement and settlement
        parts += (
            f'<DEKRET ID="{counters.postings}"',
            attribute("KONTO_WN", line.account if line.debit else ""),
            attribute("KONTO_MA", "" if line.debit else line.account),
            f' KWOTA_PLN="{comma_amount(line.pln)}" KWOTA_WAL="{comma_amount(line.currency)}" KOD_WAL="{entry.currency}"',
            text,
            attribute("STRONA_ROZR", ("N" if line.debit else "Z") if linked else ""),
            attribute("ID_ROZR", str(settlement) if linked else ""),
            f' TYP_WEW="" ID_ROZRACHUNKU="" ZNACZNIKI=""/>{END}',
        )
    return "".join((*parts, f"</DEKRETY>{END}"))


def _registers(entry: Entry, scope: Conversion, counters: Counters) -> str:
    found = registers(entry, scope)
    if not found:
        return ""
    parts = [f"<REJESTRY_VAT>{END}"]
    for register in found:
        counters.registers += 1
        parts.append(_register_head(entry, register, scope, counters.registers))
        for row in register.rows:
            counters.rows += 1
            parts.append(
                f'<POZYCJA ID="{counters.rows}" KWOTA_NETTO="{comma_amount(row.net)}" KWOTA_VAT="{comma_amount(row.tax)}" '
                f'KWOTA_BRUTTO="{comma_amount(row.net + row.tax)}" ID_STAWKI="{row.rate_id}" WARTOSC_STAWKI="{row.percent}"/>{END}'
            )
        parts.append(f"</POZYCJE></REJESTR_VAT>{END}")
    return "".join((*parts, f"</REJESTRY_VAT>{END}"))


def _register_head(entry: Entry, register: Register, scope: Conversion, identifier: int) -> str:
    sale = entry.direction is Direction.SALE
    name = entry.register or (scope.options.register_sale if sale else scope.options.register_purchase)
    proof = next((scope.tables.proofs[code] for code in entry.codes if code in scope.tables.proofs), "")
    return "".join(
        (
            f'<REJESTR_VAT ID="{identifier}" TYP_REJ="{"S" if sale else "Z"}"',
            attribute("NAZWA_REJ", name),
            attribute("DATA_SPRZEDAZY", day(entry.supply_date)),
            attribute("DATA_OTRZYMANIA", day(entry.receipt_date)),
            attribute("DATA_VAT", day(register_day(entry))),
            attribute("TYP_ZAKUPU", "" if sale else register.kind),
            attribute("TYP_SPRZEDAZY", register.kind if sale else ""),
            ' POWOD_NIEPODLEGANIA="" NAME_OF_SERVICE="" WAITING="False"',
            attribute("TYP_DOWODU", proof),
            ' SPRZEDAZ_BRUTTO_MARZA="" ZAKUP_BRUTTO_MARZA=""',
            attribute("TERMIN_PLATNOSCI", day(entry.settlement.due)),
            attribute("DATA_ZAPLATY", day(paid_on(entry))),
            f"><POZYCJE>{END}",
        )
    )
