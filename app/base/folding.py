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
    while (
        not folded.isascii() and (again := _fold_once(folded)) != folded
    ):  # a few characters open into letters that fold further
        folded = again
    return folded.lower()


def _fold_once(text: str) -> str:
    opened = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    kept = (
        opened
        if opened.isascii()
        else "".join(letter for letter in opened if letter.isascii() or unicodedata.category(letter) not in _MARKS)
    )
    return " ".join(kept.split())
