"""What the format has to say about a document: what it cannot express, what it must ask, what it leaves to be set by hand."""

from collections.abc import Iterator
from typing import Final

from app.base.dates import month_of
from app.base.findings import Finding, asks, blocks, notes
from app.base.money import format_money, format_pln, total
from app.booking.client import Client, IncomeMethod
from app.booking.entry import Direction, Entry
from app.invoice.forms import VatGroup
from app.targets.madar.options import EU_SERVICES, EXPORT, FIXED_ASSET, NOT_DEDUCTED, TRIANGULAR, WDT, MadarOptions
from app.targets.madar.record import tax_number, without_column
from app.targets.madar.rows import COLUMNS, MARGIN, counting, margin_practice, rows, written_rate
from app.targets.wording import flatten

_WHY_A_TYPE: Final = {
    WDT: "Kolumna netto0 nie odróżnia dostawy wewnątrzwspólnotowej od stawki 0% w kraju",
    EXPORT: "Kolumna netto0 nie odróżnia eksportu od stawki 0% w kraju",
    TRIANGULAR: "Żadna kolumna nie mówi, że to dostawa trójstronna",
    EU_SERVICES: "Kolumna nettoNP nie odróżnia usług z art. 100 ust. 1 pkt 4 od innej sprzedaży poza krajem",
    FIXED_ASSET: "Bez własnego typu zakup środka trwałego trafiłby do pozostałych nabyć",
    NOT_DEDUCTED: "Bez własnego typu podatek, którego się nie odlicza, trafiłby do odliczenia",
}


def document_findings(entry: Entry, client: Client, options: MadarOptions) -> Iterator[Finding]:
    """Every finding about one document, in the order of seriousness; what stops it hides the notes."""
    if any(box.net_pln is None or box.tax_pln is None for box in entry.vat):
        return  # booking asks for the exchange rate
    stops = [*_without_a_column(entry, options), *_without_a_type(entry, client, options)]
    yield from stops
    if not stops:
        yield from _by_hand(entry, client)
        yield from _to_check(entry, client)


def _without_a_column(entry: Entry, options: MadarOptions) -> Iterator[Finding]:
    boxes = [box for box in counting(entry) if not written_rate(entry, box, options) and (box.net or box.tax)]
    margin = [box for box in boxes if box.rate == "marza"]
    if margin:
        gross = format_money(total([box.gross for box in margin]), entry.currency)
        if entry.direction is Direction.PURCHASE and margin_practice(entry, options) not in COLUMNS:
            yield asks(
                MARGIN.code,
                f"Zakup z faktury VAT marża na {gross} nie daje odliczenia. Wybierz kolumnę według praktyki biura.",
                "P_13_11",
            )
        else:
            yield blocks(
                "madar_margin_sale",
                f"Sprzedaż w procedurze marży na {gross}: plik MADAR nie ma na nią kolumny, a faktura nie zawiera marży ani podatku. "
                "Wprowadź dokument w MADAR ręcznie.",
                "P_13_11",
            )
    if any(box.box is VatGroup.P_13_5 for box in boxes):
        yield blocks(
            "madar_oss",
            "Dokument zawiera sprzedaż w procedurze OSS (VAT innego kraju), na którą plik MADAR nie ma kolumny. Wprowadź go w MADAR ręcznie.",
            "P_13_5",
        )
    rates = dict.fromkeys(box.rate for box in boxes if box.rate != "marza" and box.box is not VatGroup.P_13_5)
    if rates:
        words = ", ".join("zwrot dla rolnika (VAT RR)" if rate == "rr" else f"{rate}%" for rate in rates)
        yield blocks(
            "madar_rate",
            f"Plik MADAR ma kolumny dla stawek 23, 8, 5, 0, zw, np i oo, a dokument ma: {words}. Wprowadź go w MADAR ręcznie.",
        )


def _without_a_type(entry: Entry, client: Client, options: MadarOptions) -> Iterator[Finding]:
    for row in rows(entry, client, options):
        if not row.type:
            yield blocks(
                "madar_type",
                f"{_WHY_A_TYPE[row.word]}. Wpisz typ dokumentu z MADAR w ustawieniu „Typy dokumentów”: {row.word}=TYP.",
            )


def _by_hand(entry: Entry, client: Client) -> Iterator[Finding]:
    if items := list(without_column(entry, client)):
        yield notes(
            "madar_in_description", f"Plik MADAR nie ma kolumn na: {'; '.join(items)}. Zapisano to w opisie; ustaw to w MADAR."
        )
    if entry.invoice.receipt_invoice:
        yield notes(
            "madar_receipt_invoice",
            "Faktura do paragonu (FP): sprzedaż jest już w raporcie fiskalnym. Sprawdź w MADAR, że dokument nie zwiększa podatku należnego.",
            "FP",
        )
    buyer_settles = any(box.rate == "oo" or (box.rate == "np" and not entry.counterparty.nip) for box in counting(entry))
    if entry.direction is Direction.PURCHASE and (buyer_settles or entry.triangular):
        yield notes(
            "madar_buyer_tax", "Podatek rozlicza nabywca. W pliku jest kwota netto; sprawdź w MADAR podatek należny i naliczony."
        )


def _to_check(entry: Entry, client: Client) -> Iterator[Finding]:
    if not any(box.net or box.tax for box in entry.vat):
        yield notes("madar_zero", "Dokument nie ma kwot do rejestru VAT; w pliku jest wiersz z zerem albo bez kwot.")
    if entry.receipt_date is not None and month_of(entry.receipt_date) != entry.vat_period:
        yield notes(
            "madar_period",
            f"Faktura wpłynęła {entry.receipt_date.isoformat()}, a podatek odlicza się w {entry.vat_period}. Sprawdź w MADAR miesiąc rejestru.",
        )
    net = total([box.net_pln for box in entry.vat if box.net_pln is not None])
    income = entry.income.net_pln
    if client.income_method is IncomeMethod.KPIR and not client.vat_exempt and income is not None and income != net:
        yield notes(
            "madar_income",
            f"Przychód albo koszt do KPiR to {format_pln(income)}, a z kwot netto wynika {format_pln(net)}. Zaksięguj KPiR w MADAR ręcznie.",
        )
    gross = total([box.gross for box in counting(entry)])
    if entry.settlement.open_item != gross:
        yield notes(
            "madar_open_item",
            f"Z faktury jest do zapłaty {format_money(entry.settlement.open_item, entry.currency)}, a netto i VAT dają "
            f"{format_money(gross, entry.currency)}. Różnicę rozlicz w MADAR ręcznie.",
            "P_15",
        )
    if not flatten(entry.counterparty.name):
        yield notes("madar_no_name", f"Faktura nie podaje nazwy kontrahenta ({tax_number(entry.counterparty) or 'bez numeru'}).")
