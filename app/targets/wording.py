"""Texts as import files bear them: one line, of a code page, no longer than a field."""

import hashlib
import unicodedata
from collections.abc import Container
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape

from app.base.environments import Environment

# Characters without a decomposition into letters that a code page has.
_SUBSTITUTES: Final = {
    "−": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "–": "-", "—": "-", "⁃": "-", "•": "*", "·": ".", "…": "...",
    "‘": "'", "’": "'", "‚": ",", "‛": "'", "′": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"',
    "‹": "'", "›": "'", "×": "x", "÷": ":", "⁄": "/", "∕": "/", "€": "EUR", "£": "GBP", "¥": "JPY", "₴": "UAH", "©": "(c)", "®": "(R)",
    "℗": "(P)", "§": "par.", "°": " st.", "µ": "u", "‰": " promili", "≤": "<=", "≥": ">=", "≠": "<>", "≈": "~", "→": "->", "←": "<-",
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "ħ": "h", "Ħ": "H", "ı": "i", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ŋ": "n", "Ŋ": "N", "ŧ": "t", "Ŧ": "T", "ə": "e", "Ə": "E",
}  # fmt: skip

# Each word is a letter and what stands for it.
_CYRILLIC: Final = (
    "аa бb вv гh ґg дd еe єie ёio жzh зz иy іi їi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юiu яia "
    "љlj њnj ђdj ћc џdz јj ўu"
)
_GREEK: Final = "αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo"
_LETTERS: Final = {pair[0]: pair[1:] for pair in f"{_CYRILLIC} {_GREEK}".split()}

_WORD_ENDS_AFTER: Final = 2
"""A text is cut at a word only where more than this part of the limit (one half) is left."""

_DIGEST: Final = 8


def flatten(text: str) -> str:
    """The text in one line: every run of white space a single blank, no control or invisible characters."""
    if not text:
        return text
    if text.isprintable():
        if "  " not in text and text[0] != " " and text[-1] != " ":
            return text
    else:
        text = "".join(char for char in text if char.isprintable() or char.isspace())
    return " ".join(text.split())


def xml_text(text: str) -> str:
    """The text in one line, ready to stand in an element."""
    flat = flatten(text)
    return escape(flat) if "&" in flat or "<" in flat or ">" in flat else flat


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters of a flattened text, cut at the end of a word unless that would lose half of them."""
    if len(text) <= limit:
        return text
    end = limit if text[limit] == " " else text.rfind(" ", 0, limit)
    if end * _WORD_ENDS_AFTER < limit:
        end = limit
    return text[:end].rstrip(" ,;")


def transliterate(text: str, encoding: str) -> str:
    """The text in characters which `encoding` has: the same where it can be, else the nearest letters, at the worst ``?``."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    if encodes(text, encoding):
        return text
    return "".join([char if char.isascii() or encodes(char, encoding) else _nearest(char, encoding) for char in text])


def encodes(text: str, encoding: str) -> bool:
    """Whether a code page has every character of the text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _nearest(char: str, encoding: str) -> str:
    substitute = _SUBSTITUTES.get(char)
    if substitute is not None:
        return substitute
    lower = char.lower()
    letters = _LETTERS.get(lower)
    if letters is not None:
        return letters if char == lower else letters.capitalize()
    if unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc"}:
        return ""
    parts = unicodedata.normalize("NFKD", char)
    if parts == char:
        return "?"
    plain = [part for part in parts if not unicodedata.combining(part)]
    return "".join(part if encodes(part, encoding) else _nearest(part, encoding) for part in plain) or "?"


def short_number(number: str, limit: int, taken: Container[str] = (), *, seed: str = "") -> str:
    """A document's number in at most `limit` characters that is not in `taken`; the number itself wherever that is possible.

    A shortened number is its beginning, ``~`` and a digest of the whole number (with `seed`, for two documents of the same number):
    the same number is shortened to the same text in every file, and so a correction finds its original.
    """
    if len(number) <= limit and number not in taken:
        return number
    attempt = 0
    while True:
        digest = hashlib.sha256(f"{number}\n{seed if number in taken else ''}\n{attempt}".encode()).hexdigest()[:_DIGEST].upper()
        candidate = f"{number[: limit - _DIGEST - 1].rstrip()}~{digest}"
        if candidate not in taken:
            return candidate
        attempt += 1


def marked(text: str, environment: Environment) -> str:
    """A document's description with the environment's mark before it (``"TEST – …"``); unchanged in production."""
    if not environment.mark:
        return text
    return f"{environment.mark} – {text}" if text else environment.mark


def comma_amount(value: Decimal) -> str:
    """``100``, ``1,03``: a decimal comma, no zeros behind the last digit, no separators of thousands."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")
