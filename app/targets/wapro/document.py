"""DOKUMENT: header, positions and rates, the elements in the order of the fullest files seen (spec, DOKUMENTY/DOKUMENT)."""

import datetime as dt
from decimal import Decimal
from typing import Final, NamedTuple

from app.base import ksef_number
from app.base.environments import Environment
from app.base.money import total
from app.booking.entry import Direction, Entry
from app.invoice.forms import Kind
from app.targets.register_day import register_day
from app.targets.wapro.contractors import tax_number
from app.targets.wapro.markup import amount, day, flag, rate
from app.targets.wapro.options import WaproOptions
from app.targets.wapro.payments import due_day, open_item_pln, payment_form, supplier_account
from app.targets.wapro.positions import positions_markup
from app.targets.wapro.rows import Row, rows
from app.targets.wapro.texts import (
    DESCRIPTION_LENGTH,
    MARKED,
    decisions,
    description,
    document_type,
    original_number,
    written_number,
)
from app.targets.wording import shorten, xml_text

DOCUMENT_TYPES: Final = frozenset({"FP", "MK", "VAT_RR"})
"""Codes that RODZAJ_TRANSAKCJI_HANDLOWEJ does not hold: it has GTU and procedures."""
SPLIT_PAYMENT: Final = "MPP"

_NOUGHT: Final = "0.0000"
_NO_RATE: Final = "0.00000000"
_PLN_RATE: Final = "1.00000000"


class Identity(NamedTuple):
    """ID_DOKUMENTU_ORYG of a document and ID_KONTRAHENTA of its contractor."""

    document: int
    contractor: int


def document_markup(entry: Entry, options: WaproOptions, environment: Environment, identity: Identity) -> str:
    """One DOKUMENT."""
    document = rows(entry, options)
    positions = positions_markup(entry, document, identity.contractor) if options.positions else ""
    return (
        f"<DOKUMENT>\n{_header(entry, document, options, environment, identity)}{positions}"
        f"<VAT>\n{''.join([_rate(entry, row) for row in document])}</VAT>\n</DOKUMENT>\n"
    )


def transaction_codes(entry: Entry) -> tuple[str, ...]:
    """RODZAJ_TRANSAKCJI_HANDLOWEJ: GTU, procedures and the mark of split payment."""
    codes = tuple(code for code in entry.codes if code not in DOCUMENT_TYPES)
    return (*codes, SPLIT_PAYMENT) if entry.split_payment else codes


def _header(entry: Entry, document: tuple[Row, ...], options: WaproOptions, environment: Environment, identity: Identity) -> str:
    sale = entry.direction is Direction.SALE
    written = xml_text(written_number(entry.number))
    form = payment_form(entry, options)
    kind = entry.kind
    return (
        f"<NAGLOWEK_DOKUMENTU>\n<RODZAJ_DOKUMENTU>H</RODZAJ_DOKUMENTU>\n<NUMER>{written}</NUMER>\n"
        f"<NR_DOK_ORYG>{xml_text(original_number(entry))}</NR_DOK_ORYG>\n<ID_DOKUMENTU_ORYG>{identity.document}</ID_DOKUMENTU_ORYG>\n"
        f"<DOK_ZBIOR>0</DOK_ZBIOR>\n<ID_KONTRAHENTA>{identity.contractor}</ID_KONTRAHENTA>\n<ID_PLATNIKA>{identity.contractor}</ID_PLATNIKA>\n"
        f"<ZAKUP_SPRZEDAZ>{'S' if sale else 'Z'}</ZAKUP_SPRZEDAZ>\n<OBLICZANIE_WG_CEN>Netto</OBLICZANIE_WG_CEN>\n"
        f"<TYP_DOKUMENTU>{xml_text(document_type(entry, options))}</TYP_DOKUMENTU>\n"
        f"<OPIS>{xml_text(shorten(description(entry, environment), DESCRIPTION_LENGTH))}</OPIS>\n<SYM_WAL>{xml_text(entry.currency)}</SYM_WAL>\n"
        f"<NUMER_RACHUNKU>{supplier_account(entry)}</NUMER_RACHUNKU>\n<TYP_PLATNIKA>K</TYP_PLATNIKA>\n"
        f"<CZY_DOKUMENT_KOREKTY>{flag(yes=kind.is_correction)}</CZY_DOKUMENT_KOREKTY>\n{_marks(entry, options, identity.document)}"
        f"<CZY_FAKTURA_ZALICZKOWA>{flag(yes=kind is Kind.ZAL)}</CZY_FAKTURA_ZALICZKOWA>\n"
        f"<CZY_FAKTURA_KONCOWA>{flag(yes=kind is Kind.ROZ)}</CZY_FAKTURA_KONCOWA>\n"
        f"<CZY_KOREKTA_FZAL>{flag(yes=kind is Kind.KOR_ZAL)}</CZY_KOREKTA_FZAL>\n"
        f"<CZY_KOREKTA_FZAL_KONCOWEJ>{flag(yes=kind is Kind.KOR_ROZ)}</CZY_KOREKTA_FZAL_KONCOWEJ>\n"
        "<CZY_FZAL_100_PROCENT_BEZ_WZ>0</CZY_FZAL_100_PROCENT_BEZ_WZ>\n<CZY_FZAL_100_PROCENT_Z_WZ>0</CZY_FZAL_100_PROCENT_Z_WZ>\n"
        f"<POTWIERDZONY_UE>0</POTWIERDZONY_UE>\n<CZY_FISKALNY>0</CZY_FISKALNY>\n<NR_DOKM>{written}</NR_DOKM>\n"
        f"<POZ_WAL_BAZOWE>{flag(yes=entry.exchange_rate is None)}</POZ_WAL_BAZOWE>\n"
        f"<FORMA_PLATNOSCI>{xml_text(form)}</FORMA_PLATNOSCI>\n"
        f"<ID_FORMY_PLAT>{options.tables().payment_ids.get(form, '')}</ID_FORMY_PLAT>\n"
        f"<CZY_POZ_KOSZTOWE_BAZOWE>0</CZY_POZ_KOSZTOWE_BAZOWE>\n<TROJSTRONNY_UE>{flag(yes=entry.triangular)}</TROJSTRONNY_UE>\n"
        f"<WEWNETRZNY>0</WEWNETRZNY>\n<MP>0</MP>\n<METODA_KASOWA>{flag(yes=entry.cash_method)}</METODA_KASOWA>\n"
        f"<ODWROTNY>{flag(yes=entry.invoice.annotations.reverse_charge)}</ODWROTNY>\n<ZALICZKA_ODROCZONA>0</ZALICZKA_ODROCZONA>\n"
        f"<FAKTURA_DO_PARAGONU>{flag(yes=entry.invoice.receipt_invoice)}</FAKTURA_DO_PARAGONU>\n{_split_payment(entry, document, written)}"
        f"<RODZAJ_TRANSAKCJI_HANDLOWEJ>{' '.join(transaction_codes(entry))}</RODZAJ_TRANSAKCJI_HANDLOWEJ>\n{_ksef(entry)}"
        f"<DATY>\n<DATA_WYSTAWIENIA>{day(entry.issue_date)}</DATA_WYSTAWIENIA>\n<DATA_SPRZEDAZY>{day(entry.supply_date)}</DATA_SPRZEDAZY>\n"
        f"<DATA_WPLYWU>{day(entry.issue_date if sale else entry.receipt_date)}</DATA_WPLYWU>\n"
        f"<TERMIN_PLATNOSCI>{day(due_day(entry))}</TERMIN_PLATNOSCI>\n</DATY>\n{_values(entry, document, sale=sale)}</NAGLOWEK_DOKUMENTU>\n"
    )


def _marks(entry: Entry, options: WaproOptions, number: int) -> str:
    """WYROZNIK, and those of POLE1…POLE3 which the office uses."""
    given = decisions(entry)
    mark = str(number) if options.mark == "id" else given[options.mark] if options.mark in MARKED else ""
    fields = ((1, options.field1), (2, options.field2), (3, options.field3))
    used = "".join(f"<POLE{place}>{xml_text(given[name])}</POLE{place}>\n" for place, name in fields if name in given)
    return f"<WYROZNIK>{xml_text(mark)}</WYROZNIK>\n{used}"


def _split_payment(entry: Entry, document: tuple[Row, ...], written: str) -> str:
    if not entry.split_payment:
        return "<PODLEGA_PP>0</PODLEGA_PP>\n"
    return (
        f"<PODLEGA_PP>1</PODLEGA_PP>\n<PODZIELONA_PLATNOSC>\n<PP>1</PP>\n<PP_NR_FAKTURY>{written}</PP_NR_FAKTURY>\n"
        f"<PP_NIP>{xml_text(tax_number(entry.counterparty))}</PP_NIP>\n"
        f"<PP_KW_VAT_R>{amount(total([row.tax_pln for row in document]))}</PP_KW_VAT_R>\n</PODZIELONA_PLATNOSC>\n"
    )


def _ksef(entry: Entry) -> str:
    if not entry.ksef_number:
        return ""
    return f"<KSEF>\n<KSEF_ID>{xml_text(entry.ksef_number)}</KSEF_ID>\n<DATA_POTW_KSEF>{day(_ksef_day(entry))}</DATA_POTW_KSEF>\n</KSEF>\n"


def _ksef_day(entry: Entry) -> dt.date | None:
    """The day inside the number; that of the metadata where the number has none."""
    try:
        return ksef_number.date_of(entry.ksef_number)
    except ValueError:
        return entry.ksef_date


def _values(entry: Entry, document: tuple[Row, ...], *, sale: bool) -> str:
    """WARTOSCI_NAGLOWKA: the sums of the rows; nought in the pair of the other direction (spec)."""
    foreign = entry.exchange_rate is not None
    net, gross = total([row.net_pln for row in document]), total([row.net_pln + row.tax_pln for row in document])
    net_text, gross_text = amount(net), amount(gross)
    in_currency = foreign and sale
    return (
        f"<WARTOSCI_NAGLOWKA>\n<NETTO_SPRZEDAZY>{net_text if sale else _NOUGHT}</NETTO_SPRZEDAZY>\n"
        f"<BRUTTO_SPRZEDAZY>{gross_text if sale else _NOUGHT}</BRUTTO_SPRZEDAZY>\n"
        f"<NETTO_SPRZEDAZY_WALUTA>{_sum([row.net for row in document]) if in_currency else _NOUGHT}</NETTO_SPRZEDAZY_WALUTA>\n"
        f"<BRUTTO_SPRZEDAZY_WALUTA>{_sum([row.net + row.tax for row in document]) if in_currency else _NOUGHT}</BRUTTO_SPRZEDAZY_WALUTA>\n"
        f"<NETTO_ZAKUPU>{_NOUGHT if sale else net_text}</NETTO_ZAKUPU>\n<BRUTTO_ZAKUPU>{_NOUGHT if sale else gross_text}</BRUTTO_ZAKUPU>\n"
        f"<SUMA_NETTO_POZYCJI_FAKTURY_ZALICZKOWEJ>{_NOUGHT}</SUMA_NETTO_POZYCJI_FAKTURY_ZALICZKOWEJ>\n"
        f"<SUMA_NETTO_POZ_FZAL_WAL>{_NOUGHT}</SUMA_NETTO_POZ_FZAL_WAL>\n"
        f"<KW_ROZRACH>{amount(open_item_pln(entry, document))}</KW_ROZRACH>\n"
        f"<KW_ROZRACH_W>{amount(entry.settlement.open_item) if foreign else _NOUGHT}</KW_ROZRACH_W>\n"
        f"<KURS_WALUTY>{rate(entry.exchange_rate.rate) if entry.exchange_rate else _NO_RATE}</KURS_WALUTY>\n"
        f"<KURS_WALUTY_PZ>{_NO_RATE}</KURS_WALUTY_PZ>\n</WARTOSCI_NAGLOWKA>\n"
    )


def _sum(amounts: list[Decimal]) -> str:
    return amount(total(amounts))


def _rate(entry: Entry, row: Row) -> str:
    foreign = entry.exchange_rate
    return (
        f"<STAWKA>\n<KOD_VAT>{row.code}</KOD_VAT>\n<NETTO>{amount(row.net_pln)}</NETTO>\n<VAT>{amount(row.tax_pln)}</VAT>\n"
        f"<NETTO_WALUTA>{amount(row.net) if foreign else _NOUGHT}</NETTO_WALUTA>\n"
        f"<VAT_WALUTA>{amount(row.tax) if foreign else _NOUGHT}</VAT_WALUTA>\n<KW_NABYCIA>{_NOUGHT}</KW_NABYCIA>\n<MARZA>{_NOUGHT}</MARZA>\n"
        f"<DATA_VAT>{day(register_day(entry))}</DATA_VAT>\n<DATA_KURSU>{day(foreign.date if foreign else None)}</DATA_KURSU>\n"
        f"<KURS_VAT>{rate(foreign.rate) if foreign else _PLN_RATE}</KURS_VAT>\n<ODWROTNY>{flag(yes=row.reverse)}</ODWROTNY>\n"
        "<ODWROTNY_TOWAR_USLUGA></ODWROTNY_TOWAR_USLUGA>\n</STAWKA>\n"
    )
