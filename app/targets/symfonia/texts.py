"""Texts as the format takes them (spec §2): one line of Windows-1250 without braces, below 256 characters."""

from typing import Final

from app.targets.wording import flatten, short_number, shorten, transliterate

ENCODING: Final = "cp1250"
VALUE_LENGTH: Final = 255
"""No length is published; the spec keeps single values below 256."""
END: Final = "\r\n"
_BRACES: Final = str.maketrans("{}", "()")


def plain(text: str) -> str:
    """The text in one line, in characters the file has; braces, which would open a section, become round brackets."""
    flat = flatten(text)
    if "{" in flat or "}" in flat:
        flat = flat.translate(_BRACES)
    if flat.isascii():
        return flat
    written = transliterate(flat, ENCODING)
    return flat if written == flat else flatten(written)


def fit(text: str) -> str:
    """The text as one value."""
    return shorten(plain(text), VALUE_LENGTH)


def written_number(text: str, limit: int) -> str:
    """A document's number as ``FK nazwa`` takes it; one with characters that the file lacks is made unmistakable like one too long."""
    flat = flatten(text)
    clean = plain(flat)
    return short_number(clean, limit, () if clean == flat else (clean,), seed=flat)
