"""Tables which an office fills in from the dictionaries of its RAKS: lines ``WORD=NUMBER``."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from app.base.errors import UnusableArgument
from app.booking.entry import Direction
from app.invoice.forms import Kind
from app.targets.document_words import DOCUMENT_WORDS, kind_words
from app.targets.office_words import word_lines

_NUMBER: Final = re.compile(r"\d{1,9}", re.ASCII)
_NAME_LENGTH: Final = 50


def number_table(label: str, text: str, words: Collection[str]) -> Mapping[str, str]:
    """Whole numbers by word, each word as it stands in `words`; capitals and a percent sign make no difference.

    A line without a number counts as none. Raises `UnusableArgument` that quotes the line, with the words in the advice.
    """
    known = {word.casefold(): word for word in words}
    found: dict[str, str] = {}
    for line, word, value in word_lines(text):
        name = known.get(" ".join(word.split()).casefold().replace("%", ""))
        if name is None or (value and not _NUMBER.fullmatch(value)):
            raise _unreadable(label, line, f"SŁOWO=LICZBA, a słowo to jedno z: {', '.join(known.values())}")
        if value:
            found[name] = value
    return found


def document_types(label: str, text: str) -> Mapping[str, tuple[str, str]]:
    """TYP_DOK and NAZWA_DOK by the words of `DOCUMENT_WORDS`; raises `UnusableArgument` for a line that is none or a table without S or Z."""
    found: dict[str, tuple[str, str]] = {}
    for line, word, value in word_lines(text):
        number, _, name = value.partition(" ")
        name = " ".join(name.split())
        if word.upper() not in DOCUMENT_WORDS or not _NUMBER.fullmatch(number) or not 0 < len(name) <= _NAME_LENGTH:
            raise _unreadable(
                label, line, f"RODZAJ=LICZBA NAZWA (nazwa do {_NAME_LENGTH} znaków), na przykład S-KOR=1 Korekta sprzedaży"
            )
        found[word.upper()] = (number, name)
    for prefix, meaning in (("S", "sprzedaży"), ("Z", "zakupu")):
        if prefix not in found:
            raise UnusableArgument(
                f"Ustawienie „{label}” nie ma wiersza {prefix} dla faktury {meaning}.",
                advice=f"Dopisz wiersz {prefix}=LICZBA NAZWA.",
            )
    return found


def document_type(types: Mapping[str, tuple[str, str]], direction: Direction, kind: Kind) -> tuple[str, str]:
    """TYP_DOK and NAZWA_DOK of a document, by the closest of its `kind_words`."""
    return next(types[word] for word in kind_words(direction, kind) if word in types)


def _unreadable(label: str, line: str, form: str) -> UnusableArgument:
    return UnusableArgument(f"Ustawienie „{label}” ma wiersz „{line}”, którego nie da się odczytać.", advice=f"Wiersz to {form}.")
