"""Tax identifiers: the Polish NIP and VAT-EU numbers (invoice guide §15.1, §15.2)."""

import re
from functools import lru_cache
from operator import mul
from typing import Final

_SEPARATORS: Final = re.compile(r"[\s.\-\u2010-\u2015]+")
_PREFIXED_NIP: Final = re.compile(r"PL\d{10}", re.ASCII)
_NIP: Final = re.compile(r"[1-9](?:\d[1-9]|[1-9]\d)\d{7}", re.ASCII)
_WEIGHTS: Final = (6, 5, 7, 2, 3, 4, 5, 6, 7)
_COUNTRY_LENGTH: Final = 2

# Guide §15.2. PL belongs in the NIP field; Northern Ireland is XI; Great Britain has been outside the EU since 2021.
_EU_SHAPES: Final = {
    "AT": r"U\d{8}",
    "BE": r"[01]\d{9}",
    "BG": r"\d{9,10}",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "EL": r"\d{9}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "FI": r"\d{8}",
    "FR": r"[A-HJ-NP-Z0-9]{2}\d{9}",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W]",
    "IT": r"\d{11}",
    "LT": r"\d{9}|\d{12}",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"[A-Z0-9+*]{10}\d{2}",
    "PT": r"\d{9}",
    "RO": r"\d{2,10}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
    "XI": r"\d{9}|\d{12}|GD\d{3}|HA\d{3}",
}

EU_CODES: Final = frozenset(_EU_SHAPES) | {"PL"}
"""The codes that may stand before a VAT-EU number: the member states (Greece as EL), and XI."""


def clean(text: str) -> str:
    """A NIP as digits: without spaces, dashes, dots and a leading ``PL``. Anything else is kept, in capitals, for the check."""
    if text.isdecimal() and text.isascii():  # nearly always
        return text
    bare = _SEPARATORS.sub("", text).upper()
    return bare[2:] if _PREFIXED_NIP.fullmatch(bare) else bare


@lru_cache(maxsize=4096)  # the same few numbers in thousands of documents
def is_valid_nip(nip: str) -> bool:
    """Whether `nip` is ten digits with the right check digit. Does not clean: ``"PL…"`` and dashes are not valid."""
    if not _NIP.fullmatch(nip):
        return False
    remainder: int = sum(map(mul, _WEIGHTS, map(int, nip))) % 11
    return remainder == int(nip[9])


def format_nip(nip: str) -> str:
    """``"1234563218"`` as ``"123-456-32-18"``; text which is not ten digits comes back unchanged."""
    if len(nip) != len(_WEIGHTS) + 1 or not (nip.isascii() and nip.isdigit()):
        return nip
    return f"{nip[:3]}-{nip[3:6]}-{nip[6:8]}-{nip[8:]}"


def clean_eu_number(code: str, number: str) -> str:
    """A VAT-EU number without separators and without its country code repeated in front (``"DE", "DE 123456789"``).

    The code is taken off only where what is left has the country's shape: a French number may begin with ``FR``.
    """
    bare = _SEPARATORS.sub("", number).upper()
    if not bare.startswith(code):
        return bare
    rest = bare[_COUNTRY_LENGTH:]
    return rest if _has_shape(code, rest) else bare


def eu_number_problem(code: str, number: str) -> str:
    """What is wrong with a VAT-EU number, as a Polish sentence; empty where nothing is. A reason to note, never to refuse."""
    if code == "PL":
        nip = clean(number)
        return "" if is_valid_nip(nip) else f"Numer „{number}” z kodem PL nie jest poprawnym NIP."
    if code == "GB":
        return f"Numer „{number}” ma kod GB, a Wielka Brytania nie należy do UE (Irlandia Północna ma kod XI)."
    if code == "GR":
        return f"Numer „{number}” ma kod GR; numery VAT-UE Grecji mają kod EL."
    if code not in _EU_SHAPES:
        return f"Kod „{code}” przed numerem „{number}” nie jest kodem numeru VAT-UE."
    if not _has_shape(code, clean_eu_number(code, number)):
        return f"Numer VAT-UE „{number}” nie ma budowy przyjętej w kraju {code}."
    return ""


def _has_shape(code: str, number: str) -> bool:
    shape = _EU_SHAPES.get(code)
    return shape is not None and re.fullmatch(shape, number, re.ASCII) is not None
