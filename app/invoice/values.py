"""Types of single values, each enforcing what the schemas say of it and a bookkeeper depends on.

A type takes the text of an element without outer white space (the schemas collapse it) and returns what the model holds; it raises
`Rejected` for a value that its type does not allow.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Final, TypeVar

from app.invoice.currencies import CURRENCIES
from app.invoice.records import Rejected

T = TypeVar("T")

# Possessive (`?+`): nothing to go back to, and half the time.
_AMOUNT: Final = re.compile(r"-?+(?:[1-9][0-9]{0,15}+|0)(?:\.[0-9]{1,2}+)?+").fullmatch
_PRICE: Final = re.compile(r"-?+(?:[1-9][0-9]{0,13}+|0)(?:\.[0-9]{1,8}+)?+").fullmatch
_QUANTITY: Final = re.compile(r"-?+(?:[1-9][0-9]{0,15}+|0)(?:\.[0-9]{1,6}+)?+").fullmatch
# xsd:decimal without a pattern of the form's own: FA(1), percents, PEF. Zeros at either end do not count as digits.
_DECIMAL: Final = re.compile(r"[+-]?+0*(?P<whole>[0-9]*+)(?:\.(?P<part>[0-9]*?)0*)?").fullmatch
_INTEGER: Final = re.compile(r"(?P<sign>[+-]?+)0*(?P<digits>[0-9]+)").fullmatch
_NIP: Final = re.compile(r"[1-9](?:[0-9][1-9]|[1-9][0-9])[0-9]{7}").fullmatch

_EARLIEST: Final = dt.date(2006, 1, 1)
_LATEST: Final = dt.date(2050, 1, 1)
_DAY_LENGTH: Final = 10
_LONGEST_QUOTE: Final = 80
_LONGEST_LIST: Final = 20
_LONGEST_NUMBER: Final = 256
_WHOLE: Final = 100


def wrong(code: str, value: str, expected: str) -> Rejected:
    """A `Rejected` that quotes the value and says what was expected."""
    quoted = value if len(value) <= _LONGEST_QUOTE else value[:_LONGEST_QUOTE] + "…"
    return Rejected(code, f"ma wartość „{quoted}”; oczekiwano: {expected}." if value else f"jest pusty; oczekiwano: {expected}.")


text: Final = str
"""Free text; may be empty."""


def required_text(value: str) -> str:
    """Text that must not be empty."""
    if value:
        return value
    raise wrong("empty_element", "", "treść")


def document_number(value: str) -> str:
    """P_2 and its kin: 1 to 256 characters of any kind."""
    if 0 < len(value) <= _LONGEST_NUMBER:
        return value
    raise wrong("empty_element" if not value else "bad_number", value, f"numer dokumentu, najwyżej {_LONGEST_NUMBER} znaków")


def amount(value: str) -> Decimal:
    """`TKwotowy`: optional minus, at most 16 digits before the dot and two after it."""
    if _AMOUNT(value):
        return Decimal(value) if value[0] != "-" else _without_negative_zero(value)
    raise wrong("bad_amount", value, "kwota (cyfry, kropka, najwyżej dwa miejsca po przecinku)")


def price(value: str) -> Decimal:
    """`TKwotowy2`: at most 14 digits before the dot and eight after it."""
    if _PRICE(value):
        return Decimal(value) if value[0] != "-" else _without_negative_zero(value)
    raise wrong("bad_amount", value, "cena (cyfry, kropka, najwyżej osiem miejsc po przecinku)")


def quantity(value: str) -> Decimal:
    """`TIlosci`: quantities and exchange rates, at most six digits after the dot."""
    if _QUANTITY(value):
        return Decimal(value) if value[0] != "-" else _without_negative_zero(value)
    raise wrong("bad_amount", value, "liczba (cyfry, kropka, najwyżej sześć miejsc po przecinku)")


def _without_negative_zero(value: str) -> Decimal:
    """`value` as a number; ``"-0.00"`` is lawful and is zero."""
    number = Decimal(value)
    return number or number.copy_abs()


def decimal(digits: int, places: int) -> Callable[[str], Decimal]:
    """xsd:decimal with `totalDigits` and `fractionDigits` but no pattern: leading and trailing zeros and a plus are allowed."""
    usual = re.compile(rf"-?+(?:[1-9][0-9]{{0,{digits - places - 1}}}+|0)(?:\.[0-9]{{1,{places}}}+)?+").fullmatch

    def convert(value: str) -> Decimal:
        if usual(value):
            return _without_negative_zero(value)
        match = _DECIMAL(value)
        if match and value.strip("+-."):
            part = match["part"] or ""
            if len(part) <= places and len(match["whole"]) + len(part) <= digits:
                return _without_negative_zero(value)
        raise wrong("bad_amount", value, f"liczba (cyfry, kropka, najwyżej {places} miejsc po przecinku)")

    return convert


_percent: Final = decimal(9, 6)


def percent(value: str) -> Decimal:
    """`TProcentowy`: 0 to 100, at most six digits after the dot."""
    number = _percent(value)
    if 0 <= number <= _WHOLE:
        return number
    raise wrong("bad_amount", value, "procent od 0 do 100")


def percent_text(value: str) -> str:
    """A percent kept as it was written."""
    percent(value)
    return value


def day_between(earliest: dt.date, latest: dt.date) -> Callable[[str], dt.date]:
    """A real calendar day inside the form's limits, without a zone."""

    def convert(value: str) -> dt.date:
        if len(value) == _DAY_LENGTH and value[4] == "-" == value[7]:
            try:
                found = dt.date.fromisoformat(value)
            except ValueError:
                raise wrong("bad_date", value, "istniejący dzień w zapisie RRRR-MM-DD") from None
            if earliest <= found <= latest:
                return found
        raise wrong("bad_date", value, f"data RRRR-MM-DD od {earliest} do {latest}")

    return convert


day: Final = day_between(_EARLIEST, _LATEST)
"""`TDataT`: issue, supply."""
late_day: Final = day_between(dt.date(2016, 7, 1), _LATEST)
"""`TData`: payment."""
early_day: Final = day_between(dt.date(1990, 1, 1), _LATEST)
"""`TDataU`: contracts and orders of FA(3)."""


def flag(value: str) -> bool:
    """`TWybor1`: stands only as 1."""
    if value == "1" or _integer(value) == "1":
        return True
    raise wrong("bad_code", value, "1")


def yes_no(value: str) -> bool:
    """`TWybor1_2`: 1 yes, 2 no."""
    if value in {"1", "2"} or (value := _integer(value)) in {"1", "2"}:
        return value == "1"
    raise wrong("bad_code", value, "1 (tak) albo 2 (nie)")


def _integer(value: str) -> str:
    """An xsd:integer in its usual writing (``"01"`` and ``"+1"`` are lawful for 1); empty for what is none."""
    match = _INTEGER(value)
    return "" if match is None else ("-" if match["sign"] == "-" else "") + match["digits"]


def code(*allowed: str) -> Callable[[str], str]:
    """One of the words of an enumeration."""
    return coded({word: word for word in allowed})


def coded(meanings: Mapping[str, T]) -> Callable[[str], T]:
    """One of the words of an enumeration, as what it stands for."""

    def convert(value: str) -> T:
        try:
            return meanings[value]
        except KeyError:
            raise wrong("bad_code", value, _listed(meanings)) from None

    return convert


def number_code(*allowed: str) -> Callable[[str], str]:
    """One of the numbers of an enumeration of integers, as text."""
    words = frozenset(allowed)

    def convert(value: str) -> str:
        number = value if value in words else _integer(value)
        if number in words:
            return number
        raise wrong("bad_code", value, _listed(allowed))

    return convert


def natural(value: str) -> str:
    """A positive whole number, kept as text (`NrWierszaFa`)."""
    if value.isdecimal() and value.isascii() and value[0] != "0":
        return value
    if (number := _integer(value)) and number[0] not in "-0":
        return number
    raise wrong("bad_number", value, "liczba naturalna")


def _listed(words: Collection[str]) -> str:
    return ", ".join(words) if len(words) <= _LONGEST_LIST else "kod z listy we wzorze faktury"


def nip(value: str) -> str:
    """`TNrNIP`: ten digits in the schema's pattern; the check digit is another matter (guide §14.4)."""
    if _NIP(value):
        return value
    raise wrong("bad_nip", value, "NIP z dziesięciu cyfr, bez liter i kresek")


def matching(pattern: str, failure_code: str, expected: str) -> Callable[[str], str]:
    """Text that matches a pattern of the schema."""
    fullmatch = re.compile(pattern, re.ASCII | re.DOTALL).fullmatch

    def convert(value: str) -> str:
        if fullmatch(value):
            return value
        raise wrong(failure_code, value, expected)

    return convert


timestamp: Final = matching(
    r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-4]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?",
    "bad_date",
    "data z godziną RRRR-MM-DDTGG:MM:SS",
)
ksef_number: Final = matching(
    r"([1-9](\d[1-9]|[1-9]\d)\d{7}|M\d{9}|[A-Z]{3}\d{7})"
    r"-(20[2-9]\d|2[1-9]\d{2}|[3-9]\d{3})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])-[0-9A-F]{6}-?[0-9A-F]{6}-[0-9A-F]{2}",
    "bad_ksef_number",
    "numer KSeF faktury (35 znaków)",
)
internal_id: Final = matching(
    r"[1-9](\d[1-9]|[1-9]\d)\d{7}-\d{5}", "bad_nip", "identyfikator wewnętrzny (NIP, kreska, pięć cyfr)"
)
eu_number: Final = matching(r"[\dA-Z+*]{1,12}", "bad_nip", "numer VAT-UE (cyfry i wielkie litery, najwyżej 12)")
country: Final = matching(r"[A-Z]{2}", "bad_code", "dwuliterowy kod kraju")


def fixed(value: str, convert: Callable[[str], str]) -> Callable[[str], str]:
    """The type of an element that the schema gives a fixed value: left empty it has that value (XML Schema 1.0 part 1, §3.3.1)."""
    return lambda written: convert(written or value)


def currency(value: str) -> str:
    """A currency code of the schema's list; never a default."""
    if value in CURRENCIES:
        return value
    raise wrong("bad_currency", value, "kod waluty z listy ISO 4217, na przykład PLN albo EUR")
