"""Folding of text for search: what a person types in a hurry finds what stands on the document."""

import unicodedata
from typing import Final

# Letters which Unicode does not take apart into a plain letter and a mark.
_PLAIN: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_MARKS: Final = ("Mn", "Mc", "Me", "Cf")


def fold(text: str) -> str:
    """`text` without letter case, diacritics and surplus white space: ``fold("Łódź") == "lodz"``, ``fold("Straße") == "strasse"``.

    Folding folded text changes nothing.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    folded = _fold_once(text)
    while (again := _fold_once(folded)) != folded:  # a few compatibility characters open into letters that fold further
        folded = again
    return folded


def _fold_once(text: str) -> str:
    opened = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    return " ".join("".join(letter for letter in opened if unicodedata.category(letter) not in _MARKS).split())
