"""The VAT table of a document and its kind of transaction (spec sections 4 and 9.5)."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from app.base.countries import vat_prefix
from app.base.findings import Finding, Level, asks, blocks, notes, worst
from app.base.money import format_amount, round_money
from app.booking.entry import Direction, Entry
from app.invoice.codes import group_words
from app.invoice.forms import VatGroup
from app.targets.contract import ReadRow
from app.targets.epp.money import Amounts, BoxAmounts
from app.targets.epp.options import EppOptions
from app.targets.epp.questions import MARGIN, TRANSACTION, TRANSACTIONS

_ZERO: Final = Decimal("0.00")
_SPECIAL: Final[Mapping[str, Decimal]] = {
    "zw": Decimal(-1),
    "ex": Decimal(-2),
    "ue": Decimal(-3),
    "npo": Decimal(-4),
    "oo": Decimal(-5),
}
_DOMESTIC: Final = (0,)
_OSS: Final = 23
_NOT_IN_1_05_3: Final = frozenset({13, 21, _OSS, 7})
_PERCENTS: Final = (VatGroup.P_13_1, VatGroup.P_13_2, VatGroup.P_13_3, VatGroup.P_13_4, VatGroup.P_13_6_1)
_ASKED_IN_BOOKING: Final = (VatGroup.FOREIGN, VatGroup.FA1_P_13_4, VatGroup.FA1_P_13_5, VatGroup.FA1_P_13_6)

# What a purchase of these groups is (acquisition, import, or nothing) is no business of the seller's invoice (spec 9.5).
_ON_PURCHASES: Final[Mapping[VatGroup, tuple[int, ...]]] = {
    VatGroup.P_13_6_2: (0, 2, 10),
    VatGroup.P_13_6_3: (0, 1, 7, 13),
    VatGroup.P_13_9: (0, 4, 11, 12),
}


class VatRow(NamedTuple):
    """One row of the VAT table; `rate` is the value that belongs to the symbol."""

    symbol: str
    rate: Decimal
    net: Decimal
    tax: Decimal


class VatTable(NamedTuple):
    """Rows (one per symbol), field 55, the answer on margin (``fm``, ``zw`` or empty) and the buyer's country of an OSS sale."""

    rows: tuple[VatRow, ...]
    transaction: int
    margin: str = ""
    oss_country: str = ""


class _Meaning(NamedTuple):
    symbol: str
    rate: Decimal
    transactions: tuple[int, ...] = _DOMESTIC


def vat_table(entry: Entry, written: Amounts, options: EppOptions, found: list[Finding]) -> VatTable:
    """The table of the sums; one zero row for a document without VAT effect (spec 9.2)."""
    margin = _margin(entry, found)
    sums: dict[str, VatRow] = {}
    transactions: dict[tuple[int, ...], None] = {}
    for amounts in written.boxes:
        if not amounts.net and not amounts.tax:
            continue
        for meaning, net, tax in _meanings(amounts, entry, options, found):
            before = sums.get(meaning.symbol)
            sums[meaning.symbol] = VatRow(
                meaning.symbol, meaning.rate, net + (before.net if before else _ZERO), tax + (before.tax if before else _ZERO)
            )
            transactions[meaning.transactions] = None
    rows = tuple(sums.values()) or (_zero_row(entry),)
    without_sums = not any(
        box.net or box.tax for box in entry.vat
    )  # amounts of nothing once they are in PLN are sums all the same
    if without_sums and entry.settlement.gross and worst(entry.findings) is not Level.ASKS:
        found.append(
            blocks("no_vat_sums", "Dokument ma kwotę należności, ale żadnej sumy VAT: EPP nie ma gdzie jej zapisać.", "P_15")
        )
    transaction = _transaction(tuple(transactions), entry, found)
    if options.version == "1.05.3" and transaction in _NOT_IN_1_05_3:
        found.append(
            blocks(
                "transaction_not_in_version",
                f"Rodzaju transakcji {transaction} ({TRANSACTIONS[transaction]}) nie ma w EPP 1.05.3; wybierz wersję 1.11.",
            )
        )
    return VatTable(rows, transaction, margin, entry.counterparty.country if transaction == _OSS else "")


def _margin(entry: Entry, found: list[Finding]) -> str:
    if VatGroup.P_13_11 not in [box.box for box in entry.vat]:
        return ""
    if entry.direction is Direction.PURCHASE:
        found.append(notes("margin_purchase", "Zakup w procedurze marży zapisano w stawce zw, bez VAT do odliczenia.", "P_13_11"))
        return "zw"
    answer = entry.decisions.get(MARGIN.code, "")
    if answer == "fm":
        found.append(
            notes(
                "margin_amounts_empty", "Faktura nie podaje marży: uzupełnij jej kwoty na dokumencie FM w programie.", "P_13_11"
            )
        )
    elif answer != "zw":
        found.append(asks(MARGIN.code, MARGIN.title, "P_13_11"))
    return answer


def _meanings(
    amounts: BoxAmounts, entry: Entry, options: EppOptions, found: list[Finding]
) -> Iterator[tuple[_Meaning, Decimal, Decimal]]:
    if amounts.box.box is VatGroup.FLAT_RATE:
        yield from _flat_rate(amounts, entry, found)
        return
    meaning = _meaning(amounts, entry, options, found)
    if meaning.rate < 0 and amounts.tax and amounts.box.box not in _ASKED_IN_BOOKING:
        found.append(
            blocks(
                "tax_without_rate",
                f"Suma {group_words(amounts.box.box)} nie powinna mieć podatku, a ma {format_amount(amounts.tax)}:"
                f" stawka {meaning.symbol} w EPP nie mieści podatku.",
                amounts.box.box,
            )
        )
    yield meaning, amounts.net, amounts.tax


def _meaning(amounts: BoxAmounts, entry: Entry, options: EppOptions, found: list[Finding]) -> _Meaning:  # noqa: PLR0911 - a table
    group, rate = amounts.box.box, amounts.box.rate
    if group in _PERCENTS:
        return _Meaning(rate, Decimal(rate))
    if group is VatGroup.P_13_7 or group is VatGroup.P_13_11:
        return _special("zw", _DOMESTIC)
    if group is VatGroup.P_13_5:
        return _oss(rate, entry, found)
    if group in _ASKED_IN_BOOKING:
        found.append(asks("group", f"Nie wiadomo, do której sumy VAT należy kwota {format_amount(amounts.net)}.", group))
        return _special("zw", _DOMESTIC)
    if entry.triangular and entry.direction is Direction.SALE and group in {VatGroup.P_13_6_2, VatGroup.P_13_8}:
        return _special("ue", (3,))
    sale = entry.direction is Direction.SALE
    asked = () if sale else _ON_PURCHASES.get(group, ())
    if group is VatGroup.P_13_6_2:
        return _special("ue", asked or (2,))
    if group is VatGroup.P_13_6_3:
        return _special("ex", asked or (1,))
    if group is VatGroup.P_13_8:
        return _special(options.np_symbol, (int(options.np_transaction) if sale else 12,))
    if group is VatGroup.P_13_9:
        return _special(options.np_symbol, asked or (int(options.np_services_transaction),))
    return _special("oo", (int(options.oo_transaction),))


def _special(symbol: str, transactions: tuple[int, ...]) -> _Meaning:
    return _Meaning(symbol, _SPECIAL[symbol], transactions)


def _oss(rate: str, entry: Entry, found: list[Finding]) -> _Meaning:
    """A foreign rate: its symbol names the country, for two countries may share a percent."""
    country = entry.counterparty.country
    if entry.direction is Direction.PURCHASE:
        found.append(blocks("oss_purchase", "Zakupu z zagranicznym VAT (procedura OSS) nie można zapisać w pliku EPP.", "P_13_5"))
    elif not vat_prefix(country) or country == "PL" or not rate:
        found.append(
            blocks(
                "oss_country", "Sprzedaż OSS wymaga w pliku EPP kraju konsumenta i stawki, a na fakturze ich nie ma.", "P_13_5"
            )
        )
    return _Meaning(f"{country}{rate}", Decimal(rate or 0), (_OSS,))


def _flat_rate(amounts: BoxAmounts, entry: Entry, found: list[Finding]) -> Iterator[tuple[_Meaning, Decimal, Decimal]]:
    """Rates of a farmer's invoice stand on its lines; where they differ, the lines must add up to the sum."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for line in entry.invoice.lines:
        rate = _percent(line.rate_code)
        net, tax = sums.get(rate, (_ZERO, _ZERO))
        sums[rate] = (net + (line.net or _ZERO), tax + (line.tax or _ZERO))
    rates = [rate for rate in sums if rate]
    if len(sums) == 1 and rates:
        yield _Meaning(rates[0], Decimal(rates[0])), amounts.net, amounts.tax
    elif (
        rates == list(sums) and _total(sums.values()) == (amounts.net, amounts.tax) and _keeps_pln(sums.values(), amounts, entry)
    ):
        for rate, (net, tax) in sums.items():
            yield _Meaning(rate, Decimal(rate)), net, tax
    else:
        found.append(blocks("flat_rate_unknown", "Z pozycji faktury VAT RR nie wynika podział kwot na stawki zwrotu.", "P_9"))


def _keeps_pln(sums: Iterable[tuple[Decimal, Decimal]], amounts: BoxAmounts, entry: Entry) -> bool:
    """Whether the parts of a box, converted each by itself, add up to the box in PLN."""
    rate = entry.exchange_rate
    if rate is None or amounts.net != amounts.box.net:
        return True
    in_pln = [(round_money(net * rate.rate), round_money(tax * rate.rate)) for net, tax in sums]
    return _total(in_pln) == (amounts.box.net_pln, amounts.box.tax_pln)


def expected_rows(entry: Entry, options: EppOptions) -> Iterator[ReadRow]:
    """What the VAT table must give in PLN: the boxes' own amounts, those of a farmer's invoice of several rates by its lines."""
    rate = Decimal(1) if entry.exchange_rate is None else entry.exchange_rate.rate
    for box in entry.vat:
        parts = list(_meanings(BoxAmounts(box, box.net, box.tax), entry, options, []))
        if len(parts) == 1:
            yield ReadRow(parts[0][0].symbol, box.net_pln or _ZERO, box.tax_pln or _ZERO)
        else:
            yield from (ReadRow(part.symbol, round_money(net * rate), round_money(tax * rate)) for part, net, tax in parts)


def _total(sums: Iterable[tuple[Decimal, Decimal]]) -> tuple[Decimal, Decimal]:
    pairs = list(sums)
    return sum((net for net, _ in pairs), _ZERO), sum((tax for _, tax in pairs), _ZERO)


def _percent(code: str) -> str:
    code = code.strip().rstrip("%")
    return code.rstrip("0").rstrip(".") if "." in code else code


def _transaction(candidates: tuple[tuple[int, ...], ...], entry: Entry, found: list[Finding]) -> int:
    if not candidates:
        return 0
    if len(candidates) == 1 and len(candidates[0]) == 1:
        return candidates[0][0]
    codes = sorted({code for some in candidates for code in some})
    if _OSS in codes:
        codes = [_OSS]  # foreign rates are read with this code only
    answer = entry.decisions.get(TRANSACTION.code, "")
    if answer in map(str, codes):
        return int(answer)
    choices = ", ".join(f"{code} ({TRANSACTIONS[code]})" for code in codes)
    found.append(asks(TRANSACTION.code, f"{TRANSACTION.title} Możliwe rodzaje: {choices}."))
    return codes[0]


def _zero_row(entry: Entry) -> VatRow:
    """The row of a document without amounts: the rate of its first line, where it names one of Poland."""
    for line in entry.invoice.all_lines:
        if line.rate_code in {"23", "22", "8", "7", "5", "4", "3"}:
            return VatRow(line.rate_code, Decimal(line.rate_code), _ZERO, _ZERO)
        if line.rate_code in _SPECIAL:
            return VatRow(line.rate_code, _SPECIAL[line.rate_code], _ZERO, _ZERO)
    return VatRow("23", Decimal(23), _ZERO, _ZERO)
