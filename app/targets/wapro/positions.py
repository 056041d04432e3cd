"""POZYCJE_DOKUMENTU: one position for each rate, for an office that wants them (spec, POZYCJA_DOKUMENTU).

Lines of an invoice need not add up to its summary, and corrections or advances have other lines than amounts; rates always do.
"""

from typing import Final

from app.booking.entry import Direction, Entry
from app.targets.register_day import register_day
from app.targets.wapro.markup import amount, day, flag, rate
from app.targets.wapro.rows import Row
from app.targets.wording import flatten, shorten, xml_text

POSITION_LENGTH: Final = 250
_NOUGHT: Final = "0.0000"
_PLN_RATE: Final = "1.00000000"


def position_text(entry: Entry) -> str:
    """OPIS_POZYCJI in full: the description, else the names on the invoice's lines."""
    if entry.description:
        return flatten(entry.description)
    return "; ".join(dict.fromkeys(flatten(line.name) for line in entry.invoice.all_lines if line.name))


def positions_markup(entry: Entry, document: tuple[Row, ...], contractor: int) -> str:
    """POZYCJE_DOKUMENTU of a document."""
    sale = entry.direction is Direction.SALE
    foreign = entry.exchange_rate
    described = xml_text(shorten(position_text(entry), POSITION_LENGTH))
    head = (
        f"<OPIS_POZYCJI>{described}</OPIS_POZYCJI>\n<TYP_PLATNIKA>K</TYP_PLATNIKA>\n<ID_PLATNIKA>{contractor}</ID_PLATNIKA>\n"
        f"<SYM_WAL>{xml_text(entry.currency)}</SYM_WAL>\n<POZ_WAL_BAZOWE>{flag(yes=foreign is None)}</POZ_WAL_BAZOWE>\n"
        f"<DATA_VAT>{day(register_day(entry))}</DATA_VAT>\n<DATA_KURSU_VAT>{day(foreign.date if foreign else None)}</DATA_KURSU_VAT>\n"
        f"<KURS_VAT>{rate(foreign.rate) if foreign else _PLN_RATE}</KURS_VAT>\n"
    )
    positions = "".join(
        f"<POZYCJA_DOKUMENTU>\n<RODZAJ_POZYCJI>{'P' if sale else 'R'}</RODZAJ_POZYCJI>\n<KOD_VAT>{row.code}</KOD_VAT>\n{head}"
        f"{_values(row, sale=sale, foreign=foreign is not None)}</POZYCJA_DOKUMENTU>\n"
        for row in document
    )
    return f"<POZYCJE_DOKUMENTU>\n{positions}</POZYCJE_DOKUMENTU>\n"


def _values(row: Row, *, sale: bool, foreign: bool) -> str:
    """WARTOSCI_POZYCJI: nought in the pair of the other direction, as in the header."""
    net, gross = amount(row.net_pln), amount(row.net_pln + row.tax_pln)
    net_currency, gross_currency = (amount(row.net), amount(row.net + row.tax)) if foreign else (_NOUGHT, _NOUGHT)
    sold = (net, gross, net_currency, gross_currency)
    bought = (_NOUGHT,) * 4
    if not sale:
        sold, bought = bought, sold
    return (
        f"<WARTOSCI_POZYCJI>\n<WARTOSC_ZAKUPU_NETTO>{bought[0]}</WARTOSC_ZAKUPU_NETTO>\n"
        f"<WARTOSC_ZAKUPU_BRUTTO>{bought[1]}</WARTOSC_ZAKUPU_BRUTTO>\n"
        f"<WARTOSC_NETTO>{sold[0]}</WARTOSC_NETTO>\n<WARTOSC_BRUTTO>{sold[1]}</WARTOSC_BRUTTO>\n"
        f"<WARTOSC_NETTO_WALUTA>{sold[2]}</WARTOSC_NETTO_WALUTA>\n<WARTOSC_BRUTTO_WALUTA>{sold[3]}</WARTOSC_BRUTTO_WALUTA>\n"
        f"<WARTOSC_ZAKUPU_NETTO_WALUTA>{bought[2]}</WARTOSC_ZAKUPU_NETTO_WALUTA>\n"
        f"<WARTOSC_ZAKUPU_BRUTTO_WALUTA>{bought[3]}</WARTOSC_ZAKUPU_BRUTTO_WALUTA>\n</WARTOSCI_POZYCJI>\n"
    )
