"""POZYCJA: the rows of a document, one for each row of its VAT register (spec §6)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from app.base.money import ZERO, round_money, total
from app.booking.client import Client, IncomeMethod
from app.booking.deduction import WHOLE, split_box
from app.booking.entry import Direction, Entry, VatBox
from app.booking.flat_rate import flat_rate
from app.invoice.forms import VatGroup
from app.targets.optima.margin import margin_status
from app.targets.optima.markup import amount, block, element, flag
from app.targets.optima.options import OptimaOptions
from app.targets.optima.transaction import counting

TAXED: Final = "opodatkowana"
EXEMPT: Final = "zwolniona"
OUTSIDE: Final = "nie podlega"
NOT_BOOKED: Final = "Nie księgować"

_STATUSES: Final = {"zw": EXEMPT, "np": OUTSIDE, "oo": OUTSIDE}
_GOODS: Final = frozenset({VatGroup.P_13_6_2, VatGroup.P_13_6_3})


class Row(NamedTuple):
    """One POZYCJA: amounts in the document's currency and in PLN. `deductible` matters for purchases."""

    rate: Decimal
    status: str
    net: Decimal
    tax: Decimal
    net_pln: Decimal
    tax_pln: Decimal
    nature: str
    deductible: bool


def rows(entry: Entry, client: Client, options: OptimaOptions) -> tuple[Row, ...]:
    """The document's rows; one of zero for a document without amounts (a final invoice which advances have covered).

    A purchase that may be deducted in part has each row split in a deductible and a non-deductible one, whose sums are the row's.
    """
    boxes = counting(entry)
    if not boxes:
        return (Row(ZERO, OUTSIDE, ZERO, ZERO, ZERO, ZERO, _nature(entry, options, None), deductible=False),)
    return tuple(row for box in boxes for row in _rows(entry, client, options, box))


def _rows(entry: Entry, client: Client, options: OptimaOptions, box: VatBox) -> Iterator[Row]:
    whole = _row(entry, client, options, box)
    parts = split_box(box, entry.deductible_share if whole.deductible else WHOLE)
    yield whole if parts.lost is None else _row(entry, client, options, parts.deducted, of=box)
    if parts.lost is not None:
        yield _row(entry, client, options, parts.lost, of=box)._replace(deductible=False)


def _row(entry: Entry, client: Client, options: OptimaOptions, box: VatBox, *, of: VatBox | None = None) -> Row:
    """The row of a box; the rate of a part is that of the whole it is a part `of`."""
    if box.net_pln is None or box.tax_pln is None:
        raise ValueError(entry.source)  # a document without its exchange rate is never written: booking asks for the rate
    status = margin_status(entry, options) if box.rate == "marza" else _STATUSES.get(box.rate, TAXED)
    rate = ZERO if status != TAXED else flat_rate(entry, of or box) if box.rate == "rr" else Decimal(box.rate)
    deductible = (
        entry.direction is Direction.PURCHASE and status == TAXED and not client.vat_exempt and entry.deductible_share > 0
    )
    return Row(rate or ZERO, status, box.net, box.tax, box.net_pln, box.tax_pln, _nature(entry, options, box), deductible)


def _nature(entry: Entry, options: OptimaOptions, box: VatBox | None) -> str:
    if entry.direction is Direction.PURCHASE:
        return "środki trwałe" if entry.fixed_asset else options.purchase_nature
    if box is not None and (box.box in _GOODS or entry.triangular):
        return "towary"  # WDT, export and triangular supplies are of goods by definition
    return "usługi" if box is not None and box.box is VatGroup.P_13_9 else options.sale_nature


def posted_pln(entry: Entry, document: tuple[Row, ...]) -> Decimal:
    """What Optima would post to the ledger from the rows: their net, and for a purchase the tax that is not deducted."""
    lost = [row.tax_pln for row in document if not row.deductible] if entry.direction is Direction.PURCHASE else []
    return total([*(row.net_pln for row in document), *lost])


def posts_other_income(entry: Entry, document: tuple[Row, ...]) -> bool:
    """Whether the revenue or cost of the document is not what Optima would post from its rows (a final invoice: guide §5)."""
    return entry.income.net_pln is not None and entry.income.net_pln != posted_pln(entry, document)


def ledger_column(entry: Entry, client: Client, options: OptimaOptions, document: tuple[Row, ...]) -> str:
    """KOLUMNA_KPR; empty where the element is left out and Optima decides."""
    if options.ledger == "omit" or client.income_method is not IncomeMethod.KPIR:
        return ""
    if options.ledger == "none" or entry.income.none or posts_other_income(entry, document):
        return NOT_BOOKED
    columns = {
        "K_7": options.ledger_sale,
        "K_10": options.ledger_goods,
        "K_11": options.ledger_side_costs,
        "K_13": options.ledger_other,
    }
    return columns.get(entry.income.column, "")


def _lump_sum_column(entry: Entry, client: Client) -> str:
    if client.income_method is not IncomeMethod.LUMP_SUM or entry.direction is Direction.PURCHASE:
        return ""
    if entry.income.none:
        return NOT_BOOKED
    return f"{Decimal(entry.income.rate):.2f}" if entry.income.rate else ""


def rows_markup(entry: Entry, document: tuple[Row, ...], client: Client, options: OptimaOptions, category: str) -> str:
    """POZYCJE of a document."""
    ledger = ledger_column(entry, client, options, document)
    lump_sum = _lump_sum_column(entry, client)
    columns = (element("KOLUMNA_KPR", ledger) if ledger else "") + (element("KOLUMNA_RYCZALT", lump_sum) if lump_sum else "")
    return block("POZYCJE", *(_markup(entry, row, place, category, columns) for place, row in enumerate(document, 1)))


def _markup(entry: Entry, row: Row, place: int, category: str, columns: str) -> str:
    sale = entry.direction is Direction.SALE
    net_pln, tax_pln = round_money(row.net_pln), round_money(row.tax_pln)
    return (
        f"<POZYCJA>\n<LP>{place}</LP>\n{element('KATEGORIA_POS', category)}{amount('STAWKA_VAT', row.rate)}"
        f"<STATUS_VAT>{row.status}</STATUS_VAT>\n{amount('NETTO', row.net)}{amount('VAT', row.tax)}"
        f"<NETTO_SYS>{net_pln}</NETTO_SYS>\n<VAT_SYS>{tax_pln}</VAT_SYS>\n"
        f"<NETTO_SYS2>{net_pln}</NETTO_SYS2>\n<VAT_SYS2>{tax_pln}</VAT_SYS2>\n"
        f"{'' if not entry.account else element('KONTO_MA' if sale else 'KONTO_WN', entry.account)}"
        f"{element('RODZAJ_SPRZEDAZY' if sale else 'RODZAJ_ZAKUPU', row.nature)}"
        f"{_proportion(row) if sale else flag('ODLICZENIA_VAT', yes=row.deductible)}{columns}</POZYCJA>\n"
    )


def _proportion(row: Row) -> str:
    """UWZ_W_PROPORCJI. Whether supplies outside the country count in it depends on what they are: Optima's default decides."""
    return "" if row.status == OUTSIDE else flag("UWZ_W_PROPORCJI", yes=True)
