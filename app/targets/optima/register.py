"""REJESTR_SPRZEDAZY_VAT and REJESTR_ZAKUPU_VAT: a document (spec §5), its elements in the order of the fullest real files."""

import datetime as dt
from typing import Final

from app.base import ksef_number
from app.base.environments import Environment
from app.booking.client import Client
from app.booking.codes import PROCEDURES
from app.booking.entry import Direction, Entry
from app.invoice.codes import GTU
from app.invoice.forms import Kind
from app.targets.office_words import payment_name
from app.targets.optima.contractors import Contractor, address, names, number, tax_number
from app.targets.optima.identity import document_id
from app.targets.optima.markup import block, day, element, flag
from app.targets.optima.options import OptimaOptions
from app.targets.optima.payments import RATE_TYPE, payment_due, payment_form, payments_markup, rate_text
from app.targets.optima.rows import rows, rows_markup
from app.targets.optima.transaction import in_eu_summary, transaction
from app.targets.wording import flatten, marked, short_number, shorten

DESCRIPTION_LENGTH: Final = 254

_SALE_CODES: Final = frozenset((*GTU, *PROCEDURES, "FP"))
_PURCHASE_CODES: Final = frozenset({"MK", "VAT_RR", "IMP"})

# What is the same in every document is made once.
_SALE_HEAD: Final = element("MODUL", "Rejestr Vat") + element("TYP", "Rejestr sprzedazy")
_PURCHASE_HEAD: Final = element("MODUL", "Rejestr Vat") + element("TYP", "Rejestr zakupu")
_NOT_INTERNAL: Final = flag("WEWNETRZNA", yes=False)
_NOT_RETAIL: Final = flag("FISKALNA", yes=False) + flag("DETALICZNA", yes=False)
_NO_ADDITIONAL: Final = element("KWOTY_DODATKOWE")
_NO_ATTRIBUTES: Final = element("ATRYBUTY")
_CONTRACTOR: Final = element("TYP_PODMIOTU", "kontrahent")
_PAYING_CONTRACTOR: Final = element("TYP_PLATNIKA", "kontrahent")
_RATE_OF_ONE: Final = element("NOTOWANIE_WALUTY_ZA_ILE", "1")
_RATE_USE: Final = flag("KURS_DO_KSIEGOWANIA", yes=False) + flag("PLATNOSC_VAT_W_PLN", yes=False)


def written_number(text: str, options: OptimaOptions) -> str:
    """A document's number as the field takes it; see `short_number`."""
    return short_number(flatten(text), int(options.number_length))


def corrected_number(entry: Entry, options: OptimaOptions) -> str:
    """KOREKTA_NUMER: the original's number; the first and how many more for a collective correction (guide §6.2)."""
    if entry.correction is None:
        return ""
    first = entry.correction.number or entry.correction.ksef_number or "brak"
    if not entry.correction.collective:
        return written_number(first, options)
    return f"zbiorcza: {written_number(first, options)} + {len(entry.correction.numbers) - 1}"


def description(entry: Entry, options: OptimaOptions, environment: Environment) -> str:
    """OPIS in full: the environment's mark, the full number where the field holds a shortened one, and the description."""
    number = flatten(entry.number)
    parts = [
        f"Nr {number}" if written_number(number, options) != number else "",
        f"KSeF {entry.ksef_number}" if options.ksef_in_description and entry.ksef_number else "",
        flatten(entry.description),
    ]
    return marked(" | ".join(part for part in parts if part), environment)


def written_codes(entry: Entry, options: OptimaOptions) -> tuple[str, ...]:
    """KODY_JPK of a document: those which a register of its direction knows (spec §11)."""
    known = _SALE_CODES if entry.direction is Direction.SALE else _PURCHASE_CODES
    mark = (entry.ksef_mark,) if options.ksef_mark_code and entry.ksef_mark and not entry.ksef_number else ()
    return tuple(dict.fromkeys([*(code for code in entry.codes if code in known), *mark]))


def category(entry: Entry, options: OptimaOptions) -> str:
    """The document's category, else the office's for its register."""
    return entry.category or (options.category_sale if entry.direction is Direction.SALE else options.category_purchase)


def document_markup(
    entry: Entry, client: Client, contractor: Contractor, options: OptimaOptions, environment: Environment
) -> str:
    """One record of a register."""
    sale = entry.direction is Direction.SALE
    identifier = document_id(entry, client)
    short = written_number(entry.number, options)
    document = rows(entry, client, options)
    its_category = category(entry, options)
    return block(
        "REJESTR_SPRZEDAZY_VAT" if sale else "REJESTR_ZAKUPU_VAT",
        element("ID_ZRODLA", identifier),
        _SALE_HEAD if sale else _PURCHASE_HEAD,
        element("REJESTR", entry.register or (options.register_sale if sale else options.register_purchase)),
        _dates(entry, sale=sale),
        element("NUMER", short),
        flag("KOREKTA", yes=entry.kind.is_correction),
        element("KOREKTA_NUMER", corrected_number(entry, options) if entry.kind.is_correction else ""),
        _NOT_INTERNAL,
        flag("METODA_KASOWA", yes=entry.cash_method),
        _NOT_RETAIL,
        element("EKSPORT", transaction(entry)),
        flag("FINALNY", yes=sale and entry.counterparty.without_number),
        flag("PODATNIK_CZYNNY", yes=_active_payer(entry)),
        element("IDENTYFIKATOR_KSIEGOWY", short),
        _party(entry, contractor),
        element("KATEGORIA", its_category),
        element("OPIS", shorten(description(entry, options, environment), DESCRIPTION_LENGTH)),
        element("FORMA_PLATNOSCI", payment_name(options, payment_form(entry))),
        element("DEKLARACJA_VAT7", entry.vat_period),
        flag("DEKLARACJA_VATUE", yes=in_eu_summary(entry)),
        _currency(entry),
        flag("FA_Z_PA", yes=entry.invoice.receipt_invoice),
        flag("MPP", yes=entry.split_payment),
        element("NR_KSEF", entry.ksef_number),
        day("KSEF_DATA_PRZYJECIA", _ksef_day(entry)),
        rows_markup(entry, document, client, options, its_category),
        _NO_ADDITIONAL,
        payments_markup(
            entry,
            document,
            document_id=identifier,
            code=contractor.code,
            number=short,
            options=options,
        ),
        block("KODY_JPK", *(block("KOD_JPK", element("KOD", code)) for code in written_codes(entry, options))),
        _NO_ATTRIBUTES,
    )


def _dates(entry: Entry, *, sale: bool) -> str:
    receipt = entry.receipt_date or entry.tax_point
    return "".join(
        (
            day("DATA_WYSTAWIENIA", entry.issue_date),
            day("DATA_SPRZEDAZY" if sale else "DATA_ZAKUPU", entry.supply_date),
            "" if sale else day("DATA_WPLYWU", entry.receipt_date),
            day("TERMIN", payment_due(entry)),
            day("DATA_DATAOBOWIAZKUPODATKOWEGO", entry.tax_point),
            day("DATA_DATAPRAWAODLICZENIA", entry.tax_point if sale else max(receipt, entry.tax_point)),
        )
    )


def _party(entry: Entry, contractor: Contractor) -> str:
    party = entry.counterparty
    return "".join(
        (
            _CONTRACTOR,
            element("PODMIOT", contractor.code),
            element("PODMIOT_NIP", tax_number(party)),
            names(party.name),
            number(party),
            address(party),
            flag("ROLNIK", yes=entry.kind in {Kind.VAT_RR, Kind.KOR_VAT_RR}),
            _PAYING_CONTRACTOR,
            element("PLATNIK", contractor.code),
        )
    )


def _active_payer(entry: Entry) -> bool:
    farmer = entry.kind in {Kind.VAT_RR, Kind.KOR_VAT_RR}
    return not farmer and (bool(entry.counterparty.nip) or entry.counterparty.eu)


def _currency(entry: Entry) -> str:
    rate = entry.exchange_rate
    if rate is None and entry.currency == "PLN":
        return _IN_PLN
    currency = "" if entry.currency == "PLN" else entry.currency
    return _currency_markup(currency, RATE_TYPE if rate else "", rate_text(entry), rate.date if rate else None)


def _currency_markup(currency: str, rate_type: str, rate: str, date: dt.date | None) -> str:
    return "".join(
        (
            element("WALUTA", currency),
            element("KURS_WALUTY", rate_type),
            element("NOTOWANIE_WALUTY_ILE", rate),
            _RATE_OF_ONE,
            day("DATA_KURSU", date),
            _RATE_USE,
        )
    )


_IN_PLN: Final = _currency_markup("", "", "1", None)


def _ksef_day(entry: Entry) -> dt.date | None:
    """The day inside the number (spec §10); that of the metadata where the number has none."""
    if not entry.ksef_number:
        return None
    try:
        return ksef_number.date_of(entry.ksef_number)
    except ValueError:
        return entry.ksef_date
