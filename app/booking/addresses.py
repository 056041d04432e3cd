"""Parts of a postal address out of its free lines, at best effort (invoice guide §3.3). Never fails: what is not understood stays together."""

import re
from functools import lru_cache
from typing import Final

import msgspec

from app.invoice.parties import Address

_POSTAL_CODE: Final = re.compile(r"(?<!\d)\d{2}[-–]\d{3}(?!\d)")
_FOREIGN_CODE: Final = re.compile(r"(?:[A-Z]{1,2}[- ])?(\d{4,6}|\d{3} \d{2})\s+(\D.*)")
_STREET: Final = re.compile(
    r"(?P<street>.*?)[\s,]+(?:nr\s+)?(?P<house>\d+(?:\s?[A-Za-z])?(?:-\d+[A-Za-z]?)?)"
    r"(?:\s*(?:/|\bm\.?|\blok\.?|\blokal\b)\s*(?P<flat>\d*\w*))?",
    re.IGNORECASE,
)


class AddressParts(msgspec.Struct, frozen=True):
    """An address in parts; parts that were not found are empty."""

    street: str = ""
    house: str = ""
    flat: str = ""
    city: str = ""
    postal_code: str = ""


@lru_cache(maxsize=1024)  # a client's documents are of the same few parties
def split_address(address: Address) -> AddressParts:
    """The parts of an address: as the form gives them (FA(1), PEF), else from the two free lines."""
    if address.city or address.street:
        return AddressParts(address.street, address.house, address.flat, address.city, address.postal_code)
    line1, line2 = address.line1.strip(), address.line2.strip()
    street_line, postal_code, city = _split_city(line1, line2, address.country)
    match = _STREET.fullmatch(street_line)
    if match is None:
        return AddressParts(street_line, "", "", city, postal_code)
    return AddressParts(match["street"].rstrip(" ,"), match["house"], match["flat"] or "", city, postal_code)


def _split_city(line1: str, line2: str, country: str) -> tuple[str, str, str]:
    """The line of the street, the post code and the city."""
    for line, other in ((line2, line1), (line1, line2)):
        match = _POSTAL_CODE.search(line)
        if match is None:
            continue
        before, after = line[: match.start()].strip(" ,;\n"), line[match.end() :].strip(" ,;\n")
        code = match.group().replace("–", "-")
        if after:
            return (before or other), code, _first_part(after)
        city = before.rpartition(",")[2].strip()
        return (before.rpartition(",")[0].strip() or other), code, city
    if country not in {"", "PL"} and line2:
        foreign = _FOREIGN_CODE.fullmatch(line2)
        return (line1, foreign.group(1), foreign.group(2)) if foreign else (line1, "", line2)
    if line2:
        return line1, "", line2
    street, comma, city = line1.rpartition(",")
    return (street.strip(), "", city.strip()) if comma and not any(sign.isdigit() for sign in city) else (line1, "", "")


def _first_part(text: str) -> str:
    """The city before a comma: a country or a province may follow it."""
    return text.split(",", 1)[0].strip()
