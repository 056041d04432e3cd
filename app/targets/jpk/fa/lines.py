"""The lines of an invoice and of an order: FakturaWiersz and Zamowienie."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from app.base.environments import Environment
from app.base.money import ZERO
from app.booking.entry import Entry
from app.booking.line_sums import percent_of
from app.invoice.lines import Line
from app.targets.jpk.fa.invoice import TEXT_LENGTH
from app.targets.jpk.markup import LARGEST, MISSING, amount, element, exact, fits
from app.targets.jpk.notes import written_number
from app.targets.wording import flatten, marked, shorten

_RATES: Final = frozenset({"23", "22", "8", "7", "5", "4", "3", "0", "zw", "oo", "np"})
_PEF: Final = {"E": "zw", "AE": "oo", "Z": "0", "K": "0", "G": "0", "O": "np"}
_MONEY: Final = 2
_QUANTITY: Final = 6


class Number(NamedTuple):
    """A number of a line: its field, its value, and the decimal places that the field has."""

    field: str
    value: Decimal
    places: int

    @property
    def fits(self) -> bool:
        """Whether the field holds it unchanged."""
        return fits(self.value, self.places) and abs(self.value) < LARGEST


class Section(NamedTuple):
    """A piece of a section of the file, with what its control sums count."""

    markup: str
    items: int
    value: Decimal


def rate_code(line: Line) -> str:
    """P_12 in the words of JPK_FA: ``0 WDT`` is ``0``, ``np II`` is ``np``; empty for what it has no code for, and for margin."""
    code = line.rate_code
    if code in _RATES:
        return code
    first, _, percent = code.partition(" ")
    if first in {"0", "np"}:
        return first
    if first == "S":
        known = f"{percent_of(percent).normalize():f}"
        return known if known in _RATES else ""
    return _PEF.get(first, "")


def numbers(line: Line, *, order: bool = False) -> Iterator[Number]:
    """Quantity, prices and values, those of a state before a correction as taken off (spec: differences, or storno and right values)."""
    sign = -1 if line.before else 1
    found = (
        ("P_8BZ" if order else "P_8B", line.quantity, sign, _QUANTITY),
        ("P_9AZ" if order else "P_9A", line.unit_price_net, 1, _MONEY),
        ("P_9B", None if order else line.unit_price_gross, 1, _MONEY),
        ("P_10", None if order else line.discount, sign, _MONEY),
        ("P_11NettoZ" if order else "P_11", line.net, sign, _MONEY),
        ("P_11VatZ" if order else "P_11A", line.tax if order else line.gross, sign, _MONEY),
    )
    for name, value, factor, places in found:
        if value is not None:
            yield Number(name, (value * factor) or ZERO, places)


def lines_section(entry: Entry, environment: Environment) -> Section:
    """The lines of an invoice; the value is the sum of P_11."""
    number = element("P_2B", written_number(entry.number))
    parts: list[str] = []
    value = ZERO
    for line in entry.invoice.lines:
        written = [each for each in numbers(line) if each.fits]
        value += sum((each.value for each in written if each.field == "P_11"), ZERO)
        rate = element("P_12", rate_code(line)) + exact("P_12_XII", line.oss_rate, _QUANTITY)
        parts.append(
            f"<FakturaWiersz>{number}{_texts(line, environment, 'P_7', 'P_8A')}{_values(written)}{rate}</FakturaWiersz>\n"
        )
    return Section("".join(parts), len(parts), value)


def empty_line(number: str) -> str:
    """A line of nothing but the invoice's number: the schema wants one line in a file whose invoices have none."""
    return f"<FakturaWiersz>{element('P_2B', number)}</FakturaWiersz>\n"


def order_section(entry: Entry, environment: Environment) -> Section:
    """The order of an advance invoice; nothing for a document without one. The value is that of the order, as issued."""
    order = entry.invoice.order
    if order is None:
        return Section("", 0, ZERO)
    rows = "".join(_order_row(line, environment) for line in order.lines) or _order_row(None, environment)
    head = f"{element('P_2AZ', written_number(entry.number))}{amount('WartoscZamowienia', order.value)}"
    return Section(f"<Zamowienie>\n{head}\n{rows}</Zamowienie>\n", 1, order.value)


def _order_row(line: Line | None, environment: Environment) -> str:
    if line is None:
        return f"<ZamowienieWiersz>{element('P_7Z', MISSING)}</ZamowienieWiersz>\n"
    written = [each for each in numbers(line, order=True) if each.fits]
    rate = element("P_12Z", rate_code(line)) + exact("P_12Z_XII", line.oss_rate, _QUANTITY)
    return f"<ZamowienieWiersz>{_texts(line, environment, 'P_7Z', 'P_8AZ')}{_values(written)}{rate}</ZamowienieWiersz>\n"


def _texts(line: Line, environment: Environment, name: str, unit: str) -> str:
    text = marked(flatten(line.name), environment)
    return element(name, shorten(text, TEXT_LENGTH)) + element(unit, shorten(flatten(line.unit), TEXT_LENGTH))


def _values(written: Iterable[Number]) -> str:
    return "".join([exact(each.field, each.value, each.places) for each in written])
