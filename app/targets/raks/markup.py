"""Attributes of the file as text: everything stands in attributes, an empty one means no value (spec, File)."""

import datetime as dt
from typing import Final
from xml.sax.saxutils import escape

from app.targets.wording import flatten, shorten, transliterate

END: Final = "\r\n"
VERSION: Final = "19.2"
_QUOTE: Final = {'"': "&quot;"}
_UNSAFE: Final = frozenset('&<>"')


def attribute(name: str, text: str) -> str:
    """One attribute with the blank before it; the text must be in one line already."""
    if not _UNSAFE.isdisjoint(text):
        text = escape(text, _QUOTE)
    return f' {name}="{text}"'


def fit(text: str, limit: int, encoding: str) -> str:
    """A name, an address or a description in at most `limit` characters which the file's code page has."""
    return shorten(in_code_page(text, encoding), limit)


def in_code_page(text: str, encoding: str) -> str:
    """A text in one line and in characters which the file's code page has."""
    return transliterate(flatten(text), encoding) if text else ""


def day(date: dt.date | None) -> str:
    """``RRRR-MM-DD``; nothing where there is no date."""
    return date.isoformat() if date else ""


def encoded(text: str, encoding: str) -> bytes:
    """The bytes of a part of the file. Numbers are never altered: a character the code page lacks becomes a reference (``&#1046;``)."""
    return text.encode(encoding, "xmlcharrefreplace")
