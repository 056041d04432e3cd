"""The words of the options that have a form of their own: registers, accounts, rates, tables of contractors."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from app.base.errors import UnusableArgument
from app.targets.contractor_code import CODE_LENGTH
from app.targets.office_words import contractor_codes, word_lines
from app.targets.symfonia.texts import plain

REVENUE_WORDS: Final = ("23", "22", "8", "7", "5", "4", "3", "0", "WDT", "eksport", "zw", "np", "oo", "marża", "OSS")
"""What the keys of the table of revenue accounts may be."""

LARGEST_OWN_NUMBER: Final = 99_999_999
"""Numbers that an office gives stay below those made from a NIP."""

_PART: Final = r"(?:[0-9A-Za-z]|\{K\})+"
_ACCOUNT: Final = re.compile(rf"{_PART}(?:-{_PART})*", re.ASCII)
_SPECIAL_RATE: Final = re.compile(r"-[1-9]\d{0,2}(\.\d{1,2})?", re.ASCII)


class Register(NamedTuple):
    """A VAT register: Skrot and Nazwa."""

    short: str
    name: str


def register(text: str) -> Register | None:
    """A register from its option, where the first word is the short name; without a name the short one stands for it."""
    short, _, name = text.strip().partition(" ")
    if not short or plain(text) != text.strip():
        return None
    return Register(short, name.strip() or short)


def is_account(text: str) -> bool:
    """Whether an account may stand in ``konto``: groups of letters, digits and ``{K}`` with single dashes between them."""
    return _ACCOUNT.fullmatch(text) is not None


def is_special_rate(text: str) -> bool:
    """Whether a value can be that of a rate without percent: FK numbers them below zero (spec §5.2)."""
    return _SPECIAL_RATE.fullmatch(text) is not None


def revenue_accounts(text: str) -> Mapping[str, str]:
    """The accounts of revenue by rate; raises `UnusableArgument`."""
    known = {word.lower(): word for word in REVENUE_WORDS}
    accounts: dict[str, str] = {}
    for line, word, account in word_lines(text):
        key = known.get(word.rstrip("%").strip().lower())
        if key is None or not is_account(account):
            raise _unusable("Konta przychodów według stawek", line, f"STAWKA=KONTO; stawki: {', '.join(REVENUE_WORDS)}")
        accounts[key] = account
    return accounts


def contractor_numbers(text: str) -> Mapping[str, int]:
    """The numbers of contractors in FK by tax number; raises `UnusableArgument`, for a number given to two of them as well."""
    numbers: dict[str, int] = {}
    given_away: set[int] = set()
    for line, number, given in contractor_codes(text):
        value = int(given) if given.isascii() and given.isdecimal() else 0
        if not number or not 0 < value <= LARGEST_OWN_NUMBER or value in given_away:
            raise _unusable("Numery kontrahentów w FK", line, "NIP=NUMER, każdy numer inny, od 1 do 99999999")
        numbers[number] = value
        given_away.add(value)
    return numbers


def own_codes(text: str) -> Mapping[str, str]:
    """The office's codes of contractors by tax number; raises `UnusableArgument`."""
    codes: dict[str, str] = {}
    for line, number, code in contractor_codes(text):
        if not number or len(code) > CODE_LENGTH or plain(code) != code:
            raise _unusable("Kody kontrahentów z FK", line, "NIP=KOD, kod do 20 znaków")
        codes[number] = code
    return codes


def _unusable(label: str, line: str, expected: str) -> UnusableArgument:
    return UnusableArgument(f"Ustawienie „{label}” nie może mieć wiersza „{line}”.", advice=f"Dozwolone: {expected}.")
