"""The columns of the universal register: their names, headings, kinds and where their values come from.

Amounts are in PLN, except those whose heading says that they are in the document's currency.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final, Literal, NamedTuple

from app.base.countries import country_name
from app.base.environments import Environment
from app.base.money import ZERO, total
from app.booking.entry import Direction, Entry, VatBox
from app.booking.jpk import register_fields
from app.targets.sheet.rates import TAXED, rate_name, slot
from app.targets.wording import flatten, marked

Value = str | Decimal | dt.date | int | None
Kind = Literal["text", "date", "count", "pln", "currency", "rate"]

JPK_SALE: Final = (
    *(f"K_{number}" for number in range(10, 37)),
    "K_360",
    "SprzedazVAT_Marza",
)
JPK_PURCHASE: Final = (*(f"K_{number}" for number in range(40, 48)), "ZakupVAT_Marza")


@dataclass(frozen=True)
class Row:
    """What one row is made from: its place from 1, the document, and in the statement by rates one box of its register."""

    place: int
    entry: Entry
    environment: Environment
    box: VatBox | None = None

    @cached_property
    def sums(self) -> dict[str, tuple[Decimal, Decimal]]:
        """Net and tax in PLN of each `slot` that the document has."""
        found: dict[str, tuple[Decimal, Decimal]] = {}
        for box in self.entry.vat:
            place = slot(box)
            net, tax = found.get(place, (ZERO, ZERO))
            found[place] = total((net, pln(box.net_pln))), total((tax, pln(box.tax_pln)))
        return found

    @cached_property
    def net(self) -> Decimal:
        """The document's whole net in PLN."""
        return total([pln(box.net_pln) for box in self.entry.vat])

    @cached_property
    def tax(self) -> Decimal:
        """The document's whole tax in PLN."""
        return total([pln(box.tax_pln) for box in self.entry.vat])

    @cached_property
    def fields(self) -> dict[str, Decimal]:
        """The document's fields of JPK_V7."""
        return register_fields(self.entry)


class Column(NamedTuple):
    """One column. `kind` decides how a value is written: ``pln`` amounts are summed, ``currency`` amounts are not.

    A column `by_box` tells of the row's box; all others are the same in every row and every table of a document.
    """

    name: str
    title: str
    kind: Kind
    value: Callable[[Row], Value]
    by_box: bool = False


def pln(amount: Decimal | None) -> Decimal:
    """An amount in PLN. Without its exchange rate a document asks and never comes here."""
    if amount is None:
        raise ValueError("amount without an exchange rate")
    return amount


def _text(name: str, title: str, value: Callable[[Row], str]) -> Column:
    return Column(name, title, "text", lambda row: flatten(value(row)))


def _date(name: str, title: str, value: Callable[[Row], dt.date | None]) -> Column:
    return Column(name, title, "date", value)


def _of_box(name: str, title: str, kind: Kind, value: Callable[[VatBox], Value], without: Value) -> Column:
    return Column(name, title, kind, lambda row: value(row.box) if row.box else without, by_box=True)


_NOTHING: Final = (None, None)


def _net(wanted: str, title: str) -> Column:
    return Column(f"net_{wanted}", title, "pln", lambda row: row.sums.get(wanted, _NOTHING)[0])


def _tax(wanted: str, title: str) -> Column:
    return Column(f"tax_{wanted}", title, "pln", lambda row: row.sums.get(wanted, _NOTHING)[1])


def _pair(wanted: str, words: str) -> tuple[Column, Column]:
    return _net(wanted, f"Netto {words}"), _tax(wanted, f"VAT {words}")


_HEAD: Final = (
    Column("place", "Lp", "count", lambda row: row.place),
    _text("register", "Rejestr", lambda row: "S" if row.entry.direction is Direction.SALE else "Z"),
    _text("ksef_number", "Numer KSeF", lambda row: row.entry.ksef_number),
    _date("ksef_date", "Data KSeF", lambda row: row.entry.ksef_date),
    _text("number", "Numer faktury", lambda row: row.entry.number),
    _text("kind", "Rodzaj", lambda row: row.entry.kind),
    _text("corrected", "Numer korygowanej", lambda row: _corrected(row.entry)),
    _date("issue_date", "Data wystawienia", lambda row: row.entry.issue_date),
    _date("supply_date", "Data sprzedaży", lambda row: row.entry.supply_date),
    _date("receipt_date", "Data wpływu", lambda row: row.entry.receipt_date),
    _text("vat_period", "Okres VAT", lambda row: row.entry.vat_period),
    _text("name", "Kontrahent nazwa", lambda row: row.entry.counterparty.name),
    _text("street", "Ulica", lambda row: _street(row.entry)),
    _text("house", "Nr domu", lambda row: row.entry.counterparty.house),
    _text("flat", "Nr lokalu", lambda row: row.entry.counterparty.flat),
    _text("postal_code", "Kod pocztowy", lambda row: row.entry.counterparty.postal_code),
    _text("city", "Miejscowość", lambda row: row.entry.counterparty.city),
    _text("country", "Kraj", lambda row: country_name(row.entry.counterparty.country)),
    _text("nip_prefix", "Prefiks NIP", lambda row: "PL" if row.entry.counterparty.nip else row.entry.counterparty.tax_country),
    _text("nip", "NIP", lambda row: row.entry.counterparty.nip or row.entry.counterparty.tax_number),
    _text("currency", "Waluta", lambda row: row.entry.currency),
    Column("rate", "Kurs", "rate", lambda row: row.entry.exchange_rate.rate if row.entry.exchange_rate else None),
)

_RATES: Final = (
    *(column for rate in TAXED for column in _pair(rate, rate)),
    _net("0", "Netto 0"),
    _net("wdt", "Netto WDT"),
    _net("export", "Netto eksport"),
    _net("zw", "Netto zw"),
    _net("np", "Netto np"),
    _net("oo", "Netto oo"),
    _net("margin", "Marża"),
    *_pair("other", "inne stawki"),
    *_pair("oss", "OSS i zagraniczne"),
)

_TOTALS: Final = (
    Column("net", "Razem netto", "pln", lambda row: row.net),
    Column("tax", "Razem VAT", "pln", lambda row: row.tax),
    Column("gross", "Brutto", "currency", lambda row: total([box.gross for box in row.entry.vat])),
    Column("gross_pln", "Brutto PLN", "pln", lambda row: total((row.net, row.tax))),
    Column("to_pay", "Do zapłaty", "currency", lambda row: row.entry.settlement.open_item),
)


def _deductible_share(row: Row) -> str:
    """The percent of a purchase's tax that may be deducted; nothing for a sale."""
    entry = row.entry
    return "" if entry.direction is Direction.SALE else f"{entry.deductible_share.normalize():f}%"


_TAIL: Final = (
    _text("payment_form", "Forma płatności", lambda row: row.entry.settlement.form or row.entry.settlement.form_text),
    _date("due_date", "Termin płatności", lambda row: row.entry.settlement.due),
    _text("account", "Rachunek", lambda row: row.entry.settlement.account),
    _text("split_payment", "MPP", lambda row: "T" if row.entry.split_payment else "N"),
    _text("gtu", "GTU", lambda row: ", ".join(code for code in row.entry.codes if code.startswith("GTU"))),
    _text("procedures", "Procedury", lambda row: ", ".join(_procedures(row.entry))),
    _text("category", "Kategoria", lambda row: row.entry.category),
    _text("posting_account", "Konto", lambda row: row.entry.account),
    _text("vat_account", "Konto VAT", lambda row: row.entry.vat_account),
    _text("settlement_account", "Konto rozrachunków", lambda row: row.entry.settlement_account),
    _text("cost_type", "Rodzaj kosztu", lambda row: row.entry.cost_type),
    _text("vat_register", "Rejestr VAT", lambda row: row.entry.register),
    _text("deductible_share", "Odliczenie VAT", _deductible_share),
    _text("fixed_asset", "Środek trwały", lambda row: "T" if row.entry.fixed_asset else "N"),
    _text("description", "Opis", lambda row: marked(flatten(row.entry.description), row.environment)),
    _text("ledger_column", "Kolumna KPiR", lambda row: row.entry.income.column),
    _text("remarks", "Uwagi konwersji", lambda row: remarks(row.entry)),
)

BY_RATE: Final = (
    *_HEAD,
    _of_box("vat_rate", "Stawka", "text", lambda box: flatten(rate_name(box)), ""),
    _of_box("vat_field", "Pole faktury", "text", lambda box: box.box, ""),
    _of_box("net", "Netto", "pln", lambda box: pln(box.net_pln), ZERO),
    _of_box("tax", "VAT", "pln", lambda box: pln(box.tax_pln), ZERO),
    _of_box("gross_pln", "Brutto", "pln", lambda box: pln(box.net_pln) + pln(box.tax_pln), ZERO),
    _of_box("net_currency", "Netto w walucie", "currency", lambda box: box.net, ZERO),
    _of_box("tax_currency", "VAT w walucie", "currency", lambda box: box.tax, ZERO),
    *_TAIL,
)
"""The statement with a row for each document and rate; a document without a rate keeps one row."""


def column_names() -> tuple[str, ...]:
    """The names by which columns of the register are chosen; ``amounts`` stands for those of the rates or of JPK."""
    return (*(column.name for column in (*_HEAD, *_RATES, *_TOTALS, *_TAIL)), "amounts")


def register_columns(direction: Direction, profile: str, chosen: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns of a register: all in their order, or the chosen ones in theirs."""
    amounts = _RATES if profile == "rates" else tuple(_jpk(name) for name in _jpk_names(direction))
    if not chosen:
        return (*_HEAD, *amounts, *_TOTALS, *_TAIL)
    single = {column.name: (column,) for column in (*_HEAD, *_RATES, *_TOTALS, *_TAIL)}
    return tuple(column for name in chosen for column in (amounts if name == "amounts" else single[name]))


def _jpk_names(direction: Direction) -> tuple[str, ...]:
    return JPK_SALE if direction is Direction.SALE else JPK_PURCHASE


def _jpk(field: str) -> Column:
    return Column(field, field, "pln", lambda row: row.fields.get(field))


def _corrected(entry: Entry) -> str:
    if entry.correction is None:
        return ""
    if entry.correction.collective:
        return f"zbiorcza: {entry.correction.number} + {len(entry.correction.numbers) - 1}"
    return entry.correction.number


def _street(entry: Entry) -> str:
    """The street; the address as it stands where it could not be taken apart."""
    party = entry.counterparty
    return party.street or ("" if party.city or party.house else party.address)


def _procedures(entry: Entry) -> tuple[str, ...]:
    return (*(code for code in entry.codes if not code.startswith("GTU")), *((entry.ksef_mark,) if entry.ksef_mark else ()))


def remarks(entry: Entry) -> str:
    """What the program has to say about the document, in one cell."""
    texts = [finding.message for finding in entry.findings]
    if entry.correction is not None and entry.correction.collective:
        texts.append(f"Korygowane: {', '.join(entry.correction.numbers)}.")
    if entry.no_effect:
        texts.append("Korekta samych danych: bez wpływu na rejestr i przychód.")
    if any(slot(box) == "oss" for box in entry.vat):
        texts.append("Razem VAT zawiera podatek innego kraju (OSS), którego nie rozlicza się w JPK_V7.")
    if entry.income.none:
        texts.append(entry.income.none)
    return " ".join(texts)
