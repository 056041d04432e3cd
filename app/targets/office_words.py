"""What an office's own program calls things, as the options of targets hold it: forms of payment, codes of contractors."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from app.base.nip import clean
from app.booking.entry import PaymentForm


class WordLine(NamedTuple):
    """A line ``WORD=VALUE`` of an option: the line itself, the word, and the value; both are empty where the line has no ``=``."""

    line: str
    word: str
    value: str


class CodeLine(NamedTuple):
    """A line ``NIP=CODE`` of an option: the line itself, the number (NIP, or VAT-EU number with its country), and the code.

    Number and code are empty where the line is not of that form.
    """

    line: str
    number: str
    code: str


def word_lines(text: str) -> Iterator[WordLine]:
    """The lines of an option that is a table; a semicolon ends a line too."""
    for line in filter(None, map(str.strip, text.replace(";", "\n").splitlines())):
        word, sign, value = (part.strip() for part in line.partition("="))
        yield WordLine(line, word, value) if sign else WordLine(line, "", "")


def contractor_codes(text: str) -> Iterator[CodeLine]:
    """The lines of an option that gives contractors the codes they have in the program."""
    for line, word, code in word_lines(text):
        number = clean(word)
        yield CodeLine(line, number, code) if number and code else CodeLine(line, "", "")


def payment_name(options: Any, form: PaymentForm) -> str:  # noqa: ANN401 - any target's options
    """The program's name of a form of payment: the option ``payment_cash``, ``payment_card``…; empty where the target has none for it."""
    return str(getattr(options, f"payment_{form.name.lower()}", ""))
