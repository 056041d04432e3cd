"""Texts of one document as the file bears them, with a note for everything that had to be changed."""

import unicodedata
from typing import Final

from app.base.findings import Finding, notes
from app.targets.epp.layout import ENCODING
from app.targets.epp.options import EppOptions
from app.targets.wording import encodes, flatten, shorten, transliterate

_QUOTES: Final = {"double": '"', "apostrophe": "'", "typographic": "”"}


class Texts:
    """Makes texts fit; `found` collects the notes of the document at hand."""

    def __init__(self, options: EppOptions) -> None:
        self._quote = _QUOTES[options.quotes]
        self.found: list[Finding] = []

    def plain(self, text: str, what: str) -> str:
        """One line of characters the code page has; `what` names the text in the note on replaced characters."""
        if not text:
            return ""
        flat = flatten(text)
        if not flat.isascii() and not encodes(flat, ENCODING):
            flat = self._in_code_page(unicodedata.normalize("NFC", flat), what)
        return flat if self._quote == '"' else flat.replace('"', self._quote)

    def _in_code_page(self, text: str, what: str) -> str:
        written = transliterate(text, ENCODING)
        if written != text:
            self.found.append(
                notes(
                    "characters_replaced",
                    f"{what}: zapisano „{written}” zamiast „{text}”, bo plik EPP nie ma wszystkich tych znaków.",
                )
            )
        return written

    def fit(self, text: str, limit: int, what: str) -> str:
        """As `plain`, in at most `limit` characters; the note carries the full text."""
        flat = self.plain(text, what)
        if len(flat) <= limit:
            return flat
        self.found.append(notes("text_shortened", f"{what}: skrócono do {limit} znaków. Pełny tekst: „{flatten(text)}”."))
        return shorten(flat, limit)

    def whole(self, text: str, limit: int, what: str) -> str:
        """As `plain`, or nothing with a note: for what is worthless when cut."""
        flat = self.plain(text, what)
        if len(flat) <= limit:
            return flat
        self.found.append(notes("text_left_out", f"{what}: pominięto „{flat}”, bo pole mieści {limit} znaków."))
        return ""
