"""Converters of single values, each enforcing what the schemas say of its type and a bookkeeper depends on.

A converter takes the value of a `Node` and the list that gathers leftovers (which only records use), and returns what the model
holds. It raises `Rejected` for a value outside its type, for an element that must not repeat and for one that must hold text only.
White space around a value is already gone (the schemas collapse it).
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Final, TypeVar

from app.invoice.currencies import CURRENCIES
from app.invoice.nodes import Node, Rejected, Value

Leftovers = list[tuple[Node, str]]
"""Children that no field takes: the node and the child's name."""

Convert = Callable[[Value, Leftovers], object]

T = TypeVar("T")

_AMOUNT: Final = re.compile(r"-?(?:[1-9][0-9]{0,15}|0)(?:\.[0-9]{1,2})?").fullmatch
_PRICE: Final = re.compile(r"-?(?:[1-9][0-9]{0,13}|0)(?:\.[0-9]{1,8})?").fullmatch
_QUANTITY: Final = re.compile(r"-?(?:[1-9][0-9]{0,15}|0)(?:\.[0-9]{1,6})?").fullmatch
# xsd:decimal without a pattern of the form's own: FA(1), percents, PEF. Zeros at either end do not count as digits.
_DECIMAL: Final = re.compile(r"(?P<sign>[+-]?)0*(?P<whole>[0-9]*)(?:\.(?P<part>[0-9]*?)0*)?").fullmatch
_INTEGER: Final = re.compile(r"(?P<sign>[+-]?)0*(?P<digits>[0-9]+)").fullmatch
_NIP: Final = re.compile(r"[1-9](?:[0-9][1-9]|[1-9][0-9])[0-9]{7}").fullmatch

_EARLIEST: Final = dt.date(2006, 1, 1)
_LATEST: Final = dt.date(2050, 1, 1)
_DAY_LENGTH: Final = 10
_LONGEST_QUOTE: Final = 80


def wrong(code: str, value: str, reason: str) -> Rejected:
    """A `Rejected` that quotes the value: „… ma wartość „x”, {reason}”."""
    quoted = value if len(value) <= _LONGEST_QUOTE else value[:_LONGEST_QUOTE] + "…"
    return Rejected(code, f"ma wartość „{quoted}”, {reason}" if value else f"jest pusty, {reason}", value)


def not_text(value: Value) -> Rejected:
    """Why a value is no single text: it repeats, or it has children."""
    if isinstance(value, list):
        return Rejected("duplicate_element", f"występuje {len(value)} razy, a może wystąpić tylko raz.")
    return Rejected("unexpected_content", "zawiera inne elementy, a powinien zawierać sam tekst.")


def text(value: Value, _leftovers: Leftovers) -> str:
    """Free text; may be empty."""
    if isinstance(value, str):
        return value
    raise not_text(value)


def required_text(value: Value, _leftovers: Leftovers) -> str:
    """Text that must not be empty."""
    if isinstance(value, str) and value:
        return value
    raise wrong("empty_element", "", "a musi mieć treść.") if isinstance(value, str) else not_text(value)


def amount(value: Value, _leftovers: Leftovers) -> Decimal:
    """`TKwotowy`: optional minus, at most 16 digits before the dot and two after it."""
    if isinstance(value, str):
        if _AMOUNT(value):
            return Decimal(value) if value[0] != "-" else _without_negative_zero(value)
        raise wrong("bad_amount", value, "która nie jest kwotą (cyfry, kropka, najwyżej dwa miejsca po przecinku).")
    raise not_text(value)


def price(value: Value, _leftovers: Leftovers) -> Decimal:
    """`TKwotowy2`: at most 14 digits before the dot and eight after it."""
    if isinstance(value, str):
        if _PRICE(value):
            return Decimal(value) if value[0] != "-" else _without_negative_zero(value)
        raise wrong("bad_amount", value, "która nie jest ceną (cyfry, kropka, najwyżej osiem miejsc po przecinku).")
    raise not_text(value)


def quantity(value: Value, _leftovers: Leftovers) -> Decimal:
    """`TIlosci`: quantities and exchange rates, at most six digits after the dot."""
    if isinstance(value, str):
        if _QUANTITY(value):
            return Decimal(value) if value[0] != "-" else _without_negative_zero(value)
        raise wrong("bad_amount", value, "która nie jest liczbą (cyfry, kropka, najwyżej sześć miejsc po przecinku).")
    raise not_text(value)


def _without_negative_zero(value: str) -> Decimal:
    """`value` as a number; ``"-0.00"`` is lawful and is zero."""
    number = Decimal(value)
    return number if number else number.copy_abs()


def decimal(digits: int, places: int, reason: str = "która nie jest liczbą w dozwolonym zakresie.") -> Convert:
    """xsd:decimal with `totalDigits` and `fractionDigits` but no pattern: leading and trailing zeros and a plus are allowed."""

    def convert(value: Value, _leftovers: Leftovers) -> Decimal:
        if not isinstance(value, str):
            raise not_text(value)
        match = _DECIMAL(value)
        if not match or not any(character.isdigit() for character in value):
            raise wrong("bad_amount", value, reason)
        part = match["part"] or ""
        if len(part) > places or len(match["whole"]) + len(part) > digits:
            raise wrong("bad_amount", value, reason)
        return _without_negative_zero(value)

    return convert


_percent: Final = decimal(9, 6)


def percent(value: Value, leftovers: Leftovers) -> Decimal:
    """`TProcentowy`: 0 to 100, at most six digits after the dot."""
    number = _percent(value, leftovers)
    if not isinstance(number, Decimal) or not 0 <= number <= 100:  # noqa: PLR2004  # percent
        raise wrong("bad_amount", str(value), "która nie jest procentem od 0 do 100.")
    return number


def percent_text(value: Value, leftovers: Leftovers) -> str:
    """A percent kept as it was written."""
    percent(value, leftovers)
    return text(value, leftovers)


def day_between(earliest: dt.date, latest: dt.date) -> Convert:
    """A real calendar day inside the form's limits, without a zone."""

    def convert(value: Value, _leftovers: Leftovers) -> dt.date:
        if not isinstance(value, str):
            raise not_text(value)
        if len(value) == _DAY_LENGTH and value[4] == "-" == value[7]:
            try:
                found = dt.date.fromisoformat(value)
            except ValueError:
                raise wrong("bad_date", value, "a takiego dnia nie ma w kalendarzu (oczekiwano RRRR-MM-DD).") from None
            if earliest <= found <= latest:
                return found
            raise wrong("bad_date", value, f"a data musi leżeć między {earliest} i {latest}.")
        raise wrong("bad_date", value, "która nie jest datą RRRR-MM-DD.")

    return convert


day: Final = day_between(_EARLIEST, _LATEST)
"""`TDataT`: issue, supply."""
late_day: Final = day_between(dt.date(2016, 7, 1), _LATEST)
"""`TData`: payment."""
early_day: Final = day_between(dt.date(1990, 1, 1), _LATEST)
"""`TDataU`: contracts and orders of FA(3)."""


def flag(value: Value, _leftovers: Leftovers) -> bool:
    """`TWybor1`: stands only as 1."""
    if value == "1" or _integer(value) == "1":
        return True
    raise wrong("bad_code", str(value), "a może mieć tylko wartość 1.")


def yes_no(value: Value, _leftovers: Leftovers) -> bool:
    """`TWybor1_2`: 1 yes, 2 no."""
    if value == "1":
        return True
    if value == "2":
        return False
    if (number := _integer(value)) in {"1", "2"}:
        return number == "1"
    raise wrong("bad_code", str(value), "a może mieć tylko wartość 1 (tak) albo 2 (nie).")


def _integer(value: Value) -> str:
    """An xsd:integer in its usual writing (``"01"`` and ``"+1"`` are lawful for 1)."""
    if not isinstance(value, str):
        raise not_text(value)
    match = _INTEGER(value)
    return "" if match is None else ("-" if match["sign"] == "-" else "") + match["digits"]


def code(*allowed: str) -> Convert:
    """One of the words of an enumeration."""
    return coded({word: word for word in allowed})


def coded(meanings: Mapping[str, T]) -> Callable[[Value, Leftovers], T]:
    """One of the words of an enumeration, as what it stands for."""

    def convert(value: Value, _leftovers: Leftovers) -> T:
        if not isinstance(value, str):
            raise not_text(value)
        try:
            return meanings[value]
        except KeyError:
            raise wrong("bad_code", value, f"a dozwolone są: {_listed(meanings)}.") from None

    return convert


def number_code(*allowed: str) -> Convert:
    """One of the numbers of an enumeration of integers, as text."""
    words = frozenset(allowed)

    def convert(value: Value, _leftovers: Leftovers) -> str:
        if value in words and isinstance(value, str):
            return value
        if (number := _integer(value)) in words:
            return number
        raise wrong("bad_code", str(value), f"a dozwolone są: {_listed(allowed)}.")

    return convert


def natural(value: Value, _leftovers: Leftovers) -> str:
    """A positive whole number, kept as text (`NrWierszaFa`)."""
    if isinstance(value, str):
        if value.isascii() and value.isdigit() and value.strip("0"):
            return value
        if (number := _integer(value)) and number[0] not in "-0":
            return number
        raise wrong("bad_number", value, "która nie jest liczbą naturalną.")
    raise not_text(value)


def _listed(words: Collection[str]) -> str:
    shown = list(words)
    return ", ".join(shown) if len(shown) <= 20 else "kody z listy we wzorze faktury"  # noqa: PLR2004  # a readable sentence


def nip(value: Value, _leftovers: Leftovers) -> str:
    """`TNrNIP`: ten digits in the schema's pattern; the check digit is another matter (guide §14.4)."""
    if isinstance(value, str):
        if _NIP(value):
            return value
        raise wrong("bad_nip", value, "która nie jest numerem NIP (dziesięć cyfr, bez liter i kresek).")
    raise not_text(value)


def matching(pattern: str, failure_code: str, reason: str) -> Convert:
    """Text that matches a pattern of the schema."""
    fullmatch = re.compile(pattern, re.ASCII).fullmatch

    def convert(value: Value, _leftovers: Leftovers) -> str:
        if not isinstance(value, str):
            raise not_text(value)
        if fullmatch(value):
            return value
        raise wrong(failure_code, value, reason)

    return convert


timestamp: Final = matching(
    r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-4]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?",
    "bad_date",
    "która nie jest datą z godziną (RRRR-MM-DDTGG:MM:SS).",
)
ksef_number: Final = matching(
    r"([1-9](\d[1-9]|[1-9]\d)\d{7}|M\d{9}|[A-Z]{3}\d{7})"
    r"-(20[2-9]\d|2[1-9]\d{2}|[3-9]\d{3})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])-[0-9A-F]{6}-?[0-9A-F]{6}-[0-9A-F]{2}",
    "bad_ksef_number",
    "która nie jest numerem KSeF faktury.",
)
internal_id: Final = matching(
    r"[1-9](\d[1-9]|[1-9]\d)\d{7}-\d{5}", "bad_nip", "która nie jest identyfikatorem wewnętrznym (NIP, kreska, pięć cyfr)."
)
eu_number: Final = matching(r"[\dA-Z+*]{1,12}", "bad_nip", "która nie jest numerem VAT-UE (cyfry i wielkie litery, najwyżej 12).")
country: Final = matching(r"[A-Z]{2}", "bad_code", "która nie jest dwuliterowym kodem kraju.")


def currency(value: Value, _leftovers: Leftovers) -> str:
    """A currency code of the schema's list; never a default."""
    if isinstance(value, str):
        if value in CURRENCIES:
            return value
        raise wrong("bad_currency", value, "która nie jest kodem waluty ISO 4217.")
    raise not_text(value)
