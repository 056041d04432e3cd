"""Filters of a query or an export: read strictly, applied together (guide §3.1)."""

import binascii
import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from app.sandbox import moments
from app.sandbox.documents import INVOICING, ISSUE, PERMANENT, SUBJECTS, Stored
from app.sandbox.errors import invalid

_LONGEST: Final = 100 * 86_400 * moments.TICKS_PER_SECOND
_KSEF_NUMBER: Final = re.compile(r"\d{10}-\d{8}-[0-9A-F]{6}-?[0-9A-F]{6}-[0-9A-F]{2}", re.ASCII)
_NIP: Final = re.compile(r"[1-9](?:\d[1-9]|[1-9]\d)\d{7}", re.ASCII)
_AMOUNTS: Final = {"Brutto": "grossAmount", "Netto": "netAmount", "Vat": "vatAmount"}
_BUYERS: Final = ("Nip", "VatUe", "Other", "None")
_LONGEST_NUMBER: Final = 256

_Test = Callable[[Stored], bool]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a query asks for. `first` and `last` are ticks, both included."""

    subject: str
    date_type: str
    first: int
    last: int
    restricted: bool
    tests: tuple[_Test, ...]

    def accept(self, document: Stored) -> bool:
        """Whether a document passes every filter except the one by date of storage."""
        return self._in_range(document) and all(test(document) for test in self.tests)

    def _in_range(self, document: Stored) -> bool:
        if self.date_type == ISSUE:
            first, last = moments.polish_days(self.first, self.last)
            return first <= document.facts.issued <= last
        return self.first <= document.moment(self.date_type) <= self.last


def read(body: object, now: int) -> Filters:
    """The filters in a JSON body; 21405 for what is not allowed."""
    given = _object(body, "")
    subject = _choice(given, "subjectType", SUBJECTS)
    dates = _object(given.get("dateRange"), "dateRange")
    date_type = _choice(dates, "dateType", (ISSUE, INVOICING, PERMANENT))
    first = _moment(dates, "from")
    last = now if dates.get("to") is None else _moment(dates, "to")
    restricted = _flag(dates, "restrictToPermanentStorageHwmDate")
    if first is None or last is None:
        raise invalid("Pole 'dateRange.from' jest wymagane.")
    if restricted and date_type != PERMANENT:
        raise invalid("'restrictToPermanentStorageHwmDate' wymaga dateType = PermanentStorage.")
    if last < first and dates.get("to") is not None:
        raise invalid("'dateRange.to' nie może być wcześniejsze niż 'dateRange.from'.")
    if last - first > _LONGEST:
        raise invalid("'dateRange' nie może przekraczać 100 dni.")
    return Filters(subject, date_type, first, last, bool(restricted), tuple(_tests(given)))


def base64_bytes(holder: Mapping[str, Any], name: str) -> bytes:
    """A required Base64 field; 21405 otherwise."""
    try:
        return b64decode(_text(holder, name, required=True) or "", validate=True)
    except binascii.Error as error:
        raise invalid(f"Pole '{name}' nie jest zapisane w Base64.") from error


def _tests(given: Mapping[str, Any]) -> list[_Test]:
    number, invoice_number, seller = (_text(given, name) for name in ("ksefNumber", "invoiceNumber", "sellerNip"))
    _match(number, _KSEF_NUMBER, "ksefNumber")
    _match(seller, _NIP, "sellerNip")
    if len(invoice_number or "") > _LONGEST_NUMBER:
        raise invalid("'invoiceNumber' może mieć najwyżej 256 znaków.")
    wanted: list[tuple[Callable[[Stored], object], object]] = [
        (lambda d: d.number, number),
        (lambda d: d.facts.number, invoice_number),
        (lambda d: d.facts.record["seller"]["nip"], seller),
        (lambda d: d.mode, _text(given, "invoicingMode")),
        (lambda d: d.facts.record["formCode"]["value"], _text(given, "formType")),
        (lambda d: d.facts.record["isSelfInvoicing"], _flag(given, "isSelfInvoicing")),
        (lambda d: d.facts.record["hasAttachment"], _flag(given, "hasAttachment")),
    ]
    tests = [_same(reading, value) for reading, value in wanted if value is not None]
    for name, key in (("currencyCodes", "currency"), ("invoiceTypes", "invoiceType")):
        if listed := _list(given, name):
            tests.append(_among(key, listed))
    return tests + _amount_tests(given) + _buyer_tests(given)


def _same(reading: Callable[[Stored], object], value: object) -> _Test:
    return lambda document: reading(document) == value


def _among(key: str, values: frozenset[str]) -> _Test:
    return lambda document: document.facts.record[key] in values


def _amount_tests(given: Mapping[str, Any]) -> list[_Test]:
    if given.get("amount") is None:
        return []
    amount = _object(given["amount"], "amount")
    key = _AMOUNTS[_choice(amount, "type", tuple(_AMOUNTS))]
    bounds = [None if amount.get(name) is None else Decimal(str(amount[name])) for name in ("from", "to")]
    low, high = bounds
    return [lambda d: (low is None or d.facts.record[key] >= low) and (high is None or d.facts.record[key] <= high)]


def _buyer_tests(given: Mapping[str, Any]) -> list[_Test]:
    if given.get("buyerIdentifier") is None:
        return []
    buyer = _object(given["buyerIdentifier"], "buyerIdentifier")
    kind, value = _choice(buyer, "type", _BUYERS), _text(buyer, "value")
    return [
        lambda d: (
            d.facts.record["buyer"]["identifier"]["type"] == kind
            and (value is None or d.facts.record["buyer"]["identifier"]["value"] == value)
        )
    ]


def _object(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise invalid(f"Pole '{name}' jest wymagane." if name else "Treść żądania musi być obiektem.")
    return value


def _choice(holder: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    value = holder.get(name)
    if value not in allowed:
        raise invalid(f"Pole '{name}' musi mieć jedną z wartości: {', '.join(allowed)}.")
    return str(value)


def _text(holder: Mapping[str, Any], name: str, *, required: bool = False) -> str | None:
    value = holder.get(name)
    if value is None and not required:
        return None
    if not isinstance(value, str):
        raise invalid(f"Pole '{name}' musi być tekstem.")
    return value


def _flag(holder: Mapping[str, Any], name: str) -> bool | None:
    value = holder.get(name)
    if value is not None and not isinstance(value, bool):
        raise invalid(f"Pole '{name}' musi mieć wartość true albo false.")
    return value


def _moment(holder: Mapping[str, Any], name: str) -> int | None:
    try:
        return moments.parse(_text(holder, name, required=True) or "")
    except ValueError as error:
        raise invalid(f"Pole '{name}' musi być datą z oznaczeniem strefy (Z albo przesunięcie).") from error


def _list(holder: Mapping[str, Any], name: str) -> frozenset[str]:
    value = holder.get(name)
    if value is not None and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        raise invalid(f"Pole '{name}' musi być listą tekstów.")
    return frozenset(value or ())


def _match(value: str | None, shape: re.Pattern[str], name: str) -> None:
    if value is not None and not shape.fullmatch(value):
        raise invalid(f"Pole '{name}' ma nieprawidłowy format.")
